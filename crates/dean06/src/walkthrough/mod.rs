mod api;
mod birth;
mod bundle;
mod chain;
mod death;
mod hospital;
mod offices;
mod papers;

use crate::cli::{LifeEvent, WalkthroughOptions};

/// Plays a life event over the public HTTP API and checks what came of it.
pub async fn run(options: WalkthroughOptions) -> anyhow::Result<()> {
    match options.event {
        LifeEvent::Birth { url } => birth::play(url.trim_end_matches('/')).await,
        LifeEvent::Notice { url, number } => {
            bundle::send_notice(url.trim_end_matches('/'), &number).await
        }
        LifeEvent::Bundle { url, out } => {
            bundle::play(url.trim_end_matches('/'), out.as_deref()).await
        }
        LifeEvent::DeathNotice {
            url,
            number,
            deceased,
            relative,
        } => {
            let url = url.trim_end_matches('/');
            death::send_notice(url, &number, &deceased, &relative).await
        }
        LifeEvent::Death {
            url,
            out,
            procedures,
        } => death::play(url.trim_end_matches('/'), out.as_deref(), procedures).await,
    }
}
