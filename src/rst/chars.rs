//! Classes of characters as docutils' patterns see them.

use super::tables;

/// Whether `character` lies in a class of `tables`.
pub(crate) fn within(class: &[u32], character: char) -> bool {
    let code = u32::from(character);
    class.partition_point(|edge| *edge <= code) % 2 == 1
}

/// White space in Python's eyes, which counts the information separators U+001C to U+001F, too.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// A letter or digit: what a simple reference name is made of.
pub(crate) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        within(tables::WORD, character)
    }
}

/// Whether a start-string may follow `character`.
pub(crate) fn may_precede(character: char) -> bool {
    match character {
        '"' | '\'' | '(' | '<' | '[' | '{' | '-' | '/' | ':' => true,
        _ if is_space(character) => true,
        _ if character.is_ascii() => false,
        _ => within(tables::OPENERS, character) || within(tables::DELIMITERS, character),
    }
}

/// Whether an end-string may stand before `character`; NUL is an escaping backslash.
pub(crate) fn may_follow(character: char) -> bool {
    match character {
        '"' | '\'' | ')' | '>' | ']' | '}' | '-' | '/' | ':' => true,
        '\0' | '\\' | '.' | ',' | ';' | '!' | '?' => true,
        _ if is_space(character) => true,
        _ if character.is_ascii() => false,
        _ => within(tables::CLOSERS, character) || within(tables::DELIMITERS, character),
    }
}

/// Whether a start-string between these two characters is quoted, and so no start-string.
pub(crate) fn is_pair(opener: char, closer: char) -> bool {
    // Nearly every start-string follows a space.
    if opener == ' ' || opener == '\n' {
        return false;
    }
    let (opener, closer) = (u32::from(opener), u32::from(closer));
    tables::PAIRS
        .chunks_exact(2)
        .any(|pair| pair == [opener, closer])
}

/// Whether a start-string before this character may be quoted.
pub(crate) fn is_pair_closer(character: char) -> bool {
    let code = u32::from(character);
    tables::PAIRS
        .chunks_exact(2)
        .any(|pair| pair.last() == Some(&code))
}

/// Whether docutils makes a link of a URI with this scheme when it stands on its own.
pub(crate) fn is_scheme(scheme: &str) -> bool {
    tables::SCHEMES
        .split(' ')
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

/// A character that may stand in a URI; NUL is an escaping backslash.
pub(crate) fn is_uri(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-_.!~*'()[];/:@&=+$,%\0".contains(character)
}

/// A character that may end a URI.
pub(crate) fn is_uri_end(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_~*/=+".contains(character)
}

/// A character that may stand in an e-mail address, on either side of the `@`, apart from the dot.
pub(crate) fn is_mail(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-_!~*'{|}/#?^`&=+$%\0".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_agree_with_their_ascii_short_cuts() {
        for character in (0u8..128).map(char::from) {
            if character == '\0' || character == '\\' || is_space(character) {
                continue;
            }
            let delimiter = within(tables::DELIMITERS, character);
            assert_eq!(
                may_precede(character),
                delimiter || within(tables::OPENERS, character)
            );
            assert_eq!(
                may_follow(character),
                delimiter || within(tables::CLOSERS, character) || ".,;!?".contains(character)
            );
            assert_eq!(is_word(character), within(tables::WORD, character));
        }
    }

    #[test]
    fn quotes_of_several_languages_pair() {
        assert!(is_pair('"', '"') && is_pair('(', ')') && is_pair('„', '“') && is_pair('»', '«'));
        assert!(is_pair('’', '’') && !is_pair('“', '“') && !is_pair(')', '('));
    }
}
