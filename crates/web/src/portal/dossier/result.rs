//! The signed result: as a sheet with a code to check it by, and as the signed data.

use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::IntoResponse,
};
use dean06_contracts::casework::{GetResult, GetResultRequest, ResultView};
use dean06_ui::{
    Button, Buttons, Link, Markup, Notice, PageResponse, Paper, Seal, SummaryList, SummaryRow, Tone,
};

use super::qr;
use crate::frame::{
    APPLICATION, Address, Answer, Citizen, Download, OWN_PAPERS, Shell, Stop, Visit, local,
    on_screen, written,
};
use crate::papers::download_of_dossier;

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let (id, result) = load(&citizen, APPLICATION, &id).await?;
    let back = format!("/dossiers/{id}");
    Ok(result_page(&citizen.shell, &result, &back, &site(&headers)).into_response())
}

pub(super) async fn download(citizen: Citizen, Path(id): Path<String>) -> Answer {
    download_result(&citizen, APPLICATION, &id).await
}

pub(super) async fn file(citizen: Citizen, Path(id): Path<String>) -> Answer {
    download_of_dossier(&citizen, OWN_PAPERS, &id, "/dossiers/").await
}

/// The result of a dossier, and the key of the dossier.
pub(crate) async fn load(
    visit: &Visit,
    purpose: &str,
    id: &str,
) -> Result<(String, ResultView), Stop> {
    let dossier_id = crate::frame::id(id).ok_or_else(|| visit.missing())?;
    let request = GetResultRequest {
        dossier_id: dossier_id.clone(),
    };
    let result = visit
        .call_in::<GetResult>(purpose, &dossier_id, &request)
        .await?;
    Ok((dossier_id, result))
}

/// The signed data as a file.
pub(crate) async fn download_result(visit: &Visit, purpose: &str, id: &str) -> Answer {
    let (_, result) = load(visit, purpose, id).await?;
    let jws = result.jws.ok_or_else(|| visit.missing())?;
    let name: String = result
        .number
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect();
    Ok(Download::new(format!("{name}.jws"), "application/jose", jws).into_response())
}

/// The result in the layout of official documents. `site` is the address of this server.
pub(crate) fn result_page(
    shell: &Shell,
    result: &ResultView,
    back: &str,
    site: &str,
) -> PageResponse {
    let fields = result.fields.iter().flatten();
    let rows = fields.map(|field| {
        SummaryRow::new(
            shell.say(field.label.as_ref()),
            shell.say(field.value.as_ref()),
        )
    });
    let title = shell.say(result.title.as_ref());
    let day = result.issued_at.and_then(local);
    let day = day.map_or_else(String::new, |at| {
        let part = |number: i16| number.to_string();
        shell.tw(
            "portal-paper-date",
            &[
                ("day", part(at.day().into()).into()),
                ("month", part(at.month().into()).into()),
                ("year", part(at.year()).into()),
            ],
        )
    });
    let signed = shell.moment(result.issued_at);
    let place_and_date = result
        .place_and_date
        .as_ref()
        .map_or(day, |text| shell.words.of(text).to_owned());
    let office = result.office.as_ref().map_or_else(
        || shell.t("portal-result-signer"),
        |office| shell.words.of(office).to_owned(),
    );
    let paper = Paper::new(&shell.words, shell.say(result.issuer.as_ref()), title)
        .place_and_date(place_and_date)
        .body(SummaryList::new(&shell.words, rows.collect()))
        .seal(
            Seal::new(office, result.signer.as_deref().unwrap_or_default())
                .note(shell.tw("portal-result-signed", &[("at", signed.into())])),
        );
    let paper = match result.code.as_deref() {
        Some(code) => {
            // What the code holds can be verified offline; as an address it opens the check.
            let check = match result.qr.as_deref() {
                Some(qr) => Address::new("/verify").with("qr", qr),
                None => Address::new("/verify").with("code", code),
            };
            let address = format!("{site}{check}");
            let how = shell.tw(
                "portal-result-verify",
                &[("site", site.into()), ("code", code.into())],
            );
            paper.code(qr::svg(&address, &shell.t("portal-result-qr")), how)
        }
        None => paper,
    };
    let buttons = Buttons::new([
        Button::primary(shell.t("papers-download-pdf")).href(format!("{back}/result.pdf")),
        Button::print(&shell.words),
        Button::secondary(shell.t("portal-result-download")).href(format!("{back}/result.jws")),
    ]);
    let number = result.number.as_deref().unwrap_or_default();
    shell
        .page(title)
        .own_heading()
        .crumbs(vec![Link::new(
            shell.tw("portal-dossier-number", &[("number", number.into())]),
            back,
        )])
        .markup(Markup::join([
            revoked(shell, result),
            paper.into(),
            buttons.into(),
            on_screen(&shell.t("portal-result-download-text")),
        ]))
}

/// That the paper is not in force any more, since when and why; nothing while it is.
fn revoked(shell: &Shell, result: &ResultView) -> Markup {
    let Some(at) = result.revoked_at else {
        return Markup::default();
    };
    let at = shell.moment(Some(at));
    Notice::new(
        Tone::Bad,
        shell.tw("portal-result-revoked", &[("at", at.into())]),
    )
    .markup(written(result.revocation.as_deref().unwrap_or_default()))
    .into()
}

/// The address of this server as the visitor reached it. Only a server on the visitor's own machine
/// is reached without encryption.
pub(crate) fn site(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost");
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    format!("{}://{host}", if own { "http" } else { "https" })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use dean06_contracts::casework::ResultView;
    use dean06_kernel::Text;

    use super::{result_page, site};
    use crate::frame::testing::{NOW, citizen};

    #[test]
    fn the_sheet_names_the_place_and_the_office_and_that_it_was_taken_back() {
        let text = |text: &str| Some(Text::new(text, text));
        let result = ResultView {
            title: text("Giấy khai sinh"),
            place_and_date: text("Ba Đình, ngày 23 tháng 11 năm 2026"),
            office: text("Chủ tịch"),
            signer: Some("Quàng Văn Hặc".to_owned()),
            code: Some("AB-12".to_owned()),
            qr: Some("D1.e30.c2ln".to_owned()),
            revoked_at: Some(NOW),
            revocation: Some("Ghi sai ngày sinh".to_owned()),
            ..ResultView::default()
        };
        let page = result_page(&citizen(), &result, "/dossiers/d", "https://x.example");
        for part in [
            "Ba Đình, ngày 23 tháng 11 năm 2026",
            "<p class=\"role\">Chủ tịch</p>",
            "href=\"/dossiers/d/result.pdf\"",
            "class=\"notice bad\"",
            "Ghi sai ngày sinh",
            "<svg",
        ] {
            assert!(page.html().contains(part), "{part} in {}", page.html());
        }
        assert_eq!(page.html().matches("<h1>").count(), 1);
    }

    #[test]
    fn a_server_elsewhere_is_reached_encrypted() {
        for (host, address) in [
            ("127.0.0.1:8006", "http://127.0.0.1:8006"),
            ("[::1]:8006", "http://[::1]:8006"),
            ("dichvucong.example", "https://dichvucong.example"),
            ("dichvucong.example:8443", "https://dichvucong.example:8443"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            assert_eq!(site(&headers), address);
        }
    }
}
