//! A PostgreSQL that goes away for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dean06_kernel::Sources;
use dean06_store::testing::{TestDb, options};
use dean06_store::{Engine, Fault, Sql, Store, StoreOptions, WriteError, fault};
use tokio::io::{AsyncReadExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::{NOTES, add_note, note_ids};

/// How the way to the server is.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Open,
    /// Connections are closed.
    Cut,
    /// Connections stay open and pass nothing on, for as long as they live.
    Silent,
}

/// Stands between the store and the server.
struct Proxy {
    port: u16,
    way: watch::Sender<Way>,
}

impl Proxy {
    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = watch::Sender::new(Way::Open);
        let mut state = way.subscribe();
        tokio::spawn(async move {
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                if *state.borrow_and_update() == Way::Cut {
                    continue;
                }
                let (server, mut state) = (server.clone(), state.clone());
                tokio::spawn(async move {
                    let mut upstream = TcpStream::connect(server).await.unwrap();
                    if *state.borrow() == Way::Open {
                        tokio::select! {
                            _ = copy_bidirectional(&mut client, &mut upstream) => {}
                            _ = state.changed() => {}
                        }
                    }
                    if *state.borrow() == Way::Silent {
                        let _ = client.read_to_end(&mut Vec::new()).await;
                    }
                });
            }
        });
        Self { port, way }
    }
}

/// The address of the server inside a `postgres://` address, and the same with another.
fn through(url: &str, port: u16) -> (String, String) {
    let start = url
        .find('@')
        .map_or_else(|| url.find("://").unwrap() + 3, |at| at + 1);
    let end = start + url[start..].find('/').unwrap();
    let server = &url[start..end];
    let server = if server.contains(':') {
        server.to_owned()
    } else {
        format!("{server}:5432")
    };
    (
        server,
        format!("{}127.0.0.1:{port}{}", &url[..start], &url[end..]),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_line_is_told_apart_and_mended() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let (server, _) = through(database.url(), 0);
    let proxy = Proxy::to(server).await;
    let (_, url) = through(database.url(), proxy.port);
    let options = StoreOptions {
        acquire_limit: Duration::from_millis(500),
        ..options()
    };
    let store = Store::open_with(&url, Sources::system(), options)
        .await
        .unwrap();
    store.migrate("test", NOTES).await.unwrap();
    add_note(&store, 1, "before").await.unwrap();

    // In the middle of a write, before its COMMIT.
    let begun = Arc::new(AtomicBool::new(false));
    let (told, half_way) = (Arc::clone(&begun), &store);
    let half_done = async {
        let told = &told;
        half_way
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (2, 'x', 1)",
                        [],
                    )
                    .await?;
                    told.store(true, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (3, 'x', 1)",
                        [],
                    )
                    .await?;
                    Ok::<_, WriteError>(())
                })
            })
            .await
    };
    let cutting = async {
        while !begun.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        proxy.way.send_replace(Way::Cut);
    };
    let (half_done, ()) = tokio::join!(half_done, cutting);
    assert!(
        matches!(half_done, Err(WriteError::Unavailable)),
        "{half_done:?}"
    );

    // While it is gone, writers and readers are told so, and soon.
    for id in 10..13 {
        let gone = tokio::time::timeout(Duration::from_secs(3), add_note(&store, id, "gone")).await;
        assert!(matches!(gone, Ok(Err(WriteError::Unavailable))), "{gone:?}");
        let read = store.read().row("SELECT 1", []).await.unwrap_err();
        assert_eq!(fault(&read), Fault::Unavailable, "{read:?}");
    }

    proxy.way.send_replace(Way::Open);
    add_note(&store, 20, "after").await.unwrap();
    assert_eq!(note_ids(&store).await, [1, 20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_server_holds_nobody_up_and_no_connection_back() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let (server, _) = through(database.url(), 0);
    let proxy = Proxy::to(server).await;
    let (_, url) = through(database.url(), proxy.port);
    let options = StoreOptions {
        acquire_limit: Duration::from_millis(500),
        read_limit: Duration::from_millis(800),
        write_limit: Duration::from_secs(1),
        readers: 2,
        writers: 2,
        ..options()
    };
    let store = Store::open_with(&url, Sources::system(), options)
        .await
        .unwrap();
    store.migrate("test", NOTES).await.unwrap();
    add_note(&store, 1, "before").await.unwrap();

    // Statements that run while the way falls silent, as many as there are connections; of the
    // readers one is given up by its caller.
    let slow = "SELECT pg_sleep(0.4) IS NULL AS slept";
    let reads = async {
        let read = store.read().row(slow, []);
        let given_up = tokio::time::timeout(Duration::from_millis(600), store.read().row(slow, []));
        tokio::join!(read, given_up)
    };
    let write = || {
        store.write(|tx| {
            Box::pin(async move { Ok::<_, WriteError>(tx.row(slow, []).await?.is_some()) })
        })
    };
    let silence = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        proxy.way.send_replace(Way::Silent);
    };
    let asked = tokio::time::Instant::now();
    let ((read, given_up), first, second, ()) = tokio::join!(reads, write(), write(), silence);
    assert_eq!(fault(&read.unwrap_err()), Fault::Unavailable);
    assert!(given_up.is_err(), "{given_up:?}");
    for write in [first, second] {
        assert!(matches!(write, Err(WriteError::TimedOut)), "{write:?}");
    }
    let none = store.read().row("SELECT 1", []).await.unwrap_err();
    assert_eq!(fault(&none), Fault::Unavailable, "{none:?}");
    assert!(
        asked.elapsed() < Duration::from_secs(8),
        "{:?}",
        asked.elapsed()
    );

    // As soon as the server speaks again, without a restart.
    proxy.way.send_replace(Way::Open);
    let spoke = tokio::time::Instant::now();
    let again = async {
        while add_note(&store, 20, "after").await.is_err()
            || store.read().row("SELECT 1", []).await.is_err()
        {
            assert!(spoke.elapsed() < Duration::from_secs(6), "it stays silent");
        }
    };
    again.await;
    assert_eq!(note_ids(&store).await, [1, 20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_writers_are_busy_and_not_unavailable() {
    for engine in dean06_store::testing::ENGINES {
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        let options = StoreOptions {
            acquire_limit: Duration::from_millis(300),
            writers: 1,
            ..options()
        };
        let store = database
            .open_with(Sources::system(), options)
            .await
            .unwrap();
        store.migrate("test", NOTES).await.unwrap();
        let slow = store.write(|_| {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Ok::<_, WriteError>(())
            })
        });
        let second = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            add_note(&store, 1, "x").await
        };
        let (slow, second) = tokio::join!(slow, second);
        assert!(slow.is_ok(), "{engine}: {slow:?}");
        assert!(
            matches!(second, Err(WriteError::Busy)),
            "{engine}: {second:?}"
        );
    }
}
