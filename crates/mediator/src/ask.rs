use crate::Actor;

/// Who asks, for which purpose and in which case.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Who acts.
    pub actor: &'a Actor,
    /// Id of the purpose, as `content/purposes.toml` names it.
    pub purpose: &'a str,
    /// The case, for example a dossier number. The asking side asserts it and answers for it.
    pub case: Option<&'a str>,
}

impl<'a> Ask<'a> {
    /// An ask outside of any case.
    pub fn new(actor: &'a Actor, purpose: &'a str) -> Self {
        Self {
            actor,
            purpose,
            case: None,
        }
    }

    /// The same ask in a case.
    #[must_use]
    pub fn in_case(mut self, case: &'a str) -> Self {
        self.case = Some(case);
        self
    }
}
