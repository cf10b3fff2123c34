//! Papers as their owners have them, and what programs that know nothing of ours say of them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::birth::Dossier;
use crate::{Server, User};

/// The purpose of a citizen who uses the own store of papers.
pub const OWN_PAPERS: &str = "own-papers";

/// How often a paper is looked for, and the pause in between.
const LOOKS: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// A paper with its file.
#[derive(Clone, Debug)]
pub struct Paper {
    /// As the store shows it.
    pub view: Value,
    /// Its file.
    pub file: Vec<u8>,
}

/// The paper of a dossier as it is now; `None` while there is none.
///
/// # Errors
/// When the answer is another than that.
pub async fn find(user: &User, dossier: &Dossier) -> Result<Option<Paper>> {
    let body = json!({ "dossier_id": dossier.id });
    let reply = user
        .try_ask(OWN_PAPERS, "documents.get-paper-of-dossier/1", &body)
        .await?;
    if reply.status.as_u16() == 404 {
        return Ok(None);
    }
    let view: Value = reply.expect(200)?.json()?;
    let body = json!({ "paper_id": view["paper_id"] });
    let answer = user
        .ask(OWN_PAPERS, "documents.get-paper-file/1", &body)
        .await?;
    let bytes = answer["bytes"].as_str().context("no bytes")?;
    let file = STANDARD.decode(bytes)?;
    Ok(Some(Paper { view, file }))
}

/// Waits for the paper of a dossier.
///
/// # Errors
/// When there is none after a minute.
pub async fn wait(user: &User, dossier: &Dossier) -> Result<Paper> {
    for _ in 0..LOOKS {
        if let Some(paper) = find(user, dossier).await? {
            return Ok(paper);
        }
        sleep(PAUSE).await;
    }
    bail!("{} has no paper after {:?}", dossier.number, PAUSE * LOOKS)
}

/// What the server says of a paper to somebody who presents it: `pdf` in base 64, `qr` or `code`.
///
/// # Errors
/// When it gives no answer.
pub async fn verify(server: &Server, by: &str, text: &str) -> Result<Value> {
    let anybody = User::anybody(server.client()?);
    let body = json!({ by: text });
    anybody
        .ask("public-information", "documents.verify-paper/1", &body)
        .await
}

impl Paper {
    /// What the server says of its file.
    ///
    /// # Errors
    /// When it gives no answer.
    pub async fn verify(&self, server: &Server) -> Result<Value> {
        verify(server, "pdf", &STANDARD.encode(&self.file)).await
    }

