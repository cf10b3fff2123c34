use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};

use super::scanner::{Scan, ScanError, Scanner};

/// How long one look may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How much is sent at once, in bytes.
const CHUNK: usize = 64 * 1024;
/// The longest answer that is read, in bytes.
const ANSWER: u64 = 4 * 1024;

/// The scanner `ClamAV`, spoken to over its socket (command `INSTREAM`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clamd {
    address: Address,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    Tcp(String),
    Unix(PathBuf),
}

/// The text is no address of a scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write the scanner's address as HOST:PORT or unix:PATH")]
pub struct ParseClamdError;

impl FromStr for Clamd {
    type Err = ParseClamdError;

    /// `HOST:PORT` or `unix:PATH`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = match text.strip_prefix("unix:") {
            Some("") => return Err(ParseClamdError),
            Some(path) => Address::Unix(PathBuf::from(path)),
            None => {
                let (host, port) = text.rsplit_once(':').ok_or(ParseClamdError)?;
                if host.is_empty() || port.parse::<u16>().is_err() {
                    return Err(ParseClamdError);
                }
                Address::Tcp(text.to_owned())
            }
        };
        Ok(Self { address })
    }
}

#[async_trait::async_trait]
impl Scanner for Clamd {
    async fn scan(&self, bytes: &[u8]) -> Result<Scan, ScanError> {
        let asked = async {
            match &self.address {
                Address::Tcp(address) => ask(TcpStream::connect(address).await?, bytes).await,
                Address::Unix(path) => ask(UnixStream::connect(path).await?, bytes).await,
            }
        };
        let answer = tokio::time::timeout(PATIENCE, asked)
            .await
            .map_err(|_| ScanError("no answer in time".to_owned()))?
            .map_err(|error| ScanError(error.to_string()))?;
        understood(&answer)
    }
}

/// Sends a file in chunks, each with its length before it, and a chunk of no length at the end.
async fn ask<S>(mut stream: S, bytes: &[u8]) -> std::io::Result<Vec<u8>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(b"zINSTREAM\0").await?;
    for chunk in bytes.chunks(CHUNK) {
        let length = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(chunk).await?;
    }
    stream.write_all(&0_u32.to_be_bytes()).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    stream.take(ANSWER).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// `stream: OK`, `stream: NAME FOUND`, or anything else, which is an error.
fn understood(answer: &[u8]) -> Result<Scan, ScanError> {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_end_matches(['\0', '\n']).trim();
    let said = text.strip_prefix("stream:").map_or(text, str::trim);
    if said == "OK" {
        return Ok(Scan::Clean);
    }
    match said.strip_suffix("FOUND") {
        Some(name) => Ok(Scan::Infected(name.trim().to_owned())),
        None => Err(ScanError(said.chars().take(200).collect())),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn addresses_are_read() {
        assert!("127.0.0.1:3310".parse::<Clamd>().is_ok());
        assert!("unix:/run/clamd.ctl".parse::<Clamd>().is_ok());
        for wrong in ["", "unix:", "host", ":3310", "host:port"] {
            assert!(wrong.parse::<Clamd>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn answers_are_understood() {
        assert_eq!(understood(b"stream: OK\0").unwrap(), Scan::Clean);
        assert_eq!(
            understood(b"stream: Eicar-Signature FOUND\0").unwrap(),
            Scan::Infected("Eicar-Signature".to_owned())
        );
        for wrong in [&b""[..], b"INSTREAM size limit exceeded. ERROR\0"] {
            assert!(understood(wrong).is_err());
        }
    }

    /// A scanner that finds a word.
    async fn scanner(word: &'static [u8]) -> Clamd {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut file = Vec::new();
            loop {
                let length = stream.read_u32().await.unwrap();
                if length == 0 {
                    break;
                }
                let mut chunk = vec![0; usize::try_from(length).unwrap()];
                stream.read_exact(&mut chunk).await.unwrap();
                file.extend(chunk);
            }
            let found = file.windows(word.len()).any(|window| window == word);
            let answer: &[u8] = if found {
                b"stream: Word FOUND\0"
            } else {
                b"stream: OK\0"
            };
            stream.write_all(answer).await.unwrap();
        });
        address.to_string().parse().unwrap()
    }

    #[tokio::test]
    async fn a_file_is_sent_whole() {
        let mut file = vec![b'x'; CHUNK * 2 + 7];
        let clean = scanner(b"evil").await.scan(&file).await;
        assert_eq!(clean.unwrap(), Scan::Clean);
        file.extend(b"evil");
        let found = scanner(b"evil").await.scan(&file).await;
        assert_eq!(found.unwrap(), Scan::Infected("Word".to_owned()));
    }

    #[tokio::test]
    async fn a_scanner_that_is_not_there_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let clamd: Clamd = address.parse().unwrap();
        assert!(clamd.scan(b"x").await.is_err());
    }
}
