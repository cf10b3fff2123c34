use super::{AdminLevel, AdminUnit, Generation, Units};

/// The units of one generation.
#[derive(Debug, Clone, Copy)]
pub struct AdminView<'a> {
    pub(super) generation: Generation,
    pub(super) units: &'a Units,
}

impl<'a> AdminView<'a> {
    /// Which generation this is.
    pub const fn generation(self) -> Generation {
        self.generation
    }

    /// All units, by code.
    pub fn units(self) -> impl Iterator<Item = &'a AdminUnit> {
        self.units.by_code.values()
    }

    /// All units of one tier, by code.
    pub fn level(self, level: AdminLevel) -> impl Iterator<Item = &'a AdminUnit> {
        self.units().filter(move |unit| unit.level == level)
    }

    /// The unit with this code.
    pub fn get(self, code: &str) -> Option<&'a AdminUnit> {
        self.units.by_code.get(code)
    }

    /// The units directly below, by code.
    pub fn children(self, code: &str) -> impl Iterator<Item = &'a AdminUnit> + use<'a> {
        let codes = self.units.children.get(code);
        codes
            .into_iter()
            .flatten()
            .filter_map(move |code| self.get(code))
    }

    /// The units above, the nearest first.
    pub fn ancestors(self, code: &str) -> impl Iterator<Item = &'a AdminUnit> + use<'a> {
        let above = move |unit: &AdminUnit| unit.parent.as_deref().and_then(|code| self.get(code));
        std::iter::successors(self.get(code).and_then(above), move |unit| above(unit))
    }

    /// The province that the unit is or lies in.
    pub fn province_of(self, code: &str) -> Option<&'a AdminUnit> {
        self.get(code)
            .into_iter()
            .chain(self.ancestors(code))
            .find(|unit| unit.level == AdminLevel::Province)
    }

    /// The name with those above it, as `Phường Ba Đình, Thành phố Hà Nội`.
    pub fn full_name(self, code: &str) -> Option<String> {
        let mut name = self.get(code)?.name.clone();
        for unit in self.ancestors(code) {
            name.push_str(", ");
            name.push_str(&unit.name);
        }
        Some(name)
    }
}
