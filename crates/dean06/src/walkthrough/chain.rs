//! An interlinked application as its applicant fills, submits and follows it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use dean06_contracts::{
    casework::{
        BundleState, BundleView, ChooseLeg, ChooseLegRequest, GetDraft, GetDraftRequest,
        GetOwnBundle, GetOwnBundleRequest, GetResult, GetResultRequest, LegState, LegView,
        ListOwnBundles, ListOwnBundlesRequest, SaveDraft, SaveDraftRequest, SubmitBundle,
        SubmitBundleRequest,
    },
    ledger::{WhoUsedMyData, WhoUsedMyDataRequest},
    population::{
        GetHousehold, GetHouseholdRequest, GetPerson, GetPersonRequest, Household, PersonRecord,
    },
};
use dean06_kernel::PersonId;
use serde_json::Value;

use super::{
    api::{Api, Steps},
    birth::unfinished,
};

/// The purpose of an applicant.
pub const APPLICATION: &str = "application";
/// How often somebody looks whether the next step is there, and the pause in between.
pub const LOOKS: u32 = 300;
pub const PAUSE: Duration = Duration::from_millis(100);

/// What is typed into the form of a leg: its sections in order.
pub type Answers = (&'static str, Vec<(&'static str, Value)>);

/// The person behind a citizen's account.
pub fn person_of(api: &Api) -> anyhow::Result<PersonId> {
    Ok(api.person.as_deref().context("no person")?.parse()?)
}

/// What the register holds of somebody, as that person sees it.
pub async fn record(api: &Api) -> anyhow::Result<PersonRecord> {
    let request = GetPersonRequest {
        person_id: Some(person_of(api)?),
        ..GetPersonRequest::default()
    };
    api.ask::<GetPerson>("own-data", &request).await
}

/// The household of somebody, as that person sees it.
pub async fn household(api: &Api) -> anyhow::Result<Household> {
    let request = GetHouseholdRequest {
        person_id: person_of(api)?,
    };
    api.ask::<GetHousehold>("own-data", &request).await
}

/// Keys of the applications that are drafts.
pub async fn drafts(applicant: &Api) -> anyhow::Result<BTreeSet<String>> {
    let request = ListOwnBundlesRequest {
        limit: Some(50),
        cursor: None,
    };
    let page = applicant
        .ask::<ListOwnBundles>(APPLICATION, &request)
        .await?;
    let rows = page.rows.unwrap_or_default().into_iter();
    Ok(rows
        .filter(|row| row.state == Some(BundleState::Draft))
        .filter_map(|row| row.bundle_id)
        .collect())
}

/// Waits for a draft that was not there before.
pub async fn await_draft(applicant: &Api, before: &BTreeSet<String>) -> anyhow::Result<String> {
    for _ in 0..LOOKS {
        let now = drafts(applicant).await?;
        if let Some(new) = now.difference(before).next() {
            return Ok(new.clone());
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("no application waits after {:?}", PAUSE * LOOKS)
}

/// Wants an optional leg, or leaves it out.
pub async fn choose(
    applicant: &Api,
    bundle: &str,
    leg_id: &str,
    chosen: bool,
) -> anyhow::Result<()> {
    let request = ChooseLegRequest {
        bundle_id: bundle.to_owned(),
        leg_id: leg_id.to_owned(),
        chosen,
    };
    applicant.ask::<ChooseLeg>(APPLICATION, &request).await?;
    Ok(())
}

/// Answers what no register and no notice knows; every form is complete then.
pub async fn fill(
    applicant: &Api,
    bundle: &str,
    answers: Vec<Answers>,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    let mut filled = 0;
    let mut typed = 0;
    for (id, sections) in answers {
        let view = view(applicant, bundle).await?;
        let draft = leg(&view, id)?.draft_id.clone();
        let draft = draft.with_context(|| format!("{id} has no form"))?;
        for (section, data) in sections {
            typed += save(applicant, &draft, section, data).await?;
        }
        filled += check_complete(applicant, id, draft).await?;
    }
    let what = format!("answered {typed} questions, {filled} were filled already");
    steps.done(&applicant.name, &what);
    Ok(())
}

async fn save(applicant: &Api, draft: &str, section: &str, data: Value) -> anyhow::Result<usize> {
    let data = data.as_object().cloned().unwrap_or_default();
    let count = data.len();
    let request = SaveDraftRequest {
        draft_id: draft.to_owned(),
        version: None,
        section: section.to_owned(),
        data,
    };
    let saved = applicant.ask::<SaveDraft>(APPLICATION, &request).await?;
    let errors = saved.errors.unwrap_or_default();
    ensure!(errors.is_empty(), "{section}: {errors:?}");
    Ok(count)
}

/// The form of a leg is complete; tells how many of its fields came from registers.
async fn check_complete(applicant: &Api, id: &str, draft_id: String) -> anyhow::Result<usize> {
    let request = GetDraftRequest {
        draft_id,
        section: None,
    };
    let draft = applicant.ask::<GetDraft>(APPLICATION, &request).await?;
    let pages = draft.pages.unwrap_or_default();
    ensure!(
        draft.ready == Some(true),
        "the form of {id} is not complete: {:?} {:?}",
        unfinished(&pages),
        draft.notices
    );
    let fields = pages.iter().flat_map(|page| &page.fields);
    Ok(fields
        .filter(|field| field.source.is_some() && !field.value.is_null())
        .count())
}

/// Submits twice: there is one application.
pub async fn submit(applicant: &Api, bundle: &str, steps: &mut Steps) -> anyhow::Result<String> {
    let view = view(applicant, bundle).await?;
    ensure!(
        view.can_submit == Some(true),
        "it cannot be submitted: {:?}",
        view.obstacles
    );
    let legs = view.legs.iter().flatten();
    let drafts: BTreeMap<String, i64> = legs
        .filter(|leg| leg.chosen != Some(false))
        .filter_map(|leg| Some((leg.leg_id.clone()?, leg.draft_version?)))
        .collect();
    let request = SubmitBundleRequest {
        bundle_id: bundle.to_owned(),
        version: view.version.context("no version")?,
        drafts,
    };
    let first = applicant.ask::<SubmitBundle>(APPLICATION, &request).await?;
    let again = applicant.ask::<SubmitBundle>(APPLICATION, &request).await?;
    ensure!(first == again, "a second submission got another answer");
    let number = first.number.context("no number")?;
    steps.done(
        &applicant.name,
        &format!("submitted once for all: {number}"),
    );
    Ok(number)
}

/// The application as it stands.
pub async fn view(applicant: &Api, bundle: &str) -> anyhow::Result<BundleView> {
    let request = GetOwnBundleRequest {
        bundle_id: bundle.to_owned(),
    };
    applicant.ask::<GetOwnBundle>(APPLICATION, &request).await
}

/// A leg of an application.
pub fn leg<'v>(view: &'v BundleView, id: &str) -> anyhow::Result<&'v LegView> {
    let mut legs = view.legs.iter().flatten();
    legs.find(|leg| leg.leg_id.as_deref() == Some(id))
        .with_context(|| format!("there is no leg {id}"))
}

