//! How a leg goes on that has no dossier yet.

use dean06_content as content;
use dean06_content::Agreement as Needed;
use dean06_contracts::casework::LegState;
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{ActorRef, ServiceError};
use dean06_store::{Tx, WriteError, crash};

use super::advance::NotAdvanced;
use super::chain::Chain;
use super::facts::{known, surroundings};
use crate::agreement::{Question, ask};
use crate::change::Unwritten;
use crate::drafts::{Judgement, Making, OpenDraft, SUBMITTED};
use crate::edition::fill;
use crate::error::database;
use crate::following::{Following, bundle_link};
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::{Agreement, Bundle, Draft, Leg, VainTry};

/// A leg as it goes on, to be written.
#[derive(Debug)]
pub(super) struct LegStep {
    /// The whole after the step.
    bundle: Bundle,
    /// The leg after the step.
    leg: Leg,
    /// The question that falls away.
    closed: Option<(PersonId, String)>,
    /// The question that is asked.
    question: Option<Question>,
    /// The dossier that it gets of its form.
    begun: Option<(Draft, Making)>,
    following: Following,
}

/// The next step of a leg that waits; nothing while it waits for others.
pub(super) async fn go_on(
    room: &Casework,
    chain: &Chain,
    rule: &content::Leg,
    leg: &Leg,
) -> Result<Option<LegStep>, NotAdvanced> {
    let words = &room.editions.current().words.chain;
    if let Some(broken) = chain.broken(rule) {
        let title = chain.title(&broken.leg_id);
        let reason = fill(&words.why.dependency, "leg", &title);
        return Ok(Some(end(room, chain, leg, reason)));
    }
    // Whoever is asked answers, or the limit passes; both move the leg on.
    if chain.awaited(rule).next().is_some() || leg.state == LegState::AwaitingAgreement {
        return Ok(None);
    }
    let applicant =
        chain.bundle.applicant.as_ref().ok_or_else(|| {
            ServiceError::internal("a submitted application without an applicant")
        })?;
    let facts = known(room, chain, applicant, Some(&rule.id)).await?;
    let procedure = chain.own_procedure()?;
    if !facts.applies(procedure, rule)? {
        return Ok(Some(end(
            room,
            chain,
            leg,
            words.why.not_applicable.clone(),
        )));
    }
    let service = chain.service(rule)?;
    let draft = chain
        .draft_of(leg)
        .ok_or_else(|| ServiceError::internal("a leg without a form"))?;
    let open = OpenDraft::of(
        room,
        applicant.clone(),
        draft.clone(),
        surroundings(chain, facts.around(procedure, rule)?),
    );
    // The family may have moved since: the registers are asked again, and nothing stands in for
    // what they do not tell now.
    let filled = open.fill(service, Age::OnlyNow).await?;
    if let Some(silent) = silent(&open, service, &filled) {
        return Err(NotAdvanced::Silent(silent));
    }
    let judgement = open.judge(service, &filled)?;
    let mut doubtful = judgement.is_doubtful();
    match consent(room, leg, applicant, service, &filled).await? {
        Consent::Given => {}
        Consent::OfSomebody => doubtful = true,
        Consent::Awaited => return Ok(Some(step(chain, leg, LegState::AwaitingAgreement, &open))),
        Consent::ToAsk(person) => {
            let question = ask(&open, &chain.bundle, leg, service, &filled, person);
            return Ok(Some(asked(chain, leg, &open, question)));
        }
    }
    let organisation = open.competent(service, &filled)?;
    let Some(organisation) = organisation.filter(|org| org.code_on(open.today).is_some()) else {
        return Ok(Some(end(
            room,
            chain,
            leg,
            words.why.no_organisation.clone(),
        )));
    };
    // The papers were attached when the whole was submitted. One that has lost its force since then
    // is for the officer to see.
    let (attached, lost) = open.papers().attach(service, &filled.shown).await?;
    doubtful |= !lost.is_empty();
    let mut making = Making::of(&open, service, &filled, &organisation, doubtful)?;
    making.dossier.matters.attached = attached;
    if doubtful {
        making.entry.internal_note = Some(doubts(&words.doubtful, service, &judgement).vi);
    }
    let mut began = step(chain, leg, LegState::Running, &open);
    began.leg.dossier_id = Some(making.dossier.dossier_id.clone());
    began.following = Following::leg_began(room, &chain.edition, &making.dossier);
    began.begun = Some((draft.clone(), making));
    Ok(Some(began))
}

/// Whether somebody agrees that a leg begins.
enum Consent {
    /// Nobody has to, or who has to did.
    Given,
    /// It is not known who has to; an officer finds out.
    OfSomebody,
    /// The person is asked already.
    Awaited,
    /// The person must be asked.
    ToAsk(PersonId),
}

async fn consent(
    room: &Casework,
    leg: &Leg,
    applicant: &ActorRef,
    service: &content::Service,
    filled: &Filled,
) -> Result<Consent, ServiceError> {
    let Some(person) = person_to_ask(applicant, service, filled)? else {
        return Ok(Consent::Given);
    };
    let Ok(person) = person else {
        return Ok(Consent::OfSomebody);
    };
    let (Some(asked), Some(agreement)) = (leg.asked_person, &leg.agreement_id) else {
        return Ok(Consent::ToAsk(person));
    };
    if asked != person {
        return Ok(Consent::ToAsk(person));
    }
    let found = Agreement::find(room.store.read(), person, agreement)
        .await
        .map_err(database)?;
    Ok(match found {
        Some(found) if found.agreed == Some(true) => Consent::Given,
        Some(found) if found.is_open() => Consent::Awaited,
        _ => Consent::ToAsk(person),
    })
}

