use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use dean06_tests::birth::{self, APPLICATION, DESK};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::PAUSE;
use crate::town::{Answer, Town, leg_of};

/// By when a chain must have come to its end. Where registers often fall silent a leg may take ten tries to begin, and
/// between tries the machine waits for up to five minutes.
const END: Duration = Duration::from_mins(30);

/// Leg, who receives it, who decides it.
const OFFICES: [(&str, &str, &str); 4] = [
    ("birth", "one-stop-officer", "registrar"),
    ("residence", "residence-officer", "residence-officer"),
    ("health-card", "insurance-officer", "insurance-officer"),
    ("identity-card", "identity-officer", "identity-officer"),
];

impl Town {
    /// Everybody does what waits for them until nothing waits any more.
    pub async fn through(&mut self, bundle: &str, refuses: bool, declines: bool) -> Result<Value> {
        let deadline = Instant::now() + END;
        while Instant::now() < deadline {
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
}
