//! Steps beside the course of a dossier: to try again what a register did not answer, to record
//! what was done by hand, to take a result back.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use dean06_contracts::FieldProblem;
use dean06_contracts::casework::{
    ChainLeg, FinishByHand, FinishByHandRequest, RetryLeg, RetryLegRequest, RevokeResult,
    RevokeResultRequest,
};
use dean06_ui::{Button, Buttons, ErrorSummary, Field, Hidden, Markup, Notice, Tone};

use super::chain::is_here;
use super::dossier::Desk;
use super::forms::{Forms, Step};
use crate::frame::{
    Address, Answer, CASE_HANDLING, CommandKey, Officer, Pairs, Posted, Reason, Refused, Shell,
};

/// The longest name of an entry in a register, in characters.
const REFERENCE: usize = 100;

/// A step beside the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Retry,
    FinishByHand,
    Revoke,
}

/// How it looks at the desk.
#[derive(Debug)]
pub(super) struct More {
    kind: Kind,
    /// Its name in addresses.
    pub name: &'static str,
    /// The message on its button.
    pub label: &'static str,
    /// What it says once it is done.
    done: &'static str,
    /// The key that leads to it.
    pub key: char,
}

const RETRY: More = More {
    kind: Kind::Retry,
    name: "retry",
    label: "desk-retry",
    done: "desk-done-retry",
    key: 'y',
};
const BY_HAND: More = More {
    kind: Kind::FinishByHand,
    name: "finish-by-hand",
    label: "desk-by-hand",
    done: "desk-done-by-hand",
    key: 'h',
};
const REVOKE: More = More {
    kind: Kind::Revoke,
    name: "revoke-result",
    label: "desk-revoke",
    done: "desk-done-revoke",
    key: 'v',
};
const ALL: [&More; 3] = [&RETRY, &BY_HAND, &REVOKE];

/// What the address says when a try came to nothing.
const WAITS: (&str, &str) = ("retry-waits", "desk-done-retry-waits");

/// The step with this name in addresses.
pub(super) fn named(name: &str) -> Option<&'static More> {
    ALL.into_iter().find(|more| more.name == name)
}

/// What is said once a step is done.
pub(super) fn done(name: &str) -> Option<&'static str> {
    if name == WAITS.0 {
        return Some(WAITS.1);
    }
    named(name).map(|more| more.done)
}

/// The steps that this officer may take now.
pub(super) fn offered(desk: &Desk) -> impl Iterator<Item = &'static More> {
    let leg = own_leg(desk);
    ALL.into_iter().filter(move |more| match more.kind {
        Kind::Retry => leg.is_some_and(|leg| leg.can_retry == Some(true)),
        Kind::FinishByHand => leg.is_some_and(|leg| leg.can_finish_by_hand == Some(true)),
        Kind::Revoke => desk.view.can_revoke == Some(true),
    })
}

/// The leg that the dossier on the desk is.
fn own_leg(desk: &Desk) -> Option<&ChainLeg> {
    let mut legs = desk
        .chain
        .iter()
        .flat_map(|chain| chain.legs.iter().flatten());
    legs.find(|leg| is_here(desk, leg))
}

/// A form of these as it was sent.
#[derive(Debug)]
pub(super) struct Sent {
    kind: Kind,
    name: &'static str,
    reference: Reason,
    text: Reason,
}

impl Sent {
    /// Reads a form, and says what is missing in it.
    pub fn read(shell: &Shell, more: &More, form: &Pairs) -> Self {
        let name = |field: &str| format!("{}.{field}", more.name);
        let empty = Reason::default;
        let (reference, text) = match more.kind {
            Kind::Retry => (empty(), empty()),
            Kind::FinishByHand => {
                let reference = name("reference");
                let reference = Reason::read(shell, form, &reference, "desk-reference-empty");
                let long = reference.text.chars().count() > REFERENCE;
                let long =
                    long.then(|| shell.tw("portal-text-too-long", &[("n", REFERENCE.into())]));
                let note = Reason::read(shell, form, &name("text"), "desk-by-hand-note-empty");
                (reference.wrong(long), note)
            }
            Kind::Revoke => {
                let reason = Reason::read(shell, form, &name("text"), "desk-revoke-reason-empty");
                (empty(), reason)
            }
        };
        Self {
            kind: more.kind,
            name: more.name,
            reference,
            text,
        }
    }

    /// Whether it can be sent.
    pub fn is_right(&self) -> bool {
        self.reference.is_right() && self.text.is_right()
    }

    /// What is to be mended.
    pub fn errors(&self, errors: ErrorSummary) -> ErrorSummary {
        let errors = self
            .reference
            .errors(&format!("{}.reference", self.name), errors);
        self.text.errors(&format!("{}.text", self.name), errors)
    }

    fn mend(&mut self, shell: &Shell, problems: &[FieldProblem]) {
        for problem in problems {
            let text = Some(shell.words.of(&problem.text).to_owned());
            if problem.pointer == "/reference" {
                self.reference.error = text;
            } else {
                self.text.error = text;
            }
        }
    }
}

