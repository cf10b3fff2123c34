//! The chain does not break: births from the hospital's notice to the last paper, while the process is killed at random
//! points and registers fail to answer at random. In the end every child has one number, one certificate, one residence
//! or a refusal in writing, one health card, and a paper for each.
//!
//! `DEAN06_CHAINS` says how many chains are played on each engine.

#![expect(
    clippy::expect_used,
    reason = "a chain that ended has what is looked for"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use dean06_tests::birth::{self, APPLICATION, DESK};
use dean06_tests::{Engine, Options, Reply, Server, User, on_each_engine, run};
use serde_json::{Value, json};
use tokio::time::sleep;

/// Chains on each engine where nobody says how many.
const FEW: u64 = 2;
/// How often a chain looks what to do next, and the pause in between.
const LOOKS: u32 = 900;
const PAUSE: Duration = Duration::from_millis(100);
/// How long a register that was silent is given before a form is filled again.
const PATIENCE: Duration = Duration::from_secs(2);
/// Of a hundred calls between rooms so many fail.
const FAULTS: u64 = 15;
/// How often the process dies in one chain at most.
const DEATHS: u32 = 3;
/// At most so many passages of a point go well before the process dies there.
const PASSAGES: u64 = 6;

/// Places at which the process may die.
const POINTS: [&str; 22] = [
    "casework.bundle.finished",
    "casework.bundle.opened",
    "casework.bundle.submitted",
    "casework.effect.after",
    "casework.effect.before",
    "casework.leg.after",
    "casework.leg.before",
    "casework.result.finished",
    "casework.result.signed",
    "dispatch.after-cursor",
    "dispatch.after-handler",
    "dispatch.after-positions",
    "dispatch.before-cursor",
    "dispatch.before-handler",
    "documents.file.kept",
    "documents.paper.signed",
    "documents.paper.written",
    "documents.result.begun",
    "timer.before-done",
    "write.after-commit",
    "write.before-commit",
    "write.before-reply",
];

/// Leg, who receives it, who decides it.
const OFFICES: [(&str, &str, &str); 4] = [
    ("birth", "one-stop-officer", "registrar"),
    ("residence", "residence-officer", "residence-officer"),
    ("health-card", "insurance-officer", "insurance-officer"),
    ("identity-card", "identity-officer", "identity-officer"),
];

#[tokio::test]
async fn no_chain_breaks() -> Result<()> {
    let chains = match std::env::var("DEAN06_CHAINS") {
        Ok(count) => count.parse()?,
        Err(_) => FEW,
    };
    on_each_engine(async |engine| all(engine, chains).await).await
}

async fn all(engine: Engine, chains: u64) -> Result<()> {
    let server = Server::start_with(Options {
        people: 0,
        ..Options::new(engine)
    })
    .await?;
    let mut town = Town {
        server,
        users: BTreeMap::new(),
        chance: Chance(0),
        deaths_left: 0,
        died: 0,
    };
    let mut known = BTreeSet::new();
    let mut totals: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..chains {
        town.begin(seed).await?;
        let outcome = town.play(seed, &mut known).await;
        for (leg, state) in outcome.with_context(|| format!("chain {seed} on {engine:?}"))? {
            *totals.entry(format!("{leg} {state}")).or_default() += 1;
        }
    }
    println!(
        "{engine:?}: {chains} chains, {} deaths, {totals:?}",
        town.died
    );
    ensure!(
        u64::from(totals.get("birth done").copied().unwrap_or_default()) == chains,
        "a birth is missing: {totals:?}"
    );
    town.live().await?;
    let limit = Duration::from_secs(30);
    ensure!(town.server.interrupt(limit).await?.success());
    town.server.doctor().await
}

/// A generator whose sequence a seed gives (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }
}

/// A server that dies, and the people who go on.
struct Town {
    server: Server,
    users: BTreeMap<String, User>,
    chance: Chance,
    deaths_left: u32,
    died: u32,
}

/// What one step came to.
enum Answer {
    Told(Value),
    /// The server died, or had no time, or an owner did not answer.
    NotNow,
}

