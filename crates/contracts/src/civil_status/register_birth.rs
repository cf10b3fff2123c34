use dean06_kernel::{OrgId, PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Place, Shape};

/// Enters a birth in the register book and obtains the child's personal number.
///
/// The same key always returns the same entry. A birth that is already registered is refused, and
/// so is a second birth from one birth notice.
pub struct RegisterBirth;

impl Contract for RegisterBirth {
    const NAME: &'static str = "civil-status.register-birth/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Enters a birth in the register book.";
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", CIVIL_STATUS),
        Field::personal("personal_number", CIVIL_STATUS),
        Field::personal("book", CIVIL_STATUS),
        Field::personal("registered_on", CIVIL_STATUS),
        Field::personal("registered_by", CIVIL_STATUS),
    ];

    type Request = RegisterBirthRequest;
    type Response = RegisterBirthResponse;
}

/// The birth as the registrar accepted it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterBirthRequest {
    /// The registering body: a commune's people's committee.
    #[schemars(with = "String", length(max = 64))]
    pub org_id: OrgId,
    /// The child.
    pub child: ChildOfBirth,
    /// Mẹ, when known.
    #[serde(default)]
    pub mother: Option<ParentOfBirth>,
    /// Cha, when stated.
    #[serde(default)]
    pub father: Option<ParentOfBirth>,
    /// Người đi khai sinh.
    pub declarant: DeclarantOfBirth,
    /// The dossier that led here.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub dossier_number: Option<String>,
    /// Name of the registrar who decided.
    #[schemars(length(max = 100))]
    pub registrar: String,
    /// Day of registration.
    #[schemars(with = "String")]
    pub registered_on: Date,
}

/// The child as declared.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildOfBirth {
    /// The key that the child got when its birth notice arrived; absent for a birth without an
    /// electronic notice. The notice counts as registered from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Họ, chữ đệm, tên.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Giới tính.
    #[schemars(with = "String")]
    pub sex: Sex,
    /// Ngày sinh.
    #[schemars(with = "String")]
    pub birth_date: PartialDate,
    /// Time of birth, `HH:MM`.
    #[serde(default)]
    #[schemars(length(max = 5))]
    pub birth_time: Option<String>,
    /// Place in a multiple birth, from 1; absent for a single birth.
    #[serde(default)]
    #[schemars(range(min = 1, max = 12))]
    pub birth_order: Option<u8>,
    /// Nơi sinh.
    pub birth_place: Place,
    /// Quê quán.
    #[serde(default)]
    pub hometown: Option<Place>,
    /// Code of the list `ethnicities`.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub ethnicity: Option<String>,
    /// ISO 3166 alpha-2 code.
    #[serde(default)]
    #[schemars(length(max = 2))]
    pub nationality: Option<String>,
    /// Number of the birth notice (giấy chứng sinh).
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub birth_notice_number: Option<String>,
}

/// A parent as declared and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParentOfBirth {
    /// The parent's key when the parent stands in the population register.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Full name.
    #[schemars(length(max = 100))]
    pub name: String,
    /// Birth date as far as it is known.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Personal number.
    #[schemars(length(max = 12))]
    pub personal_number: Option<String>,
    /// Passport of a foreign parent.
    #[schemars(length(max = 20))]
    pub passport_number: Option<String>,
    /// Code of the list `ethnicities`.
    #[schemars(length(max = 8))]
    pub ethnicity: Option<String>,
    /// ISO 3166 alpha-2 code.
    #[schemars(length(max = 2))]
    pub nationality: Option<String>,
    /// Nơi cư trú.
    pub residence: Option<Place>,
}

/// Who declared the birth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclarantOfBirth {
    /// The declarant's key.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Full name.
    #[schemars(length(max = 100))]
    pub name: String,
    /// Number of the paper that proves who it is: the personal number.
    #[schemars(length(max = 20))]
    pub id_number: Option<String>,
    /// How the declarant stands to the child, for example `mother`.
    #[schemars(length(max = 40))]
    pub relation: Option<String>,
}

/// A line in a register book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BookEntry {
    /// Số: position in the book.
    pub number: Option<u32>,
    /// Quyển số: kind and year, for example `KS/2026`.
    pub book: Option<String>,
}

/// What stands in the register now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterBirthResponse {
    /// The child.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Số định danh cá nhân.
    pub personal_number: Option<String>,
    /// Số, quyển số.
    pub book: Option<BookEntry>,
    /// Day of registration.
    #[schemars(with = "Option<String>")]
    pub registered_on: Option<Date>,
    /// Name of the registering body.
    pub registered_by: Option<String>,
}
