//! Everything that will be sent, before it is sent.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use dean06_contracts::casework::{DraftView, GetDraft, GetDraftRequest, PageView};
use dean06_ui::{
    Button, Buttons, ErrorSummary, Hidden, Markup, Notice, PageResponse, SummaryList, Tone,
};

use super::leg::{agreement, plan};
use super::tasks::{known, obstacle_line};
use super::{Own, moved};
use crate::frame::{
    APPLICATION, Answer, Citizen, CommandKey, Shell, Stop, flag_notice, related_notice,
};
use crate::portal::summary;

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    if !bundle.is_draft() {
        return Err(elsewhere(&bundle));
    }
    let forms = Forms::load(&citizen, &bundle).await?;
    let check = Check {
        key: CommandKey::new(&citizen.web.sources),
        errors: ErrorSummary::new(&citizen.shell.words),
        notice: None,
        status: StatusCode::OK,
    };
    Ok(check.page(&citizen.shell, &bundle, &forms).into_response())
}

/// One that was sent has nothing left to check.
pub(super) fn elsewhere(bundle: &Own) -> Stop {
    Stop::with(axum::response::Redirect::to(&bundle.address()))
}

/// The forms of the wanted legs by their names in the application.
pub(super) struct Forms(BTreeMap<String, DraftView>);

impl Forms {
    pub async fn load(citizen: &Citizen, bundle: &Own) -> Result<Self, Stop> {
        let drafts = bundle.wanted().filter_map(|leg| {
            let leg_id = leg.leg_id.clone()?;
            let draft_id = leg.draft_id.clone()?;
            Some(async move {
                let request = GetDraftRequest {
                    draft_id: draft_id.clone(),
                    section: None,
                };
                let draft = citizen
                    .call_in::<GetDraft>(APPLICATION, &draft_id, &request)
                    .await?;
                Ok((leg_id, draft))
            })
        });
        let drafts = futures::future::try_join_all(drafts).await?;
        Ok(Self(drafts.into_iter().collect()))
    }
}

/// A leg as it will be sent.
struct Part {
    title: String,
    plan: Vec<String>,
    notices: Markup,
    pages: Vec<(String, SummaryList)>,
}

#[derive(Template)]
#[template(path = "bundle_check.html")]
struct Content {
    notices: Markup,
    parts: Vec<Part>,
    action: String,
    hidden: Vec<Hidden>,
    before: String,
    buttons: Buttons,
}

/// The page before sending, with what is to be said first.
pub(super) struct Check {
    pub key: CommandKey,
    pub errors: ErrorSummary,
    pub notice: Option<Notice>,
    pub status: StatusCode,
}

impl Check {
    /// The whole page.
    pub fn page(self, shell: &Shell, bundle: &Own, forms: &Forms) -> PageResponse {
        let ready = bundle.view.can_submit == Some(true);
        let content = Content {
            notices: Markup::join(
                self.notice
                    .map(Markup::from)
                    .into_iter()
                    .chain(moved::offer(shell, bundle, &self.key))
                    .chain([obstacles(shell, bundle), known(shell, bundle)]),
            ),
            parts: parts(shell, bundle, forms),
            action: format!("{}/submit", bundle.address()),
            hidden: hidden(bundle, forms),
            before: shell.t(if ready {
                "bundle-before"
            } else {
                "portal-check-not-ready"
            }),
            buttons: buttons(shell, bundle, ready),
        };
        shell
            .focused(shell.t("portal-check-title"))
            .caption(bundle.title(shell))
            .back(bundle.address())
            .errors(self.errors)
            .status(self.status)
            .body(&content)
    }
}

/// What speaks against sending, each with the way to where it is mended.
fn obstacles(shell: &Shell, bundle: &Own) -> Markup {
    let obstacles = bundle.view.obstacles.iter().flatten();
    let lines: Vec<Markup> = obstacles
        .filter(|obstacle| obstacle.kind.as_deref() != Some("bundle-changed"))
        .map(|obstacle| obstacle_line(shell, bundle, obstacle))
        .collect();
    if lines.is_empty() {
        return Markup::default();
    }
    Notice::new(Tone::Bad, shell.t("portal-check-refuse"))
        .markup(Markup::join(lines))
        .into()
}

fn parts(shell: &Shell, bundle: &Own, forms: &Forms) -> Vec<Part> {
    let parts = bundle.wanted().map(|leg| {
        let form = leg.leg_id.as_ref().and_then(|id| forms.0.get(id));
        let organisation = form.and_then(|form| form.organisation.as_ref());
        let organisation = organisation.or(leg.organisation.as_ref());
        let after = leg.waits_for.as_deref().unwrap_or_default();
        let plan = plan(shell, organisation, leg.limit.as_ref(), after);
        let asked = leg.agreement.as_ref();
        Part {
            title: shell.say(leg.title.as_ref()).to_owned(),
            plan: plan
                .into_iter()
                .chain(asked.map(|asked| agreement(shell, asked)))
                .collect(),
            notices: form.map(|form| notices(shell, form)).unwrap_or_default(),
            pages: form.map(|form| pages(shell, form)).unwrap_or_default(),
        }
    });
    parts.collect()
}

