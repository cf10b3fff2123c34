//! The steps of an interlinked application, as its applicant and officers take them over the public API.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};
use tokio::time::sleep;

use crate::birth::{self, APPLICATION, Dossier, rows};
use crate::{Reply, User};

/// How often something is looked for, and the pause in between.
const LOOKS: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// An application with who applies.
#[derive(Clone, Debug)]
pub struct Bundle<'u> {
    /// The applicant.
    pub user: &'u User,
    /// Its key.
    pub id: String,
}

/// What is typed: leg, section, data.
pub type Page = (&'static str, &'static str, Value);

impl<'u> Bundle<'u> {
    /// Begins one of a family, such as `death`.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn begin(user: &'u User, family: &str) -> Result<Self> {
        let body = json!({ "family": family });
        let begun = user
            .ask(APPLICATION, "casework.start-bundle/1", &body)
            .await?;
        let id = begun["bundle_id"].as_str().context("no bundle")?;
        Ok(Self {
            user,
            id: id.to_owned(),
        })
    }

    /// Keys of the drafts of this applicant.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn drafts(user: &User) -> Result<Vec<String>> {
        let body = json!({ "limit": 50 });
        let page = user
            .ask(APPLICATION, "casework.list-own-bundles/1", &body)
            .await?;
        let rows = rows(&page).into_iter();
        Ok(rows
            .filter(|row| row["state"] == "draft")
            .filter_map(|row| Some(row["bundle_id"].as_str()?.to_owned()))
            .collect())
    }

    /// Waits for a draft that was not there before.
    ///
    /// # Errors
    /// When none comes.
    pub async fn awaited(user: &'u User, before: &[String]) -> Result<Self> {
        for _ in 0..LOOKS {
            let mut now = Self::drafts(user).await?;
            now.retain(|id| !before.contains(id));
            if let Some(id) = now.pop() {
                return Ok(Self { user, id });
            }
            sleep(PAUSE).await;
        }
        bail!("no application waits for {}", user.name)
    }

    /// As it stands.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn view(&self) -> Result<Value> {
        let body = json!({ "bundle_id": self.id });
        self.user
            .ask(APPLICATION, "casework.get-own-bundle/1", &body)
            .await
    }

    /// One of its legs.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn leg(&self, id: &str) -> Result<Value> {
        leg_of(&self.view().await?, id)
    }

    /// Wants an optional leg, or not.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn choose(&self, leg: &str, chosen: bool) -> Result<()> {
        let body = json!({ "bundle_id": self.id, "leg_id": leg, "chosen": chosen });
        self.user
            .ask(APPLICATION, "casework.choose-leg/1", &body)
            .await?;
        Ok(())
    }

    /// Types answers; nothing may be wrong with any.
    ///
    /// # Errors
    /// When one is not saved or not right.
    pub async fn fill(&self, pages: Vec<Page>) -> Result<()> {
        for (leg, section, data) in pages {
            let draft = self.leg(leg).await?["draft_id"].clone();
            let draft = draft
                .as_str()
                .with_context(|| format!("{leg} has no form"))?;
            let wrong = birth::save(self.user, draft, section, &data).await?;
            ensure!(wrong.is_empty(), "{leg} {section}: {wrong:?} are not right");
        }
        Ok(())
    }

    /// Submits it as it stands. Whatever comes back.
    ///
    /// # Errors
    /// When it cannot be seen or nothing comes back.
    pub async fn try_submit(&self) -> Result<Reply> {
        let view = self.view().await?;
        let legs = view["legs"].as_array().cloned().unwrap_or_default();
        let drafts: Map<String, Value> = legs
            .iter()
            .filter(|leg| leg["chosen"] != false)
            .filter_map(|leg| {
                let id = leg["leg_id"].as_str()?.to_owned();
                Some((id, leg["draft_version"].clone()))
            })
            .collect();
        let body = json!({ "bundle_id": self.id, "version": view["version"], "drafts": drafts });
        self.user
            .try_ask(APPLICATION, "casework.submit-bundle/1", &body)
            .await
    }

    /// Submits it as it stands; returns its number.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn submit(&self) -> Result<String> {
        let answer: Value = self.try_submit().await?.expect(200)?.json()?;
        let number = answer["number"].as_str().context("no number")?;
        Ok(number.to_owned())
    }

    /// Waits until a leg is in a state.
    ///
    /// # Errors
    /// When it never is.
    pub async fn until(&self, leg: &str, state: &str) -> Result<Value> {
        let mut seen = Value::Null;
        for _ in 0..LOOKS {
            seen = self.leg(leg).await?;
            if seen["state"] == state {
                return Ok(seen);
            }
            sleep(PAUSE).await;
        }
        bail!("{leg} does not become {state}: {seen}")
    }

    /// Waits until the whole is at its end.
    ///
    /// # Errors
    /// When it never is.
    pub async fn until_done(&self) -> Result<Value> {
        let mut seen = Value::Null;
        for _ in 0..LOOKS {
            seen = self.view().await?;
            if seen["state"] == "done" {
                return Ok(seen);
            }
            sleep(PAUSE).await;
        }
        bail!("it does not end: {seen}")
    }

    /// Waits for the dossier of a leg.
    ///
    /// # Errors
    /// When there is none.
    pub async fn dossier(&self, leg: &str) -> Result<Dossier> {
        let running = self.until(leg, "running").await?;
        let dossier = running["dossier_id"].as_str().context("no dossier")?;
        let body = json!({ "dossier_id": dossier });
        let answer = self
            .user
            .ask(APPLICATION, "casework.get-dossier/1", &body)
            .await?;
        Dossier::from_answer(&answer)
    }

    /// An officer receives a leg's dossier and decides in favour; waits until it is done.
    ///
    /// # Errors
    /// When one of the answers is no.
    pub async fn grant(&self, leg: &str, receives: &User, decides: &User) -> Result<()> {
        let dossier = self.dossier(leg).await?;
        birth::step(receives, &dossier, "receive").await?;
        birth::step(decides, &dossier, "approve").await?;
        self.until(leg, "done").await?;
        Ok(())
    }

    /// An officer receives a leg's dossier and refuses it.
    ///
    /// # Errors
    /// When one of the answers is no.
    pub async fn deny(
        &self,
        leg: &str,
        receives: &User,
        decides: &User,
        reason: &str,
    ) -> Result<()> {
        let dossier = self.dossier(leg).await?;
        birth::step(receives, &dossier, "receive").await?;
        let why = json!({ "reason_code": "not-eligible", "reason": reason });
        birth::try_step(decides, &dossier, "refuse", why)
            .await?
            .expect(200)?;
        self.until(leg, "refused").await?;
        Ok(())
    }

    /// Withdraws one leg.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn withdraw_leg(&self, leg: &str, reason: &str) -> Result<()> {
        let body = json!({ "bundle_id": self.id, "leg_id": leg, "reason": reason });
        self.user
            .ask(APPLICATION, "casework.withdraw-leg/1", &body)
            .await?;
        Ok(())
    }

    /// A line of the signed result of a leg that is done, in Vietnamese.
    ///
    /// # Errors
    /// When there is no result.
    pub async fn line(&self, leg: &str, id: &str) -> Result<Option<String>> {
        let dossier = self.leg(leg).await?["dossier_id"].clone();
        let body = json!({ "dossier_id": dossier });
        let result = self
            .user
            .ask(APPLICATION, "casework.get-result/1", &body)
            .await?;
        let fields = result["fields"].as_array().cloned().unwrap_or_default();
        let line = fields.iter().find(|line| line["id"] == id);
        Ok(line.and_then(|line| Some(line["value"]["vi"].as_str()?.to_owned())))
    }
}

/// A leg of an application that was seen.
///
/// # Errors
/// When there is none of that name.
pub fn leg_of(view: &Value, id: &str) -> Result<Value> {
    let legs = view["legs"].as_array().map_or(&[][..], Vec::as_slice);
    let leg = legs.iter().find(|leg| leg["leg_id"] == id);
    leg.cloned()
        .with_context(|| format!("there is no leg {id}"))
}
