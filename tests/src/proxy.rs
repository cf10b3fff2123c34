//! A way to a server that can be cut, or fall silent.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::io::{AsyncReadExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How the way is now.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// How often it was cut so far.
    cuts: u64,
    /// It is cut now.
    cut: bool,
    /// It is silent now.
    silent: bool,
}

/// Passes TCP connections on to one server, until it is cut or falls silent.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    state: watch::Sender<State>,
    work: JoinHandle<()>,
}

impl Proxy {
    /// A whole way to `target`, from a free port of the loopback.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn to(target: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (state, seen) = watch::channel(State::default());
        let work = tokio::spawn(pass_all(listener, target, seen));
        Ok(Self {
            address,
            state,
            work,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Breaks every connection that runs through it, and every new one.
    pub fn cut(&self) {
        self.state.send_modify(|state| {
            state.cuts += 1;
            state.cut = true;
        });
    }

    /// Lets new connections through again.
    pub fn mend(&self) {
        self.state.send_modify(|state| state.cut = false);
    }

    /// Every connection that runs through it, and every new one, stays open and passes nothing on any
    /// more.
    pub fn hush(&self) {
        self.state.send_modify(|state| state.silent = true);
    }

    /// Lets new connections through again; those that fell silent stay so.
    pub fn speak(&self) {
        self.state.send_modify(|state| state.silent = false);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.work.abort();
    }
}

async fn pass_all(listener: TcpListener, target: SocketAddr, seen: watch::Receiver<State>) {
    while let Ok((mut near, _)) = listener.accept().await {
        let mut seen = seen.clone();
        let State { cuts, cut, silent } = *seen.borrow_and_update();
        if cut {
            continue;
        }
        let mut heard = seen.clone();
        // The count, because a way that is cut and mended at once has been cut nevertheless.
        let broken = async move { drop(seen.wait_for(|now| now.cuts != cuts).await) };
        tokio::spawn(async move {
            let lines = async move {
                if !silent {
                    tokio::select! {
                        () = pass(&mut near, target) => return,
                        _ = heard.wait_for(|now| now.silent) => {}
                    }
                }
                let _ = near.read_to_end(&mut Vec::new()).await;
            };
            tokio::select! {
                () = lines => {}
                () = broken => {}
            }
        });
    }
}

async fn pass(near: &mut TcpStream, target: SocketAddr) {
    if let Ok(mut far) = TcpStream::connect(target).await {
        // However it ends, both ends are closed.
        let _ = copy_bidirectional(near, &mut far).await;
    }
}
