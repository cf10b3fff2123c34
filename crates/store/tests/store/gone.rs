//! A PostgreSQL that goes away for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dean06_kernel::Sources;
use dean06_store::testing::{TestDb, options};
use dean06_store::{Engine, Fault, Sql, Store, StoreOptions, WriteError, fault};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::{NOTES, add_note, note_ids};

/// Stands between the store and the server; can be cut.
struct Proxy {
    port: u16,
    cut: watch::Sender<bool>,
}

impl Proxy {
    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let cut = watch::Sender::new(false);
        let mut state = cut.subscribe();
        tokio::spawn(async move {
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                if *state.borrow_and_update() {
                    continue;
                }
                let (server, mut state) = (server.clone(), state.clone());
                tokio::spawn(async move {
                    let mut upstream = TcpStream::connect(server).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut client, &mut upstream) => {}
                        _ = state.changed() => {}
                    }
                });
            }
        });
        Self { port, cut }
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
        proxy.cut.send_replace(true);
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

    proxy.cut.send_replace(false);
    add_note(&store, 20, "after").await.unwrap();
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
