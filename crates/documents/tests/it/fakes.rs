//! A press and a notary without typesetting and cryptography: what they make is text that shows what
//! was done to it.

use std::sync::Mutex;

use dean06_contracts::documents::{SignatureState, SignatureView, VerdictReason};
use dean06_documents::{
    Anchor, Credential, Hand, Issued, Judged, Library, NotAPdf, Notary, NotaryError, Press,
    PressError, Scan, ScanError, Scanner, Signing, Subject, Validity,
};
use dean06_typeset::Paper;
use jiff::Timestamp;

/// How the press feels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Well,
    /// Nothing can be printed now.
    Down,
    /// Templates that say `broken` are.
    Strict,
}

#[derive(Default)]
pub struct FakePress {
    pub mood: Mutex<Mood>,
    pub printed: Mutex<u32>,
    /// What the templates shared, of each paper.
    pub libraries: Mutex<Vec<String>>,
}

impl Press for FakePress {
    fn print(
        &self,
        template: &str,
        library: &Library,
        paper: &Paper,
    ) -> Result<Vec<u8>, PressError> {
        let mood = *self.mood.lock().unwrap();
        let failed = |text: &str, may_pass| {
            Err(PressError {
                text: text.to_owned(),
                may_pass,
            })
        };
        if mood == Mood::Down {
            return failed("busy", true);
        }
        if mood == Mood::Strict && template == "broken" {
            return failed("the template is wrong", false);
        }
        *self.printed.lock().unwrap() += 1;
        let text = serde_json::to_string(paper).unwrap();
        let shared: Vec<&str> = library.values().map(String::as_str).collect();
        self.libraries.lock().unwrap().push(shared.concat());
        Ok(format!("%PDF-{template}\n{text}\n").into_bytes())
    }
}

/// Signs with a line of text. A certificate is the name on it, a key is nothing.
#[derive(Default)]
pub struct FakeNotary {
    pub issued: Mutex<u32>,
}

impl Notary for FakeNotary {
    fn found(&self, _validity: Validity) -> Result<Credential, NotaryError> {
        Ok(named("root"))
    }

    fn issue(
        &self,
        _authority: &Credential,
        subject: &Subject,
        _validity: Validity,
    ) -> Result<Issued, NotaryError> {
        let mut issued = self.issued.lock().unwrap();
        *issued += 1;
        Ok(Issued {
            serial: issued.to_string(),
            credential: named(&format!("{} {}", subject.identifier, *issued)),
        })
    }

    fn sign(
        &self,
        pdf: &[u8],
        hands: &[Hand],
        _signing: &Signing<'_>,
    ) -> Result<Vec<u8>, NotaryError> {
        let mut file = pdf.to_vec();
        for hand in hands {
            let name = String::from_utf8_lossy(&hand.credential.certificate);
            let line = format!("signed {} {name}\n", length(&file));
            file.extend(line.as_bytes());
        }
        Ok(file)
    }

    fn judge(&self, pdf: &[u8], trust: &[Anchor], _at: Timestamp) -> Result<Judged, NotAPdf> {
        let text = std::str::from_utf8(pdf).map_err(|_| NotAPdf)?;
        if !text.starts_with("%PDF-") {
            return Err(NotAPdf);
        }
        let mut judged = Judged::default();
        let mut before = 0;
        for line in text.split_inclusive('\n') {
            if let Some(rest) = line.strip_prefix("signed ") {
                let (length, name) = rest.trim().split_once(' ').unwrap();
                let revoked = trust
                    .iter()
                    .flat_map(|anchor| &anchor.revoked)
                    .any(|(certificate, _)| certificate == name.as_bytes());
                let state = if length != before.to_string() {
                    judged.against.push(VerdictReason::Changed);
                    SignatureState::Changed
                } else if revoked {
                    judged.against.push(VerdictReason::CertificateRevoked);
                    SignatureState::Revoked
                } else {
                    SignatureState::Valid
                };
                judged.signatures.push(SignatureView {
                    name: Some(name.to_owned()),
                    state: Some(state),
                    ..SignatureView::default()
                });
            }
            before += line.len();
        }
        judged.against.sort_unstable();
        judged.against.dedup();
        Ok(judged)
    }

    fn revocation_list(
        &self,
        anchor: &Anchor,
        _now: Timestamp,
        _next_update: Timestamp,
    ) -> Result<Vec<u8>, NotaryError> {
        let names = anchor.revoked.iter().map(|(certificate, _)| certificate);
        Ok(names.cloned().collect::<Vec<_>>().join(&b'\n'))
    }

    fn serial(&self, certificate: &[u8]) -> Result<String, NotaryError> {
        Ok(String::from_utf8_lossy(certificate).into_owned())
    }

    fn anchor_pem(&self, certificate: &[u8]) -> Result<String, NotaryError> {
        Ok(String::from_utf8_lossy(certificate).into_owned())
    }
}

fn named(name: &str) -> Credential {
    Credential {
        certificate: name.as_bytes().to_vec(),
        private_key: Vec::new(),
    }
}

fn length(file: &[u8]) -> usize {
    file.len()
}

/// Finds a word, or does not answer.
#[derive(Default)]
pub struct FakeScanner {
    pub silent: Mutex<bool>,
}

#[async_trait::async_trait]
impl Scanner for FakeScanner {
    async fn scan(&self, bytes: &[u8]) -> Result<Scan, ScanError> {
        if *self.silent.lock().unwrap() {
            return Err(ScanError("no answer".to_owned()));
        }
        let found = bytes.windows(5).any(|window| window == b"virus");
        Ok(if found {
            Scan::Infected("Word".to_owned())
        } else {
            Scan::Clean
        })
    }
}
