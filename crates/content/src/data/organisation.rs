use std::collections::BTreeMap;

use dean06_kernel::{
    AdminLevel, AdminUnit, Confidence, DatedOrgCode, OrgCode, OrgCodes, OrgId, Text,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::reference::{Reference, bare_name};
use crate::reader::Reader;

const KINDS: &str = "organisations.toml";
const LIST: &str = "organisations.csv";
/// The kind whose code stands for `{province_h}`.
const PROVINCE_COMMITTEE: &str = "province_committee";

/// An organisation of the state (cơ quan).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Our key.
    pub id: OrgId,
    /// What kind of organisation, as `commune_committee`.
    pub kind: String,
    /// Its name, the newest if it changed.
    pub name: Text,
    /// Its codes for data exchange, by date. None may be known.
    pub codes: OrgCodes,
    /// Code of the commune that it is there for; nothing if it is there for more than one.
    pub commune: Option<String>,
    /// Code of the province that it is there for or lies in, the newest.
    pub province: Option<String>,
    /// First day on which it is known to exist.
    pub valid_from: Date,
    /// Last day; open if nothing.
    pub valid_to: Option<Date>,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

impl Organisation {
    /// Its code on `date`.
    pub fn code_on(&self, date: Date) -> Option<&OrgCode> {
        self.codes.on(date)
    }

    /// Whether it exists on `date`.
    pub fn exists_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// A kind of organisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationKind {
    /// Name in services.
    pub id: String,
    /// What it is.
    pub title: Text,
    per: Per,
    org_id: Option<String>,
    org_code: Option<String>,
    name: Option<Text>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    source: Option<String>,
    confidence: Option<Confidence>,
}

impl OrganisationKind {
    /// Whether there is one for every commune: its own, or that of its province.
    pub fn is_everywhere(&self) -> bool {
        self.per != Per::List
    }

    /// How surely the kind is as it is told, and where that is written, if it is told here.
    pub(crate) fn confidence(&self) -> Option<(Confidence, &str)> {
        Some((self.confidence?, self.source.as_deref()?))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Per {
    Commune,
    Province,
    List,
}

impl Per {
    /// The units of which each has one.
    fn level(self) -> Option<AdminLevel> {
        match self {
            Self::Commune => Some(AdminLevel::Commune),
            Self::Province => Some(AdminLevel::Province),
            Self::List => None,
        }
    }
}

/// What a kind that exists in every commune or province needs.
#[derive(Debug, Clone)]
struct Derived {
    level: AdminLevel,
    /// What `org_id` says before and after `{code}`.
    org_id: (String, String),
    org_code: Option<String>,
    name: Text,
    valid_from: Date,
    valid_to: Option<Date>,
    source: String,
    confidence: Confidence,
}

#[derive(Debug, Default)]
pub(crate) struct Organisations {
    kinds: BTreeMap<String, OrganisationKind>,
    derived: BTreeMap<String, Derived>,
    listed: BTreeMap<OrgId, Organisation>,
    /// Codes of the provinces' committees by the code of the province on their first day.
    provinces: BTreeMap<String, Vec<DatedOrgCode>>,
}

impl Organisations {
    pub fn kinds(&self) -> impl Iterator<Item = &OrganisationKind> {
        self.kinds.values()
    }

    pub fn listed(&self) -> impl Iterator<Item = &Organisation> {
        self.listed.values()
    }

    pub fn get(&self, id: &OrgId, reference: &Reference) -> Option<Organisation> {
        if let Some(listed) = self.listed.get(id) {
            return Some(listed.clone());
        }
        self.derived.iter().find_map(|(kind, derived)| {
            let (before, after) = &derived.org_id;
            let code = id.as_str().strip_prefix(before)?.strip_suffix(after)?;
            self.derive(kind, derived, code, reference)
        })
    }

    pub fn for_commune(
        &self,
        kind: &str,
        commune: &str,
        reference: &Reference,
    ) -> Option<Organisation> {
        let derived = self.derived.get(kind)?;
        let view = reference.units.on(derived.valid_from);
        let unit = view
            .get(commune)
            .filter(|unit| unit.level == AdminLevel::Commune)?;
        let code = match derived.level {
            AdminLevel::Province => &view.province_of(&unit.code)?.code,
            _ => &unit.code,
        };
        self.derive(kind, derived, code, reference)
    }

    fn derive(
        &self,
        kind: &str,
        derived: &Derived,
        code: &str,
        reference: &Reference,
    ) -> Option<Organisation> {
        let view = reference.units.on(derived.valid_from);
        let unit = view.get(code).filter(|unit| unit.level == derived.level)?;
        let province = match derived.level {
            AdminLevel::Province => unit,
            _ => view.province_of(code)?,
        };
        let (before, after) = &derived.org_id;
        let codes = self
            .codes(derived, unit, province)
            .and_then(|codes| OrgCodes::new(codes).ok());
        Some(Organisation {
            id: OrgId::new(format!("{before}{code}{after}")).ok()?,
            kind: kind.to_owned(),
            name: name(&derived.name, unit, reference),
            codes: codes.unwrap_or_default(),
            commune: (unit.level == AdminLevel::Commune).then(|| code.to_owned()),
            province: Some(province.code.clone()),
            valid_from: derived.valid_from,
            valid_to: derived.valid_to,
            source: derived.source.clone(),
            confidence: derived.confidence,
        })
    }

    fn codes(
        &self,
        derived: &Derived,
        unit: &AdminUnit,
        province: &AdminUnit,
    ) -> Option<Vec<DatedOrgCode>> {
        let (head, tail) = unit.code.split_at_checked(2)?;
        let pattern = derived
            .org_code
            .as_ref()?
            .replace("{code_head}", head)
            .replace("{code_tail}", tail);
        let own = |text: &str, valid_from, valid_to| {
            let code = text.parse().ok()?;
            Some(DatedOrgCode {
                code,
                valid_from: Some(valid_from),
                valid_to,
            })
        };
        if !pattern.contains("{province_h}") {
            return own(&pattern, derived.valid_from, derived.valid_to).map(|code| vec![code]);
        }
        let provinces = self.provinces.get(&province.code)?;
        provinces
            .iter()
            .filter(|above| above.valid_to.is_none_or(|last| derived.valid_from <= last))
            .map(|above| {
                let from = above
                    .valid_from
                    .map_or(derived.valid_from, |first| first.max(derived.valid_from));
                let to = match (above.valid_to, derived.valid_to) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                own(
                    &pattern.replace("{province_h}", above.code.as_str()),
                    from,
                    to,
                )
            })
            .collect()
    }
}

/// In a Vietnamese name the kind of the unit is written small: `Công an phường Ba Đình`.
fn name(pattern: &Text, unit: &AdminUnit, reference: &Reference) -> Text {
    let whole = reference.short_name(unit);
    let small = match bare_name(&unit.name, &unit.kind) {
        Some(bare) => format!("{} {bare}", unit.kind),
        None => whole.vi,
    };
    let blank = match unit.level {
        AdminLevel::Province => "{province}",
        _ => "{commune}",
    };
    Text::new(
        pattern.vi.replace(blank, &small),
        pattern.en.replace(blank, &whole.en),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kind: Vec<OrganisationKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: OrgId,
    kind: String,
    org_code: Option<OrgCode>,
    name_vi: String,
    name_en: String,
    province: Option<String>,
    valid_from: Date,
    valid_to: Option<Date>,
    source: String,
    confidence: Confidence,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> Organisations {
    let mut all = Organisations::default();
    let kinds = reader.required_toml::<File>(KINDS).map(|file| file.kind);
    for kind in kinds.unwrap_or_default() {
        if let Some(level) = kind.per.level() {
            match derived(&kind, level) {
                Some(derived) => {
                    all.derived.insert(kind.id.clone(), derived);
                }
                None => reader.note(
                    KINDS,
                    &kind.id,
                    "needs org_id with one {code}, name, valid_from, source and confidence",
                ),
            }
        }
        if let Some(twice) = all.kinds.insert(kind.id.clone(), kind) {
            reader.note(KINDS, twice.id, "the kind occurs twice");
        }
    }
    reader.required(LIST);
    let mut by_id: BTreeMap<OrgId, Vec<Row>> = BTreeMap::new();
    for row in reader.csv::<Row>(LIST) {
        if !all.kinds.contains_key(&row.kind) {
            reader.note(
                LIST,
                row.id.as_str(),
                format_args!("there is no kind {}", row.kind),
            );
        }
        by_id.entry(row.id.clone()).or_default().push(row);
    }
    for (id, mut rows) in by_id {
        rows.sort_by_key(|row| row.valid_from);
        let codes = reader.take(
            LIST,
            id.as_str(),
            OrgCodes::new(rows.iter().filter_map(dated)),
        );
        for row in rows.iter().filter(|row| row.kind == PROVINCE_COMMITTEE) {
            if let (Some(province), Some(code)) = (&row.province, dated(row)) {
                all.provinces
                    .entry(province.clone())
                    .or_default()
                    .push(code);
            }
        }
        let valid_from = rows.first().map(|row| row.valid_from);
        let confidence = rows.iter().map(|row| row.confidence).max();
        if let (Some(newest), Some(codes), Some(valid_from), Some(confidence)) =
            (rows.pop(), codes, valid_from, confidence)
        {
            all.listed.insert(
                id.clone(),
                Organisation {
                    id,
                    kind: newest.kind,
                    name: Text::new(newest.name_vi, newest.name_en),
                    codes,
                    commune: None,
                    province: newest.province,
                    valid_from,
                    valid_to: newest.valid_to,
                    source: newest.source,
                    confidence,
                },
            );
        }
    }
    all
}

fn dated(row: &Row) -> Option<DatedOrgCode> {
    Some(DatedOrgCode {
        code: row.org_code.clone()?,
        valid_from: Some(row.valid_from),
        valid_to: row.valid_to,
    })
}

fn derived(kind: &OrganisationKind, level: AdminLevel) -> Option<Derived> {
    let (before, after) = kind.org_id.as_ref()?.split_once("{code}")?;
    Some(Derived {
        level,
        org_id: (before.to_owned(), after.to_owned()),
        org_code: kind.org_code.clone(),
        name: kind.name.clone()?,
        valid_from: kind.valid_from?,
        valid_to: kind.valid_to,
        source: kind.source.clone()?,
        confidence: kind.confidence?,
    })
}
