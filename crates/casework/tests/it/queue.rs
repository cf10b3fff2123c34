use dean06_contracts::casework::{ListQueue, ListQueueRequest, QueueFilter};
use dean06_kernel::instant;
use dean06_mediator::Actor;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::{House, each};

/// The dossiers that an officer finds in a part of the queue.
pub async fn in_tray(house: &House, officer: &Actor, filter: QueueFilter) -> Vec<String> {
    let request = ListQueueRequest {
        filter,
        ..ListQueueRequest::default()
    };
    let page = house.call::<ListQueue>(officer, request).await.unwrap();
    let rows = page.rows.unwrap();
    rows.into_iter().filter_map(|row| row.dossier_id).collect()
}

#[tokio::test]
async fn the_queue_shows_what_is_due_first() {
    each(|house| async move {
        let citizen = house.citizen("A");
        let officer = house.registrar("Lan");
        let mut dossiers = Vec::new();
        for _ in 0..4 {
            dossiers.push(house.submitted(&citizen).await);
            house.clock.advance(SignedDuration::from_mins(30));
        }
        // Received ones are due later than those that wait for it.
        house.receive(&officer, &dossiers[0]).await;
        let order = [1, 2, 3, 0].map(|n: usize| dossiers[n].clone());
        assert_eq!(in_tray(&house, &officer, QueueFilter::Open).await, order);
        assert_eq!(
            in_tray(&house, &officer, QueueFilter::New).await,
            order[..3]
        );

        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let request = ListQueueRequest {
                limit: Some(1),
                cursor,
                ..ListQueueRequest::default()
            };
            let page = house.call::<ListQueue>(&officer, request).await.unwrap();
            seen.extend(
                page.rows
                    .unwrap()
                    .into_iter()
                    .filter_map(|row| row.dossier_id),
            );
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, order);

        house
            .clock
            .set(instant(date(2026, 11, 10).at(10, 15, 0, 0)));
        assert_eq!(
            in_tray(&house, &officer, QueueFilter::Overdue).await,
            order[..2]
        );
        assert_eq!(
            in_tray(&house, &officer, QueueFilter::DueToday).await,
            order[2..3]
        );
        let page = house
            .call::<ListQueue>(&officer, ListQueueRequest::default())
            .await
            .unwrap();
        let counts = page.counts.unwrap();
        assert_eq!(
            (
                counts.open,
                counts.new,
                counts.overdue,
                counts.due_today,
                counts.mine,
                counts.waiting
            ),
            (Some(4), Some(3), Some(2), Some(1), Some(0), Some(0))
        );
        let rows = page.rows.unwrap();
        let urgency: Vec<_> = rows
            .iter()
            .filter_map(|row| row.urgency.as_deref())
            .collect();
        assert_eq!(urgency, ["overdue", "overdue", "today", "later"]);

        let number = rows[2].number.clone().unwrap();
        let request = ListQueueRequest {
            number: Some(number),
            ..ListQueueRequest::default()
        };
        let found = house
            .call::<ListQueue>(&officer, request)
            .await
            .unwrap()
            .rows
            .unwrap();
        assert_eq!(found[0].dossier_id.as_ref(), Some(&order[2]));
    })
    .await;
}
