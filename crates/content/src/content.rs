use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use dean06_kernel::{
    AdminUnits, Confidence, Language, OfficeHours, OrgId, ProvinceCodes, Text, WorkingCalendar,
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::bundle::{self, Bundle};
use crate::data::{
    self, CodeList, LegalBasis, MessageTexts, NoticeSchema, Organisation, OrganisationKind,
    Organisations, Profile, Purposes, Reference, Registers, Retention, Role,
};
use crate::files::{self, Files};
use crate::form::Tools;
use crate::reader::Reader;
use crate::rule::{Engine, Library};
use crate::{ContentError, Service, service};

const CALENDAR: &str = "calendar.csv";
const OFFICE_HOURS: &str = "calendar.toml";
const PROVINCE_CODES: &str = "province-codes.csv";
const POLICIES: &str = "policies/";
const PAPERS: &str = "papers/";
/// The template of results that have none of their own.
const DEFAULT_TEMPLATE: &str = "papers/default.typ";

/// One version of the content: the law as data. Immutable, shared as `Arc<Content>`, known by its
/// digest.
pub struct Content {
    pub(crate) files: Files,
    digest: String,
    pub(crate) reference: Arc<Reference>,
    calendar: WorkingCalendar,
    pub(crate) office_hours: OfficeHoursFile,
    pub(crate) province_codes: Arc<ProvinceCodes>,
    pub(crate) organisations: Organisations,
    pub(crate) legal_bases: BTreeMap<String, LegalBasis>,
    purposes: Purposes,
    registers: Registers,
    retention: Retention,
    roles: BTreeMap<String, Role>,
    profiles: Vec<Profile>,
    policies: String,
    pub(crate) services: BTreeMap<String, Service>,
    pub(crate) bundles: BTreeMap<String, Bundle>,
    notices: BTreeMap<String, NoticeSchema>,
    messages: MessageTexts,
    papers: BTreeMap<String, String>,
    engine: Arc<Engine>,
}

/// Hours in which offices are open, and where that is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeHoursFile {
    pub source: String,
    pub confidence: Confidence,
    #[expect(
        dead_code,
        reason = "read to be there; the first hours known hold for all years"
    )]
    pub valid_from: Date,
    pub office_hours: OfficeHours,
}

impl Content {
    /// The version that the program was built with.
    pub fn embedded() -> Result<Self, ContentError> {
        Self::load(files::embedded())
    }

    /// The version in a folder, read now. Hidden files are left out.
    pub fn from_dir(folder: &Path) -> Result<Self, ContentError> {
        Self::load(files::from_dir(folder)?)
    }