impl Town {
    /// A new chain on the same data, with another fate.
    async fn begin(&mut self, seed: u64) -> Result<()> {
        self.chance = Chance(seed.wrapping_mul(1_000_003));
        self.deaths_left = DEATHS;
        if self.server.runs()? {
            self.server.kill()?;
        }
        self.start().await
    }

    /// Starts until it stands; it may die while it does.
    async fn start(&mut self) -> Result<()> {
        loop {
            let env = self.fate();
            match self.server.start_again(env).await {
                Ok(()) => return Ok(()),
                Err(error) if self.server.runs()? => return Err(error),
                Err(_) => self.died += 1,
            }
        }
    }

    fn fate(&mut self) -> Vec<(OsString, OsString)> {
        let faults = format!("{FAULTS}:{}", self.chance.below(u64::MAX));
        let mut env: Vec<(OsString, OsString)> = vec![("DEAN06_FAULTS".into(), faults.into())];
        if self.deaths_left > 0 {
            self.deaths_left -= 1;
            let at = usize::try_from(self.chance.below(POINTS.len() as u64)).unwrap_or_default();
            let passage = 1 + self.chance.below(PASSAGES);
            env.push((
                "DEAN06_CRASH_AT".into(),
                format!("{}:{passage}", POINTS[at]).into(),
            ));
        }
        env
    }

    /// The server runs; if it died, it is started again.
    async fn live(&mut self) -> Result<()> {
        if self.server.runs()? {
            return Ok(());
        }
        self.died += 1;
        self.start().await
    }

    async fn user(&mut self, role: &str) -> Result<Option<User>> {
        self.live().await?;
        let client = self.server.client()?;
        if let Some(user) = self.users.get(role) {
            return Ok(Some(user.clone().at(client)));
        }
        match self.server.sign_in(role).await {
            Ok(user) => {
                self.users.insert(role.to_owned(), user.clone());
                Ok(Some(user))
            }
            Err(error) => {
                sleep(PAUSE).await;
                if self.server.runs()? {
                    return Err(error);
                }
                Ok(None)
            }
        }
    }

    /// Uses a data service. A conflict means that somebody, perhaps a former life, was faster.
    async fn ask(
        &mut self,
        role: &str,
        purpose: &str,
        service: &str,
        body: &Value,
    ) -> Result<Answer> {
        let Some(user) = self.user(role).await? else {
            return Ok(Answer::NotNow);
        };
        match user.try_ask(purpose, service, body).await {
            Ok(reply) => told(&reply),
            Err(error) => {
                // The line breaks a moment before the process is gone.
                sleep(PAUSE).await;
                if self.server.runs()? {
                    return Err(error);
                }
                Ok(Answer::NotNow)
            }
        }
    }

    /// The same, until there is an answer.
    async fn insist(
        &mut self,
        role: &str,
        purpose: &str,
        service: &str,
        body: &Value,
    ) -> Result<Value> {
        for _ in 0..LOOKS {
            if let Answer::Told(value) = self.ask(role, purpose, service, body).await? {
                return Ok(value);
            }
            sleep(PAUSE).await;
        }
        bail!("{service} does not answer")
    }

    /// From the notice to the last paper. Returns how each leg ended.
    async fn play(
        &mut self,
        seed: u64,
        known: &mut BTreeSet<String>,
    ) -> Result<Vec<(String, String)>> {
        self.notice(seed).await?;
        let bundle = self.waiting(known).await?;
        known.insert(bundle.clone());
        let card = self.chance.below(2) == 0;
        let refuses = self.chance.below(4) == 0;
        let declines = self.chance.below(5) == 0;
        let name = name(seed);
        self.fill_and_submit(&bundle, &name, card).await?;
        let view = self.through(&bundle, refuses, declines).await?;
        let ends = self.check(&bundle, &view, &name).await?;
        Ok(ends)
    }

    async fn notice(&mut self, seed: u64) -> Result<()> {
        // The demonstration begins with a notice of its own.
        if seed == 0 {
            return Ok(());
        }
        for _ in 0..20 {
            self.live().await?;
            let arguments = ["walkthrough", "notice", "--number"].map(OsString::from);
            let mut arguments = Vec::from(arguments);
            arguments.push(format!("GCS-{seed}").into());
            arguments.extend(["--url".into(), self.server.url().into()]);
            if run(arguments).await?.status.success() {
                return Ok(());
            }
            sleep(PAUSE).await;
        }
        bail!("the notice does not arrive")
    }

