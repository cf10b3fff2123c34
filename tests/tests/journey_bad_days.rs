//! A birth on bad days, with the content as it is: the residence is refused, appealed against and accepted; what is done
//! stays when the rest is withdrawn; parents who are not married, of whom one says where the child lives.

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, APPLICATION, DESK, rows};
use dean06_tests::bundle::{Bundle, Page, leg_of};
use dean06_tests::{Engine, Server, User, on_each_engine, run};
use serde_json::{Value, json};

#[tokio::test]
async fn a_birth_survives_bad_days() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start(engine).await?;
    let town = Town::of(&server).await?;
    town.a_residence_is_refused_appealed_and_accepted().await?;
    town.what_is_done_stays_when_the_rest_is_withdrawn().await?;
    town.a_parent_who_is_not_married_is_asked().await
}

/// The server with its officers and a mother.
struct Town<'s> {
    server: &'s Server,
    mother: User,
    intake: User,
    registrar: User,
    police: User,
    insurance: User,
}

impl<'s> Town<'s> {
    async fn of(server: &'s Server) -> Result<Self> {
        Ok(Self {
            mother: server.sign_in("new-mother").await?,
            intake: server.sign_in("one-stop-officer").await?,
            registrar: server.sign_in("registrar").await?,
            police: server.sign_in("residence-officer").await?,
            insurance: server.sign_in("insurance-officer").await?,
            server,
        })
    }

    /// The hospital sends a notice; the application that waits is filled.
    async fn noticed(&self, number: &str, child: &str) -> Result<Bundle<'_>> {
        let before = Bundle::drafts(&self.mother).await?;
        let arguments = [
            "walkthrough",
            "notice",
            "--number",
            number,
            "--url",
            self.server.url(),
        ];
        let sent = run(arguments).await?;
        ensure!(
            sent.status.success(),
            "{}",
            String::from_utf8_lossy(&sent.stderr)
        );
        let bundle = Bundle::awaited(&self.mother, &before).await?;
        bundle.fill(typed(child)).await?;
        Ok(bundle)
    }

    async fn a_residence_is_refused_appealed_and_accepted(&self) -> Result<()> {
        let bundle = self.noticed("GCS-A", "Phạm Minh Chi").await?;
        bundle.submit().await?;
        bundle.grant("birth", &self.intake, &self.registrar).await?;
        let reason = "Chỗ ở chưa được xác nhận.";
        bundle
            .deny("residence", &self.police, &self.police, reason)
            .await?;
        bundle
            .grant("health-card", &self.insurance, &self.insurance)
            .await?;
        let ended = bundle.until_done().await?;
        let refused = leg_of(&ended, "residence")?;
        ensure!(refused["can_appeal"] == true, "{refused}");

        let text = "Gia đình gửi kèm xác nhận chỗ ở.";
        let body = json!({ "bundle_id": bundle.id, "leg_id": "residence", "text": text });
        let appeal = self
            .mother
            .ask(APPLICATION, "casework.appeal-leg/1", &body)
            .await?;
        ensure!(appeal["attempt"] == 2, "{appeal}");
        let again = bundle.dossier("residence").await?;
        let seen = birth::open(&self.police, &again).await?;
        ensure!(seen["appeal"]["text"] == text, "{}", seen["appeal"]);
        ensure!(
            seen["appeal"]["former_reason"]
                .as_str()
                .is_some_and(|told| told.contains(reason))
        );
        bundle
            .grant("residence", &self.police, &self.police)
            .await?;
        let done = bundle.until_done().await?;
        for id in ["birth", "residence", "health-card"] {
            let leg = leg_of(&done, id)?;
            ensure!(leg["state"] == "done", "{leg}");
        }
        let father = self.server.sign_in("new-father").await?;
        ensure!(times_in_household(&father, "Phạm Minh Chi").await? == 1);
        Ok(())
    }

    async fn what_is_done_stays_when_the_rest_is_withdrawn(&self) -> Result<()> {
        let child = "Phạm Minh Dung";
        let bundle = self.noticed("GCS-B", child).await?;
        bundle.submit().await?;
        bundle.grant("birth", &self.intake, &self.registrar).await?;
        bundle.dossier("residence").await?;
        bundle.dossier("health-card").await?;
        let body = json!({ "bundle_id": bundle.id, "reason": "Gia đình đổi ý" });
        self.mother
            .ask(APPLICATION, "casework.withdraw-bundle/1", &body)
            .await?;
        let view = bundle.view().await?;
        ensure!(leg_of(&view, "birth")?["state"] == "done", "{view}");
        for id in ["residence", "health-card"] {
            ensure!(leg_of(&view, id)?["state"] == "withdrawn", "{view}");
        }
        ensure!(birth::births_named(&self.mother, child).await? == 1);
        let father = self.server.sign_in("new-father").await?;
        ensure!(times_in_household(&father, child).await? == 0);
        let queue = self
            .police
            .ask(DESK, "casework.list-queue/1", &json!({}))
            .await?;
        ensure!(rows(&queue).is_empty(), "{queue}");
        Ok(())
    }

    /// The father is named by his number; that the child lives with him, he agrees to himself.
    async fn a_parent_who_is_not_married_is_asked(&self) -> Result<()> {
        let mother = self.server.sign_in("unmarried-mother").await?;
        let son = self.server.sign_in("grown-son").await?;
        let record = son.own("population.get-person/1").await?;
        let bundle = Bundle::begin(&mother, "birth").await?;
        let mut pages = born("Lê Minh Giang", &mother.today().await?);
        pages.extend([
            ("birth", "father", json!({ "stated": "other-number" })),
            (
                "birth",
                "father_details",
                json!({
                    "name": record["name"],
                    "birth_date": record["birth_date"],
                    "personal_number": record["personal_number"],
                    "nationality": "VN",
                    "ethnicity": "01",
                    "residence": "Phường Ba Đình, Thành phố Hà Nội",
                }),
            ),
            ("residence", "home", json!({ "of": "other-parent" })),
            ("residence", "relation", json!({ "to_head": "09" })),
            (
                "health-card",
                "facility",
                json!({ "choice": "commune-station" }),
            ),
        ]);
        bundle.fill(pages).await?;
        let form = bundle.leg("residence").await?["draft_id"].clone();
        let form = birth::look(&mother, form.as_str().context("no form")?).await?;
        let address = record["permanent_residence"]["text"]
            .as_str()
            .context("no home")?;
        ensure!(
            !form.to_string().contains(address),
            "his address is told to her: {form}"
        );
        bundle.submit().await?;
        let asked = son
            .ask(APPLICATION, "casework.list-agreements/1", &json!({}))
            .await?;
        let row = rows(&asked).pop().context("he is not asked")?;
        let body = json!({ "agreement_id": row["agreement_id"], "agreed": true });
        son.ask(APPLICATION, "casework.answer-agreement/1", &body)
            .await?;
        bundle.grant("birth", &self.intake, &self.registrar).await?;
        bundle
            .grant("residence", &self.police, &self.police)
            .await?;
        ensure!(times_in_household(&son, "Lê Minh Giang").await? == 1);
        Ok(())
    }
}

