use std::{path::Path, time::Duration};

use anyhow::{Context, bail, ensure};
use dean06_ledger::tlog::{
    Checkpoint, Note, TILE_WIDTH, TilePath, Tree, TreeHead, VerifierKey, leaf_hash,
};
use reqwest::{Client, StatusCode, Url};

/// How long one tile may take.
const LIMIT: Duration = Duration::from_secs(30);
/// The longest bundle: 256 entries of at most 65,535 bytes and their lengths.
const BUNDLE_LIMIT: usize = TILE_WIDTH as usize * (u16::MAX as usize + 2);
/// The longest checkpoint, in bytes.
const NOTE_LIMIT: usize = 64 * 1024;

/// Reads a whole log from outside, computes its root from every entry and compares it with what the
/// log signed, and with the checkpoint that an earlier audit kept in `memory`, which is then
/// replaced. Memory stays flat.
pub async fn run(url: &str, log: &VerifierKey, memory: Option<&Path>) -> anyhow::Result<()> {
    let source = Source::new(url)?;
    let note: Note = source.text("checkpoint").await?.parse()?;
    let signed = Checkpoint::open(&note, log)?.head;
    let before = match memory.filter(|path| path.exists()) {
        Some(path) => {
            let kept: Note = std::fs::read_to_string(path)?.parse()?;
            let kept = Checkpoint::open(&kept, log);
            Some(kept.with_context(|| path.display().to_string())?.head)
        }
        None => None,
    };
    if let Some(before) = before {
        ensure!(
            before.size <= signed.size,
            "the log was rolled back: it had {} entries and has {}",
            before.size,
            signed.size
        );
    }
    let found = source.root(signed.size, before).await?;
    ensure!(
        found == signed,
        "the entries are not those that were signed"
    );
    println!("sound: {} entries, root {}", signed.size, signed.root);
    if let Some(path) = memory {
        std::fs::write(path, note.to_string())
            .with_context(|| format!("cannot keep {}", path.display()))?;
    }
    Ok(())
}

/// A log somewhere.
struct Source {
    client: Client,
    prefix: Url,
}

impl Source {
    fn new(url: &str) -> anyhow::Result<Self> {
        let prefix = format!("{}/", url.trim_end_matches('/'));
        Ok(Self {
            client: Client::builder().timeout(LIMIT).build()?,
            prefix: prefix.parse().context("not an address")?,
        })
    }

    /// The root of `size` entries; on the way, that of an earlier checkpoint is compared.
    async fn root(&self, size: u64, before: Option<TreeHead>) -> anyhow::Result<TreeHead> {
        let mut tree = Tree::default();
        let width = u64::from(TILE_WIDTH);
        while tree.head().size < size {
            let start = tree.head().size;
            let path = TilePath {
                level: None,
                index: start / width,
                width: u16::try_from((size - start).min(width))?,
            };
            let bundle = self.bytes(&format!("tile/{path}"), BUNDLE_LIMIT).await?;
            let mut rest = bundle.as_slice();
            for _ in 0..path.width {
                let (length, more) = rest.split_first_chunk().context("a bundle is too short")?;
                let length = usize::from(u16::from_be_bytes(*length));
                let (leaf, more) = more
                    .split_at_checked(length)
                    .context("a bundle is too short")?;
                tree.push(leaf_hash(leaf));
                rest = more;
                if let Some(before) = before.filter(|before| before.size == tree.head().size) {
                    ensure!(
                        before == tree.head(),
                        "the first {} entries are not those of the earlier checkpoint",
                        before.size
                    );
                }
            }
            ensure!(rest.is_empty(), "a bundle is too long");
        }
        Ok(tree.head())
    }

    async fn text(&self, path: &str) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.bytes(path, NOTE_LIMIT).await?)?)
    }

    async fn bytes(&self, path: &str, limit: usize) -> anyhow::Result<Vec<u8>> {
        let mut answer = self.client.get(self.prefix.join(path)?).send().await?;
        match answer.status() {
            StatusCode::OK => {}
            status => bail!("{path}: {status}"),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            ensure!(bytes.len() + chunk.len() <= limit, "{path} is too long");
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
