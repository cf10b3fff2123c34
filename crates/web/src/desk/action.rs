//! The steps that an officer can take, as the desk names them.

use dean06_contracts::casework::DeskAction;

/// How a step looks at the desk.
pub(super) struct Look {
    pub action: DeskAction,
    /// Its name in addresses.
    pub name: &'static str,
    /// The message on its button.
    pub label: &'static str,
    /// What it says once it is done.
    pub done: &'static str,
    /// The key that leads to it.
    pub key: char,
    /// The dossier stays with the officer afterwards.
    pub stays: bool,
}

const LOOKS: [Look; 9] = [
    Look {
        action: DeskAction::Receive,
        name: "receive",
        label: "desk-receive",
        done: "desk-done-receive",
        key: 't',
        stays: true,
    },
    Look {
        action: DeskAction::DeclineIntake,
        name: "decline-intake",
        label: "desk-decline-intake",
        done: "desk-done-decline-intake",
        key: 'd',
        stays: false,
    },
    Look {
        action: DeskAction::Approve,
        name: "approve",
        label: "desk-approve",
        done: "desk-done-approve",
        key: 'a',
        stays: false,
    },
    Look {
        action: DeskAction::RequestSupplement,
        name: "request-supplement",
        label: "desk-request-supplement",
        done: "desk-done-request-supplement",
        key: 's',
        stays: false,
    },
    Look {
        action: DeskAction::Refuse,
        name: "refuse",
        label: "desk-refuse",
        done: "desk-done-refuse",
        key: 'r',
        stays: false,
    },
    Look {
        action: DeskAction::Verify,
        name: "begin-verification",
        label: "desk-verify",
        done: "desk-done-verify",
        key: 'x',
        stays: true,
    },
    Look {
        action: DeskAction::Extend,
        name: "extend",
        label: "desk-extend",
        done: "desk-done-extend",
        key: 'e',
        stays: false,
    },
    Look {
        action: DeskAction::ReturnResult,
        name: "return-result",
        label: "desk-return-result",
        done: "desk-done-return-result",
        key: 'g',
        stays: false,
    },
    Look {
        action: DeskAction::Take,
        name: "take",
        label: "desk-take",
        done: "desk-done-take",
        key: 'n',
        stays: true,
    },
];

/// How a step looks.
pub(super) fn look(action: DeskAction) -> &'static Look {
    LOOKS
        .iter()
        .find(|look| look.action == action)
        .unwrap_or(&LOOKS[0])
}

/// The step with this name in addresses.
pub(super) fn named(name: &str) -> Option<&'static Look> {
    LOOKS.iter().find(|look| look.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LOOKS, look, named};

    #[test]
    fn names_and_keys_are_told_apart() {
        let names: BTreeSet<&str> = LOOKS.iter().map(|look| look.name).collect();
        let keys: BTreeSet<char> = LOOKS.iter().map(|look| look.key).collect();
        assert_eq!((names.len(), keys.len()), (LOOKS.len(), LOOKS.len()));
        for known in &LOOKS {
            assert_eq!(look(known.action).name, known.name);
            assert_eq!(
                named(known.name).map(|look| look.action),
                Some(known.action)
            );
        }
        assert!(named("delete").is_none());
    }
}
