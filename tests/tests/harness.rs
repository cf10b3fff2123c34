//! The harness itself, on a shell script in place of the binary: what it reads, and that nothing outlives it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use dean06_tests::{Account, Engine, Options, Proxy, Server, engines};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Options whose program is this shell script; `$data` in it is the data folder.
fn script(folder: &TempDir, body: &str) -> Result<Options> {
    let path = folder.path().join("server");
    // The arguments are: demo --port 0 --data FOLDER …
    fs::write(&path, format!("#!/bin/sh\ndata=$5\n{body}\n"))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(Options {
        program: Some(path),
        ..Options::new(Engine::Sqlite)
    })
}

fn runs(id: u32) -> bool {
    Path::new("/proc").join(id.to_string()).exists()
}

#[tokio::test]
async fn reads_the_address_and_the_accounts_and_kills_on_drop() -> Result<()> {
    let folder = TempDir::new()?;
    let options = script(
        &folder,
        "echo 'account: mother me.nguyen secret  Nguyễn Thị An'
         echo 'ready: http://127.0.0.1:8006/'
         exec sleep 600",
    )?;
    let server = Server::start_with(options).await?;
    assert_eq!(server.url(), "http://127.0.0.1:8006");
    let expected = Account {
        role: "mother".into(),
        login: "me.nguyen".into(),
        password: "secret".into(),
    };
    assert_eq!(server.account("mother")?, &expected);
    let error = server.account("leader").unwrap_err().to_string();
    assert_eq!(error, "no demo account of role leader; there are: mother");

    let (id, data) = (server.id(), server.folder().to_owned());
    assert!(runs(id) && data.is_dir());
    drop(server);
    assert!(!runs(id), "process {id} outlived its server");
    assert!(!data.exists(), "the data outlived its server");
    Ok(())
}

#[tokio::test]
async fn an_early_end_shows_what_was_said() -> Result<()> {
    let folder = TempDir::new()?;
    let options = script(&folder, "echo 'the data folder is in use'; exit 3")?;
    let error = Server::start_with(options).await.unwrap_err().to_string();
    assert!(
        error.contains("ended before it was ready (exit status: 3)"),
        "{error}"
    );
    assert!(error.contains("the data folder is in use"), "{error}");
    Ok(())
}

#[tokio::test]
async fn silence_ends_at_the_limit_and_leaves_no_process() -> Result<()> {
    let folder = TempDir::new()?;
    let id_file = folder.path().join("id");
    let body = format!("echo $$ > '{}'; exec sleep 600", id_file.display());
    let options = Options {
        limit: Duration::from_secs(1),
        ..script(&folder, &body)?
    };
    let error = Server::start_with(options).await.unwrap_err().to_string();
    assert!(error.contains("was not ready after 1s"), "{error}");
    let id = fs::read_to_string(id_file)?.trim().parse()?;
    assert!(!runs(id), "process {id} outlived its failed start");
    Ok(())
}

#[tokio::test]
async fn starts_again_on_the_same_data() -> Result<()> {
    let folder = TempDir::new()?;
    let options = script(
        &folder,
        "trap 'exit 5' INT
         echo \"$WHO\" >> \"$data/starts\"
         echo \"ready: http://127.0.0.1:$(wc -l < \"$data/starts\")\"
         while :; do sleep 0.05; done",
    )?;
    let options = Options {
        env: vec![("WHO".into(), "first".into())],
        ..options
    };
    let mut server = Server::start_with(options).await?;
    assert!(
        server.start_again(Vec::new()).await.is_err(),
        "started twice on the same data"
    );

    server.kill()?;
    server
        .start_again(vec![("WHO".into(), "second".into())])
        .await?;
    assert_eq!(server.url(), "http://127.0.0.1:2");

    let status = server.interrupt(Duration::from_secs(10)).await?;
    assert_eq!(status.code(), Some(5));
    assert_eq!(
        fs::read_to_string(server.folder().join("starts"))?,
        "first\nsecond\n"
    );
    Ok(())
}

#[tokio::test]
async fn a_start_that_dies_leaves_its_data_to_the_next() -> Result<()> {
    let folder = TempDir::new()?;
    let options = script(
        &folder,
        "[ \"$WHO\" = second ] && { echo \"ready: http://127.0.0.1:$(cat \"$data/left\")\"; exec sleep 600; }
         echo 7 > \"$data/left\"; kill -9 $$",
    )?;
    let mut server = Server::start_and_die(options).await?;
    assert!(!server.runs()?);
    assert!(server.start_again(Vec::new()).await.is_err());
    assert_eq!(server.wait(Duration::from_secs(1)).await?.signal(), Some(9));
    server
        .start_again(vec![("WHO".into(), "second".into())])
        .await?;
    assert_eq!(server.url(), "http://127.0.0.1:7");
    Ok(())
}

#[tokio::test]
async fn a_proxy_breaks_what_runs_and_what_comes_until_it_is_mended() -> Result<()> {
    let echo = TcpListener::bind("127.0.0.1:0").await?;
    let proxy = Proxy::to(echo.local_addr()?).await?;
    tokio::spawn(async move {
        while let Ok((mut line, _)) = echo.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = line.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    let speak = async |line: &mut TcpStream| -> std::io::Result<usize> {
        line.write_all(b"?").await?;
        line.read(&mut [0; 1]).await
    };
    let mut line = TcpStream::connect(proxy.address()).await?;
    assert_eq!(speak(&mut line).await?, 1);

    // Cut and mended at once is cut nevertheless.
    proxy.cut();
    proxy.mend();
    assert!(!matches!(speak(&mut line).await, Ok(1..)));
    let mut line = TcpStream::connect(proxy.address()).await?;
    assert_eq!(speak(&mut line).await?, 1);

    proxy.cut();
    let mut line = TcpStream::connect(proxy.address()).await?;
    assert!(!matches!(speak(&mut line).await, Ok(1..)));
    Ok(())
}

#[tokio::test]
async fn a_postgresql_server_gets_a_database_of_its_own() -> Result<()> {
    if !engines()?.contains(&Engine::Postgres) {
        return Ok(());
    }
    let folder = TempDir::new()?;
    let body =
        "echo \"$@\" > \"$data/arguments\"; echo 'ready: http://127.0.0.1:1'; exec sleep 600";
    let options = Options {
        engine: Engine::Postgres,
        ..script(&folder, body)?
    };
    let server = Server::start_with(options).await?;
    let url = server
        .database()
        .map(dean06_tests::Database::url)
        .unwrap_or_default();
    let arguments = fs::read_to_string(server.folder().join("arguments"))?;
    assert!(
        arguments.contains(&format!("--database-url {url}")),
        "{arguments}"
    );

    sqlx::Connection::close(<sqlx::PgConnection as sqlx::Connection>::connect(&url).await?).await?;
    drop(server);
    assert!(
        <sqlx::PgConnection as sqlx::Connection>::connect(&url)
            .await
            .is_err(),
        "{url} stayed behind"
    );
    Ok(())
}
