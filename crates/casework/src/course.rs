//! The course of a dossier: which step may follow which, without any word of a service in it.

use std::fmt;

use crate::course::Refusal::{Decided, ExtendedTwice, NotNow, SupplementTwice, VerifiedTwice};

/// Legal status of a dossier (trạng thái hồ sơ); the code list `dossier-statuses` words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// Mới đăng ký.
    Submitted = 1,
    /// Được tiếp nhận.
    Received = 2,
    /// Không được tiếp nhận.
    NotAccepted = 3,
    /// Đang xử lý.
    InProcess = 4,
    /// Yêu cầu bổ sung giấy tờ.
    SupplementAsked = 5,
    /// Yêu cầu thực hiện nghĩa vụ tài chính. No step leads here while there is no payment.
    PaymentAsked = 6,
    /// Công dân yêu cầu rút hồ sơ.
    Withdrawn = 7,
    /// Dừng xử lý.
    Stopped = 8,
    /// Đã xử lý xong.
    Done = 9,
    /// Đã trả kết quả.
    Returned = 10,
}

impl Status {
    /// All statuses, by code.
    pub const ALL: [Self; 10] = [
        Self::Submitted,
        Self::Received,
        Self::NotAccepted,
        Self::InProcess,
        Self::SupplementAsked,
        Self::PaymentAsked,
        Self::Withdrawn,
        Self::Stopped,
        Self::Done,
        Self::Returned,
    ];

    /// The legal code, 1 to 10.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status with this code.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|status| i64::from(status.code()) == code)
    }

    /// Nothing is to be decided any more.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::NotAccepted | Self::Withdrawn | Self::Stopped | Self::Done | Self::Returned
        )
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}

/// Something that happens to a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// An officer accepts it.
    Receive,
    /// An officer does not accept it.
    DeclineIntake,
    /// An officer takes it to work on it.
    Take,
    /// An officer asks for what is missing.
    RequestSupplement,
    /// The applicant answers.
    AnswerSupplement,
    /// An officer decides in favour; the effect is under way.
    Approve,
    /// The effect happened and the result is signed.
    Finish,
    /// The owner of the register refused the effect: back to the desk.
    SetBack,
    /// An officer did the effect in the register by hand.
    ByHand,
    /// An officer refuses.
    Refuse,
    /// An officer sets a new appointment with an apology.
    Extend,
    /// An officer has something verified outside the registers, for which the law gives more time.
    Verify,
    /// The applicant withdraws.
    Withdraw,
    /// The result was handed over.
    ReturnResult,
}

impl Step {
    /// All steps.
    #[cfg(test)]
    pub const ALL: [Self; 14] = [
        Self::Receive,
        Self::DeclineIntake,
        Self::Take,
        Self::RequestSupplement,
        Self::AnswerSupplement,
        Self::Approve,
        Self::Finish,
        Self::SetBack,
        Self::ByHand,
        Self::Refuse,
        Self::Extend,
        Self::Verify,
        Self::Withdraw,
        Self::ReturnResult,
    ];

    /// The kind of the entry in the history, a key of `casework.toml`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Receive => "received",
            Self::DeclineIntake => "intake-declined",
            Self::Take => "taken",
            Self::RequestSupplement => "supplement-requested",
            Self::AnswerSupplement => "supplement-answered",
            Self::Approve => "approved",
            Self::Finish => "result-signed",
            Self::SetBack => "effect-refused",
            Self::ByHand => "by-hand",
            Self::Refuse => "refused",
            Self::Extend => "extended",
            Self::Verify => "verification-begun",
            Self::Withdraw => "withdrawn",
            Self::ReturnResult => "result-returned",
        }
    }
}

/// Where a dossier stands, as far as that decides what may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says of something of its own whether it has happened"
)]
pub struct Standing {
    /// Legal status.
    pub status: Status,
    /// An officer decided in favour and the effect is under way.
    pub approved: bool,
    /// A supplement was asked for before. It may be asked for once only.
    pub supplemented: bool,
    /// The appointment was moved before. It may be moved once only.
    pub extended: bool,
    /// Something is verified outside the registers, or was. The longer limit is given once only.
    pub verifying: bool,
}

/// Why a step may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The dossier is decided.
    #[error("the dossier is decided")]
    Decided,
    /// The step does not follow from where the dossier stands.
    #[error("the step does not follow from where the dossier stands")]
    NotNow,
    /// A supplement was asked for before.
    #[error("a supplement was asked for before")]
    SupplementTwice,
    /// The appointment was moved before.
    #[error("the appointment was moved before")]
    ExtendedTwice,
    /// The longer limit holds already.
    #[error("the longer limit holds already")]
    VerifiedTwice,
}

impl Standing {
    /// Where a dossier begins.
    #[cfg(test)]
    pub const fn submitted() -> Self {
        Self {
            status: Status::Submitted,
            approved: false,
            supplemented: false,
            extended: false,
            verifying: false,
        }
    }

    /// Decided, one way or the other, or withdrawn.
    pub const fn is_decided(self) -> bool {
        self.approved || self.status.is_final()
    }

