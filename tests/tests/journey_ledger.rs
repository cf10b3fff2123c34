//! The record of uses as somebody outside sees it: proofs to keep, audits over HTTP, a witness on another node, and
//! what happens when the database is changed behind the node's back.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use dean06_tests::{Engine, Options, Server, User, on_each_engine, run};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::time::sleep;

/// How long a checkpoint may take: the node signs every second.
const SIGNED_WITHIN: Duration = Duration::from_secs(20);
const STOP_LIMIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_citizen_keeps_a_proof_that_needs_nobody() -> Result<()> {
    on_each_engine(proves).await
}

async fn proves(engine: Engine) -> Result<()> {
    let [mut node, mut witness] = two_nodes(engine).await?;
    let folder = TempDir::new()?;
    let key = text(&node, "/ledger/key").await?;
    let witness_key = text(&witness, "/ledger/witness/key").await?;
    let mother = node.sign_in("mother").await?;
    let index = last_use(&mother).await?;
    let proof = proof_of(&mother, index).await?;
    let file = folder.path().join("mine.tlog-proof");
    std::fs::write(&file, &proof)?;

    // Nobody is asked: both nodes are gone.
    ensure!(node.interrupt(STOP_LIMIT).await?.success());
    ensure!(witness.interrupt(STOP_LIMIT).await?.success());
    let told = succeeds(verify(&file, &key, Some(&witness_key))).await?;
    for part in [
        format!("entry {index} of"),
        format!("whose:  {}", mother.person()?),
        format!(
            "seen:   by {}",
            witness_key.split('+').next().unwrap_or_default()
        ),
    ] {
        ensure!(told.contains(&part), "{part} is not in:\n{told}");
    }

    // Another key, another entry, another witness: nothing is proved.
    fails(verify(&file, &witness_key.replace("/witness", ""), None)).await?;
    fails(verify(&file, &key, Some(&key))).await?;
    std::fs::write(
        &file,
        proof.replace(&format!("index {index}"), &format!("index {}", index - 1)),
    )?;
    fails(verify(&file, &key, None)).await?;
    Ok(())
}

