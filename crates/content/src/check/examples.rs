//! Plays the examples of a service: what is declared, what registers say, and what must come out.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::CheckReport;
use crate::reader::Reader;
use crate::service::FOLDER;
use crate::{Agreement, CheckEffect, Content, Context, Service, ServiceError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// What it shows.
    name: String,
    today: String,
    applicant: Value,
    #[serde(default)]
    sources: Context,
    /// What a bundle passes to the service as a leg.
    #[serde(default)]
    passed: Value,
    /// What the bundle began with.
    #[serde(default)]
    occasion: Value,
    form: Value,
    #[serde(default)]
    dossier: Value,
    #[serde(default)]
    officer: Value,
    #[serde(default)]
    effect: Value,
    /// What the register holds when the effect was done by hand.
    #[serde(default)]
    record: Value,
    expect: Expect,
}

/// What must come out; what is not named is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// Whether the form has no error.
    valid: bool,
    /// Pointers of the errors, all of them.
    errors: Option<BTreeSet<String>>,
    /// Checks that mark the dossier, all of them.
    flags: Option<BTreeSet<String>>,
    /// Checks that refuse it, all of them.
    refused: Option<BTreeSet<String>>,
    /// Checks that name another procedure, all of them.
    redirected: Option<BTreeSet<String>>,
    /// Code of the commune whose organisation handles it.
    competent: Option<String>,
    /// Whose agreement is needed: a `PersonId`, `nobody` or `unknown`.
    agreement: Option<String>,
    /// Whether the machine decides it.
    automatic: Option<bool>,
    /// A part of what the command is sent.
    request: Option<Value>,
    /// Some lines of the result with their values.
    result: Option<Context>,
    /// Whose paper the result is.
    person: Option<String>,
    /// The last day on which the result is in force, or `never`.
    valid_to: Option<String>,
    /// A part of what stands for the effect that was done by hand, made of `record`.
    by_hand: Option<Value>,
}

/// Whether a file in the folder of a service is an example.
pub(super) fn is_example(name: &str) -> bool {
    let example = name.strip_prefix("examples/");
    let stem = example.and_then(|name| name.strip_suffix(".json"));
    stem.is_some_and(|stem| !stem.contains('/'))
}

pub(super) fn play(content: &Content, service: &Service, report: &mut CheckReport) {
    let folder = format!("{FOLDER}{}/", service.slug);
    let mut reader = Reader::new(&content.files);
    let mut count = 0;
    let paths: Vec<&str> = reader
        .paths()
        .filter(|path| path.strip_prefix(&folder).is_some_and(is_example))
        .collect();
    for path in paths {
        let parsed = serde_json::from_slice(reader.bytes(path).unwrap_or_default());
        let Some(example) = reader.take::<Example, _>(path, "", parsed) else {
            continue;
        };
        count += 1;
        let name = example.name.clone();
        let mut player = Player {
            content,
            service,
            problems: Vec::new(),
        };
        if let Err(error) = player.play(example) {
            player.problems.push(error.to_string());
        }
        for problem in player.problems {
            report.error(path, &name, problem);
        }
    }
    report.errors.append(&mut reader.findings);
    report.examples += count;
    if count == 0 {
        report.error(&folder, "examples", "a service needs at least one example");
    }
}

struct Player<'s> {
    content: &'s Content,
    service: &'s Service,
    problems: Vec<String>,
}

