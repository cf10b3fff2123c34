//! The functions of rules and the engine that knows them.

use std::cmp::Ordering;
use std::sync::{Arc, LazyLock};

use cel::Value as Cel;
use cel::common::ast::{IdedExpr, operators as op};
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::objects::Key;
use cel::{Context as Scope, Env, ExecutionError};
use dean06_kernel::{Language, PartialDate, Text, search_key};
use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use super::{MAX_LIST_ITEMS, RuleError, compile, convert};
use crate::Context;

// Functions that the compiler puts in; `@` keeps them out of reach of content.
pub(super) const FIELD: &str = "@field";
pub(super) const TRUTH: &str = "@truth";
pub(super) const LESS: &str = "@less";
pub(super) const LESS_EQUALS: &str = "@less_equals";
pub(super) const LIST: &str = "@list";
pub(super) const SIZE: &str = "@size";
pub(super) const TEXT: &str = "text";

/// How many arguments a function of ours takes.
pub(super) fn arity(name: &str) -> Option<usize> {
    Some(match name {
        "present" | TEXT | "upper" | "fold" | "year" | "date_text" => 1,
        "otherwise" | "join" | "age" | "age_max" | "days_between" | "add_years" | "unit_name"
        | "label" => 2,
        _ => return None,
    })
}

/// Whether a function or operator never gives anything but true or false.
pub(super) fn gives_truth(name: &str) -> bool {
    matches!(
        name,
        op::LOGICAL_AND
            | op::LOGICAL_OR
            | op::LOGICAL_NOT
            | op::EQUALS
            | op::NOT_EQUALS
            | op::IN
            | op::NOT_STRICTLY_FALSE
            | LESS
            | LESS_EQUALS
            | TRUTH
            | "present"
            | "contains"
            | "startsWith"
            | "endsWith"
            | "matches"
    )
}

/// What rules can look up beside their variables.
pub trait Library: Send + Sync {
    /// Full name of an administrative unit on a day, in both languages.
    fn unit_name(&self, code: &str, on: Date) -> Option<Text>;
    /// Label of an entry of a code list, also of one that is no longer given out.
    fn label(&self, list: &str, code: &str) -> Option<Text>;
}

struct NoLibrary;

impl Library for NoLibrary {
    fn unit_name(&self, _code: &str, _on: Date) -> Option<Text> {
        None
    }

    fn label(&self, _list: &str, _code: &str) -> Option<Text> {
        None
    }
}

/// Evaluates rules. Made once for a version of the content.
pub struct Engine {
    root: Scope<'static, 'static>,
}

impl Engine {
    /// An engine whose rules can look into `library`, and speak Vietnamese.
    pub fn new(library: Arc<dyn Library>) -> Self {
        Self::speaking(Language::Vi, library)
    }

    /// The same with labels, names of units and dates in another language.
    pub fn speaking(language: Language, library: Arc<dyn Library>) -> Self {
        static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));
        let mut root = Scope::with_env(Arc::clone(&ENV));
        add_internal(&mut root);
        add_public(&mut root, language, library);
        Self { root }
    }

    /// The engine without administrative units and code lists.
    pub fn bare() -> &'static Self {
        static BARE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Arc::new(NoLibrary)));
        &BARE
    }

    pub(super) fn run(&self, program: &IdedExpr, context: &Context) -> Result<Value, RuleError> {
        let variables = Variables(context);
        let root = shorten(&self.root);
        let mut scope = root.new_inner_scope();
        scope.set_variable_resolver(&variables);
        let result = Cel::resolve(program, &scope).map_err(|error| explain(&error))?;
        convert::to_json(&result)
    }
}

/// Lets the scope borrow variables that live shorter than the engine.
fn shorten<'s>(scope: &'s Scope<'static, 'static>) -> &'s Scope<'s, 's> {
    scope
}

/// Looks rewritten paths up in the JSON input; what is missing is `null`.
struct Variables<'c>(&'c Context);

impl VariableResolver for Variables<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        if name.starts_with('@') {
            return None;
        }
        let value = match convert::lookup(self.0, compile::split(name)) {
            Some(value) => convert::to_cel(value)?,
            None => Cel::Null,
        };
        value.try_into().ok().map(CowVal::Owned)
    }
}

