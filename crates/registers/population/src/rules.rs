//! The rules of the register that content states: households, succession, numbers of files.

use dean06_content::Content;
use dean06_contracts::population::Relation;
use dean06_kernel::Sex;
use jiff::civil::Date;
use serde::Deserialize;

const FILE: &str = "registers/population.toml";
const RELATIONS: &str = "relations-to-head";
const MARITAL_STATUSES: &str = "marital-statuses";

/// The rules of the population register cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The content lacks `registers/population.toml`.
    #[error("the content has no {FILE}")]
    Missing,
    /// It is not what it should be.
    #[error("{FILE}: {0}")]
    Malformed(#[from] toml::de::Error),
    /// It names a code that its list does not have.
    #[error("{FILE}: the list {list} has no code {code}")]
    UnknownCode {
        /// Id of the list.
        list: &'static str,
        /// The code.
        code: String,
    },
    /// A number of residence files would not tell one file from another.
    #[error("{FILE}: the number of a residence file needs {{commune}}, {{yyyy}} and {{seq}}")]
    FileNumber,
}

/// What `registers/population.toml` says.
#[derive(Debug, Deserialize)]
pub(crate) struct Rules {
    pub household: Relations,
    pub succession: Succession,
    pub marriage: Marriage,
    pub residence_file: ResidenceFile,
}

/// Codes of relations to the head of a household.
#[derive(Debug, Deserialize)]
pub(crate) struct Relations {
    /// The head's own.
    pub head: String,
    wife: String,
    husband: String,
    child: String,
    father: String,
    mother: String,
    /// Relations that do not depend on who the head is.
    unrelated: Vec<String>,
}

/// Who takes over from the head of a household.
#[derive(Debug, Deserialize)]
pub(crate) struct Succession {
    /// Relations to the former head that come first, in this order.
    pub first: Vec<String>,
    /// Full age, in years.
    pub adult_years: i16,
}

/// Codes of marital statuses.
#[derive(Debug, Deserialize)]
pub(crate) struct Marriage {
    pub married: String,
    pub widowed: String,
}

/// How the files of households are numbered.
#[derive(Debug, Deserialize)]
pub(crate) struct ResidenceFile {
    number: String,
    digits: usize,
}

impl Rules {
    pub fn of(content: &Content) -> Result<Self, RulesError> {
        let file = content.files().get(FILE).ok_or(RulesError::Missing)?;
        let rules: Self = toml::from_str(&String::from_utf8_lossy(file))?;
        rules.check(content)?;
        Ok(rules)
    }

    fn check(&self, content: &Content) -> Result<(), RulesError> {
        let Relations {
            head,
            wife,
            husband,
            child,
            father,
            mother,
            unrelated,
        } = &self.household;
        let relations = [head, wife, husband, child, father, mother]
            .into_iter()
            .chain(unrelated)
            .chain(&self.succession.first)
            .map(|code| (RELATIONS, code));
        let statuses = [&self.marriage.married, &self.marriage.widowed]
            .into_iter()
            .map(|code| (MARITAL_STATUSES, code));
        for (list, code) in relations.chain(statuses) {
            if content
                .code_list(list)
                .and_then(|list| list.get(code))
                .is_none()
            {
                let code = code.clone();
                return Err(RulesError::UnknownCode { list, code });
            }
        }
        let parts = ["{commune}", "{yyyy}", "{seq}"];
        if parts
            .iter()
            .all(|part| self.residence_file.number.contains(part))
        {
            Ok(())
        } else {
            Err(RulesError::FileNumber)
        }
    }
}

impl Relations {
    /// The code for somebody whom the head's record names as a relative, if there is one.
    pub fn of_relative(&self, relation: Relation, sex: Option<Sex>) -> Option<&str> {
        let code = match (relation, sex) {
            (Relation::Spouse, Some(Sex::Female)) => &self.wife,
            (Relation::Spouse, Some(Sex::Male)) => &self.husband,
            (Relation::Child, _) => &self.child,
            (Relation::Father, _) => &self.father,
            (Relation::Mother, _) => &self.mother,
            (Relation::Spouse | Relation::Representative | Relation::Represented, _) => {
                return None;
            }
        };
        Some(code)
    }

    /// Whether this relation stays when the head changes.
    pub fn stays(&self, code: &str) -> bool {
        self.unrelated.iter().any(|known| known == code)
    }
}

impl ResidenceFile {
    /// The name of the counter that numbers the files of a commune and year.
    pub fn counter(commune: &str, on: Date) -> String {
        format!("population.residence-file/{commune}/{}", on.year())
    }

    /// The number of a file.
    pub fn number(&self, commune: &str, on: Date, seq: i64) -> String {
        self.number
            .replace("{commune}", commune)
            .replace("{yyyy}", &format!("{:04}", on.year()))
            .replace("{seq}", &format!("{seq:0width$}", width = self.digits))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::testing::content;

    fn changed(from: &str, to: &str) -> Result<Rules, RulesError> {
        let mut files = content().files().clone();
        let file = files.get_mut(FILE).expect("the rules");
        let text = String::from_utf8_lossy(file).replace(from, to);
        *file = text.into_bytes().into();
        Rules::of(&Content::from_files(files).expect("the content"))
    }

    #[test]
    fn the_rules_of_the_content_are_read() {
        let rules = Rules::of(&content()).expect("rules");
        let relations = &rules.household;
        assert_eq!(relations.head, "01");
        let wife = relations.of_relative(Relation::Spouse, Some(Sex::Female));
        assert_eq!(wife, Some("02"));
        assert_eq!(relations.of_relative(Relation::Spouse, None), None);
        assert_eq!(relations.of_relative(Relation::Represented, None), None);
        assert!(relations.stays("14") && !relations.stays("04"));
        let on = date(2026, 11, 22);
        let number = rules.residence_file.number("00004", on, 7);
        assert_eq!(number, "00004-2026-000007");
    }

    #[test]
    fn rules_that_cannot_be_followed_are_refused() {
        assert!(matches!(
            changed("wife = \"02\"", "wife = \"77\""),
            Err(RulesError::UnknownCode { code, .. }) if code == "77"
        ));
        assert!(matches!(
            changed("widowed = \"3\"", "widowed = \"9\""),
            Err(RulesError::UnknownCode { .. })
        ));
        assert!(matches!(changed("-{seq}", ""), Err(RulesError::FileNumber)));
        assert!(matches!(
            changed("[succession]", "[other]"),
            Err(RulesError::Malformed(_))
        ));
    }
}
