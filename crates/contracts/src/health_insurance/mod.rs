//! The health insurance register (bảo hiểm y tế).

mod end_card;
mod get_card;
mod issue_card;

pub use end_card::{EndCard, EndCardRequest, EndCardResponse};
pub use get_card::{GetCard, GetCardRequest, HealthCard};
pub use issue_card::{IssueCard, IssueCardRequest, IssueCardResponse};

/// The law of health insurance.
const HEALTH_INSURANCE: &str = "health-insurance-law";
