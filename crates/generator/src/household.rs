use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonId};
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use crate::{Code, Digits, Kin, SyntheticPerson};

/// A made-up household with everything that is registered of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticHousehold {
    /// The key.
    pub id: Uuid,
    /// Code of the commune where it lives, as valid on the day of generation.
    pub commune: Code,
    /// House, street, hamlet.
    pub address_line: Arc<str>,
    /// On which ground it lives there.
    pub residence: ResidenceKind,
    /// Số hồ sơ cư trú of the household.
    pub residence_file_number: Option<Digits<9>>,
    /// The members, the head first.
    pub members: Vec<SyntheticPerson>,
    /// Dead parents and spouses of members who stand in the register too; no members themselves.
    pub deceased: Vec<SyntheticPerson>,
    /// Marriages of members, past ones included.
    pub marriages: Vec<SyntheticMarriage>,
    /// Births of members that stand in the electronic books.
    pub births: Vec<SyntheticBirth>,
}

impl SyntheticHousehold {
    /// How many people the register gains by it.
    pub fn people(&self) -> usize {
        self.members.len() + self.deceased.len()
    }

    /// All of them, the members first.
    pub fn everybody(&self) -> impl Iterator<Item = &SyntheticPerson> {
        self.members.iter().chain(&self.deceased)
    }
}

/// On which ground a household lives where it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResidenceKind {
    /// Thường trú.
    Permanent,
    /// Tạm trú: every member has permanent residence elsewhere.
    Temporary,
}

/// A line in a register book. No two entries of one kind, commune of today and year have the same
/// number, also where several older communes have become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct BookEntry {
    /// Số.
    pub number: u32,
    /// Year of the book (quyển số).
    pub year: i16,
}

/// A registered marriage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticMarriage {
    /// The key.
    pub id: Uuid,
    /// Day of registration; of many older ones only the year.
    pub date: PartialDate,
    /// The husband.
    pub husband: Kin,
    /// The wife.
    pub wife: Kin,
    /// Code of the commune that registered it, as valid on that day.
    pub registration_commune: Code,
    /// Code of the commune in which that one lies on the day of generation.
    pub registration_commune_now: Code,
    /// Số, quyển số.
    pub book: BookEntry,
    /// When and how it ended.
    pub end: Option<MarriageEnd>,
}

/// The end of a marriage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MarriageEnd {
    /// When.
    pub on: PartialDate,
    /// How.
    pub by: MarriageEndKind,
}

/// How a marriage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarriageEndKind {
    /// Ly hôn.
    Divorce,
    /// One of the two died.
    Death,
}

/// A birth entered in the electronic books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticBirth {
    /// The child, a member of the household.
    pub child: PersonId,
    /// Mẹ, where stated.
    pub mother: Option<Kin>,
    /// Cha, where stated.
    pub father: Option<Kin>,
    /// Place in a multiple birth, from 1; none for a single birth.
    pub birth_order: Option<u8>,
    /// Code of the commune that registered it, as valid on that day.
    pub registration_commune: Code,
    /// Code of the commune in which that one lies on the day of generation.
    pub registration_commune_now: Code,
    /// Day of registration.
    pub registered_on: Date,
    /// Số, quyển số.
    pub book: BookEntry,
}
