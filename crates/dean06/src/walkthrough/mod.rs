mod api;
mod birth;

use crate::cli::{LifeEvent, WalkthroughOptions};

/// Plays a life event over the public HTTP API and checks what came of it.
pub async fn run(options: WalkthroughOptions) -> anyhow::Result<()> {
    match options.event {
        LifeEvent::Birth { url } => birth::play(url.trim_end_matches('/')).await,
    }
}