    /// The application that waits for the mother because of the notice.
    async fn waiting(&mut self, known: &BTreeSet<String>) -> Result<String> {
        let body = json!({ "limit": 50 });
        for _ in 0..LOOKS {
            let page = self
                .insist(
                    "new-mother",
                    APPLICATION,
                    "casework.list-own-bundles/1",
                    &body,
                )
                .await?;
            let rows = birth::rows(&page);
            let mut ids = rows.iter().filter_map(|row| row["bundle_id"].as_str());
            if let Some(new) = ids.find(|id| !known.contains(*id)) {
                return Ok(new.to_owned());
            }
            sleep(PAUSE).await;
        }
        bail!("no application waits")
    }

    async fn view(&mut self, bundle: &str) -> Result<Value> {
        let body = json!({ "bundle_id": bundle });
        self.insist(
            "new-mother",
            APPLICATION,
            "casework.get-own-bundle/1",
            &body,
        )
        .await
    }

    async fn fill_and_submit(&mut self, bundle: &str, name: &str, card: bool) -> Result<()> {
        let host = self.host().await?;
        let body = json!({ "bundle_id": bundle, "leg_id": "identity-card", "chosen": card });
        self.insist("new-mother", APPLICATION, "casework.choose-leg/1", &body)
            .await?;
        for _ in 0..LOOKS {
            let view = self.view(bundle).await?;
            if view["state"] != "draft" {
                return Ok(());
            }
            if !self.fill(&view, name, &host).await? {
                sleep(PATIENCE).await;
                continue;
            }
            let view = self.view(bundle).await?;
            let legs = view["legs"].as_array().cloned().unwrap_or_default();
            let drafts: serde_json::Map<String, Value> = legs
                .iter()
                .filter(|leg| leg["chosen"] != false)
                .filter_map(|leg| {
                    Some((
                        leg["leg_id"].as_str()?.to_owned(),
                        leg["draft_version"].clone(),
                    ))
                })
                .collect();
            let body = json!({ "bundle_id": bundle, "version": view["version"], "drafts": drafts });
            let submitted = self
                .ask("new-mother", APPLICATION, "casework.submit-bundle/1", &body)
                .await?;
            if let Answer::Told(_) = submitted {
                return Ok(());
            }
            sleep(PAUSE).await;
        }
        bail!("it cannot be submitted")
    }

    /// Types every answer. A field that a silent register would have filled is asked for, and a while later is not.
    async fn fill(&mut self, view: &Value, name: &str, host: &Value) -> Result<bool> {
        let mut right = true;
        for (leg, section, data) in sections(name, host) {
            let draft = &leg_of(view, leg)["draft_id"];
            if draft.is_null() {
                continue;
            }
            let body = json!({ "draft_id": draft, "section": section, "data": data });
            let saved = self
                .insist("new-mother", APPLICATION, "casework.save-draft/1", &body)
                .await?;
            right &= saved["errors"].as_array().is_none_or(Vec::is_empty);
        }
        Ok(right)
    }

    /// What the head of the household tells the mother, to be typed.
    async fn host(&mut self) -> Result<Value> {
        for _ in 0..LOOKS {
            if let Some(head) = self.user("household-head").await? {
                let body = json!({ "person_id": head.person()? });
                let record = self
                    .insist(
                        "household-head",
                        "own-data",
                        "population.get-person/1",
                        &body,
                    )
                    .await?;
                return Ok(json!({
                    "name": record["name"],
                    "birth_date": record["birth_date"],
                    "personal_number": record["personal_number"],
                }));
            }
        }
        bail!("the head cannot sign in")
    }

    /// Everybody does what waits for them until nothing waits any more.
    async fn through(&mut self, bundle: &str, refuses: bool, declines: bool) -> Result<Value> {
        for _ in 0..LOOKS {
            let view = self.view(bundle).await?;
            if view["state"] == "done" {
                return Ok(view);
            }
            for (leg, receives, decides) in OFFICES {
                let leg_view = leg_of(&view, leg);
                match leg_view["state"].as_str() {
                    Some("awaiting-agreement") => self.agree(!declines).await?,
                    Some("running") => {
                        let refuse = refuses && leg == "residence";
                        self.desk(&leg_view, receives, decides, refuse).await?;
                    }
                    _ => {}
                }
            }
            sleep(PAUSE).await;
        }
        let view = self.view(bundle).await?;
        bail!("it does not end: {view:#}")
    }

