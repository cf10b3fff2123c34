use crate::Actor;

/// The signed-in user of an HTTP request: `identity` puts it into the request's extensions, pages
/// and APIs take it from there. A request without one is anonymous.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
}
