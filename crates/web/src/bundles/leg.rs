//! What is said about a leg wherever it stands.

use dean06_contracts::casework::{AgreementOfLeg, LegState, LegView};
use dean06_kernel::Text;
use dean06_ui::{Tag, Tone};

use crate::frame::Shell;

/// How a state of a leg looks.
pub(crate) fn leg_tone(state: Option<LegState>) -> Tone {
    match state {
        Some(LegState::Done) => Tone::Good,
        Some(LegState::Running) => Tone::Info,
        Some(LegState::Waiting | LegState::AwaitingAgreement) => Tone::Waiting,
        Some(LegState::Refused | LegState::Declined | LegState::NotPossible) => Tone::Bad,
        Some(LegState::Preparing | LegState::NotChosen | LegState::Withdrawn) | None => {
            Tone::Neutral
        }
    }
}

/// The state of a leg that was submitted.
pub(super) fn state(shell: &Shell, leg: &LegView) -> Tag {
    Tag::new(leg_tone(leg.state), shell.say(leg.state_text.as_ref()))
}

/// A title as it stands within a sentence.
pub(super) fn within(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Titles as one phrase.
pub(super) fn titles(shell: &Shell, titles: &[Text]) -> String {
    let titles: Vec<String> = titles
        .iter()
        .map(|title| shell.words.of(title).to_owned())
        .collect();
    shell.words.list(&titles)
}

/// Who will act, for how long, and after what; what is not known is left out.
pub(super) fn plan(
    shell: &Shell,
    organisation: Option<&Text>,
    limit: Option<&Text>,
    after: &[Text],
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(organisation) = organisation {
        let organisation = shell.words.of(organisation);
        lines.push(shell.tw("bundle-leg-by", &[("organisation", organisation.into())]));
    }
    if let Some(limit) = limit {
        let limit = shell.words.of(limit);
        lines.push(shell.tw("bundle-leg-limit", &[("limit", limit.into())]));
    }
    if !after.is_empty() {
        let after = titles(shell, after);
        lines.push(shell.tw("bundle-leg-after", &[("legs", after.into())]));
    }
    lines
}

/// What became of the question to whoever must agree.
pub(super) fn agreement(shell: &Shell, asked: &AgreementOfLeg) -> String {
    let name = match asked.asked_name.as_deref() {
        Some(name) => name.to_owned(),
        None => shell.t("bundle-agreement-somebody"),
    };
    let (id, at) = match asked.agreed {
        Some(true) => ("bundle-agreement-yes", asked.answered_at),
        Some(false) => ("bundle-agreement-no", asked.answered_at),
        None if asked.asked_at.is_some() => ("bundle-agreement-asked", asked.asked_at),
        None => ("bundle-agreement-will-ask", None),
    };
    let told = shell.tw(
        id,
        &[("name", name.into()), ("at", shell.moment(at).into())],
    );
    let until = asked.due_at.filter(|_| asked.agreed.is_none());
    let until = until.and_then(crate::frame::local);
    match until {
        Some(until) => {
            let until = shell.words.full_date_time(until);
            let until = shell.tw("bundle-agreement-until", &[("until", until.into())]);
            format!("{told} {until}")
        }
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::AgreementOfLeg;

    use super::agreement;
    use crate::frame::testing::{HOUR, NOW, citizen};

    #[test]
    fn it_is_said_who_was_asked_and_what_came_of_it() {
        let asked = AgreementOfLeg {
            asked_name: Some("Tòng Thị Phương".to_owned()),
            asked_at: Some(NOW),
            due_at: Some(NOW + 24 * HOUR),
            ..AgreementOfLeg::default()
        };
        let told = agreement(&citizen(), &asked);
        assert!(told.contains("Tòng Thị Phương") && told.contains("09:00, 23/11/2026"));
        assert!(told.contains("thứ Ba, 24/11/2026"), "{told}");
        let no = AgreementOfLeg {
            agreed: Some(false),
            answered_at: Some(NOW + HOUR),
            ..asked
        };
        let told = agreement(&citizen(), &no);
        assert!(told.contains("không đồng ý") && told.contains("10:00"));
        assert!(!told.contains("24/11"));
        let unknown = agreement(&citizen(), &AgreementOfLeg::default());
        assert!(unknown.contains("chủ hộ hoặc chủ sở hữu"), "{unknown}");
    }
}
