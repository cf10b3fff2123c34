//! A death: the same machine as a birth, with other content. The notice of a hospital opens an application for a
//! relative, or the relative begins one; two, three or four procedures are submitted at once; what death ends has ended;
//! a leg that is refused or withdrawn leaves the others alone.

use anyhow::{Result, ensure};
use dean06_tests::birth::{self, DESK, problem};
use dean06_tests::bundle::{Bundle, Page, leg_of};
use dean06_tests::{Engine, Server, User, on_each_engine, run};
use serde_json::{Value, json};

#[tokio::test]
async fn a_death_is_settled_online() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start(engine).await?;
    let town = Town::of(&server).await?;
    town.four_procedures_are_played_by_the_binary().await?;
    town.nobody_dies_twice().await?;
    town.two_procedures_after_a_notice().await?;
    town.three_procedures_of_which_one_is_refused().await?;
    town.a_household_of_children_is_a_question_to_a_human()
        .await?;
    town.a_death_that_is_not_registered_ends_nothing().await
}

/// The server with its officers.
struct Town<'s> {
    server: &'s Server,
    intake: User,
    registrar: User,
    police: User,
    social: User,
}

impl<'s> Town<'s> {
    async fn of(server: &'s Server) -> Result<Self> {
        Ok(Self {
            intake: server.sign_in("one-stop-officer").await?,
            registrar: server.sign_in("registrar").await?,
            police: server.sign_in("residence-officer").await?,
            social: server.sign_in("social-officer").await?,
            server,
        })
    }

    /// Runs the binary; returns what it said, and whether it ended well.
    async fn play(&self, arguments: &[&str]) -> Result<(bool, String)> {
        let mut all = vec!["walkthrough"];
        all.extend(arguments);
        all.extend(["--url", self.server.url()]);
        let output = run(all).await?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok((output.status.success(), said))
    }

    /// Notice, one submission, four decisions, four papers that verify; and what ended.
    async fn four_procedures_are_played_by_the_binary(&self) -> Result<()> {
        let (well, said) = self.play(&["death"]).await?;
        ensure!(well, "the walkthrough: {said}");
        ensure!(said.contains("has 4 papers in his store"), "{said}");
        ensure!(said.contains("death ended what it ends"), "{said}");
        Ok(())
    }

    /// Neither by a second notice nor by a second application.
    async fn nobody_dies_twice(&self) -> Result<()> {
        let (well, said) = self.play(&["death-notice", "--number", "GBT-2"]).await?;
        ensure!(!well && said.contains("already registered"), "{said}");

        let son = self.server.sign_in("grown-son").await?;
        let dead = self.server.sign_in("old-father").await?;
        let again = Bundle::begin(&son, "death").await?;
        again.fill(declared(&dead, "child").await?).await?;
        let view = again.view().await?;
        ensure!(view["can_submit"] == false, "{view}");
        let refused = again.try_submit().await?.expect(422)?;
        ensure!(problem(&refused)? == "check-refused", "{}", refused.body);
        Ok(())
    }

    async fn two_procedures_after_a_notice(&self) -> Result<()> {
        let son = self.server.sign_in("grown-son").await?;
        let mother = self.server.sign_in("old-mother").await?;
        let before = Bundle::drafts(&son).await?;
        let (well, said) = self
            .play(&[
                "death-notice",
                "--number",
                "GBT-3",
                "--deceased",
                "old-mother",
            ])
            .await?;
        ensure!(well, "{said}");
        let bundle = Bundle::awaited(&son, &before).await?;
        bundle
            .fill(vec![
                ("death", "you", json!({ "relation": "child" })),
                ("death", "statement", json!({ "truthful": true })),
                ("residence", "request", json!({ "confirmed": true })),
            ])
            .await?;
        bundle.submit().await?;
        bundle.grant("death", &self.intake, &self.registrar).await?;
        bundle
            .grant("residence", &self.police, &self.police)
            .await?;
        let done = bundle.until_done().await?;
        for optional in ["funeral", "survivor"] {
            let leg = leg_of(&done, optional)?;
            ensure!(leg["state"] == "not-chosen", "{leg}");
        }
        nothing_is_left_of(&mother).await?;
        let head = bundle.line("residence", "household_head").await?;
        ensure!(head.as_ref() == Some(&son.name), "the head is {head:?}");
        let ended = bundle.line("residence", "also_ended").await?;
        ensure!(ended.is_some_and(|ended| ended.contains("Thẻ căn cước")));
        Ok(())
    }

