//! What `dean06 check-content` tells: whether the parts of the content fit each other, and what of
//! it is not official.

mod bundles;
mod doubts;
mod examples;
mod once_only;
mod papers;
mod reads;
mod rules;
mod services;

use crate::{Content, ContentError, Finding};

/// What a look over the content found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What must be mended.
    pub errors: Vec<Finding>,
    /// Everything that is not official.
    pub warnings: Vec<Finding>,
    /// How many examples of services were played.
    pub examples: usize,
}

impl CheckReport {
    /// The report on content that could not even be loaded.
    pub fn of_failure(error: ContentError) -> Self {
        let errors = match error {
            ContentError::Broken(findings) => findings,
            other => vec![Finding::new("", "", other)],
        };
        Self {
            errors,
            ..Self::default()
        }
    }

    fn error(&mut self, file: &str, place: impl Into<String>, message: impl std::fmt::Display) {
        self.errors.push(Finding::new(file, place, message));
    }

    fn warning(&mut self, file: &str, place: impl Into<String>, message: impl std::fmt::Display) {
        self.warnings.push(Finding::new(file, place, message));
    }
}

impl Content {
    /// Looks the content over and plays the examples of all services.
    pub fn check(&self) -> CheckReport {
        let mut report = CheckReport::default();
        self.check_purposes(&mut report);
        self.check_roles(&mut report);
        for service in self.services() {
            services::check(self, service, &mut report);
            examples::play(self, service, &mut report);
        }
        bundles::check(self, &mut report);
        papers::check(self, &mut report);
        doubts::collect(self, &mut report);
        report
    }

    /// Tells every data service that the content names and that is none of `contracts`, which holds
    /// names as `population.get-person/1`.
    pub fn check_contracts(&self, contracts: &[&str]) -> Vec<Finding> {
        let mut report = CheckReport::default();
        let mut look = |file: &str, place: String, name: &str| {
            if !contracts.contains(&name) {
                report.error(file, place, format_args!("there is no data service {name}"));
            }
        };
        for purpose in self.purposes().iter() {
            for allow in &purpose.allow {
                look("purposes.toml", purpose.id.clone(), &allow.service);
            }
        }
        for service in self.services() {
            let file = services::file(service);
            for source in &service.sources {
                look(&file, format!("source.{}", source.id), &source.service);
            }
            if let Some(effect) = &service.effect {
                look(&file, "effect.command".to_owned(), &effect.command);
            }
            if let Some(by_hand) = &service.by_hand {
                look(&file, "by_hand.service".to_owned(), &by_hand.service);
            }
        }
        report.errors
    }

    fn check_roles(&self, report: &mut CheckReport) {
        for role in self.roles() {
            for kind in &role.kinds {
                if self.organisation_kinds().all(|known| known.id != *kind) {
                    report.error(
                        "roles.toml",
                        &role.id,
                        format_args!("there is no kind of organisation {kind}"),
                    );
                }
            }
        }
    }

    fn check_purposes(&self, report: &mut CheckReport) {
        for purpose in self.purposes().iter() {
            if self.legal_basis(&purpose.legal_basis).is_none() {
                report.error(
                    "purposes.toml",
                    &purpose.id,
                    format_args!("there is no legal basis {}", purpose.legal_basis),
                );
            }
        }
    }
}
