use dean06_store::testing::check_distribution;

use crate::support::House;

#[tokio::test]
async fn every_table_could_be_spread_over_a_cluster() {
    let Some(house) = House::on(dean06_store::Engine::Postgres).await else {
        return;
    };
    let ledger = dean06_ledger::tables();
    let fixture = [dean06_store::TableDeclaration {
        table: "kite",
        distribution: dean06_store::Distribution::By("key"),
    }];
    check_distribution(
        &house.store,
        &[
            ("casework", dean06_casework::tables()),
            ("ledger", &ledger),
            ("fixture", &fixture),
        ],
    )
    .await;
}
