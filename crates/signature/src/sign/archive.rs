//! A time stamp on a whole file.

use super::place::{self, Label, Place};
use super::prepared::Prepared;
use super::{MARGIN, SignError};
use crate::pdf::Document;
use crate::timestamp::{self, TimestampClient};

/// Has a whole file stamped, with all signatures and all evidence in it (level B-LTA). Repeated
/// before the certificates of the last stamp expire, it keeps the signatures verifiable for as long
/// as anybody cares to. `tooltip` is what readers that cannot see are told of the field.
pub fn add_timestamp(
    pdf: &[u8],
    field_name: &str,
    tooltip: &str,
    client: &dyn TimestampClient,
) -> Result<Vec<u8>, SignError> {
    let document = Document::open(pdf)?;
    let place = Place::find(&document, field_name)?;
    let said = place::document_timestamp();
    let label = Label {
        field_name,
        tooltip,
    };
    let mut room = client.token_size();
    loop {
        let prepared = Prepared::new(&place, &said, &label, room)?;
        let (token, _) = timestamp::obtain(client, &prepared.digest())?;
        if token.len() <= room {
            return prepared.fill(&token);
        }
        room = token.len() + MARGIN;
    }
}
