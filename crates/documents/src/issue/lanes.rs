use std::sync::Arc;

use dean06_contracts::casework::{ResultRevoked, ResultSigned};
use dean06_store::{Event, EventHandler, HandlerError, Subscription};

use super::{parked, revoked, signed};
use crate::room::Documents;

/// How many papers are made at once: two cores set and sign while others wait for the disk.
const LANES: u64 = 4;

/// Under this name the inbox knows which events were met, whatever the number of lanes: another
/// number would have each lane see the whole stream again and make no paper twice.
pub(super) const INBOX: &str = "documents.results";

pub(crate) fn subscribe(room: &Documents) {
    for lane in 0..LANES {
        room.store.subscribe(Subscription {
            name: format!("{INBOX}.{lane}-of-{LANES}"),
            topics: vec![
                ResultSigned::TOPIC.to_owned(),
                ResultRevoked::TOPIC.to_owned(),
            ],
            handler: Arc::new(Lane {
                room: room.clone(),
                lane,
            }),
        });
    }
    parked::subscribe(room);
}

struct Lane {
    room: Documents,
    lane: u64,
}

#[async_trait::async_trait]
impl EventHandler for Lane {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        if lane_of(&event.key) != self.lane {
            return Ok(());
        }
        if event.topic == ResultRevoked::TOPIC {
            return revoked::handle(&self.room, event).await;
        }
        signed::handle(&self.room, event).await
    }
}

/// The lane of a party: FNV-1a, the same in every process for ever.
fn lane_of(key: &str) -> u64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % LANES
}

#[cfg(test)]
mod tests {
    use dean06_kernel::Sources;

    use super::*;

    #[test]
    fn parties_are_spread_and_stay_in_their_lane() {
        let sources = Sources::system();
        let mut counts = [0; 4];
        for _ in 0..400 {
            let party = sources.person_id().to_string();
            let lane = lane_of(&party);
            assert_eq!(lane, lane_of(&party));
            counts[usize::try_from(lane).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
    }
}