/// It is not known who has to agree.
pub(super) struct Unknown;

/// Who has to agree beside the applicant, if anybody has to.
pub(super) fn person_to_ask(
    applicant: &ActorRef,
    service: &content::Service,
    filled: &Filled,
) -> Result<Option<Result<PersonId, Unknown>>, ServiceError> {
    let needed = service
        .agreement_needed(&filled.context)
        .map_err(ServiceError::internal)?;
    Ok(match needed {
        Needed::NotNeeded => None,
        Needed::OfUnknown => Some(Err(Unknown)),
        Needed::Of(person) => match person.parse() {
            // Whoever applies agrees.
            Ok(person) if applicant.person == Some(person) => None,
            Ok(person) => Some(Ok(person)),
            Err(_) => Some(Err(Unknown)),
        },
    })
}

/// The registers that did not answer, for people.
fn silent(open: &OpenDraft, service: &content::Service, filled: &Filled) -> Option<Text> {
    let names = filled.answers.silent_together(&open.edition, service)?;
    let words = &open.room.editions.current().words.registers.silent_desk;
    Some(fill(words, "registers", &names))
}

/// What the officer should look at: nothing typed is lost, and nobody can mend it any more.
fn doubts(words: &Text, service: &content::Service, judgement: &Judgement<'_>) -> Text {
    let labels = judgement.problems.iter().filter_map(|problem| {
        let field = service.form().field(&problem.pointer)?;
        Some(field.label.clone())
    });
    let checks = judgement.struck.iter().map(|check| check.message.clone());
    let found: Vec<Text> = labels.chain(checks).collect();
    let join = |text: fn(&Text) -> &str| {
        let texts: Vec<&str> = found.iter().map(text).collect();
        texts.join("; ")
    };
    let found = Text::new(join(|text| &text.vi), join(|text| &text.en));
    fill(words, "what", &found)
}

/// A leg in another state.
fn step(chain: &Chain, leg: &Leg, state: LegState, open: &OpenDraft) -> LegStep {
    moved(chain, leg.now(state, open.now))
}

fn moved(chain: &Chain, leg: Leg) -> LegStep {
    let mut bundle = chain.bundle.clone();
    bundle.version += 1;
    LegStep {
        bundle,
        leg,
        closed: None,
        question: None,
        begun: None,
        following: Following::default(),
    }
}

/// A leg for which somebody is asked; whoever was asked before is asked no more.
fn asked(chain: &Chain, leg: &Leg, open: &OpenDraft, question: Option<Question>) -> LegStep {
    let mut step = step(chain, leg, LegState::AwaitingAgreement, open);
    step.closed = leg.asked_person.zip(leg.agreement_id.clone());
    if let Some(question) = question {
        step.leg.asked_person = Some(question.agreement.person_id);
        step.leg.agreement_id = Some(question.agreement.agreement_id.clone());
        step.following = question.following.clone();
        step.question = Some(question);
    }
    step
}

/// A leg that will not come to a dossier, with the reason in writing.
fn end(room: &Casework, chain: &Chain, leg: &Leg, reason: Text) -> LegStep {
    let mut step = moved(
        chain,
        Leg {
            reason: Some(reason),
            ..leg.now(LegState::NotPossible, room.sources.now_micros())
        },
    );
    step.closed = leg.asked_person.zip(leg.agreement_id.clone());
    if let Some(person) = chain.bundle.applicant_id() {
        step.following.tell(
            room,
            person,
            "leg-not-possible",
            [("leg", chain.title(&leg.leg_id))],
            bundle_link(&chain.bundle.bundle_id),
        );
    }
    step
}

impl LegStep {
    /// Writes the step down. False if somebody was faster: nothing is kept then, and of two
    /// processes that begin a leg at once one makes its dossier.
    pub async fn write(&self, room: &Casework) -> Result<bool, WriteError<Unwritten>> {
        crash::point("casework.leg.before");
        let written = room
            .store
            .write(|tx| Box::pin(async move { self.write_in(tx).await }))
            .await;
        match written {
            Ok(()) => {}
            Err(WriteError::Refused(Unwritten::Overtaken)) => return Ok(false),
            Err(error) => return Err(error),
        }
        crash::point("casework.leg.after");
        if let Some((_, making)) = &self.begun {
            metrics::counter!("dean06_casework_steps_total", "kind" => SUBMITTED).increment(1);
            Following::at_once(room, &making.dossier);
        }
        Ok(true)
    }

    async fn write_in(&self, tx: &Tx<'_>) -> Result<(), WriteError<Unwritten>> {
        let overtaken = || Err(WriteError::Refused(Unwritten::Overtaken));
        if !self.bundle.advance(tx).await? || !self.leg.advance(tx).await? {
            return overtaken();
        }
        let at = self.leg.since;
        if let Some((person, agreement)) = &self.closed {
            Agreement::close(tx, *person, agreement, at).await?;
        }
        if let Some(question) = &self.question {
            question.agreement.insert(tx).await?;
        }
        if let Some((draft, making)) = &self.begun {
            if !draft.submit(tx, &making.dossier.dossier_id).await? {
                return overtaken();
            }
            making.write::<Unwritten>(tx).await?;
        }
        let subject = VainTry::leg(&self.leg.bundle_id, &self.leg.leg_id);
        VainTry::forget(tx, &self.leg.party_id, &subject).await?;
        self.following.write(tx).await?;
        Ok(())
    }
}
