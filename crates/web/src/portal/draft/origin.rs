use crate::frame::Pairs;

/// From where a page of a form was opened, so that it leads back there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// From the page before it.
    Series,
    /// From the page that shows the whole form.
    Check,
    /// From the page that shows the whole interlinked application.
    Bundle,
}

impl Origin {
    /// The part of the query that says it.
    pub const NAME: &'static str = "from";

    /// Reads the query of a page.
    pub fn read(query: &Pairs) -> Self {
        match query.get(Self::NAME) {
            Some("check") => Self::Check,
            Some("bundle") => Self::Bundle,
            _ => Self::Series,
        }
    }

    /// How it stands in a query.
    pub fn value(self) -> Option<&'static str> {
        match self {
            Self::Series => None,
            Self::Check => Some("check"),
            Self::Bundle => Some("bundle"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;
    use crate::frame::Pairs;

    #[test]
    fn what_is_written_is_read() {
        for origin in [Origin::Series, Origin::Check, Origin::Bundle] {
            let query = format!("from={}", origin.value().unwrap_or_default());
            assert_eq!(Origin::read(&Pairs::parse(query.as_bytes())), origin);
        }
    }
}
