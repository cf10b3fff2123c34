use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use axum::{Json, Router, http::StatusCode, middleware, routing::get};
use dean06_identity::Identity;
use dean06_ui::{assets_router, failure_pages, remember_language, security_headers};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

use crate::{
    cli::ServeOptions, health, house::House, openapi, transparency::Transparency, well_known,
};

/// The longest a request may take.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);
/// How long running requests get to finish after Ctrl-C.
const DRAIN_LIMIT: Duration = Duration::from_secs(10);

/// Listens until Ctrl-C or SIGTERM, then finishes what runs. `ready` is called with the address
/// once everything answers.
pub async fn run(
    house: House,
    options: &ServeOptions,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let metrics = PrometheusBuilder::new().install_recorder()?;
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))?;
    let bound = listener.local_addr()?;
    let transparency = Transparency::open(&house, options)?;
    let public = health::router(house.rooms.store.clone(), metrics).merge(transparency.router());
    let app = router(&house, public)?;
    let (stop, stopped) = watch::channel(false);

    let store = house.rooms.store.clone();
    let mut background_stop = stopped.clone();
    let background = tokio::spawn(async move {
        store
            .run(async move { drop(background_stop.wait_for(|stop| *stop).await) })
            .await;
    });
    let signing = transparency.start();
    let mut server_stop = stopped.clone();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move {
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                drop(server_stop.wait_for(|stop| *stop).await);
            })
            .await
    });

    // Before anybody is told that we run, or a signal in between would end us without a word.
    let asked = StopSignals::listen()?;
    ready(bound);
    asked.wait().await;
    stop.send_replace(true);
    // A client that keeps its connection open must not keep the process alive.
    if let Ok(ended) = tokio::time::timeout(DRAIN_LIMIT, server).await {
        ended??;
    }
    signing.abort();
    tokio::time::timeout(DRAIN_LIMIT, background)
        .await
        .context("the background work did not end in time")??;
    house.close().await
}

fn router(house: &House, public: Router) -> anyhow::Result<Router> {
    let document = openapi::document()?;
    let rooms = &house.rooms;
    let open = Router::new()
        .route("/openapi.json", get(async move || Json(document.clone())))
        .merge(well_known::router(
            rooms.casework.clone(),
            rooms.documents.clone(),
        ))
        .merge(public)
        .merge(assets_router());
    let rooms = Router::new()
        .merge(dean06_mediator::api_router(house.rooms.mediator.clone()))
        .merge(house.identity.router())
        .merge(dean06_web::router(
            house.rooms.mediator.clone(),
            house.ui.clone(),
            house.rooms.sources.clone(),
        ))
        .layer(middleware::from_fn_with_state(
            house.identity.clone(),
            Identity::resolve,
        ));
    Ok(open
        .merge(rooms)
        .layer(middleware::from_fn(remember_language))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_LIMIT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(
            house.ui.clone(),
            failure_pages,
        ))
        .layer(middleware::from_fn(security_headers)))
}

/// What asks this process to stop, heard from the moment this exists.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
