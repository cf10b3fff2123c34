//! Instants in certificates and time stamps.

use der::asn1::{GeneralizedTime, UtcTime};
use der::{Choice, ErrorKind, Tag, ValueOrd};
use jiff::Timestamp;
use jiff::tz::Offset;

/// The last second that certificates write with two digits of the year: the end of 2049.
const LAST_SHORT: i64 = 2_524_607_999;

/// An instant in whole seconds, with two or four digits of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice, ValueOrd)]
pub(crate) enum Time {
    #[asn1(type = "UTCTime")]
    Short(UtcTime),
    #[asn1(type = "GeneralizedTime")]
    Long(GeneralizedTime),
}

impl Time {
    /// As RFC 5280 wants it written. Fractions of a second are cut off.
    pub(crate) fn new(at: Timestamp) -> der::Result<Self> {
        let seconds = at.as_second();
        let since_1970 = u64::try_from(seconds)
            .map(std::time::Duration::from_secs)
            .map_err(|_| ErrorKind::DateTime)?;
        if seconds <= LAST_SHORT {
            UtcTime::from_unix_duration(since_1970).map(Self::Short)
        } else {
            GeneralizedTime::from_unix_duration(since_1970).map(Self::Long)
        }
    }

    pub(crate) fn timestamp(self) -> Timestamp {
        let since_1970 = match self {
            Self::Short(time) => time.to_unix_duration(),
            Self::Long(time) => time.to_unix_duration(),
        };
        i64::try_from(since_1970.as_secs())
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .unwrap_or(Timestamp::MAX)
    }
}

/// `YYYYMMDDHHMMSSZ` with an optional fraction of a second, which only time stamps may have.
pub(crate) fn generalized(text: &[u8]) -> der::Result<Timestamp> {
    let broken = || der::Error::from(Tag::GeneralizedTime.value_error());
    let text = std::str::from_utf8(text).map_err(|_| broken())?;
    let (whole, fraction) = text
        .strip_suffix('Z')
        .map(|text| text.split_once('.').unwrap_or((text, "")))
        .ok_or_else(broken)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || fraction.len() > 9 || !digits(fraction) {
        return Err(broken());
    }
    let part = |from: usize, to: usize| {
        whole
            .get(from..to)
            .and_then(|part| part.parse::<i16>().ok())
            .unwrap_or(-1)
    };
    let small = |from: usize| i8::try_from(part(from, from + 2)).unwrap_or(-1);
    let nanos = format!("{fraction:0<9}")
        .parse::<i32>()
        .map_err(|_| broken())?;
    let valid = (1..=12).contains(&small(4))
        && (1..=31).contains(&small(6))
        && (0..=23).contains(&small(8))
        && (0..=59).contains(&small(10))
        && (0..=59).contains(&small(12));
    if !valid {
        return Err(broken());
    }
    jiff::civil::Date::new(part(0, 4), small(4), small(6))
        .map(|day| day.at(small(8), small(10), small(12), nanos))
        .and_then(|at| Offset::UTC.to_timestamp(at))
        .map_err(|_| broken())
}

/// `YYYYMMDDHHMMSSZ`; fractions of a second are cut off.
pub(crate) fn to_generalized(at: Timestamp) -> String {
    Offset::UTC
        .to_datetime(at)
        .strftime("%Y%m%d%H%M%SZ")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_year_2050_gets_four_digits() {
        let last: Timestamp = "2049-12-31T23:59:59Z".parse().unwrap();
        assert!(matches!(Time::new(last), Ok(Time::Short(_))));
        let next: Timestamp = "2050-01-01T00:00:00Z".parse().unwrap();
        assert!(matches!(Time::new(next), Ok(Time::Long(_))));
        assert!(Time::new(Timestamp::MIN).is_err());
    }

    #[test]
    fn fractions_are_read() {
        let expected: Timestamp = "2026-11-22T01:02:03.25Z".parse().unwrap();
        assert_eq!(generalized(b"20261122010203.25Z"), Ok(expected));
        for broken in [
            "",
            "20261122010203",
            "2026112201020Z",
            "20261322010203Z",
            "20260231000000Z",
            "20261122010203.0123456789Z",
            "20261122010260Z",
        ] {
            assert!(generalized(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn seconds_survive(seconds in 0_i64..4_000_000_000) {
            let at = Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(Time::new(at).unwrap().timestamp(), at);
            prop_assert_eq!(generalized(to_generalized(at).as_bytes()), Ok(at));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9.Z]{0,24}") {
            let _ = generalized(text.as_bytes());
        }
    }
}
