use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

use super::{Engine, Rule, RuleError};
use crate::Context;

/// A JSON value of which every text is a rule: `request = { person_id = "applicant.person_id" }`.
/// Whole numbers and truth values stand for themselves.
#[derive(Debug)]
pub enum Template {
    /// The result of a rule.
    Rule(Box<Rule>),
    /// A number or truth value as it is.
    Literal(Value),
    /// An object, in the order of the content.
    Object(Vec<(String, Template)>),
    /// A list.
    List(Vec<Template>),
}

impl Default for Template {
    fn default() -> Self {
        Self::Object(Vec::new())
    }
}

impl Template {
    /// Evaluates every rule in it.
    pub fn eval(&self, engine: &Engine, context: &Context) -> Result<Value, RuleError> {
        match self {
            Self::Rule(rule) => rule.eval_in(engine, context),
            Self::Literal(value) => Ok(value.clone()),
            Self::List(items) => items
                .iter()
                .map(|item| item.eval(engine, context))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            Self::Object(fields) => fields
                .iter()
                .map(|(name, field)| Ok((name.clone(), field.eval(engine, context)?)))
                .collect::<Result<Map<_, _>, _>>()
                .map(Value::Object),
        }
    }

    /// All rules in it with the dotted path at which each stands.
    pub fn rules(&self) -> Vec<(String, &Rule)> {
        let mut found = Vec::new();
        self.collect(String::new(), &mut found);
        found
    }

    fn collect<'t>(&'t self, place: String, found: &mut Vec<(String, &'t Rule)>) {
        let below = |part: &str| {
            if place.is_empty() {
                part.to_owned()
            } else {
                format!("{place}.{part}")
            }
        };
        match self {
            Self::Rule(rule) => found.push((place, rule)),
            Self::Literal(_) => {}
            Self::Object(fields) => {
                for (name, field) in fields {
                    field.collect(below(name), found);
                }
            }
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.collect(below(&index.to_string()), found);
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TemplateVisitor)
    }
}

struct TemplateVisitor;

impl<'de> Visitor<'de> for TemplateVisitor {
    type Value = Template;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule, a whole number, true, false, a table or a list of them")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Template, E> {
        Ok(Template::Literal(Value::Bool(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Template, E> {
        Ok(Template::Literal(Value::from(value)))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Template, E> {
        Ok(Template::Literal(Value::from(value)))
    }

    fn visit_str<E: de::Error>(self, source: &str) -> Result<Template, E> {
        Rule::deserialize(de::value::StrDeserializer::new(source))
            .map(|rule| Template::Rule(Box::new(rule)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Template, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Template::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Template, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = map.next_entry()? {
            fields.push(entry);
        }
        Ok(Template::Object(fields))
    }
}
