use dean06_contracts::FieldProblem;
use dean06_kernel::{OrgId, Sex, Text};
use dean06_mediator::ServiceError;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{
    BIRTH, PersonOfNotice, Revision,
    kind::{at, refuse},
};
use crate::CivilStatus;

/// Giấy chứng sinh: the JSON that a hospital signs, as far as this room reads it. The whole of it is
/// described by `content/notices/birth-notice.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct BirthDocument {
    pub notice_number: String,
    /// From 1; each correction adds one.
    pub revision: u32,
    pub issued_on: Date,
    /// The organisation that issues it.
    pub facility: OrgId,
    pub mother: PersonOfNotice,
    pub child: ChildOfNotice,
    pub place: PlaceOfNotice,
}

/// The child.
#[derive(Debug, Deserialize)]
pub(crate) struct ChildOfNotice {
    pub sex: Sex,
    pub birth_date: Date,
    /// `HH:MM`.
    pub birth_time: String,
    /// From 1.
    #[serde(default)]
    pub birth_order: Option<u8>,
    /// How many children were born.
    pub count: u8,
}

/// Where the child was born.
#[derive(Debug, Deserialize)]
pub(crate) struct PlaceOfNotice {
    /// Its name.
    pub facility: String,
    pub commune: String,
    #[serde(default)]
    pub line: Option<String>,
}

impl BirthDocument {
    /// What `sender` signed, if it is right in every field: first as the content describes it, then
    /// what no schema can say.
    pub fn check(
        room: &CivilStatus,
        content: &Value,
        sender: &OrgId,
    ) -> Result<Self, ServiceError> {
        let document: Self = BIRTH.read(room, content, "/child/birth_date")?;
        refuse(document.contradictions(sender, room.sources.today()))?;
        Ok(document)
    }

    /// The revision that this is, signed with this digest.
    pub fn revision<'a>(&'a self, digest: &'a str) -> Revision<'a> {
        Revision {
            kind: &BIRTH,
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
                "Ghi mã của chính cơ sở gửi giấy chứng sinh",
                "State the facility that sends the notice",
            );
        }
        let child = &self.child;
        if child.birth_date > today {
            wrong(
                "/child/birth_date",
                "Nhập ngày sinh không muộn hơn hôm nay",
                "Enter a birth date that is not after today",
            );
        }
        if self.issued_on > today || self.issued_on < child.birth_date {
            wrong(
                "/issued_on",
                "Nhập ngày cấp từ ngày sinh đến hôm nay",
                "Enter a day of issue from the day of birth to today",
            );
        }
        if self.mother.birth_date.earliest() >= child.birth_date {
            wrong(
                "/mother/birth_date",
                "Nhập ngày sinh của mẹ trước ngày sinh của trẻ",
                "Enter a birth date of the mother that is before the child's",
            );
        }
        let order = child.birth_order.unwrap_or(1);
        if order < 1 || order > child.count || (child.count > 1 && child.birth_order.is_none()) {
            wrong(
                "/child/birth_order",
                "Nhập thứ tự của trẻ, từ 1 đến số trẻ trong lần sinh này",
                "Enter the child's place, from 1 to the number of children born",
            );
        }
        problems
    }
}
