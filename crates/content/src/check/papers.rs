//! Whether messages and papers are whole.

use super::{CheckReport, services};
use crate::Content;
use crate::data::MESSAGES;

/// The longest short message, in characters: one that a phone shows in one piece, with diacritics.
const MAX_SMS_CHARS: usize = 210;

pub(super) fn check(content: &Content, report: &mut CheckReport) {
    messages(content, report);
    templates(content, report);
}

fn messages(content: &Content, report: &mut CheckReport) {
    let messages = content.messages();
    for message in messages.iter() {
        for text in [&message.title, &message.text, &message.sms] {
            if text.vi.trim().is_empty() || text.en.trim().is_empty() {
                report.error(
                    MESSAGES,
                    &message.kind,
                    "the text is missing in one of the languages",
                );
            }
        }
        for blank in message.blanks() {
            if !messages.has_blank(blank) {
                report.error(
                    MESSAGES,
                    &message.kind,
                    format_args!("{{{blank}}} does not stand in blanks"),
                );
            }
        }
        for text in [&message.sms.vi, &message.sms.en] {
            if text.chars().count() > MAX_SMS_CHARS {
                report.error(
                    MESSAGES,
                    &message.kind,
                    format_args!("a short message of more than {MAX_SMS_CHARS} characters"),
                );
            }
        }
    }
}

/// Once there are templates, every result needs one.
fn templates(content: &Content, report: &mut CheckReport) {
    if content.paper_library().next().is_none() || content.default_template().is_some() {
        return;
    }
    for service in content.services() {
        if service.result.is_some() && service.template().is_none() {
            let file = services::file(service);
            report.error(
                &file,
                "result",
                "needs result.typ, as there is no papers/default.typ",
            );
        }
    }
}
