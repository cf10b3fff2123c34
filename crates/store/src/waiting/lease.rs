//! Who may do a kind of work, and proof of it.
//!
//! A lease may have two processes that believe they hold it, for a while: one that was silent for
//! too long and one that took over. Its token tells them apart. Whatever is done under a lease ends
//! in a transaction that names the token; the older one is refused there.

use std::time::Instant;

use super::RoundError;
use super::node::Node;
use crate::{Sql, Store, Tx, WriteError, crash};

/// Another process holds the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the lease was lost")]
pub(super) struct Lost;

/// A lease that this process was given.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    pub(super) name: String,
    pub(super) token: i64,
}

impl Lease {
    /// Refuses the transaction unless the lease is still this process's, and holds everybody else
    /// off it until the COMMIT.
    pub(super) async fn fence(&self, tx: &Tx<'_>) -> Result<(), WriteError<Lost>> {
        let held = tx
            .run(
                "UPDATE lease SET beat = beat + 1 WHERE name = ? AND token = ?",
                [self.name.as_str().into(), self.token.into()],
            )
            .await?;
        if held == 0 {
            return Err(WriteError::Refused(Lost));
        }
        Ok(())
    }
}

/// Somebody who wants a lease and keeps it once it is given.
#[derive(Debug)]
pub(super) struct Contender {
    name: String,
    held: Option<Lease>,
    /// The other's token and beat, and since when they have not moved.
    seen: Option<(i64, i64, Instant)>,
}

impl Contender {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            held: None,
            seen: None,
        }
    }

    /// Forgets a lease that was refused.
    pub(super) fn lost(&mut self) {
        self.held = None;
    }

    /// The lease, if it is held or can be had now.
    pub(super) async fn hold(
        &mut self,
        store: &Store,
        node: &Node,
    ) -> Result<Option<Lease>, RoundError> {
        let row = store
            .read()
            .row(
                "SELECT holder, token FROM lease WHERE name = ?",
                [self.name.as_str().into()],
            )
            .await?;
        let Some(row) = row else {
            return self.claim(store, node, None).await;
        };
        let holder: String = row.try_get("", "holder")?;
        let token: i64 = row.try_get("", "token")?;
        if let Some(lease) = &self.held {
            if lease.token == token {
                return Ok(Some(lease.clone()));
            }
            self.held = None;
        }
        if self.is_free(store, &holder, token).await? {
            return self.claim(store, node, Some((&holder, token))).await;
        }
        Ok(None)
    }

    /// A lease is free when nobody has it, when its holder left, or when its holder has shown no
    /// sign of life for as long as a lease lasts, by our own watch.
    async fn is_free(
        &mut self,
        store: &Store,
        holder: &str,
        token: i64,
    ) -> Result<bool, RoundError> {
        if holder.is_empty() {
            return Ok(true);
        }
        let row = store
            .read()
            .row(
                "SELECT beat FROM lease WHERE name = ?",
                [Node::row_of(holder).into()],
            )
            .await?;
        let Some(row) = row else {
            return Ok(true);
        };
        let beat: i64 = row.try_get("", "beat")?;
        match self.seen {
            Some((seen_token, seen_beat, since)) if (seen_token, seen_beat) == (token, beat) => {
                Ok(since.elapsed() >= store.inner.options.lease)
            }
            _ => {
                self.seen = Some((token, beat, Instant::now()));
                Ok(false)
            }
        }
    }

    /// Takes the lease if it is still as it was seen: absent, or of this holder and token.
    async fn claim(
        &mut self,
        store: &Store,
        node: &Node,
        before: Option<(&str, i64)>,
    ) -> Result<Option<Lease>, RoundError> {
        let (name, me) = (self.name.as_str(), node.id.as_str());
        let taken: Result<u64, WriteError> =
            store.write(|tx| Box::pin(take(tx, name, me, before))).await;
        let taken = taken?;
        crash::point("lease.after-claim");
        self.seen = None;
        self.held = (taken == 1).then(|| Lease {
            name: self.name.clone(),
            token: before.map_or(1, |(_, token)| token + 1),
        });
        Ok(self.held.clone())
    }
}

async fn take(
    tx: &Tx<'_>,
    name: &str,
    me: &str,
    before: Option<(&str, i64)>,
) -> Result<u64, WriteError> {
    let Some((holder, token)) = before else {
        return Ok(tx
            .run(
                "INSERT INTO lease (name, holder, token, beat) VALUES (?, ?, 1, 0)
                 ON CONFLICT (name) DO NOTHING",
                [name.into(), me.into()],
            )
            .await?);
    };
    let changed = tx
        .run(
            "UPDATE lease SET holder = ?, token = token + 1 WHERE name = ? AND token = ?",
            [me.into(), name.into(), token.into()],
        )
        .await?;
    if changed == 1 && holder != me {
        // The row of a process that died; one that lives makes it anew.
        tx.run(
            "DELETE FROM lease WHERE name = ?",
            [Node::row_of(holder).into()],
        )
        .await?;
    }
    Ok(changed)
}
