use std::{str::FromStr, time::Duration};

use async_trait::async_trait;
use dean06_ledger::{
    Cosigned, Cosigner, CosignerError,
    tlog::{KeyKind, VerifierKey},
};
use reqwest::{Client, StatusCode, Url};

/// How long a witness may take.
const LIMIT: Duration = Duration::from_secs(5);
/// The longest answer of a witness that is read, in bytes.
const ANSWER_LIMIT: usize = 16 * 1024;

/// Where a witness is and what it signs with, written `URL#KEY`, such as
/// `https://witness.example/ledger/witness#witness.example/w1+0a1b2c3d+BAbc…`.
#[derive(Clone, Debug)]
pub struct WitnessAddress {
    url: Url,
    key: VerifierKey,
}

impl FromStr for WitnessAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (url, key) = text.split_once('#').ok_or("URL#KEY is wanted")?;
        let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
        let url = url.parse().map_err(|_| "not an address".to_owned())?;
        let key: VerifierKey = key.parse().map_err(|error| format!("{error}"))?;
        if key.kind() != KeyKind::Witness {
            return Err("the key is not one of a witness".to_owned());
        }
        Ok(Self { url, key })
    }
}

impl WitnessAddress {
    /// A witness that can be asked.
    pub fn connect(&self) -> anyhow::Result<RemoteWitness> {
        let client = Client::builder().timeout(LIMIT).build()?;
        Ok(RemoteWitness {
            client,
            address: self.clone(),
        })
    }
}

/// A witness on another machine.
pub struct RemoteWitness {
    client: Client,
    address: WitnessAddress,
}

#[async_trait]
impl Cosigner for RemoteWitness {
    fn key(&self) -> &VerifierKey {
        &self.address.key
    }

    async fn add_checkpoint(&self, body: String) -> Result<Cosigned, CosignerError> {
        let silent = |error: reqwest::Error| CosignerError(error.without_url().to_string());
        let request = self.client.post(self.address.url.clone()).body(body);
        let mut answer = request.send().await.map_err(silent)?;
        let status = answer.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(silent)? {
            if bytes.len() + chunk.len() > ANSWER_LIMIT {
                return Err(CosignerError("the answer is too long".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match status {
            StatusCode::OK => Ok(Cosigned::Signed(text)),
            StatusCode::CONFLICT => {
                let size = text.trim_end().parse();
                size.map(Cosigned::Seen)
                    .map_err(|_| CosignerError("a conflict without a size".to_owned()))
            }
            status if status.is_client_error() => Ok(Cosigned::Refused(format!("{status}"))),
            status => Err(CosignerError(format!("{status}"))),
        }
    }
}
