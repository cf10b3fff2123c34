use std::collections::BTreeSet;
use std::sync::Arc;

use dean06_contracts::casework::ResultSigned;
use dean06_kernel::Text;
use dean06_mediator::{MediatorError, ServiceError};
use dean06_typeset::PaperField;
use jiff::Timestamp;

use super::library::library;
use crate::notary::{Anchor, Hand, Holder, NotaryError, Role, SignersError, Signing};
use crate::press::PressError;
use crate::room::Documents;

/// Why no file was made of a result.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotMade {
    /// A date is beyond all calendars.
    #[error("the moment of issue is out of range")]
    Date,
    #[error("its version of the content cannot be had: {0}")]
    Library(#[from] MediatorError),
    #[error("it could not be set: {0}")]
    Press(#[from] PressError),
    #[error("it could not be signed: {0}")]
    Notary(#[from] NotaryError),
    #[error("there is no certificate: {0}")]
    Signers(#[from] SignersError),
    #[error("the work was broken off")]
    BrokenOff(#[from] tokio::task::JoinError),
}

impl NotMade {
    /// The same may well succeed later, and then for all that wait.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Date => false,
            Self::Library(error) => matches!(
                error,
                MediatorError::Service(ServiceError::Unavailable(_))
                    | MediatorError::NotRecorded(_)
            ),
            Self::Press(error) => error.may_pass,
            Self::Notary(error) => error.may_pass,
            Self::Signers(error) => error.may_pass(),
            Self::BrokenOff(_) => true,
        }
    }
}

/// Sets a result and has it signed: by the officer who decided, unless the machine did, then by the
/// agency.
pub(super) async fn make(room: &Documents, result: &ResultSigned) -> Result<Vec<u8>, NotMade> {
    let paper = sheet(result, &room.options.base_url).ok_or(NotMade::Date)?;
    let template = result.template.clone();
    let library = library(room, &result.content_digest).await?;
    let (hands, anchors) = hands(room, result).await?;
    let at = room.sources.now();
    let fresh_until = room.signers.fresh_until(at)?;
    let options = Arc::clone(&room.options);
    let file = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, NotMade> {
        let file = options.press.print(&template, &library, &paper)?;
        let signing = Signing {
            at,
            anchors: &anchors,
            fresh_until,
        };
        Ok(options.notary.sign(&file, &hands, &signing)?)
    });
    file.await?
}

/// Who signs, and the authorities that issued their certificates.
async fn hands(
    room: &Documents,
    result: &ResultSigned,
) -> Result<(Vec<Hand>, Vec<Anchor>), NotMade> {
    let org = &result.org_id;
    let reasons = &room.settings.signing;
    let mut wanted = Vec::with_capacity(2);
    if !result.signer.automatic {
        let officer = Holder::Officer {
            org,
            account: &result.signer.id,
            name: &result.signer.name,
        };
        wanted.push((Role::Person, officer, &reasons.person));
    }
    wanted.push((Role::Seal, Holder::Seal(org), &reasons.seal));
    let mut hands = Vec::with_capacity(wanted.len());
    let mut authorities = BTreeSet::new();
    for (role, holder, reason) in wanted {
        let (credential, authority) = room.signers.credential(&holder, &result.issuer.vi).await?;
        authorities.insert(authority);
        hands.push(Hand {
            role,
            credential,
            reason: reason.clone(),
        });
    }
    Ok((hands, room.signers.anchors(&authorities).await?))
}

/// What is printed of a result, in Vietnamese, the language of official papers. Below `base_url`
/// lies the page that verifies it. Nothing if it was issued on a date that is in no calendar.
pub fn sheet(result: &ResultSigned, base_url: &str) -> Option<dean06_typeset::Paper> {
    let said = |text: &Text| Some(text.vi.clone()).filter(|text| !text.is_empty());
    let by_hand = !result.signer.automatic;
    Some(dean06_typeset::Paper {
        kind: result.kind.clone(),
        title: result.title.vi.clone(),
        issuer: vec![result.issuer.vi.clone()],
        number: Some(result.number.clone()),
        place_and_date: result.place_and_date.vi.clone(),
        fields: result
            .fields
            .iter()
            .map(|field| PaperField {
                id: field.id.clone(),
                label: field.label.vi.clone(),
                value: field.value.vi.clone(),
            })
            .collect(),
        office: said(&result.signer.office).filter(|_| by_hand),
        signer: Some(result.signer.name.clone()).filter(|_| by_hand),
        code: result.code.clone(),
        verify_url: format!("{base_url}/verify"),
        qr_text: Some(result.qr.clone()).filter(|text| !text.is_empty()),
        issued_at: Timestamp::from_microsecond(result.issued_at).ok()?,
    })
}
