//! The record of who used whose data.

mod who_used_my_data;

pub use who_used_my_data::{AccessRow, WhoUsedMyData, WhoUsedMyDataRequest, WhoUsedMyDataResponse};
