//! The forms of the steps: none for what needs no word, a short one where the law wants a reason.

use dean06_contracts::FieldProblem;
use dean06_contracts::casework::DeskAction;
use dean06_kernel::Sources;
use dean06_ui::{Button, Buttons, Choice, ErrorSummary, Field, Hidden, Markup};

use super::action::{Look, look};
use super::dossier::Desk;
use super::more::{self, Sent};
use crate::frame::{CommandKey, Pairs, Reason, Shell};

/// The list of reasons for a refusal.
const REFUSALS: &str = "refusal-reasons";
/// The list of ways to hand a result over.
const CHANNELS: &str = "channels";
/// The most items of a supplement request.
const ITEMS: usize = 20;
/// The longest item, in characters.
const ITEM: usize = 500;
/// The most working days by which an appointment can be moved.
const DAYS: u16 = 60;

/// The forms beside a dossier, with what was typed in the one that was sent.
pub(super) struct Forms {
    key: CommandKey,
    typed: Option<Typed>,
    more: Option<Sent>,
}

/// What was typed for a step.
pub(super) struct Typed {
    pub action: DeskAction,
    pub version: i64,
    pub reason: Reason,
    pub note: Reason,
    pub items: Reason,
    pub sections: Vec<String>,
    pub code: String,
    pub code_error: Option<String>,
    pub days: String,
    pub days_error: Option<String>,
}

/// A step as it stands beside the dossier.
pub(super) struct Step {
    pub action: String,
    pub label: String,
    pub key: char,
    /// One button, without anything to type.
    pub direct: bool,
    /// The form is open: it holds what was typed.
    pub open: bool,
    pub hidden: Markup,
    pub fields: Markup,
    pub buttons: Buttons,
}

impl Forms {
    /// Forms that nobody has typed in.
    pub fn new(sources: &Sources) -> Self {
        Self {
            key: CommandKey::new(sources),
            typed: None,
            more: None,
        }
    }

    /// The form of a step that was sent.
    pub fn sent(key: CommandKey, typed: Typed) -> Self {
        Self {
            key,
            typed: Some(typed),
            more: None,
        }
    }

    /// The form of a step beside the course that was sent.
    pub fn more(key: CommandKey, sent: Sent) -> Self {
        Self {
            key,
            typed: None,
            more: Some(sent),
        }
    }

    /// The key of what is sent next.
    pub fn key(&self) -> &CommandKey {
        &self.key
    }

    /// What is to be mended in the form that was sent.
    pub fn errors(&self, errors: ErrorSummary) -> ErrorSummary {
        let errors = match &self.more {
            Some(sent) => sent.errors(errors),
            None => errors,
        };
        let Some(typed) = &self.typed else {
            return errors;
        };
        let name = |field: &str| name(look(typed.action), field);
        let errors = typed.items.errors(&name("items"), errors);
        let single = [("code", &typed.code_error), ("days", &typed.days_error)];
        let errors = single
            .into_iter()
            .fold(errors, |errors, (field, error)| match error {
                Some(error) => errors.field(name(field), error),
                None => errors,
            });
        let errors = typed.reason.errors(&name("reason"), errors);
        typed.note.errors(&name("note"), errors)
    }

    /// The steps that may be taken now, the primary one first.
    pub fn steps(&self, shell: &Shell, desk: &Desk) -> Vec<Step> {
        let actions = desk.view.actions.as_deref().unwrap_or_default();
        let steps = actions.iter().enumerate().map(|(position, action)| {
            let look = look(*action);
            let typed = self.typed.as_ref().filter(|typed| typed.action == *action);
            let direct = is_direct(desk, *action);
            let label = shell.t(look.label);
            let button = if position == 0 {
                Button::primary(label.clone())
            } else if matches!(action, DeskAction::Refuse | DeskAction::DeclineIntake) {
                Button::danger(label.clone())
            } else {
                Button::secondary(label.clone())
            };
            let button = if direct { button.key(look.key) } else { button };
            let version = desk.view.version.unwrap_or_default().to_string();
            Step {
                action: format!("/desk/dossiers/{}/{}", desk.id, look.name),
                label,
                key: look.key,
                direct,
                open: typed.is_some(),
                hidden: Markup::join([
                    self.key.field().into(),
                    Hidden::new("version", version).into(),
                ]),
                fields: fields(shell, desk, look, typed),
                buttons: Buttons::new([button]),
            }
        });
        let steps = steps.chain(more::steps(shell, desk, &self.key, self.more.as_ref()));
        let (direct, others): (Vec<Step>, Vec<Step>) = steps.partition(|step| step.direct);
        direct.into_iter().chain(others).collect()
    }
}

