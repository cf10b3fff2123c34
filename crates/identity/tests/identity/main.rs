//! Accounts, sessions and kept forms on both engines, over HTTP.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

mod accounts;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, Response, StatusCode, header},
    middleware,
    routing::get,
};
use dean06_content::Content;
use dean06_identity::{
    Account, AccountKind, Identity, IdentityOptions, NewAccount, RegisterAccountError,
};
use dean06_kernel::{ManualClock, OrgId, Sources};
use dean06_ledger::Ledger;
use dean06_mediator::{Mediator, Registry, Session};
use dean06_store::{Store, testing};
use dean06_ui::Ui;
use jiff::SignedDuration;
use tower::ServiceExt;

const PASSWORD: &str = "mat-khau-thu-1";

struct Site {
    app: Router,
    room: Identity,
    clock: Arc<ManualClock>,
    sources: Sources,
}

impl Site {
    async fn new(store: Store) -> Self {
        Self::with(store, Registry::default()).await
    }

    async fn with(store: Store, registry: Registry) -> Self {
        let clock = Arc::new(ManualClock::new(
            "2026-11-22T02:00:00Z".parse().expect("a moment"),
        ));
        let sources = Sources::manual(Arc::clone(&clock), 3);
        let content = Arc::new(Content::embedded().expect("the content"));
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (mediator, mint) = Mediator::new(content, ledger, sources.clone()).expect("a mediator");
        mediator.open(registry).expect("opened");
        let ui = Ui::load().expect("locales");
        let options = IdentityOptions {
            secure_cookies: false,
            demo: true,
        };
        let room = Identity::new(store, mediator, mint, ui, sources.clone(), options);
        room.prepare().await.expect("tables");
        let echo = async |session: Option<Extension<Session>>, body: String| {
            let who = session.map_or("nobody".to_owned(), |s| s.0.actor.name().to_owned());
            format!("{who}:{body}")
        };
        let app = Router::new()
            .route("/echo", get(echo).post(echo))
            .merge(room.router())
            .layer(middleware::from_fn_with_state(
                room.clone(),
                Identity::resolve,
            ));
        Self {
            app,
            room,
            clock,
            sources,
        }
    }

    async fn account(&self, login: &str, name: &str) -> Account {
        self.room
            .register_account(
                NewAccount {
                    login: login.into(),
                    password: PASSWORD.into(),
                    name: name.into(),
                    kind: AccountKind::Citizen {
                        person: self.sources.person_id(),
                    },
                    assurance: 2,
                },
                "test",
            )
            .await
            .expect("an account")
    }

    async fn send(&self, mut request: Request<Body>) -> Response<Body> {
        let from: SocketAddr = "127.0.0.1:50000".parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(from));
        self.app.clone().oneshot(request).await.expect("answered")
    }

    async fn sign_in(&self, login: &str, password: &str) -> Response<Body> {
        self.send(form(
            "/sign-in",
            &format!("login={login}&password={password}"),
            None,
        ))
        .await
    }

    async fn cookie(&self, login: &str) -> String {
        cookie(&self.sign_in(login, PASSWORD).await)
    }
}

fn form(path: &str, body: &str, cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

fn cookie(response: &Response<Body>) -> String {
    let line = response.headers()[header::SET_COOKIE]
        .to_str()
        .expect("text");
    line.split(';').next().expect("a pair").to_owned()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20)
        .await
        .expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test]
