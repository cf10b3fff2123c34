//! Checks of what is stated about a person, each told beside the field that is not right.

use dean06_content::Content;
use dean06_contracts::{
    FieldProblem, Place,
    population::{PersonRecord, Relative},
};
use dean06_kernel::{PersonName, PersonalNumber, is_unseen};
use dean06_mediator::ServiceError;
use jiff::civil::Date;

use crate::{
    Population, field,
    place::{COUNTRIES, CommuneError, HOME, commune_on, is_known},
    record::placed,
};

/// The longest line of an address, in characters.
const LINE_CHARS: usize = 300;
/// The longest short text: a phone number, a file number, a mail address.
pub(crate) const SHORT_CHARS: usize = 254;
/// The longest reason, in characters.
pub(crate) const REASON_CHARS: usize = 500;
/// The most entries of a list.
const LIST_LIMIT: usize = 50;

/// Fields that hold a code, with the list it is of.
const CODED: [(&str, &str); 5] = [
    ("ethnicity", "ethnicities"),
    ("religion", "religions"),
    ("blood_group", "blood-groups"),
    ("marital_status", "marital-statuses"),
    ("relation_to_head", "relations-to-head"),
];

/// What is found wrong with a request.
pub(crate) struct Checks<'r> {
    room: &'r Population,
    prefix: &'static str,
    found: Vec<FieldProblem>,
}

impl<'r> Checks<'r> {
    /// Nothing is wrong yet. Fields of a record stand below `prefix` in the request: a JSON
    /// pointer, or nothing.
    pub fn new(room: &'r Population, prefix: &'static str) -> Self {
        Self {
            room,
            prefix,
            found: Vec::new(),
        }
    }

    /// Tells that the field to which the JSON pointer leads is not right, in the words of `code`
    /// in `content/problems.toml`.
    pub fn add(&mut self, pointer: impl Into<String>, code: &str) {
        self.found.push(FieldProblem {
            pointer: pointer.into(),
            text: self.room.mediator.problems().tell(422, code).detail,
        });
    }

    /// The answer if anything is not right.
    pub fn finish(self) -> Result<(), ServiceError> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(ServiceError::Invalid(self.found))
        }
    }

    /// Checks the values of a record, and puts names and places into their form.
    pub fn record(&mut self, record: &mut PersonRecord) {
        if let Some(name) = &mut record.name {
            self.name(self.at("name"), name);
        }
        for name in record.other_names.iter_mut().flatten() {
            self.name(self.at("other_names"), name);
        }
        let relatives = record.relatives.iter_mut().flatten();
        for (index, relative) in relatives.enumerate() {
            self.relative(&self.at(&format!("relatives/{index}")), relative);
        }
        for (field, place) in placed(record) {
            let part = if field == field::TEMPORARY_ABSENCE {
                "/place"
            } else {
                ""
            };
            self.place(&format!("{}{part}", self.at(field)), place);
        }
        self.codes(record);
        self.texts(record);
        self.sizes(record);
    }

    /// Checks a relative, and puts the name into its form.
    pub fn relative(&mut self, pointer: &str, relative: &mut Relative) {
        self.name(format!("{pointer}/name"), &mut relative.name);
        let number = relative.personal_number.as_deref();
        if number.is_some_and(|number| number.parse::<PersonalNumber>().is_err()) {
            self.add(format!("{pointer}/personal_number"), "number-not-usable");
        }
        if let Some(code) = &relative.nationality {
            self.code(format!("{pointer}/nationality"), COUNTRIES, code);
        }
        if let Some(old) = &relative.old_id_number {
            self.text(format!("{pointer}/old_id_number"), old, SHORT_CHARS);
        }
    }

    /// Checks a place, and puts it into its form.
    pub fn place(&mut self, pointer: &str, place: &mut Place) {
        if let Err((part, code)) = clean_place(&self.room.content, place) {
            self.add(format!("{pointer}{part}"), code);
        }
    }

    /// Checks that a place lies in a commune of the day. A commune that was merged or divided is a
    /// refusal of its own.
    pub fn commune(&mut self, pointer: &str, place: &Place, on: Date) -> Result<(), ServiceError> {
        let units = self.room.content.admin_units();
        let code = place.commune.as_deref().unwrap_or_default();
        match commune_on(units, code, on) {
            Ok(()) => Ok(()),
            Err(CommuneError::Unknown) => {
                // A code that never was one has been told by the check of the place.
                if code.is_empty() || is_known(units, code) {
                    self.add(format!("{pointer}/commune"), "commune-unknown");
                }
                Ok(())
            }
            Err(CommuneError::Merged(name)) => {
                Err(ServiceError::refused("commune-merged").with("commune", name))
            }
            Err(CommuneError::Divided(names)) => {
                Err(ServiceError::refused("commune-divided").with("candidates", names.join("; ")))
            }
        }
    }

    /// Checks a text that people wrote: its length in characters, and that all of it can be seen.
    /// Lines may be broken.
    pub fn text(&mut self, pointer: impl Into<String>, text: &str, chars: usize) {
        let hidden = text.chars().any(|c| is_unseen(c) && c != '\n');
        if hidden || text.trim().is_empty() || text.chars().count() > chars {
            self.add(pointer, "text-not-usable");
        }
    }

    /// Checks a code of a relation to the head of a household.
    pub fn relation(&mut self, pointer: &str, code: &str) {
        self.code(pointer.to_owned(), "relations-to-head", code);
    }

    /// Checks a code of a kind of identity card.
    pub fn card_kind(&mut self, pointer: &str, code: &str) {
        self.code(pointer.to_owned(), "identity-card-kinds", code);
    }

    fn at(&self, field: &str) -> String {
        format!("{}/{field}", self.prefix)
    }

    fn name(&mut self, pointer: String, name: &mut String) {
        match PersonName::new(name) {
            Ok(clean) => clean.as_str().clone_into(name),
            Err(_) => self.add(pointer, "name-not-usable"),
        }
    }

    fn code(&mut self, pointer: String, list: &str, code: &str) {
        let list = self.room.content.code_list(list);
        if list.and_then(|list| list.get(code)).is_none() {
            self.add(pointer, "code-unknown");
        }
    }

    fn codes(&mut self, record: &PersonRecord) {
        let values = [
            &record.ethnicity,
            &record.religion,
            &record.blood_group,
            &record.marital_status,
            &record.relation_to_head,
        ];
        for ((field, list), value) in CODED.into_iter().zip(values) {
            if let Some(code) = value {
                self.code(self.at(field), list, code);
            }
        }
        for code in record.nationality.iter().flatten() {
            self.code(self.at("nationality"), COUNTRIES, code);
        }
        let kind = record
            .identity_card
            .as_ref()
            .and_then(|card| card.kind.as_ref());
        if let Some(kind) = kind {
            self.code(self.at("identity_card/kind"), "identity-card-kinds", kind);
        }
    }

    fn texts(&mut self, record: &PersonRecord) {
        let card = record.identity_card.as_ref();
        for (field, text) in [
            ("old_id_number", &record.old_id_number),
            ("residence_file_number", &record.residence_file_number),
            ("phone", &record.phone),
            ("email", &record.email),
            (
                "identity_card/number",
                &card.and_then(|card| card.number.clone()),
            ),
            (
                "identity_card/issued_by",
                &card.and_then(|card| card.issued_by.clone()),
            ),
        ] {
            if let Some(text) = text {
                self.text(self.at(field), text, SHORT_CHARS);
            }
        }
        for (name, text) in record.other.iter().flatten() {
            self.text(self.at("other"), name, SHORT_CHARS);
            self.text(self.at("other"), text, SHORT_CHARS);
        }
    }

    fn sizes(&mut self, record: &PersonRecord) {
        for (field, size) in [
            ("other_names", record.other_names.as_ref().map(Vec::len)),
            ("nationality", record.nationality.as_ref().map(Vec::len)),
            ("relatives", record.relatives.as_ref().map(Vec::len)),
            (
                "other",
                record.other.as_ref().map(std::collections::BTreeMap::len),
            ),
        ] {
            if size.is_some_and(|size| size > LIST_LIMIT) {
                self.add(self.at(field), "value-not-usable");
            }
        }
    }
}

