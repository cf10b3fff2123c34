//! Tables that become cards where the screen is narrow.

use askama::Template;

use super::{Tone, components};
use crate::markup::Markup;

#[derive(Debug, Clone)]
struct Column {
    label: String,
    numeric: bool,
}

/// One row of a [`Table`]. Its first cell names it; cells beyond the last column are not shown.
#[derive(Debug, Clone, Default)]
pub struct Row {
    cells: Vec<Markup>,
    tone: Tone,
}

impl Row {
    /// An empty row.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next cell.
    #[must_use]
    pub fn cell(mut self, cell: impl Into<Markup>) -> Self {
        self.cells.push(cell.into());
        self
    }

    /// The next cell, a link: in a queue, where the keys `j` and `k` stop.
    #[must_use]
    pub fn link(mut self, href: &str, text: &str) -> Self {
        let pieces = [
            Markup::trusted("<a href=\""),
            Markup::from(href),
            Markup::trusted("\">"),
            Markup::from(text),
            Markup::trusted("</a>"),
        ];
        self.cells.push(Markup::join(pieces));
        self
    }

    /// Marks the row at its edge.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// A table with a caption. On a narrow screen each row becomes a card in which each value has
/// its column's name beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "table.html")]
pub struct Table {
    caption: String,
    quiet_caption: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
    queue: bool,
}

impl Table {
    /// A table with its caption.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            quiet_caption: false,
            columns: Vec::new(),
            rows: Vec::new(),
            queue: false,
        }
    }

    /// Keeps the caption for those who hear the page: a heading above says the same.
    #[must_use]
    pub fn quiet_caption(mut self) -> Self {
        self.quiet_caption = true;
        self
    }

    /// The next column.
    #[must_use]
    pub fn column(mut self, label: impl Into<String>) -> Self {
        self.columns.push(Column {
            label: label.into(),
            numeric: false,
        });
        self
    }

    /// The next column, of numbers: they stand at the right.
    #[must_use]
    pub fn number_column(mut self, label: impl Into<String>) -> Self {
        self.columns.push(Column {
            label: label.into(),
            numeric: true,
        });
        self
    }

    /// The rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Makes it a queue: denser, with `j` and `k` moving from link to link.
    #[must_use]
    pub fn queue(mut self) -> Self {
        self.queue = true;
        self
    }

    /// The cells of a row, each with its column.
    fn cells<'table>(&'table self, row: &'table Row) -> Vec<(&'table Markup, &'table Column)> {
        row.cells.iter().zip(&self.columns).collect()
    }
}

components!(Table);
