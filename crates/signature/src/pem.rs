//! Binary data between lines of text (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `der` between the two lines that name what it is.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem + "-----END " + label + "-----\n"
}

/// What stands between the first two lines with this label.
pub(crate) fn decode(label: &str, pem: &str) -> Option<Vec<u8>> {
    next(label, pem).map(|(der, _)| der)
}

/// What stands between all lines with this label; nothing if one of them cannot be read.
pub(crate) fn decode_all(label: &str, pem: &str) -> Option<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    let mut rest = pem;
    while rest.contains(&format!("-----BEGIN {label}-----")) {
        let (der, after) = next(label, rest)?;
        all.push(der);
        rest = after;
    }
    Some(all)
}

fn next<'p>(label: &str, pem: &'p str) -> Option<(Vec<u8>, &'p str)> {
    let (_, after) = pem.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, rest) = after.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_ascii_whitespace().collect();
    Some((STANDARD.decode(body).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(der: Vec<u8>) {
            let pem = encode("CERTIFICATE", &der);
            prop_assert!(pem.lines().all(|line| line.len() <= 64));
            prop_assert_eq!(decode("CERTIFICATE", &pem), Some(der.clone()));
            let twice = format!("Subject: x\n{pem}\n{pem}");
            prop_assert_eq!(decode_all("CERTIFICATE", &twice), Some(vec![der.clone(), der]));
            prop_assert_eq!(decode_all("CERTIFICATE", &twice[..twice.len() - 3]), None);
            prop_assert_eq!(decode("X509 CRL", &pem), None);
        }
    }
}
