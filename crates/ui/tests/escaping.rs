//! Whatever stands in a component, its HTML keeps its shape: no input becomes a tag or an
//! attribute.

use anyhow::Result;
use axum::http::StatusCode;
use dean06_kernel::Language;
use dean06_ui::{
    Button, Buttons, Card, Cards, Chain, ChainLink, Choice, ClockLine, ComparedRow, Comparison,
    Confirmation, DateBoxes, Due, EmptyState, ErrorSummary, Field, Figure, Figures, FilledValue,
    Hidden, KeyHelp, Link, Markup, Notice, Page, Pagination, Paper, Row, SaveStatus, Seal,
    SignedIn, Source, SummaryList, SummaryRow, Table, Tag, TaskItem, TaskList, Timeline,
    TimelineEntry, Tone, Ui, Words, error_page,
};
use jiff::civil::date;
use proptest::prelude::*;

fn fields(words: &Words, text: &str) -> Vec<Field> {
    let choices = || {
        vec![
            Choice::new(text, text).hint(text),
            Choice::new("other", text),
        ]
    };
    let boxes = DateBoxes {
        day: text.to_owned(),
        month: text.to_owned(),
        year: text.to_owned(),
    };
    let source = || Source::new(words, text).correction(words, text);
    [
        Field::text(words, text, text),
        Field::text(words, text, text).read_only(),
        Field::digits(words, text, text, 12),
        Field::password(words, text, text),
        Field::area(words, text, text),
        Field::date(words, text, text, boxes),
        Field::radios(words, text, text, choices()),
        Field::checkboxes(words, text, text, choices()),
        Field::select(words, text, text, choices()),
        Field::checkbox(words, text, text),
        Field::file(words, text, text, text),
    ]
    .into_iter()
    .flat_map(|field| [field.clone(), field.heading().optional()])
    .map(|field| {
        let field = field.value(text).hint(text).error(Some(text));
        field.source(source())
    })
    .collect()
}

fn lists(words: &Words, text: &str) -> Vec<Markup> {
    let source = || Source::new(words, text).correction(words, text);
    let tag = || Tag::new(Tone::Bad, text);
    let row = || Row::new().link(text, text).cell(text).cell(tag());
    vec![
        SummaryList::new(
            words,
            vec![SummaryRow::new(text, text).source(source()).change(text)],
        )
        .into(),
        Cards::new(vec![Card::new(text, text, text)]).into(),
        TaskList::new(vec![
            TaskItem::new(text, tag()).href(text).note(text).body(text),
            TaskItem::new(text, tag()),
        ])
        .into(),
        Chain::new(vec![ChainLink::new(text, tag()).markup(text)]).into(),
        Timeline::new(vec![
            TimelineEntry::now(text, text).by(text).body(text),
            TimelineEntry::later(text, text),
        ])
        .into(),
        Table::new(text)
            .column(text)
            .column(text)
            .number_column(text)
            .rows([row(), row().tone(Tone::Bad)])
            .queue()
            .into(),
        Comparison::new(
            words,
            text,
            vec![
                ComparedRow::new(text, text, Some(text.to_owned())).source(text),
                ComparedRow::new(text, text, None).differs(true),
            ],
        )
        .into(),
        Figures::new(vec![
            Figure::new(text, text).href(text).current(true),
            Figure::new(text, text),
        ])
        .into(),
        KeyHelp::new(words)
            .keys([(text.to_owned(), text.to_owned())])
            .into(),
    ]
}

