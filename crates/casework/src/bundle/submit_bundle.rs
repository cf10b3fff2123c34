use dean06_content::CheckEffect;
use dean06_contracts::casework::{
    BundleState, LegState, SubmitBundle, SubmitBundleRequest, SubmitBundleResponse,
};
use dean06_contracts::{Contract, FieldProblem};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError, crash};

use super::judged::{JudgedForm, JudgedLeg, judge};
use super::next::quoted;
use super::own_bundle::OwnBundle;
use super::start_leg::person_to_ask;
use super::{beside, timer};
use crate::agreement::{Question, ask};
use crate::change::{Change, Made, Unwritten, make};
use crate::clocks::{self, TOTAL};
use crate::drafts::{Making, Numbers, SUBMITTED, about};
use crate::error::check_refused;
use crate::following::{Following, bundle_link, due};
use crate::registers::Age;
use crate::room::Casework;
use crate::rows::{Bundle, Draft, Leg};

/// An application that is submitted, to be written.
struct Submitting {
    bundle: Bundle,
    numbers: Numbers,
    legs: Vec<Leg>,
    /// Forms that wait for their dossiers.
    sealed: Vec<Draft>,
    /// Forms that get their dossiers at once.
    begun: Vec<(Draft, Making)>,
    questions: Vec<Question>,
    following: Following,
}

/// Submits an interlinked application. Every wanted leg is judged, in order, as the applicant saw it.
/// The version of the content that is in force at this moment counts until the last leg is done.
/// Legs that need no other begin at once.
pub(crate) async fn submit_bundle(
    room: Casework,
    context: Context,
    request: SubmitBundleRequest,
) -> Result<Reply<SubmitBundleResponse>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    if let Some(body) = already(&own.chain.bundle) {
        return Ok(Reply::public(body));
    }
    let planned = plan(&own, &request).await;
    let began = planned.as_ref().ok().map(|planned| {
        let makings = planned.begun.iter().map(|(_, making)| &making.dossier);
        makings.cloned().collect::<Vec<_>>()
    });
    match make(&room, &own.key(SubmitBundle::NAME)?, planned).await? {
        Made::Now(body) => {
            crash::point("casework.bundle.submitted");
            metrics::counter!("dean06_casework_bundles_submitted_total").increment(1);
            for dossier in began.into_iter().flatten() {
                metrics::counter!("dean06_casework_steps_total", "kind" => SUBMITTED).increment(1);
                Following::at_once(&room, &dossier);
            }
            let bundle = &own.chain.bundle;
            beside(&room, &bundle.party_id, &bundle.bundle_id);
            Ok(Reply::public(body))
        }
        Made::Before(body) => Ok(Reply::public(body)),
        // Of two at once, the slower gets the number of the faster.
        Made::Overtaken => {
            let now = OwnBundle::find(&room, &context, &request.bundle_id).await?;
            already(&now.chain.bundle)
                .map(Reply::public)
                .ok_or_else(|| ServiceError::conflict("bundle-changed"))
        }
    }
}

/// The answer to a second submission.
fn already(bundle: &Bundle) -> Option<SubmitBundleResponse> {
    bundle.number.as_ref()?;
    Some(SubmitBundleResponse {
        bundle_id: Some(bundle.bundle_id.clone()),
        number: bundle.number.clone(),
        submitted_at: bundle.submitted_at,
        due_at: bundle.due_at,
    })
}

