//! Names of form fields in pages, and their places in the data.

/// Between a JSON Pointer (`/child/place/commune`) and the name of its field in a page
/// (`child.place.commune`).
pub(crate) struct Names;

impl Names {
    /// The name of the field at a pointer.
    pub fn of(pointer: &str) -> String {
        pointer.trim_start_matches('/').replace('/', ".")
    }

    /// The section that a pointer leads into.
    pub fn section(pointer: &str) -> &str {
        let inner = pointer.strip_prefix('/').unwrap_or(pointer);
        inner.split('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_pointer_becomes_a_name() {
        assert_eq!(Names::of("/child/place/commune"), "child.place.commune");
        assert_eq!(Names::section("/child/place/commune"), "child");
        assert_eq!(Names::section(""), "");
    }
}
