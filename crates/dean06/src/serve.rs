use dean06_identity::IdentityOptions;

use crate::{
    cli::ServeOptions,
    house::{House, make_data_folder},
    instance::Instance,
    server,
};

/// Runs everything on the data that is there.
pub async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let identity = IdentityOptions {
        secure_cookies: options.https,
        demo: false,
    };
    make_data_folder(&options.data.data)?;
    let _instance = Instance::on(&options.data.data)?;
    let house = House::open(&options.data, identity).await?;
    server::run(house, &options, |address| {
        println!("ready: http://{address}");
    })
    .await
}
