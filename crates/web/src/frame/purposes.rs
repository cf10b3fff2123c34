//! For which purposes pages ask, as `content/purposes.toml` names them.

/// What everybody may know.
pub(crate) const PUBLIC: &str = "public-information";
/// A citizen looks at own data.
pub(crate) const OWN_DATA: &str = "own-data";
/// A citizen applies and follows the dossier.
pub(crate) const APPLICATION: &str = "application";
/// An officer handles dossiers.
pub(crate) const CASE_HANDLING: &str = "case-handling";
/// A citizen uses the own store of papers, and those of the own children.
pub(crate) const OWN_PAPERS: &str = "own-papers";
/// A citizen reads the own messages.
pub(crate) const OWN_MESSAGES: &str = "own-messages";