    async fn agree(&mut self, agreed: bool) -> Result<()> {
        let page = self
            .insist(
                "household-head",
                APPLICATION,
                "casework.list-agreements/1",
                &json!({}),
            )
            .await?;
        for row in birth::rows(&page) {
            if row["open"] == true {
                let body = json!({ "agreement_id": row["agreement_id"], "agreed": agreed });
                self.ask(
                    "household-head",
                    APPLICATION,
                    "casework.answer-agreement/1",
                    &body,
                )
                .await?;
            }
        }
        Ok(())
    }

    /// The next step that the dossier waits for, if an officer is to take one.
    async fn desk(
        &mut self,
        leg: &Value,
        receives: &str,
        decides: &str,
        refuse: bool,
    ) -> Result<()> {
        let dossier = &leg["dossier_id"];
        let body = json!({ "dossier_id": dossier });
        let Answer::Told(view) = self
            .ask(decides, DESK, "casework.open-dossier/1", &body)
            .await?
        else {
            return Ok(());
        };
        let actions = view["actions"].as_array().cloned().unwrap_or_default();
        let can = |action: &str| actions.iter().any(|known| known == action);
        let (role, service, more) = if can("receive") {
            (receives, "casework.receive/1", json!({}))
        } else if refuse && can("refuse") {
            let reason = json!({
                "reason_code": "not-eligible",
                "reason": "Chỗ ở chưa đủ điều kiện theo hồ sơ.",
            });
            (decides, "casework.refuse/1", reason)
        } else if can("approve") {
            (decides, "casework.approve/1", json!({}))
        } else {
            return Ok(());
        };
        let mut body = json!({ "dossier_id": dossier, "version": view["version"] });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.ask(role, DESK, service, &body).await?;
        Ok(())
    }

    /// One of everything, and a paper for each.
    async fn check(
        &mut self,
        bundle: &str,
        view: &Value,
        name: &str,
    ) -> Result<Vec<(String, String)>> {
        let legs = view["legs"].as_array().context("no legs")?.clone();
        let mut ends = Vec::new();
        let mut done = 0;
        for leg in &legs {
            let (id, state) = (text(leg, "leg_id"), text(leg, "state"));
            match state.as_str() {
                "done" => done += 1,
                "refused" | "declined" => ensure!(
                    leg["reason"]["vi"]
                        .as_str()
                        .is_some_and(|reason| !reason.is_empty()),
                    "{id} ended as {state} without a word: {leg}"
                ),
                "not-chosen" => {}
                _ => bail!("{id} ended as {state}: {leg}"),
            }
            ends.push((id, state));
        }
        let birth = leg_of(view, "birth");
        let body = json!({ "dossier_id": birth["dossier_id"] });
        let result = self
            .insist("new-mother", APPLICATION, "casework.get-result/1", &body)
            .await?;
        let mother = self.person("new-mother").await?;
        let body = json!({ "parent_id": mother, "limit": 50 });
        let births = self
            .insist(
                "new-mother",
                "own-data",
                "civil-status.find-births/1",
                &body,
            )
            .await?;
        let rows = birth::rows(&births);
        let named: Vec<_> = rows.iter().filter(|row| row["name"] == name).collect();
        ensure!(
            named.len() == 1,
            "{} entries for {name} in {bundle}",
            named.len()
        );
        let child = text(named[0], "person_id");
        let body = json!({ "person_id": mother });
        let record = self
            .insist("new-mother", "own-data", "population.get-person/1", &body)
            .await?;
        let relatives = record["relatives"].as_array().cloned().unwrap_or_default();
        let children = relatives
            .iter()
            .filter(|relative| relative["person_id"] == child.as_str());
        let numbers: Vec<_> = children
            .map(|relative| text(relative, "personal_number"))
            .collect();
        ensure!(
            numbers.len() == 1 && numbers[0].len() == 12,
            "the child has {numbers:?}"
        );
        ensure!(line(&result, "child_personal_number").as_deref() == Some(numbers[0].as_str()));
        self.papers(&child, done).await?;
        self.in_household(
            &child,
            ends.contains(&("residence".to_owned(), "done".to_owned())),
        )
        .await?;
        Ok(ends)
    }

