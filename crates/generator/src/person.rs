use std::sync::Arc;

use dean06_kernel::{PartialDate, PersonId, PersonName, PersonalNumber, Sex};
use jiff::civil::Date;
use serde::Serialize;

use crate::Digits;

/// A code of a list or of an administrative unit; cheap to clone.
pub type Code = Arc<str>;

/// An address or the place of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// ISO 3166 alpha-2 code of the country; Viet Nam when absent.
    pub country: Option<Code>,
    /// Code of the commune that was valid at the time of the event; of an address, on the day of
    /// generation.
    pub commune: Option<Code>,
    /// House, street, hamlet; the kind of hospital of a birth; a city abroad.
    pub line: Option<Arc<str>>,
}

/// A made-up person: the groups of information of the population law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticPerson {
    /// The key.
    pub id: PersonId,
    /// Họ, chữ đệm và tên khai sinh.
    pub name: PersonName,
    /// Tên gọi khác.
    pub other_names: Vec<PersonName>,
    /// Số định danh cá nhân; most foreigners, and people who died before there were numbers, have
    /// none.
    pub personal_number: Option<PersonalNumber>,
    /// Ngày sinh; of many elderly people only the year.
    pub birth_date: PartialDate,
    /// Giới tính.
    pub sex: Sex,
    /// Nơi sinh.
    pub birth_place: Place,
    /// Nơi đăng ký khai sinh; of foreigners nothing is known.
    pub birth_registration_place: Option<Place>,
    /// Quê quán.
    pub hometown: Option<Place>,
    /// Dân tộc: code of the list `ethnicities`; none for foreigners.
    pub ethnicity: Option<Code>,
    /// Tôn giáo: code of the list `religions`.
    pub religion: Option<Code>,
    /// Quốc tịch: ISO 3166 alpha-2 codes, one or two.
    pub nationality: Vec<Code>,
    /// Nhóm máu: code of the list `blood-groups`, where known.
    pub blood_group: Option<Code>,
    /// Số chứng minh nhân dân 09 số.
    pub old_id_number: Option<Digits<9>>,
    /// The chip card last issued; its number is the personal number.
    pub identity_card: Option<SyntheticCard>,
    /// Cha, mẹ, vợ/chồng, con, người đại diện, người được đại diện.
    pub relatives: Vec<SyntheticRelative>,
    /// Nơi thường trú.
    pub permanent_residence: Option<Place>,
    /// Nơi tạm trú.
    pub temporary_residence: Option<Place>,
    /// Nơi ở hiện tại.
    pub current_residence: Option<Place>,
    /// Khai báo tạm vắng.
    pub temporary_absence: Option<SyntheticAbsence>,
    /// Số hồ sơ cư trú; its real form is not known, nine digits are made up.
    pub residence_file_number: Option<Digits<9>>,
    /// Tình trạng hôn nhân: code of the list `marital-statuses`.
    pub marital_status: Code,
    /// Quan hệ với chủ hộ: code of the list `relations-to-head`; none for who is no member.
    pub relation_to_head: Option<Code>,
    /// Alive, dead or missing.
    pub life: Life,
    /// Số thuê bao di động, under a prefix that cannot be dialled.
    pub phone: Option<Digits<10>>,
    /// Địa chỉ thư điện tử, under a domain that receives nothing.
    pub email: Option<String>,
}

impl SyntheticPerson {
    /// The relatives of one kind.
    pub fn relatives_of(&self, relation: Relation) -> impl Iterator<Item = &Kin> {
        self.relatives
            .iter()
            .filter(move |relative| relative.relation == relation)
            .map(|relative| &relative.kin)
    }
}

/// Whether a person lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Life {
    /// Còn sống.
    Alive,
    /// Đã chết, on that date.
    Dead(PartialDate),
    /// Mất tích, since that date.
    Missing(PartialDate),
}

/// A chip card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticCard {
    /// Code of the list `identity-card-kinds`.
    pub kind: Code,
    /// Day of issue.
    pub issued_on: Date,
    /// Issuing body.
    pub issued_by: Arc<str>,
    /// Last day of validity; none for a card without an end. It may lie in the past.
    pub expires_on: Option<Date>,
}

/// A declared absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticAbsence {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where to.
    pub place: Place,
}

/// How a relative stands to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Cha.
    Father,
    /// Mẹ.
    Mother,
    /// Vợ hoặc chồng, in a registered marriage that has not ended.
    Spouse,
    /// Con.
    Child,
    /// Người đại diện hợp pháp.
    Representative,
    /// Người được đại diện.
    Represented,
}

/// A relative and how he or she stands to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyntheticRelative {
    /// The relation.
    pub relation: Relation,
    /// Who it is.
    pub kin: Kin,
}

/// Somebody as a register names him or her beside another person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kin {
    /// The key, if the person stands in the made-up population.
    pub person_id: Option<PersonId>,
    /// Full name.
    pub name: PersonName,
    /// Date of birth, where known.
    pub birth_date: Option<PartialDate>,
    /// Personal number.
    pub personal_number: Option<PersonalNumber>,
    /// Number of the nine-digit card.
    pub old_id_number: Option<Digits<9>>,
    /// ISO 3166 alpha-2 code.
    pub nationality: Code,
}
