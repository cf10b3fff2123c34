//! A time-stamp authority (RFC 3161) on the loopback, made of `openssl ts`: a program that knows nothing of ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How it stamps, for `openssl ts -reply`.
const CONFIG: &str = "
[tsa]
default_tsa = policy
[policy]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.6.2
digests = sha256
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
";

/// An authority that answers until it is dropped. It can be made not to answer.
#[derive(Debug)]
pub struct Stamps {
    folder: TempDir,
    url: String,
    silent: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Stamps {
    /// Makes its certificates and begins to listen.
    ///
    /// # Errors
    /// When there is no `openssl`, or no port.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("dean06_stamps_")
            .tempdir()?;
        make(folder.path())?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let silent = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(listen(
            listener,
            folder.path().to_owned(),
            Arc::clone(&silent),
        ));
        Ok(Self {
            folder,
            url,
            silent,
            task,
        })
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file with its root certificate, in PEM.
    pub fn anchors(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Lets it answer no more, or again.
    pub fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::Relaxed);
    }
}

impl Drop for Stamps {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Makes the keys and certificates of a root and of the authority under it.
fn make(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("tsa.cnf"), CONFIG)?;
    std::fs::write(folder.join("serial"), "01\n")?;
    let new_key = "-config tsa.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(
        folder,
        &format!("req -x509 {new_key} -days 3650 -extensions ca -keyout ca.key -out ca.pem -subj"),
        &["/O=dean06 tests/CN=Root of time stamps"],
    )?;
    openssl(
        folder,
        &format!("req -new {new_key} -keyout tsa.key -out tsa.csr -subj"),
        &["/O=dean06 tests/CN=Time stamps"],
    )?;
    openssl(
        folder,
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 3650 -extfile tsa.cnf -extensions leaf \
         -out tsa.pem",
        &[],
    )
}

fn openssl(folder: &Path, words: &str, more: &[&str]) -> Result<()> {
    let output = Command::new("openssl")
        .args(words.split_whitespace())
        .args(more)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .context("openssl cannot be run")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "openssl {words}: {said}");
    Ok(())
}

/// Answers one request after the other: `openssl ts` counts its serial numbers in a file.
async fn listen(listener: TcpListener, folder: PathBuf, silent: Arc<AtomicBool>) {
    while let Ok((stream, _)) = listener.accept().await {
        if silent.load(Ordering::Relaxed) {
            continue;
        }
        if let Err(error) = answer(stream, &folder).await {
            eprintln!("a time stamp was not given: {error:#}");
        }
    }
}

async fn answer(mut stream: TcpStream, folder: &Path) -> Result<()> {
    let query = body(&mut stream).await?;
    std::fs::write(folder.join("query.tsq"), query)?;
    openssl(
        folder,
        "ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr",
        &[],
    )?;
    let reply = std::fs::read(folder.join("reply.tsr"))?;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        reply.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&reply).await?;
    Ok(())
}

/// The body of a request whose length it says.
async fn body(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut read = Vec::new();
    loop {
        let mut part = [0; 1024];
        let count = stream.read(&mut part).await?;
        ensure!(count > 0, "the request breaks off");
        read.extend_from_slice(part.get(..count).unwrap_or_default());
        let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head =
            String::from_utf8_lossy(read.get(..end).unwrap_or_default()).to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.context("no length")?.trim().parse()?;
        if let Some(body) = read.get(end + 4..end + 4 + length) {
            return Ok(body.to_vec());
        }
    }
}
