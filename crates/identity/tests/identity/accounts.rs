//! What an administrator does with accounts.

use axum::http::{Request, StatusCode, header};
use dean06_contracts::population::{VerifyPerson, VerifyPersonRequest, VerifyPersonResponse};
use dean06_identity::{
    Account, AccountKind, ChangeAccountError, FindPersonError, NewAccount, RegisterAccountError,
    RoleError,
};
use dean06_kernel::OrgId;
use dean06_mediator::{Registry, Reply};
use dean06_store::testing;
use jiff::SignedDuration;

use super::{PASSWORD, Site, text};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const BY: &str = "quan-tri";
const COMMITTEE: &str = "committee-00004";

fn officer(login: &str, org: &str, roles: &[&str]) -> NewAccount {
    NewAccount {
        login: login.into(),
        password: PASSWORD.into(),
        name: "Trần Thị Bình".into(),
        kind: AccountKind::Officer {
            person: None,
            org: OrgId::new(org).expect("an id"),
            roles: roles.iter().map(ToString::to_string).collect(),
        },
        assurance: 2,
    }
}

fn roles(account: &Account) -> Vec<String> {
    match &account.kind {
        AccountKind::Officer { roles, .. } => roles.clone(),
        AccountKind::Citizen { .. } => Vec::new(),
    }
}

fn owned(roles: &[&str]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}

/// Who the site takes a browser with this cookie for.
async fn seen_as(site: &Site, cookie: &str) -> String {
    let request = Request::get("/echo")
        .header(header::COOKIE, cookie)
        .body(axum::body::Body::empty())
        .expect("a request");
    text(site.send(request).await).await
}

async fn told(site: &Site, login: &str) -> Vec<(String, String)> {
    let changes = site.room.account_changes(login).await.expect("read");
    let changes = changes.expect("an account").into_iter();
    changes.map(|change| (change.what, change.by)).collect()
}

#[tokio::test]
async fn an_officer_gets_what_the_content_names_and_nothing_else() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let make = async |org, roles: &[&str]| {
            let new = officer("binh", org, roles);
            site.room.register_account(new, BY).await
        };
        let refused = make("committee-99999", &["registrar"]).await;
        assert!(matches!(
            refused,
            Err(RegisterAccountError::Role(RoleError::Organisation(_)))
        ));
        for stray in ["residence_officer", "king"] {
            let refused = make(COMMITTEE, &["registrar", stray]).await;
            let Err(RegisterAccountError::Role(RoleError::Unknown { role, known, .. })) = refused
            else {
                panic!("{refused:?}");
            };
            assert_eq!(role, stray);
            assert!(known.contains("registrar"), "{known}");
        }
        let refused = make(COMMITTEE, &[]).await;
        assert!(matches!(
            refused,
            Err(RegisterAccountError::Role(RoleError::None))
        ));
        assert!(!site.room.has_login("binh").await.expect("read"));
        make(COMMITTEE, &["registrar"]).await.expect("an account");
        assert_eq!(
            told(&site, "binh").await,
            [("added".to_owned(), BY.to_owned())]
        );
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_back_when_enabled() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let cookie = site.cookie("hoa").await;
        assert_eq!(seen_as(&site, &cookie).await, "Nguyễn Thị Hoa:");

        site.clock.advance(SECOND);
        assert!(site.room.disable_account("Hoa", BY).await.expect("done"));
        assert_eq!(seen_as(&site, &cookie).await, "nobody:");
        let refused = site.sign_in("hoa", PASSWORD).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        assert!(!site.room.disable_account("hoa", BY).await.expect("done"));

        site.clock.advance(SECOND);
        assert!(site.room.enable_account("hoa", BY).await.expect("done"));
        assert!(!site.room.enable_account("hoa", BY).await.expect("done"));
        assert_eq!(
            seen_as(&site, &cookie).await,
            "nobody:",
            "the session ended"
        );
        let cookie = site.cookie("hoa").await;
        assert_eq!(seen_as(&site, &cookie).await, "Nguyễn Thị Hoa:");
        let what: Vec<String> = told(&site, "hoa").await.into_iter().map(|c| c.0).collect();
        assert_eq!(what, ["enabled", "disabled", "added"]);
        let nobody = site.room.disable_account("lan", BY).await;
        assert!(matches!(nobody, Err(ChangeAccountError::Unknown(_))));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_what_went_on_under_the_old_one() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let cookie = site.cookie("hoa").await;
        let set = |password: &str| site.room.set_password("hoa", password.to_owned(), BY);
        assert!(matches!(
            set("ngan").await,
            Err(ChangeAccountError::Password)
        ));
        assert_eq!(seen_as(&site, &cookie).await, "Nguyễn Thị Hoa:");
        set("mat-khau-moi").await.expect("set");
        assert_eq!(seen_as(&site, &cookie).await, "nobody:");
        let old = site.sign_in("hoa", PASSWORD).await;
        assert_eq!(old.status(), StatusCode::UNAUTHORIZED);
        let new = site.sign_in("hoa", "mat-khau-moi").await;
        assert_eq!(new.status(), StatusCode::SEE_OTHER);
        let changes = site.room.account_changes("hoa").await.expect("read");
        let written = format!("{changes:?}");
        assert!(written.contains("password-set"), "{written}");
        assert!(!written.contains("mat-khau"), "{written}");
    })
    .await;
}