/// The error in words, without any value of the input.
fn explain(error: &ExecutionError) -> RuleError {
    RuleError::Value(match error {
        ExecutionError::NoSuchOverload(overload) => overload.to_string(),
        ExecutionError::UnexpectedType { want, .. } => format!("a value is not a {want}"),
        ExecutionError::FunctionError { function, message } => format!("{function}: {message}"),
        ExecutionError::UndeclaredReference(_) => "a value is nested too deeply".to_owned(),
        ExecutionError::UnsupportedBinaryOperator(name, ..) => {
            format!("the operator {name} does not fit its values")
        }
        ExecutionError::ValuesNotComparable(..) => "two values cannot be compared".to_owned(),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "division by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "a number is too large".to_owned(),
        _ => "a value does not fit its place".to_owned(),
    })
}

/// The names are ours alone, so that no declaration can fail.
macro_rules! function {
    ($scope:expr, $name:expr, $body:expr) => {
        let declared = $scope.add_function($name, $body);
        debug_assert!(declared.is_ok(), "{} is declared twice", $name);
    };
}

fn add_internal(scope: &mut Scope<'static, 'static>) {
    function!(scope, FIELD, |value: Cel, key: Cel| field(&value, &key));
    function!(scope, TRUTH, |value: Cel| match value {
        Cel::Null => Ok(Cel::Bool(false)),
        Cel::Bool(_) => Ok(value),
        _ => Err(wrong("a condition", "neither true nor false")),
    });
    function!(scope, LESS, |a: Cel, b: Cel| compare(&a, &b)
        .map(|order| Cel::Bool(order == Some(Ordering::Less))));
    function!(scope, LESS_EQUALS, |a: Cel, b: Cel| compare(&a, &b).map(
        |order| Cel::Bool(matches!(order, Some(Ordering::Less | Ordering::Equal)))
    ));
    function!(scope, LIST, |value: Cel| list(value));
    function!(scope, SIZE, |value: Cel| size(&value));
}

fn add_public(scope: &mut Scope<'static, 'static>, language: Language, library: Arc<dyn Library>) {
    function!(scope, "present", |value: Cel| present(&value));
    function!(scope, "otherwise", |value: Cel, other: Cel| {
        if present(&value) { value } else { other }
    });
    function!(scope, TEXT, |value: Cel| text_of(&value).map(text));
    function!(scope, "join", |list: Cel, separator: Cel| join(
        &list, &separator
    ));
    function!(scope, "upper", |value: Cel| map_text(&value, |t| Some(
        text(t.to_uppercase())
    )));
    function!(scope, "fold", |value: Cel| map_text(&value, |t| Some(
        text(search_key(t))
    )));
    function!(scope, "year", |value: Cel| map_date(&value, |date| Some(
        Cel::Int(date.year().into())
    )));
    function!(scope, "date_text", move |value: Cel| map_date(
        &value,
        |date| { Some(text(date.display(language))) }
    ));
    function!(scope, "age", |birth: Cel, on: Cel| {
        ages(&birth, &on).map_or(Cel::Null, |(least, _)| Cel::Int(least.into()))
    });
    function!(scope, "age_max", |birth: Cel, on: Cel| {
        ages(&birth, &on).map_or(Cel::Null, |(_, most)| Cel::Int(most.into()))
    });
    function!(scope, "days_between", |from: Cel, to: Cel| days_between(
        &from, &to
    ));
    function!(scope, "add_years", |date: Cel, years: Cel| add_years(
        &date, &years
    ));
    let units = Arc::clone(&library);
    function!(scope, "unit_name", move |code: Cel, on: Cel| {
        let name = match (as_str(&code), date(&on)) {
            (Some(code), Some(on)) => units.unit_name(code, on.earliest()),
            _ => None,
        };
        name.map_or(Cel::Null, |name| text(name.get(language)))
    });
    function!(scope, "label", move |list: Cel, code: Cel| {
        let label = match (as_str(&list), as_str(&code)) {
            (Some(list), Some(code)) => library.label(list, code),
            _ => None,
        };
        label.map_or(Cel::Null, |label| text(label.get(language)))
    });
}

type Outcome = Result<Cel, ExecutionError>;

fn wrong(function: &str, message: &str) -> ExecutionError {
    ExecutionError::function_error(function, message)
}

fn text(text: impl Into<String>) -> Cel {
    Cel::String(Arc::new(text.into()))
}

fn as_str(value: &Cel) -> Option<&str> {
    match value {
        Cel::String(text) => Some(text.as_str()),
        _ => None,
    }
}

fn date(value: &Cel) -> Option<PartialDate> {
    as_str(value)?.parse().ok()
}

