//! Papers over the years: their time stamps, who opens them, the keys they were signed with, and the content they were
//! made under.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use dean06_tests::birth::{self, Certificate, DESK, Dossier, Form};
use dean06_tests::papers::{self, OWN_PAPERS, Paper, openssl_agrees};
use dean06_tests::{Client, Engine, Options, Server, Stamps, User, on_each_engine, run};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::sleep;

const LIMIT: Duration = Duration::from_secs(30);
/// The committee that registers births where the demo families live.
const COMMITTEE: &str = "committee-00004";
/// The first lines of a PDF of somebody's own.
const SCAN: &[u8] =
    b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

#[tokio::test]
async fn a_paper_is_stamped_and_waits_while_nobody_stamps() -> Result<()> {
    on_each_engine(stamped).await
}

async fn stamped(engine: Engine) -> Result<()> {
    let stamps = Stamps::start().await?;
    let mut options = Options::new(engine);
    options.args = vec![
        "--timestamp-url".into(),
        stamps.url().into(),
        "--timestamp-anchors".into(),
        stamps.anchors().into(),
    ];
    let server = Server::start_with(options).await?;
    let mother = server.sign_in("mother").await?;
    let registrar = server.sign_in("registrar").await?;
    let dossier = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Có Dấu")).await?;
    birth::decide(&registrar, &dossier).await?;
    let paper = papers::wait(&mother, &dossier).await?;
    is_stamped(&server, &stamps, &paper).await?;

    // Nobody stamps: the decision stands and its signed data are there, the file waits.
    stamps.be_silent(true);
    let dossier = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Chờ Dấu")).await?;
    birth::decide(&registrar, &dossier).await?;
    birth::certificate(&mother, &dossier).await?;
    for _ in 0..300 {
        let metrics = server.client()?.get("/metrics").await?.expect(200)?.body;
        if has_failed(&metrics) {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let metrics = server.client()?.get("/metrics").await?.expect(200)?.body;
    ensure!(has_failed(&metrics), "nothing was tried without the stamp");
    ensure!(
        papers::find(&mother, &dossier).await?.is_none(),
        "a paper without a stamp"
    );
    stamps.be_silent(false);
    let paper = papers::wait(&mother, &dossier).await?;
    is_stamped(&server, &stamps, &paper).await
}

/// Whether the making of some paper failed and is tried again.
fn has_failed(metrics: &str) -> bool {
    let lines = metrics.lines();
    let mut attempts = lines.filter(|line| {
        line.starts_with("dean06_store_subscription_attempts") && line.contains("documents.results")
    });
    attempts.any(|line| !line.ends_with(" 0"))
}

async fn is_stamped(server: &Server, stamps: &Stamps, paper: &Paper) -> Result<()> {
    let signatures = paper.view["signatures"]
        .as_array()
        .context("no signatures")?;
    ensure!(signatures.len() == 2, "{signatures:?}");
    for signature in signatures {
        ensure!(
            signature["state"] == "valid" && signature["stamped_at"].is_i64(),
            "{signature}"
        );
    }
    let answer = paper.verify(server).await?;
    ensure!(
        answer["verdict"] == "valid" && answer["reasons"] == json!(["in-order"]),
        "{answer}"
    );
    let bytes = String::from_utf8_lossy(&paper.file);
    ensure!(
        bytes.contains("/DSS"),
        "nothing in it to verify it by later"
    );
    paper.pdfsig_agrees()?;
    for verdict in paper.pyhanko(server, Some(&stamps.anchors())).await? {
        ensure!(
            verdict["holds"] == true && verdict["stamp_trusted"] == true,
            "{verdict}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_paper_outlives_the_keys_and_the_content_it_was_made_with() -> Result<()> {
    on_each_engine(years).await
}

async fn years(engine: Engine) -> Result<()> {
    let mut server = Server::start(engine).await?;
    let mother = server.sign_in("mother").await?;
    let registrar = server.sign_in("registrar").await?;
    let first = with_a_scan(&mother).await?;
    an_officer_opens_the_scan(&server, &mother, &first).await?;
    birth::decide(&registrar, &first).await?;
    let certificate = birth::certificate(&mother, &first).await?;
    let paper = papers::wait(&mother, &first).await?;
    paper.pdfsig_agrees()?;
    for verdict in paper.pyhanko(&server, None).await? {
        ensure!(
            verdict["holds"] == true && verdict["stamp_trusted"] == Value::Null,
            "{verdict}"
        );
    }
    holds_offline(&server, &certificate).await?;

    // Applied under the old content, decided under the new one, with other keys.
    let between = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Ở Giữa")).await?;
    ensure!(server.interrupt(LIMIT).await?.success());
    keys_are_changed(&server).await?;
    let content = changed_content()?;
    let args = vec![OsString::from("--content"), content.path().into()];
    server.options_mut().args = args;
    server.start_again(Vec::new()).await?;
    let mother = mother.at(server.client()?);
    let registrar = registrar.at(server.client()?);
    let after = birth::apply(&mother, &Form::of_mother("Nguyễn Trần Sau Này")).await?;
    for (dossier, words) in [(&between, "Để kiểm tra,"), (&after, "Muốn kiểm tra,")] {
        birth::decide(&registrar, dossier).await?;
        let paper = papers::wait(&mother, dossier).await?;
        let text = paper.text()?;
        ensure!(text.contains(words), "{words} is not in {text}");
        let answer = paper.verify(&server).await?;
        ensure!(answer["reasons"] == json!(["in-order"]), "{answer}");
        let certificate = birth::certificate(&mother, dossier).await?;
        holds_offline(&server, &certificate).await?;
        for verdict in paper.pyhanko(&server, None).await? {
            ensure!(verdict["holds"] == true, "{verdict}");
        }
    }
    the_old_paper_still_holds(&server, &paper, &certificate).await
}

/// An application with a paper of the mother's own.
async fn with_a_scan(mother: &User) -> Result<Dossier> {
    let upload = json!({
        "kind": "birth-notice", "title": "Giấy chứng sinh", "file_name": "scan.pdf", "bytes": STANDARD.encode(SCAN),
    });
    let kept = mother
        .ask(OWN_PAPERS, "documents.upload-paper/1", &upload)
        .await?;
    let form = Form::of_mother("Nguyễn Trần Có Giấy").with_answer(
        "birth_address",
        "notice_scan",
        kept["paper_id"].clone(),
    );
    birth::apply(mother, &form).await
}

/// The officers who work on the dossier open the paper, on their page and over the API; nobody else does, and the mother
/// sees who did.
async fn an_officer_opens_the_scan(
    server: &Server,
    mother: &User,
    dossier: &Dossier,
) -> Result<()> {
    let browser = signed_in(server, "registrar").await?;
    let page = browser
        .get(&format!("/desk/dossiers/{}", dossier.id))
        .await?
        .expect(200)?;
    let link = format!("/desk/dossiers/{}/papers/", dossier.id);
    let at = page
        .body
        .find(&link)
        .context("the desk has no link to the paper")?;
    let paper = page
        .body
        .get(at + link.len()..at + link.len() + 36)
        .context("no id")?;
    let file = browser.get(&format!("{link}{paper}")).await?.expect(200)?;
    ensure!(
        file.body.starts_with("%PDF-1.4") && file.header("content-type") == Some("application/pdf")
    );
    let elsewhere = signed_in(server, "residence-officer").await?;
    elsewhere
        .get(&format!("{link}{paper}"))
        .await?
        .expect(404)?;

    let body = json!({ "paper_id": paper });
    for (role, case, status) in [
        ("registrar", dossier.id.as_str(), 200),
        ("residence-officer", dossier.id.as_str(), 404),
        ("registrar", paper, 404),
        ("registrar", dossier.number.as_str(), 404),
    ] {
        let officer = server.sign_in(role).await?;
        let request = officer.request(DESK, "documents.get-paper-file/1")?;
        let request = request.header("dean06-case", case).json(&body);
        officer.client().send(request).await?.expect(status)?;
    }
    let used = mother.own("ledger.who-used-my-data/1").await?;
    let rows = birth::rows(&used);
    let opened = rows.iter().filter(|row| {
        row["service"] == "documents.get-paper-file/1" && row["actor_kind"] == "officer"
    });
    let opened: Vec<_> = opened.collect();
    ensure!(opened.len() == 2, "{opened:?}");
    let row = opened.first().context("no row")?;
    ensure!(
        row["case"] == dossier.id.as_str() && row["org_id"] == COMMITTEE,
        "{row}"
    );
    Ok(())
}

async fn signed_in(server: &Server, role: &str) -> Result<Client> {
    let browser = server.client()?;
    let account = server.account(role)?;
    let typed = [("login", &account.login), ("password", &account.password)];
    let request = browser.request(Method::POST, "/sign-in")?;
    let request = request.header("sec-fetch-site", "same-origin").form(&typed);
    browser.send(request).await?.expect(303)?;
    Ok(browser)
}

/// OpenSSL finds the signatures on the signed data and on the QR good, with the published keys alone.
async fn holds_offline(server: &Server, certificate: &Certificate) -> Result<()> {
    let jwks = server
        .client()?
        .get("/.well-known/jwks.json")
        .await?
        .expect(200)?;
    let jwks: Value = jwks.json()?;
    let text = |name: &str| certificate.answer()[name].as_str().context("no text");
    let (message, signature) = text("jws")?.rsplit_once('.').context("no JWS")?;
    let part = |at: usize| -> Result<Value> {
        let part = message.split('.').nth(at).context("no part")?;
        Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part)?)?)
    };
    let key = part(0)?["kid"].as_str().context("no kid")?.to_owned();
    ensure!(
        openssl_agrees(&jwks, &key, message, signature)?,
        "the signed data"
    );
    let says = part(1)?;
    ensure!(says["code"] == text("code")?, "{says}");

    let (message, signature) = text("qr")?.rsplit_once('.').context("no QR")?;
    let (version, list) = message.split_once('.').context("no version")?;
    ensure!(version == "D1");
    let list: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(list)?)?;
    let key = list[0].as_str().context("no key")?;
    ensure!(openssl_agrees(&jwks, key, message, signature)?, "the QR");
    let name = certificate.filled("child_name")?;
    ensure!(list[1] == text("code")? && list[4][0] == name, "{list}");
    let forged = message.replace("D1.", "D1.A");
    ensure!(
        !openssl_agrees(&jwks, key, &forged, signature)?,
        "a forged QR"
    );
    Ok(())
}

