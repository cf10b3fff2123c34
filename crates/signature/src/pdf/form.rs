//! The interactive form, in which signatures stand, and the page that shows them.

use std::collections::BTreeSet;

use super::write::from_text;
use super::{Dictionary, Document, Object, ObjectId, PdfError};

/// How many fields a form may have, and how many pages are looked at for the first one.
const MAX_NODES: usize = 20_000;

/// The form of a file.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Its object; `None` if it stands in the catalog itself.
    pub id: Option<ObjectId>,
    pub dictionary: Dictionary,
    /// The object of the list of fields; `None` if it stands in the form itself.
    pub list: Option<ObjectId>,
    /// The fields at the top.
    pub roots: Vec<ObjectId>,
}

/// A field that has no fields below it.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Its own name, after those of the fields above it and a point.
    pub name: String,
    pub id: ObjectId,
    pub is_signature: bool,
    /// Its value, as it is written.
    pub value: Option<Object>,
}

/// All fields of a form.
pub(crate) type Fields = Vec<Field>;

/// A field on the way down: what it takes over from those above it.
struct Above {
    id: ObjectId,
    name: String,
    kind: Option<Object>,
}

impl Form {
    /// The form that the catalog names.
    pub(crate) fn read(
        document: &Document<'_>,
        catalog: &Dictionary,
    ) -> Result<Option<Self>, PdfError> {
        let Some(value) = catalog.get("AcroForm") else {
            return Ok(None);
        };
        let id = value.as_reference();
        let Object::Dictionary(dictionary) = document.resolve(value)? else {
            return Err(PdfError::object("its form is no dictionary"));
        };
        let (list, roots) = match dictionary.get("Fields") {
            None => (None, Vec::new()),
            Some(fields) => (
                fields.as_reference(),
                references(&document.resolve(fields)?)
                    .ok_or(PdfError::object("its form has no list of fields"))?,
            ),
        };
        Ok(Some(Self {
            id,
            dictionary,
            list,
            roots,
        }))
    }

    /// All fields that have no fields below them.
    pub(crate) fn fields(&self, document: &Document<'_>) -> Result<Fields, PdfError> {
        let mut fields = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<Above> = self
            .roots
            .iter()
            .rev()
            .map(|id| Above {
                id: *id,
                name: String::new(),
                kind: None,
            })
            .collect();
        while let Some(above) = waiting.pop() {
            if !seen.insert(above.id) {
                return Err(PdfError::object("a field stands twice in its form"));
            }
            if seen.len() > MAX_NODES {
                return Err(PdfError::TooLarge("its form has too many fields"));
            }
            let dictionary = document.dictionary(above.id)?;
            let name = full_name(&above.name, &dictionary);
            let kind = dictionary.get("FT").cloned().or(above.kind);
            let below = kids(document, &dictionary)?;
            if below.is_empty() {
                fields.push(Field {
                    name,
                    id: above.id,
                    is_signature: kind.is_some_and(|kind| kind.is_name("Sig")),
                    value: dictionary.get("V").cloned(),
                });
                continue;
            }
            waiting.extend(below.into_iter().rev().map(|id| Above {
                id,
                name: name.clone(),
                kind: kind.clone(),
            }));
        }
        Ok(fields)
    }
}

fn full_name(above: &str, field: &Dictionary) -> String {
    let own = field
        .get("T")
        .and_then(Object::as_string)
        .map(from_text)
        .unwrap_or_default();
    if above.is_empty() {
        own
    } else if own.is_empty() {
        above.to_owned()
    } else {
        format!("{above}.{own}")
    }
}

/// The fields below one. What has no name there is not a field, only a place where it is shown.
fn kids(document: &Document<'_>, field: &Dictionary) -> Result<Vec<ObjectId>, PdfError> {
    let Some(kids) = field.get("Kids") else {
        return Ok(Vec::new());
    };
    let kids = references(&document.resolve(kids)?)
        .ok_or(PdfError::object("a field has no list of fields"))?;
    let mut named = Vec::new();
    for kid in kids {
        if document.dictionary(kid)?.get("T").is_some() {
            named.push(kid);
        }
    }
    Ok(named)
}

/// The references of an array that holds nothing else.
pub(crate) fn references(array: &Object) -> Option<Vec<ObjectId>> {
    array.as_array()?.iter().map(Object::as_reference).collect()
}

/// The first page.
pub(crate) fn first_page(
    document: &Document<'_>,
    catalog: &Dictionary,
) -> Result<(ObjectId, Dictionary), PdfError> {
    let root = catalog
        .get("Pages")
        .and_then(Object::as_reference)
        .ok_or(PdfError::object("it has no pages"))?;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            return Err(PdfError::object("its pages go in a circle"));
        }
        if seen.len() > MAX_NODES {
            return Err(PdfError::TooLarge("it has too many pages"));
        }
        let node = document.dictionary(id)?;
        let Some(kids) = node.get("Kids") else {
            return Ok((id, node));
        };
        let kids = references(&document.resolve(kids)?)
            .ok_or(PdfError::object("its pages have no list"))?;
        waiting.extend(kids.into_iter().rev());
    }
    Err(PdfError::object("it has no pages"))
}

/// What is attached to a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Annotations {
    /// The object of the list; `None` if it stands in the page itself.
    pub list: Option<ObjectId>,
    pub values: Vec<Object>,
}

impl Annotations {
    pub(crate) fn read(document: &Document<'_>, page: &Dictionary) -> Result<Self, PdfError> {
        let Some(annotations) = page.get("Annots") else {
            return Ok(Self::default());
        };
        match document.resolve(annotations)? {
            Object::Array(values) => Ok(Self {
                list: annotations.as_reference(),
                values,
            }),
            Object::Null => Ok(Self::default()),
            _ => Err(PdfError::object("what is attached to a page is no list")),
        }
    }
}