fn field(value: &Cel, key: &Cel) -> Outcome {
    let found = match (value, key) {
        (Cel::Null, _) | (_, Cel::Null) => None,
        (Cel::Map(map), Cel::String(key)) => map.map.get(&Key::String(Arc::clone(key))),
        (Cel::List(items), Cel::Int(index)) => usize::try_from(*index)
            .ok()
            .and_then(|index| items.get(index)),
        _ => return Err(wrong("a field", "neither an object nor a list has it")),
    };
    Ok(found.cloned().unwrap_or(Cel::Null))
}

/// `None` when one side is missing.
fn compare(a: &Cel, b: &Cel) -> Result<Option<Ordering>, ExecutionError> {
    match (a, b) {
        (Cel::Null, _) | (_, Cel::Null) => Ok(None),
        (
            Cel::Int(_) | Cel::UInt(_) | Cel::Float(_),
            Cel::Int(_) | Cel::UInt(_) | Cel::Float(_),
        )
        | (Cel::String(_), Cel::String(_))
        | (Cel::Bool(_), Cel::Bool(_)) => Ok(a.partial_cmp(b)),
        _ => Err(wrong(
            "a comparison",
            "the two sides are of different kinds",
        )),
    }
}

fn list(value: Cel) -> Outcome {
    let len = match &value {
        Cel::Null => return Ok(Cel::List(Arc::new(Vec::new()))),
        Cel::List(items) => items.len(),
        Cel::Map(map) => map.map.len(),
        _ => return Err(wrong("a loop", "not a list")),
    };
    if len > MAX_LIST_ITEMS {
        return Err(wrong("a loop", "the list is too long"));
    }
    Ok(value)
}

fn size(value: &Cel) -> Outcome {
    let size = match value {
        Cel::Null => 0,
        Cel::String(text) => text.chars().count(),
        Cel::List(items) => items.len(),
        Cel::Map(map) => map.map.len(),
        _ => return Err(wrong("size", "neither a text nor a list")),
    };
    Ok(Cel::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn present(value: &Cel) -> bool {
    match value {
        Cel::Null => false,
        Cel::String(text) => !text.is_empty(),
        Cel::List(items) => !items.is_empty(),
        Cel::Map(map) => !map.map.is_empty(),
        _ => true,
    }
}

fn text_of(value: &Cel) -> Result<String, ExecutionError> {
    Ok(match value {
        Cel::Null => String::new(),
        Cel::String(text) => text.as_ref().clone(),
        Cel::Bool(value) => value.to_string(),
        Cel::Int(value) => value.to_string(),
        Cel::UInt(value) => value.to_string(),
        Cel::Float(value) => value.to_string(),
        _ => return Err(wrong(TEXT, "a list or an object is not a text")),
    })
}

fn join(list: &Cel, separator: &Cel) -> Outcome {
    let (Cel::List(items), Some(separator)) = (list, as_str(separator)) else {
        return match list {
            Cel::Null => Ok(Cel::Null),
            _ => Err(wrong("join", "needs a list and a text")),
        };
    };
    let parts: Vec<String> = items
        .iter()
        .filter(|item| present(item))
        .map(text_of)
        .collect::<Result<_, _>>()?;
    Ok(text(parts.join(separator)))
}

fn map_text(value: &Cel, change: impl Fn(&str) -> Option<Cel>) -> Cel {
    as_str(value).and_then(change).unwrap_or(Cel::Null)
}

fn map_date(value: &Cel, change: impl Fn(PartialDate) -> Option<Cel>) -> Cel {
    date(value).and_then(change).unwrap_or(Cel::Null)
}

/// The least and the most completed years; of a partial second date, its first day counts for the
/// least and its last for the most.
fn ages(birth: &Cel, on: &Cel) -> Option<(i16, i16)> {
    let (birth, on) = (date(birth)?, date(on)?);
    Some((birth.age_on(on.earliest()).0, birth.age_on(on.latest()).1))
}

fn days_between(from: &Cel, to: &Cel) -> Cel {
    let (Some(from), Some(to)) = (date(from), date(to)) else {
        return Cel::Null;
    };
    let span = to.earliest().duration_since(from.latest());
    Cel::Int(span.as_hours() / 24)
}

/// Of a whole date only. What would be 29 February in a common year is the day before.
fn add_years(day: &Cel, years: &Cel) -> Cel {
    let whole = date(day).and_then(PartialDate::exact);
    let (Some(day), Cel::Int(years)) = (whole, years) else {
        return Cel::Null;
    };
    let later = i32::try_from(*years)
        .ok()
        .and_then(|years| Span::new().try_years(years).ok())
        .and_then(|span| day.checked_add(span).ok());
    later.map_or(Cel::Null, |later| text(later.to_string()))
}
