use dean06_identity::IdentityOptions;

use crate::{cli::DataOptions, house::House};

/// Brings the tables of every room up to date.
pub async fn run(options: DataOptions) -> anyhow::Result<()> {
    let house = House::open(&options, IdentityOptions::default()).await?;
    println!("the tables of every room are up to date");
    house.close().await
}
