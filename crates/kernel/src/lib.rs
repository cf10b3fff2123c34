//! The words every room of the house shares: time, chance and ids as parameters, people's names,
//! numbers and dates, administrative units, working time, and the texts printed on identity cards.
//!
//! Nothing here knows a law. Province codes, administrative units, holidays and office hours arrive
//! as rows from `content`, each with the dates between which it holds.

#[macro_use]
mod serde_text;

mod admin_units;
pub mod card_qr;
mod chance;
mod clock;
mod confidence;
mod dong;
mod dossier_number;
mod language;
pub mod mrz;
mod org_code;
mod org_id;
mod partial_date;
mod person_id;
mod person_name;
mod personal_number;
mod province_codes;
mod search_key;
mod sex;
mod sources;
mod unseen;
mod working_calendar;

pub use admin_units::{
    AdminLevel, AdminUnit, AdminUnits, AdminUnitsError, AdminView, Generation, Successor,
};
pub use chance::{Chance, OsChance, SeededChance};
pub use clock::{Clock, ManualClock, ShiftedClock, SystemClock, VIETNAM, instant, local_datetime};
pub use confidence::{Confidence, ParseConfidenceError};
pub use dong::Dong;
pub use dossier_number::{
    DossierNumber, DossierNumberError, DossierTemplate, DossierTemplateError,
    ParseDossierNumberError,
};
pub use language::{Language, ParseLanguageError, Text};
pub use org_code::{DatedOrgCode, OrgCode, OrgCodeError, OrgCodes, OrgCodesError};
pub use org_id::{OrgId, ParseOrgIdError};
pub use partial_date::{PartialDate, PartialDateError};
pub use person_id::{ParsePersonIdError, PersonId};
pub use person_name::{PersonName, PersonNameError};
pub use personal_number::{PersonalNumber, PersonalNumberError, PersonalNumberMismatch};
pub use province_codes::{ProvinceCode, ProvinceCodes, ProvinceCodesError};
pub use search_key::search_key;
pub use sex::{ParseSexError, Sex};
pub use sources::Sources;
pub use unseen::is_unseen;
pub use working_calendar::{
    CalendarDataError, CalendarError, DayKind, OfficeHours, OfficeHoursError, OfficeSpan,
    SpecialDay, WorkingCalendar,
};
