//! "Is this wrong?": what to do when a register holds something that is not right.

use dean06_ui::{Button, Buttons, Markup, PageResponse, Source, SummaryList, SummaryRow};

use super::markup::{list, quiet};
use super::{Shell, paragraph};

/// A value of a register that somebody holds to be wrong.
pub(crate) struct Wrong<'w> {
    pub label: &'w str,
    pub value: &'w str,
    /// Name of the register.
    pub register: &'w str,
    /// The same, with since when it holds the value.
    pub source: &'w str,
    /// The room that keeps it.
    pub owner: &'w str,
    /// The page to go back to.
    pub back: String,
    /// The message that names that page.
    pub back_label: &'w str,
}

impl Wrong<'_> {
    /// The page that says whom to turn to.
    pub fn page(&self, shell: &Shell) -> PageResponse {
        let source = Source::new(&shell.words, self.source);
        let row = SummaryRow::new(self.label, self.value).source(source);
        let why = shell.tw(
            "portal-correction-why",
            &[("register", self.register.into())],
        );
        let who = shell.tw("portal-correction-who", &[("owner", self.owner.into())]);
        let then = shell.t("portal-correction-then");
        let now = shell.t("portal-correction-now");
        let content = [
            SummaryList::new(&shell.words, vec![row]).into(),
            paragraph(&why),
            list([who.as_str(), &then, &now]),
            quiet(&shell.t("portal-unconfirmed")),
            Buttons::new([Button::primary(shell.t(self.back_label)).href(&self.back)]).into(),
        ];
        shell
            .page(shell.t("portal-correction-title"))
            .back(&self.back)
            .markup(Markup::join(content))
    }
}
