//! The catalogue of public services.

mod get_bundle_info;
mod get_service;
mod list_bundles;
mod list_services;

pub(crate) use get_bundle_info::get_bundle_info;
pub(crate) use get_service::{get_service, limit};
pub(crate) use list_bundles::list_bundles;
pub(crate) use list_services::list_services;
