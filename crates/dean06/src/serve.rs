use dean06_identity::IdentityOptions;

use crate::{cli::ServeOptions, house::House, server};

/// Runs everything on the data that is there.
pub async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let identity = IdentityOptions {
        secure_cookies: options.https,
        demo: false,
    };
    let house = House::open(&options.data, identity).await?;
    server::run(house, &options, |address| {
        println!("ready: http://{address}")
    })
    .await
}
