use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// The tables of `civil-status`.
pub fn tables() -> Vec<TableDeclaration> {
    let by = |table, column| TableDeclaration {
        table,
        distribution: Distribution::By(column),
    };
    vec![
        by("civil_birth", "person_id"),
        by("civil_birth_of_parent", "parent_id"),
        by("civil_marriage_of_person", "person_id"),
        by("civil_book", "org_id"),
        by("birth_notice", "notice_id"),
        by("birth_notice_revision", "notice_id"),
        by("birth_notice_key", "notice_key"),
        by("birth_notice_of_mother", "mother_id"),
        by("birth_notice_of_child", "child_person_id"),
        by("civil_death", "person_id"),
        by("death_notice", "notice_id"),
        by("death_notice_revision", "notice_id"),
        by("death_notice_key", "notice_key"),
        by("death_notice_of_deceased", "person_id"),
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            id: "0001_births_and_marriages",
            statements: first,
        },
        Migration {
            id: "0002_birth_notices",
            statements: birth_notices,
        },
        Migration {
            id: "0003_deaths",
            statements: deaths,
        },
        Migration {
            id: "0004_keys_of_births",
            statements: |_| vec![KEYS_OF_BIRTHS.to_owned()],
        },
    ]
}

/// The keys of `register-birth` stood under the name of the room, where another command's could have
/// met them.
const KEYS_OF_BIRTHS: &str = "UPDATE command_result SET owner = 'civil-status.register-birth/1'
     WHERE owner = 'civil-status'";

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        format!(
            "CREATE TABLE civil_birth (
                person_id TEXT PRIMARY KEY,
                command_key TEXT NOT NULL,
                org_id TEXT NOT NULL,
                child {json} NOT NULL,
                mother {json},
                father {json},
                declarant {json} NOT NULL,
                dossier_number TEXT,
                registrar TEXT NOT NULL,
                registered_on TEXT NOT NULL,
                personal_number TEXT,
                book TEXT,
                book_number BIGINT,
                recorded_at BIGINT NOT NULL
            )"
        ),
        // A birth is reserved for each parent before anything else happens, so that two
        // registrations of one child cannot both go through.
        "CREATE TABLE civil_birth_of_parent (
            parent_id TEXT NOT NULL,
            birth_date TEXT NOT NULL,
            name_key TEXT NOT NULL,
            person_id TEXT NOT NULL,
            command_key TEXT NOT NULL,
            PRIMARY KEY (parent_id, birth_date, name_key)
        )"
        .to_owned(),
        "CREATE TABLE civil_book (
            org_id TEXT NOT NULL,
            book TEXT NOT NULL,
            last_number BIGINT NOT NULL,
            PRIMARY KEY (org_id, book)
        )"
        .to_owned(),
        format!(
            "CREATE TABLE civil_marriage_of_person (
                person_id TEXT NOT NULL,
                marriage_id TEXT NOT NULL,
                spouse_id TEXT,
                spouse_name TEXT NOT NULL,
                married_on TEXT NOT NULL,
                married_from TEXT NOT NULL,
                ended_on TEXT,
                registration_place {json},
                book TEXT,
                book_number BIGINT,
                PRIMARY KEY (person_id, marriage_id)
            )"
        ),
    ]
}

fn birth_notices(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        // The notice after its last correction. `registered_by` is the body that has entered the
        // birth in its book.
        format!(
            "CREATE TABLE birth_notice (
                notice_id TEXT PRIMARY KEY,
                facility TEXT NOT NULL,
                notice_number TEXT NOT NULL,
                revision BIGINT NOT NULL,
                document {json} NOT NULL,
                child_person_id TEXT NOT NULL,
                mother_person_id TEXT,
                received_at BIGINT NOT NULL,
                corrected_at BIGINT,
                registered_at BIGINT,
                registered_by TEXT
            )"
        ),
        // Everything that was sent, as it was signed.
        "CREATE TABLE birth_notice_revision (
            notice_id TEXT NOT NULL,
            revision BIGINT NOT NULL,
            digest TEXT NOT NULL,
            key_id TEXT NOT NULL,
            jws TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            PRIMARY KEY (notice_id, revision)
        )"
        .to_owned(),
        // Facility and number: the name by which the hospital knows a notice.
        "CREATE TABLE birth_notice_key (
            notice_key TEXT PRIMARY KEY,
            notice_id TEXT NOT NULL
        )"
        .to_owned(),
        "CREATE TABLE birth_notice_of_mother (
            mother_id TEXT NOT NULL,
            notice_id TEXT NOT NULL,
            PRIMARY KEY (mother_id, notice_id)
        )"
        .to_owned(),
        "CREATE TABLE birth_notice_of_child (
            child_person_id TEXT PRIMARY KEY,
            notice_id TEXT NOT NULL
        )"
        .to_owned(),
    ]
}

