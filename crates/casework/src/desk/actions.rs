//! Who may take which step at the desk.

use dean06_content::Service;
use dean06_contracts::casework::DeskAction;

use crate::clocks::WITH_VERIFICATION;
use crate::course::{Standing, Status, Step};

/// A duty at the desk; the service says which roles have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    Receive,
    Decide,
    Supervise,
}

impl Duty {
    /// Its name in `service.toml`.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Decide => "decide",
            Self::Supervise => "supervise",
        }
    }
}

/// The duties of which one is needed for a step.
fn duties(step: Step, status: Status) -> &'static [Duty] {
    match step {
        Step::Receive | Step::DeclineIntake => &[Duty::Receive],
        Step::Take if status == Status::Submitted => {
            &[Duty::Receive, Duty::Decide, Duty::Supervise]
        }
        Step::Take | Step::Extend | Step::Verify => &[Duty::Decide, Duty::Supervise],
        Step::RequestSupplement | Step::ReturnResult => &[Duty::Receive, Duty::Decide],
        Step::Approve | Step::Refuse | Step::ByHand => &[Duty::Decide],
        // Not steps of an officer.
        Step::AnswerSupplement | Step::Finish | Step::SetBack | Step::Withdraw => &[],
    }
}

/// Whether one of these roles may take a step of this service.
pub(super) fn may(service: &Service, roles: &[String], step: Step, status: Status) -> bool {
    duties(step, status).iter().any(|duty| {
        roles
            .iter()
            .any(|role| service.role_may(duty.as_str(), role))
    })
}

/// The first of these roles in which a step of this service is taken.
pub(super) fn role_for(service: &Service, roles: &[String], step: Step) -> Option<String> {
    let duties = duties(step, Status::InProcess);
    let mut roles = roles.iter();
    roles
        .find(|role| {
            duties
                .iter()
                .any(|duty| service.role_may(duty.as_str(), role))
        })
        .cloned()
}

/// Whether one of these roles may supervise this service.
pub(crate) fn supervises(service: &Service, roles: &[String]) -> bool {
    roles
        .iter()
        .any(|role| service.role_may(Duty::Supervise.as_str(), role))
}

/// Whether one of these roles has any duty in this service; to everybody else its dossiers are not
/// shown.
pub(super) fn works_on(service: &Service, roles: &[String]) -> bool {
    let mut duties = service.roles.values();
    duties.any(|able| roles.iter().any(|role| able.contains(role)))
}

/// Who holds the dossier, seen from the officer who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// Nobody.
    Nobody,
    /// The officer who asks.
    Me,
    /// Somebody else.
    Other,
}

/// In the order in which they are offered; the first that may be taken is the primary one.
const OFFERED: [(Step, DeskAction); 9] = [
    (Step::Receive, DeskAction::Receive),
    (Step::Approve, DeskAction::Approve),
    (Step::ReturnResult, DeskAction::ReturnResult),
    (Step::DeclineIntake, DeskAction::DeclineIntake),
    (Step::RequestSupplement, DeskAction::RequestSupplement),
    (Step::Take, DeskAction::Take),
    (Step::Refuse, DeskAction::Refuse),
    (Step::Verify, DeskAction::Verify),
    (Step::Extend, DeskAction::Extend),
];

/// What an officer may do now.
pub(super) fn actions(
    service: &Service,
    roles: &[String],
    standing: Standing,
    holding: Holding,
    in_time: bool,
) -> Vec<DeskAction> {
    let offered = OFFERED.into_iter().filter(|(step, _)| {
        let held = match holding {
            Holding::Nobody => true,
            Holding::Me => *step != Step::Take,
            // Nothing is done behind a colleague's back.
            Holding::Other => *step == Step::Take || standing.status.is_final(),
        };
        let timely = match step {
            Step::Extend => in_time,
            Step::Verify => in_time && service.clock(WITH_VERIFICATION).is_some(),
            _ => true,
        };
        held && timely
            && standing.after(*step).is_ok()
            && may(service, roles, *step, standing.status)
    });
    offered.map(|(_, action)| action).collect()
}
