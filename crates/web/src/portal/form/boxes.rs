//! Dates between three boxes and the text in which they are kept.

use dean06_kernel::PartialDate;
use dean06_ui::DateBoxes;

/// What was typed as it is kept: a date where it is one, else the three parts with slashes, so that
/// they find back to their boxes.
pub(super) fn kept(boxes: &DateBoxes) -> String {
    match boxes.read() {
        Ok(Some(date)) => date.to_string(),
        Ok(None) => String::new(),
        Err(_) => [&boxes.day, &boxes.month, &boxes.year]
            .map(|part| part.trim())
            .join("/"),
    }
}

/// The boxes for a kept text, whatever was typed.
pub(super) fn boxes(kept: &str) -> DateBoxes {
    if let Ok(date) = kept.parse::<PartialDate>() {
        return date.into();
    }
    let slashed: Vec<&str> = kept.splitn(3, '/').collect();
    let dashed: Vec<&str> = kept.splitn(3, '-').collect();
    let [day, month, year] = match (slashed.as_slice(), dashed.as_slice()) {
        ([day, month, year], _) | (_, [year, month, day]) => [*day, *month, *year],
        ([month, year], _) | (_, [year, month]) => ["", *month, *year],
        _ => ["", "", kept],
    };
    DateBoxes {
        day: day.to_owned(),
        month: month.to_owned(),
        year: year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use dean06_ui::DateBoxes;

    use super::{boxes, kept};

    fn typed(day: &str, month: &str, year: &str) -> DateBoxes {
        DateBoxes {
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        }
    }

    #[test]
    fn what_was_typed_comes_back() {
        for (date, text) in [
            (typed("07", "03", "1990"), "1990-03-07"),
            (typed("", "03", "1990"), "1990-03"),
            (typed("7", "3", "90"), "7/3/90"),
            (typed("30", "02", "1990"), "30/02/1990"),
            (typed("7", "", "1990"), "7//1990"),
            (typed("", "", ""), ""),
        ] {
            assert_eq!(kept(&date), text);
            assert_eq!(boxes(text), date);
        }
    }

    #[test]
    fn a_text_that_another_room_read_as_a_date_finds_its_boxes() {
        assert_eq!(boxes("1990-02-31"), typed("31", "02", "1990"));
        assert_eq!(boxes("nonsense"), typed("", "", "nonsense"));
    }
}
