//! Broken and hostile input from outside: a clear no, nothing half done, and the server lives on.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dean06_tests::birth::{self, APPLICATION, COMMUNE, Form, MORNING, field, ids, problem};
use dean06_tests::{Engine, Options, Server, User, on_each_engine};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_secs(30);
const SAVE: &str = "casework.save-draft/1";
const GET: &str = "casework.get-draft/1";

#[tokio::test]
async fn hostile_input_is_refused_and_harms_nothing() -> Result<()> {
    on_each_engine(journey).await
}

async fn journey(engine: Engine) -> Result<()> {
    let server = Server::start_with(Options {
        args: vec!["--at".into(), MORNING.into()],
        ..Options::new(engine)
    })
    .await?;
    let mother = server.sign_in("unmarried-mother").await?;
    personal_numbers(&mother)
        .await
        .context("personal numbers")?;
    dates(&mother).await.context("dates")?;
    places_that_the_form_lacks(&mother)
        .await
        .context("unknown fields")?;
    values_of_other_types(&mother)
        .await
        .context("values of other types")?;
    texts(&server, &mother).await.context("texts")?;
    too_much(&server, &mother).await.context("too much")?;
    broken_requests(&mother).await.context("broken requests")?;
    broken_connections(&server)
        .await
        .context("broken connections")?;
    alive(&server).await
}

async fn alive(server: &Server) -> Result<()> {
    server.client()?.get("/health/ready").await?.expect(200)?;
    Ok(())
}

/// A form in which a man is named as the father by his personal number.
fn with_father(child: &str, born: &str, number: &str) -> Form {
    Form::of_mother(child)
        .with("father", json!({ "stated": "other-number" }))
        .with(
            "father_details",
            json!({
                "name": "Trần Văn Bình", "birth_date": born, "personal_number": number,
                "nationality": "VN", "ethnicity": "01", "residence": "Thôn Đoài, xã giả lập",
            }),
        )
}

/// Types a form that is wrong at `pointer`: what was typed stays, the field is named, and it cannot be submitted.
async fn wrong_at(user: &User, form: &Form, pointer: &str) -> Result<Value> {
    let draft = birth::begin(user, None).await?;
    for (section, data) in form.sections() {
        birth::save(user, &draft, section, data).await?;
    }
    let view = birth::look(user, &draft).await?;
    ensure!(view["ready"] == false, "it counts as ready");
    let told = field(&view, pointer)?["error"]["vi"].is_string()
        || view["notices"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|notice| notice["pointer"] == pointer && notice["effect"] == "refuse");
    ensure!(told, "{pointer} is not named: {}", view["notices"]);
    birth::try_submit(user, &draft).await?.expect(422)?;
    Ok(view)
}

async fn personal_numbers(mother: &User) -> Result<()> {
    let pointer = "/father_details/personal_number";
    for (number, born, what) in [
        ("00109000001", "1990-01-02", "11 digits"),
        ("0010900000011", "1990-01-02", "13 digits"),
        ("00109000000A", "1990-01-02", "a letter"),
        ("٠٠١٠٩٠٠٠٠٠٠١", "1990-01-02", "digits of another script"),
        ("001290000001", "1990-01-02", "the wrong century"),
        ("001190000001", "1990-01-02", "the wrong sex"),
        (
            "003090000001",
            "1990-01-02",
            "a province code that was never given",
        ),
        ("000090000001", "1990-01-02", "no province code"),
    ] {
        let form = with_father("Lê Thử Số", born, number);
        wrong_at(mother, &form, pointer).await.context(what)?;
    }
    // Written in groups it is a number as any other; that it is not his, the officer is told.
    let form = with_father("Lê Đúng Số", "1990-01-02", "001 090 000 001");
    let draft = birth::begin(mother, None).await?;
    birth::fill(mother, &draft, &form).await?;
    let view = birth::look(mother, &draft).await?;
    ensure!(field(&view, pointer)?["value"] == "001090000001");
    ensure!(
        ids(&view["notices"]).contains(&"other-parent-differs"),
        "{}",
        view["notices"]
    );
    birth::submit(mother, &draft).await?;
    Ok(())
}

