use std::collections::BTreeMap;

use dean06_kernel::{PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Place, Shape};

/// One person's record, as it was valid on a day and known at a moment.
pub struct GetPerson;

impl Contract for GetPerson {
    const NAME: &'static str = "population.get-person/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "One person's record, as valid on a day and known at a moment.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", REGISTER),
        Field::personal("name", REGISTER),
        Field::personal("other_names", REGISTER),
        Field::personal("personal_number", REGISTER),
        Field::personal("former_personal_numbers", REGISTER),
        Field::personal("birth_date", REGISTER),
        Field::personal("sex", REGISTER),
        Field::personal("birth_place", REGISTER),
        Field::personal("birth_registration_place", REGISTER),
        Field::personal("hometown", REGISTER),
        Field::personal("ethnicity", REGISTER),
        Field::sensitive("religion", REGISTER),
        Field::personal("nationality", REGISTER),
        Field::sensitive("blood_group", REGISTER),
        Field::personal("old_id_number", REGISTER),
        Field::personal("identity_card", REGISTER),
        Field::personal("relatives", REGISTER),
        Field::personal("permanent_residence", REGISTER),
        Field::personal("temporary_residence", REGISTER),
        Field::personal("current_residence", REGISTER),
        Field::personal("temporary_absence", REGISTER),
        Field::personal("residence_file_number", REGISTER),
        Field::personal("marital_status", REGISTER),
        Field::personal("relation_to_head", REGISTER),
        Field::personal("household", REGISTER),
        Field::personal("life_status", REGISTER),
        Field::personal("death_or_missing_date", REGISTER),
        Field::personal("phone", REGISTER),
        Field::personal("email", REGISTER),
        Field::personal("other", REGISTER),
        Field::public("provenance", REGISTER),
    ];

    type Request = GetPersonRequest;
    type Response = PersonRecord;
}

/// Names the person by exactly one of the two keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GetPersonRequest {
    /// The person.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// A personal number of the person, the present or a former one.
    #[schemars(length(equal = 12))]
    pub personal_number: Option<String>,
    /// The day whose legal state is asked for; today when absent.
    #[schemars(with = "Option<String>")]
    pub valid_on: Option<Date>,
    /// The moment whose knowledge is asked for, in UTC microseconds; now when absent.
    pub known_at: Option<i64>,
}

/// What the register holds of a person: the groups of information that the law names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PersonRecord {
    /// The register's key of the person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Họ, chữ đệm và tên khai sinh.
    pub name: Option<String>,
    /// Tên gọi khác.
    pub other_names: Option<Vec<String>>,
    /// Số định danh cá nhân; some foreigners have none.
    pub personal_number: Option<String>,
    /// Numbers that the person had before, which still lead here.
    pub former_personal_numbers: Option<Vec<String>>,
    /// Ngày sinh; of many elderly people only the year is known.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Giới tính.
    #[schemars(with = "Option<String>")]
    pub sex: Option<Sex>,
    /// Nơi sinh.
    pub birth_place: Option<Place>,
    /// Nơi đăng ký khai sinh.
    pub birth_registration_place: Option<Place>,
    /// Quê quán.
    pub hometown: Option<Place>,
    /// Dân tộc: code of the list `ethnicities`.
    pub ethnicity: Option<String>,
    /// Tôn giáo: code of the list `religions`.
    pub religion: Option<String>,
    /// Quốc tịch: ISO 3166 alpha-2 codes.
    pub nationality: Option<Vec<String>>,
    /// Nhóm máu: code of the list `blood-groups`.
    pub blood_group: Option<String>,
    /// Số chứng minh nhân dân 09 số.
    pub old_id_number: Option<String>,
    /// Thẻ căn cước or thẻ căn cước công dân in force.
    pub identity_card: Option<IdentityCard>,
    /// Cha, mẹ, vợ/chồng, con, người đại diện, người được đại diện.
    pub relatives: Option<Vec<Relative>>,
    /// Nơi thường trú.
    pub permanent_residence: Option<Place>,
    /// Nơi tạm trú.
    pub temporary_residence: Option<Place>,
    /// Nơi ở hiện tại.
    pub current_residence: Option<Place>,
    /// Tình trạng khai báo tạm vắng.
    pub temporary_absence: Option<TemporaryAbsence>,
    /// Số hồ sơ cư trú.
    pub residence_file_number: Option<String>,
    /// Tình trạng hôn nhân: code of the list `marital-statuses`.
    pub marital_status: Option<String>,
    /// Quan hệ với chủ hộ: code of the list `relations-to-head`.
    pub relation_to_head: Option<String>,
    /// Chủ hộ và các thành viên hộ gia đình.
    pub household: Option<HouseholdOfPerson>,
    /// Alive, dead or missing.
    pub life_status: Option<LifeStatus>,
    /// Ngày, tháng, năm chết hoặc mất tích.
    #[schemars(with = "Option<String>")]
    pub death_or_missing_date: Option<PartialDate>,
    /// Số thuê bao di động.
    pub phone: Option<String>,
    /// Địa chỉ thư điện tử.
    pub email: Option<String>,
    /// Other information that the government prescribes.
    pub other: Option<BTreeMap<String, String>>,
    /// For each field above: where it comes from and since when it is valid and known.
    pub provenance: Option<BTreeMap<String, Provenance>>,
}

/// A chip card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IdentityCard {
    /// Number on the card: the personal number at the time of issue.
    pub number: Option<String>,
    /// Code of the list `identity-card-kinds`.
    pub kind: Option<String>,
    /// Day of issue.
    #[schemars(with = "Option<String>")]
    pub issued_on: Option<Date>,
    /// Issuing body.
    pub issued_by: Option<String>,
    /// Last day of validity; absent for a card without an end.
    #[schemars(with = "Option<String>")]
    pub expires_on: Option<Date>,
}

/// How a relative stands to the person.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Cha.
    Father,
    /// Mẹ.
    Mother,
    /// Vợ hoặc chồng.
    Spouse,
    /// Con.
    Child,
    /// Người đại diện hợp pháp.
    Representative,
    /// Người được đại diện.
    Represented,
}

/// A relative as the register names one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relative {
    /// How the relative stands to the person.
    pub relation: Relation,
    /// The relative's key when the relative stands in the register too.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Full name.
    pub name: String,
    /// Personal number.
    #[serde(default)]
    pub personal_number: Option<String>,
    /// Number of the nine-digit card.
    #[serde(default)]
    pub old_id_number: Option<String>,
    /// ISO 3166 alpha-2 code.
    #[serde(default)]
    pub nationality: Option<String>,
}

/// A declared absence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TemporaryAbsence {
    /// First day.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// Where to.
    pub place: Option<Place>,
}

/// The household of a person, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HouseholdOfPerson {
    /// The register's key of the household.
    pub household_id: Option<String>,
    /// Chủ hộ.
    #[schemars(with = "Option<String>")]
    pub head_person_id: Option<PersonId>,
    /// Name of the head.
    pub head_name: Option<String>,
}

/// Whether the person is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LifeStatus {
    /// Còn sống.
    Alive,
    /// Đã chết.
    Dead,
    /// Mất tích.
    Missing,
}

/// Where a fact comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Provenance {
    /// Who stated it: a register or organisation id, for example `civil-status`.
    pub source: Option<String>,
    /// First day of legal validity.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Moment of recording, UTC microseconds.
    pub recorded_at: Option<i64>,
}