/// Puts a place into its form: the line without spaces around it, no words that others wrote. If
/// something is wrong: with which part of it, and a code of `content/problems.toml`.
fn clean_place(content: &Content, place: &mut Place) -> Result<(), (&'static str, &'static str)> {
    place.text = None;
    let line = place.line.take().map(|line| line.trim().to_owned());
    place.line = line.filter(|line| !line.is_empty());
    let line = place.line.as_deref().unwrap_or_default();
    if line.chars().any(is_unseen) || line.chars().count() > LINE_CHARS {
        return Err(("/line", "text-not-usable"));
    }
    let country = place.country.as_deref().unwrap_or(HOME);
    let countries = content.code_list(COUNTRIES);
    if countries.and_then(|list| list.get(country)).is_none() {
        return Err(("/country", "code-unknown"));
    }
    match &place.commune {
        Some(code) if country != HOME || !is_known(content.admin_units(), code) => {
            Err(("/commune", "commune-unknown"))
        }
        None if place.line.is_none() && place.country.is_none() => Err(("", "place-incomplete")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::content;

    fn checked(place: Place) -> Result<Place, &'static str> {
        let mut place = place;
        clean_place(&content(), &mut place).map_err(|(_, code)| code)?;
        Ok(place)
    }

    fn place(country: &str, commune: &str, line: &str) -> Place {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Place {
            country: some(country),
            commune: some(commune),
            line: some(line),
            text: Some("Ở đâu đó".to_owned()),
        }
    }

    #[test]
    fn a_place_says_where_it_is() {
        let told = checked(place("", "00004", "  Số 1 phố Lụa ")).expect("a place");
        assert_eq!(told.line.as_deref(), Some("Số 1 phố Lụa"));
        assert_eq!(told.text, None, "others do not write our words");
        assert!(checked(place("FR", "", "Paris")).is_ok());
        assert!(checked(place("LA", "", "")).is_ok());
        assert!(checked(place("", "", "Trên đường")).is_ok());
        assert_eq!(checked(place("", "", "")), Err("place-incomplete"));
        assert_eq!(checked(place("", "", "  ")), Err("place-incomplete"));
        assert_eq!(checked(place("XX", "", "A")), Err("code-unknown"));
        assert_eq!(checked(place("", "99999", "A")), Err("commune-unknown"));
        assert_eq!(checked(place("FR", "00004", "A")), Err("commune-unknown"));
    }

    #[test]
    fn an_address_can_be_seen_and_is_short() {
        for hostile in ["a\u{202e}b", "a\u{0}b", "a\nb", &"x".repeat(301)] {
            assert_eq!(checked(place("", "", hostile)), Err("text-not-usable"));
        }
        let markup = "<script>alert(1)</script>' OR 1=1 --";
        let told = checked(place("", "", markup)).expect("text is text");
        assert_eq!(told.line.as_deref(), Some(markup));
        assert!(checked(place("", "", &"ễ".repeat(300))).is_ok());
    }
}