async fn plan(own: &OwnBundle, request: &SubmitBundleRequest) -> Result<Submitting, ServiceError> {
    let (room, chain) = (&own.room, &own.chain);
    if chain.bundle.state != BundleState::Draft {
        return Err(ServiceError::conflict("bundle-ended"));
    }
    if chain.bundle.version != request.version {
        return Err(ServiceError::conflict("bundle-changed"));
    }
    in_force(own)?;
    let applicant = own.context.actor.reference();
    let mut judged = judge(room, chain, applicant, Age::AskAgain).await?;
    as_seen(&judged, request)?;
    faultless(own, &judged)?;
    attach_all(&mut judged).await?;
    let mut bundle = chain.bundle.clone();
    let procedure = chain.own_procedure()?;
    let calendar = chain.edition.content.calendar();
    bundle.version += 1;
    bundle.state = BundleState::Running;
    bundle.content_digest = Some(chain.edition.content.digest().to_owned());
    bundle.applicant = Some(applicant.clone());
    bundle.submitted_at = Some(own.now);
    bundle.due_at = clocks::due(calendar, procedure.clock(TOTAL), own.now);
    bundle.about = judged.iter().find_map(|leg| {
        let form = leg.form.as_ref()?;
        about(leg.service, &form.filled)
    });
    let mut following = Following::default();
    if let Some(person) = bundle.applicant_id() {
        let values = [
            ("title", procedure.title.clone()),
            ("due", due(room, bundle.due_at)),
        ];
        let link = bundle_link(&bundle.bundle_id);
        following.tell(room, person, "bundle-submitted", values, link);
    }
    following.time(timer(&bundle.party_id, &bundle.bundle_id, own.now));
    let mut submitting = Submitting {
        numbers: numbers(own, &judged)?,
        bundle,
        legs: Vec::new(),
        sealed: Vec::new(),
        begun: Vec::new(),
        questions: Vec::new(),
        following,
    };
    for leg in chain.legs() {
        let found = judged.iter().find(|judged| judged.leg.leg_id == leg.leg_id);
        match found.and_then(|judged| Some((judged, judged.form.as_ref()?))) {
            Some((judged, form)) => submitting.add(own, judged, form)?,
            None => submitting.legs.push(leg.now(LegState::NotChosen, own.now)),
        }
    }
    Ok(submitting)
}

/// Fails if another procedure of the family is in force by now.
fn in_force(own: &OwnBundle) -> Result<(), ServiceError> {
    let bundle = &own.chain.bundle;
    let content = &own.chain.edition.content;
    let today = own.room.sources.today();
    match content.bundle_in_force(&bundle.family, today) {
        Some(procedure) if procedure.slug == bundle.slug => Ok(()),
        Some(procedure) => Err(ServiceError::refused("bundle-to-move")
            .with("title_vi", procedure.title.vi.clone())
            .with("title_en", procedure.title.en.clone())),
        None => Err(ServiceError::refused("bundle-not-in-force")),
    }
}

/// Fails unless every form is at the version that was seen.
fn as_seen(judged: &[JudgedLeg<'_>], request: &SubmitBundleRequest) -> Result<(), ServiceError> {
    let is_seen = |leg: &JudgedLeg<'_>| {
        let Some(form) = &leg.form else { return true };
        request.drafts.get(&leg.rule.id) == Some(&form.open.draft.version)
    };
    if judged.iter().all(is_seen) {
        Ok(())
    } else {
        Err(ServiceError::conflict("draft-changed"))
    }
}

