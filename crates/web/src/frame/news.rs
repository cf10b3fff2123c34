use dean06_ui::{Markup, Notice, Tone};

use super::{Visit, paragraph};

/// What was just done, as `?news=` says it, if it is among the `known`; the message
/// `portal-news-<name>` words it, and `portal-news-<name>-text` says more.
pub(crate) fn news(visit: &Visit, known: &[&str]) -> Markup {
    let shell = &visit.shell;
    let name = visit.query.get("news");
    let Some(name) = known.iter().find(|known| Some(**known) == name) else {
        return Markup::default();
    };
    let text = shell.t(&format!("portal-news-{name}-text"));
    Notice::new(Tone::Good, shell.t(&format!("portal-news-{name}")))
        .markup(paragraph(&text))
        .live()
        .into()
}
