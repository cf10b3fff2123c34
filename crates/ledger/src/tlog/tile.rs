use std::{fmt, str::FromStr};

/// Hashes of a full tile, and entries of a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// The highest level that a path may name.
const TOP_LEVEL: u8 = 63;
/// The longest path of a tile: an index of twenty digits takes seven elements.
const PATH_LIMIT: usize = 64;

/// A tile or a bundle of entries, as the end of its address: `0/x001/234`, `2/000.p/17` or
/// `entries/x001/234.p/5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TilePath {
    /// The level of the tile's hashes in tiles; none for a bundle of entries.
    pub level: Option<u8>,
    /// Position within the level.
    pub index: u64,
    /// How many hashes or entries, 1 to 256; 256 is a full one.
    pub width: u16,
}

/// A path that names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct TileError;

impl TilePath {
    /// How many entries a log must have for this tile to be there; none where no log can have them.
    pub fn entries_needed(&self) -> Option<u64> {
        let level = u32::from(self.level.unwrap_or(0));
        let hashes = self
            .index
            .checked_mul(u64::from(TILE_WIDTH))?
            .checked_add(u64::from(self.width))?;
        let each = 1_u64.checked_shl(level * TILE_WIDTH.ilog2())?;
        hashes.checked_mul(each)
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "{level}/")?,
            None => f.write_str("entries/")?,
        }
        let mut elements = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            elements.push(rest % 1000);
            rest /= 1000;
        }
        for element in elements[1..].iter().rev() {
            write!(f, "x{element:03}/")?;
        }
        write!(f, "{:03}", elements[0])?;
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = TileError;

    fn from_str(text: &str) -> Result<Self, TileError> {
        if text.len() > PATH_LIMIT {
            return Err(TileError);
        }
        let (level, rest) = text.split_once('/').ok_or(TileError)?;
        let level = match level {
            "entries" => None,
            level => Some(number(level).filter(|&l| l <= TOP_LEVEL).ok_or(TileError)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((index, width)) => {
                let width = number(width).filter(|w| (1..TILE_WIDTH).contains(w));
                (index, width.ok_or(TileError)?)
            }
        };
        let path = Self {
            level,
            index: parse_index(index).ok_or(TileError)?,
            width,
        };
        // There is one way to write a path: `x000/001` is not `001`.
        if path.to_string() == text {
            Ok(path)
        } else {
            Err(TileError)
        }
    }
}

fn parse_index(text: &str) -> Option<u64> {
    text.split('/').try_fold(0_u64, |index, element| {
        let digits = element.strip_prefix('x').unwrap_or(element);
        let value: u64 = digits.parse().ok()?;
        index.checked_mul(1000)?.checked_add(value)
    })
}

fn number<N: FromStr + fmt::Display>(text: &str) -> Option<N> {
    text.parse().ok().filter(|n: &N| n.to_string() == text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(Option<u8>, u64, u16)> {
        let path: TilePath = text.parse().ok()?;
        Some((path.level, path.index, path.width))
    }

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(read("0/x001/x234/067"), Some((Some(0), 1_234_067, 256)));
        assert_eq!(read("2/000.p/17"), Some((Some(2), 0, 17)));
        assert_eq!(read("entries/273.p/112"), Some((None, 273, 112)));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "",
            "0",
            "0/",
            "0/1",
            "0/0001",
            "0/x000/001",
            "0/001/002",
            "0/x001",
            "00/001",
            "64/000",
            "-1/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/+01",
            "entries",
            "0/000/",
            "0/x018/x446/x744/x073/x709/x551/x616/000",
            "é/000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_tile_needs_the_entries_it_stands_for() {
        let needed = |text: &str| {
            text.parse::<TilePath>()
                .ok()
                .and_then(|p| p.entries_needed())
        };
        assert_eq!(needed("0/273.p/112"), Some(70_000));
        assert_eq!(needed("1/000"), Some(65_536));
        assert_eq!(needed("1/001.p/17"), Some(273 * 256));
        assert_eq!(needed("2/000.p/1"), Some(65_536));
        assert_eq!(needed("63/000.p/1"), None);
    }

    proptest! {
        #[test]
        fn a_path_is_read_as_it_was_written(
            level in prop::option::of(0_u8..=TOP_LEVEL), index: u64, width in 1_u16..=TILE_WIDTH
        ) {
            let path = TilePath { level, index, width };
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }

        #[test]
        fn paths_are_those_of_others(level in 0_u8..=5, index in 0_u64..2_000_000, width in 1_u16..=256) {
            let path = TilePath { level: Some(level), index, width };
            let theirs = tlog_tiles::Tile::new(8, level, index, u32::from(width), false).path();
            prop_assert_eq!(format!("tile/{path}"), theirs.replace("tile/8/", "tile/"));
        }

        #[test]
        fn nothing_that_is_sent_breaks_the_reading(text in "\\PC{0,80}") {
            let _ = read(&text);
        }
    }
}
