use anyhow::{Context, ensure};
use dean06_contracts::casework::{
    AnswerAgreement, AnswerAgreementRequest, BundleView, ListAgreements, ListAgreementsRequest,
};
use dean06_kernel::PersonId;
use serde_json::json;

use super::super::{
    api::{Api, Steps},
    birth::child_name,
    chain::{APPLICATION, Answers, household, line, record},
};

/// What no register and no notice knows of the girl.
pub async fn answers(mother: &Api, head: &Api) -> anyhow::Result<Vec<Answers>> {
    let host = record(head).await?;
    Ok(vec![
        (
            "birth",
            vec![
                ("who", json!({ "role": "mother" })),
                ("father", json!({ "stated": "spouse" })),
                ("child", json!({ "name": child_name(mother) })),
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
    ])
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
    let number = line(mother, done, "birth", "child_personal_number").await?;
    let number = number.context("the certificate has no personal number")?;
    let members = household(head).await?.members.unwrap_or_default();
    let child = members
        .into_iter()
        .find(|member| member.personal_number.as_ref() == Some(&number));
    let child = child.and_then(|child| child.person_id);
    println!("             số định danh cá nhân {number}");
    child.context("the child is not in the household")
}

/// The head sees the child in the household, once.
pub async fn check_household(head: &Api, child: PersonId) -> anyhow::Result<()> {
    let members = household(head).await?.members.unwrap_or_default();
    let times = members
        .iter()
        .filter(|member| member.person_id == Some(child))
        .count();
    ensure!(times == 1, "{} sees the child {times} times", head.name);
    Ok(())
}
