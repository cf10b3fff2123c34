//! Which papers a dossier has.

use dean06_contracts::casework::{SlipKind, TimelineEntry};

/// A paper that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    /// Which slip.
    pub kind: SlipKind,
    /// Its name in addresses.
    pub name: &'static str,
    /// The message that names it.
    pub label: &'static str,
}

/// The slips, each with the steps that give rise to it.
const SLIPS: [(Paper, &[&str]); 4] = [
    (
        Paper {
            kind: SlipKind::Appointment,
            name: "appointment",
            label: "portal-slip-appointment",
        },
        &["received"],
    ),
    (
        Paper {
            kind: SlipKind::Supplement,
            name: "supplement",
            label: "portal-slip-supplement",
        },
        &["supplement-requested"],
    ),
    (
        Paper {
            kind: SlipKind::Refusal,
            name: "refusal",
            label: "portal-slip-refusal",
        },
        &["intake-declined", "refused"],
    ),
    (
        Paper {
            kind: SlipKind::Apology,
            name: "apology",
            label: "portal-slip-apology",
        },
        &["extended"],
    ),
];

/// The slips that were made in the course of a dossier.
pub(crate) fn papers(timeline: &[TimelineEntry]) -> impl Iterator<Item = Paper> {
    SLIPS.into_iter().filter_map(|(paper, steps)| {
        let mut kinds = timeline.iter().filter_map(|entry| entry.kind.as_deref());
        kinds.any(|kind| steps.contains(&kind)).then_some(paper)
    })
}

/// The slips of these kinds.
pub(super) fn of_kinds(kinds: &[SlipKind]) -> impl Iterator<Item = Paper> {
    let papers = SLIPS.into_iter().map(|(paper, _)| paper);
    papers.filter(|paper| kinds.contains(&paper.kind))
}

/// The slip with this name in addresses.
pub(super) fn named(name: &str) -> Option<Paper> {
    let papers = SLIPS.into_iter().map(|(paper, _)| paper);
    papers.into_iter().find(|paper| paper.name == name)
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{SlipKind, TimelineEntry};

    use super::{named, papers};

    #[test]
    fn a_step_leaves_its_slip() {
        let step = |kind: &str| TimelineEntry {
            kind: Some(kind.to_owned()),
            ..TimelineEntry::default()
        };
        let course = [step("extended"), step("received"), step("submitted")];
        let kinds: Vec<_> = papers(&course).map(|paper| paper.kind).collect();
        assert_eq!(kinds, [SlipKind::Appointment, SlipKind::Apology]);
        assert_eq!(
            named("refusal").map(|paper| paper.kind),
            Some(SlipKind::Refusal)
        );
        assert_eq!(named("no-such"), None);
    }
}
