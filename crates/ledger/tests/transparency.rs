//! The log as others see it: tiles, checkpoints, proofs and witnesses, checked with a foreign
//! implementation.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use dean06_kernel::{ManualClock, PersonId, Sources};
use dean06_ledger::{
    AccessEvidence, AccessRecord, Cosigned, Cosigner, EvidenceError, Fault, Ledger, NearWitness,
    PublishError, Publisher, Witness, WitnessError,
    tlog::{Checkpoint, KeyKind, Note, ProofFile, SigningKey, TilePath, check_consistency},
};
use dean06_store::{Sql, Store, WriteError, testing};
use tlog_tiles::{HashReader, TileHashReader, TileReader};

const ORIGIN: &str = "log.example/ledger";

fn sources() -> Sources {
    let start = "2026-11-22T02:00:00Z".parse().expect("a moment");
    Sources::manual(Arc::new(ManualClock::new(start)), 7)
}

fn key() -> SigningKey {
    SigningKey::new(ORIGIN, KeyKind::Log, [1; 32]).expect("a key")
}

fn witness_key(seed: u8) -> SigningKey {
    SigningKey::new("witness.example", KeyKind::Witness, [seed; 32]).expect("a key")
}

struct House {
    store: Store,
    sources: Sources,
    ledger: Ledger,
    person: PersonId,
    folder: tempfile::TempDir,
}

impl House {
    async fn new(store: Store) -> Self {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        Self {
            person: sources.person_id(),
            folder: tempfile::tempdir().expect("a folder"),
            store,
            sources,
            ledger,
        }
    }

    /// Writes so many entries more.
    async fn grow(&self, count: i64) {
        let record = |at| AccessRecord {
            person: self.person,
            at,
            actor_kind: "officer".into(),
            actor_id: "account-1".into(),
            actor_name: "Trần Thị B".into(),
            actor_person: None,
            org: None,
            room: None,
            service: "population.get-person/1".into(),
            purpose: "case-handling".into(),
            legal_basis: "one-stop-decree".into(),
            case: None,
            fields: vec!["name".into()],
        };
        let records = (0..count).map(record).collect();
        self.ledger.append(records).await.expect("recorded");
    }

    async fn publish(&self) -> Note {
        self.ledger.publish(&key(), 0).await.expect("published")
    }

    fn memory(&self) -> PathBuf {
        self.folder.path().join("checkpoint")
    }

    fn publisher(&self, witnesses: &[&Witness]) -> Publisher {
        let cosigners = witnesses.iter().map(|&witness| {
            let near = NearWitness {
                witness: witness.clone(),
                sources: self.sources.clone(),
            };
            Arc::new(near) as Arc<dyn Cosigner>
        });
        Publisher::new(
            self.ledger.clone(),
            key(),
            self.memory(),
            cosigners.collect(),
        )
    }

    fn witness(&self) -> Witness {
        Witness::new(
            self.store.clone(),
            witness_key(2),
            vec![key().verifier().clone()],
        )
    }

    /// As if an old copy of the database was brought back.
    async fn roll_back_to_ten(&self) {
        for text in [
            "DELETE FROM ledger_entry WHERE entry_index >= 10",
            "DELETE FROM ledger_detail WHERE entry_index >= 10",
            "UPDATE ledger_head SET size = 10",
            "DELETE FROM ledger_checkpoint",
        ] {
            self.change(text).await;
        }
    }

    async fn change(&self, text: &'static str) {
        self.store
            .write(|tx| Box::pin(async move { Ok::<_, WriteError>(tx.run(text, []).await?) }))
            .await
            .expect("the change");
    }
}

fn checkpoint(note: &Note) -> Checkpoint {
    Checkpoint::open(note, key().verifier()).expect("a checkpoint")
}

/// Tiles as a client of another make would fetch them.
struct Tiles(HashMap<String, Vec<u8>>);

impl Tiles {
    /// All tiles of the published checkpoint.
    async fn fetch(ledger: &Ledger, size: u64) -> Self {
        let mut tiles = HashMap::new();
        for tile in tlog_tiles::Tile::new_tiles(8, 0, size) {
            let path = tile.path().replace("tile/8/", "");
            let bytes = ledger
                .tile(path.parse().expect("a path"))
                .await
                .expect("read");
            tiles.insert(tile.path(), bytes.expect("a tile"));
        }
        Self(tiles)
    }
}

