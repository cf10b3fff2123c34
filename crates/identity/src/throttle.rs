use dean06_kernel::Sources;
use dean06_store::{Sql, Store, WriteError};
use sea_orm::DbErr;

/// Failures are counted over this time, in microseconds.
const WINDOW: i64 = 15 * 60 * 1_000_000;
/// Failures of one login within the window before it must wait.
const PER_LOGIN: i64 = 10;
/// Failures from one network address within the window before it must wait.
const PER_NETWORK: i64 = 100;

/// Whether another attempt is allowed.
pub(crate) async fn allows(
    store: &Store,
    sources: &Sources,
    login: &str,
    network: &str,
) -> Result<bool, DbErr> {
    let since = sources.now_micros() - WINDOW;
    for (subject, limit) in subjects(login, network) {
        let row = store
            .read()
            .row(
                "SELECT failures FROM identity_attempt WHERE subject = ? AND since > ?",
                [subject.into(), since.into()],
            )
            .await?;
        let failures: i64 = row.map_or(Ok(0), |row| row.try_get("", "failures"))?;
        if failures >= limit {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Counts a failure.
pub(crate) async fn failed(
    store: &Store,
    sources: &Sources,
    login: &str,
    network: &str,
) -> Result<(), WriteError> {
    let now = sources.now_micros();
    store
        .write(|tx| {
            let subjects = subjects(login, network);
            Box::pin(async move {
                for (subject, _) in subjects {
                    tx.run(
                        "INSERT INTO identity_attempt (subject, failures, since) VALUES (?, 1, ?)
                         ON CONFLICT (subject) DO UPDATE SET
                           failures = CASE WHEN identity_attempt.since > ?
                             THEN identity_attempt.failures + 1 ELSE 1 END,
                           since = CASE WHEN identity_attempt.since > ?
                             THEN identity_attempt.since ELSE excluded.since END",
                        [
                            subject.into(),
                            now.into(),
                            (now - WINDOW).into(),
                            (now - WINDOW).into(),
                        ],
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await
}

fn subjects(login: &str, network: &str) -> [(String, i64); 2] {
    [
        (format!("login:{login}"), PER_LOGIN),
        (format!("network:{network}"), PER_NETWORK),
    ]
}
