//! Where a signature stands: a field of the form, shown on the first page with no extent.
//!
//! The field has no extent because then PDF/A wants no appearance and PDF/UA no place among the
//! tags, which could not be changed once somebody has signed. The paper itself says who signed it.

use std::ops::Range;

use dean06_kernel::local_datetime;
use jiff::Timestamp;

use super::{SignError, SignOptions};
use crate::pdf::{
    Annotations, Dictionary, Document, Form, Object, ObjectId, PdfError, Update, first_page, text,
};

/// Print, and do not move or delete.
const WIDGET_FLAGS: i64 = 4 | 128;
/// Room for the four numbers of the byte range: one digit, three times ten, and blanks.
const BYTE_RANGE: usize = 1 + 3 * 11;

/// What is known of a file before it is signed.
pub(super) struct Place<'d, 'a> {
    document: &'d Document<'a>,
    catalog: Dictionary,
    form: Option<Form>,
    page_id: ObjectId,
    page: Dictionary,
    annotations: Annotations,
}

/// What a field is called.
pub(super) struct Label<'l> {
    pub field_name: &'l str,
    /// For readers that cannot see.
    pub tooltip: &'l str,
}

/// A signature without its value.
pub(super) struct SignatureDictionary {
    pub content: Vec<u8>,
    /// Where in the content the numbers of the byte range go.
    pub byte_range: Range<usize>,
    /// Where in the content the value goes, in hexadecimal digits.
    pub digits: Range<usize>,
}

impl<'d, 'a> Place<'d, 'a> {
    pub(super) fn find(document: &'d Document<'a>, field_name: &str) -> Result<Self, SignError> {
        if field_name.is_empty() || field_name.contains('.') {
            return Err(SignError::FieldName(field_name.to_owned()));
        }
        let catalog = document.catalog()?;
        let form = Form::read(document, &catalog)?;
        if let Some(form) = &form
            && form
                .fields(document)?
                .iter()
                .any(|field| field.name == field_name)
        {
            return Err(SignError::FieldTaken(field_name.to_owned()));
        }
        let (page_id, page) = first_page(document, &catalog)?;
        let annotations = Annotations::read(document, &page)?;
        Ok(Self {
            document,
            catalog,
            form,
            page_id,
            page,
            annotations,
        })
    }

    /// Writes the file with the signature behind it, and tells where the signature's content begins.
    pub(super) fn write(
        &self,
        signature: &SignatureDictionary,
        label: &Label<'_>,
    ) -> Result<(Vec<u8>, usize), SignError> {
        let mut update = Update::new(self.document);
        let signature_id = update.reserve();
        let field_id = update.reserve();
        update.put_bytes(signature_id, signature.content.clone());
        update.put_dictionary(field_id, &self.field(signature_id, label));
        self.attach(&mut update, field_id);
        self.enter(&mut update, field_id);
        let updated = update.finish()?;
        let start = updated
            .contents
            .get(&signature_id)
            .copied()
            .ok_or(PdfError::NotAPdf)?;
        Ok((updated.bytes, start))
    }

    fn field(&self, signature: ObjectId, label: &Label<'_>) -> Dictionary {
        Dictionary::default()
            .with("Type", Object::name("Annot"))
            .with("Subtype", Object::name("Widget"))
            .with("FT", Object::name("Sig"))
            .with("T", text(label.field_name))
            .with("TU", text(label.tooltip))
            .with("V", Object::Reference(signature))
            .with("F", Object::Integer(WIDGET_FLAGS))
            .with("Rect", Object::Array(vec![Object::Integer(0); 4]))
            .with("P", Object::Reference(self.page_id))
    }

    /// Attaches the field to the page.
    fn attach(&self, update: &mut Update<'_, '_>, field: ObjectId) {
        let mut values = self.annotations.values.clone();
        values.push(Object::Reference(field));
        if let Some(list) = self.annotations.list {
            update.put(list, &Object::Array(values));
            return;
        }
        let mut page = self.page.clone();
        page.set("Annots", Object::Array(values));
        // PDF/UA wants it on every page to which something is attached. A file that has a form may
        // be signed already, and then nothing else of a page may change.
        if page.get("Tabs").is_none() && self.form.is_none() {
            page.set("Tabs", Object::name("S"));
        }
        update.put_dictionary(self.page_id, &page);
    }

