//! The ASN.1 structures of certificates, signatures and time stamps, as RFC 5280, 5652, 5035 and
//! 3161 define them, as far as they are used here.

pub(crate) mod cms;
pub(crate) mod oid;
pub(crate) mod time;
pub(crate) mod tsp;
pub(crate) mod x509;