/// Fails if anything speaks against submitting. Pointers of fields begin with the name of the leg.
fn faultless(own: &OwnBundle, judged: &[JudgedLeg<'_>]) -> Result<(), ServiceError> {
    let wanted = || judged.iter().filter(|leg| leg.form.is_some());
    if wanted().next().is_none() {
        return Err(ServiceError::refused("bundle-empty"));
    }
    for leg in wanted() {
        let is_missing = |id: &&String| wanted().all(|other| other.rule.id != **id);
        if let Some(missing) = leg.rule.after.iter().find(is_missing) {
            let needed = quoted(&[own.chain.title(missing)]);
            let title = own.chain.title(&leg.rule.id);
            return Err(ServiceError::refused("leg-needs-another")
                .with("title_vi", title.vi)
                .with("title_en", title.en)
                .with("needed_vi", needed.vi)
                .with("needed_en", needed.en));
        }
    }
    for (leg, form) in wanted().filter_map(|leg| Some((leg, leg.form.as_ref()?))) {
        if !form.problems.is_empty() || form.organisation.is_none() {
            form.open.heard(leg.service, &form.filled)?;
        }
    }
    let mut problems = Vec::new();
    for leg in wanted() {
        let form = leg.form.iter();
        problems.extend(
            form.flat_map(|form| &form.problems)
                .map(|problem| FieldProblem {
                    pointer: format!("/{}{}", leg.rule.id, problem.pointer),
                    text: problem.text.clone(),
                }),
        );
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    for form in wanted().filter_map(|leg| leg.form.as_ref()) {
        if let Some(check) = form.obstacle {
            return Err(check_refused(&check.message));
        }
        if form.organisation.is_none() {
            return Err(ServiceError::refused("no-competent-organisation"));
        }
    }
    Ok(())
}

/// Attaches the papers of the store that the forms use.
async fn attach_all(judged: &mut [JudgedLeg<'_>]) -> Result<(), ServiceError> {
    let mut wrong = Vec::new();
    for leg in judged {
        let Some(form) = &mut leg.form else { continue };
        let (attached, problems) = form
            .open
            .papers()
            .attach(leg.service, &form.filled.shown)
            .await?;
        form.attached = attached;
        wrong.extend(problems.into_iter().map(|problem| FieldProblem {
            pointer: format!("/{}{}", leg.rule.id, problem.pointer),
            ..problem
        }));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(wrong))
    }
}

/// Numbers of the whole are those of the organisation of its first leg.
fn numbers(own: &OwnBundle, judged: &[JudgedLeg<'_>]) -> Result<Numbers, ServiceError> {
    let mut forms = judged.iter().filter_map(|leg| leg.form.as_ref());
    let first = forms.find_map(|form| form.organisation.as_ref());
    let day = own.room.sources.today();
    let code = first
        .and_then(|organisation| organisation.code_on(day))
        .ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
    let numbering = &own.chain.own_procedure()?.number;
    Ok(Numbers::new("bundle", numbering, code, day))
}

impl Submitting {
    /// Adds a wanted leg: with its dossier if it needs no other leg and nobody's agreement.
    fn add(
        &mut self,
        own: &OwnBundle,
        judged: &JudgedLeg<'_>,
        form: &JudgedForm<'_>,
    ) -> Result<(), ServiceError> {
        let service = judged.service;
        let begins = judged.rule.after.is_empty();
        let applicant = &form.open.applicant;
        let consent = person_to_ask(applicant, service, &form.filled)?;
        let mut leg = judged.leg.now(LegState::Waiting, own.now);
        if let Some(Ok(person)) = consent {
            let question = ask(
                &form.open,
                &self.bundle,
                judged.leg,
                service,
                &form.filled,
                person,
            );
            if let Some(question) = question {
                leg.asked_person = Some(person);
                leg.agreement_id = Some(question.agreement.agreement_id.clone());
                self.following.and(question.following.clone());
                self.questions.push(question);
            }
            if begins {
                leg.state = LegState::AwaitingAgreement;
            }
        } else if begins {
            let mut struck = form.struck.iter();
            let flagged =
                consent.is_some() || struck.any(|check| check.effect == CheckEffect::Flag);
            let organisation = form
                .organisation
                .as_ref()
                .ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
            let mut making = Making::of(&form.open, service, &form.filled, organisation, flagged)?;
            making.dossier.matters.attached.clone_from(&form.attached);
            leg.state = LegState::Running;
            leg.dossier_id = Some(making.dossier.dossier_id.clone());
            self.following
                .and(Following::made(&form.open.edition, &making.dossier));
            self.begun.push((form.open.draft.clone(), making));
            self.legs.push(leg);
            return Ok(());
        }
        self.sealed.push(Draft {
            answers: form.filled.answers.clone(),
            ..form.open.draft.clone()
        });
        self.legs.push(leg);
        Ok(())
    }
}

#[async_trait::async_trait]
impl Change for Submitting {
    type Answer = SubmitBundleResponse;

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<Option<SubmitBundleResponse>, WriteError<Unwritten>> {
        // Of two at once, the slower waits here for the faster.
        if !self.bundle.advance(tx).await? {
            return Ok(None);
        }
        for draft in &self.sealed {
            if !draft.seal(tx).await? {
                return Ok(None);
            }
        }
        for (draft, making) in &self.begun {
            if !draft.submit(tx, &making.dossier.dossier_id).await? {
                return Ok(None);
            }
        }
        for leg in &self.legs {
            if !leg.advance(tx).await? {
                return Ok(None);
            }
        }
        for question in &self.questions {
            question.agreement.insert(tx).await?;
        }
        self.following.write(tx).await?;
        for (_, making) in &self.begun {
            making.write::<Unwritten>(tx).await?;
        }
        let number = self.numbers.next::<Unwritten>(tx).await?;
        self.bundle.set_number(tx, &number).await?;
        Ok(Some(SubmitBundleResponse {
            bundle_id: Some(self.bundle.bundle_id.clone()),
            number: Some(number),
            submitted_at: self.bundle.submitted_at,
            due_at: self.bundle.due_at,
        }))
    }
}