impl TileReader for Tiles {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles
            .iter()
            .map(|tile| self.0[&tile.path()].clone())
            .collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

#[tokio::test]
async fn another_make_of_client_reads_the_whole_log() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        for more in [1, 254, 1, 1, 300] {
            house.grow(more).await;
            let note = house.publish().await;
            let theirs =
                signed_note::Note::from_bytes(note.to_string().as_bytes()).expect("a note");
            let verifier = signed_note::StandardVerifier::new(&key().verifier().to_string());
            let known = signed_note::VerifierList::new(vec![Box::new(verifier.expect("a key"))]);
            theirs.verify(&known).expect("signed");
            let head = tlog_tiles::Checkpoint::from_bytes(theirs.text()).expect("a checkpoint");
            let tiles = Tiles::fetch(&house.ledger, head.size()).await;
            let reader = TileHashReader::new(head.size(), *head.hash(), &tiles);
            for index in [0, head.size() / 2, head.size() - 1] {
                let at = tlog_tiles::stored_hash_index(0, index);
                let leaf = reader
                    .read_hashes(&[at])
                    .expect("the tiles fit the checkpoint")[0];
                let proof = tlog_tiles::prove_record(head.size(), index, &reader).expect("a proof");
                tlog_tiles::check_record(&proof, head.size(), *head.hash(), index, leaf)
                    .expect("the entry is there");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn entries_are_those_that_the_tiles_stand_for() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.grow(300).await;
        house.publish().await;
        let get = async |path: &str| {
            let path: TilePath = path.parse().expect("a path");
            house.ledger.tile(path).await.expect("read")
        };
        for (bundle, tile, width) in [
            ("entries/000", "0/000", 256),
            ("entries/001.p/44", "0/001.p/44", 44),
        ] {
            let bundle = get(bundle).await.expect("a bundle");
            let mut rest = bundle.as_slice();
            let mut hashes = Vec::new();
            while let Some((length, more)) = rest.split_first_chunk::<2>() {
                let (leaf, more) = more.split_at(usize::from(u16::from_be_bytes(*length)));
                hashes.extend(tlog_tiles::record_hash(leaf).0);
                rest = more;
            }
            assert_eq!(hashes.len(), width * 32);
            assert_eq!(Some(hashes), get(tile).await);
        }
        for beyond in [
            "0/001",
            "0/001.p/45",
            "0/002.p/1",
            "1/000",
            "1/000.p/2",
            "entries/002.p/1",
        ] {
            assert_eq!(get(beyond).await, None, "{beyond}");
        }
        assert!(get("0/001.p/3").await.is_some() && get("1/000.p/1").await.is_some());
    })
    .await;
}

#[tokio::test]
async fn every_entry_has_a_proof_that_needs_nobody() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        assert_eq!(house.ledger.prove(0).await.expect("read"), None);
        house.grow(600).await;
        house.publish().await;
        house.grow(1).await;
        for index in [0, 1, 255, 256, 511, 512, 599] {
            let file = house
                .ledger
                .prove(index)
                .await
                .expect("read")
                .expect("a proof");
            let file: ProofFile = file.to_string().parse().expect("a proof");
            let leaf = file.extra.clone().expect("the entry");
            let under = file.check(&leaf, key().verifier()).expect("proved");
            assert_eq!((file.index, under.head.size), (index, 600));
            assert!(file.check(b"another", key().verifier()).is_err());
        }
        // Not yet under a checkpoint.
        assert_eq!(house.ledger.prove(600).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn a_person_proves_who_used_the_data() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.grow(3).await;
        house.publish().await;
        let prove = async |person, index| house.ledger.prove_access(person, index).await;
        let proof = prove(house.person, 1)
            .await
            .expect("read")
            .expect("a proof");
        let proof: ProofFile = proof.to_string().parse().expect("a proof");
        let (record, under) = AccessEvidence::check(&proof, key().verifier()).expect("proved");
        assert_eq!(
            (record.person, record.at, under.head.size),
            (house.person, 1, 3)
        );
        // Nobody else gets it, and nobody can turn it into another.
        let stranger = house.sources.person_id();
        assert_eq!(prove(stranger, 1).await.expect("read"), None);
        let extra = String::from_utf8(proof.extra.clone().expect("a record")).expect("text");
        let mut other = proof.clone();
        other.extra = Some(extra.replace("Trần Thị B", "Trần Thị C").into_bytes());
        let refused = AccessEvidence::check(&other, key().verifier());
        assert!(
            matches!(refused, Err(EvidenceError::Commitment)),
            "{refused:?}"
        );
        let bare = house.ledger.prove(1).await.expect("read").expect("a proof");
        let refused = AccessEvidence::check(&bare, key().verifier());
        assert!(
            matches!(refused, Err(EvidenceError::Missing(_))),
            "{refused:?}"
        );
        house
            .ledger
            .forget(house.person, 5)
            .await
            .expect("forgotten");
        assert_eq!(prove(house.person, 1).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn that_the_log_only_grew_is_proved_between_any_two_sizes() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.grow(700).await;
        house.publish().await;
        for (old, new) in [
            (0, 700),
            (1, 700),
            (255, 256),
            (256, 700),
            (257, 513),
            (512, 513),
            (700, 700),
        ] {
            let proof = house.ledger.prove_growth(old, new).await.expect("a proof");
            let was = house.ledger.head_at(old).await.expect("a root").root;
            let is = house.ledger.head_at(new).await.expect("a root").root;
            assert_eq!(
                check_consistency(&proof, (old, was), (new, is)),
                Ok(()),
                "{old} {new}"
            );
        }
        let whole = house.ledger.head().await.expect("a root");
        assert_eq!(house.ledger.head_at(700).await.expect("a root"), whole);
    })
    .await;
}

