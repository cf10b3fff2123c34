//! Time-stamp authorities that answer as they should, and those that do not.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Mutex;
use std::thread;

use dean06_signature::{
    HttpTimestamp, Level, Overall, SignError, Stamp, TimestampClient, TimestampError, overall, sign,
};

use crate::support::{World, classic_pdf, now};

/// An authority that says something else about the size of its tokens.
struct Misjudged<'a>(&'a dyn TimestampClient);

impl TimestampClient for Misjudged<'_> {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        self.0.timestamp(request)
    }

    fn token_size(&self) -> usize {
        10
    }
}

/// An authority whose last request is known.
struct Watched<'a>(&'a dyn TimestampClient, Mutex<Vec<u8>>);

impl TimestampClient for Watched<'_> {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        *self.1.lock().unwrap() = request.to_vec();
        self.0.timestamp(request)
    }
}

/// An authority that answers with anything.
struct Answers(Vec<u8>);

impl TimestampClient for Answers {
    fn timestamp(&self, _: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Ok(self.0.clone())
    }
}

fn sign_with(world: &World, client: Option<&dyn TimestampClient>) -> Result<Vec<u8>, SignError> {
    let mut options = world.options("Person", Level::T);
    options.timestamp = client;
    sign(&classic_pdf(), &world.person, &options)
}

#[test]
fn a_large_token_finds_its_place() {
    let world = World::new();
    let signed = sign_with(&world, Some(&Misjudged(&world.stamps))).unwrap();
    let verdicts = world.verdicts_now(&signed);
    assert_eq!(overall(&verdicts), Overall::Valid);
    assert_eq!(verdicts[0].stamp, Stamp::Trusted(now()));
}

#[test]
fn without_a_stamp_nothing_is_signed() {
    let world = World::new();
    assert!(matches!(
        sign_with(&world, None),
        Err(SignError::NoTimestampClient)
    ));
    let refusal = world.stamps.respond(b"no request").unwrap();
    assert!(matches!(
        sign_with(&world, Some(&Answers(refusal))),
        Err(SignError::Timestamp(TimestampError::Refused(2)))
    ));
    for answer in [Vec::new(), b"<html>".to_vec(), vec![0x30; 1 << 17]] {
        assert!(matches!(
            sign_with(&world, Some(&Answers(answer))),
            Err(SignError::Timestamp(TimestampError::WrongAnswer(_)))
        ));
    }
}

#[test]
fn a_stamp_of_something_else_is_refused() {
    let world = World::new();
    let watched = Watched(&world.stamps, Mutex::default());
    sign_with(&world, Some(&watched)).unwrap();
    let request = watched.1.into_inner().unwrap();
    let other = world.stamps.respond(&request).unwrap();
    assert!(matches!(
        sign_with(&world, Some(&Answers(other))),
        Err(SignError::Timestamp(TimestampError::WrongAnswer(_)))
    ));
}

#[test]
fn stamps_come_over_http() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::scope(|scope| {
        scope.spawn(|| {
            for stream in listener.incoming().take(2) {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut length, mut line) = (0, String::new());
                while reader.read_line(&mut line).unwrap() > 2 {
                    let lower = line.to_ascii_lowercase();
                    if let Some(value) = lower.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    line.clear();
                }
                let mut request = vec![0; length];
                reader.read_exact(&mut request).unwrap();
                let answer = world.stamps.respond(&request).unwrap();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    answer.len()
                )
                .unwrap();
                stream.write_all(&answer).unwrap();
            }
        });
        let client = HttpTimestamp::new(&url).unwrap();
        let sizes = [client.token_size(), {
            let first = sign_with(&world, Some(&client)).unwrap();
            assert_eq!(overall(&world.verdicts_now(&first)), Overall::Valid);
            client.token_size()
        }];
        assert!(sizes[1] < sizes[0]);
        let second = sign_with(&world, Some(&client)).unwrap();
        assert_eq!(overall(&world.verdicts_now(&second)), Overall::Valid);
    });
    assert!(matches!(
        sign_with(&world, Some(&HttpTimestamp::new(&url).unwrap())),
        Err(SignError::Timestamp(TimestampError::Unreachable(_)))
    ));
}

#[test]
fn an_authority_refuses_what_it_does_not_do() {
    let world = World::new();
    // SEQUENCE { INTEGER 1, SEQUENCE { SEQUENCE { OID }, OCTET STRING } } with SHA-1, then with a
    // digest that is too short for SHA-256.
    let sha1 = hex::decode("3020020101301b300706052b0e03021a0410000102030405060708090a0b0c0d0e0f")
        .unwrap();
    let short =
        hex::decode("3019020101301430 0b0609608648016503040201 0405 0001020304".replace(' ', ""))
            .unwrap();
    for request in [sha1, short, Vec::new(), vec![0x30; 10_000]] {
        let answer = world.stamps.respond(&request).unwrap();
        // SEQUENCE { SEQUENCE { INTEGER 2 …
        assert_eq!(answer[4..7], [2, 1, 2], "{answer:02x?}");
    }
}