fn messages(words: &Words, text: &str) -> Vec<Markup> {
    let at = date(2026, 11, 25).at(17, 0, 0, 0);
    let source = Source::new(words, text).correction(words, text);
    vec![
        ErrorSummary::new(words)
            .field(text, text)
            .general(text)
            .into(),
        FilledValue::new(text, text, source).note(text).into(),
        Notice::new(Tone::Info, text)
            .text(text)
            .markup(text.into())
            .live()
            .into(),
        Confirmation::new(text).number(text, text).into(),
        EmptyState::new(text, text)
            .action(Button::primary(text).href(text))
            .into(),
        SaveStatus::new(words, Some(text.to_owned())).into(),
        ClockLine::new(words, text, at, Due::Today).into(),
        ClockLine::paused(text).into(),
        Buttons::new([
            Button::primary(text).value(text, text).form(text).key('"'),
            Button::plain(text).href(text).key('<'),
            Button::copy(words, text),
        ])
        .into(),
        Hidden::new(text, text).into(),
        Pagination::new(words, Some(text.to_owned()), Some(text.to_owned())).into(),
        Paper::new(words, text, text)
            .above(text)
            .number(text)
            .place_and_date(text)
            .subtitle(text)
            .body(text)
            .seal(Seal::new(text, text).note(text))
            .code(text.into(), text)
            .into(),
    ]
}

fn pages(words: &Words, text: &str) -> Vec<Markup> {
    let link = || vec![Link::new(text, text).current(true)];
    let page = Page::new(words, text)
        .caption(text)
        .home(text)
        .navigation(link())
        .crumbs(link())
        .footer(link())
        .back(text)
        .errors(ErrorSummary::new(words).field(text, text));
    let person = SignedIn::new(text, text).detail(text);
    let visitor = page.clone().sign_in(text).markup(text.into());
    let signed_in = page.signed_in(person).markup(text.into());
    let failed = error_page(words, StatusCode::NOT_FOUND, Some(text));
    [visitor, signed_in, failed]
        .map(|page| Markup::trusted(page.html()))
        .into()
}

/// Everything the crate can print, with `text` wherever a caller may put text.
fn everything(words: &Words, text: &str) -> Vec<Markup> {
    let fields = fields(words, text).into_iter().map(Markup::from);
    fields
        .chain(lists(words, text))
        .chain(messages(words, text))
        .chain(pages(words, text))
        .collect()
}

/// The tags of some HTML in their order, each with the names of its attributes.
fn shape(html: &str) -> Vec<Vec<String>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let mut tag = vec![String::new()];
        let mut quoted = false;
        let mut end = rest.len();
        for (position, letter) in rest.char_indices().skip_while(|(at, _)| *at <= start) {
            match letter {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '>' => {
                    end = position + 1;
                    break;
                }
                letter if letter.is_ascii_whitespace() => tag.push(String::new()),
                letter => tag
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|word| word.push(letter)),
            }
        }
        tags.push(tag);
        rest = &rest[end..];
    }
    tags
}

/// Text that tries: many of the characters that mean something in HTML.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a<>\"'&/= \n;#]{1,24}".prop_map(|text| format!("b{text}b")),
        "\\PC{1,24}".prop_map(|text| format!("b{text}b")),
        Just("b\"><script>alert(1)</script>".to_owned()),
        Just("b' onclick='alert(1)".to_owned()),
        Just("b</textarea><img src=x onerror=alert(1)>".to_owned()),
        Just("b\u{202e}</a><!--".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_input_changes_the_shape(text in hostile(), english in any::<bool>()) {
        let language = if english { Language::En } else { Language::Vi };
        let words = Ui::load().unwrap().words(language);
        for (tame, wild) in everything(&words, "b").iter().zip(everything(&words, &text)) {
            prop_assert!(shape(tame.as_str()) == shape(wild.as_str()), "{tame}\n{wild}");
        }
    }
}

#[test]
fn the_shape_of_what_is_not_escaped_would_differ() -> Result<()> {
    let words = Ui::load()?.words(Language::Vi);
    let all = Markup::join(everything(&words, "b<i>"));
    assert!(!all.as_str().contains("<i>"));
    assert_ne!(shape("<p>b</p>"), shape("<p>b<i></p>"));
    assert_ne!(
        shape("<a href=\"b\">"),
        shape("<a href=\"b\" onclick=\"\">")
    );
    assert_eq!(shape("<a href=\"b\">"), shape("<a href=\"c &#34; d>\">"));
    Ok(())
}
