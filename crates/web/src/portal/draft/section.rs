//! One page of an application. Each "Continue" saves, also what is not right yet.

use axum::{
    Json,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use dean06_contracts::casework::{
    PageView, SaveDraft, SaveDraftRequest, SaveDraftResponse, Widget,
};
use dean06_ui::{Notice, Tone};
use serde_json::json;

use super::sheet::Sheet;
use super::{Draft, Origin};
use crate::frame::{APPLICATION, Address, Answer, Citizen, Names, Posted, Refused, Shell, id};
use crate::portal::form::{Answers, Papers, next_notice};

pub(super) async fn show(citizen: Citizen, Path((id, section)): Path<(String, String)>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let position = position(&draft, &section).ok_or_else(|| citizen.missing())?;
    let page = draft.pages()[position].clone();
    let papers = Papers::with_upload(&citizen.query);
    let sheet = Sheet {
        draft: &draft,
        position,
        page,
        answers: &Answers::default(),
        notice: None,
        status: StatusCode::OK,
        origin: Origin::read(&citizen.query),
        papers: &papers,
    };
    Ok(sheet.render(&citizen.shell).into_response())
}

pub(super) async fn save(
    citizen: Citizen,
    Path((draft_id, section)): Path<(String, String)>,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Answer {
    let draft_id = id(&draft_id).ok_or_else(|| citizen.missing())?;
    let answers = Answers::read(&form);
    let request = SaveDraftRequest {
        draft_id: draft_id.clone(),
        version: None,
        section: section.clone(),
        data: answers.section(&section),
    };
    // Saving the same page again is harmless, and what is typed last counts: each save is an act of
    // its own, unlike the other commands of these pages.
    let key = citizen.web.sources.uuid().to_string();
    let saved = citizen
        .command::<SaveDraft>(APPLICATION, &draft_id, &key, &request)
        .await;
    if by_script(&headers) {
        return Ok(told_to_script(&citizen.shell, saved.is_ok()));
    }
    match saved {
        Ok(saved) => {
            if form.get("later").is_some() {
                let draft = Draft::load(&citizen, &draft_id).await?;
                let page = format!("{}?news=saved", draft.home());
                return Ok(Redirect::to(&page).into_response());
            }
            go_on(&citizen, &draft_id, &section, &saved, &answers).await
        }
        Err(error) => {
            let refused = citizen.refused(&error)?;
            not_saved(&citizen, &draft_id, &section, &answers, refused).await
        }
    }
}

/// The next page, or this one again with what is to be mended.
async fn go_on(
    citizen: &Citizen,
    draft_id: &str,
    section: &str,
    saved: &SaveDraftResponse,
    answers: &Answers,
) -> Answer {
    let origin = Origin::read(&citizen.query);
    let wrong = saved.errors.as_deref().unwrap_or_default();
    let awaits = |page: &PageView| {
        let mut communes = page.fields.iter().filter(|f| f.widget == Widget::Commune);
        communes.any(|field| answers.awaits_commune(&Names::of(&field.pointer)))
    };
    let draft = Draft::load(citizen, draft_id).await?;
    let position = position(&draft, section);
    if let Some(page) = position.map(|position| &draft.pages()[position])
        && let Some(upload) = upload(&draft, page, answers, origin)
    {
        return Ok(Redirect::to(&upload.to_string()).into_response());
    }
    match position.map(|position| (position, draft.pages()[position].clone())) {
        Some((position, mut page)) if !wrong.is_empty() || awaits(&page) => {
            let notice = ease(&citizen.shell, &mut page, answers);
            let status = if notice.is_some() {
                StatusCode::OK
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let papers = Papers::with_upload(&citizen.query);
            let sheet = Sheet {
                draft: &draft,
                position,
                page,
                answers,
                notice,
                status,
                origin,
                papers: &papers,
            };
            Ok(sheet.render(&citizen.shell).into_response())
        }
        _ => {
            let next = draft.address(saved.next_section.as_deref());
            let page = draft.back_to(origin).unwrap_or(next);
            Ok(Redirect::to(&page).into_response())
        }
    }
}

/// The page on which a paper is put into the store, when that was chosen; it leads back here.
fn upload(draft: &Draft, page: &PageView, answers: &Answers, origin: Origin) -> Option<Address> {
    let name = answers.upload()?;
    let mut fields = page.fields.iter();
    let field = fields.find(|field| Names::of(&field.pointer) == name)?;
    let back = Address::new(draft.address(Some(&page.section)))
        .with_some(Origin::NAME, origin.value())
        .to_string();
    let address = Address::new("/my/papers/upload")
        .with_some("kind", field.paper_kind.as_deref())
        .with("for", &back)
        .with("field", name);
    Some(address)
}

/// Takes errors away that nobody could have avoided: of fields that an answer only just opened, and
/// of a commune whose list was not there yet. When nothing else is wrong, says what comes now.
fn ease(shell: &Shell, page: &mut PageView, answers: &Answers) -> Option<Notice> {
    let mut opened = None;
    let mut listed = None;
    let mut wrong = false;
    for field in page.fields.iter_mut().filter(|field| field.editable) {
        let name = Names::of(&field.pointer);
        if answers.awaits_commune(&name) {
            field.error = None;
            listed.get_or_insert(name);
        } else if field.error.is_some() && !answers.showed(&name) {
            field.error = None;
            opened.get_or_insert(name);
        }
        wrong |= field.error.is_some();
    }
    match (listed, opened) {
        _ if wrong => None,
        (Some(name), _) => Some(next_notice(shell, &name, "portal-commune-now")),
        (None, Some(name)) => Some(next_notice(shell, &name, "portal-fields-opened")),
        (None, None) => None,
    }
}

/// The page again, with everything that was typed and the reason why it could not be kept.
async fn not_saved(
    citizen: &Citizen,
    draft_id: &str,
    section: &str,
    answers: &Answers,
    refused: Refused,
) -> Answer {
    let draft = Draft::load(citizen, draft_id).await?;
    let position = position(&draft, section).ok_or_else(|| citizen.missing())?;
    let mut page = draft.pages()[position].clone();
    let papers = Papers::with_upload(&citizen.query);
    let shell = &citizen.shell;
    let (status, notice) = match refused {
        Refused::Fields(problems) => {
            answers.put_back(&mut page, &problems);
            let elsewhere = problems
                .iter()
                .find(|problem| page.fields.iter().all(|f| f.pointer != problem.pointer));
            let notice = elsewhere.map(|problem| {
                Notice::new(Tone::Bad, shell.t("portal-not-saved"))
                    .text(shell.words.of(&problem.text))
            });
            (StatusCode::UNPROCESSABLE_ENTITY, notice)
        }
        Refused::Said(status, text) => {
            answers.put_back(&mut page, &[]);
            let notice = Notice::new(Tone::Bad, shell.t("portal-not-saved")).text(&text);
            (status, Some(notice))
        }
    };
    let sheet = Sheet {
        draft: &draft,
        position,
        page,
        answers,
        notice,
        status,
        origin: Origin::read(&citizen.query),
        papers: &papers,
    };
    Ok(sheet.render(shell).into_response())
}

fn position(draft: &Draft, section: &str) -> Option<usize> {
    draft
        .pages()
        .iter()
        .position(|page| page.section == section)
}

fn by_script(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

/// What the script shows beside the form that it saved.
fn told_to_script(shell: &Shell, saved: bool) -> Response {
    if !saved {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let now = shell.moment(Some(shell.now.as_microsecond()));
    let message = shell.tw("portal-saved-at", &[("at", now.into())]);
    Json(json!({ "message": message })).into_response()
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::Widget;

    use super::super::sheet::testing::{field, page};
    use super::{Answers, ease};
    use crate::frame::Pairs;
    use crate::frame::testing::citizen;

    fn read(form: &str) -> Answers {
        Answers::read(&Pairs::parse(form.as_bytes()))
    }

    #[test]
    fn nobody_is_blamed_for_a_field_that_just_appeared() {
        let shell = citizen();
        let kite = || page("kite", false, vec![field("/kite/tail", Widget::Text)]);
        let mut opened = kite();
        assert!(ease(&shell, &mut opened, &read("_shown=kite.kind&kite.kind=x")).is_some());
        assert_eq!(opened.fields[0].error, None);
        let mut empty = kite();
        assert!(ease(&shell, &mut empty, &read("_shown=kite.tail&kite.tail=")).is_none());
        assert!(empty.fields[0].error.is_some());
    }

    #[test]
    fn nobody_is_blamed_for_a_list_that_was_not_there() {
        let shell = citizen();
        let mut kite = page("kite", false, vec![field("/kite/at", Widget::Commune)]);
        let sent = read("_shown=kite.at&_province.kite.at=01&_listed.kite.at=");
        assert!(ease(&shell, &mut kite, &sent).is_some());
        assert_eq!(kite.fields[0].error, None);
        let mut both = page(
            "kite",
            false,
            vec![
                field("/kite/at", Widget::Commune),
                field("/kite/name", Widget::Text),
            ],
        );
        let sent = read("_shown=kite.at+kite.name&_province.kite.at=01&_listed.kite.at=");
        assert!(ease(&shell, &mut both, &sent).is_none());
        assert!(both.fields[1].error.is_some());
    }
}
