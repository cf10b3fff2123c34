//! What the content says of itself: checks that came up, other procedures, how sure it all is.

use dean06_contracts::casework::{Flag, RelatedView};
use dean06_kernel::Text;
use dean06_ui::{Markup, Notice, Tone};

use super::Shell;
use super::markup::{heading, paragraph, quiet};

/// How surely something is law, in words; nothing for what was read in an official text.
pub(crate) fn confidence(shell: &Shell, confidence: Option<&str>) -> Option<String> {
    match confidence {
        None | Some("official") => None,
        Some("third-party") => Some(shell.t("portal-third-party")),
        Some(_) => Some(shell.t("portal-unconfirmed")),
    }
}

/// What a page says of the law: the heading, the acts, and how sure that is. Where content read it, it
/// says in a note of its own, which is for who keeps the content.
pub(crate) fn law(shell: &Shell, acts: Option<&Text>, doubt: Option<&str>) -> Markup {
    let acts = acts.map(|acts| paragraph(shell.words.of(acts)));
    let doubt = confidence(shell, doubt).map(|doubt| quiet(&doubt));
    let said: Vec<Markup> = acts.into_iter().chain(doubt).collect();
    if said.is_empty() {
        return Markup::default();
    }
    let heading = heading(&shell.t("portal-service-law"));
    Markup::join(std::iter::once(heading).chain(said))
}

/// A check that came up.
pub(crate) fn flag_notice(shell: &Shell, flag: &Flag) -> Notice {
    let (tone, title) = match flag.effect.as_deref() {
        Some("refuse") => (Tone::Bad, "portal-check-refuse"),
        Some("redirect") => (Tone::Waiting, "portal-check-redirect"),
        _ => (Tone::Info, "portal-check-flag"),
    };
    let notice = Notice::new(tone, shell.t(title)).text(shell.say(flag.message.as_ref()));
    match confidence(shell, flag.confidence.as_deref()) {
        Some(doubt) => notice.markup(quiet(&doubt)),
        None => notice,
    }
}

/// Other procedures that fit the case; nothing where there are none.
pub(crate) fn related_notice(shell: &Shell, related: &[RelatedView]) -> Markup {
    let notices = related.iter().map(|other| {
        Notice::new(Tone::Info, shell.say(other.title.as_ref()))
            .text(shell.say(other.text.as_ref()))
            .into()
    });
    Markup::join(notices)
}
