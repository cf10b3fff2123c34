//! One paper: what it says, whether it is in force, its signatures, and to whom it is shown.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::documents::{
    ListShares, ListSharesRequest, PaperSource, PaperState, PaperView, ShareRow, SignatureState,
};
use dean06_ui::{
    Button, Buttons, Link, Markup, Notice, PageResponse, SummaryList, SummaryRow, Tag, Tone,
};

use super::shares::shares;
use super::words::{day, kind, size, state, validity};
use super::{Paper, address, signature_table};
use crate::frame::{Answer, Citizen, CommandKey, OWN_PAPERS, Shell, link, news};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["uploaded", "share-ended"];

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let paper = Paper::load(&citizen, &id).await?;
    let request = ListSharesRequest {
        paper_id: Some(paper.id.clone()),
        ..ListSharesRequest::default()
    };
    let told = citizen.aside::<ListShares>(OWN_PAPERS, &request).await;
    let links = told.and_then(|told| told.rows).unwrap_or_default();
    let own = paper
        .view
        .person_id
        .is_none_or(|person| person == citizen.person);
    let key = CommandKey::new(&citizen.web.sources);
    let news = news(&citizen, NEWS);
    let page = page(&citizen.shell, &paper, own, &links, &key, news);
    Ok(page.into_response())
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Content {
    notices: Markup,
    state: Tag,
    buttons: Buttons,
    facts: SummaryList,
    says: Option<(String, SummaryList)>,
    signatures: Markup,
    shares: (String, String, Button, Markup),
    discard: Option<Button>,
}

fn page(
    shell: &Shell,
    paper: &Paper,
    own: bool,
    links: &[ShareRow],
    key: &CommandKey,
    news: Markup,
) -> PageResponse {
    let view = &paper.view;
    let says: Vec<SummaryRow> = view
        .fields
        .iter()
        .flatten()
        .map(|field| {
            let label = shell.say(field.label.as_ref());
            SummaryRow::new(label, shell.say(field.value.as_ref()))
        })
        .collect();
    let content = Content {
        notices: Markup::join([news, notices(shell, view)]),
        state: state(shell, view.state, view.source),
        buttons: buttons(shell, paper),
        facts: facts(shell, view),
        says: (!says.is_empty())
            .then(|| (shell.t("papers-says"), SummaryList::new(&shell.words, says))),
        signatures: signature_table(shell, view.signatures.as_deref().unwrap_or_default()),
        shares: (
            shell.t("papers-shares"),
            shell.t("papers-shares-text"),
            Button::secondary(shell.t("papers-share")).href(format!("{}/share", paper.address())),
            shares(shell, links, key),
        ),
        discard: (view.can_discard == Some(true)).then(|| {
            Button::plain(shell.t("papers-discard")).href(format!("{}/discard", paper.address()))
        }),
    };
    let page = shell
        .page(shell.say(view.title.as_ref()))
        .crumbs(vec![Link::new(shell.t("papers-title"), "/my/papers")]);
    if own {
        page.body(&content)
    } else {
        page.caption(shell.t("papers-of-a-child")).body(&content)
    }
}

/// What is to be known first: that it is not in force any more, or what its signatures came to.
fn notices(shell: &Shell, view: &PaperView) -> Markup {
    let reason = view.state_reason.as_deref().unwrap_or_default();
    let gone = match view.state {
        Some(PaperState::Revoked) => Some("papers-revoked-title"),
        Some(PaperState::Replaced) => Some("papers-replaced-title"),
        _ => None,
    };
    if let Some(title) = gone {
        let notice = Notice::new(Tone::Bad, shell.t(title));
        let notice = if reason.is_empty() {
            notice
        } else {
            notice.text(reason)
        };
        let other = view.replaced_by.as_deref().map(|other| {
            Markup::join([
                Markup::trusted("<p>"),
                link(&address(other), &shell.t("papers-replaced-by")),
                Markup::trusted("</p>"),
            ])
        });
        return notice.markup(other.unwrap_or_default()).into();
    }
    if view.state == Some(PaperState::Expired) {
        return Notice::new(Tone::Bad, shell.t("papers-expired-title")).into();
    }
    let (tone, title) = match (view.source, view.intact) {
        (Some(PaperSource::Uploaded), _) => (Tone::Info, "papers-not-vouched"),
        (_, Some(true)) => (Tone::Good, "papers-intact"),
        (_, Some(false)) if only_keys_ended(view) => (Tone::Waiting, "papers-key-ended"),
        (_, Some(false)) => (Tone::Bad, "papers-not-intact"),
        (_, None) => return Markup::default(),
    };
    Notice::new(tone, shell.t(title)).into()
}

/// Nothing in the file was touched: a certificate was revoked since, or has expired.
fn only_keys_ended(view: &PaperView) -> bool {
    let ended = |state| matches!(state, SignatureState::Revoked | SignatureState::Expired);
    let mut states = view.signatures.iter().flatten().map(|each| each.state);
    states.all(|state| state == Some(SignatureState::Valid) || state.is_some_and(ended))
}

fn buttons(shell: &Shell, paper: &Paper) -> Buttons {
    let view = &paper.view;
    let address = paper.address();
    let label = match view.media_type.as_deref() {
        Some("application/pdf") => "papers-download-pdf",
        _ => "papers-download",
    };
    let file = (view.has_file == Some(true))
        .then(|| Button::primary(shell.t(label)).href(format!("{address}/file")));
    let signed = view.jws.as_ref().map(|_| {
        Button::secondary(shell.t("papers-download-signed")).href(format!("{address}/signed.jws"))
    });
    Buttons::new([file, signed].into_iter().flatten())
}

