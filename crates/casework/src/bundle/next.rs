//! Who acts next, in plain words.

use dean06_content as content;
use dean06_contracts::casework::{BundleState, ClockView, LegState};
use dean06_kernel::Text;

use super::chain::Chain;
use crate::clocks;
use crate::course::Status;
use crate::edition::{ChainWords, fill};
use crate::following::same;
use crate::rows::{Agreement, Dossier, Leg, VainTry};

/// What belongs to a leg beside its row.
#[derive(Clone, Copy, Default)]
pub(crate) struct LegMatters<'l> {
    pub dossier: Option<&'l Dossier>,
    pub agreement: Option<&'l Agreement>,
    /// What the machine tried in vain: the leg's beginning, or its effect.
    pub vain: Option<&'l VainTry>,
}

/// Who acts next on a submitted leg, or what is awaited and from whom; nothing once it is at its end.
pub(crate) fn next(
    words: &ChainWords,
    chain: &Chain,
    rule: &content::Leg,
    leg: &Leg,
    matters: LegMatters<'_>,
) -> Option<Text> {
    let next = &words.next;
    match leg.state {
        LegState::Waiting => {
            let awaited: Vec<Text> = chain
                .awaited(rule)
                .map(|leg| chain.title(&leg.leg_id))
                .collect();
            Some(match (awaited.is_empty(), matters.vain) {
                (false, _) => fill(&next.after, "legs", &quoted(&awaited)),
                (true, Some(vain)) => fill(&next.register, "reason", &vain.error),
                (true, None) => next.begins.clone(),
            })
        }
        LegState::AwaitingAgreement => {
            let name = matters.agreement.and_then(|a| a.asked_name.as_deref());
            Some(match name {
                Some(name) => fill(&next.agreement, "name", &same(name)),
                None => next.agreement_unnamed.clone(),
            })
        }
        LegState::Running => matters
            .dossier
            .map(|dossier| of_dossier(words, chain, dossier)),
        _ => None,
    }
}

fn of_dossier(words: &ChainWords, chain: &Chain, dossier: &Dossier) -> Text {
    let next = &words.next;
    let organisation = chain.edition.organisation(&dossier.org_id);
    let approval = dossier.matters.approval.as_ref().filter(|a| a.pending);
    let text = match (approval, dossier.status) {
        (Some(approval), _) if approval.by_hand.is_some() => &next.by_hand,
        (Some(_), _) => &next.effect,
        (None, Status::Submitted) => &next.intake,
        (None, Status::SupplementAsked) => &next.supplement,
        (None, _) => &next.process,
    };
    fill(text, "organisation", &organisation)
}

/// `“A”, “B”`.
pub(super) fn quoted(titles: &[Text]) -> Text {
    let join = |title: fn(&Text) -> &str| {
        let titles: Vec<String> = titles
            .iter()
            .map(|text| format!("“{}”", title(text)))
            .collect();
        titles.join(", ")
    };
    Text::new(join(|text| &text.vi), join(|text| &text.en))
}

/// The clock of the whole.
pub(crate) fn clock_of(chain: &Chain, now: i64) -> ClockView {
    let running = chain.bundle.state == BundleState::Running;
    let due_at = chain.bundle.due_at.filter(|_| running);
    let calendar = chain.edition.content.calendar();
    let mut current = chain.legs().iter().filter_map(|leg| chain.dossier_of(leg));
    let mut again = current.clone();
    ClockView {
        due_at,
        working_days_left: due_at.and_then(|due| clocks::days_left(calendar, now, due)),
        paused: Some(current.any(|dossier| dossier.status == Status::SupplementAsked)),
        extended: Some(again.any(|dossier| dossier.matters.extension.is_some())),
    }
}