async fn dates(mother: &User) -> Result<()> {
    for born in [
        "2026-11-21",
        "2126-01-01",
        "2026-02-30",
        "0000-00-00",
        "hôm qua",
        "20261118",
        "-2026-11-18",
    ] {
        let form = Form::of_mother("Lê Thử Ngày")
            .with("father", json!({ "stated": "none" }))
            .with_answer("birth", "date", json!(born));
        let view = wrong_at(mother, &form, "/birth/date").await.context(born)?;
        ensure!(
            field(&view, "/birth/date")?["value"] == born,
            "what was typed is lost"
        );
    }
    Ok(())
}

/// What the form has no place for is refused, and the rest of the page with it.
async fn places_that_the_form_lacks(mother: &User) -> Result<()> {
    let draft = birth::begin(mother, None).await?;
    for data in [
        json!({ "name": "Lê Lạ", "sex": "female", "nickname": "Bé" }),
        json!({ "name": "Lê Lạ", "sex": "female", "__proto__": { "role": "registrar" } }),
        json!({ "name": "Lê Lạ", "sex": "female", "a".repeat(5_000): 1 }),
    ] {
        let refused = birth::try_save(mother, &draft, "child", &data)
            .await?
            .expect(422)?;
        ensure!(problem(&refused)? == "invalid-request");
        ensure!(
            !refused.json::<Value>()?["errors"].is_null(),
            "{}",
            refused.body
        );
    }
    birth::try_save(mother, &draft, "officer", &json!({ "approved": true }))
        .await?
        .expect(422)?;
    birth::try_save(mother, &draft, "/child", &json!({}))
        .await?
        .expect(422)?;
    let more = json!({ "draft_id": draft, "section": "child", "data": {}, "status": 9 });
    mother
        .try_ask(APPLICATION, SAVE, &more)
        .await?
        .expect(422)?;
    let view = birth::look(mother, &draft).await?;
    ensure!(
        field(&view, "/child/name")?["value"].is_null(),
        "half a page was saved"
    );
    ensure!(view["version"] == 1, "something was saved");
    Ok(())
}

async fn values_of_other_types(mother: &User) -> Result<()> {
    let draft = birth::begin(mother, None).await?;
    for value in [json!(["Lê", "An"]), json!({ "vi": "Lê An" })] {
        let data = json!({ "name": value, "sex": "female" });
        birth::try_save(mother, &draft, "child", &data)
            .await?
            .expect(422)?;
    }
    for (section, data) in [
        ("child", json!({ "name": 12, "sex": true })),
        ("delivery", json!({ "copies": -1 })),
        ("delivery", json!({ "copies": 1e300 })),
        ("delivery", json!({ "copies": 0.5 })),
        ("delivery", json!({ "copies": "hai" })),
        ("statement", json!({ "truthful": "có" })),
        (
            "origin",
            json!({ "nationality": "XX", "ethnicity": "99999", "hometown_of": "' OR 1=1 --" }),
        ),
        ("birth_place", json!({ "where": "../../etc/passwd" })),
    ] {
        let wrong = birth::save(mother, &draft, section, &data).await?;
        ensure!(!wrong.is_empty(), "{section} {data} counts as right");
    }
    Ok(())
}

