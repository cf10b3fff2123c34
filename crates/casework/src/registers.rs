//! Asking the registers that a service declares.

use std::collections::BTreeMap;
use std::time::Duration;

use dean06_content::{Context, Field, Service};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Actor, ActorRef, Ask, Mediator, MediatorError, ServiceError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::edition::Edition;
use crate::form::{Data, known_only, part_by_type, put};
use crate::rows::Dossier;

/// How long one register may take to answer before the form goes on without it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long an answer is used again while a form is filled in, in microseconds.
const FRESH: i64 = 5 * 60 * 1_000_000;
/// How long a register that did not answer is left alone, in microseconds.
const LEFT_ALONE: i64 = 15 * 1_000_000;

/// What the registers answered, by the id of the source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answers(BTreeMap<String, Answer>);

/// What one register answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Answer {
    /// Moment, UTC microseconds.
    at: i64,
    /// What it was asked.
    request: Value,
    /// What came back.
    outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// It told something.
    Told(Value),
    /// It knows nothing, or does not tell.
    Nothing,
    /// It did not answer.
    Silent,
}

impl Answers {
    /// What a source told; `null` if nothing.
    fn told(&self, source: &str) -> Value {
        match self.0.get(source).map(|answer| &answer.outcome) {
            Some(Outcome::Told(body)) => body.clone(),
            _ => Value::Null,
        }
    }

    /// Names of the registers that did not answer, in one text; nothing if all did.
    pub fn silent_together(&self, edition: &Edition, service: &Service) -> Option<Text> {
        let silent = self.silent(edition, service);
        let join = |name: fn(&Text) -> &str| {
            let names: Vec<&str> = silent.iter().map(name).collect();
            names.join(", ")
        };
        let names = Text::new(join(|text| &text.vi), join(|text| &text.en));
        (!silent.is_empty()).then_some(names)
    }

    /// Names of the registers that did not answer, each once.
    pub fn silent(&self, edition: &Edition, service: &Service) -> Vec<Text> {
        let mut silent: Vec<Text> = Vec::new();
        for source in &service.sources {
            let answer = self.0.get(&source.id).map(|answer| &answer.outcome);
            if answer == Some(&Outcome::Silent) {
                let register = edition.register(&source.service);
                if !silent.contains(&register) {
                    silent.push(register);
                }
            }
        }
        silent
    }

    /// What the registers call a person, if one of them names that person.
    pub fn name_of(&self, person: PersonId) -> Option<String> {
        let person = person.to_string();
        self.0.values().find_map(|answer| match &answer.outcome {
            Outcome::Told(body) => name_in(body, &person).map(str::to_owned),
            _ => None,
        })
    }

    /// The persons whom the answers are about.
    pub fn persons(&self) -> Vec<PersonId> {
        let told = self.0.values().filter_map(|answer| match &answer.outcome {
            Outcome::Told(body) => person(body),
            _ => None,
        });
        told.collect()
    }
}

/// The name that stands beside this person's id, however deep: `name` beside `person_id`,
/// `head_name` beside `head_person_id`.
fn name_in<'v>(value: &'v Value, person: &str) -> Option<&'v str> {
    match value {
        Value::Object(fields) => {
            let own = fields.iter().find_map(|(field, value)| {
                let prefix = field.strip_suffix("person_id")?;
                let named = value.as_str() == Some(person);
                named.then(|| fields.get(&format!("{prefix}name"))?.as_str())?
            });
            own.or_else(|| fields.values().find_map(|inner| name_in(inner, person)))
        }
        Value::Array(items) => items.iter().find_map(|inner| name_in(inner, person)),
        _ => None,
    }
}

/// What an interlinked application gives its legs beside what is typed. A service by itself has
/// nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Around {
    /// What passes from other legs, by name.
    pub passed: Data,
    /// What the application began with; `null` when the applicant began it.
    pub occasion: Value,
}

/// The person whom an answer of a register is about.
pub(crate) fn person(answer: &Value) -> Option<PersonId> {
    answer.get("person_id")?.as_str()?.parse().ok()
}

/// How old answers are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// Fresh ones are used again.
    FreshIsEnough,
    /// All are asked for again; what was told before stands in for a register that is silent now.
    AskAgain,
    /// All are asked for again and nothing stands in for them.
    OnlyNow,
    /// Nobody is asked: what was answered before is all there is.
    AsKnown,
}