    async fn person(&mut self, role: &str) -> Result<String> {
        for _ in 0..LOOKS {
            if let Some(user) = self.user(role).await? {
                return Ok(user.person()?.to_owned());
            }
        }
        bail!("{role} cannot sign in")
    }

    async fn papers(&mut self, child: &str, count: usize) -> Result<()> {
        let body = json!({ "person_id": child });
        let mut kinds = Vec::new();
        for _ in 0..LOOKS {
            let page = self
                .insist("new-mother", "own-papers", "documents.list-papers/1", &body)
                .await?;
            kinds = birth::rows(&page)
                .iter()
                .map(|row| text(row, "kind"))
                .collect();
            if kinds.len() == count {
                let different: BTreeSet<_> = kinds.iter().collect();
                ensure!(
                    different.len() == count,
                    "a paper is there twice: {kinds:?}"
                );
                return Ok(());
            }
            ensure!(kinds.len() < count, "too many papers: {kinds:?}");
            sleep(PAUSE).await;
        }
        bail!("{count} papers are awaited, {kinds:?} are there")
    }

    async fn in_household(&mut self, child: &str, wanted: bool) -> Result<()> {
        let head = self.person("household-head").await?;
        let body = json!({ "person_id": head });
        let household = self
            .insist(
                "household-head",
                "own-data",
                "population.get-household/1",
                &body,
            )
            .await?;
        let members = household["members"].as_array().cloned().unwrap_or_default();
        let times = members
            .iter()
            .filter(|member| member["person_id"] == child)
            .count();
        ensure!(
            times == usize::from(wanted),
            "the child is in the household {times} times"
        );
        Ok(())
    }
}

fn told(reply: &Reply) -> Result<Answer> {
    match reply.status.as_u16() {
        200 => Ok(Answer::Told(reply.json()?)),
        409 | 503 => Ok(Answer::NotNow),
        _ => bail!(
            "{} answered {}: {}",
            reply.request,
            reply.status,
            reply.body
        ),
    }
}

fn leg_of(view: &Value, id: &str) -> Value {
    let legs = view["legs"].as_array().map_or(&[][..], Vec::as_slice);
    let leg = legs.iter().find(|leg| leg["leg_id"] == id);
    leg.cloned().unwrap_or_default()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn line(result: &Value, id: &str) -> Option<String> {
    let fields = result["fields"].as_array()?;
    let line = fields.iter().find(|line| line["id"] == id)?;
    Some(line["value"]["vi"].as_str()?.to_owned())
}

/// A name that no other chain has.
fn name(seed: u64) -> String {
    const NAMES: [&str; 10] = [
        "An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nga",
    ];
    let digit = |place: u32| {
        let digit = usize::try_from(seed / 10_u64.pow(place) % 10).expect("a digit");
        NAMES[digit]
    };
    format!("Phạm {} {} {}", digit(2), digit(1), digit(0))
}

/// What the mother types: leg, section, data.
fn sections(name: &str, host: &Value) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("birth", "who", json!({ "role": "mother" })),
        ("birth", "father", json!({ "stated": "spouse" })),
        ("birth", "child", json!({ "name": name })),
        (
            "birth",
            "origin",
            json!({ "nationality": "VN", "ethnicity": "01", "hometown_of": "own" }),
        ),
        ("birth", "place", json!({ "of": "own-permanent" })),
        ("birth", "delivery", json!({ "copies": 0 })),
        ("birth", "statement", json!({ "truthful": true })),
        ("residence", "home", json!({ "of": "another" })),
        ("residence", "head", host.clone()),
        ("residence", "relation", json!({ "to_head": "09" })),
        (
            "health-card",
            "facility",
            json!({ "choice": "commune-station" }),
        ),
        ("identity-card", "delivery", json!({ "by": "police" })),
    ]
}
