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
    ]
}

pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        id: "0001_births_and_marriages",
        statements: first,
    }]
}

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
