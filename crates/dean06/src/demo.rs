use dean06_identity::IdentityOptions;

use crate::{
    accounts,
    cli::DemoOptions,
    hospital,
    house::{House, make_data_folder},
    instance::Instance,
    seed, server,
};

/// Runs everything on synthetic people: makes them at the first start, keeps them from then on. A
/// birth notice has just arrived then.
pub async fn run(options: DemoOptions) -> anyhow::Result<()> {
    let identity = IdentityOptions {
        secure_cookies: options.serve.https,
        demo: true,
    };
    make_data_folder(&options.serve.data.data)?;
    let _instance = Instance::on(&options.serve.data.data)?;
    let house = House::open(&options.serve.data, identity).await?;
    if !accounts::are_there(&house).await? {
        seed::load(&house.rooms, options.people, options.seed).await?;
        hospital::send_first_notice(&house, options.seed).await?;
        accounts::make(&house, options.seed).await?;
    }
    for account in accounts::list(&house, options.seed)? {
        println!(
            "account: {} {} {}",
            account.role,
            account.login,
            accounts::PASSWORD
        );
    }
    println!("hospital: {}", hospital::DEMO_HOSPITAL);
    server::run(house, &options.serve, |address| {
        println!("ready: http://{address}");
    })
    .await
}
