//! Files that were changed by somebody else after they were signed.

use dean06_signature::{Evidence, Finding, Level, Overall, sign};
use proptest::prelude::*;

use crate::support::{TRAILER, World, append, classic_pdf, content, find, judged, packed_pdf};

#[test]
fn every_changed_byte_is_noticed() {
    let world = World::new();
    for level in [Level::B, Level::T] {
        let signed = world.sign_by_person(&classic_pdf(), level);
        for at in 0..signed.len() {
            let mut changed = signed.clone();
            changed[at] ^= 1;
            assert_ne!(judged(&world, &changed), Some(Overall::Valid), "byte {at}");
        }
    }
}

#[test]
fn a_changed_byte_that_the_signer_signed_is_called_so() {
    let world = World::new();
    for pdf in [classic_pdf(), packed_pdf()] {
        let mut signed = world.sign_twice(&pdf, Level::T);
        let at = find(&signed, "Giay khai");
        signed[at] = b'g';
        let verdicts = world.verdicts_now(&signed);
        assert_eq!(verdicts.len(), 2);
        for verdict in &verdicts {
            assert_eq!(verdict.findings, [Finding::Altered]);
            assert!(!verdict.digest_holds);
        }
    }
}

#[test]
fn a_change_behind_the_first_signature_leaves_it_whole() {
    let world = World::new();
    let mut signed = world.sign_twice(&classic_pdf(), Level::B);
    let first_end = world.sign_by_person(&classic_pdf(), Level::B).len();
    // The day in the time that the seal claims.
    let at = first_end + find(&signed[first_end..], "D:20261122") + 9;
    signed[at] = b'3';
    let verdicts = world.verdicts_now(&signed);
    assert!(verdicts[0].holds(), "{verdicts:#?}");
    assert_eq!(verdicts[1].findings, [Finding::Altered]);
}

/// Replaces the byte range of the only signature by one that is not longer.
fn with_byte_range(signed: &[u8], change: impl Fn([usize; 4]) -> String) -> Vec<u8> {
    let start = find(signed, "/ByteRange [") + 12;
    let length = find(&signed[start..], "]");
    let old = String::from_utf8_lossy(&signed[start..start + length]).into_owned();
    let numbers: Vec<usize> = old
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let new = change(numbers.try_into().unwrap());
    let mut changed = signed.to_vec();
    changed[start..start + length].copy_from_slice(format!("{new:length$}").as_bytes());
    changed
}

/// Makes another byte range of one.
type Change = fn([usize; 4]) -> String;

#[test]
fn a_byte_range_leaves_out_the_value_and_nothing_else() {
    let world = World::new();
    let signed = world.sign_by_person(&classic_pdf(), Level::B);
    let ranges: [(&str, Change); 9] = [
        ("from later on", |[_, b, c, d]| format!("1 {b} {c} {d}")),
        ("a byte less before", |[a, b, c, d]| {
            format!("{a} {} {c} {d}", b - 1)
        }),
        ("a byte more before", |[a, b, c, d]| {
            format!("{a} {} {c} {d}", b + 1)
        }),
        ("a byte less after", |[a, b, c, d]| {
            format!("{a} {b} {} {}", c + 1, d - 1)
        }),
        ("a byte short of the end", |[a, b, c, d]| {
            format!("{a} {b} {c} {}", d - 2)
        }),
        ("beyond the end", |[a, b, c, d]| {
            format!("{a} {b} {c} {}", d + 1)
        }),
        ("far beyond the end", |[a, b, c, _]| {
            format!("{a} {b} {c} {}", u32::MAX)
        }),
        ("below nothing", |[a, b, c, _]| format!("{a} {b} {c} -1")),
        ("three numbers", |[a, b, c, _]| format!("{a} {b} {c}")),
    ];
    for (what, change) in ranges {
        let changed = with_byte_range(&signed, change);
        let verdicts = world.verdicts_now(&changed);
        let [verdict] = &verdicts[..] else {
            panic!("{what}")
        };
        assert!(
            matches!(verdict.findings[..], [Finding::Broken(_)]),
            "{what}: {:?}",
            verdict.findings
        );
    }
}

#[test]
fn a_signature_is_not_moved() {
    let world = World::new();
    let signed = world.sign_by_person(&classic_pdf(), Level::B);
    let signature = content(&signed, 7);
    let updated = append(&signed, &[(7, &signature)], TRAILER);
    let verdicts = world.verdicts_now(&updated);
    assert!(matches!(verdicts[0].findings[..], [Finding::Broken(_)]));
}

#[test]
fn other_kinds_of_signatures_are_not_judged() {
    let world = World::new();
    let mut signed = world.sign_by_person(&classic_pdf(), Level::B);
    let at = find(&signed, "ETSI.CAdES.detached");
    signed[at..at + 19].copy_from_slice(b"adbe.pkcs7.detached");
    let verdicts = world.verdicts_now(&signed);
    assert!(matches!(
        verdicts[0].findings[..],
        [Finding::Unsupported(_)]
    ));
}

#[test]
fn a_stamp_is_of_its_own_signature() {
    let world = World::new();
    let other = world.sign_by_person(&packed_pdf(), Level::T);
    let mut options = world.options("Person", Level::T);
    options.evidence = Evidence::default();
    let signed = sign(&classic_pdf(), &world.person, &options).unwrap();
    // A token is found by the name of its attribute; both have the same size, or there is nothing
    // to try.
    let attribute = hex::encode(hex::decode("060b2a864886f70d010910020e").unwrap());
    let (from, to) = (find(&other, &attribute), find(&signed, &attribute));
    let mut changed = signed.clone();
    let rest = other[from..].iter().position(|byte| *byte == b'>').unwrap();
    let room = signed[to..].iter().position(|byte| *byte == b'>').unwrap();
    let length = rest.min(room);
    changed[to..to + length].copy_from_slice(&other[from..from + length]);
    assert_ne!(judged(&world, &changed), Some(Overall::Valid));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changed_bytes_are_noticed(changes in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..4)) {
        let world = World::new();
        let signed = world.sign_twice(&packed_pdf(), Level::T);
        let mut changed = signed.clone();
        for (index, mask) in &changes {
            changed[index.index(signed.len())] ^= mask;
        }
        prop_assume!(changed != signed);
        prop_assert_ne!(judged(&world, &changed), Some(Overall::Valid));
    }
}