/// What an administrator does while nothing runs on the data.
async fn keys_are_changed(server: &Server) -> Result<()> {
    let key = key(server, &["rotate"]).await?;
    ensure!(key.starts_with("key: "), "{key}");
    let authority = self::key(server, &["renew-authority"]).await?;
    ensure!(
        authority.starts_with("-----BEGIN CERTIFICATE-----"),
        "{authority}"
    );
    let revoked = self::key(
        server,
        &["revoke-seal", "--org", COMMITTEE, "--why", "mất khóa"],
    )
    .await?;
    ensure!(
        revoked.trim() == format!("revoked: {COMMITTEE}"),
        "{revoked}"
    );
    let again = self::key(server, &["revoke-seal", "--org", COMMITTEE, "--why", "x"]).await;
    ensure!(again.is_err(), "it was revoked twice");
    self::key(
        server,
        &[
            "revoke-officer",
            "--login",
            "registrar",
            "--why",
            "nghỉ việc",
        ],
    )
    .await?;

    let organisation = ["organisation", "list", "--org", "hospital-mau-01"];
    let listed = self::key(server, &organisation).await?;
    let id = listed.split_whitespace().next().context("no key")?;
    ensure!(
        listed.lines().count() == 1 && listed.trim_end().ends_with("in force"),
        "{listed}"
    );
    self::key(server, &["organisation", "revoke", id]).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("hospital.json");
    let public = |x: &str| json!({ "kty": "EC", "crv": "P-256", "x": x, "y": Y }).to_string();
    std::fs::write(&file, public(X))?;
    let file = file.to_str().context("no path")?;
    let add = [
        "organisation",
        "add",
        "--org",
        "hospital-mau-01",
        "--role",
        "birth_notice_sender",
        "--public-key",
    ];
    let added = self::key(server, &[&add[..], &[file]].concat()).await?;
    let listed = self::key(server, &organisation).await?;
    let added = added.trim().strip_prefix("key: ").context("no id")?;
    ensure!(listed.lines().count() == 2, "{listed}");
    let state = |id: &str| {
        listed
            .lines()
            .find(|line| line.starts_with(id))
            .unwrap_or_default()
    };
    ensure!(
        state(id).contains("revoked ") && state(added).ends_with("in force"),
        "{listed}"
    );
    std::fs::write(file, public(Y))?;
    let off = self::key(server, &[&add[..], &[file]].concat()).await;
    ensure!(off.is_err(), "a point that is not on the curve");
    Ok(())
}

