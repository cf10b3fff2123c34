//! The tables that shape a made-up population, read from the folder `synthetic/` of the content.

mod addresses;
mod cards;
mod demo;
mod error;
mod files;
mod names;
mod parameters;
mod people;
mod places;
mod world;

use dean06_content::Content;
use dean06_kernel::AdminUnits;

use addresses::Addresses;
use cards::Cards;
use files::Files;

use crate::Code;
use crate::draw::Weighted;

pub use error::InputsError;

pub(crate) use cards::completed_years;
pub(crate) use demo::{DemoRelation, DemoRows, HouseholdRow, MarriageRow, MemberRow, month_day};
pub(crate) use names::{Family, Lineage, NameSpec, Names, Word};
pub(crate) use parameters::{Parameters, Precision};
pub(crate) use people::{Alone, Composition, MAX_AGE, People, Pyramid};
pub(crate) use places::{Locality, Places};
pub(crate) use world::{Country, World};

/// Everything that shapes a made-up population: how people are named, how old they are, with whom
/// and where they live. Read once, shared by every [`Generator`](crate::Generator).
pub struct Inputs {
    pub(crate) parameters: Parameters,
    pub(crate) places: Places,
    pub(crate) people: People,
    pub(crate) names: Names,
    pub(crate) addresses: Addresses,
    pub(crate) cards: Cards,
    pub(crate) world: World,
    pub(crate) phone_prefixes: Vec<String>,
    pub(crate) blood: Weighted<Code>,
    pub(crate) demo: DemoRows,
    /// Religions by ethnic group and older province.
    religions: Vec<Vec<Weighted<Code>>>,
    /// The style of names of each ethnic group.
    styles: Vec<u8>,
}

impl Inputs {
    /// Reads the tables of a version of the content.
    pub fn from_content(content: &Content) -> Result<Self, InputsError> {
        let files = content.files().iter();
        Self::from_files(
            files.map(|(path, bytes)| (path.as_str(), bytes.as_ref())),
            content.admin_units(),
        )
    }

    /// Reads the tables from files by their paths in the content; files outside `synthetic/` are
    /// not looked at.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        units: &AdminUnits,
    ) -> Result<Self, InputsError> {
        let files = Files::of(files);
        let parameters = Parameters::read(&files)?;
        let places = Places::read(&files, &parameters, units)?;
        let names = Names::read(&files)?;
        let religions = world::Religions::read(&files, &parameters)?;
        let groups = places.ethnicities.iter();
        let religions = groups
            .clone()
            .map(|group| {
                let provinces = places.provinces.iter();
                provinces
                    .map(|province| religions.of(group, &province.code).cloned())
                    .map(Option::unwrap_or_default)
                    .collect()
            })
            .collect();
        Ok(Self {
            styles: groups.map(|group| names.style_of(group)).collect(),
            religions,
            people: People::read(&files)?,
            addresses: Addresses::read(&files)?,
            cards: Cards::read(&files)?,
            world: World::read(&files)?,
            phone_prefixes: world::phone_prefixes(&files)?,
            blood: parameters
                .blood
                .groups
                .iter()
                .map(|group| (group.code.as_str().into(), group.weight))
                .collect(),
            demo: DemoRows::read(&files)?,
            parameters,
            places,
            names,
        })
    }

    /// The religions of an ethnic group in an older province.
    pub(crate) fn religions(&self, group: u8, province: u8) -> &Weighted<Code> {
        &self.religions[usize::from(group)][usize::from(province)]
    }

    /// The style of names of an ethnic group.
    pub(crate) fn style(&self, group: u8) -> u8 {
        self.styles[usize::from(group)]
    }
}

impl std::fmt::Debug for Inputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs")
            .field("communes", &self.places.communes.len())
            .finish_non_exhaustive()
    }
}