    async fn three_procedures_of_which_one_is_refused(&self) -> Result<()> {
        let father = self.server.sign_in("father").await?;
        let grandmother = self.server.sign_in("grandmother").await?;
        let bundle = Bundle::begin(&father, "death").await?;
        bundle.choose("funeral", true).await?;
        bundle.fill(declared(&grandmother, "child").await?).await?;
        bundle
            .fill(vec![("funeral", "claim", json!({ "ground": "unknown" }))])
            .await?;
        bundle.submit().await?;
        bundle.grant("death", &self.intake, &self.registrar).await?;
        let reason = "Người mất không thuộc diện hưởng trợ cấp mai táng.";
        bundle
            .deny("funeral", &self.social, &self.social, reason)
            .await?;
        bundle
            .grant("residence", &self.police, &self.police)
            .await?;
        bundle.until_done().await?;
        let funeral = bundle.leg("funeral").await?;
        ensure!(
            funeral["reason"]["vi"]
                .as_str()
                .is_some_and(|told| told.contains(reason)),
            "{funeral}"
        );
        nothing_is_left_of(&grandmother).await?;
        let head = bundle.line("residence", "household_head").await?;
        ensure!(head.as_ref() == Some(&father.name), "the head is {head:?}");
        Ok(())
    }

    /// A newborn joined the grandmother's household, and nobody else lives there when she dies.
    async fn a_household_of_children_is_a_question_to_a_human(&self) -> Result<()> {
        let (well, said) = self.play(&["bundle"]).await?;
        ensure!(well, "{said}");
        let daughter = self.server.sign_in("new-mother").await?;
        let head = self.server.sign_in("household-head").await?;
        let bundle = Bundle::begin(&daughter, "death").await?;
        bundle.choose("funeral", true).await?;
        bundle.fill(declared(&head, "child").await?).await?;
        bundle
            .fill(vec![("funeral", "claim", json!({ "ground": "unknown" }))])
            .await?;
        bundle.submit().await?;
        bundle.grant("death", &self.intake, &self.registrar).await?;
        bundle.dossier("funeral").await?;
        bundle.withdraw_leg("funeral", "Gia đình tự lo").await?;
        bundle.until("funeral", "withdrawn").await?;

        let dossier = bundle.dossier("residence").await?;
        let body = json!({ "dossier_id": dossier.id });
        let seen = self
            .police
            .ask(DESK, "casework.open-dossier/1", &body)
            .await?;
        let flags = birth::ids(&seen["flags"]);
        ensure!(flags == ["household-without-head"], "{flags:?}");
        bundle
            .grant("residence", &self.police, &self.police)
            .await?;
        bundle.until_done().await?;
        nothing_is_left_of(&head).await?;
        let told = bundle.line("residence", "household_head").await?;
        ensure!(told.is_some_and(|told| told.starts_with("Chưa có")));
        Ok(())
    }

    async fn a_death_that_is_not_registered_ends_nothing(&self) -> Result<()> {
        let neighbour = self.server.sign_in("unmarried-mother").await?;
        let alive = self.server.sign_in("wife-of-foreigner").await?;
        let bundle = Bundle::begin(&neighbour, "death").await?;
        bundle.fill(declared(&alive, "other").await?).await?;
        bundle.submit().await?;
        let reason = "Người được khai vẫn còn sống.";
        bundle
            .deny("death", &self.intake, &self.registrar, reason)
            .await?;
        let residence = bundle.until("residence", "not-possible").await?;
        ensure!(residence["reason"]["vi"].is_string(), "{residence}");
        bundle.until_done().await?;
        let record = alive.own("population.get-person/1").await?;
        ensure!(record["life_status"] == "alive", "{record}");
        ensure!(record["permanent_residence"].is_object(), "{record}");
        Ok(())
    }
}

/// A death at home, declared by somebody who knows the number of the deceased.
async fn declared(deceased: &User, relation: &str) -> Result<Vec<Page>> {
    let record = deceased.own("population.get-person/1").await?;
    let today = deceased.today().await?;
    let mut who = json!({
        "name": record["name"],
        "birth_date": record["birth_date"],
        "personal_number": record["personal_number"],
    });
    // Asked only where the register holds no residence: of somebody who is dead already.
    if record["permanent_residence"].is_null() {
        who["commune"] = json!("00004");
    }
    Ok(vec![
        ("death", "deceased", who),
        ("death", "you", json!({ "relation": relation })),
        ("death", "death", json!({ "date": today })),
        (
            "death",
            "place",
            json!({ "kind": "home", "line": "Số 12, ngõ 45, phố Châu Long", "commune": "00004" }),
        ),
        ("death", "statement", json!({ "truthful": true })),
        ("residence", "request", json!({ "confirmed": true })),
    ])
}

/// The register holds the person as dead, without residence, card and household.
async fn nothing_is_left_of(deceased: &User) -> Result<()> {
    let record = deceased.own("population.get-person/1").await?;
    ensure!(record["life_status"] == "dead", "{record}");
    for ended in ["permanent_residence", "identity_card", "household"] {
        ensure!(record[ended] == Value::Null, "{ended}: {record}");
    }
    Ok(())
}