async fn a_citizen_signs_in_acts_and_signs_out() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let answer = site.sign_in("HOA", PASSWORD).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let line = answer.headers()[header::SET_COOKIE]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            line.contains("HttpOnly") && line.contains("SameSite=Lax"),
            "{line}"
        );
        let cookie = cookie(&answer);
        let echo = text(site.send(form("/echo", "x=1", Some(&cookie))).await).await;
        assert_eq!(echo, "Nguyễn Thị Hoa:x=1");
        site.send(form("/sign-out", "", Some(&cookie))).await;
        let echo = text(site.send(form("/echo", "x=1", Some(&cookie))).await).await;
        assert_eq!(echo, "nobody:x=1");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_the_same() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let wrong = site.sign_in("hoa", "sai-mat-khau").await;
        let unknown = site.sign_in("hao", "sai-mat-khau").await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(unknown.status(), StatusCode::UNAUTHORIZED);
        let (wrong, unknown) = (text(wrong).await, text(unknown).await);
        assert_eq!(
            wrong.replace("value=\"hoa\"", ""),
            unknown.replace("value=\"hao\"", "")
        );
        assert!(wrong.contains("Kiểm tra lại tên đăng nhập và mật khẩu"));
        assert!(wrong.contains("value=\"hoa\""), "what was typed stays");
        assert!(!wrong.contains("sai-mat-khau"), "but not the password");
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_down_and_forgotten_after_a_while() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        for _ in 0..10 {
            site.sign_in("hoa", "sai-mat-khau").await;
        }
        let locked = site.sign_in("hoa", PASSWORD).await;
        assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS);
        site.clock.advance(SignedDuration::from_mins(16));
        let open = site.sign_in("hoa", PASSWORD).await;
        assert_eq!(open.status(), StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn another_site_cannot_act_in_somebodys_name() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let cookie = site.cookie("hoa").await;
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ] {
            let request = Request::post("/echo")
                .header(header::COOKIE, &cookie)
                .header(header::HOST, "127.0.0.1")
                .header(name, value)
                .body(Body::empty())
                .expect("a request");
            assert_eq!(
                site.send(request).await.status(),
                StatusCode::FORBIDDEN,
                "{name}"
            );
        }
        let read = Request::get("/echo")
            .header(header::COOKIE, &cookie)
            .header("sec-fetch-site", "cross-site")
            .body(Body::empty())
            .expect("a request");
        assert_eq!(
            site.send(read).await.status(),
            StatusCode::OK,
            "a link may lead here"
        );
        let login = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(format!("login=hoa&password={PASSWORD}")))
            .expect("a request");
        assert_eq!(site.send(login).await.status(), StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_and_what_was_typed_waits_for_its_owner_only() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        site.account("nam", "Lê Văn Nam").await;
        let session = site.cookie("hoa").await;
        site.clock.advance(SignedDuration::from_mins(31));
        let body = "name=L%C3%AA+Thu+An&note=%3Cb%3E";
        let kept = site.send(form("/echo", body, Some(&session))).await;
        assert_eq!(kept.status(), StatusCode::SEE_OTHER);
        assert_eq!(
            kept.headers()[header::LOCATION],
            "/sign-in?continue=/sign-in/kept"
        );
        let claim = cookie(&kept);

        let other = format!("{}; {claim}", site.cookie("nam").await);
        let page = Request::get("/sign-in/kept").header(header::COOKIE, other);
        let answer = site
            .send(page.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(
            answer.status(),
            StatusCode::SEE_OTHER,
            "not for anybody else"
        );

        let owner = format!("{}; {claim}", site.cookie("hoa").await);
        let page = Request::get("/sign-in/kept").header(header::COOKIE, owner.clone());
        let answer = text(
            site.send(page.body(Body::empty()).expect("a request"))
                .await,
        )
        .await;
        assert!(answer.contains("action=\"/echo\""), "{answer}");
        assert!(answer.contains("value=\"Lê Thu An\""), "{answer}");
        assert!(!answer.contains("<b>"), "typed text stays text");

        site.clock.advance(SignedDuration::from_mins(29));
        site.send(form("/echo", "", Some(&owner))).await;
        site.clock.advance(SignedDuration::from_mins(2));
        let page = Request::get("/sign-in/kept").header(header::COOKIE, owner);
        let answer = site
            .send(page.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(
            answer.status(),
            StatusCode::SEE_OTHER,
            "not after half an hour"
        );
    })
    .await;
}

#[tokio::test]
async fn a_program_signs_in_over_the_api() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let org = OrgId::new("committee-00004").expect("an id");
        let roles = vec!["registrar".to_owned()];
        site.room
            .register_account(
                NewAccount {
                    login: "binh".into(),
                    password: PASSWORD.into(),
                    name: "Trần Thị Bình".into(),
                    kind: AccountKind::Officer {
                        person: None,
                        org,
                        roles,
                    },
                    assurance: 2,
                },
                "test",
            )
            .await
            .expect("an account");
        let request = Request::post("/api/sign-in")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(format!(
                r#"{{"login":"binh","password":"{PASSWORD}"}}"#
            )))
            .expect("a request");
        let answer = text(site.send(request).await).await;
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["org_id"], "committee-00004");
        let token = answer["token"].as_str().expect("a token");
        let request = Request::post("/echo")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .expect("a request");
        assert_eq!(text(site.send(request).await).await, "Trần Thị Bình:");
    })
    .await;
}

#[tokio::test]
async fn accounts_have_one_login_and_a_decent_password() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let person = site.sources.person_id();
        let make = |login: &str, password: &str| {
            site.room.register_account(
                NewAccount {
                    login: login.into(),
                    password: password.into(),
                    name: "A".into(),
                    kind: AccountKind::Citizen { person },
                    assurance: 1,
                },
                "test",
            )
        };
        assert!(matches!(
            make("Hoa", PASSWORD).await,
            Err(RegisterAccountError::Taken)
        ));
        assert!(matches!(
            make("a b", PASSWORD).await,
            Err(RegisterAccountError::Login)
        ));
        assert!(matches!(
            make("an", "ngan").await,
            Err(RegisterAccountError::Password)
        ));
    })
    .await;
}
