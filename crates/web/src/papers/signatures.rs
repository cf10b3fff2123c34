//! What became of the signatures of a file, in words.

use dean06_contracts::documents::{SignatureRole, SignatureState, SignatureView};
use dean06_ui::{Markup, Row, Table, Tag, Tone};

use crate::frame::Shell;

/// One line a signature: who, in which office, when, and whether it holds; nothing for none.
pub(crate) fn signature_table(shell: &Shell, signatures: &[SignatureView]) -> Markup {
    if signatures.is_empty() {
        return Markup::default();
    }
    Table::new(shell.t("papers-signatures"))
        .column(shell.t("papers-signature-who"))
        .column(shell.t("papers-signature-role"))
        .column(shell.t("papers-signature-when"))
        .column(shell.t("papers-signature-verdict"))
        .rows(signatures.iter().map(|signature| line(shell, signature)))
        .into()
}

fn line(shell: &Shell, signature: &SignatureView) -> Row {
    let name = signature.name.as_deref().unwrap_or_default();
    let organisation = signature.organisation.as_deref().unwrap_or_default();
    let who = match (
        name.is_empty(),
        organisation.is_empty() || organisation == name,
    ) {
        (true, true) => shell.t("papers-signature-nobody"),
        (true, false) => organisation.to_owned(),
        (false, true) => name.to_owned(),
        (false, false) => format!("{name}, {organisation}"),
    };
    let role = shell.t(match signature.role {
        Some(SignatureRole::Person) => "papers-signature-person",
        Some(SignatureRole::Seal) => "papers-signature-seal",
        Some(SignatureRole::Unknown) | None => "papers-signature-unknown",
    });
    Row::new()
        .cell(who)
        .cell(role)
        .cell(when(shell, signature))
        .cell(verdict(shell, signature.state))
}

/// When it says that it was made, and when a time-stamp authority saw it.
fn when(shell: &Shell, signature: &SignatureView) -> String {
    let signed = shell.moment(signature.signed_at);
    match signature.stamped_at {
        Some(stamped) => shell.tw(
            "papers-signature-stamped",
            &[
                ("signed", signed.into()),
                ("stamped", shell.moment(Some(stamped)).into()),
            ],
        ),
        None => signed,
    }
}

fn verdict(shell: &Shell, state: Option<SignatureState>) -> Markup {
    let (tone, word, why) = match state {
        Some(SignatureState::Valid) => (
            Tone::Good,
            "papers-signature-holds",
            "papers-signature-valid",
        ),
        Some(SignatureState::Changed) => (
            Tone::Bad,
            "papers-signature-broken",
            "papers-signature-changed",
        ),
        Some(SignatureState::Appended) => (
            Tone::Bad,
            "papers-signature-broken",
            "papers-signature-appended",
        ),
        Some(SignatureState::Untrusted) => (
            Tone::Bad,
            "papers-signature-broken",
            "papers-signature-untrusted",
        ),
        Some(SignatureState::Expired) => (
            Tone::Waiting,
            "papers-signature-ended",
            "papers-signature-expired",
        ),
        Some(SignatureState::Revoked) => (
            Tone::Waiting,
            "papers-signature-ended",
            "papers-signature-revoked",
        ),
        Some(SignatureState::Unreadable) | None => (
            Tone::Bad,
            "papers-signature-broken",
            "papers-signature-unreadable",
        ),
    };
    Markup::join([
        Markup::trusted("<div>"),
        Tag::new(tone, shell.t(word)).into(),
        Markup::trusted("<p>"),
        shell.t(why).into(),
        Markup::trusted("</p></div>"),
    ])
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{SignatureRole, SignatureState, SignatureView};

    use super::signature_table;
    use crate::frame::testing::{HOUR, NOW, anybody};

    fn html(state: SignatureState) -> String {
        let signature = SignatureView {
            role: Some(SignatureRole::Person),
            name: Some("Quàng <Văn> Hặc".to_owned()),
            organisation: Some("UBND phường Ba Đình".to_owned()),
            signed_at: Some(NOW),
            stamped_at: Some(NOW + HOUR),
            state: Some(state),
        };
        signature_table(&anybody(), &[signature])
            .as_str()
            .to_owned()
    }

    #[test]
    fn who_when_and_whether_it_holds() {
        let html = html(SignatureState::Valid);
        for part in [
            "Quàng &#60;Văn&#62; Hặc, UBND phường Ba Đình",
            "09:00, 23/11/2026",
            "10:00, 23/11/2026",
            "Người có thẩm quyền",
            "tag good",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn each_way_to_break_has_its_own_words() {
        let states = [
            SignatureState::Changed,
            SignatureState::Appended,
            SignatureState::Untrusted,
            SignatureState::Expired,
            SignatureState::Revoked,
            SignatureState::Unreadable,
        ];
        let words: std::collections::BTreeSet<String> = states.map(html).into();
        assert_eq!(words.len(), states.len());
        assert!(words.iter().all(|html| !html.contains("tag good")));
        for altered in [SignatureState::Changed, SignatureState::Appended] {
            assert!(html(altered).contains("tag bad"));
        }
        assert!(signature_table(&anybody(), &[]).is_empty());
    }
}