#[tokio::test]
async fn roles_come_and_go() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        site.account("hoa", "Nguyễn Thị Hoa").await;
        let room = &site.room;
        room.register_account(officer("binh", COMMITTEE, &["registrar"]), BY)
            .await
            .expect("an account");
        let more = owned(&["leader", "registrar"]);
        site.clock.advance(SECOND);
        let now = room.grant_roles("binh", &more, BY).await.expect("granted");
        assert_eq!(roles(&now), ["registrar", "leader"]);
        room.grant_roles("binh", &more, BY).await.expect("again");
        let refused = room.grant_roles("binh", &owned(&["king"]), BY).await;
        assert!(matches!(refused, Err(ChangeAccountError::Role(_))));
        let refused = room.grant_roles("hoa", &more, BY).await;
        assert!(matches!(refused, Err(ChangeAccountError::Citizen(_))));

        let gone = owned(&["registrar", "king"]);
        site.clock.advance(SECOND);
        let now = room.revoke_roles("binh", &gone, BY).await.expect("revoked");
        assert_eq!(roles(&now), ["leader"]);
        let last = room.revoke_roles("binh", &owned(&["leader"]), BY).await;
        assert!(matches!(last, Err(ChangeAccountError::LastRole)));
        let what: Vec<String> = told(&site, "binh").await.into_iter().map(|c| c.0).collect();
        assert_eq!(what, ["roles-revoked", "roles-granted", "added"]);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_grant_at_once_none_is_lost_in_silence() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        let room = &site.room;
        room.register_account(officer("binh", COMMITTEE, &["registrar"]), BY)
            .await
            .expect("an account");
        let (one, two) = (owned(&["leader"]), owned(&["one_stop_officer"]));
        let (first, second) = tokio::join!(
            room.grant_roles("binh", &one, BY),
            room.grant_roles("binh", &two, BY)
        );
        let has = roles(&room.account("binh").await.expect("an account"));
        assert_eq!(first.is_ok(), has.contains(&one[0]), "{has:?}");
        assert_eq!(second.is_ok(), has.contains(&two[0]), "{has:?}");
        assert!(first.is_ok() || second.is_ok());
    })
    .await;
}

#[tokio::test]
async fn accounts_are_listed_in_order() {
    testing::each_engine(async |store| {
        let site = Site::new(store).await;
        for login in ["hoa", "an", "lan"] {
            site.account(login, "Nguyễn Thị A").await;
        }
        let logins = async |after| {
            let page = site.room.list_accounts(after).await.expect("read");
            page.into_iter().map(|a| a.login).collect::<Vec<_>>()
        };
        assert_eq!(logins("").await, ["an", "hoa", "lan"]);
        assert_eq!(logins("hoa").await, ["lan"]);
    })
    .await;
}

#[tokio::test]
async fn a_citizen_is_who_the_register_knows() {
    testing::each_engine(async |store| {
        let mut registry = Registry::default();
        let person = dean06_kernel::Sources::system().person_id();
        registry.serve::<VerifyPerson, _, _>(move |_, request: VerifyPersonRequest| async move {
            let alive = request.name != "Nguyễn Thị Cụ";
            let matches = request.personal_number == "001090000001";
            let answer = VerifyPersonResponse {
                matches: Some(matches),
                alive: Some(alive),
                person_id: matches.then_some(person),
                ..VerifyPersonResponse::default()
            };
            Ok(Reply::about(person, answer))
        });
        let site = Site::with(store, registry).await;
        let find = async |number: &str, name: &str| {
            let birth_date = "1990-01-01".parse().expect("a date");
            site.room.find_person(number, name, birth_date).await
        };
        let found = find("001090000001", "Nguyễn Thị Hoa").await;
        assert_eq!(found.expect("found"), person);
        let nobody = find("001090000002", "Nguyễn Thị Hoa").await;
        assert!(matches!(nobody, Err(FindPersonError::NoMatch)));
        let dead = find("001090000001", "Nguyễn Thị Cụ").await;
        assert!(matches!(dead, Err(FindPersonError::Dead)));
    })
    .await;
}
