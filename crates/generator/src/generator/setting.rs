//! Where a household lives, where it comes from, and to which group it belongs.

use std::sync::Arc;

use dean06_kernel::Sex;

use super::{Descendant, Generator};
use crate::inputs::{Lineage, Locality};
use crate::{Code, Place, ResidenceKind};

/// The kind under which the patterns of village addresses stand.
const VILLAGE: &str = "bản";

/// The index of the ethnic group of the majority.
const MAJORITY: u8 = 0;

/// What all members of a household share.
pub(super) struct Setting {
    /// Where it lives.
    pub home: Locality,
    pub address: Arc<str>,
    /// Where its line comes from: where elders and the core were born.
    pub origin: Locality,
    /// Where its permanent residence and its register books are.
    pub registered: Locality,
    pub registered_address: Arc<str>,
    pub residence: ResidenceKind,
    /// The ethnic group of its line.
    pub group: u8,
    pub religion: Option<Code>,
    /// On which side parents live with a couple.
    pub line: Sex,
    /// Whether both of the core, or the one adult, are foreigners.
    pub foreign: bool,
}

impl Generator {
    pub(super) fn setting(&mut self, descendant: Option<&Descendant>) -> Setting {
        let inputs = Arc::clone(&self.inputs);
        let places = &inputs.places;
        let home = match descendant {
            Some(descendant) => self.home_of(descendant),
            None => places.anywhere(&mut self.draw),
        };
        let province = places.province(home);
        let moved = self.draw.per_mille(province.moved_per_mille);
        let (origin, group) = match descendant {
            Some(descendant) => {
                let group = descendant.identity.group.unwrap_or(MAJORITY);
                (descendant.identity.birth, group)
            }
            None => self.roots(home, moved),
        };
        let residence = if self.draw.per_mille(province.temporary_per_mille) && origin != home {
            ResidenceKind::Temporary
        } else {
            ResidenceKind::Permanent
        };
        let address = self.address(home);
        let (registered, registered_address) = match residence {
            ResidenceKind::Permanent => (home, Arc::clone(&address)),
            ResidenceKind::Temporary => (origin, self.address(origin)),
        };
        let religions = inputs.religions(group, places.commune(origin).province);
        let religion = religions.draw(&mut self.draw).map(Code::clone);
        let foreign = descendant.is_none()
            && self
                .draw
                .per_mille(inputs.parameters.marriages.foreign_household_per_mille);
        Setting {
            home,
            address,
            origin,
            registered,
            registered_address,
            residence,
            group,
            religion,
            line: self.line(group),
            foreign,
        }
    }

    /// Where a household that lives there comes from, and its group.
    fn roots(&mut self, home: Locality, moved: bool) -> (Locality, u8) {
        let inputs = Arc::clone(&self.inputs);
        let places = &inputs.places;
        // The shares are those of residents; who is not of the majority came from less far.
        let group = self.group_at(home);
        let origin = if !moved {
            home
        } else if group == MAJORITY {
            places.anywhere(&mut self.draw)
        } else {
            places.nearby(home, &mut self.draw)
        };
        (origin, group)
    }

    /// An ethnic group of those who live there.
    pub(super) fn group_at(&mut self, at: Locality) -> u8 {
        let groups = &self.inputs.places.commune(at).groups;
        groups.draw(&mut self.draw).copied().unwrap_or(MAJORITY)
    }

    /// Which side's parents live with a couple of the group.
    fn line(&mut self, group: u8) -> Sex {
        let mut fathers = self.inputs.parameters.family.with_fathers_side_per_mille;
        if self.inputs.names.lineage(self.inputs.style(group)) == Lineage::Mother {
            fathers = 1_000 - fathers;
        }
        if self.draw.per_mille(fathers) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Near the parents, or far away.
    fn home_of(&mut self, descendant: &Descendant) -> Locality {
        let places = &self.inputs.places;
        let shares = &self.inputs.parameters.places;
        let parents = descendant.identity.birth;
        let minority = descendant
            .identity
            .group
            .is_some_and(|group| group != MAJORITY);
        let stays = minority && self.draw.per_mille(shares.minority_stays_per_mille);
        let at = self.draw.below(1_000);
        if at < shares.same_commune_per_mille {
            parents
        } else if stays || at < shares.same_commune_per_mille + shares.same_province_per_mille {
            places.nearby(parents, &mut self.draw)
        } else {
            places.anywhere(&mut self.draw)
        }
    }

    pub(super) fn address(&mut self, at: Locality) -> Arc<str> {
        let places = &self.inputs.places;
        let commune = places.commune(at);
        let kind = if commune.village && !commune.urban {
            VILLAGE
        } else {
            &commune.kind
        };
        let region = places.province(at).region;
        self.inputs.addresses.line(kind, region, &mut self.draw)
    }

    /// An address on the day of generation.
    pub(super) fn address_place(&self, at: Locality, line: &Arc<str>) -> Place {
        Place {
            country: None,
            commune: Some(self.inputs.places.code(at, self.today)),
            line: Some(Arc::clone(line)),
        }
    }
}
