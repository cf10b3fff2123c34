//! Papers in words.

use dean06_contracts::documents::{PaperSource, PaperState};
use dean06_kernel::Text;
use dean06_ui::{Tag, Tone};
use jiff::civil::Date;

use crate::frame::{Shell, local};

/// The list of kinds of papers.
pub(super) const KINDS: &str = "paper-kinds";

/// What people call a kind of paper; what has no name in the list is called by its title.
pub(super) fn kind(shell: &Shell, kind: Option<&str>, title: Option<&Text>) -> String {
    let list = shell.content.code_list(KINDS);
    let entry = list.and_then(|list| list.get(kind.unwrap_or_default()));
    let name = entry.map(|entry| shell.words.of(&entry.label));
    name.unwrap_or_else(|| shell.say(title)).to_owned()
}

/// The day of a moment, in short.
pub(super) fn day(shell: &Shell, micros: Option<i64>) -> String {
    let at = micros.and_then(local);
    at.map_or_else(String::new, |at| shell.words.date(at.date()))
}

/// Whether a paper is in force, as a tag.
pub(super) fn state(shell: &Shell, state: Option<PaperState>, source: Option<PaperSource>) -> Tag {
    let (tone, id) = match (state, source) {
        (Some(PaperState::Expired), _) => (Tone::Waiting, "papers-expired"),
        (Some(PaperState::Revoked), _) => (Tone::Bad, "papers-revoked"),
        (Some(PaperState::Replaced), _) => (Tone::Bad, "papers-replaced"),
        (_, Some(PaperSource::Uploaded)) | (None, _) => (Tone::Neutral, "papers-kept"),
        (Some(PaperState::Valid), _) => (Tone::Good, "papers-valid"),
    };
    Tag::new(tone, shell.t(id))
}

/// Until when a paper is in force.
pub(super) fn validity(shell: &Shell, valid_to: Option<Date>) -> String {
    match valid_to {
        Some(last) => shell.tw(
            "papers-valid-to",
            &[("date", shell.words.date(last).into())],
        ),
        None => shell.t("papers-no-end"),
    }
}

/// How large a file is.
pub(super) fn size(shell: &Shell, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1024);
    let number = shell
        .words
        .count(i64::try_from(kilobytes).unwrap_or(i64::MAX));
    shell.tw("papers-size", &[("kb", number.into())])
}

#[cfg(test)]
mod tests {
    use dean06_contracts::documents::{PaperSource, PaperState};
    use dean06_ui::Markup;

    use super::{size, state};
    use crate::frame::testing::citizen;

    #[test]
    fn a_state_is_said_in_a_word() {
        let shell = citizen();
        let tag = |at, from| Markup::from(state(&shell, at, from)).as_str().to_owned();
        let issued = Some(PaperSource::Issued);
        assert!(tag(Some(PaperState::Valid), issued).contains("Có hiệu lực"));
        assert!(tag(Some(PaperState::Revoked), issued).contains("Đã bị thu hồi"));
        let own = tag(Some(PaperState::Valid), Some(PaperSource::Uploaded));
        assert!(!own.contains("Có hiệu lực"), "nobody vouches for it");
    }

    #[test]
    fn a_file_is_as_large_as_it_is() {
        assert_eq!(size(&citizen(), 1_500_000), "1.465 KB");
    }
}
