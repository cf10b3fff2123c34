use dean06_contracts::FieldProblem;
use dean06_kernel::{OrgId, Text};
use dean06_mediator::ServiceError;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{
    DEATH, PersonOfNotice, Revision,
    birth::PlaceOfNotice,
    kind::{at, refuse},
};
use crate::CivilStatus;

/// Giấy báo tử: the JSON that a hospital signs, as far as this room reads it. The whole of it is
/// described by `content/notices/death-notice.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct DeathDocument {
    pub notice_number: String,
    /// From 1; each correction adds one.
    pub revision: u32,
    pub issued_on: Date,
    /// The organisation that issues it.
    pub facility: OrgId,
    pub deceased: PersonOfNotice,
    pub death: DeathOfNotice,
    pub place: PlaceOfNotice,
    /// Who was given the notice.
    #[serde(default)]
    pub relative: Option<PersonOfNotice>,
}

/// The death.
#[derive(Debug, Deserialize)]
pub(crate) struct DeathOfNotice {
    pub date: Date,
    /// `HH:MM`.
    pub time: String,
    #[serde(default)]
    pub cause: Option<String>,
}

impl DeathDocument {
    /// What `sender` signed, if it is right in every field: first as the content describes it, then
    /// what no schema can say.
    pub fn check(
        room: &CivilStatus,
        content: &Value,
        sender: &OrgId,
    ) -> Result<Self, ServiceError> {
        let document: Self = DEATH.read(room, content, "/death/date")?;
        refuse(document.contradictions(sender, room.sources.today()))?;
        Ok(document)
    }

    /// The revision that this is, signed with this digest.
    pub fn revision<'a>(&'a self, digest: &'a str) -> Revision<'a> {
        Revision {
            kind: &DEATH,
            name: format!("{}/{}", self.facility, self.notice_number),
            notice_number: &self.notice_number,
            number: self.revision,
            digest,
        }
    }

    fn contradictions(&self, sender: &OrgId, today: Date) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut wrong = |pointer: &str, vi: &str, en: &str| {
            problems.push(FieldProblem {
                pointer: at(pointer),
                text: Text::new(vi, en),
            });
        };
        if self.facility != *sender {
            wrong(
                "/facility",
                "Ghi mã của chính cơ sở gửi giấy báo tử",
                "State the facility that sends the notice",
            );
        }
        if self.death.date > today {
            wrong(
                "/death/date",
                "Nhập ngày chết không muộn hơn hôm nay",
                "Enter a day of death that is not after today",
            );
        }
        if self.issued_on > today || self.issued_on < self.death.date {
            wrong(
                "/issued_on",
                "Nhập ngày cấp từ ngày chết đến hôm nay",
                "Enter a day of issue from the day of death to today",
            );
        }
        if self.deceased.birth_date.earliest() > self.death.date {
            wrong(
                "/deceased/birth_date",
                "Nhập ngày sinh không muộn hơn ngày chết",
                "Enter a birth date that is not after the day of death",
            );
        }
        problems
    }
}