/// Waits until the dossier of a leg is open.
pub async fn await_dossier(applicant: &Api, bundle: &str, id: &str) -> anyhow::Result<String> {
    for _ in 0..LOOKS {
        let view = view(applicant, bundle).await?;
        let leg = leg(&view, id)?;
        match (&leg.dossier_id, leg.state) {
            (Some(dossier), Some(LegState::Running)) => return Ok(dossier.clone()),
            (_, Some(state)) if state.is_final() => {
                bail!(
                    "{id} is {state}: {:?}",
                    leg.reason.as_ref().map(|text| &text.en)
                )
            }
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
    bail!("{id} has no dossier after {:?}", PAUSE * LOOKS)
}

/// Waits for the end: every leg that was wanted is done.
pub async fn await_end(applicant: &Api, bundle: &str) -> anyhow::Result<BundleView> {
    for _ in 0..LOOKS {
        let view = view(applicant, bundle).await?;
        if view.state == Some(BundleState::Done) {
            for leg in view.legs.iter().flatten() {
                ensure!(
                    matches!(leg.state, Some(LegState::Done | LegState::NotChosen)),
                    "{:?} ended as {:?}",
                    leg.leg_id,
                    leg.state
                );
            }
            return Ok(view);
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the chain has not ended after {:?}", PAUSE * LOOKS)
}

/// What a line of the signed result of a leg says in Vietnamese; nothing when it is empty.
pub async fn line(
    applicant: &Api,
    done: &BundleView,
    leg_id: &str,
    id: &str,
) -> anyhow::Result<Option<String>> {
    let dossier = leg(done, leg_id)?.dossier_id.clone();
    let request = GetResultRequest {
        dossier_id: dossier.context("no dossier")?,
    };
    let result = applicant.ask::<GetResult>(APPLICATION, &request).await?;
    let mut fields = result.fields.into_iter().flatten();
    let field = fields.find(|field| field.id.as_deref() == Some(id));
    Ok(field.and_then(|field| field.value).map(|value| value.vi))
}

/// Officers who worked on it stand in the record of who used the applicant's data.
pub async fn check_trail(applicant: &Api) -> anyhow::Result<()> {
    let request = WhoUsedMyDataRequest {
        person_id: person_of(applicant)?,
        limit: Some(50),
        cursor: None,
    };
    let trail = applicant.ask::<WhoUsedMyData>("own-data", &request).await?;
    let rows = trail.rows.unwrap_or_default();
    let by_officers = rows
        .iter()
        .filter(|row| row.actor_kind.as_deref() == Some("officer"))
        .count();
    ensure!(by_officers > 0, "no officer's use of the data is on record");
    Ok(())
}
