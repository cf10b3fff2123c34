//! The page shell, components, stylesheet, script and locales that every page shares.
//!
//! A caller renders what is inside `<main>` with an askama template of its own and hands it to
//! a [`Page`]. Components are values: build one, put it in a field of the template and print it
//! with `{{ name }}`. It comes out as HTML, while every plain string stays escaped.
//!
//! ```
//! use axum::http::StatusCode;
//! use dean06_kernel::Language;
//! use dean06_ui::{Markup, Page, Tag, Tone, Ui};
//!
//! # fn main() -> Result<(), dean06_ui::LocalesError> {
//! let ui = Ui::load()?;
//! let words = ui.words(Language::Vi);
//! let state = Tag::new(Tone::Good, "Đã có kết quả");
//! let response = Page::new(&words, "Hồ sơ của tôi").markup(Markup::from(state));
//! assert_eq!(response.status(), StatusCode::OK);
//! assert!(response.html().contains("<h1>Hồ sơ của tôi</h1>"));
//! # Ok(())
//! # }
//! ```
//!
//! # What a caller's HTML may use
//!
//! Classes: `columns` (its first child and an `<aside>` side by side where there is room),
//! `filters` (a form in one row), `panel` (a box), `quiet` (less important text), `hidden`
//! (heard, not seen), `number` (figures of equal width).
//!
//! The script does nothing that a page needs. It guards every form against being sent twice or
//! without a connection. `<form data-guard>` warns before typing is lost; `<form
//! data-autosave="ADDRESS">` does so too and posts itself to the address while it is typed in,
//! reporting in the form's [`SaveStatus`]. The address answers 2xx, with an empty body or
//! `{"message": "…", "fields": {"version": "7"}}` to show a text and to set hidden fields.
//! Buttons that print or copy show themselves only where it runs. Keys work on a page that has a
//! [`KeyHelp`]. Forms carry `novalidate`: errors are said by the server, in the reader's language.
//!
//! # With axum
//!
//! Keep a [`Ui`] in the state (`Ui: FromRef<S>`), take [`Words`] as an extractor,
//! merge [`assets_router`], and put [`security_headers`] and [`remember_language`] around the
//! routes with `axum::middleware::from_fn`.

mod assets;
mod components;
mod dates;
mod failure;
mod headers;
mod locales;
mod markup;
mod numbers;
mod page;
mod response;
mod words;

pub use assets::{asset_path, assets_router};
pub use components::{
    Button, Buttons, Card, Cards, Chain, ChainLink, Choice, ClockLine, ComparedRow, Comparison,
    Confirmation, DateBoxes, DateProblem, EmptyState, ErrorSummary, Field, Figure, Figures,
    FilledValue, Hidden, KeyHelp, Notice, Pagination, Paper, Row, SaveStatus, Seal, Source,
    SummaryList, SummaryRow, Table, Tag, TaskItem, TaskList, Timeline, TimelineEntry, Tone,
};
pub use dates::Due;
pub use failure::{error_page, failure_pages};
pub use fluent_bundle::FluentValue;
pub use headers::security_headers;
pub use locales::{Locales, LocalesError};
pub use markup::Markup;
pub use page::{Link, Page, SignedIn};
pub use response::PageResponse;
pub use words::{Ui, Words, remember_language};