/// A public key on P-256 whose private half nobody kept: the base point of the curve.
const X: &str = "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY";
const Y: &str = "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

/// What `dean06 key` says.
async fn key(server: &Server, arguments: &[&str]) -> Result<String> {
    let mut all: Vec<OsString> = vec!["key".into(), "--data".into(), server.folder().into()];
    if let Some(database) = server.database() {
        all.extend(["--database-url".into(), database.url().into()]);
    }
    all.extend(arguments.iter().map(OsString::from));
    let output = run(all).await?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "dean06 key {arguments:?}: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

/// The content of this project, with other words on official papers.
fn changed_content() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../content"),
        folder.path(),
    )?;
    let official = folder.path().join("papers/official.typ");
    let text = std::fs::read_to_string(&official)?;
    let changed = text.replace("Để kiểm tra,", "Muốn kiểm tra,");
    ensure!(changed != text, "official.typ has other words");
    std::fs::write(official, changed)?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&to)?;
            copy(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

/// Its data and its QR hold, its file is known, and that its keys were revoked since is told beside.
async fn the_old_paper_still_holds(
    server: &Server,
    paper: &Paper,
    certificate: &Certificate,
) -> Result<()> {
    let jwks = server
        .client()?
        .get("/.well-known/jwks.json")
        .await?
        .expect(200)?;
    let keys = jwks.json::<Value>()?["keys"].as_array().map_or(0, Vec::len);
    ensure!(keys == 2, "{keys} keys are published");
    let anchors = server
        .client()?
        .get("/.well-known/dean06-ca.pem")
        .await?
        .expect(200)?;
    ensure!(anchors.body.matches("BEGIN CERTIFICATE").count() == 2);
    holds_offline(server, certificate).await?;
    let qr = certificate.answer()["qr"].as_str().context("no QR")?;
    let answer = papers::verify(server, "qr", qr).await?;
    ensure!(
        answer["verdict"] == "valid" && answer["reasons"] == json!(["in-order"]),
        "{answer}"
    );

    let answer = paper.verify(server).await?;
    ensure!(
        answer["verdict"] == "valid" && answer["reasons"] == json!(["certificate-revoked"]),
        "{answer}"
    );
    // The same signatures on a file that was never kept here prove nothing any more.
    let another = Paper {
        view: Value::Null,
        file: [&paper.file[..], b"\n"].concat(),
    };
    let answer = another.verify(server).await?;
    ensure!(
        answer["verdict"] == "invalid" && answer.get("fields").is_none_or(Value::is_null),
        "{answer}"
    );
    Ok(())
}