/// Whether a step needs nothing but its button. To take a dossier from a colleague needs a note.
fn is_direct(desk: &Desk, action: DeskAction) -> bool {
    match action {
        DeskAction::Receive | DeskAction::Approve => true,
        DeskAction::Take => desk.view.holder.is_none(),
        DeskAction::DeclineIntake
        | DeskAction::RequestSupplement
        | DeskAction::Refuse
        | DeskAction::Verify
        | DeskAction::Extend
        | DeskAction::ReturnResult => false,
    }
}

/// The name of a field: each form has its own, so that no two fields of the page share an id.
pub(super) fn name(look: &Look, field: &str) -> String {
    format!("{}.{field}", look.name)
}

fn fields(shell: &Shell, desk: &Desk, look: &Look, typed: Option<&Typed>) -> Markup {
    let words = &shell.words;
    let empty = Typed::empty(look.action);
    let typed = typed.unwrap_or(&empty);
    let name = |field: &str| name(look, field);
    let reason = |label: &str| typed.reason.field(shell, &name("reason"), &shell.t(label));
    let codes = |list: &str| -> Vec<Choice> {
        let list = shell.content.code_list(list).into_iter();
        list.flat_map(|list| list.on(shell.today))
            .map(|entry| Choice::new(&entry.code, words.of(&entry.label)))
            .collect()
    };
    let code = |field: Field| field.value(&typed.code).error(typed.code_error.clone());
    match look.action {
        DeskAction::Receive | DeskAction::Approve => Markup::default(),
        DeskAction::Take if desk.view.holder.is_none() => Markup::default(),
        DeskAction::Take => typed
            .note
            .field(shell, &name("note"), &shell.t("desk-take-note"))
            .into(),
        DeskAction::DeclineIntake => reason("desk-reason")
            .hint(shell.t("desk-reason-hint"))
            .into(),
        DeskAction::Refuse => Markup::join([
            code(Field::radios(
                words,
                name("code"),
                shell.t("desk-refuse-code"),
                codes(REFUSALS),
            ))
            .into(),
            reason("desk-reason")
                .hint(shell.t("desk-reason-hint"))
                .into(),
        ]),
        DeskAction::RequestSupplement => Markup::join([
            typed
                .items
                .field(shell, &name("items"), &shell.t("desk-supplement-items"))
                .hint(shell.t("desk-supplement-items-hint"))
                .into(),
            sections(shell, desk, &name("sections"), typed),
            reason("desk-supplement-reason")
                .hint(shell.t("desk-reason-hint"))
                .into(),
        ]),
        DeskAction::Verify => reason("desk-verify-reason")
            .hint(shell.t("desk-verify-hint"))
            .into(),
        DeskAction::Extend => Markup::join([
            Field::digits(words, name("days"), shell.t("desk-extend-days"), 4)
                .value(&typed.days)
                .error(typed.days_error.clone())
                .into(),
            reason("desk-extend-reason")
                .hint(shell.t("desk-reason-hint"))
                .into(),
        ]),
        DeskAction::ReturnResult => code(Field::radios(
            words,
            name("code"),
            shell.t("desk-return-channel"),
            codes(CHANNELS),
        ))
        .into(),
    }
}

