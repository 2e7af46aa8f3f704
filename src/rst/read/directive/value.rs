//! The values that options of directives may have: docutils' conversion functions.

use crate::rst::chars::is_space;

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OptionValue {
    /// Anything, also nothing.
    Any,
    /// Something.
    Required,
    /// Nothing.
    Flag,
    /// Words each of which makes a class name.
    Class,
    /// A whole number.
    Integer,
    /// A whole number that is not negative.
    Count,
    /// The same with an optional percent sign.
    Percent,
    /// A number with an optional unit of length.
    Length,
    /// A number with an optional unit of length or a percent sign.
    LengthOrPercent,
    /// The same, or `image`.
    FigureWidth,
    /// One of these.
    Choice(&'static [&'static str]),
    /// One of these, or positive whole numbers.
    Widths(&'static [&'static str]),
}

const UNITS: &[&str] = &[
    "", "em", "ex", "ch", "rem", "vw", "vh", "vmin", "vmax", "cm", "mm", "Q", "in", "pt", "pc",
    "px",
];

impl OptionValue {
    /// Whether this text will do; `None` when the option has no text at all.
    pub fn accepts(self, text: Option<&str>) -> bool {
        let given = text.unwrap_or("").trim_matches(is_space);
        match self {
            OptionValue::Any => true,
            OptionValue::Required => text.is_some(),
            OptionValue::Flag => given.is_empty(),
            OptionValue::Class => text.is_some() && given.split(is_space).all(makes_class),
            OptionValue::Integer => integer(given).is_some(),
            OptionValue::Count => integer(given).is_some_and(|negative| !negative),
            OptionValue::Percent => {
                integer(given.trim_end_matches([' ', '%'])).is_some_and(|negative| !negative)
            }
            OptionValue::Length => is_measure(given, false),
            OptionValue::LengthOrPercent => is_measure(given, true),
            OptionValue::FigureWidth => {
                given.eq_ignore_ascii_case("image") || is_measure(given, true)
            }
            OptionValue::Choice(choices) => choices.contains(&given.to_lowercase().as_str()),
            OptionValue::Widths(choices) => {
                choices.contains(&given.to_lowercase().as_str()) || are_widths(given)
            }
        }
    }
}

/// Whether docutils can make an identifier of a word: it holds a letter.
pub(super) fn makes_class(word: &str) -> bool {
    word.is_empty()
        || word
            .chars()
            .any(|c| c.is_ascii_alphabetic() || ('\u{c0}'..'\u{250}').contains(&c))
}

/// Whether the text is a whole number as Python reads it, and whether that is negative.
fn integer(text: &str) -> Option<bool> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let valid = !digits.is_empty()
        && digits
            .split('_')
            .all(|part| !part.is_empty() && part.chars().all(char::is_numeric));
    valid.then(|| text.starts_with('-') && digits.chars().any(|c| c != '0'))
}

fn is_measure(text: &str, percent: bool) -> bool {
    let number = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let (number, unit) = text.split_at(number);
    let unit = unit.trim_start_matches(is_space);
    number.parse::<f64>().is_ok() && (UNITS.contains(&unit) || percent && unit == "%")
}

fn are_widths(text: &str) -> bool {
    let parts: Vec<&str> = match text.contains(',') {
        true => text
            .split(',')
            .map(|part| part.trim_matches(is_space))
            .collect(),
        false => text
            .split(is_space)
            .filter(|part| !part.is_empty())
            .collect(),
    };
    parts
        .iter()
        .all(|part| part.parse::<i64>().is_ok_and(|width| width > 0))
}