/// The steps as they stand beside the dossier.
pub(super) fn steps(
    shell: &Shell,
    desk: &Desk,
    key: &CommandKey,
    sent: Option<&Sent>,
) -> Vec<Step> {
    let steps = offered(desk).map(|more| {
        let typed = sent.filter(|sent| sent.kind == more.kind);
        let direct = more.kind == Kind::Retry;
        let label = shell.t(more.label);
        let button = match more.kind {
            Kind::Retry => Button::secondary(label.clone()).key(more.key),
            Kind::FinishByHand => Button::secondary(label.clone()),
            Kind::Revoke => Button::danger(label.clone()),
        };
        let version = own_leg(desk).and_then(|leg| leg.version);
        let version = version.or(desk.view.version).unwrap_or_default();
        Step {
            action: format!("/desk/dossiers/{}/{}", desk.id, more.name),
            label,
            key: more.key,
            direct,
            open: typed.is_some(),
            hidden: Markup::join([
                key.field().into(),
                Hidden::new("version", version.to_string()).into(),
            ]),
            fields: fields(shell, more, typed),
            buttons: Buttons::new([button]),
        }
    });
    steps.collect()
}

fn fields(shell: &Shell, more: &More, sent: Option<&Sent>) -> Markup {
    let name = |field: &str| format!("{}.{field}", more.name);
    let empty = Reason::default();
    let reference = sent.map_or(&empty, |sent| &sent.reference);
    let text = sent.map_or(&empty, |sent| &sent.text);
    match more.kind {
        Kind::Retry => Markup::default(),
        Kind::FinishByHand => {
            let label = shell.t("desk-reference");
            let reference = Field::text(&shell.words, name("reference"), label)
                .hint(shell.t("desk-reference-hint"))
                .value(&reference.text)
                .error(reference.error.clone());
            let note = text
                .field(shell, &name("text"), &shell.t("desk-by-hand-note"))
                .hint(shell.t("desk-by-hand-hint"));
            Markup::join([reference.into(), note.into()])
        }
        Kind::Revoke => text
            .field(shell, &name("text"), &shell.t("desk-reason"))
            .hint(shell.t("desk-revoke-hint"))
            .into(),
    }
}

pub(super) async fn retry(
    officer: Officer,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let key = CommandKey::of(&form, &officer.web.sources);
    let request = RetryLegRequest {
        dossier_id: dossier_id.clone(),
        leg_id: form.text("leg").map(str::to_owned),
    };
    let tried = officer
        .command::<RetryLeg>(CASE_HANDLING, &dossier_id, key.as_str(), &request)
        .await
        .map_err(|error| officer.stop(&error))?;
    let went_on = tried.went_on == Some(true);
    Ok(taken(
        &dossier_id,
        if went_on { RETRY.name } else { WAITS.0 },
    ))
}

pub(super) async fn finish_by_hand(
    officer: Officer,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let key = CommandKey::of(&form, &officer.web.sources);
    let sent = Sent::read(&officer.shell, &BY_HAND, &form);
    if !sent.is_right() {
        return again(&officer, &dossier_id, sent, None).await;
    }
    let version = form.get("version").and_then(|text| text.parse().ok());
    let request = FinishByHandRequest {
        dossier_id: dossier_id.clone(),
        version: version.unwrap_or_default(),
        reference: sent.reference.text.clone(),
        note: sent.text.text.clone(),
    };
    let finished = officer
        .command::<FinishByHand>(CASE_HANDLING, &dossier_id, key.as_str(), &request)
        .await;
    match finished {
        Ok(_) => Ok(taken(&dossier_id, BY_HAND.name)),
        Err(error) => {
            let refused = officer.refused(&error)?;
            again(&officer, &dossier_id, sent, Some(refused)).await
        }
    }
}

pub(super) async fn revoke(
    officer: Officer,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let key = CommandKey::of(&form, &officer.web.sources);
    let sent = Sent::read(&officer.shell, &REVOKE, &form);
    if !sent.is_right() {
        return again(&officer, &dossier_id, sent, None).await;
    }
    let request = RevokeResultRequest {
        dossier_id: dossier_id.clone(),
        reason: sent.text.text.clone(),
        replaced_by: None,
    };
    let revoked = officer
        .command::<RevokeResult>(CASE_HANDLING, &dossier_id, key.as_str(), &request)
        .await;
    match revoked {
        Ok(_) => Ok(taken(&dossier_id, REVOKE.name)),
        Err(error) => {
            let refused = officer.refused(&error)?;
            again(&officer, &dossier_id, sent, Some(refused)).await
        }
    }
}

/// The dossier, which says what was done.
fn taken(dossier_id: &str, done: &str) -> Response {
    let page = Address::new(format!("/desk/dossiers/{dossier_id}")).with("done", done);
    Redirect::to(&page.to_string()).into_response()
}

/// The dossier again, with what was typed and why the step was not taken.
async fn again(
    officer: &Officer,
    dossier_id: &str,
    mut sent: Sent,
    refused: Option<Refused>,
) -> Answer {
    let shell = &officer.shell;
    let mut notice = None;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match refused {
        Some(Refused::Fields(problems)) => sent.mend(shell, &problems),
        Some(Refused::Said(told, text)) => {
            status = told;
            notice = Some(Notice::new(Tone::Bad, shell.t("portal-not-done")).text(&text));
        }
        None => {}
    }
    let desk = Desk::open(officer, dossier_id).await?;
    let forms = Forms::more(CommandKey::new(&officer.web.sources), sent);
    Ok(desk.page(shell, &forms, notice, status).into_response())
}
