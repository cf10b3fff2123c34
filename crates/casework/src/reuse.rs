//! Papers of the store that forms use instead of an upload.

use std::collections::BTreeSet;

use dean06_content::{Service, Widget};
use dean06_contracts::FieldProblem;
use dean06_contracts::documents::{
    AttachPaper, AttachPaperRequest, ListUsable, ListUsableRequest, PaperRow,
};
use dean06_kernel::Text;
use dean06_mediator::{ActorRef, Ask, MediatorError, ServiceError};
use serde_json::Value;

use crate::drafts::OpenDraft;
use crate::form::{Data, PaperTitle, value_at};
use crate::room::Casework;
use crate::rows::Attached;

/// The purpose for which the store of papers is asked.
const PURPOSE: &str = "paper-reuse";

/// Papers of the applicant's store that the form can use. A store that does not answer leaves the
/// field to an upload.
pub(crate) async fn usable(open: &OpenDraft, service: &Service) -> Vec<PaperTitle> {
    let fields = service.form().fields().iter();
    let kinds: BTreeSet<&String> = fields.filter_map(|f| f.paper_kind.as_ref()).collect();
    let mut usable = Vec::new();
    for kind in kinds {
        let actor = open.room.seal.on_behalf_of(&open.applicant);
        let ask = Ask::new(&actor, PURPOSE).in_case(&open.draft.draft_id);
        let request = ListUsableRequest {
            kind: kind.clone(),
            person_id: None,
            limit: None,
            cursor: None,
        };
        match open.room.mediator.call::<ListUsable>(ask, &request).await {
            Ok(page) => usable.extend(page.rows.into_iter().flatten().filter_map(title)),
            Err(error) => tracing::warn!(kind, %error, "the store of papers did not answer"),
        }
    }
    usable
}

fn title(row: PaperRow) -> Option<PaperTitle> {
    Some(PaperTitle {
        paper_id: row.paper_id?,
        kind: row.kind?,
        title: numbered(row.title?, row.number.as_deref()),
    })
}

/// Two papers of one title are told apart by their numbers.
fn numbered(title: Text, number: Option<&str>) -> Text {
    match number {
        Some(number) => Text::new(
            format!("{} ({number})", title.vi),
            format!("{} ({number})", title.en),
        ),
        None => title,
    }
}

/// A form that uses papers.
pub(crate) struct Use<'u> {
    pub room: &'u Casework,
    /// Whose store it is.
    pub applicant: &'u ActorRef,
    /// The draft, also when it has become a dossier: each paper counts once for it.
    pub draft: &'u str,
}

impl Use<'_> {
    /// Attaches the papers that a form names. What cannot be used is a problem of its field.
    pub async fn attach(
        &self,
        service: &Service,
        shown: &Data,
    ) -> Result<(Vec<Attached>, Vec<FieldProblem>), ServiceError> {
        let (mut attached, mut problems) = (Vec::new(), Vec::new());
        let fields = service.form().fields().iter();
        for field in fields.filter(|field| field.widget == Widget::Paper) {
            let Some(Value::String(paper)) = value_at(shown, &field.path) else {
                continue;
            };
            match self.attach_one(&field.pointer, paper).await {
                Ok(paper) => attached.push(paper),
                Err(error) if is_refused(&error) => {
                    let words = &self.room.editions.current().words.mend;
                    problems.push(FieldProblem {
                        pointer: field.pointer.clone(),
                        text: words.paper_unusable.clone(),
                    });
                }
                Err(error) => return Err(ServiceError::unavailable(error)),
            }
        }
        Ok((attached, problems))
    }

    async fn attach_one(&self, pointer: &str, paper: &str) -> Result<Attached, MediatorError> {
        let actor = self.room.seal.on_behalf_of(self.applicant);
        let ask = Ask::new(&actor, PURPOSE).in_case(self.draft);
        let request = AttachPaperRequest {
            paper_id: paper.to_owned(),
            case_id: self.draft.to_owned(),
        };
        let key = format!("draft:{}:{pointer}", self.draft);
        let mediator = &self.room.mediator;
        let told = mediator.command::<AttachPaper>(ask, &key, &request).await?;
        Ok(Attached {
            pointer: pointer.to_owned(),
            paper: PaperTitle {
                paper_id: paper.to_owned(),
                kind: told.kind.unwrap_or_default(),
                title: numbered(told.title.unwrap_or_default(), told.number.as_deref()),
            },
            sha256: told.sha256,
        })
    }
}

/// The store said no.
fn is_refused(error: &MediatorError) -> bool {
    matches!(
        error,
        MediatorError::Invalid(_)
            | MediatorError::Service(
                ServiceError::Invalid(_)
                    | ServiceError::NotFound(_)
                    | ServiceError::Refused(_)
                    | ServiceError::Forbidden(_)
            )
    )
}
