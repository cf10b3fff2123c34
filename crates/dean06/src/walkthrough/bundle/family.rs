use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail, ensure};
use dean06_contracts::{
    casework::{
        AnswerAgreement, AnswerAgreementRequest, BundleState, BundleView, ChooseLeg,
        ChooseLegRequest, GetDraft, GetDraftRequest, GetResult, GetResultRequest, LegState,
        ListAgreements, ListAgreementsRequest, ListOwnBundles, ListOwnBundlesRequest, SaveDraft,
        SaveDraftRequest, SubmitBundle, SubmitBundleRequest,
    },
    ledger::{WhoUsedMyData, WhoUsedMyDataRequest},
    population::{GetHousehold, GetHouseholdRequest, GetPerson, GetPersonRequest, PersonRecord},
};
use dean06_kernel::PersonId;
use serde_json::{Value, json};

use super::{
    super::{
        api::{Api, Steps},
        birth::{child_name, unfinished},
    },
    APPLICATION, LOOKS, PAUSE, leg, view,
};

/// Keys of the applications that are drafts.
pub async fn drafts(mother: &Api) -> anyhow::Result<BTreeSet<String>> {
    let request = ListOwnBundlesRequest {
        limit: Some(50),
        cursor: None,
    };
    let page = mother.ask::<ListOwnBundles>(APPLICATION, &request).await?;
    let rows = page.rows.unwrap_or_default().into_iter();
    Ok(rows
        .filter(|row| row.state == Some(BundleState::Draft))
        .filter_map(|row| row.bundle_id)
        .collect())
}