async fn texts(server: &Server, mother: &User) -> Result<()> {
    // Composed letters and separate marks are the same name; it is kept composed.
    let script = "<script>alert('sinh')</script> & \"Bệnh viện\" {{7*7}} ${jndi:x}";
    let apart = "Le\u{302} Thi\u{323} Nguye\u{302}\u{303}n";
    let address = json!({ "facility": script, "commune": COMMUNE, "notice_number": "CS-1" });
    let form = Form::of_mother(apart)
        .with("father", json!({ "stated": "none" }))
        .with("birth_address", address);
    let dossier = birth::apply(mother, &form).await?;
    let registrar = server.sign_in("registrar").await?;
    let open = birth::open(&registrar, &dossier).await?;
    ensure!(open["about"] == "Lê Thị Nguyễn", "{}", open["about"]);
    birth::decide(&registrar, &dossier).await?;
    let certificate = birth::certificate(mother, &dossier).await?;
    ensure!(certificate.filled("child_name")? == "Lê Thị Nguyễn");
    ensure!(
        certificate.filled("child_birth_place")?.starts_with(script),
        "the text was changed"
    );
    for (reader, page) in [
        (mother, format!("/dossiers/{}", dossier.id)),
        (mother, format!("/dossiers/{}/result", dossier.id)),
        (&registrar, format!("/desk/dossiers/{}", dossier.id)),
        (&registrar, format!("/desk/dossiers/{}/result", dossier.id)),
    ] {
        stays_text(reader, &page).await.context(page)?;
    }

    // What turns the direction of writing, or cannot be seen, is refused wherever it is written.
    for hidden in ["\u{202e}", "\u{200f}", "\u{2066}", "\u{7}", "\u{1b}[2J"] {
        let data = json!({ "facility": format!("Bệnh viện {hidden}Phụ sản"), "commune": COMMUNE, "notice_number": "CS-1" });
        let form = Form::of_mother("Lê Ẩn")
            .with("father", json!({ "stated": "none" }))
            .with("birth_address", data);
        wrong_at(mother, &form, "/birth_address/facility")
            .await
            .with_context(|| format!("{hidden:?}"))?;
        let form =
            Form::of_mother(&format!("Lê {hidden}Ẩn")).with("father", json!({ "stated": "none" }));
        wrong_at(mother, &form, "/child/name")
            .await
            .with_context(|| format!("{hidden:?} in a name"))?;
    }
    let draft = birth::begin(mother, None).await?;
    let zero = json!({ "name": "Lê\u{0}An", "sex": "female" });
    birth::try_save(mother, &draft, "child", &zero)
        .await?
        .expect(422)
        .context("a zero character")?;

    let dossier = birth::apply(
        mother,
        &Form::of_mother("Lê Lý Do").with("father", json!({ "stated": "none" })),
    )
    .await?;
    birth::step(&registrar, &dossier, "receive").await?;
    let why = json!({ "reason_code": "other", "reason": "Lý do \u{202e}ngược" });
    birth::try_step(&registrar, &dossier, "refuse", why)
        .await?
        .expect(422)?;
    Ok(())
}

