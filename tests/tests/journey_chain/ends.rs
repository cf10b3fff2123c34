use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use dean06_tests::birth::{self, APPLICATION};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::town::{Town, leg_of, text};
use crate::{LOOKS, PAUSE};

impl Town {
    /// One of everything, and a paper for each.
    pub async fn check(
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
                self.totals.papers += u64::try_from(count)?;
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

fn line(result: &Value, id: &str) -> Option<String> {
    let fields = result["fields"].as_array()?;
    let line = fields.iter().find(|line| line["id"] == id)?;
    Some(line["value"]["vi"].as_str()?.to_owned())
}
