//! The catalogue of public services.

mod get_service;
mod list_services;

pub(crate) use get_service::{get_service, limit};
pub(crate) use list_services::list_services;
