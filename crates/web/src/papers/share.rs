//! Makes a link that shows one paper until a day. The link is shown once.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use dean06_contracts::documents::{SharePaper, SharePaperRequest, SharePaperResponse};
use dean06_ui::{
    Button, Buttons, Choice, ErrorSummary, Field, Link, Markup, Notice, PageResponse, Tone,
};

use super::Paper;
use crate::frame::{
    Answer, Citizen, CommandKey, OWN_PAPERS, Posted, Refused, Shell, form, list, paragraph,
};
use crate::portal::site;

/// For how many days a link may open; the content has the last word.
const DAYS: [u16; 4] = [1, 7, 30, 90];
/// What is chosen when the page opens.
const USUAL: u16 = 7;
/// The id of the line with the link.
const LINK: &str = "link";

/// The form, with what was chosen and why it was not done.
struct Sheet {
    key: CommandKey,
    days: String,
    error: Option<String>,
    notice: Option<Notice>,
    status: StatusCode,
}

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let paper = Paper::load(&citizen, &id).await?;
    let sheet = Sheet {
        key: CommandKey::new(&citizen.web.sources),
        days: USUAL.to_string(),
        error: None,
        notice: None,
        status: StatusCode::OK,
    };
    Ok(sheet.page(&citizen.shell, &paper).into_response())
}

pub(super) async fn share(
    citizen: Citizen,
    Path(id): Path<String>,
    headers: HeaderMap,
    Posted(posted): Posted,
) -> Answer {
    let paper = Paper::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    let days = posted.text("days").unwrap_or_default().to_owned();
    let mut sheet = Sheet {
        key: CommandKey::of(&posted, &citizen.web.sources),
        error: None,
        notice: None,
        status: StatusCode::UNPROCESSABLE_ENTITY,
        days,
    };
    let chosen = sheet.days.parse().ok().filter(|days| DAYS.contains(days));
    let Some(days) = chosen else {
        sheet.error = Some(shell.t("papers-share-days-empty"));
        return Ok(sheet.page(shell, &paper).into_response());
    };
    let request = SharePaperRequest {
        paper_id: paper.id.clone(),
        days,
    };
    let shared = citizen
        .command::<SharePaper>(OWN_PAPERS, &paper.id, sheet.key.as_str(), &request)
        .await;
    match shared {
        Ok(link) => return Ok(made(shell, &paper, &link, &site(&headers)).into_response()),
        Err(error) => match citizen.refused(&error)? {
            Refused::Fields(problems) => {
                let text = problems.first().map(|p| shell.words.of(&p.text).to_owned());
                sheet.error = text;
            }
            Refused::Said(status, text) => {
                sheet.status = status;
                sheet.notice = Some(Notice::new(Tone::Bad, shell.t("portal-not-done")).text(&text));
            }
        },
    }
    Ok(sheet.page(shell, &paper).into_response())
}

impl Sheet {
    fn page(self, shell: &Shell, paper: &Paper) -> PageResponse {
        let address = paper.address();
        let choices = DAYS.iter().map(|days| {
            let label = shell.tw("papers-share-days", &[("n", (*days).into())]);
            Choice::new(days.to_string(), label)
        });
        let days = Field::radios(
            &shell.words,
            "days",
            shell.t("papers-share-how-long"),
            choices.collect(),
        )
        .value(self.days)
        .error(self.error.clone());
        let rules = [
            "papers-share-who",
            "papers-share-record",
            "papers-share-stop",
        ];
        let rules = rules.map(|id| shell.t(id));
        let buttons = Buttons::new([
            Button::primary(shell.t("papers-share-make")),
            Button::plain(shell.t("portal-not-now")).href(&address),
        ]);
        let content = [
            self.notice.map(Markup::from).unwrap_or_default(),
            list(rules.iter().map(String::as_str)),
            form(
                &format!("{address}/share"),
                [self.key.field().into(), days.into(), buttons.into()],
            ),
        ];
        let errors = ErrorSummary::new(&shell.words);
        let errors = match self.error {
            Some(error) => errors.field("days", error),
            None => errors,
        };
        shell
            .focused(shell.t("papers-share-title"))
            .caption(shell.say(paper.view.title.as_ref()))
            .back(address)
            .errors(errors)
            .status(self.status)
            .markup(Markup::join(content))
    }
}

/// The link, this once.
fn made(shell: &Shell, paper: &Paper, link: &SharePaperResponse, site: &str) -> PageResponse {
    let address = paper.address();
    let back = Button::secondary(shell.t("papers-share-back")).href(&address);
    let content = match link.token.as_deref() {
        Some(token) => {
            let until = shell.moment(link.until);
            let until = shell.tw("papers-share-until", &[("until", until.into())]);
            let link = Field::text(&shell.words, LINK, shell.t("papers-share-link"))
                .value(format!("{site}/shared/{token}"))
                .hint(shell.t("papers-share-once"))
                .read_only();
            vec![
                paragraph(&until),
                link.into(),
                Buttons::new([Button::copy(&shell.words, LINK), back]).into(),
            ]
        }
        None => vec![
            paragraph(&shell.t("papers-share-told-before")),
            Buttons::new([back]).into(),
        ],
    };
    shell
        .page(shell.t("papers-share-done"))
        .caption(shell.say(paper.view.title.as_ref()))
        .crumbs(vec![Link::new(shell.t("papers-title"), "/my/papers")])
        .markup(Markup::join(content))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{PaperView, SharePaperResponse};
    use dean06_kernel::Text;

    use super::super::Paper;
    use super::made;
    use crate::frame::testing::{NOW, citizen};

    #[test]
    fn the_link_is_shown_once() {
        let paper = Paper {
            id: "p".to_owned(),
            view: PaperView {
                title: Some(Text::new("Giấy khai sinh", "Birth certificate")),
                ..PaperView::default()
            },
        };
        let link = |token: Option<&str>| SharePaperResponse {
            token: token.map(str::to_owned),
            until: Some(NOW),
            ..SharePaperResponse::default()
        };
        let shell = citizen();
        let page = made(&shell, &paper, &link(Some("T0k")), "https://x.example");
        assert!(
            page.html()
                .contains("value=\"https://x.example/shared/T0k\" readonly")
        );
        assert!(page.html().contains("data-copy=\"link\""));
        let again = made(&shell, &paper, &link(None), "https://x.example");
        assert!(!again.html().contains("readonly"));
        assert!(again.html().contains("chỉ hiện một lần"));
    }
}
