use std::{sync::Arc, time::Instant};

use anyhow::Context;
use dean06_content::Content;
use dean06_generator::SyntheticHousehold;
use dean06_kernel::{OrgId, Sex, Sources};
use dean06_mediator::{Actor, ActorMint, RoomSeal};
use dean06_store::{Sql, Store};
use tokio::sync::watch;

use crate::{
    house::{Rooms, Surroundings},
    seed,
};

/// The youngest and the oldest mother of the measurement.
const MOTHERS: std::ops::RangeInclusive<i16> = 20..=40;
/// Numbers that are remembered for verification.
const REMEMBERED: usize = 50_000;

/// A woman who will register a birth, and the office that will decide.
pub struct Mother {
    pub actor: Actor,
    pub married: bool,
    pub commune: String,
    pub intake: Actor,
    pub registrar: Actor,
    pub office: OrgId,
}

/// What somebody would state about a person.
pub struct Stated {
    pub number: String,
    pub name: String,
    pub birth_date: dean06_kernel::PartialDate,
}

/// Rooms on a fresh database with people in it.
pub struct Setting {
    pub rooms: Rooms,
    pub people: u64,
    pub loaded_per_second: f64,
    pub mothers: Arc<Vec<Mother>>,
    pub stated: Arc<Vec<Stated>>,
    pub officer: Actor,
    pub casework: RoomSeal,
    folder: std::path::PathBuf,
    stop: watch::Sender<bool>,
    background: tokio::task::JoinHandle<()>,
}

impl Setting {
    /// Makes it.
    pub async fn prepare(
        people: u64,
        births: u64,
        database_url: Option<String>,
    ) -> anyhow::Result<Self> {
        let sources = Sources::system();
        let folder = std::env::temp_dir().join(format!("dean06-bench-{}", sources.uuid()));
        let embedded = || format!("sqlite:{}", folder.join("bench.db").display());
        let url = database_url.unwrap_or_else(embedded);
        let around = Surroundings {
            folder: folder.clone(),
            base_url: "http://127.0.0.1".to_owned(),
            ..Surroundings::default()
        };
        let content = Arc::new(Content::embedded()?);
        let store = Store::open(&url, sources.clone()).await?;
        let (rooms, mint) = Rooms::open(sources, content, store, around).await?;
        let begun = Instant::now();
        let loaded = seed::load(&rooms, people, 6).await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of people")]
        let loaded_per_second = loaded as f64 / begun.elapsed().as_secs_f64();

        let (mothers, stated) = cast(&rooms, &mint, people, births)?;
        let officer = mint.officer(
            "bench",
            "Cán bộ đo kiểm",
            None,
            OrgId::new("committee-00004")?,
            vec!["registrar".to_owned()],
            2,
        );
        let (stop, mut stopped) = watch::channel(false);
        let store = rooms.store.clone();
        let background = tokio::spawn(async move {
            store
                .run(async move { drop(stopped.wait_for(|stop| *stop).await) })
                .await;
        });
        Ok(Self {
            rooms,
            people: loaded,
            loaded_per_second,
            mothers: Arc::new(mothers),
            stated: Arc::new(stated),
            officer,
            casework: mint.room("casework"),
            folder,
            stop,
            background,
        })
    }

    /// Rows in the tables that a birth writes to.
    pub async fn rows(&self) -> anyhow::Result<i64> {
        const TABLES: [&str; 16] = [
            "draft",
            "dossier",
            "dossier_event",
            "dossier_number",
            "queue_entry",
            "result",
            "result_code",
            "civil_birth",
            "civil_birth_of_parent",
            "population_fact",
            "population_current",
            "population_number",
            "ledger_entry",
            "ledger_detail",
            "outbox",
            "command_result",
        ];
        let mut rows = 0;
        for table in TABLES {
            let query = format!("SELECT COUNT(*) AS rows_there FROM {table}");
            let row = self.rooms.store.read().row(&query, []).await?;
            rows += row
                .context("a count without a row")?
                .try_get::<i64>("", "rows_there")?;
        }
        Ok(rows)
    }

    /// Stops what runs and removes the temporary folder.
    pub async fn close(self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        self.background.await?;
        self.rooms.store.close().await?;
        std::fs::remove_dir_all(self.folder)?;
        Ok(())
    }
}

/// The people of the measurement, made again by the same seed.
fn cast(
    rooms: &Rooms,
    mint: &ActorMint,
    people: u64,
    births: u64,
) -> anyhow::Result<(Vec<Mother>, Vec<Stated>)> {
    let wanted = usize::try_from(births)?;
    let mut mothers = Vec::with_capacity(wanted);
    let mut stated = Vec::with_capacity(REMEMBERED);
    for household in seed::generator(rooms, people, 6)? {
        if mothers.len() >= wanted && stated.len() >= REMEMBERED {
            break;
        }
        for person in &household.members {
            if let Some(number) = person.personal_number
                && stated.len() < REMEMBERED
            {
                stated.push(Stated {
                    number: number.to_string(),
                    name: person.name.to_string(),
                    birth_date: person.birth_date,
                });
            }
        }
        if mothers.len() < wanted {
            mothers.extend(mother_in(rooms, mint, &household));
        }
    }
    anyhow::ensure!(
        mothers.len() == wanted,
        "among {people} people there are only {} for {births} births",
        mothers.len()
    );
    Ok((mothers, stated))
}

fn mother_in(rooms: &Rooms, mint: &ActorMint, household: &SyntheticHousehold) -> Option<Mother> {
    let today = rooms.sources.today();
    let person = household.members.iter().find(|person| {
        person.sex == Sex::Female
            && person.personal_number.is_some()
            && person.permanent_residence.is_some()
            && person.hometown.is_some()
            && MOTHERS.contains(&person.birth_date.age_on(today).0)
            && MOTHERS.contains(&person.birth_date.age_on(today).1)
            && person.nationality.iter().any(|code| &**code == "VN")
            && person.phone.is_some()
    })?;
    let commune = person
        .permanent_residence
        .as_ref()?
        .commune
        .as_ref()?
        .to_string();
    let office = rooms
        .content
        .organisation_for("commune_committee", &commune)?
        .id;
    let officer = |role: &str| {
        let account = format!("{office}-{role}");
        mint.officer(
            &account,
            "Cán bộ đo kiểm",
            None,
            office.clone(),
            vec![role.to_owned()],
            2,
        )
    };
    let married = household.marriages.iter().any(|marriage| {
        marriage.end.is_none()
            && marriage.wife.person_id == Some(person.id)
            && marriage.husband.person_id.is_some_and(|husband| {
                household.members.iter().any(|member| {
                    member.id == husband
                        && member.personal_number.is_some()
                        && member.permanent_residence.is_some()
                })
            })
    });
    Some(Mother {
        actor: mint.citizen(&person.id.to_string(), person.name.as_str(), person.id, 2),
        married,
        commune,
        intake: officer("one_stop_officer"),
        registrar: officer("registrar"),
        office: office.clone(),
    })
}

/// Memory of this process, in MiB, where the system tells it.
pub fn memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
