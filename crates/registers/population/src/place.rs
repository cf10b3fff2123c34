//! Places, named in words, and communes, checked against the day.

use dean06_content::Content;
use dean06_contracts::Place;
use dean06_kernel::{AdminLevel, AdminUnits, AdminView, Generation, Successor};
use jiff::civil::Date;

/// ISO 3166 code of the country that a place is in when it names none.
pub(crate) const HOME: &str = "VN";
/// The code list of countries.
pub(crate) const COUNTRIES: &str = "nationalities";

/// Names places in words.
#[derive(Clone, Copy)]
pub(crate) struct Places<'c> {
    /// Units and countries.
    pub content: &'c Content,
    /// The day on which somebody reads.
    pub today: Date,
}

impl Places<'_> {
    /// Writes into `text` what the place is called: dwelling, commune with all above it, country.
    /// `since` is the day from which the place is stated; it says which generation of units the
    /// code belongs to.
    pub fn describe(&self, place: &mut Place, since: Date) {
        let commune = place.commune.as_deref();
        let commune = commune.and_then(|code| self.unit(code, since));
        let country = place.country.as_deref().filter(|code| *code != HOME);
        let country = country.map(|code| {
            let entry = self
                .content
                .code_list(COUNTRIES)
                .and_then(|list| list.get(code));
            entry.map_or_else(|| code.to_owned(), |entry| entry.label.vi.clone())
        });
        let parts: Vec<String> = [place.line.clone(), commune, country]
            .into_iter()
            .flatten()
            .collect();
        place.text = (!parts.is_empty()).then(|| parts.join(", "));
    }

    /// A code is looked up among the units of the day it was stated for, then among today's. What
    /// neither has is a unit of the past in a statement of today.
    fn unit(&self, code: &str, since: Date) -> Option<String> {
        let units = self.content.admin_units();
        units
            .full_name(code, since)
            .or_else(|| units.full_name(code, self.today))
            .or_else(|| units.generation(Generation::Before2025).full_name(code))
    }
}

/// Why a place is not in a commune of the day it is stated for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CommuneError {
    /// There is and was no such commune.
    #[error("there is no such commune")]
    Unknown,
    /// The commune became part of another.
    #[error("the commune became part of {0}")]
    Merged(String),
    /// The commune was split. Where a dwelling lies now is a question to a human.
    #[error("the commune was divided among {}", .0.join("; "))]
    Divided(Vec<String>),
}

/// Whether `code` is a commune on this day; if not, what became of it.
pub(crate) fn commune_on(units: &AdminUnits, code: &str, on: Date) -> Result<(), CommuneError> {
    let view = units.on(on);
    if is_commune(view, code) {
        return Ok(());
    }
    if view.generation() == Generation::Before2025 {
        return Err(CommuneError::Unknown);
    }
    let name = |code: &str| view.full_name(code).unwrap_or_else(|| code.to_owned());
    match units.successor(code) {
        Successor::One(new) => Err(CommuneError::Merged(name(new))),
        Successor::Divided { candidates, .. } => Err(CommuneError::Divided(
            candidates.iter().map(|code| name(code)).collect(),
        )),
        Successor::Unknown => Err(CommuneError::Unknown),
    }
}

/// Whether two places lie in one commune, by name or because one commune went into the other. Of a
/// commune that was divided, any part counts: where a dwelling lies now is a question to a human.
pub(crate) fn is_same_commune(units: &AdminUnits, a: &Place, b: &Place) -> bool {
    let (Some(a), Some(b)) = (&a.commune, &b.commune) else {
        return false;
    };
    let leads = |old: &str, new: &String| match units.successor(old) {
        Successor::One(code) => code == new,
        Successor::Divided { candidates, .. } => candidates.contains(new),
        Successor::Unknown => false,
    };
    a == b || leads(a, b) || leads(b, a)
}

/// Whether `code` is or was a commune.
pub(crate) fn is_known(units: &AdminUnits, code: &str) -> bool {
    [Generation::Before2025, Generation::Since2025]
        .into_iter()
        .any(|generation| is_commune(units.generation(generation), code))
}

/// Island districts of the older generation have no communes and stand for one.
fn is_commune(view: AdminView<'_>, code: &str) -> bool {
    view.get(code).is_some_and(|unit| match unit.level {
        AdminLevel::Province => false,
        AdminLevel::District => view.children(code).next().is_none(),
        AdminLevel::Commune => true,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::testing::content;

    fn text(country: Option<&str>, commune: Option<&str>, line: Option<&str>) -> Option<String> {
        let content = content();
        let places = Places {
            content: &content,
            today: date(2026, 11, 22),
        };
        let mut place = Place {
            country: country.map(str::to_owned),
            commune: commune.map(str::to_owned),
            line: line.map(str::to_owned),
            text: Some("what somebody else wrote".to_owned()),
        };
        places.describe(&mut place, date(2026, 1, 1));
        place.text
    }

    #[test]
    fn a_place_is_named_from_the_inside_out() {
        let ba_dinh = "Phường Ba Đình, Thành phố Hà Nội";
        assert_eq!(text(None, Some("00004"), None).as_deref(), Some(ba_dinh));
        assert_eq!(
            text(Some("VN"), Some("00004"), Some("Số 1 phố Lụa")),
            Some(format!("Số 1 phố Lụa, {ba_dinh}"))
        );
        assert_eq!(
            text(Some("FR"), None, Some("Paris")).as_deref(),
            Some("Paris, Pháp")
        );
        assert_eq!(text(None, None, None), None);
    }

    #[test]
    fn a_code_of_the_past_keeps_its_name() {
        let content = content();
        let units = content.admin_units();
        let before = units.generation(Generation::Before2025);
        let since = units.generation(Generation::Since2025);
        let gone = before
            .level(AdminLevel::Commune)
            .find(|unit| since.get(&unit.code).is_none())
            .expect("a commune that is no more");
        assert_eq!(
            text(None, Some(&gone.code), None),
            before.full_name(&gone.code)
        );
    }

    #[test]
    fn a_divided_commune_is_a_question() {
        let content = content();
        let units = content.admin_units();
        let since = units.generation(Generation::Since2025);
        let today = date(2026, 11, 22);
        let (mut divided, mut merged) = (0, 0);
        for (code, successor) in units.successors() {
            if since.get(code).is_some() {
                assert_eq!(commune_on(units, code, today), Ok(()));
                continue;
            }
            match (commune_on(units, code, today), successor) {
                (Err(CommuneError::Divided(names)), Successor::Divided { candidates, .. }) => {
                    assert_eq!(names.len(), candidates.len());
                    divided += 1;
                }
                (Err(CommuneError::Merged(_)), Successor::One(_)) => merged += 1,
                other => panic!("{code}: {other:?}"),
            }
        }
        assert!(divided > 0 && merged > 0);
    }

    #[test]
    fn only_communes_of_the_day_are_dwelt_in() {
        let content = content();
        let units = content.admin_units();
        let (old, new) = (date(2025, 6, 30), date(2025, 7, 1));
        assert_eq!(commune_on(units, "00004", new), Ok(()));
        for wrong in ["01", "99999", "", "00004 ", "'; DROP TABLE population_fact"] {
            assert_eq!(
                commune_on(units, wrong, new),
                Err(CommuneError::Unknown),
                "{wrong}"
            );
        }
        assert_eq!(commune_on(units, "318", old), Ok(()), "an island district");
        assert_eq!(commune_on(units, "001", old), Err(CommuneError::Unknown));
        assert!(is_known(units, "318") && is_known(units, "00004"));
        assert!(!is_known(units, "99999") && !is_known(units, "01"));
    }
}