/// A form that is filled in, and with what.
pub(crate) struct Asking<'a> {
    pub mediator: &'a Mediator,
    pub service: &'a Service,
    /// On whose behalf this room asks.
    pub actor: &'a Actor,
    /// The draft or dossier.
    pub case: &'a str,
    /// Whose form it is.
    pub applicant: &'a ActorRef,
    /// What was typed.
    pub typed: &'a Data,
    /// What was answered before.
    pub known: &'a Answers,
    /// What the interlinked application gives.
    pub around: &'a Around,
    pub age: Age,
    /// Moment, UTC microseconds.
    pub now: i64,
    pub today: Date,
}

/// A form with the answers of the registers in it.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// The variables of rules: `form` settled, `applicant`, `today`, the sources, and what an
    /// interlinked application gives. Of the form only what is of the type of its field: no rule has
    /// to work with `"three metres"`.
    pub context: Context,
    /// The settled form with everything that was typed, also what is of another type.
    pub shown: Data,
    /// The answers.
    pub answers: Answers,
}

/// The variables of rules before any register was asked.
fn beginning(service: &Service, applicant: &ActorRef, today: Date, around: &Around) -> Context {
    let mut context = Context::new();
    let person = applicant.person.map(|person| person.to_string());
    context.insert(
        "applicant".to_owned(),
        json!({ "person_id": person, "name": applicant.name }),
    );
    context.insert("today".to_owned(), Value::String(today.to_string()));
    context.insert("passed".to_owned(), Value::Object(around.passed.clone()));
    context.insert("occasion".to_owned(), around.occasion.clone());
    for source in &service.sources {
        context.insert(source.id.clone(), Value::Null);
    }
    context
}

/// A declared form with the answers it was declared with.
pub(crate) fn as_declared(service: &Service, dossier: &Dossier, today: Date) -> Filled {
    let (declared, answers) = (&dossier.declared, &dossier.answers);
    let mut context = beginning(service, &dossier.applicant, today, &dossier.matters.around);
    for source in &service.sources {
        context.insert(source.id.clone(), answers.told(&source.id));
    }
    context.insert("form".to_owned(), Value::Object(declared.clone()));
    Filled {
        context,
        shown: declared.clone(),
        answers: answers.clone(),
    }
}

/// Whether a field is shown and may be typed.
fn is_asked(service: &Service, field: &Field, context: &Context) -> Result<bool, ServiceError> {
    let pages = service.form().pages();
    let Some(page) = pages.iter().find(|page| page.section == field.section) else {
        return Ok(false);
    };
    for shown in [
        service.page_shown(page, context),
        service.field_shown(field, context),
    ] {
        if !shown.map_err(ServiceError::internal)? {
            return Ok(false);
        }
    }
    Ok(service.editable(field, context))
}