#[tokio::test]
async fn a_log_that_is_rewritten_is_not_signed_again() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.grow(300).await;
        let publisher = house.publisher(&[]);
        publisher.publish(0).await.expect("signed");
        // Somebody changes an entry, and its hash with it; every index and count is right.
        let leaf = b"{}";
        let hash = dean06_ledger::tlog::leaf_hash(leaf).to_hex();
        house
            .change("UPDATE ledger_entry SET leaf = '{}' WHERE entry_index = 299")
            .await;
        let text = Box::leak(
            format!("UPDATE ledger_entry SET leaf_hash = '{hash}' WHERE entry_index = 299")
                .into_boxed_str(),
        );
        house.change(text).await;
        house.grow(1).await;
        assert!(matches!(
            publisher.publish(0).await,
            Err(PublishError::Changed(300))
        ));
        let faults = house.ledger.verify().await.expect("read").faults;
        assert_eq!(faults, [Fault::NotAsSigned { size: 300 }]);
    })
    .await;
}

#[tokio::test]
async fn a_log_that_loses_or_swaps_entries_is_not_signed_again() {
    for harm in [
        "DELETE FROM ledger_entry WHERE entry_index = 290",
        "UPDATE ledger_entry SET entry_index = CASE entry_index
           WHEN 290 THEN -1 WHEN 291 THEN -2 ELSE entry_index END",
    ] {
        testing::each_engine(async |store| {
            let house = House::new(store).await;
            house.grow(300).await;
            let publisher = house.publisher(&[]);
            publisher.publish(0).await.expect("signed");
            house.change(harm).await;
            house
                .change("UPDATE ledger_entry SET entry_index = 291 WHERE entry_index = -1")
                .await;
            house
                .change("UPDATE ledger_entry SET entry_index = 290 WHERE entry_index = -2")
                .await;
            assert!(matches!(
                publisher.publish(0).await,
                Err(PublishError::Changed(300))
            ));
            assert!(!house.ledger.verify().await.expect("read").is_sound());
        })
        .await;
    }
}

#[tokio::test]
async fn a_database_that_is_rolled_back_is_not_signed_again() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        house.grow(20).await;
        let publisher = house.publisher(&[]);
        publisher.publish(0).await.expect("signed");
        // An old copy of the database knows nothing of the last ten entries, nor that they were
        // signed.
        house.roll_back_to_ten().await;
        let refused = publisher.publish(0).await;
        assert!(
            matches!(
                refused,
                Err(PublishError::RolledBack {
                    found: 10,
                    signed: 20
                })
            ),
            "{refused:?}"
        );
        // It grows past the old size with other entries.
        house.grow(15).await;
        assert!(matches!(
            publisher.publish(0).await,
            Err(PublishError::Changed(20))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_witness_signs_what_grew() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let witness = house.witness();
        let publisher = house.publisher(&[&witness]);
        for size in [3, 260, 261] {
            house
                .grow(
                    size - i64::try_from(house.ledger.size().await.expect("a size"))
                        .expect("small"),
                )
                .await;
            let note = publisher.publish(0).await.expect("signed");
            assert_eq!(checkpoint(&note).head.size, size.unsigned_abs());
            let seconds = u64::try_from(house.sources.now().as_second()).expect("after 1970");
            assert_eq!(note.signed_by(witness.verifier()), Some(seconds));
            assert_eq!(house.ledger.checkpoint().await.expect("read"), Some(note));
        }
        // A publisher that starts anew does not know what the witness saw, and learns it.
        house.grow(4).await;
        let again = house
            .publisher(&[&witness])
            .publish(0)
            .await
            .expect("signed");
        assert!(again.signed_by(witness.verifier()).is_some());
    })
    .await;
}

