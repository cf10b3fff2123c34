//! A paper that somebody shows by a link. Whoever has the link sees it; each opening is recorded.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::IntoResponse,
};
use dean06_contracts::documents::{
    ClientKind, OpenShare, OpenShareRequest, PaperSource, SharedPaper,
};
use dean06_ui::{Button, Buttons, Markup, PageResponse, SummaryList, SummaryRow};

use super::words::{day, kind, size, state, validity};
use crate::frame::{Answer, Download, PUBLIC, Shell, Stop, Visit, paragraph, quiet};

/// No search engine keeps what a link shows, and no cache.
const PRIVATE: [(HeaderName, HeaderValue); 2] = [
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    ),
    (
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    ),
];

pub(super) async fn show(visit: Visit, Path(token): Path<String>, headers: HeaderMap) -> Answer {
    let paper = open(&visit, &token, &headers, false).await?;
    let page = page(&visit.shell, &paper, &token).into_response();
    Ok(private(page))
}

pub(super) async fn download(
    visit: Visit,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let paper = open(&visit, &token, &headers, true).await?;
    let kind = paper.media_type.as_deref();
    let file = Download::coded(paper.file_name, kind, paper.bytes.as_deref());
    let file = file.ok_or_else(|| visit.missing())?;
    Ok(private(file.into_response()))
}

fn private(mut response: axum::response::Response) -> axum::response::Response {
    for (name, value) in PRIVATE {
        response.headers_mut().insert(name, value);
    }
    response
}

async fn open(
    visit: &Visit,
    token: &str,
    headers: &HeaderMap,
    with_file: bool,
) -> Result<SharedPaper, Stop> {
    let request = OpenShareRequest {
        token: token.to_owned(),
        client: client(headers),
        with_file,
    };
    // What cannot be a link is not asked for.
    if token.len() > 64 {
        return Err(visit.missing());
    }
    visit.call::<OpenShare>(PUBLIC, &request).await
}

/// With what a link is opened, as far as it says.
fn client(headers: &HeaderMap) -> ClientKind {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    match agent {
        None => ClientKind::Unknown,
        Some(agent) if !agent.starts_with("Mozilla/") => ClientKind::Program,
        Some(agent)
            if ["Mobile", "Android", "iPad"]
                .iter()
                .any(|at| agent.contains(at)) =>
        {
            ClientKind::MobileBrowser
        }
        Some(_) => ClientKind::DesktopBrowser,
    }
}

fn page(shell: &Shell, paper: &SharedPaper, token: &str) -> PageResponse {
    let row = |label: &str, value: String| SummaryRow::new(shell.t(label), value);
    let kind = kind(shell, paper.kind.as_deref(), paper.title.as_ref());
    let issuer = shell.say(paper.issuer.as_ref());
    let mut rows = vec![row("papers-column-kind", kind)];
    if issuer.is_empty() {
        rows.push(row("papers-column-source", shell.t("shared-uploaded")));
        rows.push(row("papers-uploaded-on", day(shell, paper.issued_at)));
    } else {
        rows.push(row("papers-issuer", issuer.to_owned()));
        rows.push(row("papers-issued-on", day(shell, paper.issued_at)));
        rows.push(row("papers-validity", validity(shell, paper.valid_to)));
        rows.push(row(
            "portal-number",
            paper.number.clone().unwrap_or_default(),
        ));
    }
    if let Some(bytes) = paper.size {
        rows.push(row("papers-file", size(shell, bytes)));
    }
    let source = issuer.is_empty().then_some(PaperSource::Uploaded);
    let until = shell.moment(paper.until);
    let until = shell.tw("shared-until", &[("until", until.into())]);
    let content = [
        Markup::trusted("<p>"),
        state(shell, paper.state, source).into(),
        Markup::trusted("</p>"),
        SummaryList::new(&shell.words, rows).into(),
        Buttons::new([
            Button::primary(shell.t("shared-open")).href(format!("/shared/{token}/file")),
            Button::secondary(shell.t("portal-nav-verify")).href("/verify"),
        ])
        .into(),
        paragraph(&until),
        quiet(&shell.t("shared-recorded")),
    ];
    shell
        .page(shell.say(paper.title.as_ref()))
        .caption(shell.t("shared-caption"))
        .markup(Markup::join(content))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use dean06_contracts::documents::{ClientKind, PaperState, SharedPaper};
    use dean06_kernel::Text;

    use super::{client, page};
    use crate::frame::testing::{NOW, anybody};

    #[test]
    fn a_paper_that_is_shown_says_no_more_than_itself() {
        let paper = SharedPaper {
            kind: Some("birth-certificate".to_owned()),
            title: Some(Text::new("Giấy khai sinh", "Birth certificate")),
            issuer: Some(Text::new("UBND phường Ba Đình", "Committee")),
            issued_at: Some(NOW),
            state: Some(PaperState::Valid),
            until: Some(NOW),
            ..SharedPaper::default()
        };
        let html = page(&anybody(), &paper, "T0k").html().to_owned();
        for part in [
            "<h1>Giấy khai sinh</h1>",
            "Có hiệu lực",
            "href=\"/shared/T0k/file\"",
            "ghi lại",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn only_the_kind_of_program_is_told() {
        let of = |agent: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(agent) = agent {
                headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
            }
            client(&headers)
        };
        let android = "Mozilla/5.0 (Linux; Android 14) Mobile Safari";
        assert_eq!(of(Some(android)), ClientKind::MobileBrowser);
        assert_eq!(of(Some("Mozilla/5.0 (X11)")), ClientKind::DesktopBrowser);
        assert_eq!(of(Some("curl/8")), ClientKind::Program);
        assert_eq!(of(None), ClientKind::Unknown);
    }
}
