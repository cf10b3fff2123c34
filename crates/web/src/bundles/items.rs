//! Interlinked procedures and applications in lists.

use dean06_contracts::casework::{BundleRow, BundleState, OwnBundleRow};
use dean06_ui::{Card, Cards, Markup, Tag, TaskItem, Tone};

use super::address;
use super::leg::within;
use crate::frame::{Shell, local};

/// The procedures as events of life, which lead to their pages.
pub(crate) fn bundle_cards(shell: &Shell, rows: &[BundleRow]) -> Markup {
    let cards = rows.iter().map(|row| {
        let family = row.family.as_deref().unwrap_or_default();
        let title = shell.say(row.title.as_ref());
        let event = shell.tw(
            "bundle-event",
            &[("family", family.into()), ("title", title.into())],
        );
        let legs = row.legs.iter().flatten();
        let legs: Vec<String> = legs
            .map(|leg| within(shell.say(leg.title.as_ref())))
            .collect();
        let text = shell.tw(
            "bundle-event-text",
            &[
                ("n", legs.len().into()),
                ("legs", shell.words.list(&legs).into()),
            ],
        );
        Card::new(event, format!("/bundles/{family}"), text)
    });
    Cards::new(cards.collect()).into()
}

/// An application, with what is awaited.
pub(crate) fn bundle_item(shell: &Shell, row: &OwnBundleRow) -> TaskItem {
    let title = shell.say(row.title.as_ref());
    let title = match row.about.as_deref() {
        Some(about) => shell.tw(
            "portal-title-about",
            &[("title", title.into()), ("about", about.into())],
        ),
        None => title.to_owned(),
    };
    let state = Tag::new(tone(row.state), shell.say(row.state_text.as_ref()));
    TaskItem::new(title, state)
        .href(address(row.bundle_id.as_deref().unwrap_or_default()))
        .note(note(shell, row))
}

/// How a state of an application looks.
pub(super) fn tone(state: Option<BundleState>) -> Tone {
    match state {
        Some(BundleState::Done) => Tone::Good,
        Some(BundleState::Running) => Tone::Info,
        Some(BundleState::Draft | BundleState::Withdrawn) | None => Tone::Neutral,
    }
}

fn note(shell: &Shell, row: &OwnBundleRow) -> String {
    if row.state == Some(BundleState::Draft) {
        let started = shell.moment(row.started_at);
        let id = if row.prepared == Some(true) {
            "bundle-row-prepared"
        } else {
            "bundle-row-draft"
        };
        return shell.tw(id, &[("at", started.into())]);
    }
    let done = row.legs_done.unwrap_or_default();
    let total = row.legs_total.unwrap_or_default();
    let number = row.number.as_deref().unwrap_or_default();
    let args = [
        ("done", done.into()),
        ("total", total.into()),
        ("number", number.into()),
    ];
    let running = row.state == Some(BundleState::Running);
    match row.due_at.filter(|_| running).and_then(local) {
        Some(due) => {
            let due = shell.words.full_date_time(due);
            let mut args = args.to_vec();
            args.push(("due", due.into()));
            shell.tw("bundle-row-due", &args)
        }
        None => shell.tw("bundle-row", &args),
    }
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{BundleRow, BundleState, LegOfBundle, OwnBundleRow};
    use dean06_kernel::Text;
    use dean06_ui::{Markup, TaskList};

    use super::{bundle_cards, bundle_item};
    use crate::frame::testing::{HOUR, NOW, citizen};

    #[test]
    fn an_event_of_life_leads_to_its_procedures() {
        let leg = |title: &str| LegOfBundle {
            title: Some(Text::new(title, title)),
            ..LegOfBundle::default()
        };
        let row = BundleRow {
            family: Some("birth".to_owned()),
            title: Some(Text::new("Liên thông", "Bundle")),
            legs: Some(vec![leg("Đăng ký khai sinh"), leg("Cấp thẻ bảo hiểm y tế")]),
            ..BundleRow::default()
        };
        let html = bundle_cards(&citizen(), &[row]);
        for part in [
            "href=\"/bundles/birth\"",
            "Có em bé mới sinh?",
            "đăng ký khai sinh và cấp thẻ bảo hiểm y tế",
        ] {
            assert!(html.as_str().contains(part), "{part} in {}", html.as_str());
        }
    }

    #[test]
    fn an_application_says_how_far_it_is() {
        let row = OwnBundleRow {
            bundle_id: Some("b".to_owned()),
            number: Some("H26-9".to_owned()),
            title: Some(Text::new("Liên thông", "Bundle")),
            about: Some("Lò Ngọc Ánh".to_owned()),
            state: Some(BundleState::Running),
            state_text: Some(Text::new("Đang giải quyết", "Running")),
            due_at: Some(NOW + 72 * HOUR),
            legs_done: Some(1),
            legs_total: Some(3),
            ..OwnBundleRow::default()
        };
        let html: Markup = TaskList::new(vec![bundle_item(&citizen(), &row)]).into();
        for part in [
            "href=\"/my/bundles/b\"",
            "Liên thông: Lò Ngọc Ánh",
            "1 trên 3",
            "thứ Năm, 26/11/2026",
            "H26-9",
        ] {
            assert!(html.as_str().contains(part), "{part} in {}", html.as_str());
        }
    }
}
