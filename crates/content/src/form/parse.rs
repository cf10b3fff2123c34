//! From a schema to pages and fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use dean06_kernel::Text;
use serde_json::{Map, Value};

use super::keywords::Keywords;
use super::read::{default_widget, field_kind, field_source, is_required, texts_of};
use super::{Field, FieldKind, Form, Page, Tools, Widget, formats, stray};
use crate::rule::Rule;

/// How deep groups may be nested inside a section.
const MAX_GROUPS: usize = 3;

/// What is wrong at a pointer into the schema.
pub(crate) type Problem = (String, String);

/// Reads a form. All problems are told together; without any, the form is there.
pub(crate) fn parse(schema: Value, tools: Tools) -> Result<Form, Vec<Problem>> {
    read(schema, tools, false)
}

/// Reads the schema of a notice: a form without pages, whose fields may stand at the top.
pub(crate) fn parse_notice(schema: Value, tools: Tools) -> Result<Form, Vec<Problem>> {
    read(schema, tools, true)
}

fn read(schema: Value, tools: Tools, of_notice: bool) -> Result<Form, Vec<Problem>> {
    let mut parser = Parser {
        root: &schema,
        tools: &tools,
        of_notice,
        problems: Vec::new(),
        fields: Vec::new(),
        required_objects: Vec::new(),
    };
    let pages = if of_notice {
        parser.group("", &schema, &Around::default());
        Vec::new()
    } else {
        parser.form()
    };
    let Parser {
        mut problems,
        fields,
        required_objects,
        ..
    } = parser;
    stray::find(&schema, "", &mut problems);
    let validator = match formats::options(&tools).build(&schema) {
        Ok(validator) => Some(validator),
        Err(error) => {
            problems.push((error.instance_path().to_string(), error.to_string()));
            None
        }
    };
    let mut by_pointer = BTreeMap::new();
    for (index, field) in fields.iter().enumerate() {
        by_pointer.insert(field.pointer.clone(), index);
    }
    match validator {
        Some(validator) if problems.is_empty() => Ok(Form {
            schema,
            pages,
            fields,
            by_pointer,
            required_objects,
            validator,
            tools,
        }),
        _ => Err(problems),
    }
}

struct Parser<'s> {
    root: &'s Value,
    tools: &'s Tools,
    /// Nobody fills it in: no pages, no rules.
    of_notice: bool,
    problems: Vec<Problem>,
    fields: Vec<Field>,
    required_objects: Vec<String>,
}

/// What a field inherits from the section and groups around it.
#[derive(Clone, Default)]
struct Around {
    path: Vec<String>,
    group: Option<Text>,
    show_if: Vec<Arc<Rule>>,
}