/// What a married mother types beside the notice.
fn typed(child: &str) -> Vec<Page> {
    vec![
        ("birth", "who", json!({ "role": "mother" })),
        ("birth", "father", json!({ "stated": "spouse" })),
        ("birth", "child", json!({ "name": child })),
        (
            "birth",
            "origin",
            json!({ "nationality": "VN", "ethnicity": "01", "hometown_of": "own" }),
        ),
        ("birth", "place", json!({ "of": "own-permanent" })),
        ("birth", "delivery", json!({ "copies": 0 })),
        ("birth", "statement", json!({ "truthful": true })),
        ("residence", "home", json!({ "of": "own" })),
        (
            "health-card",
            "facility",
            json!({ "choice": "commune-station" }),
        ),
    ]
}

/// What a mother types of a birth of which no hospital has told.
fn born(child: &str, date: &str) -> Vec<Page> {
    let form =
        birth::Form::of_mother(child)
            .without("father")
            .with_answer("birth", "date", json!(date));
    let pages = form.sections();
    pages
        .map(|(section, data)| ("birth", section, data.clone()))
        .collect()
}

/// How often a child of this name lives in the household of somebody.
async fn times_in_household(member: &User, child: &str) -> Result<usize> {
    let household: Value = member.own("population.get-household/1").await?;
    let members = household["members"].as_array().context("no members")?;
    Ok(members
        .iter()
        .filter(|member| member["name"] == child)
        .count())
}