    /// What it shows to the eye, by poppler's `pdftotext`.
    ///
    /// # Errors
    /// When there is no such program or it cannot read the file.
    pub fn text(&self) -> Result<String> {
        let folder = tempfile::tempdir()?;
        let path = self.save(folder.path())?;
        let output = Command::new("pdftotext").arg(&path).arg("-").output()?;
        ensure!(output.status.success(), "pdftotext: {}", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Has `pdfsig` look at it: both signatures hold, and the last one covers the whole file.
    ///
    /// # Errors
    /// When it finds something else.
    pub fn pdfsig_agrees(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = self.save(folder.path())?;
        let output = Command::new("pdfsig").arg("-nocert").arg(&path).output();
        let output = output.context("pdfsig cannot be run")?;
        let said = String::from_utf8_lossy(&output.stdout);
        let hold = said.matches("Signature is Valid.").count();
        ensure!(
            hold == 2 && said.contains("Total document signed"),
            "{said}"
        );
        Ok(())
    }

    /// Has pyHanko look at it with nothing but what the server publishes, and the root of the time stamps. One JSON
    /// object for each signature; nothing where there is no pyHanko and none is required.
    ///
    /// # Errors
    /// When it cannot read the file.
    pub async fn pyhanko(&self, server: &Server, stamps: Option<&Path>) -> Result<Vec<Value>> {
        let python = env::var("DEAN06_PYHANKO").unwrap_or_else(|_| "python3".to_owned());
        let there = Command::new(&python)
            .args(["-c", "import pyhanko"])
            .output();
        if !there.is_ok_and(|output| output.status.success()) {
            let required = env::var("DEAN06_REQUIRE_VERIFIERS").is_ok_and(|value| value == "1");
            ensure!(!required, "pyHanko is missing");
            eprintln!("passed over: pyHanko is missing");
            return Ok(Vec::new());
        }
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("root.pem");
        let client = server.client()?;
        let anchors = client
            .get("/.well-known/dean06-ca.pem")
            .await?
            .expect(200)?;
        fs::write(&root, anchors.body)?;
        let script = "../crates/signature/tests/signing/pyhanko_verdicts.py";
        let mut command = Command::new(python);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(script));
        if let Some(stamps) = stamps {
            command.arg("--stamps").arg(stamps);
        }
        command.args([&root]).arg("now");
        command.arg(self.save(folder.path())?);
        command.arg(revocation_list(server, folder.path()).await?);
        let output = command.output()?;
        let failure = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "pyHanko: {failure}");
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn save(&self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join("paper.pdf");
        fs::write(&path, &self.file)?;
        Ok(path)
    }
}

async fn revocation_list(server: &Server, folder: &Path) -> Result<PathBuf> {
    let url = format!("{}/.well-known/dean06.crl", server.url());
    let list = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()?
        .get(url)
        .send()
        .await?;
    let path = folder.join("root.crl");
    fs::write(&path, list.error_for_status()?.bytes().await?)?;
    Ok(path)
}

/// Whether one of the keys of a JWK set signed a message, as OpenSSL finds. The signature is that of ES256 (`r` and
/// `s`), in base64url.
///
/// # Errors
/// When there is no `openssl`, or something has not the form that it must have.
pub fn openssl_agrees(jwks: &Value, key_id: &str, message: &str, signature: &str) -> Result<bool> {
    let keys = jwks["keys"].as_array().context("no keys")?;
    let named = |key: &&Value| key["kid"].as_str().is_some_and(|id| id.starts_with(key_id));
    let key = keys.iter().find(named);
    let key = key.with_context(|| format!("{key_id} is not among the published keys"))?;
    let folder = tempfile::tempdir()?;
    let write = |name: &str, bytes: &[u8]| -> Result<PathBuf> {
        let path = folder.path().join(name);
        fs::write(&path, bytes)?;
        Ok(path)
    };
    let signature = URL_SAFE_NO_PAD.decode(signature)?;
    let output = Command::new("openssl")
        .args(["dgst", "-sha256", "-keyform", "DER", "-verify"])
        .arg(write("key.der", &public_key(key)?)?)
        .arg("-signature")
        .arg(write("signature.der", &in_der(&signature)?)?)
        .arg(write("message", message.as_bytes())?)
        .output()
        .context("openssl cannot be run")?;
    Ok(output.status.success() && output.stdout.starts_with(b"Verified OK"))
}

/// `SubjectPublicKeyInfo` of a key on P-256, which has the same beginning for all of them.
fn public_key(jwk: &Value) -> Result<Vec<u8>> {
    const BEGINNING: &[u8] = &[
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
        0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];
    let coordinate = |name: &str| -> Result<Vec<u8>> {
        let text = jwk[name].as_str().with_context(|| format!("no {name}"))?;
        Ok(URL_SAFE_NO_PAD.decode(text)?)
    };
    Ok([BEGINNING, &coordinate("x")?, &coordinate("y")?].concat())
}

/// `r` and `s` as a sequence of two integers.
fn in_der(signature: &[u8]) -> Result<Vec<u8>> {
    ensure!(
        signature.len() == 64,
        "a signature of {} bytes",
        signature.len()
    );
    let mut content = Vec::new();
    for half in signature.chunks(32) {
        let start = half.iter().position(|byte| *byte != 0).unwrap_or(31);
        let digits = half.get(start..).unwrap_or_default();
        let sign: &[u8] = if digits.first().is_some_and(|byte| *byte > 127) {
            &[0]
        } else {
            &[]
        };
        content.push(0x02);
        content.push(u8::try_from(sign.len() + digits.len())?);
        content.extend_from_slice(sign);
        content.extend_from_slice(digits);
    }
    let length = u8::try_from(content.len())?;
    Ok([&[0x30, length][..], &content].concat())
}
