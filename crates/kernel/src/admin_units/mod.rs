//! Administrative units of both generations and the way from the old ones to the new.

mod load;
#[cfg(test)]
mod tests;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use load::AdminUnitsError;
pub use view::AdminView;

/// The tier of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdminLevel {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: the tier that was abolished.
    District,
    /// Cấp xã: xã, phường, thị trấn, đặc khu.
    Commune,
}

/// One of the two sets of units. The same code may mean different units in the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Generation {
    /// Three tiers: provinces, districts, communes.
    #[serde(rename = "before-2025")]
    Before2025,
    /// Two tiers: merged provinces, merged communes.
    #[serde(rename = "since-2025")]
    Since2025,
}

/// A province, district or commune as it was or is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdminUnit {
    /// The statistical code: two digits for a province, three for a district, five for a commune.
    pub code: String,
    /// Its tier.
    pub level: AdminLevel,
    /// What it is called: `tỉnh`, `phường`, `đặc khu` …
    pub kind: String,
    /// The full name with its kind: `Phường Ba Đình`.
    pub name: String,
    /// The name alone: `Ba Đình`.
    pub short_name: String,
    /// The code of the unit above, in the same generation.
    pub parent: Option<String>,
    /// Which set it belongs to.
    pub generation: Generation,
    /// Latitude of its centre, in degrees.
    pub latitude: Option<f64>,
    /// Longitude of its centre, in degrees.
    pub longitude: Option<f64>,
    /// Its area in square kilometres, where known.
    pub area_km2: Option<f64>,
}

/// What became of a unit of the older generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// All of it lies in this commune now.
    One(String),
    /// It was split among several communes. Which of them a person or a house lies in is a question
    /// to a human; `largest` may be shown first, never taken.
    Divided {
        /// The new communes, by code.
        candidates: Vec<String>,
        /// The one that received the largest part.
        largest: String,
    },
    /// The data tell nothing: no such unit, or a province or district that lived on in its communes.
    Unknown,
}

/// The units of both generations. Loaded once from content, never changed.
#[derive(Debug, Clone)]
pub struct AdminUnits {
    switched_on: Date,
    before: Units,
    since: Units,
    successors: BTreeMap<String, Successor>,
    predecessors: BTreeMap<String, BTreeSet<String>>,
    province_successors: BTreeMap<String, String>,
}

/// The units of one generation, by code, with the codes below each.
#[derive(Debug, Clone, Default)]
struct Units {
    by_code: BTreeMap<String, AdminUnit>,
    children: BTreeMap<String, Vec<String>>,
}

impl AdminUnits {
    /// The first day of the newer generation.
    pub const fn switched_on(&self) -> Date {
        self.switched_on
    }

    /// Which generation holds on `date`.
    pub fn generation_on(&self, date: Date) -> Generation {
        if date < self.switched_on {
            Generation::Before2025
        } else {
            Generation::Since2025
        }
    }

    /// The first and the last day of a generation, where it has one. The older began before our
    /// data, the newer has not ended.
    pub fn validity(&self, generation: Generation) -> (Option<Date>, Option<Date>) {
        match generation {
            Generation::Before2025 => (None, Some(self.switched_on.saturating_sub(1.day()))),
            Generation::Since2025 => (Some(self.switched_on), None),
        }
    }

    /// The units of one generation.
    pub fn generation(&self, generation: Generation) -> AdminView<'_> {
        let units = match generation {
            Generation::Before2025 => &self.before,
            Generation::Since2025 => &self.since,
        };
        AdminView { generation, units }
    }

    /// The units that hold on `date`.
    pub fn on(&self, date: Date) -> AdminView<'_> {
        self.generation(self.generation_on(date))
    }

    /// The unit that `code` means on `date`.
    pub fn get(&self, code: &str, date: Date) -> Option<&AdminUnit> {
        self.on(date).get(code)
    }

    /// The units directly below `code` on `date`, by code.
    pub fn children(&self, code: &str, date: Date) -> impl Iterator<Item = &AdminUnit> {
        self.on(date).children(code)
    }

    /// The units above `code` on `date`, the nearest first.
    pub fn ancestors(&self, code: &str, date: Date) -> impl Iterator<Item = &AdminUnit> {
        self.on(date).ancestors(code)
    }

    /// The name with those above it, as `Phường Ba Đình, Thành phố Hà Nội`.
    pub fn full_name(&self, code: &str, date: Date) -> Option<String> {
        self.on(date).full_name(code)
    }

    /// What became of a commune of the older generation, or of an island district without communes.
    pub fn successor(&self, old_code: &str) -> &Successor {
        static UNKNOWN: Successor = Successor::Unknown;
        self.successors.get(old_code).unwrap_or(&UNKNOWN)
    }

    /// Every unit of the older generation whose fate is told, by code.
    pub fn successors(&self) -> impl Iterator<Item = (&str, &Successor)> {
        self.successors
            .iter()
            .map(|(code, successor)| (code.as_str(), successor))
    }

    /// The codes of the older units of which all or a part lies in a commune of today.
    pub fn predecessors(&self, new_code: &str) -> impl Iterator<Item = &str> {
        self.predecessors
            .get(new_code)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The province in which all communes of an older province lie now; nothing if they went to
    /// several, or if there is no such province.
    pub fn province_successor(&self, old_province: &str) -> Option<&AdminUnit> {
        let code = self.province_successors.get(old_province)?;
        self.since.by_code.get(code)
    }
}

impl Successor {
    /// The codes of all communes that received a part.
    pub fn codes(&self) -> &[String] {
        match self {
            Self::One(code) => std::slice::from_ref(code),
            Self::Divided { candidates, .. } => candidates,
            Self::Unknown => &[],
        }
    }
}
