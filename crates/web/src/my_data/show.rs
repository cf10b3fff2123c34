//! Everything that the registers hold of me, with where it comes from.

use askama::Template;
use axum::response::IntoResponse;
use dean06_contracts::civil_status::{
    FindBirths, FindBirthsRequest, FindBirthsResponse, FindMarriage, FindMarriageRequest, Marriage,
};
use dean06_contracts::population::{
    GetHousehold, GetHouseholdRequest, GetPerson, GetPersonRequest, Household, PersonRecord,
};
use dean06_mediator::Ask;
use dean06_ui::{Markup, PageResponse, Source, SummaryList, SummaryRow};

use super::family::{births, household, marriage};
use super::record::{groups, source};
use super::used::field_name;
use crate::frame::{Address, Answer, Citizen, OWN_DATA, Shell};

pub(super) async fn show(citizen: Citizen) -> Answer {
    let person = GetPersonRequest {
        person_id: Some(citizen.person),
        ..GetPersonRequest::default()
    };
    let home = GetHouseholdRequest {
        person_id: citizen.person,
    };
    let spouse = FindMarriageRequest {
        person_id: citizen.person,
        on: None,
    };
    let children = FindBirthsRequest {
        parent_id: citizen.person,
        birth_date: None,
        limit: None,
        cursor: None,
    };
    let (record, home, spouse, children) = futures::try_join!(
        citizen.call::<GetPerson>(OWN_DATA, &person),
        citizen.find::<GetHousehold>(Ask::new(&citizen.actor, OWN_DATA), &home),
        citizen.find::<FindMarriage>(Ask::new(&citizen.actor, OWN_DATA), &spouse),
        citizen.find::<FindBirths>(Ask::new(&citizen.actor, OWN_DATA), &children),
    )?;
    let known = Known {
        record,
        home,
        spouse,
        children,
    };
    Ok(known.page(&citizen.shell).into_response())
}

struct Known {
    record: PersonRecord,
    home: Option<Household>,
    spouse: Option<Marriage>,
    children: Option<FindBirthsResponse>,
}

#[derive(Template)]
#[template(path = "my_data.html")]
struct Content {
    lead: String,
    use_link: String,
    papers_link: String,
    groups: Vec<(String, SummaryList)>,
    family: [(String, Markup); 3],
}

impl Known {
    fn page(&self, shell: &Shell) -> PageResponse {
        let children = self.children.as_ref();
        let children = children.and_then(|children| children.rows.as_deref());
        let content = Content {
            lead: shell.t("data-lead"),
            use_link: shell.t("data-use-link"),
            papers_link: shell.t("data-papers-link"),
            groups: self.groups(shell),
            family: [
                (
                    shell.t("data-household"),
                    household(shell, self.home.as_ref()),
                ),
                (
                    shell.t("data-marriage"),
                    marriage(shell, self.spouse.as_ref()),
                ),
                (
                    shell.t("data-births"),
                    births(shell, children.unwrap_or_default()),
                ),
            ],
        };
        shell.page(shell.t("data-title")).body(&content)
    }

    fn groups(&self, shell: &Shell) -> Vec<(String, SummaryList)> {
        let provenance = self.record.provenance.as_ref();
        let groups = groups(shell, &self.record).into_iter().map(|group| {
            let rows = group.facts.into_iter().map(|fact| {
                let row = SummaryRow::new(field_name(shell, fact.field), fact.value.as_str());
                let stated = provenance.and_then(|facts| facts.get(fact.field));
                let stated = stated.filter(|_| !fact.value.is_empty());
                match stated.and_then(|stated| source(shell, stated)) {
                    Some(stated) => {
                        let correction =
                            Address::new("/my-data/correction").with("field", fact.field);
                        let stated = Source::new(&shell.words, &stated);
                        row.source(stated.correction(&shell.words, correction))
                    }
                    None => row,
                }
            });
            let list = SummaryList::new(&shell.words, rows.collect());
            (shell.t(group.title), list)
        });
        groups.collect()
    }
}