fn deaths(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    vec![
        // A death is reserved before anything else happens; it stands in the book once it has a
        // number.
        format!(
            "CREATE TABLE civil_death (
                person_id TEXT PRIMARY KEY,
                command_key TEXT NOT NULL,
                org_id TEXT NOT NULL,
                deceased {json} NOT NULL,
                died_on TEXT NOT NULL,
                died_at TEXT,
                place {json},
                cause TEXT,
                declarant {json} NOT NULL,
                notice_id TEXT,
                dossier_number TEXT,
                registrar TEXT NOT NULL,
                registered_on TEXT NOT NULL,
                book TEXT,
                book_number BIGINT,
                recorded_at BIGINT NOT NULL
            )"
        ),
        // The notice after its last correction. `held_for` is the person whose death is entered from
        // it, `registered_by` the body that has entered it.
        format!(
            "CREATE TABLE death_notice (
                notice_id TEXT PRIMARY KEY,
                facility TEXT NOT NULL,
                notice_number TEXT NOT NULL,
                revision BIGINT NOT NULL,
                document {json} NOT NULL,
                deceased_person_id TEXT,
                relative_person_id TEXT,
                received_at BIGINT NOT NULL,
                corrected_at BIGINT,
                held_for TEXT,
                registered_at BIGINT,
                registered_by TEXT
            )"
        ),
        // Everything that was sent, as it was signed.
        "CREATE TABLE death_notice_revision (
            notice_id TEXT NOT NULL,
            revision BIGINT NOT NULL,
            digest TEXT NOT NULL,
            key_id TEXT NOT NULL,
            jws TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            PRIMARY KEY (notice_id, revision)
        )"
        .to_owned(),
        // Facility and number: the name by which the hospital knows a notice.
        "CREATE TABLE death_notice_key (
            notice_key TEXT PRIMARY KEY,
            notice_id TEXT NOT NULL
        )"
        .to_owned(),
        "CREATE TABLE death_notice_of_deceased (
            person_id TEXT NOT NULL,
            notice_id TEXT NOT NULL,
            PRIMARY KEY (person_id, notice_id)
        )"
        .to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use dean06_contracts::{Contract, civil_status::RegisterBirth};
    use dean06_store::{WriteError, testing};
    use serde_json::{Value, json};

    use super::{migrations, tables};

    #[tokio::test]
    async fn every_way_leads_to_the_same_tables() {
        testing::check_migrations("civil-status", &migrations()).await;
    }

    #[tokio::test]
    async fn a_birth_finds_the_key_that_it_had_before() {
        testing::each_engine(async |store| {
            let before = &migrations()[..3];
            store.migrate("civil-status", before).await.expect("tables");
            let done = &json!({ "book": "2026" });
            let kept: Result<(), WriteError> = store
                .write(|tx| {
                    Box::pin(async move { Ok(tx.remember("civil-status", "k", done).await?) })
                })
                .await;
            kept.expect("kept");
            store
                .migrate("civil-status", &migrations())
                .await
                .expect("tables");
            let found: Result<Option<Value>, WriteError> = store
                .write(|tx| Box::pin(async move { Ok(tx.recall(RegisterBirth::NAME, "k").await?) }))
                .await;
            assert_eq!(found.expect("read").as_ref(), Some(done));
        })
        .await;
    }

    #[tokio::test]
    async fn the_tables_fit_a_sharded_cluster() {
        testing::each_engine(async |store| {
            store
                .migrate("civil-status", &migrations())
                .await
                .expect("tables");
            testing::check_distribution(&store, &[("civil-status", &tables())]).await;
        })
        .await;
    }
}
