//! The record of who used whose data.

mod prove_access;
mod who_used_my_data;

pub use prove_access::{AccessProof, ProveAccess, ProveAccessRequest};
pub use who_used_my_data::{AccessRow, WhoUsedMyData, WhoUsedMyDataRequest, WhoUsedMyDataResponse};