impl Player<'_> {
    fn play(&mut self, example: Example) -> Result<(), ServiceError> {
        let Example {
            today,
            applicant,
            mut sources,
            passed,
            occasion,
            form,
            dossier,
            officer,
            effect,
            record,
            expect,
            ..
        } = example;
        let mut context = Context::new();
        context.insert("today".to_owned(), Value::String(today));
        context.insert("applicant".to_owned(), applicant);
        context.insert("passed".to_owned(), passed);
        context.insert("occasion".to_owned(), occasion);
        context.insert("form".to_owned(), form);
        self.ask(&mut context, &mut sources)?;
        let settled = self.service.settle(&context)?;
        context.insert("form".to_owned(), settled);

        self.judge(&context, &expect)?;
        context.insert("dossier".to_owned(), dossier);
        context.insert("officer".to_owned(), officer);
        context.insert("effect".to_owned(), effect);
        self.decide(&mut context, record, &expect)
    }

    /// What is found before anybody decides.
    fn judge(&mut self, context: &Context, expect: &Expect) -> Result<(), ServiceError> {
        let errors = self.service.validate(context)?;
        let pointers: BTreeSet<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        if expect.valid != errors.is_empty() {
            let told: Vec<String> = errors
                .iter()
                .map(|error| format!("{} ({})", error.pointer, error.keyword))
                .collect();
            self.problems
                .push(format!("the form has the errors [{}]", told.join(", ")));
        }
        self.same("errors", expect.errors.as_ref(), &pointers);

        let struck = self.service.run_checks(context)?;
        let of = |effect: CheckEffect| -> BTreeSet<String> {
            struck
                .iter()
                .filter(|check| check.effect == effect)
                .map(|check| check.id.clone())
                .collect()
        };
        self.same("flags", expect.flags.as_ref(), &of(CheckEffect::Flag));
        self.same("refused", expect.refused.as_ref(), &of(CheckEffect::Refuse));
        self.same(
            "redirected",
            expect.redirected.as_ref(),
            &of(CheckEffect::Redirect),
        );

        let commune = self.service.competent(context)?;
        if let Some(expected) = &expect.competent {
            if commune.as_ref() != Some(expected) {
                let found = commune.as_deref().unwrap_or("nobody");
                self.problems
                    .push(format!("competent is {found}, not {expected}"));
            }
            let kind = &self.service.competent.kind;
            if self.content.organisation_for(kind, expected).is_none() {
                self.problems
                    .push(format!("there is no {kind} of the commune {expected}"));
            }
        }
        let agreement = match self.service.agreement_needed(context)? {
            Agreement::NotNeeded => "nobody".to_owned(),
            Agreement::Of(person) => person,
            Agreement::OfUnknown => "unknown".to_owned(),
        };
        self.is("agreement", expect.agreement.as_ref(), &agreement);
        let automatic = self.service.decided_by_machine(context)?;
        self.is("automatic", expect.automatic.as_ref(), &automatic);
        self.service.related(context)?;
        Ok(())
    }

    /// What follows a decision in favour.
    fn decide(
        &mut self,
        context: &mut Context,
        record: Value,
        expect: &Expect,
    ) -> Result<(), ServiceError> {
        let request = self.service.effect_request(context)?.unwrap_or_default();
        if let Some(expected) = &expect.request {
            self.part("request", expected, &request);
        }
        let lines: Context = self
            .service
            .result_fields(context)?
            .into_iter()
            .map(|line| (line.id, line.value))
            .collect();
        if let Some(expected) = &expect.result {
            self.part("result", &expected.clone().into(), &lines.into());
        }
        let person = self.service.result_person(context)?;
        let person = person.unwrap_or_else(|| "nobody".to_owned());
        self.is("person", expect.person.as_ref(), &person);
        let last_day = self.service.result_valid_to(context)?;
        let last_day = last_day.map_or_else(|| "never".to_owned(), |day| day.to_string());
        self.is("valid_to", expect.valid_to.as_ref(), &last_day);
        context.insert("record".to_owned(), record);
        self.service.by_hand_request(context)?;
        let by_hand = self.service.by_hand_effect(context)?.unwrap_or_default();
        if let Some(expected) = &expect.by_hand {
            self.part("by_hand", expected, &by_hand);
        }
        Ok(())
    }

    fn is<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected
            && expected != found
        {
            self.problems
                .push(format!("{what} is {found:?}, not {expected:?}"));
        }
    }

    /// Gives each source its answer; one that would not be asked has none.
    fn ask(&mut self, context: &mut Context, sources: &mut Context) -> Result<(), ServiceError> {
        for (index, source) in self.service.sources.iter().enumerate() {
            let answer = sources.remove(&source.id).unwrap_or(Value::Null);
            let asked = self.service.source_request(index, context)?.is_some();
            if !asked && !answer.is_null() {
                self.problems.push(format!(
                    "the source {} is not asked in this case",
                    source.id
                ));
            }
            context.insert(source.id.clone(), answer);
        }
        for unknown in sources.keys() {
            self.problems.push(format!("there is no source {unknown}"));
        }
        Ok(())
    }

    fn same(&mut self, what: &str, expected: Option<&BTreeSet<String>>, found: &BTreeSet<String>) {
        if let Some(expected) = expected
            && expected != found
        {
            self.problems
                .push(format!("{what} are {found:?}, not {expected:?}"));
        }
    }

    /// Every part of `expected` must be in `found`; objects in `found` may have more.
    fn part(&mut self, place: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                for (name, expected) in expected {
                    let found = found.get(name).unwrap_or(&Value::Null);
                    self.part(&format!("{place}.{name}"), expected, found);
                }
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.part(&format!("{place}.{index}"), expected, found);
                }
            }
            _ if expected == found => {}
            _ => self
                .problems
                .push(format!("{place} is {found}, not {expected}")),
        }
    }
}