#[tokio::test]
async fn nobody_gets_the_proof_of_somebody_else() -> Result<()> {
    on_each_engine(async |engine| {
        let node = Server::start(engine).await?;
        let (mother, father) = (node.sign_in("mother").await?, node.sign_in("father").await?);
        let index = last_use(&mother).await?;
        proof_of(&mother, index).await?;
        let service = "ledger.prove-access/1";
        let hers = json!({ "person_id": mother.person()?, "index": index });
        father
            .try_ask("own-data", service, &hers)
            .await?
            .expect(403)?;
        let mine = json!({ "person_id": father.person()?, "index": index });
        father
            .try_ask("own-data", service, &mine)
            .await?
            .expect(409)?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_audit_from_outside_finds_what_was_changed() -> Result<()> {
    let mut node = Server::start(Engine::Sqlite).await?;
    let folder = TempDir::new()?;
    let kept = folder.path().join("checkpoint");
    let key = text(&node, "/ledger/key").await?;
    let mother = node.sign_in("mother").await?;
    proof_of(&mother, last_use(&mother).await?).await?;
    let told = succeeds(audit(&node, &key, &kept)).await?;
    ensure!(told.starts_with("sound: "), "{told}");
    ensure!(kept.exists(), "the audit kept no checkpoint");
    // Again, with more entries.
    proof_of(&mother, last_use(&mother).await?).await?;
    succeeds(audit(&node, &key, &kept)).await?;

    // Behind the node's back, an entry is rewritten, with its hash.
    ensure!(node.interrupt(STOP_LIMIT).await?.success());
    let signed = std::fs::read(node.folder().join("ledger.checkpoint"))?;
    rewrite(node.folder()).await?;
    node.start_again(Vec::new()).await?;
    fails(audit(&node, &key, &kept)).await?;
    // The node itself signs nothing any more.
    let mother = node.sign_in("mother").await?;
    let question = json!({ "person_id": mother.person()?, "index": last_use(&mother).await? });
    mother
        .try_ask("own-data", "ledger.prove-access/1", &question)
        .await?
        .expect(409)?;
    ensure!(std::fs::read(node.folder().join("ledger.checkpoint"))? == signed);
    node.interrupt(STOP_LIMIT).await?;
    ensure!(node.doctor().await.is_err(), "the doctor finds nothing");
    Ok(())
}

/// A node whose ledger another node witnesses.
async fn two_nodes(engine: Engine) -> Result<[Server; 2]> {
    // Each must know the key of the other: they start once to make them.
    let mut node = Server::start_with(named(engine, "node.example", Vec::new())).await?;
    let log = text(&node, "/ledger/key").await?;
    let watches = vec!["--witness-of".into(), log.into()];
    let witness = Server::start_with(named(Engine::Sqlite, "witness.example", watches)).await?;
    let key = text(&witness, "/ledger/witness/key").await?;
    let address = format!("{}/ledger/witness#{key}", witness.url());
    ensure!(node.interrupt(STOP_LIMIT).await?.success());
    node.options_mut()
        .args
        .extend(["--witness".into(), address.into()]);
    node.start_again(Vec::new()).await?;
    Ok([node, witness])
}

fn named(engine: Engine, host: &str, more: Vec<OsString>) -> Options {
    let mut options = Options::new(engine);
    options.args = vec!["--base-url".into(), format!("https://{host}").into()];
    options.args.extend(more);
    options
}

async fn text(server: &Server, path: &str) -> Result<String> {
    let reply = server.client()?.get(path).await?.expect(200)?;
    Ok(reply.body.trim_end().to_owned())
}

/// The position of the use of a citizen's data that was recorded last.
async fn last_use(citizen: &User) -> Result<u64> {
    let question = json!({ "person_id": citizen.person()?, "limit": 1 });
    let service = "ledger.who-used-my-data/1";
    citizen.ask("own-data", service, &question).await?;
    let page: Value = citizen.ask("own-data", service, &question).await?;
    page["rows"][0]["index"]
        .as_u64()
        .context("no use is on record")
}

/// The proof, as soon as the node signed over it.
async fn proof_of(citizen: &User, index: u64) -> Result<String> {
    let question = json!({ "person_id": citizen.person()?, "index": index });
    let deadline = Instant::now() + SIGNED_WITHIN;
    loop {
        let reply = citizen
            .try_ask("own-data", "ledger.prove-access/1", &question)
            .await?;
        if reply.status != 409 || Instant::now() > deadline {
            let answer: Value = reply.expect(200)?.json()?;
            let proof = answer["proof"].as_str().context("no proof")?;
            return Ok(proof.to_owned());
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn verify(file: &Path, key: &str, witness: Option<&str>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec![
        "ledger".into(),
        "verify".into(),
        file.into(),
        "--key".into(),
        key.into(),
    ];
    if let Some(witness) = witness {
        arguments.extend(["--witness".into(), witness.into()]);
    }
    arguments
}

fn audit(server: &Server, key: &str, kept: &Path) -> Vec<OsString> {
    let url = format!("{}/ledger", server.url());
    ["ledger", "audit", "--url", &url, "--key", key, "--keep"]
        .map(OsString::from)
        .into_iter()
        .chain([PathBuf::from(kept).into()])
        .collect()
}

async fn succeeds(arguments: Vec<OsString>) -> Result<String> {
    let output = run(arguments).await?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "it failed: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

async fn fails(arguments: Vec<OsString>) -> Result<()> {
    let output = run(arguments).await?;
    ensure!(
        !output.status.success(),
        "it succeeded: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    Ok(())
}

/// Puts another entry in the place of the first, so that only the signatures can tell.
async fn rewrite(folder: &Path) -> Result<()> {
    let leaf = r#"{"at":0,"detail":"","purpose":"","service":"","v":1}"#;
    let hash = hex::encode(Sha256::digest([b"\0", leaf.as_bytes()].concat()));
    let url = format!("sqlite:{}", folder.join("dean06.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await?;
    let changed =
        sqlx::query("UPDATE ledger_entry SET leaf = ?, leaf_hash = ? WHERE entry_index = 0")
            .bind(leaf)
            .bind(hash)
            .execute(&pool)
            .await?;
    ensure!(changed.rows_affected() == 1);
    pool.close().await;
    Ok(())
}