impl Parser<'_> {
    fn note(&mut self, pointer: &str, message: impl Into<String>) {
        self.problems.push((pointer.to_owned(), message.into()));
    }

    fn form(&mut self) -> Vec<Page> {
        let root = self.root;
        let Some(sections) = self.properties("", root) else {
            return Vec::new();
        };
        let mut pages = Vec::new();
        for (name, section) in sections {
            let pointer = format!("/properties/{name}");
            let section = self.resolved(&pointer, &section);
            if let Some(page) = self.section(&pointer, &name, &section, is_required(root, &name)) {
                pages.push(page);
            }
        }
        pages
    }

    fn section(
        &mut self,
        pointer: &str,
        name: &str,
        schema: &Value,
        required: bool,
    ) -> Option<Page> {
        let keywords = self.keywords(pointer, schema)?;
        if let Some(keyword) = keywords.only_for_fields() {
            self.note(pointer, format!("{keyword} stands on a section"));
        }
        let Some(head) = keywords.page else {
            self.note(pointer, "a section needs x-page");
            return None;
        };
        self.texts(pointer, [Some(&head.title), head.hint.as_ref()]);
        if required {
            self.required_objects.push(format!("/{name}"));
        }
        let first = self.fields.len();
        let around = Around {
            path: vec![name.to_owned()],
            ..Around::default()
        };
        self.group(pointer, schema, &around);
        Some(Page {
            id: head.id,
            section: name.to_owned(),
            title: head.title,
            hint: head.hint.or(keywords.hint),
            show_if: keywords.show_if.map(Arc::new).into_iter().collect(),
            fields: first..self.fields.len(),
        })
    }

    /// The properties of an object, which must be closed.
    fn group(&mut self, pointer: &str, schema: &Value, around: &Around) {
        let Some(properties) = self.properties(pointer, schema) else {
            return;
        };
        for (name, inner) in properties {
            let pointer = format!("{pointer}/properties/{name}");
            let inner = self.resolved(&pointer, &inner);
            let required = is_required(schema, &name);
            let mut around = around.clone();
            around.path.push(name);
            if inner.get("properties").is_none() {
                self.field(&pointer, &inner, around, required);
                continue;
            }
            let Some(keywords) = self.keywords(&pointer, &inner) else {
                continue;
            };
            let misplaced = keywords
                .only_for_fields()
                .or_else(|| keywords.page.is_some().then_some("x-page"));
            if let Some(keyword) = misplaced {
                self.note(&pointer, format!("{keyword} stands on a group of fields"));
            }
            if around.path.len() > MAX_GROUPS {
                self.note(&pointer, "groups are nested too deeply");
                continue;
            }
            self.texts(&pointer, [keywords.label.as_ref(), keywords.hint.as_ref()]);
            if required {
                self.required_objects
                    .push(format!("/{}", around.path.join("/")));
            }
            around.group = keywords.label.or(around.group);
            around.show_if.extend(keywords.show_if.map(Arc::new));
            self.group(&pointer, &inner, &around);
        }
    }

    fn field(&mut self, pointer: &str, schema: &Value, around: Around, required: bool) {
        let Some(keywords) = self.keywords(pointer, schema) else {
            return;
        };
        if keywords.page.is_some() {
            self.note(pointer, "x-page stands on a field");
        }
        let Some(label) = keywords.label.clone() else {
            self.note(pointer, "a field needs x-label");
            return;
        };
        let editable = keywords.editable.map(|editable| editable.reason);
        self.texts(
            pointer,
            [
                Some(&label),
                keywords.hint.as_ref(),
                keywords.error.as_ref(),
                editable.as_ref(),
            ],
        );
        let Some(kind) = field_kind(schema) else {
            self.note(pointer, "the type must be string, integer or boolean");
            return;
        };
        let format = schema.get("format").and_then(Value::as_str);
        if let Some(unknown) = format.filter(|name| !formats::NAMES.contains(name)) {
            self.note(pointer, format!("there is no format {unknown}"));
        }
        let max_length = schema
            .get("maxLength")
            .and_then(Value::as_u64)
            .and_then(|length| u32::try_from(length).ok());
        let bounded = format.is_some()
            || max_length.is_some()
            || keywords.code_list.is_some()
            || schema.get("const").is_some();
        if kind == FieldKind::Text && !bounded {
            self.note(pointer, "a text needs maxLength, a format or x-code-list");
        }
        let (choices, only) = self.choices(pointer, schema, keywords.code_list.as_deref());
        let source = match keywords.source.as_deref().map(field_source) {
            Some(None) => {
                self.note(pointer, "x-source is written source.field");
                None
            }
            Some(source) => source,
            None => None,
        };
        let widget = keywords
            .widget
            .unwrap_or_else(|| default_widget(kind, format, max_length, choices));
        if (widget == Widget::Paper) != keywords.paper_kind.is_some() {
            self.note(pointer, "the widget paper and x-paper-kind need each other");
        }
        let mut show_if = around.show_if;
        show_if.extend(keywords.show_if.map(Arc::new));
        self.fields.push(Field {
            pointer: format!("/{}", around.path.join("/")),
            section: around.path.first().cloned().unwrap_or_default(),
            path: around.path,
            label,
            group: around.group,
            hint: keywords.hint,
            error: keywords.error,
            widget,
            kind,
            required,
            max_length,
            format: format.map(str::to_owned),
            source,
            editable,
            show_if,
            default: keywords.default,
            code_list: keywords.code_list,
            only,
            paper_kind: keywords.paper_kind,
        });
    }

    /// How many choices a field has, if it has any, and the codes to which `enum` narrows them.
    fn choices(
        &mut self,
        pointer: &str,
        schema: &Value,
        list: Option<&str>,
    ) -> (Option<usize>, Vec<String>) {
        let only: Vec<String> = texts_of(schema.get("enum")).map(str::to_owned).collect();
        let Some(id) = list else {
            if schema.get("enum").is_some() {
                self.note(pointer, "enum needs x-code-list, which holds the labels");
            }
            return (None, only);
        };
        let Some(list) = self.tools.reference.code_lists.get(id) else {
            self.note(pointer, format!("there is no code list {id}"));
            return (None, only);
        };
        for code in only.iter().filter(|code| list.get(code).is_none()) {
            self.note(pointer, format!("the code list {id} has no code {code:?}"));
        }
        let count = if only.is_empty() {
            list.entries.len()
        } else {
            only.len()
        };
        (Some(count), only)
    }

    /// The properties of a closed object by name.
    fn properties(&mut self, pointer: &str, schema: &Value) -> Option<Vec<(String, Value)>> {
        let properties = schema.get("properties").and_then(Value::as_object);
        let (Some(properties), Some("object")) =
            (properties, schema.get("type").and_then(Value::as_str))
        else {
            self.note(pointer, "must be of type object with properties");
            return None;
        };
        let closed = ["additionalProperties", "unevaluatedProperties"]
            .iter()
            .any(|keyword| schema.get(keyword) == Some(&Value::Bool(false)));
        if !closed {
            self.note(
                pointer,
                "an object needs additionalProperties or unevaluatedProperties: false",
            );
        }
        let mut named = Vec::new();
        for (name, schema) in properties {
            let plain = name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if name.is_empty() || !plain {
                self.note(pointer, format!("{name:?} is not a name of a-z, 0-9 and _"));
                continue;
            }
            named.push((name.clone(), schema.clone()));
        }
        for name in texts_of(schema.get("required")).filter(|name| !properties.contains_key(*name))
        {
            self.note(
                pointer,
                format!("required names {name:?}, which is not there"),
            );
        }
        Some(named)
    }

    /// Follows one `$ref` into `$defs`; what stands beside it wins.
    fn resolved(&mut self, pointer: &str, schema: &Value) -> Value {
        let Some(target) = schema.get("$ref").and_then(Value::as_str) else {
            return schema.clone();
        };
        let found = target
            .strip_prefix('#')
            .and_then(|target| self.root.pointer(target))
            .and_then(Value::as_object);
        let (Some(found), Some(own)) = (found, schema.as_object()) else {
            self.note(pointer, format!("{target} leads nowhere in this form"));
            return schema.clone();
        };
        let mut merged: Map<String, Value> = found.clone();
        merged.extend(
            own.iter()
                .filter(|(name, _)| *name != "$ref")
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        Value::Object(merged)
    }

    fn keywords(&mut self, pointer: &str, schema: &Value) -> Option<Keywords> {
        let Some(schema) = schema.as_object() else {
            self.note(pointer, "must be a schema object");
            return None;
        };
        match Keywords::of(schema) {
            Ok(keywords) => {
                let misplaced = keywords.only_for_forms().filter(|_| self.of_notice);
                if let Some(keyword) = misplaced {
                    self.note(pointer, format!("{keyword} stands in a notice"));
                }
                Some(keywords)
            }
            Err(error) => {
                self.note(pointer, error.to_string());
                None
            }
        }
    }

    fn texts<'t>(&mut self, pointer: &str, texts: impl IntoIterator<Item = Option<&'t Text>>) {
        for text in texts.into_iter().flatten() {
            if text.vi.trim().is_empty() || text.en.trim().is_empty() {
                self.note(pointer, "a text is empty in one of the languages");
            }
        }
    }
}
