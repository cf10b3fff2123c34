//! Puts a scanned paper into the store.

use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::FieldProblem;
use dean06_contracts::documents::{UploadPaper, UploadPaperRequest};
use dean06_kernel::PersonId;
use dean06_ui::{
    Button, Buttons, Choice, ErrorSummary, Field, Hidden, Link, Markup, Notice, PageResponse, Tone,
};

use super::address;
use super::whose::{Owner, owners};
use super::words::KINDS;
use crate::frame::{
    Address, Answer, Citizen, CommandKey, OWN_PAPERS, Pairs, Refused, Shell, Uploaded, form_page,
    paragraph, upload_form,
};

/// The largest form that is read to its end, in bytes.
pub(super) const FORM_LIMIT: usize = 32 * 1024 * 1024;
/// The largest file that is handed on, in bytes; the content allows less.
const FILE_LIMIT: usize = 20 * 1024 * 1024;
/// What a browser offers to choose from; what counts is the content of the file.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

/// What was typed, and what is wrong with it.
struct Sheet {
    key: CommandKey,
    person: String,
    kind: String,
    title: String,
    /// The page of a form that waits for the paper, and the field in it.
    back: Option<(Address, String)>,
    errors: Vec<(&'static str, String)>,
    notice: Option<Notice>,
    status: StatusCode,
}

pub(super) async fn show(citizen: Citizen) -> Answer {
    let owners = owners(&citizen).await;
    let sheet = Sheet {
        key: CommandKey::new(&citizen.web.sources),
        status: StatusCode::OK,
        ..Sheet::read(&citizen, &citizen.query)
    };
    Ok(sheet.page(&citizen.shell, &owners).into_response())
}

pub(super) async fn upload(
    citizen: Citizen,
    form: Result<Multipart, MultipartRejection>,
) -> Answer {
    let sent = Uploaded::read(&citizen, form, FILE_LIMIT).await?;
    let mut sheet = Sheet::read(&citizen, &sent.fields);
    let shell = &citizen.shell;
    if sheet.kind.is_empty() {
        sheet
            .errors
            .push(("kind", shell.t("papers-upload-kind-empty")));
    }
    match sent.file("file") {
        None => sheet
            .errors
            .push(("file", shell.t("papers-upload-file-empty"))),
        Some(file) if file.too_large => {
            sheet
                .errors
                .push(("file", shell.t("papers-upload-file-large")));
        }
        Some(file) if sheet.errors.is_empty() => {
            let request = sheet.request(shell, &file.name, file.coded());
            let kept = citizen
                .command::<UploadPaper>(OWN_PAPERS, "papers", sheet.key.as_str(), &request)
                .await;
            match kept {
                Ok(kept) => {
                    let paper = kept.paper_id.unwrap_or_default();
                    return Ok(Redirect::to(&sheet.next(&paper)).into_response());
                }
                Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
            }
        }
        Some(_) => {}
    }
    let owners = owners(&citizen).await;
    Ok(sheet.page(shell, &owners).into_response())
}

impl Sheet {
    fn read(citizen: &Citizen, form: &Pairs) -> Self {
        let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let back = form.text("for").and_then(form_page);
        Self {
            key: CommandKey::of(form, &citizen.web.sources),
            person: text("person"),
            kind: text("kind"),
            title: text("title"),
            back: back.zip(form.text("field").map(str::to_owned)),
            errors: Vec::new(),
            notice: None,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// A paper without a name of its own is called by its kind.
    fn request(&self, shell: &Shell, file_name: &str, bytes: String) -> UploadPaperRequest {
        let title = if self.title.is_empty() {
            shell.code(KINDS, &self.kind)
        } else {
            self.title.clone()
        };
        UploadPaperRequest {
            person_id: self.person.parse::<PersonId>().ok(),
            kind: self.kind.clone(),
            title,
            file_name: file_name.to_owned(),
            bytes,
        }
    }

    /// The page after it is kept: the form that waited for it, or the paper itself.
    fn next(&self, paper: &str) -> String {
        match &self.back {
            Some((page, field)) => page
                .clone()
                .with("field", field)
                .with("paper", paper)
                .to_string(),
            None => format!("{}?news=uploaded", address(paper)),
        }
    }

    fn refuse(&mut self, shell: &Shell, refused: Refused) {
        match refused {
            Refused::Fields(problems) => {
                let worded = |problem: &FieldProblem| {
                    let text = shell.words.of(&problem.text).to_owned();
                    let field = problem.pointer.trim_start_matches('/');
                    match field {
                        "kind" => ("kind", text),
                        "title" => ("title", text),
                        "person_id" => ("person", text),
                        _ => ("file", text),
                    }
                };
                self.errors.extend(problems.iter().map(worded));
            }
            Refused::Said(status, text) => {
                self.status = status;
                self.notice = Some(Notice::new(Tone::Bad, shell.t("papers-not-kept")).text(&text));
            }
        }
    }

    fn page(self, shell: &Shell, owners: &[Owner]) -> PageResponse {
        let errors = self
            .errors
            .iter()
            .fold(ErrorSummary::new(&shell.words), |errors, (field, text)| {
                errors.field(*field, text)
            });
        let back = match &self.back {
            Some((page, _)) => page.to_string(),
            None => "/my/papers".to_owned(),
        };
        let content = [
            self.notice.clone().map(Markup::from).unwrap_or_default(),
            paragraph(&shell.t("papers-upload-lead")),
            upload_form("/my/papers/upload", self.fields(shell, owners, &back)),
        ];
        let page = match &self.back {
            Some(_) => shell.focused(shell.t("papers-upload-title")).back(back),
            None => shell
                .page(shell.t("papers-upload-title"))
                .crumbs(vec![Link::new(shell.t("papers-title"), "/my/papers")]),
        };
        page.errors(errors)
            .status(self.status)
            .markup(Markup::join(content))
    }

    fn fields(&self, shell: &Shell, owners: &[Owner], back: &str) -> Vec<Markup> {
        let words = &shell.words;
        let error = |name: &str| {
            let error = self.errors.iter().find(|(field, _)| *field == name);
            error.map(|(_, text)| text.clone())
        };
        let mut fields: Vec<Markup> = vec![self.key.field().into()];
        if let Some((page, field)) = &self.back {
            fields.push(Hidden::new("for", page.to_string()).into());
            fields.push(Hidden::new("field", field).into());
        }
        // Where there are no children, a store is one's own.
        if owners.len() > 1 {
            let choices = owners.iter().map(|owner| match &owner.name {
                Some(name) => Choice::new(owner.person.to_string(), name),
                None => Choice::new("", shell.t("papers-upload-mine")),
            });
            let whose = shell.t("papers-upload-whose");
            let person = Field::radios(words, "person", whose, choices.collect());
            fields.push(person.value(&self.person).error(error("person")).into());
        }
        let kinds = shell.content.code_list(KINDS).into_iter();
        let kinds: Vec<Choice> = kinds
            .flat_map(|list| list.on(shell.today))
            .map(|entry| Choice::new(&entry.code, words.of(&entry.label)))
            .collect();
        let kind = Field::select(words, "kind", shell.t("papers-column-kind"), kinds);
        let title = Field::text(words, "title", shell.t("papers-upload-name"))
            .hint(shell.t("papers-upload-name-hint"))
            .optional();
        let file = Field::file(words, "file", shell.t("papers-upload-file"), ACCEPT)
            .hint(shell.t("papers-upload-file-hint"));
        let buttons = Buttons::new([
            Button::primary(shell.t("papers-upload-keep")),
            Button::plain(shell.t("portal-not-now")).href(back),
        ]);
        fields.extend([
            kind.value(&self.kind).error(error("kind")).into(),
            title.value(&self.title).error(error("title")).into(),
            file.error(error("file")).into(),
            buttons.into(),
        ]);
        fields
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use dean06_kernel::{ManualClock, PersonId, Sources};
    use uuid::Uuid;

    use super::super::whose::Owner;
    use super::Sheet;
    use crate::frame::testing::{NOW, citizen};
    use crate::frame::{CommandKey, form_page};

    const DRAFT: &str = "/drafts/018f0000-0000-7000-8000-000000000001/birth?from=bundle";

    fn sheet(back: Option<&str>) -> Sheet {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        Sheet {
            key: CommandKey::new(&sources),
            person: String::new(),
            kind: "birth-notice".to_owned(),
            title: String::new(),
            back: back
                .and_then(form_page)
                .map(|page| (page, "birth.notice".to_owned())),
            errors: vec![("file", "Chọn tệp".to_owned())],
            notice: None,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    #[test]
    fn a_form_that_waits_gets_its_paper() {
        let next = sheet(Some(DRAFT)).next("p");
        assert_eq!(next, format!("{DRAFT}&field=birth.notice&paper=p"));
        assert_eq!(sheet(None).next("p"), "/my/papers/p?news=uploaded");
    }

    #[test]
    fn what_is_wrong_stands_beside_the_field() {
        let owner = |name: Option<&str>| Owner {
            person: PersonId::from_uuid(Uuid::from_u128(1)),
            name: name.map(str::to_owned),
        };
        let page = sheet(None).page(&citizen(), &[owner(None), owner(Some("Ánh"))]);
        let html = page.html();
        for part in [
            "enctype=\"multipart/form-data\"",
            "href=\"#file\">Chọn tệp",
            "id=\"file-error\"",
            "<option value=\"birth-notice\" selected>Giấy chứng sinh",
            "name=\"person\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let alone = sheet(None).page(&citizen(), &[owner(None)]);
        assert!(!alone.html().contains("name=\"person\""));
    }
}
