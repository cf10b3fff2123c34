use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// Who in this process waits for the end of which effect.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    waiting: Arc<Mutex<HashMap<String, Vec<oneshot::Sender<()>>>>>,
}

impl Watch {
    /// Ready when the effect of this dossier has ended, one way or the other, or has to wait.
    pub fn expect(&self, dossier: &str) -> oneshot::Receiver<()> {
        let (ended, wait) = oneshot::channel();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // Who gave up waiting is forgotten here, so that nothing piles up.
        waiting.retain(|_, senders| {
            senders.retain(|sender| !sender.is_closed());
            !senders.is_empty()
        });
        waiting.entry(dossier.to_owned()).or_default().push(ended);
        wait
    }

    /// Tells everybody who waits.
    pub fn ended(&self, dossier: &str) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        for sender in waiting.remove(dossier).unwrap_or_default() {
            // Whoever gave up does not need to know.
            let _ = sender.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everybody_who_waits_is_told_and_nobody_else() {
        let watch = Watch::default();
        let (one, two) = (watch.expect("a"), watch.expect("a"));
        let other = watch.expect("b");
        watch.ended("a");
        watch.ended("nobody");
        one.await.unwrap();
        two.await.unwrap();
        assert!(!other.is_terminated());
    }

    #[tokio::test]
    async fn who_gave_up_is_forgotten() {
        let watch = Watch::default();
        drop(watch.expect("a"));
        let _kept = watch.expect("b");
        let waiting = watch.waiting.lock().unwrap();
        assert_eq!(waiting.keys().collect::<Vec<_>>(), ["b"]);
    }
}
