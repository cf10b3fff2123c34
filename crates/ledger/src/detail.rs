use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::LedgerError;

/// A person's key.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    /// Grows by one each time the person is forgotten.
    pub generation: i64,
    pub bytes: [u8; 32],
}

/// Encrypts `plain` with AES-256-GCM; the nonce stands in front. `bound` is not encrypted, but the
/// result opens with the same `bound` only.
pub(crate) fn seal(
    key: &Key,
    nonce: [u8; NONCE_LEN],
    bound: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, LedgerError> {
    let mut sealed = plain.to_vec();
    cipher(key)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound),
            &mut sealed,
        )
        .map_err(|_| LedgerError::Seal)?;
    let mut whole = nonce.to_vec();
    whole.append(&mut sealed);
    Ok(whole)
}

/// Decrypts what [`seal`] made; `None` when anything of it was changed.
pub(crate) fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut body = body.to_vec();
    let plain = cipher(key)
        .ok()?
        .open_in_place(nonce, Aad::from(bound), &mut body)
        .ok()?;
    Some(plain.to_vec())
}

fn cipher(key: &Key) -> Result<LessSafeKey, LedgerError> {
    UnboundKey::new(&AES_256_GCM, &key.bytes)
        .map(LessSafeKey::new)
        .map_err(|_| LedgerError::Seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key {
            generation: 1,
            bytes: [byte; 32],
        }
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_and_bond_only() {
        let sealed = seal(&key(1), [2; NONCE_LEN], b"leaf", b"detail").expect("sealed");
        assert_eq!(
            open(&key(1), b"leaf", &sealed).as_deref(),
            Some(&b"detail"[..])
        );
        assert_eq!(open(&key(3), b"leaf", &sealed), None);
        assert_eq!(open(&key(1), b"other", &sealed), None);
        let mut changed = sealed.clone();
        changed[NONCE_LEN] ^= 1;
        assert_eq!(open(&key(1), b"leaf", &changed), None);
        assert_eq!(open(&key(1), b"leaf", &sealed[..5]), None);
    }
}