    /// Enters the field into the form, which is made if there is none.
    fn enter(&self, update: &mut Update<'_, '_>, field: ObjectId) {
        let mut form = self
            .form
            .as_ref()
            .map_or_else(Dictionary::default, |form| form.dictionary.clone());
        let mut roots: Vec<Object> = self
            .form
            .iter()
            .flat_map(|form| &form.roots)
            .map(|id| Object::Reference(*id))
            .collect();
        roots.push(Object::Reference(field));
        let list = self.form.as_ref().and_then(|form| form.list);
        let flags_stand = form.get("SigFlags") == Some(&Object::Integer(3));
        // Signatures exist, and the file is only to be added to.
        form.set("SigFlags", Object::Integer(3));
        match list {
            Some(list) => {
                update.put(list, &Object::Array(roots));
                if flags_stand {
                    return;
                }
            }
            None => form.set("Fields", Object::Array(roots)),
        }
        match &self.form {
            Some(Form { id: Some(id), .. }) => update.put_dictionary(*id, &form),
            Some(Form { id: None, .. }) => {
                let catalog = self.catalog.clone();
                let catalog = catalog.with("AcroForm", Object::Dictionary(form));
                update.put_dictionary(self.document.root(), &extended(catalog));
            }
            None => {
                let id = update.reserve();
                update.put_dictionary(id, &form);
                let catalog = self.catalog.clone();
                let catalog = catalog.with("AcroForm", Object::Reference(id));
                update.put_dictionary(self.document.root(), &extended(catalog));
            }
        }
    }
}

/// The catalog, which says that it uses the extension of ETSI. If it names extensions elsewhere,
/// they stay as they are.
pub(super) fn extended(mut catalog: Dictionary) -> Dictionary {
    let mut extensions = match catalog.get("Extensions") {
        None => Dictionary::default(),
        Some(Object::Dictionary(extensions)) => extensions.clone(),
        Some(_) => return catalog,
    };
    if extensions.get("ESIC").is_none() {
        let etsi = Dictionary::default()
            .with("BaseVersion", Object::name("1.7"))
            .with("ExtensionLevel", Object::Integer(1));
        extensions.set("ESIC", Object::Dictionary(etsi));
        catalog.set("Extensions", Object::Dictionary(extensions));
    }
    catalog
}

/// What a signature by `name` says.
pub(super) fn signature(name: &str, options: &SignOptions<'_>) -> Dictionary {
    let mut said = Dictionary::default()
        .with("Type", Object::name("Sig"))
        .with("Filter", Object::name("Adobe.PPKLite"))
        .with("SubFilter", Object::name("ETSI.CAdES.detached"))
        .with("M", text(&pdf_date(options.signing_time)))
        .with("Name", text(name));
    for (key, value) in [("Reason", options.reason), ("Location", options.location)] {
        if let Some(value) = value {
            said.set(key, text(value));
        }
    }
    said
}

/// What a time stamp on a whole file says.
pub(super) fn document_timestamp() -> Dictionary {
    Dictionary::default()
        .with("Type", Object::name("DocTimeStamp"))
        .with("Filter", Object::name("Adobe.PPKLite"))
        .with("SubFilter", Object::name("ETSI.RFC3161"))
}

/// A signature that says this, with room for a value of so many bytes.
pub(super) fn with_room(said: &Dictionary, room: usize) -> SignatureDictionary {
    let mut content = said.to_bytes();
    // Its end comes after what is written by hand.
    content.truncate(content.len().saturating_sub(2));
    content.extend_from_slice(b"/ByteRange [");
    let byte_range = content.len()..content.len() + BYTE_RANGE;
    content.resize(byte_range.end, b' ');
    content.extend_from_slice(b"]/Contents <");
    let digits = content.len()..content.len() + 2 * room;
    content.resize(digits.end, b'0');
    content.extend_from_slice(b">>>");
    SignatureDictionary {
        content,
        byte_range,
        digits,
    }
}

/// An instant as PDF writes it.
fn pdf_date(at: Timestamp) -> String {
    local_datetime(at)
        .strftime("D:%Y%m%d%H%M%S+07'00'")
        .to_string()
}