    /// Where the dossier stands after `step`.
    pub fn after(self, step: Step) -> Result<Self, Refusal> {
        use Status::{
            Done, InProcess, NotAccepted, Received, Returned, Stopped, Submitted, SupplementAsked,
            Withdrawn,
        };
        let to = |status| Ok(Self { status, ..self });
        if self.approved {
            return match step {
                Step::Finish => Ok(Self {
                    status: Done,
                    approved: false,
                    ..self
                }),
                Step::SetBack => Ok(Self {
                    approved: false,
                    ..self
                }),
                // What the register then holds still has to be found and signed.
                Step::ByHand => Ok(self),
                _ => Err(Decided),
            };
        }
        match (step, self.status) {
            (Step::Receive, Submitted) => to(Received),
            (Step::DeclineIntake, Submitted) => to(NotAccepted),
            (Step::Take, Submitted | SupplementAsked) => Ok(self),
            (Step::Take, Received | InProcess) | (Step::AnswerSupplement, SupplementAsked) => {
                to(InProcess)
            }
            (Step::RequestSupplement, Received | InProcess) if self.supplemented => {
                Err(SupplementTwice)
            }
            (Step::RequestSupplement, Received | InProcess) => Ok(Self {
                status: SupplementAsked,
                supplemented: true,
                ..self
            }),
            (Step::Approve, Received | InProcess) => Ok(Self {
                status: InProcess,
                approved: true,
                ..self
            }),
            (Step::Refuse, Received | InProcess | SupplementAsked) => to(Stopped),
            (Step::Extend, Received | InProcess) if self.extended => Err(ExtendedTwice),
            (Step::Extend, Received | InProcess) => Ok(Self {
                extended: true,
                ..self
            }),
            (Step::Verify, Received | InProcess) if self.verifying => Err(VerifiedTwice),
            (Step::Verify, Received | InProcess) => Ok(Self {
                status: InProcess,
                verifying: true,
                ..self
            }),
            (Step::Withdraw, Submitted | Received | InProcess | SupplementAsked) => to(Withdrawn),
            (Step::ReturnResult, Done) => to(Returned),
            _ if self.status.is_final() => Err(Decided),
            _ => Err(NotNow),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// From which status to which a dossier may come at all.
    const LEGAL: &[(u8, &[u8])] = &[
        (1, &[1, 2, 3, 7]),
        (2, &[2, 4, 5, 7, 8]),
        (3, &[]),
        (4, &[4, 5, 7, 8, 9]),
        (5, &[4, 5, 7, 8]),
        (6, &[]),
        (7, &[]),
        (8, &[]),
        (9, &[10]),
        (10, &[]),
    ];

    fn any_step() -> impl Strategy<Value = Step> {
        prop::sample::select(Step::ALL.to_vec())
    }

    fn legal(from: Status, to: Status) -> bool {
        LEGAL
            .iter()
            .any(|(status, next)| *status == from.code() && next.contains(&to.code()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_sequence_of_steps_leaves_the_legal_table(steps in prop::collection::vec(any_step(), 0..40)) {
            let mut standing = Standing::submitted();
            let (mut supplements, mut extensions, mut verified, mut finished) = (0, 0, 0, 0);
            for step in steps {
                let Ok(next) = standing.after(step) else { continue };
                prop_assert!(legal(standing.status, next.status), "{standing:?} {step:?} {next:?}");
                prop_assert!(!standing.status.is_final() || step == Step::ReturnResult);
                prop_assert!(!next.approved || next.status == Status::InProcess);
                supplements += u32::from(step == Step::RequestSupplement);
                extensions += u32::from(step == Step::Extend);
                verified += u32::from(step == Step::Verify);
                finished += u32::from(step == Step::Finish);
                standing = next;
            }
            prop_assert!(supplements <= 1 && extensions <= 1 && verified <= 1 && finished <= 1);
            prop_assert_eq!(finished == 1, matches!(standing.status, Status::Done | Status::Returned));
        }
    }

    /// Every standing that some sequence of steps reaches.
    fn reachable() -> Vec<Standing> {
        let mut found = vec![Standing::submitted()];
        let mut index = 0;
        while let Some(standing) = found.get(index).copied() {
            for next in Step::ALL
                .into_iter()
                .filter_map(|step| standing.after(step).ok())
            {
                if !found.contains(&next) {
                    found.push(next);
                }
            }
            index += 1;
        }
        found
    }

    #[test]
    fn every_status_but_payment_is_reached() {
        let reached: BTreeSet<u8> = reachable().iter().map(|s| s.status.code()).collect();
        assert_eq!(reached, BTreeSet::from([1, 2, 3, 4, 5, 7, 8, 9, 10]));
    }

    #[test]
    fn nothing_is_ever_stuck() {
        for standing in reachable() {
            let ended = standing.status.is_final() && standing.status != Status::Done;
            let leads_on = Step::ALL.iter().any(|step| {
                standing
                    .after(*step)
                    .is_ok_and(|next| next.is_decided() || next != standing)
            });
            assert!(ended || leads_on, "{standing:?}");
        }
    }

    #[test]
    fn while_the_effect_is_under_way_nobody_can_do_anything() {
        let approved = Standing {
            status: Status::Received,
            ..Standing::submitted()
        }
        .after(Step::Approve)
        .unwrap();
        for step in Step::ALL {
            let outcome = approved.after(step);
            match step {
                Step::Finish => assert_eq!(outcome.unwrap().status, Status::Done),
                Step::SetBack => assert_eq!(outcome.unwrap().status, Status::InProcess),
                Step::ByHand => assert_eq!(outcome, Ok(approved)),
                _ => assert_eq!(outcome, Err(Decided)),
            }
        }
    }

    #[test]
    fn a_second_supplement_extension_or_verification_is_named() {
        let standing = Standing {
            status: Status::InProcess,
            supplemented: true,
            extended: true,
            verifying: true,
            approved: false,
        };
        assert_eq!(
            standing.after(Step::RequestSupplement),
            Err(SupplementTwice)
        );
        assert_eq!(standing.after(Step::Extend), Err(ExtendedTwice));
        assert_eq!(standing.after(Step::Verify), Err(VerifiedTwice));
    }

    #[test]
    fn codes_lead_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code().into()), Some(status));
        }
        assert_eq!(Status::from_code(0), None);
        assert_eq!(Status::from_code(11), None);
    }
}
