//! List items as docutils reads them: a bullet or an ordinal, then white space.

use crate::rst::roman;

/// Indentation, marker and white space at the head of a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    pub(super) indent: &'a str,
    /// The bullet, or the ordinal with its punctuation.
    pub(super) label: &'a str,
    /// The white space between marker and text.
    pub(super) gap: &'a str,
}

impl Marker<'_> {
    /// Where the item's text begins.
    pub(super) fn text_start(&self) -> usize {
        self.indent.len() + self.label.len() + self.gap.len()
    }
}

/// The white space a line begins with.
pub(super) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Where a line's text begins: behind its indentation and a bullet or ordinal.
pub(super) fn text_start(line: &str) -> usize {
    marker(line).map_or_else(|| indent(line).len(), |marker| marker.text_start())
}

/// The marker at the head of a line, if the line is a list item.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let indent = indent(line);
    let rest = &line[indent.len()..];
    let first = rest.chars().next()?;
    let length = if matches!(first, '-' | '*' | '+' | '•' | '‣' | '⁃') {
        first.len_utf8()
    } else {
        let (open, ordinal) = ordinal(rest)?;
        open.len() + ordinal.len() + 1
    };
    let gap = self::indent(&rest[length..]);
    (!gap.is_empty()).then(|| Marker {
        indent,
        label: &rest[..length],
        gap,
    })
}

/// The opening parenthesis, if any, and the ordinal of an enumerator such as `3.`, `b)` or `(iv)`.
fn ordinal(text: &str) -> Option<(&str, &str)> {
    let (open, rest) = text
        .strip_prefix('(')
        .map_or(("", text), |rest| ("(", rest));
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    let label = &rest[..end];
    let sound = label == "#"
        || (!label.is_empty() && label.len() <= 9 && label.bytes().all(|b| b.is_ascii_digit()))
        || (label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic()))
        || (value(label).is_some()
            && (label == label.to_lowercase() || label == label.to_uppercase()));
    let closed = match rest.as_bytes().get(end) {
        Some(b')') => true,
        Some(b'.') => open.is_empty(),
        _ => false,
    };
    (sound && closed).then_some((open, label))
}

/// The label of the item after `label`, where `before` is that of the item before it, if there is
/// one.
///
/// `None` when the line only looks like an item: prose that begins with `J. Smith` or `2017.`.
pub(super) fn next_label(label: &str, before: Option<&str>) -> Option<String> {
    let Some((open, now)) = ordinal(label) else {
        return Some(label.to_owned());
    };
    let close = &label[open.len() + now.len()..];
    let before = before.and_then(ordinal).map(|(_, ordinal)| ordinal);
    let next = if now == "#" {
        "#".to_owned()
    } else if let Ok(number) = now.parse::<u32>() {
        let follows = before
            .and_then(|b| b.parse::<u32>().ok())
            .is_some_and(|b| b.checked_add(1) == Some(number));
        (number < 1000 || follows).then(|| (number + 1).to_string())?
    } else {
        let letter = now.chars().next().filter(|_| now.len() == 1);
        let follows_letter = |c: char| {
            before.is_some_and(|b| {
                b.len() == 1
                    && b.chars()
                        .next()
                        .is_some_and(|b| u32::from(b) + 1 == u32::from(c))
            })
        };
        let follows_roman = || {
            before
                .and_then(value)
                .is_some_and(|b| Some(b + 1) == value(now))
        };
        match letter {
            Some(c) if follows_letter(c) => following(c)?,
            Some('a' | 'A') => following(letter?)?,
            Some('i' | 'I') => numeral(value(now)? + 1, now)?,
            Some(_) if !follows_roman() => return None,
            _ => numeral(value(now)? + 1, now)?,
        }
    };
    Some(format!("{open}{next}{close}"))
}

fn following(letter: char) -> Option<String> {
    (!matches!(letter, 'z' | 'Z'))
        .then(|| char::from_u32(u32::from(letter) + 1).map(String::from))
        .flatten()
}

/// A number in Roman numerals, in the case of `like`.
fn numeral(number: u64, like: &str) -> Option<String> {
    let text = roman::write(number)?;
    let upper = like.bytes().all(|b| b.is_ascii_uppercase());
    Some(if upper { text.to_uppercase() } else { text })
}

/// The value of a well-formed Roman numeral, in whatever case.
fn value(text: &str) -> Option<u64> {
    roman::read(&text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_those_of_docutils() {
        let found = |line| marker(line).map(|m| m.label.to_owned());
        for (line, label) in [
            ("- a", "-"),
            ("  * a", "*"),
            ("12. a", "12."),
            ("(iv) a", "(iv)"),
            ("b) a", "b)"),
            ("#. a", "#."),
        ] {
            assert_eq!(found(line).as_deref(), Some(label), "{line}");
        }
        for line in [
            "-a",
            "-",
            "--- a",
            "word. a",
            "(a. b",
            "a",
            "",
            "*emphasis* a",
            "1.5 a",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
        assert_eq!(text_start("  1. a"), 5);
        assert_eq!(text_start("   a"), 3);
    }

    #[test]
    fn ordinals_count_on() {
        for (label, before, next) in [
            ("-", None, Some("-")),
            ("9.", None, Some("10.")),
            ("(a)", None, Some("(b)")),
            ("i.", None, Some("ii.")),
            ("i.", Some("h."), Some("j.")),
            ("iv)", Some("iii)"), Some("v)")),
            ("v)", Some("iv)"), Some("vi)")),
            ("#.", None, Some("#.")),
            ("J.", None, None),
            ("2017.", None, None),
            ("c.", Some("b."), Some("d.")),
        ] {
            assert_eq!(
                next_label(label, before).as_deref(),
                next,
                "{label} after {before:?}"
            );
        }
    }
}