    /// The version made of `files`. Every file that cannot be understood is told, not only the
    /// first (the services are looked at once the tables are right); whether the parts fit each
    /// other tells [`Self::check`].
    pub fn from_files<B: Into<Cow<'static, [u8]>>>(
        files: impl IntoIterator<Item = (String, B)>,
    ) -> Result<Self, ContentError> {
        let files = files.into_iter().map(|(path, bytes)| (path, bytes.into()));
        Self::load(files.collect())
    }

    fn load(files: Files) -> Result<Self, ContentError> {
        let mut reader = Reader::new(&files);
        let profiles = data::load_profiles(&mut reader);
        let code_lists = data::load_code_lists(&mut reader);
        let switched_on = data::switched_on(&profiles);
        if switched_on.is_none() {
            reader.note(
                "profiles.toml",
                "",
                "no profile has the newer administrative units",
            );
        }
        let reference = data::load_reference(&mut reader, switched_on, code_lists).map(Arc::new);
        let office_hours: Option<OfficeHoursFile> = reader.required_toml(OFFICE_HOURS);
        let days = reader.required(CALENDAR);
        let calendar = office_hours.as_ref().and_then(|file| {
            let calendar = WorkingCalendar::from_csv(days, file.office_hours.clone());
            reader.take(CALENDAR, "", calendar)
        });
        let codes = ProvinceCodes::from_csv(reader.required(PROVINCE_CODES));
        let province_codes = reader.take(PROVINCE_CODES, "", codes).map(Arc::new);
        let organisations = data::load_organisations(&mut reader);
        let legal_bases = data::load_legal_bases(&mut reader);
        let purposes = data::load_purposes(&mut reader);
        let registers = data::load_registers(&mut reader);
        let retention = data::load_retention(&mut reader);
        let roles = data::load_roles(&mut reader);
        let form_messages = Arc::new(data::load_messages(&mut reader));
        let messages = data::load_message_texts(&mut reader);
        let policies = policies(&mut reader);
        let papers = papers(&mut reader);
        let (Some(reference), Some(calendar), Some(office_hours), Some(province_codes)) =
            (reference, calendar, office_hours, province_codes)
        else {
            return Err(ContentError::Broken(reader.findings));
        };
        let library: Arc<dyn Library> = Arc::clone(&reference) as _;
        let english = Arc::new(Engine::speaking(Language::En, Arc::clone(&library)));
        let engine = Arc::new(Engine::new(library));
        let tools = Tools {
            reference: Arc::clone(&reference),
            province_codes: Arc::clone(&province_codes),
            messages: form_messages,
        };
        let services = service::load(&mut reader, &tools, (&engine, &english));
        let bundles = bundle::load(&mut reader, &engine);
        let notices = data::load_notices(&mut reader, &tools);
        reader.finish()?;
        Ok(Self {
            digest: files::digest(&files),
            files,
            reference,
            calendar,
            office_hours,
            province_codes,
            organisations,
            legal_bases,
            purposes,
            registers,
            retention,
            roles,
            profiles,
            policies,
            services,
            bundles,
            notices,
            messages,
            papers,
            engine,
        })
    }

    /// Lower hex SHA-256 over the files in the order of their paths: path, a zero byte, SHA-256 of
    /// the file.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The files by their path.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The public services, by slug.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values()
    }

    /// The service with this slug.
    pub fn service(&self, slug: &str) -> Option<&Service> {
        self.services.get(slug)
    }

    /// The bundles of all times, by slug.
    pub fn bundles(&self) -> impl Iterator<Item = &Bundle> {
        self.bundles.values()
    }

    /// The bundle with this slug.
    pub fn bundle(&self, slug: &str) -> Option<&Bundle> {
        self.bundles.get(slug)
    }

    /// The bundle of a family that is in force on a day: what is submitted on it goes by it.
    pub fn bundle_in_force(&self, family: &str, date: Date) -> Option<&Bundle> {
        self.bundles()
            .find(|bundle| bundle.family == family && bundle.law.holds_on(date))
    }

    /// What a notice must hold, by its name: `birth-notice`.
    pub fn notice_schema(&self, id: &str) -> Option<&NoticeSchema> {
        self.notices.get(id)
    }

    /// What all notices must hold, by name.
    pub fn notice_schemas(&self) -> impl Iterator<Item = &NoticeSchema> {
        self.notices.values()
    }

    /// What citizens are told.
    pub fn messages(&self) -> &MessageTexts {
        &self.messages
    }

    /// The files of `papers/` by their names, as `official.typ`: the typst functions that templates
    /// share, and the default template.
    pub fn paper_library(&self) -> impl Iterator<Item = (&str, &str)> {
        self.papers
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The template of results whose service has none of its own; nothing if there is none.
    pub fn default_template(&self) -> Option<&str> {
        let name = DEFAULT_TEMPLATE.strip_prefix(PAPERS)?;
        self.papers.get(name).map(String::as_str)
    }

    /// Administrative units of both generations.
    pub fn admin_units(&self) -> &AdminUnits {
        &self.reference.units
    }

    /// Name of an administrative unit on a day with those above it, in both languages:
    /// `Phường Ba Đình, Thành phố Hà Nội`, `Ba Đình Ward, Hà Nội City`.
    pub fn unit_name(&self, code: &str, on: Date) -> Option<Text> {
        self.reference.unit_name(code, on)
    }

    /// Working days and office hours.
    pub fn calendar(&self) -> &WorkingCalendar {
        &self.calendar
    }

    /// The province codes of personal numbers.
    pub fn province_codes(&self) -> &ProvinceCodes {
        &self.province_codes
    }

    /// The code list with this id.
    pub fn code_list(&self, id: &str) -> Option<&CodeList> {
        self.reference.code_lists.get(id)
    }

    /// The code lists, by id.
    pub fn code_lists(&self) -> impl Iterator<Item = &CodeList> {
        self.reference.code_lists.values()
    }

    /// The organisation with this key.
    pub fn organisation(&self, id: &OrgId) -> Option<Organisation> {
        self.organisations.get(id, &self.reference)
    }

    /// The organisation of a kind that is there for a commune of today: its own, or that of its
    /// province.
    pub fn organisation_for(&self, kind: &str, commune: &str) -> Option<Organisation> {
        self.organisations
            .for_commune(kind, commune, &self.reference)
    }

    /// The kinds of organisations, by id.
    pub fn organisation_kinds(&self) -> impl Iterator<Item = &OrganisationKind> {
        self.organisations.kinds()
    }

    /// The organisations that are listed one by one: ministries, provinces. Those that exist in
    /// every commune or every province come by [`Self::organisation_for`].
    pub fn listed_organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.listed()
    }

    /// The legal basis with this id.
    pub fn legal_basis(&self, id: &str) -> Option<&LegalBasis> {
        self.legal_bases.get(id)
    }

    /// For which purposes which fields of which data services may be used.
    pub fn purposes(&self) -> &Purposes {
        &self.purposes
    }

    /// What people call the register that answers a data service.
    pub fn register_title(&self, service: &str) -> Option<&Text> {
        self.registers.title(service)
    }

    /// How long what is no longer needed is kept.
    pub fn retention(&self) -> &Retention {
        &self.retention
    }

    /// What officers may be, by the name of the role.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// The role with this name.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.get(id)
    }

    /// The states of the country that the rules can be played in, the oldest first.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The profile that holds on a day.
    pub fn profile_on(&self, date: Date) -> Option<&Profile> {
        self.profiles.iter().find(|profile| {
            profile.valid_from <= date && profile.valid_to.is_none_or(|last| date <= last)
        })
    }

    /// The access policies: all Cedar files in the order of their names.
    pub fn policies(&self) -> &str {
        &self.policies
    }

    /// Evaluates rules with the administrative units and code lists of this version.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

fn policies(reader: &mut Reader<'_>) -> String {
    let mut all = String::new();
    let paths: Vec<&str> = reader
        .paths()
        .filter(|path| path.starts_with(POLICIES) && path.strip_suffix(".cedar").is_some())
        .collect();
    for path in paths {
        let text = std::str::from_utf8(reader.bytes(path).unwrap_or_default());
        if let Some(text) = reader.take(path, "", text) {
            all.push_str(text);
            all.push('\n');
        }
    }
    all
}

/// The texts of `papers/*.typ` by their names.
fn papers(reader: &mut Reader<'_>) -> BTreeMap<String, String> {
    let paths: Vec<(&str, &str)> = reader
        .paths()
        .filter_map(|path| Some((path, path.strip_prefix(PAPERS)?)))
        .filter(|(_, name)| name.strip_suffix(".typ").is_some())
        .collect();
    let mut texts = BTreeMap::new();
    for (path, name) in paths {
        let text = std::str::from_utf8(reader.bytes(path).unwrap_or_default());
        if let Some(text) = reader.take(path, "", text) {
            texts.insert(name.to_owned(), text.to_owned());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Content>();
    }
}
