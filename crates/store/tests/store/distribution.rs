//! Tables that a sharded cluster would refuse are found.

use dean06_store::testing::{check_distribution, distribution_faults, each_engine};
use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

type Owners<'a> = &'a [(&'a str, &'a [TableDeclaration])];

const TABLES: &[Migration] = &[Migration {
    id: "0001_tables",
    statements: |_: Engine| {
        [
            "CREATE TABLE kind (code TEXT PRIMARY KEY)",
            "CREATE TABLE person (person_id TEXT PRIMARY KEY, kind TEXT REFERENCES kind (code))",
            "CREATE TABLE fact (person_id TEXT NOT NULL REFERENCES person (person_id), n BIGINT NOT NULL,
               PRIMARY KEY (person_id, n))",
        ]
        .map(str::to_owned)
        .to_vec()
    },
}];

const fn by(table: &'static str, column: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::By(column),
    }
}

const fn reference(table: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::Reference,
    }
}

#[tokio::test]
async fn the_stores_own_tables_could_be_spread() {
    each_engine(|store| async move { check_distribution(&store, &[]).await }).await;
}

#[tokio::test]
async fn good_declarations_pass_and_bad_ones_are_named() {
    each_engine(|store| async move {
        store.migrate("test", TABLES).await.unwrap();
        let good = [
            reference("kind"),
            by("person", "person_id"),
            by("fact", "person_id"),
        ];
        check_distribution(&store, &[("test", &good)]).await;
        if store.engine() == Engine::Sqlite {
            return;
        }
        let cases: &[(Owners<'_>, &str)] = &[
            (&[("test", &good[..2])], "fact: no declaration"),
            (
                &[("test", &[good[0], good[1], by("fact", "n")])],
                "does not contain the distribution columns",
            ),
            (
                &[("test", &[good[0], by("person", "kind"), good[2]])],
                "person: unique key person_pkey lacks kind",
            ),
            (
                &[("test", &[good[0], reference("person"), by("fact", "x")])],
                "fact: no column x",
            ),
            (
                &[("test", &[by("kind", "code"), reference("person"), good[2]])],
                "leads from a reference table",
            ),
            (
                &[("test", &good), ("more", &[reference("nowhere")])],
                "there is no such table",
            ),
            (
                &[("test", &good[..2]), ("other", &good[2..])],
                "leads to test's table person",
            ),
        ];
        for (declared, fault) in cases {
            let faults = distribution_faults(&store, declared).await;
            assert!(
                faults.iter().any(|line| line.contains(fault)),
                "{fault}: {faults:#?}"
            );
        }
    })
    .await;
}