/// What is to be known of a form: checks that came up, procedures that fit better.
fn notices(shell: &Shell, form: &DraftView) -> Markup {
    let flags = form.notices.iter().flatten();
    let flags = flags.map(|flag| flag_notice(shell, flag).into());
    let related = form.related.as_deref().unwrap_or_default();
    Markup::join(flags.chain([related_notice(shell, related)]))
}

/// The pages of a form on which anything stands.
fn pages(shell: &Shell, form: &DraftView) -> Vec<(String, SummaryList)> {
    let draft = form.draft_id.as_deref().unwrap_or_default();
    let pages = form.pages.iter().flatten();
    pages
        .filter(|page: &&PageView| !page.fields.is_empty())
        .map(|page| {
            let address = format!("/drafts/{draft}/{}?from=bundle", page.section);
            let list = summary(shell, page, Some(&address));
            (shell.words.of(&page.title).to_owned(), list)
        })
        .collect()
}

/// What was seen: the version of the whole and of each form.
fn hidden(bundle: &Own, forms: &Forms) -> Vec<Hidden> {
    let version = bundle.view.version.unwrap_or_default().to_string();
    let drafts = forms.0.iter().map(|(leg, form)| {
        let version = form.version.unwrap_or_default().to_string();
        Hidden::new(format!("{DRAFT}{leg}"), version)
    });
    [Hidden::new("version", version)]
        .into_iter()
        .chain(drafts)
        .collect()
}

/// Before the name of a leg: the version of its form that was seen.
pub(super) const DRAFT: &str = "draft.";

fn buttons(shell: &Shell, bundle: &Own, ready: bool) -> Buttons {
    let back = bundle.address();
    let first = if ready {
        Button::primary(shell.t("bundle-submit"))
    } else {
        Button::primary(shell.t("bundle-back-to-list")).href(&back)
    };
    let later = ready.then(|| Button::secondary(shell.t("portal-keep-for-later")).href(back));
    Buttons::new([first].into_iter().chain(later))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::http::StatusCode;
    use dean06_contracts::casework::{DraftView, FieldView, ObstacleView, PageView, Widget};
    use dean06_ui::ErrorSummary;

    use super::super::Own;
    use super::super::testing::{draft, key, text};
    use super::{Check, Forms};
    use crate::frame::testing::citizen;

    fn forms() -> Forms {
        let field = FieldView {
            pointer: "/child/name".to_owned(),
            label: text("Họ tên của con"),
            hint: None,
            widget: Widget::Text,
            options: Vec::new(),
            required: true,
            max_length: None,
            paper_kind: None,
            value: serde_json::Value::Null,
            display: Some(text("Lò Ngọc Ánh")),
            source: None,
            editable: true,
            error: None,
        };
        let page = PageView {
            section: "child".to_owned(),
            title: text("Trẻ em"),
            hint: None,
            complete: true,
            fields: vec![field],
        };
        let birth = DraftView {
            draft_id: Some("d-birth".to_owned()),
            version: Some(7),
            pages: Some(vec![page]),
            organisation: Some(text("Ủy ban nhân dân phường Ba Đình")),
            ..DraftView::default()
        };
        Forms(BTreeMap::from([("birth".to_owned(), birth)]))
    }

    fn html(bundle: &Own) -> String {
        let shell = citizen();
        let check = Check {
            key: key(),
            errors: ErrorSummary::new(&shell.words),
            notice: None,
            status: StatusCode::OK,
        };
        check.page(&shell, bundle, &forms()).html().to_owned()
    }

    #[test]
    fn everything_is_shown_with_a_way_to_change_it_and_one_button_sends_it() {
        let mut bundle = draft();
        bundle.view.can_submit = Some(true);
        let html = html(&bundle);
        for part in [
            "<h2>Đăng ký khai sinh</h2>",
            "<h3>Trẻ em</h3>",
            "href=\"/drafts/d-birth/child?from=bundle#child.name\"",
            "action=\"/my/bundles/b/submit\"",
            "name=\"version\" value=\"4\"",
            "name=\"draft.birth\" value=\"7\"",
            "Gửi một lần cho tất cả",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("Cấp thẻ căn cước"), "it is not wanted");
        assert_eq!(html.matches("<h1>").count(), 1);
    }

    #[test]
    fn what_is_not_ready_cannot_be_sent() {
        let mut bundle = draft();
        bundle.view.obstacles = Some(vec![ObstacleView {
            kind: Some("leg-incomplete".to_owned()),
            leg_id: Some("residence".to_owned()),
            section: None,
            text: Some(text("Đăng ký thường trú còn thiếu")),
        }]);
        let html = html(&bundle);
        assert!(html.contains("href=\"/drafts/d-residence\">Đăng ký thường trú còn thiếu"));
        assert!(!html.contains("Gửi một lần cho tất cả"));
    }
}