#[tokio::test]
async fn a_witness_does_not_sign_a_log_that_was_rolled_back_or_forked() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let witness = house.witness();
        house.grow(20).await;
        house
            .publisher(&[&witness])
            .publish(0)
            .await
            .expect("signed");
        // Whoever rolls the database back throws away what the node itself remembers.
        house.roll_back_to_ten().await;
        std::fs::remove_file(house.memory()).expect("removed");
        let note = house
            .publisher(&[&witness])
            .publish(0)
            .await
            .expect("published");
        assert_eq!(note.signed_by(witness.verifier()), None);
        // The same size again, with other entries: a fork.
        house.grow(10).await;
        let note = house
            .publisher(&[&witness])
            .publish(0)
            .await
            .expect("published");
        assert_eq!(
            (
                checkpoint(&note).head.size,
                note.signed_by(witness.verifier())
            ),
            (20, None)
        );
        // And longer.
        house.grow(5).await;
        let note = house
            .publisher(&[&witness])
            .publish(0)
            .await
            .expect("published");
        assert_eq!(
            (
                checkpoint(&note).head.size,
                note.signed_by(witness.verifier())
            ),
            (25, None)
        );
    })
    .await;
}

#[tokio::test]
async fn a_witness_answers_as_the_protocol_says() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let witness = house.witness();
        house.grow(5).await;
        let five = house.publish().await;
        house.grow(5).await;
        let ten = house.publish().await;
        let ask = async |body: String| witness.add_checkpoint(&body, 9).await;
        for bad in [
            "",
            "old 0\n",
            "old 00\n\n",
            "new 0\n\n",
            "old 0\nx\n\n",
            "old 0\n\nnothing",
        ] {
            assert!(
                matches!(ask(bad.to_owned()).await, Err(WitnessError::Form)),
                "{bad}"
            );
        }
        let stranger = SigningKey::new("other.example", KeyKind::Log, [5; 32]).expect("a key");
        let mut foreign = Note::new(five.text().replace(ORIGIN, "other.example")).expect("a note");
        foreign.add(stranger.sign(foreign.text(), 0));
        let unknown = ask(format!("old 0\n\n{foreign}")).await;
        assert!(matches!(unknown, Err(WitnessError::UnknownLog)));
        let mut unsigned = Note::new(five.text().to_owned()).expect("a note");
        unsigned.add(stranger.sign(five.text(), 0));
        let unsigned = ask(format!("old 0\n\n{unsigned}")).await;
        assert!(matches!(unsigned, Err(WitnessError::Unsigned)));
        let line = ask(format!("old 0\n\n{five}")).await.expect("signed");
        let mut signed = five.clone();
        signed.add(line.trim_end().parse().expect("a signature"));
        assert_eq!(signed.signed_by(witness.verifier()), Some(9));
        assert!(matches!(
            ask(format!("old 0\n\n{ten}")).await,
            Err(WitnessError::Seen(5))
        ));
        assert!(matches!(
            ask(format!("old 11\n\n{ten}")).await,
            Err(WitnessError::Form)
        ));
        assert!(matches!(
            ask(format!("old 5\n\n{ten}")).await,
            Err(WitnessError::Inconsistent)
        ));
        let proof = house.ledger.prove_growth(5, 10).await.expect("a proof");
        let proof: Vec<String> = proof.iter().map(ToString::to_string).collect();
        let proof = proof.join("\n");
        ask(format!("old 5\n{proof}\n\n{ten}"))
            .await
            .expect("signed");
        // Seen again: nothing new, and signed again.
        ask(format!("old 10\n\n{ten}")).await.expect("signed");
    })
    .await;
}

#[tokio::test]
async fn of_two_requests_at_once_the_larger_log_is_never_forgotten() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let witness = house.witness();
        house.grow(5).await;
        let five = house.publish().await;
        house.grow(5).await;
        let ten = house.publish().await;
        let (one, other) = (format!("old 0\n\n{five}"), format!("old 0\n\n{ten}"));
        let (a, b) = tokio::join!(
            witness.add_checkpoint(&one, 1),
            witness.add_checkpoint(&other, 1),
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        let near = NearWitness {
            witness: witness.clone(),
            sources: house.sources.clone(),
        };
        let seen = near
            .add_checkpoint(format!("old 3\n\n{ten}"))
            .await
            .expect("an answer");
        let expected = if a.is_ok() { 5 } else { 10 };
        assert_eq!(seen, Cosigned::Seen(expected));
    })
    .await;
}
