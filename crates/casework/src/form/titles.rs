use dean06_kernel::Text;
use serde::{Deserialize, Serialize};

/// What values are called that neither a code list nor a register names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles {
    /// The interlinked procedure from which values may come.
    pub procedure: Option<Text>,
    /// Papers of the store.
    pub papers: Vec<PaperTitle>,
}

/// A paper of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaperTitle {
    /// Its key: the value of the field.
    pub paper_id: String,
    /// Kind, as the field names it.
    pub kind: String,
    /// How people know it.
    pub title: Text,
}

impl Titles {
    /// How people know a paper.
    pub fn paper(&self, id: &str) -> Option<&Text> {
        let mut papers = self.papers.iter();
        papers
            .find(|paper| paper.paper_id == id)
            .map(|paper| &paper.title)
    }
}