/// Pages of the form that the applicant may change.
fn sections(shell: &Shell, desk: &Desk, name: &str, typed: &Typed) -> Markup {
    let words = &shell.words;
    let sections = desk.view.sections.iter().flatten();
    let choices: Vec<Choice> = sections
        .map(|section| Choice::new(&section.value, words.of(&section.label)))
        .collect();
    if choices.is_empty() {
        return Markup::default();
    }
    Field::checkboxes(words, name, shell.t("desk-supplement-sections"), choices)
        .hint(shell.t("desk-supplement-sections-hint"))
        .chosen(typed.sections.clone())
        .optional()
        .into()
}

impl Typed {
    fn empty(action: DeskAction) -> Self {
        Self {
            action,
            version: 0,
            reason: Reason::default(),
            note: Reason::default(),
            items: Reason::default(),
            sections: Vec::new(),
            code: String::new(),
            code_error: None,
            days: String::new(),
            days_error: None,
        }
    }

    /// Reads the form of a step, and says what is missing in it.
    pub fn read(shell: &Shell, look: &Look, form: &Pairs) -> Self {
        let name = |field: &str| name(look, field);
        let version = form.get("version").and_then(|text| text.parse().ok());
        let mut typed = Self {
            version: version.unwrap_or_default(),
            sections: form.all(&name("sections")).map(str::to_owned).collect(),
            code: form.text(&name("code")).unwrap_or_default().to_owned(),
            days: form.text(&name("days")).unwrap_or_default().to_owned(),
            note: Reason::optional(shell, form, &name("note")),
            ..Self::empty(look.action)
        };
        let reason = |empty: &str| Reason::read(shell, form, &name("reason"), empty);
        match look.action {
            DeskAction::Receive | DeskAction::Approve | DeskAction::Take => {}
            DeskAction::DeclineIntake | DeskAction::Verify => {
                typed.reason = reason("desk-reason-empty");
            }
            DeskAction::Refuse => {
                typed.reason = reason("desk-reason-empty");
                typed.code_error = typed
                    .code
                    .is_empty()
                    .then(|| shell.t("desk-refuse-code-empty"));
            }
            DeskAction::RequestSupplement => {
                typed.reason = reason("desk-reason-empty");
                typed.items =
                    Reason::read(shell, form, &name("items"), "desk-supplement-items-empty");
                typed.check_items(shell);
            }
            DeskAction::Extend => {
                typed.reason = reason("desk-reason-empty");
                typed.days_error = typed
                    .working_days()
                    .is_none()
                    .then(|| shell.tw("desk-extend-days-wrong", &[("n", DAYS.into())]));
            }
            DeskAction::ReturnResult => {
                typed.code_error = typed
                    .code
                    .is_empty()
                    .then(|| shell.t("desk-return-channel-empty"));
            }
        }
        typed
    }

    /// Whether it can be sent.
    pub fn is_right(&self) -> bool {
        self.reason.is_right()
            && self.note.is_right()
            && self.items.is_right()
            && self.code_error.is_none()
            && self.days_error.is_none()
    }

    /// What is asked for, one item a line.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.items.text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// By how many working days an appointment is moved, if that is possible.
    pub fn working_days(&self) -> Option<u16> {
        let days = self.days.parse().ok();
        days.filter(|days| (1..=DAYS).contains(days))
    }

    /// Puts what the owner says beside the fields.
    pub fn mend(&mut self, shell: &Shell, problems: &[FieldProblem]) {
        for problem in problems {
            let text = Some(shell.words.of(&problem.text).to_owned());
            let field = problem.pointer.trim_start_matches('/');
            match field.split('/').next().unwrap_or_default() {
                "items" | "sections" => self.items.error = text,
                "note" => self.note.error = text,
                "reason_code" | "channel" => self.code_error = text,
                "working_days" => self.days_error = text,
                _ => self.reason.error = text,
            }
        }
    }

    fn check_items(&mut self, shell: &Shell) {
        let lines = self.lines();
        let long = lines.iter().any(|line| line.chars().count() > ITEM);
        if lines.len() > ITEMS || long {
            let args = [("items", ITEMS.into()), ("n", ITEM.into())];
            self.items.error = Some(shell.tw("desk-supplement-items-long", &args));
        }
    }
}