/// The page shows what was typed, and no browser takes it for anything but text.
async fn stays_text(reader: &User, page: &str) -> Result<()> {
    let request = reader.client().request(Method::GET, page)?;
    let request = request.bearer_auth(reader.token().unwrap_or_default());
    let shown = reader.client().send(request).await?.expect(200)?;
    ensure!(
        !shown.body.contains("<script>alert"),
        "the text became a script"
    );
    ensure!(shown.body.contains("script&#62;alert") || shown.body.contains("script&gt;alert"));
    let policy = shown
        .header("content-security-policy")
        .context("no policy")?;
    ensure!(
        policy.contains("script-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    Ok(())
}

/// Ten megabytes, announced or not, and what is just too long.
async fn too_much(server: &Server, mother: &User) -> Result<()> {
    let draft = birth::begin(mother, None).await?;
    let name = "Ư".repeat(5_000_000);
    let body =
        json!({ "draft_id": draft, "section": "child", "data": { "name": name } }).to_string();
    let head = format!(
        "POST /api/{SAVE} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ndean06-purpose: {APPLICATION}\r\n\
         idempotency-key: much\r\ncontent-type: application/json\r\n",
        mother.token().unwrap_or_default()
    );
    for (what, request) in [
        (
            "announced",
            format!("{head}content-length: {}\r\n\r\n{body}", body.len()),
        ),
        (
            "in one chunk",
            format!(
                "{head}transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
                body.len()
            ),
        ),
    ] {
        let answer = raw(server, request.as_bytes()).await.context(what)?;
        ensure!(answer.starts_with("HTTP/1.1 413"), "{what}: {answer}");
        alive(server).await.context(what)?;
    }

    let long = json!({ "name": "Ư".repeat(10_000), "sex": "female" });
    birth::try_save(mother, &draft, "child", &long)
        .await?
        .expect(422)?;
    let name = "Nguyễn ".repeat(50);
    let wrong = birth::save(
        mother,
        &draft,
        "child",
        &json!({ "name": name, "sex": "female" }),
    )
    .await?;
    ensure!(wrong == ["/child/name"], "{wrong:?}");
    Ok(())
}

async fn broken_requests(mother: &User) -> Result<()> {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_data = format!(
        r#"{{"draft_id":"x","section":"child","data":{}1{}}}"#,
        r#"{"a":"#.repeat(2_000),
        "}".repeat(2_000)
    );
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        b"{\"draft_id\":",
        b"null",
        b"[]",
        b"\"text\"",
        b"{\"draft_id\":\"\xff\xfe\",\"section\":\"child\",\"data\":{}}",
        deep.as_bytes(),
        deep_data.as_bytes(),
    ];
    for body in bodies {
        let request = mother
            .request(APPLICATION, SAVE)?
            .header("content-type", "application/json")
            .body(body.to_vec());
        let reply = mother.client().send(request).await?;
        let begins = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        ensure!(
            reply.status == 422,
            "{begins:?}: {} {}",
            reply.status,
            reply.body
        );
        ensure!(
            problem(&reply)? == "invalid-request",
            "{begins:?}: {}",
            reply.body
        );
    }
    for draft in [
        "",
        "x",
        "00000000-0000-0000-0000-00000000000g",
        "../../../../../../etc/passwd/../../..",
    ] {
        let reply = mother
            .try_ask(APPLICATION, GET, &json!({ "draft_id": draft }))
            .await?;
        ensure!(
            matches!(reply.status.as_u16(), 404 | 422),
            "{draft:?}: {}",
            reply.status
        );
    }
    for (method, path, status) in [
        (Method::GET, "/api/casework.get-draft/1", 405),
        (Method::POST, "/api/casework.get-draft/2", 404),
        (Method::POST, "/api/casework.drop-tables/1", 404),
        (Method::POST, "/api/%00/%ff", 400),
        (Method::GET, "/no-such-page/../../etc/passwd", 404),
    ] {
        let reply = mother
            .client()
            .send(mother.client().request(method, path)?.body("{}"))
            .await?;
        let status_is = reply.status.as_u16();
        ensure!(
            status_is == status || (status == 400 && status_is == 404),
            "{path}: {}",
            reply.status
        );
    }
    Ok(())
}

/// What no client library would send.
async fn broken_connections(server: &Server) -> Result<()> {
    let huge = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx-huge: {}\r\n\r\n",
        "h".repeat(2_000_000)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "x-many: 1\r\n".repeat(5_000)
    );
    for (what, request) in [
        ("a huge header", huge.as_str()),
        ("many headers", &many),
        ("no HTTP", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n"),
        (
            "no length that is one",
            "POST /api/sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
        ),
        (
            "two lengths",
            "POST /api/sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}",
        ),
    ] {
        let answer = raw(server, request.as_bytes()).await.context(what)?;
        let first = answer.lines().next().unwrap_or_default();
        ensure!(
            answer.is_empty() || first.starts_with("HTTP/1.1 4"),
            "{what}: {first}"
        );
        alive(server).await.context(what)?;
    }
    Ok(())
}

/// Sends these bytes and reads until the server closes the connection.
async fn raw(server: &Server, request: &[u8]) -> Result<String> {
    let address = server.url().trim_start_matches("http://");
    let mut line = TcpStream::connect(address).await?;
    // A server that has read enough closes while we still write.
    let _ = line.write_all(request).await;
    let mut answer = Vec::new();
    let _ = timeout(LIMIT, line.read_to_end(&mut answer))
        .await
        .context("no end")?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
