use dean06_ui::{Tag, Tone};

use super::Shell;

/// The list with the legal words for the statuses of a dossier.
const STATUSES: &str = "dossier-statuses";

/// How a status of a dossier looks. The numbers are those of the law, 1 to 10.
pub(crate) fn status_tone(status: u8) -> Tone {
    match status {
        2 | 4 => Tone::Info,
        5 | 6 => Tone::Waiting,
        3 | 8 => Tone::Bad,
        9 | 10 => Tone::Good,
        _ => Tone::Neutral,
    }
}

/// A status of a dossier in its legal word.
pub(crate) fn status_tag(shell: &Shell, status: Option<u8>) -> Tag {
    let status = status.unwrap_or_default();
    Tag::new(
        status_tone(status),
        shell.code(STATUSES, &status.to_string()),
    )
}
