//! Who somebody is, and with which keys organisations sign.

mod get_organisation_key;

pub use get_organisation_key::{
    GetOrganisationKey, GetOrganisationKeyRequest, OrganisationJwk, OrganisationKey,
};
