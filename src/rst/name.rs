//! Reference names: when two of them are the same (docutils `nodes.fully_normalize_name`).

use super::chars::is_space;

/// A name as docutils compares it: lower case (not case folding: `ß` stays `ß`), runs of white
/// space, newlines and no-break spaces included, made one space, none at the ends.
pub fn normalise(name: &str) -> String {
    collapse(&name.to_lowercase())
}

/// A name as docutils shows it: runs of white space made one space, none at the ends, case as
/// written (docutils `nodes.whitespace_normalize_name`).
pub fn collapse(name: &str) -> String {
    let mut collapsed = String::with_capacity(name.len());
    for word in name.split(is_space).filter(|word| !word.is_empty()) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_case_do_not_tell_names_apart() {
        assert_eq!(
            normalise("  Martin\nFowler\u{a0} Immutable\u{1f}Server "),
            "martin fowler immutable server"
        );
        assert_eq!(collapse("Red \n Hat"), "Red Hat");
        assert_eq!(collapse(" \u{3000} "), "");
    }

    #[test]
    fn lower_case_is_not_case_folding() {
        assert_eq!(normalise("Straße"), "straße");
        assert_ne!(normalise("STRASSE"), normalise("Straße"));
        assert_eq!(normalise("ΟΔΟΣ"), "οδος");
    }
}
