use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use anyhow::{Context, anyhow};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
        UnparsedPublicKey,
    },
};
use dean06_contracts::casework::ResultSigned;
use dean06_documents::{
    Anchor, Hand, Library, Notary as _, Pades, PadesOptions, Press as _, Role, Signing, Subject,
    TypstPress, Validity, sheet,
};
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use crate::bench::{latency::round, setting::Setting};

/// Signatures with a bare key.
const BARE: usize = 20_000;

/// How many of each were made in a second: on one core, or on all of them.
pub struct Speeds {
    bare: f64,
    bare_verified: f64,
    signed_twice: f64,
    set_on_one: f64,
    /// Papers set on all cores, without anything else.
    pub set: f64,
    /// Papers set and signed twice on all cores, without anything else.
    pub made: f64,
}

impl Speeds {
    /// As they are printed.
    pub fn told(&self) -> Value {
        json!({
            "p256_per_second_one_core": round(self.bare),
            "p256_verified_per_second_one_core": round(self.bare_verified),
            "pades_two_signatures_per_second_one_core": round(self.signed_twice),
            "pades_ratio_to_two_bare": round(self.signed_twice * 2.0 / self.bare),
            "set_per_second_one_core": round(self.set_on_one),
        })
    }
}

/// Bare P-256, `PAdES` and the typesetter, beside the house, on results like these.
pub fn measure(setting: &Setting, results: &[ResultSigned]) -> anyhow::Result<Speeds> {
    let (bare, bare_verified) = bare()?;
    let desk = Arc::new(Desk::new(setting, results)?);
    let file = desk.print(0)?;
    let cores = thread::available_parallelism()?.get();
    Ok(Speeds {
        bare,
        bare_verified,
        signed_twice: per_second(1, results.len(), |_| {
            black_box(desk.sign(&file)?);
            Ok(())
        })?,
        set_on_one: per_second(1, results.len(), |n| {
            black_box(desk.print(n)?);
            Ok(())
        })?,
        set: per_second(cores, results.len(), |n| {
            black_box(desk.print(n)?);
            Ok(())
        })?,
        made: per_second(cores, results.len(), |n| {
            black_box(desk.sign(&desk.print(n)?)?);
            Ok(())
        })?,
    })
}

/// Signatures and verifications a second with nothing around them.
pub fn bare() -> anyhow::Result<(f64, f64)> {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
    let random = SystemRandom::new();
    let text = [7; 32];
    let signed = per_second(1, BARE, |_| {
        black_box(key.sign(&random, &text)?);
        Ok(())
    })?;
    let signature = key.sign(&random, &text)?;
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key.public_key().as_ref());
    let verified = per_second(1, BARE, |_| Ok(public.verify(&text, signature.as_ref())?))?;
    Ok((signed, verified))
}

/// Does `work(0) … work(count - 1)` on so many threads.
fn per_second(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<f64> {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    thread::scope(|scope| {
        let of_thread = || {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= count {
                    return anyhow::Ok(());
                }
                work(n)?;
            }
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(of_thread)).collect();
        running
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| anyhow!("a thread panicked"))?)
    })?;
    #[expect(clippy::cast_precision_loss, reason = "a count of measurements")]
    let count = count as f64;
    Ok(count / begun.elapsed().as_secs_f64())
}

/// What makes a paper of a result, with nothing else of the house.
struct Desk {
    library: Library,
    press: TypstPress,
    notary: Pades,
    hands: [Hand; 2],
    anchors: [Anchor; 1],
    results: Vec<ResultSigned>,
    at: Timestamp,
}

impl Desk {
    fn new(setting: &Setting, results: &[ResultSigned]) -> anyhow::Result<Self> {
        let rooms = &setting.rooms;
        let options = PadesOptions {
            authority: "dean06 bench".to_owned(),
            crl_urls: Some("http://127.0.0.1/bench".to_owned()),
            timestamp: None,
            timestamp_anchors: Vec::new(),
        };
        let notary = Pades::new(options, rooms.sources.clone());
        let at = rooms.sources.now();
        let validity = Validity {
            not_before: at,
            not_after: at.checked_add(24.hours())?,
        };
        let anchor = Anchor {
            credential: notary.found(validity)?,
            revoked: Vec::new(),
        };
        let hand = |role| {
            let subject = Subject {
                role,
                name: "Cán bộ đo kiểm".to_owned(),
                organisation: "Cơ quan đo kiểm".to_owned(),
                identifier: "bench".to_owned(),
            };
            let issued = notary.issue(&anchor.credential, &subject, validity)?;
            anyhow::Ok(Hand {
                role,
                credential: issued.credential,
                reason: "Ký ban hành".to_owned(),
            })
        };
        Ok(Self {
            library: rooms
                .content
                .paper_library()
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .collect(),
            press: TypstPress::new()?,
            hands: [hand(Role::Person)?, hand(Role::Seal)?],
            notary,
            anchors: [anchor],
            results: results.to_vec(),
            at,
        })
    }

    fn print(&self, n: usize) -> anyhow::Result<Vec<u8>> {
        let result = &self.results[n % self.results.len()];
        // No two papers are the same.
        let result = ResultSigned {
            code: format!("bench-{n}"),
            ..result.clone()
        };
        let sheet = sheet(&result, "http://127.0.0.1").context("a date beyond the calendar")?;
        Ok(self.press.print(&result.template, &self.library, &sheet)?)
    }

    fn sign(&self, file: &[u8]) -> anyhow::Result<Vec<u8>> {
        let signing = Signing {
            at: self.at,
            anchors: &self.anchors,
            fresh_until: self.at,
        };
        Ok(self.notary.sign(file, &self.hands, &signing)?)
    }
}
