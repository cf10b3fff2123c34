//! The chain that a dossier is a leg of: where each leg stands, at which office, by when and why.

use dean06_contracts::casework::ChainLeg;
use dean06_ui::{Button, Chain, ChainLink, Hidden, Markup, Tag, Tone};

use super::dossier::Desk;
use crate::bundles::leg_tone;
use crate::frame::{CommandKey, Shell, form, link, paragraph, quiet};

/// The heading, and the chain; nothing for a dossier that stands alone.
pub(super) fn chain(shell: &Shell, desk: &Desk, key: &CommandKey) -> Option<(String, Markup)> {
    let chain = desk.chain.as_ref()?;
    let number = chain.number.as_deref().unwrap_or_default();
    let title = shell.tw("desk-chain", &[("number", number.into())]);
    let clock = chain.clock.as_ref().and_then(|clock| {
        shell.clock_line(
            clock,
            &shell.t("bundle-clock"),
            &shell.t("desk-clock-paused"),
        )
    });
    let legs = chain.legs.iter().flatten();
    let links = legs.map(|leg| part(shell, desk, leg, key)).collect();
    let content = [
        quiet(shell.say(chain.title.as_ref())),
        paragraph(shell.say(chain.state_text.as_ref())),
        clock.map(Markup::from).unwrap_or_default(),
        Chain::new(links).into(),
    ];
    Some((title, Markup::join(content)))
}

/// Whether a leg is the dossier on the desk.
pub(super) fn is_here(desk: &Desk, leg: &ChainLeg) -> bool {
    leg.dossier_id.as_deref() == Some(desk.id.as_str())
}

fn part(shell: &Shell, desk: &Desk, leg: &ChainLeg, key: &CommandKey) -> ChainLink {
    let state = Tag::new(leg_tone(leg.state), shell.say(leg.state_text.as_ref()));
    let said = [&leg.organisation, &leg.next, &leg.reason]
        .into_iter()
        .flatten()
        .map(|text| paragraph(shell.words.of(text)));
    let here = is_here(desk, leg);
    let clock = leg.clock.as_ref().filter(|_| !here).and_then(|clock| {
        shell.clock_line(clock, &shell.t("desk-clock"), &shell.t("desk-clock-paused"))
    });
    let content = [
        Markup::join(said),
        clock.map(Markup::from).unwrap_or_default(),
        tries(shell, leg),
        way(shell, desk, leg),
        retry(shell, desk, leg, key),
    ];
    ChainLink::new(shell.say(leg.title.as_ref()), state).markup(Markup::join(content))
}

/// What the machine has tried in vain, and whether somebody should look after it.
fn tries(shell: &Shell, leg: &ChainLeg) -> Markup {
    let stuck = (leg.stuck == Some(true)).then(|| {
        Markup::join([
            Markup::trusted("<p>"),
            Tag::new(Tone::Bad, shell.t("desk-chain-stuck")).into(),
            Markup::trusted("</p>"),
        ])
    });
    let again = leg.attempt.filter(|attempt| *attempt > 1);
    let again = again.map(|n| quiet(&shell.tw("desk-chain-attempt", &[("n", n.into())])));
    let vain = leg.tries.filter(|tries| *tries > 0).map(|tries| {
        let at = shell.moment(leg.last_try_at);
        let error = shell.say(leg.last_error.as_ref());
        quiet(&shell.tw(
            "desk-chain-tries",
            &[
                ("n", tries.into()),
                ("at", at.into()),
                ("error", error.into()),
            ],
        ))
    });
    Markup::join([stuck, again, vain].into_iter().flatten())
}

/// That it is this dossier, or the way to another one of the same office.
fn way(shell: &Shell, desk: &Desk, leg: &ChainLeg) -> Markup {
    if is_here(desk, leg) {
        return quiet(&shell.t("desk-chain-here"));
    }
    let (Some(id), Some(number)) = (&leg.dossier_id, &leg.dossier_number) else {
        return Markup::default();
    };
    Markup::join([
        Markup::trusted("<p>"),
        link(&format!("/desk/dossiers/{id}"), number),
        Markup::trusted("</p>"),
    ])
}

/// The button that tries another leg now; that of this dossier stands among its steps.
fn retry(shell: &Shell, desk: &Desk, leg: &ChainLeg, key: &CommandKey) -> Markup {
    if leg.can_retry != Some(true) || is_here(desk, leg) {
        return Markup::default();
    }
    let id = leg.leg_id.as_deref().unwrap_or_default();
    form(
        &format!("/desk/dossiers/{}/retry", desk.id),
        [
            key.field().into(),
            Hidden::new("leg", id).into(),
            Button::secondary(shell.t("desk-retry")).into(),
        ],
    )
}
