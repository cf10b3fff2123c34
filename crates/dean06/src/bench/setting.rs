use std::{sync::Arc, time::Instant};

use anyhow::Context;
use dean06_content::Content;
use dean06_generator::{ResidenceKind, SyntheticHousehold};
use dean06_kernel::{OrgId, PersonId, Sex, Sources};
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
    pub person: PersonId,
    pub married: bool,
    /// The head of her household, and whether that is herself or her husband.
    pub head: PersonId,
    pub head_is_parent: bool,
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
    mint: ActorMint,
    folder: std::path::PathBuf,
    background: Option<Background>,
}

/// The work of the store that goes on beside.
struct Background {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
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
        Ok(Self {
            rooms,
            people: loaded,
            loaded_per_second,
            mothers: Arc::new(mothers),
            stated: Arc::new(stated),
            officer,
            casework: mint.room("casework"),
            mint,
            folder,
            background: None,
        })
    }

    /// An officer with a role in the office of this kind that is competent for a commune.
    pub fn officer_in(&self, kind: &str, commune: &str, role: &str) -> anyhow::Result<Actor> {
        let office = self.rooms.content.organisation_for(kind, commune);
        let office = office
            .with_context(|| format!("{commune} has no {kind}"))?
            .id;
        Ok(officer(&self.mint, &office, role))
    }

    /// From now on events are delivered and timers fire, until [`Self::rest`].
    pub fn go_on(&mut self) {
        let (stop, mut stopped) = watch::channel(false);
        let store = self.rooms.store.clone();
        let task = tokio::spawn(async move {
            store
                .run(async move { drop(stopped.wait_for(|stop| *stop).await) })
                .await;
        });
        self.background = Some(Background { stop, task });
    }

    /// What has to happen waits from now on.
    pub async fn rest(&mut self) -> anyhow::Result<()> {
        if let Some(background) = self.background.take() {
            background.stop.send_replace(true);
            background.task.await?;
        }
        Ok(())
    }

    /// A file that the rooms keep, by its SHA-256.
    pub fn file(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let folder = name.get(..2).context("no digest")?;
        let place = self.folder.join("blobs").join(folder).join(name);
        std::fs::read(&place).with_context(|| place.display().to_string())
    }

    /// Rows in these tables.
    pub async fn rows(&self, tables: &[&str]) -> anyhow::Result<i64> {
        let mut rows = 0;
        for table in tables {
            let query = format!("SELECT COUNT(*) AS rows_there FROM {table}");
            let row = self.rooms.store.read().row(&query, []).await?;
            rows += row
                .context("a count without a row")?
                .try_get::<i64>("", "rows_there")?;
        }
        Ok(rows)
    }

    /// Stops what runs and removes the temporary folder.
    pub async fn close(mut self) -> anyhow::Result<()> {
        self.rest().await?;
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

fn officer(mint: &ActorMint, office: &OrgId, role: &str) -> Actor {
    // It stands in certificates, whose numbers have no underscore.
    let account = format!("{office}-{role}").replace('_', "-");
    let roles = vec![role.to_owned()];
    mint.officer(&account, "Cán bộ đo kiểm", None, office.clone(), roles, 2)
}

fn mother_in(rooms: &Rooms, mint: &ActorMint, household: &SyntheticHousehold) -> Option<Mother> {
    if household.residence != ResidenceKind::Permanent {
        return None;
    }
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
    let marriage = household.marriages.iter().find(|marriage| {
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
    let husband = marriage.and_then(|marriage| marriage.husband.person_id);
    let head = household.members.first()?.id;
    Some(Mother {
        actor: mint.citizen(&person.id.to_string(), person.name.as_str(), person.id, 2),
        person: person.id,
        married: husband.is_some(),
        head,
        head_is_parent: head == person.id || husband == Some(head),
        commune,
        intake: officer(mint, &office, "one_stop_officer"),
        registrar: officer(mint, &office, "registrar"),
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