impl Asking<'_> {
    /// Asks each register in turn; what one tells may decide what the next is asked. A register
    /// that is silent or refuses leaves its fields to be typed.
    pub async fn fill(&self) -> Result<Filled, ServiceError> {
        let service = self.service;
        let all = known_only(service.form(), self.typed);
        let (typed, mistyped) = part_by_type(service.form(), all);
        let mut context = beginning(service, self.applicant, self.today, self.around);
        let mut answers = Answers::default();
        for (index, source) in service.sources.iter().enumerate() {
            let form = self.settled(&context, &typed)?;
            context.insert("form".to_owned(), form);
            let request = service
                .source_request(index, &context)
                .map_err(ServiceError::internal)?;
            let Some(request) = request else { continue };
            let answer = self.answer(&source.id, &source.service, &source.purpose, request);
            answers.0.insert(source.id.clone(), answer.await);
            context.insert(source.id.clone(), answers.told(&source.id));
        }
        let form = self.settled(&context, &typed)?;
        let mut shown = match &form {
            Value::Object(form) => form.clone(),
            _ => Data::new(),
        };
        context.insert("form".to_owned(), form);
        for (pointer, value) in mistyped {
            if let Some(field) = service.form().field(&pointer)
                && is_asked(service, field, &context)?
            {
                put(&mut shown, &field.path, value);
            }
        }
        Ok(Filled {
            context,
            shown,
            answers,
        })
    }

    /// The form as it stands: what was typed, what registers know, and on pages that were never
    /// saved the values that fields begin with.
    fn settled(&self, context: &Context, typed: &Data) -> Result<Value, ServiceError> {
        let mut context = context.clone();
        context.insert("form".to_owned(), Value::Object(typed.clone()));
        let begun = self
            .service
            .prefill(&context)
            .map_err(ServiceError::internal)?;
        let mut form = typed.clone();
        if let Value::Object(begun) = begun {
            for (section, fields) in begun {
                if !typed.contains_key(&section) {
                    form.insert(section, fields);
                }
            }
        }
        context.insert("form".to_owned(), Value::Object(form));
        self.service
            .settle(&context)
            .map_err(ServiceError::internal)
    }

    async fn answer(&self, id: &str, service: &str, purpose: &str, request: Value) -> Answer {
        let before = self
            .known
            .0
            .get(id)
            .filter(|answer| answer.request == request);
        if let Some(before) = before
            && (self.age == Age::AsKnown || self.is_fresh(before))
        {
            return before.clone();
        }
        if self.age == Age::AsKnown {
            return Answer {
                at: self.now,
                request,
                outcome: Outcome::Nothing,
            };
        }
        let outcome = self.ask(service, purpose, request.clone()).await;
        match (before, &outcome) {
            (Some(before), Outcome::Silent)
                if self.age != Age::OnlyNow && matches!(before.outcome, Outcome::Told(_)) =>
            {
                before.clone()
            }
            _ => Answer {
                at: self.now,
                request,
                outcome,
            },
        }
    }

    fn is_fresh(&self, answer: &Answer) -> bool {
        let limit = match answer.outcome {
            Outcome::Told(_) | Outcome::Nothing => FRESH,
            Outcome::Silent => LEFT_ALONE,
        };
        // A clock set back makes an answer of the future, which is as old as unknown.
        self.age == Age::FreshIsEnough && (0..limit).contains(&(self.now - answer.at))
    }

    async fn ask(&self, service: &str, purpose: &str, request: Value) -> Outcome {
        let ask = Ask::new(self.actor, purpose).in_case(self.case);
        let call = self.mediator.call_json(ask, service, request);
        match tokio::time::timeout(PATIENCE, call).await {
            Ok(Ok(body)) => Outcome::Told(body),
            Ok(Err(error)) if tells_nothing(&error) => Outcome::Nothing,
            Ok(Err(error)) => {
                tracing::warn!(service, purpose, %error, "a register did not answer");
                Outcome::Silent
            }
            Err(_) => {
                tracing::warn!(service, purpose, "a register took too long to answer");
                Outcome::Silent
            }
        }
    }
}

/// The owner's "no" is an answer; everything else means that nobody answered.
fn tells_nothing(error: &MediatorError) -> bool {
    matches!(
        error,
        MediatorError::Invalid(_)
            | MediatorError::Service(
                ServiceError::NotFound(_)
                    | ServiceError::Refused(_)
                    | ServiceError::Conflict(_)
                    | ServiceError::Forbidden(_)
                    | ServiceError::Invalid(_)
            )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owners_no_is_an_answer() {
        assert!(tells_nothing(
            &ServiceError::not_found("person-not-found").into()
        ));
        assert!(tells_nothing(&MediatorError::Invalid(Vec::new())));
        assert!(!tells_nothing(&ServiceError::unavailable("down").into()));
        assert!(!tells_nothing(&MediatorError::UnknownService(
            "x.y/1".to_owned()
        )));
    }

    #[test]
    fn a_name_is_found_where_a_register_tells_it() {
        let told = json!({"household": {"members": [
            {"person_id": "a", "name": "Nguyễn Văn A"}, {"person_id": "b"},
        ], "head_person_id": "c", "head_name": "Lê Thị C"}});
        assert_eq!(name_in(&told, "a"), Some("Nguyễn Văn A"));
        assert_eq!(name_in(&told, "b"), None);
        assert_eq!(name_in(&told, "c"), Some("Lê Thị C"));
    }

    #[test]
    fn a_person_is_named_by_the_answer() {
        let id = "018f0000-0000-7000-8000-000000000001";
        assert_eq!(
            person(&json!({"person_id": id})).map(|p| p.to_string()),
            Some(id.to_owned())
        );
        assert_eq!(person(&json!({"person_id": "x"})), None);
        assert_eq!(person(&Value::Null), None);
    }
}