fn facts(shell: &Shell, view: &PaperView) -> SummaryList {
    let row = |label: &str, value: String| SummaryRow::new(shell.t(label), value);
    let uploaded = view.source == Some(PaperSource::Uploaded);
    let kind = kind(shell, view.kind.as_deref(), view.title.as_ref());
    let mut rows = vec![row("papers-column-kind", kind)];
    if uploaded {
        rows.push(row(
            "papers-column-source",
            shell.t("papers-source-uploaded"),
        ));
        rows.push(row("papers-uploaded-on", day(shell, view.issued_at)));
    } else {
        let issuer = shell.say(view.issuer.as_ref()).to_owned();
        rows.push(row("papers-issuer", issuer));
        rows.push(row(
            "papers-signer",
            view.signer.clone().unwrap_or_default(),
        ));
        rows.push(row("papers-issued-on", day(shell, view.issued_at)));
        rows.push(row("papers-validity", validity(shell, view.valid_to)));
        rows.push(row(
            "portal-number",
            view.number.clone().unwrap_or_default(),
        ));
    }
    if let Some(code) = &view.code {
        rows.push(row("papers-code", code.clone()));
    }
    if let Some(bytes) = view.size {
        let file = format!(
            "{} ({})",
            view.file_name.as_deref().unwrap_or_default(),
            size(shell, bytes)
        );
        rows.push(row("papers-file", file));
    }
    if let Some(times) = view.reused.filter(|times| *times > 0) {
        let reused = shell.tw("papers-reused-times", &[("n", times.into())]);
        rows.push(row("papers-reused", reused));
    }
    SummaryList::new(&shell.words, rows)
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{
        PaperField, PaperSource, PaperState, PaperView, SignatureState, SignatureView,
    };
    use dean06_kernel::{ManualClock, Sources, Text};
    use dean06_ui::Markup;

    use super::super::Paper;
    use super::page;
    use crate::frame::CommandKey;
    use crate::frame::testing::{NOW, citizen};

    fn html(view: PaperView) -> String {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let paper = Paper {
            id: "p".to_owned(),
            view,
        };
        let key = CommandKey::new(&sources);
        page(&citizen(), &paper, false, &[], &key, Markup::default())
            .html()
            .to_owned()
    }

    fn certificate() -> PaperView {
        PaperView {
            kind: Some("birth-certificate".to_owned()),
            title: Some(Text::new("Giấy khai sinh", "Birth certificate")),
            issuer: Some(Text::new("UBND phường Ba Đình", "Committee")),
            issued_at: Some(NOW),
            source: Some(PaperSource::Issued),
            state: Some(PaperState::Valid),
            has_file: Some(true),
            media_type: Some("application/pdf".to_owned()),
            jws: Some("a.b.c".to_owned()),
            intact: Some(true),
            fields: Some(vec![PaperField {
                id: None,
                label: Some(Text::new("Họ tên", "Name")),
                value: Some(Text::new("Lò <Ánh>", "Lò <Ánh>")),
            }]),
            signatures: Some(vec![SignatureView {
                state: Some(SignatureState::Valid),
                ..SignatureView::default()
            }]),
            ..PaperView::default()
        }
    }

    #[test]
    fn a_paper_says_what_it_says_and_that_it_holds() {
        let html = html(certificate());
        for part in [
            "<p class=\"caption\">Giấy tờ của con</p>",
            "class=\"notice good\"",
            "href=\"/my/papers/p/file\">Tải tệp PDF",
            "href=\"/my/papers/p/signed.jws\"",
            "Lò &#60;Ánh&#62;",
            "href=\"/my/papers/p/share\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("/discard"));
    }

    #[test]
    fn a_paper_that_was_taken_back_says_so_first() {
        let html = html(PaperView {
            state: Some(PaperState::Replaced),
            state_reason: Some("Ghi sai ngày sinh".to_owned()),
            replaced_by: Some("q".to_owned()),
            ..certificate()
        });
        assert!(html.contains("class=\"notice bad\""));
        assert!(html.contains("Ghi sai ngày sinh"));
        assert!(html.contains("href=\"/my/papers/q\""));
        assert!(!html.contains("class=\"notice good\""));
    }

    #[test]
    fn a_key_that_was_revoked_since_is_no_alteration() {
        let signature = |state| SignatureView {
            state: Some(state),
            ..SignatureView::default()
        };
        let with = |state| {
            html(PaperView {
                intact: Some(false),
                signatures: Some(vec![signature(SignatureState::Valid), signature(state)]),
                ..certificate()
            })
        };
        let revoked = with(SignatureState::Revoked);
        assert!(revoked.contains("class=\"notice waiting\""), "{revoked}");
        assert!(revoked.contains("đúng là tệp đã cấp"));
        let changed = with(SignatureState::Changed);
        assert!(changed.contains("class=\"notice bad\""));
        assert!(!changed.contains("đúng là tệp đã cấp"));
    }

    #[test]
    fn a_paper_whose_last_day_is_over_says_that_and_not_that_it_holds() {
        let html = html(PaperView {
            state: Some(PaperState::Expired),
            intact: Some(false),
            ..certificate()
        });
        assert!(html.contains("Giấy tờ đã hết hạn sử dụng"));
        assert!(!html.contains("đúng là tệp đã cấp"));
    }

    #[test]
    fn nobody_vouches_for_what_its_owner_put_in() {
        let html = html(PaperView {
            source: Some(PaperSource::Uploaded),
            media_type: Some("image/jpeg".to_owned()),
            jws: None,
            intact: None,
            signatures: None,
            can_discard: Some(true),
            size: Some(2048),
            ..certificate()
        });
        assert!(html.contains("class=\"notice info\""));
        assert!(html.contains("href=\"/my/papers/p/discard\""));
        assert!(html.contains("2 KB"));
        assert!(!html.contains("signed.jws"));
    }
}
