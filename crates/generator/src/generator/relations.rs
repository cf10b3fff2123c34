//! Who is head of the household, and how the others stand to the head.

use dean06_kernel::Sex;

use crate::Code;
use crate::inputs::Parameters;

/// The place of a member in the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Elder,
    /// The one of the core whose parents the elders are.
    Line,
    /// The spouse of that one.
    Partner,
    /// Brother or sister of that one.
    Other,
    /// Child of the core; grandchild of the elders where there is no core.
    Child,
}

/// The code of the list `relations-to-head` for a member.
pub(super) fn relation_code(
    parameters: &Parameters,
    head: (Role, Sex, i32),
    member: (Role, Sex, i32),
) -> &Code {
    use Role::{Child, Elder, Line, Other, Partner};
    let codes = &parameters.codes;
    let (head_role, _, head_age) = head;
    let (role, sex, age) = member;
    let by_sex = |female, male| if sex == Sex::Female { female } else { male };
    match (head_role, role) {
        (Elder, Elder) | (Line, Partner) | (Partner, Line) => by_sex(&codes.wife, &codes.husband),
        (Elder, Line | Other) | (Line | Partner, Child) => &codes.child,
        (Elder, Child) => &codes.grandchild,
        (Line, Elder) => by_sex(&codes.mother, &codes.father),
        (Line, Other) if age < head_age => &codes.younger_sibling,
        (Line, Other) => by_sex(&codes.elder_sister, &codes.elder_brother),
        // Relations by marriage have no codes of their own.
        _ => &codes.other,
    }
}
