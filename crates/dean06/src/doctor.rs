use anyhow::ensure;
use dean06_identity::IdentityOptions;

use crate::{cli::DataOptions, house::House};

/// Says whether this data is in order: the database answers, the content is sound, the calendar
/// covers today, the ledger verifies.
pub async fn run(options: DataOptions) -> anyhow::Result<()> {
    let house = House::open(&options, IdentityOptions::default()).await?;
    let today = house.rooms.sources.today();
    let mut sound = true;
    let mut say = |name: &str, fault: Option<String>| match fault {
        None => println!("ok      {name}"),
        Some(fault) => {
            sound = false;
            println!("FAULT   {name}: {fault}");
        }
    };
    say(
        "the database answers",
        house
            .rooms
            .store
            .ping()
            .await
            .err()
            .map(|error| error.to_string()),
    );
    let errors = house.rooms.content.check().errors;
    say(
        "the content is sound",
        errors
            .first()
            .map(|first| format!("{} errors, the first: {first}", errors.len())),
    );
    say(
        "the calendar covers this year",
        house
            .rooms
            .content
            .calendar()
            .is_working_day(today)
            .err()
            .map(|error| error.to_string()),
    );
    let ledger = house.rooms.ledger.verify().await?;
    say(
        &format!("the ledger of {} entries verifies", ledger.head.size),
        ledger.faults.first().map(|fault| format!("{fault:?}")),
    );
    println!("people  {}", house.rooms.population.count().await?);
    house.close().await?;
    ensure!(sound, "not everything is in order");
    Ok(())
}
