//! Rules of content: expressions in the Common Expression Language (CEL), compiled once.
//!
//! # For authors of content
//!
//! A rule is a CEL expression over the variables of its place (`form`, `applicant`, the sources by
//! their ids, `today` …). Four things make it kinder than plain CEL, because a form is never full
//! while somebody fills it in:
//!
//! * What is missing is `null`: `form.father.name` is `null` when nobody named a father, and so is
//!   a field of `null`, an unknown key and a list position that does not exist. Misspelt names are
//!   found by `check-content`, which knows the fields of the form and of the sources.
//! * `has(form.father.name)` is true when there is a value other than `null`.
//! * `<`, `<=`, `>` and `>=` are false when one side is missing: an unknown age is neither below
//!   nor above a limit. `==` and `!=` treat `null` as a value of its own.
//! * Where a truth value is needed, missing counts as false.
//!
//! Numbers are whole; there are no decimals, bytes, timestamps or durations. Dates are texts
//! (`"1990"`, `"1990-03"`, `"1990-03-07"`), which compare rightly as texts when they are whole.
//! Operators: `+ - * / %`, comparisons, `&& || !`, `in`, `a ? b : c`, `[]`, list and map literals
//! (keys are literal texts). Macros: `has`, `all`, `exists`, `exists_one`, `map`, `filter`.
//! Of CEL's own functions: `size(x)`, `int(x)` and, on texts, `contains`, `startsWith`,
//! `endsWith`, `matches` (its pattern must be a literal).
//!
//! | function | result |
//! |---|---|
//! | `present(x)` | true unless `x` is missing, an empty text, an empty list or an empty map |
//! | `otherwise(x, y)` | `x` if present, else `y` |
//! | `text(x)` | `x` as text; missing is `""` |
//! | `join(list, separator)` | the present items as one text |
//! | `upper(x)` | in capitals |
//! | `fold(x)` | search key: lower case, no diacritics, `đ` as `d`, single spaces |
//! | `year(date)` | the year as a number |
//! | `age(birth, on)` | completed years on a day, the least they can be when a date is partial |
//! | `age_max(birth, on)` | the most they can be |
//! | `days_between(from, to)` | whole days, the least they can be when a date is partial |
//! | `add_years(date, n)` | the same day `n` years later (of a whole date only); 28 February where there is no 29th |
//! | `date_text(date)` | as a Vietnamese reader writes it: `07/03/1990`, `tháng 3/1990`, `năm 1990` |
//! | `unit_name(code, on)` | full Vietnamese name of an administrative unit on a day |
//! | `label(list, code)` | Vietnamese label of an entry of a code list, which a literal names |
//!
//! Each of them gives `null` when its first argument is missing or makes no sense (a date that is
//! none, an unknown code), except where the table says otherwise.
//!
//! # Limits
//!
//! They bound work and memory by the text of the rule and the size of its input, without a clock:
//! [`MAX_SOURCE_BYTES`], [`MAX_DEPTH`], [`MAX_NODES`], [`MAX_LOOPS`] loops inside each other and
//! [`MAX_LIST_ITEMS`] items for each.

mod compile;
mod convert;
mod functions;
mod measure;
mod template;

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::Context;
use compile::{Compiled, Plan};

pub use functions::{Engine, Library};
pub use template::Template;

/// The longest rule, in bytes.
pub const MAX_SOURCE_BYTES: usize = 2_000;
/// How deep a rule may be nested.
pub const MAX_DEPTH: usize = 40;
/// How many nodes a rule may have after its macros are written out.
pub const MAX_NODES: usize = 600;
/// How many loops (`all`, `exists`, `map`, `filter`) may stand inside each other.
pub const MAX_LOOPS: usize = 2;
/// How many items a list may have that a rule loops over or looks into with `in`.
pub const MAX_LIST_ITEMS: usize = 200;
/// How deep the values of variables may be nested.
pub const MAX_INPUT_DEPTH: usize = 32;

/// A compiled CEL expression. See the [module documentation](self) for the language.
pub struct Rule {
    source: String,
    compiled: Compiled,
}

/// Why a rule cannot be used, or has no result. Never holds a value of a variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Not CEL.
    #[error("{0}")]
    Syntax(String),
    /// One of the limits of the module is exceeded.
    #[error("the rule is too large: {0}")]
    TooLarge(&'static str),
    /// CEL, but not the part of it that content may use.
    #[error("{0} cannot be used in a rule")]
    Forbidden(String),
    /// No such function, or not with that many arguments.
    #[error("there is no function {0} with {1} argument(s)")]
    Function(String, usize),
    /// The rule met a value that it cannot work with.
    #[error("{0}")]
    Value(String),
    /// The result is of the wrong kind.
    #[error("the rule gives {given}, not {wanted}")]
    Kind {
        /// What it should give.
        wanted: &'static str,
        /// What it gave.
        given: &'static str,
    },
}

impl Rule {
    /// Compiles `source`.
    pub fn parse(source: &str) -> Result<Self, RuleError> {
        Ok(Self {
            compiled: compile::compile(source)?,
            source: source.to_owned(),
        })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The paths it reads, each beginning with the name of a variable: `form.child.name` is
    /// `["form", "child", "name"]`. Sorted, each once. What follows an index or a loop variable
    /// is not part of them.
    pub fn references(&self) -> &[Vec<String>] {
        &self.compiled.references
    }

    /// The code lists that it takes labels from.
    pub fn code_lists(&self) -> &[String] {
        &self.compiled.code_lists
    }

    /// Evaluates without administrative units and code lists: `unit_name` and `label` give `null`.
    pub fn eval(&self, context: &Context) -> Result<Value, RuleError> {
        self.eval_in(Engine::bare(), context)
    }

    /// Evaluates with the functions of `engine`. Objects in the result have sorted keys unless the
    /// rule is a plain path.
    pub fn eval_in(&self, engine: &Engine, context: &Context) -> Result<Value, RuleError> {
        match &self.compiled.plan {
            Plan::Path(path) => Ok(convert::lookup(context, path)
                .cloned()
                .unwrap_or(Value::Null)),
            Plan::Program(program) => engine.run(program, context),
        }
    }

    /// Evaluates to a truth value; a missing result is false.
    pub fn truth(&self, engine: &Engine, context: &Context) -> Result<bool, RuleError> {
        match self.eval_in(engine, context)? {
            Value::Bool(value) => Ok(value),
            Value::Null => Ok(false),
            other => Err(RuleError::Kind {
                wanted: "true or false",
                given: kind(&other),
            }),
        }
    }

    /// Evaluates to a text; `None` for a missing or empty one.
    pub fn text(&self, engine: &Engine, context: &Context) -> Result<Option<String>, RuleError> {
        match self.eval_in(engine, context)? {
            Value::String(text) if text.is_empty() => Ok(None),
            Value::String(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            other => Err(RuleError::Kind {
                wanted: "a text",
                given: kind(&other),
            }),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.source).finish()
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Self::parse(&source)
            .map_err(|error| serde::de::Error::custom(format_args!("rule `{source}`: {error}")))
    }
}

#[cfg(test)]
mod tests;
