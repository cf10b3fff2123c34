//! Pages of a form as the person who fills it in sees them.

use dean06_content::{Field, Page, Service, Widget as Kind};
use dean06_contracts::casework::{
    FieldView, GetOwnBundle, OptionView, PageView, SourceView, Widget,
};
use dean06_contracts::{Contract, FieldProblem};
use dean06_mediator::ServiceError;
use jiff::civil::Date;

use super::display::display;
use super::{Data, PASSED, Titles, at, section_of};
use crate::edition::Edition;
use crate::registers::Filled;

/// Which pages may be typed on.
#[derive(Clone, Copy)]
pub(crate) enum Open<'v> {
    /// All.
    All,
    /// Only these sections.
    Sections(&'v [String]),
    /// None: it is only read.
    Nothing,
}

impl Open<'_> {
    fn is_open(self, section: &str) -> bool {
        match self {
            Self::All => true,
            Self::Sections(open) => open.iter().any(|name| name == section),
            Self::Nothing => false,
        }
    }
}

/// A form to be shown.
pub(crate) struct View<'v> {
    pub edition: &'v Edition,
    pub service: &'v Service,
    pub filled: &'v Filled,
    pub today: Date,
    pub open: Open<'v>,
    pub titles: &'v Titles,
    /// What is wrong, of all pages.
    pub problems: &'v [FieldProblem],
    /// What was typed: problems are shown on pages that were saved, not on those to come.
    pub typed: &'v Data,
}

/// The pages that apply, in order; only that of `section` if one is named.
pub(crate) fn pages(view: &View<'_>, section: Option<&str>) -> Result<Vec<PageView>, ServiceError> {
    let mut pages = Vec::new();
    for page in view.service.form().pages() {
        let wanted = section.is_none_or(|section| section == page.section);
        if wanted
            && view
                .service
                .page_shown(page, &view.filled.context)
                .map_err(ServiceError::internal)?
        {
            pages.push(view.page(page)?);
        }
    }
    Ok(pages)
}

impl View<'_> {
    fn page(&self, page: &Page) -> Result<PageView, ServiceError> {
        let mut fields = Vec::new();
        for field in self.service.form().fields_of(page) {
            if self
                .service
                .field_shown(field, &self.filled.context)
                .map_err(ServiceError::internal)?
            {
                fields.push(self.field(field));
            }
        }
        let complete = self
            .problems
            .iter()
            .all(|problem| section_of(&problem.pointer) != page.section);
        Ok(PageView {
            section: page.section.clone(),
            title: page.title.clone(),
            hint: page.hint.clone(),
            complete,
            fields,
        })
    }

    fn field(&self, field: &Field) -> FieldView {
        let value = at(&self.filled.shown, &field.path)
            .cloned()
            .unwrap_or_default();
        let from_register = self.service.known(field, &self.filled.context) == Some(&value);
        let error = self
            .problems
            .iter()
            .find(|problem| problem.pointer == field.pointer)
            .filter(|_| self.typed.contains_key(&field.section))
            .map(|problem| problem.text.clone());
        FieldView {
            pointer: field.pointer.clone(),
            label: field.label.clone(),
            hint: field.hint.clone().or_else(|| field.editable.clone()),
            widget: widget(field.widget),
            options: self.options(field),
            required: field.required,
            max_length: field.max_length,
            paper_kind: field.paper_kind.clone(),
            display: display(self.edition, field, &value, self.today, self.titles),
            source: from_register.then(|| self.source(field)).flatten(),
            editable: self.open.is_open(&field.section)
                && self.service.editable(field, &self.filled.context),
            error,
            value,
        }
    }

    fn options(&self, field: &Field) -> Vec<OptionView> {
        if let (Kind::Paper, Some(kind)) = (field.widget, &field.paper_kind) {
            let papers = self.titles.papers.iter();
            let papers = papers.filter(|paper| paper.kind == *kind);
            return papers
                .map(|paper| OptionView {
                    value: paper.paper_id.clone(),
                    label: paper.title.clone(),
                })
                .collect();
        }
        let list = match (&field.code_list, field.widget) {
            (Some(list), Kind::Radio | Kind::Select) => self.edition.content.code_list(list),
            _ => None,
        };
        list.into_iter()
            .flat_map(|list| list.on(self.today))
            .map(|entry| OptionView {
                value: entry.code.clone(),
                label: entry.label.clone(),
            })
            .collect()
    }

    fn source(&self, field: &Field) -> Option<SourceView> {
        let id = &field.source.as_ref()?.source;
        if id == PASSED {
            let title = self.titles.procedure.clone();
            return title.map(|title| SourceView {
                service: GetOwnBundle::NAME.to_owned(),
                title,
            });
        }
        let source = self.service.sources.iter().find(|s| s.id == *id)?;
        Some(SourceView {
            service: source.service.clone(),
            title: self.edition.register(&source.service),
        })
    }
}

fn widget(kind: Kind) -> Widget {
    match kind {
        Kind::Text => Widget::Text,
        Kind::Textarea => Widget::Textarea,
        Kind::Date => Widget::Date,
        Kind::Radio => Widget::Radio,
        Kind::Select => Widget::Select,
        Kind::Commune => Widget::Commune,
        Kind::PersonalNumber => Widget::PersonalNumber,
        Kind::Number => Widget::Number,
        Kind::Checkbox => Widget::Checkbox,
        Kind::Paper => Widget::Paper,
    }
}
