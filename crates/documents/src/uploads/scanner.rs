/// What a look into a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Nothing was found.
    Clean,
    /// Something was found, by this name.
    Infected(String),
}

/// Why a file could not be looked into. It is not taken then.
#[derive(Debug, thiserror::Error)]
#[error("the virus scanner did not answer: {0}")]
pub struct ScanError(pub String);

/// Looks into what people put in, before it is kept.
#[async_trait::async_trait]
pub trait Scanner: Send + Sync {
    /// Looks into one file.
    async fn scan(&self, bytes: &[u8]) -> Result<Scan, ScanError>;
}

/// Takes everything, where there is no scanner.
#[derive(Clone, Copy, Debug, Default)]
pub struct AcceptAll;

#[async_trait::async_trait]
impl Scanner for AcceptAll {
    async fn scan(&self, _bytes: &[u8]) -> Result<Scan, ScanError> {
        Ok(Scan::Clean)
    }
}