/// Waits for a draft that was not there before.
pub async fn await_draft(mother: &Api, before: &BTreeSet<String>) -> anyhow::Result<String> {
    for _ in 0..LOOKS {
        let now = drafts(mother).await?;
        if let Some(new) = now.difference(before).next() {
            return Ok(new.clone());
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("no application waits after {:?}", PAUSE * LOOKS)
}

/// Answers what no register and no notice knows.
pub async fn fill(mother: &Api, head: &Api, bundle: &str, steps: &mut Steps) -> anyhow::Result<()> {
    let request = ChooseLegRequest {
        bundle_id: bundle.to_owned(),
        leg_id: "identity-card".to_owned(),
        chosen: true,
    };
    mother.ask::<ChooseLeg>(APPLICATION, &request).await?;
    let name = child_name(mother);
    let host = record(head).await?;
    let answers = [
        (
            "birth",
            vec![
                ("who", json!({ "role": "mother" })),
                ("father", json!({ "stated": "spouse" })),
                ("child", json!({ "name": name })),
                (
                    "origin",
                    json!({ "nationality": "VN", "ethnicity": "01", "hometown_of": "own" }),
                ),
                ("place", json!({ "of": "own-permanent" })),
                ("delivery", json!({ "copies": 0 })),
                ("statement", json!({ "truthful": true })),
            ],
        ),
        (
            "residence",
            vec![
                ("home", json!({ "of": "another" })),
                (
                    "head",
                    json!({
                        "name": host.name,
                        "birth_date": host.birth_date,
                        "personal_number": host.personal_number,
                    }),
                ),
                ("relation", json!({ "to_head": "09" })),
            ],
        ),
        (
            "health-card",
            vec![("facility", json!({ "choice": "commune-station" }))],
        ),
        (
            "identity-card",
            vec![("delivery", json!({ "by": "police" }))],
        ),
    ];
    let mut filled = 0;
    let mut typed = 0;
    for (id, sections) in answers {
        let view = view(mother, bundle).await?;
        let draft = leg(&view, id)?.draft_id.clone();
        let draft = draft.with_context(|| format!("{id} has no form"))?;
        for (section, data) in sections {
            typed += save(mother, &draft, section, data).await?;
        }
        filled += check_complete(mother, id, draft).await?;
    }
    let what = format!("answered {typed} questions, {filled} were filled already");
    steps.done(&mother.name, &what);
    Ok(())
}

/// What the register holds of somebody, as that person sees it.
async fn record(api: &Api) -> anyhow::Result<PersonRecord> {
    let request = GetPersonRequest {
        person_id: Some(person_of(api)?),
        ..GetPersonRequest::default()
    };
    api.ask::<GetPerson>("own-data", &request).await
}

fn person_of(api: &Api) -> anyhow::Result<PersonId> {
    Ok(api.person.as_deref().context("no person")?.parse()?)
}

async fn save(mother: &Api, draft: &str, section: &str, data: Value) -> anyhow::Result<usize> {
    let data = data.as_object().cloned().unwrap_or_default();
    let count = data.len();
    let request = SaveDraftRequest {
        draft_id: draft.to_owned(),
        version: None,
        section: section.to_owned(),
        data,
    };
    let saved = mother.ask::<SaveDraft>(APPLICATION, &request).await?;
    let errors = saved.errors.unwrap_or_default();
    ensure!(errors.is_empty(), "{section}: {errors:?}");
    Ok(count)
}

/// The form of a leg is complete; tells how many of its fields came from registers.
async fn check_complete(mother: &Api, id: &str, draft_id: String) -> anyhow::Result<usize> {
    let request = GetDraftRequest {
        draft_id,
        section: None,
    };
    let draft = mother.ask::<GetDraft>(APPLICATION, &request).await?;
    let pages = draft.pages.unwrap_or_default();
    ensure!(
        draft.ready == Some(true),
        "the form of {id} is not complete: {:?}",
        unfinished(&pages)
    );
    let fields = pages.iter().flat_map(|page| &page.fields);
    Ok(fields
        .filter(|field| field.source.is_some() && !field.value.is_null())
        .count())
}

/// Submits twice: there is one application.
pub async fn submit(mother: &Api, bundle: &str, steps: &mut Steps) -> anyhow::Result<String> {
    let view = view(mother, bundle).await?;
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
    let first = mother.ask::<SubmitBundle>(APPLICATION, &request).await?;
    let again = mother.ask::<SubmitBundle>(APPLICATION, &request).await?;
    ensure!(first == again, "a second submission got another answer");
    let number = first.number.context("no number")?;
    steps.done(&mother.name, &format!("submitted once for all: {number}"));
    Ok(number)
}

/// The head of the household agrees to everything that is asked.
pub async fn agree(head: &Api, steps: &mut Steps) -> anyhow::Result<()> {
    let request = ListAgreementsRequest::default();
    let page = head.ask::<ListAgreements>(APPLICATION, &request).await?;
    let open = page.rows.unwrap_or_default().into_iter();
    let open: Vec<String> = open
        .filter(|row| row.open == Some(true))
        .filter_map(|row| row.agreement_id)
        .collect();
    ensure!(!open.is_empty(), "nothing was asked of {}", head.name);
    for agreement_id in open {
        let request = AnswerAgreementRequest {
            agreement_id,
            agreed: true,
            reason: None,
        };
        head.ask::<AnswerAgreement>(APPLICATION, &request).await?;
    }
    steps.done(&head.name, "agreed that the child joins the household");
    Ok(())
}

/// The child of the birth certificate.
pub async fn child_of(mother: &Api, head: &Api, done: &BundleView) -> anyhow::Result<PersonId> {
    let birth = leg(done, "birth")?;
    ensure!(birth.state == Some(LegState::Done), "the birth is not done");
    let request = GetResultRequest {
        dossier_id: birth.dossier_id.clone().context("no dossier")?,
    };
    let result = mother.ask::<GetResult>(APPLICATION, &request).await?;
    let number = result.fields.iter().flatten().find_map(|field| {
        let value = field.value.as_ref()?;
        (field.id.as_deref() == Some("child_personal_number")).then(|| value.vi.clone())
    });
    let number = number.context("the certificate has no personal number")?;
    let household = household(head).await?;
    let child = household
        .into_iter()
        .find(|(_, known)| known.as_deref() == Some(number.as_str()));
    let (child, _) = child.context("the child is not in the household")?;
    println!("             số định danh cá nhân {number}");
    Ok(child)
}

async fn household(api: &Api) -> anyhow::Result<Vec<(PersonId, Option<String>)>> {
    let request = GetHouseholdRequest {
        person_id: person_of(api)?,
    };
    let household = api.ask::<GetHousehold>("own-data", &request).await?;
    let members = household.members.unwrap_or_default().into_iter();
    Ok(members
        .filter_map(|member| Some((member.person_id?, member.personal_number)))
        .collect())
}

/// The head sees the child in the household, once.
pub async fn check_household(head: &Api, child: PersonId) -> anyhow::Result<()> {
    let members = household(head).await?;
    let times = members.iter().filter(|(id, _)| *id == child).count();
    ensure!(times == 1, "{} sees the child {times} times", head.name);
    Ok(())
}

/// Officers of every office that worked on it stand in the record of who used the mother's data.
pub async fn check_trail(mother: &Api, person: PersonId) -> anyhow::Result<()> {
    let request = WhoUsedMyDataRequest {
        person_id: person,
        limit: Some(50),
        cursor: None,
    };
    let trail = mother.ask::<WhoUsedMyData>("own-data", &request).await?;
    let rows = trail.rows.unwrap_or_default();
    let by_officers = rows
        .iter()
        .filter(|row| row.actor_kind.as_deref() == Some("officer"))
        .count();
    ensure!(by_officers > 0, "no officer's use of her data is on record");
    Ok(())
}
