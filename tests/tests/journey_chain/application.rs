use std::ffi::OsString;
use std::time::Duration;

use anyhow::{Result, bail};
use dean06_tests::birth::{self, APPLICATION};
use dean06_tests::run;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::town::{Answer, Town, leg_of};
use crate::{LOOKS, PAUSE};

/// How long a register that was silent is given before a form is filled again.
const PATIENCE: Duration = Duration::from_secs(2);

impl Town {
    /// From the notice to the last paper. Returns how each leg ended.
    pub async fn play(&mut self, seed: u64) -> Result<Vec<(String, String)>> {
        self.notice(seed).await?;
        let bundle = self.waiting().await?;
        self.known.insert(bundle.clone());
        let card = self.chance.below(2) == 0;
        let refuses = self.chance.below(4) == 0;
        let declines = self.chance.below(5) == 0;
        let name = name(seed);
        self.fill_and_submit(&bundle, &name, card).await?;
        let view = self.through(&bundle, refuses, declines).await?;
        self.check(&bundle, &view, &name).await
    }

    async fn notice(&mut self, seed: u64) -> Result<()> {
        // The demonstration begins with a notice of its own.
        if self.known.is_empty() {
            return Ok(());
        }
        for _ in 0..20 {
            self.live().await?;
            let arguments = ["walkthrough", "notice", "--number"].map(OsString::from);
            let mut arguments = Vec::from(arguments);
            arguments.push(format!("GCS-{seed}").into());
            arguments.extend(["--url".into(), self.url().into()]);
            if run(arguments).await?.status.success() {
                return Ok(());
            }
            sleep(PAUSE).await;
        }
        bail!("the notice does not arrive")
    }

    /// The application that waits for the mother because of the notice.
    async fn waiting(&mut self) -> Result<String> {
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
            if let Some(new) = ids.find(|id| !self.known.contains(*id)) {
                return Ok(new.to_owned());
            }
            sleep(PAUSE).await;
        }
        bail!("no application waits")
    }

    pub async fn view(&mut self, bundle: &str) -> Result<Value> {
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
        let head = self.person("household-head").await?;
        let body = json!({ "person_id": head });
        let record = self
            .insist(
                "household-head",
                "own-data",
                "population.get-person/1",
                &body,
            )
            .await?;
        Ok(json!({
            "name": record["name"],
            "birth_date": record["birth_date"],
            "personal_number": record["personal_number"],
        }))
    }
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
