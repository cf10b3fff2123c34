use dean06_store::Engine;
use dean06_store::testing::check_distribution;

use crate::support::House;

#[tokio::test]
async fn every_table_could_be_spread_over_a_cluster() {
    let Some(house) = House::on(Engine::Postgres).await else {
        return;
    };
    let ledger = dean06_ledger::tables();
    let owners = [
        ("documents", dean06_documents::tables()),
        ("ledger", &ledger[..]),
    ];
    check_distribution(&house.store, &owners).await;
}
