//! What interlinked applications need: the whole, its legs, who must agree, and what was tried in
//! vain.

use dean06_store::Engine;

pub(super) fn second(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    let mut statements = older_tables(json);
    statements.extend(whole(json));
    statements.extend(legs(json));
    statements
}

/// Drafts and dossiers learn that they are legs, results why they were revoked.
fn older_tables(json: &str) -> Vec<String> {
    vec![
        "ALTER TABLE draft ADD COLUMN bundle_id TEXT".to_owned(),
        "ALTER TABLE draft ADD COLUMN leg_id TEXT".to_owned(),
        // 1 once the whole was submitted: the draft waits for its dossier and cannot be changed.
        "ALTER TABLE draft ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0".to_owned(),
        "DROP INDEX draft_open".to_owned(),
        "CREATE INDEX draft_open ON draft (party_id, saved_at, draft_id)
           WHERE dossier_id IS NULL AND bundle_id IS NULL"
            .to_owned(),
        "ALTER TABLE dossier ADD COLUMN bundle_id TEXT".to_owned(),
        "ALTER TABLE dossier ADD COLUMN leg_id TEXT".to_owned(),
        "CREATE INDEX dossier_bundle ON dossier (party_id, bundle_id) WHERE bundle_id IS NOT NULL"
            .to_owned(),
        format!("ALTER TABLE result ADD COLUMN revocation {json}"),
    ]
}

fn whole(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE bundle (
               party_id TEXT NOT NULL,
               bundle_id TEXT NOT NULL,
               family TEXT NOT NULL,
               slug TEXT NOT NULL,
               content_digest TEXT,
               number TEXT,
               state TEXT NOT NULL,
               occasion {json} NOT NULL,
               opened_by TEXT,
               changes {json} NOT NULL,
               about TEXT,
               applicant {json},
               version BIGINT NOT NULL,
               started_at BIGINT NOT NULL,
               submitted_at BIGINT,
               due_at BIGINT,
               finished_at BIGINT,
               PRIMARY KEY (party_id, bundle_id)
             )"
        ),
        "CREATE INDEX bundle_started ON bundle (party_id, started_at, bundle_id)".to_owned(),
        "CREATE TABLE bundle_number (
           number TEXT NOT NULL PRIMARY KEY,
           party_id TEXT NOT NULL,
           bundle_id TEXT NOT NULL
         )"
        .to_owned(),
        // An occasion opens one application, however often and at how many places it is told.
        "CREATE TABLE bundle_occasion (
           occasion TEXT NOT NULL PRIMARY KEY,
           party_id TEXT NOT NULL,
           bundle_id TEXT NOT NULL
         )"
        .to_owned(),
    ]
}

fn legs(json: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TABLE bundle_leg (
               party_id TEXT NOT NULL,
               bundle_id TEXT NOT NULL,
               leg_id TEXT NOT NULL,
               draft_id TEXT NOT NULL,
               dossier_id TEXT,
               attempt BIGINT NOT NULL,
               state TEXT NOT NULL,
               chosen BIGINT NOT NULL,
               reason {json},
               asked_person TEXT,
               agreement_id TEXT,
               since BIGINT NOT NULL,
               version BIGINT NOT NULL,
               PRIMARY KEY (party_id, bundle_id, leg_id)
             )"
        ),
        format!(
            "CREATE TABLE agreement (
               person_id TEXT NOT NULL,
               agreement_id TEXT NOT NULL,
               party_id TEXT NOT NULL,
               bundle_id TEXT NOT NULL,
               leg_id TEXT NOT NULL,
               service TEXT NOT NULL,
               bundle_slug TEXT NOT NULL,
               content_digest TEXT NOT NULL,
               asked_name TEXT,
               applicant TEXT NOT NULL,
               about TEXT,
               org_id TEXT,
               question {json} NOT NULL,
               asked_at BIGINT NOT NULL,
               due_at BIGINT,
               answered_at BIGINT,
               agreed BIGINT,
               reason TEXT,
               closed_at BIGINT,
               PRIMARY KEY (person_id, agreement_id)
             )"
        ),
        "CREATE INDEX agreement_asked ON agreement (person_id, asked_at, agreement_id)".to_owned(),
        // How often the machine tried in vain to go on with something, and what came back last.
        format!(
            "CREATE TABLE vain_try (
               party_id TEXT NOT NULL,
               subject TEXT NOT NULL,
               tries BIGINT NOT NULL,
               since BIGINT NOT NULL,
               last_at BIGINT NOT NULL,
               error {json} NOT NULL,
               PRIMARY KEY (party_id, subject)
             )"
        ),
    ]
}
