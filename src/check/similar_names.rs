//! Names that differ by spacing, punctuation or a slip of the finger.

use std::collections::HashMap;

/// So many kinds of characters are told apart before two names are compared letter by letter.
const KINDS: usize = 32;

/// So many pairs of letters may be compared in a text: about half a second's worth. A text with
/// more names than that gets suggestions by letters and digits alone.
const MOST_PAIRS: usize = 1 << 24;

/// The names of a text, to look for one that was meant.
pub(super) struct SimilarNames {
    /// As docutils compares them and as they are written, sorted.
    names: Vec<NameShape>,
    /// The first of the names that have these letters and digits.
    by_letters: HashMap<String, usize>,
    /// Whether slips are looked for, too.
    slips: bool,
}

struct NameShape {
    name: String,
    written: String,
    kinds: [u16; KINDS],
}

impl SimilarNames {
    /// The names, as docutils compares them and as they are written. The names that will be looked
    /// for have `wanted` bytes together.
    pub fn of(defined: &HashMap<String, String>, wanted: usize) -> SimilarNames {
        let mut names: Vec<NameShape> = defined
            .iter()
            .map(|(name, written)| NameShape {
                name: name.clone(),
                written: written.clone(),
                kinds: kinds(name),
            })
            .collect();
        names.sort_by(|one, other| one.name.cmp(&other.name));
        let mut by_letters = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            by_letters.entry(letters(&name.name)).or_insert(at);
        }
        let letters: usize = defined.keys().map(|name| name.len() + KINDS).sum();
        SimilarNames {
            names,
            by_letters,
            slips: letters.saturating_mul(wanted) <= MOST_PAIRS,
        }
    }

    /// The name that has the letters of this one, else the first that is a slip or two away, as it
    /// is written.
    pub fn near(&self, name: &str) -> Option<&str> {
        let wanted = letters(name);
        let same = self.by_letters.get(&wanted).filter(|_| !wanted.is_empty());
        if let Some(found) = same.and_then(|at| self.names.get(*at)) {
            return Some(&found.written);
        }
        if !self.slips || name.chars().count() <= 3 {
            return None;
        }
        let (most, kinds) = (1 + name.len() / 8, kinds(name));
        let close = |other: &&NameShape| {
            apart(&kinds, &other.kinds) <= most
                && strsim::damerau_levenshtein(&other.name, name) <= most
        };
        self.names
            .iter()
            .find(close)
            .map(|found| found.written.as_str())
    }
}

/// The letters and digits of a name.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How often each kind of character stands in a name.
fn kinds(name: &str) -> [u16; KINDS] {
    let mut kinds = [0u16; KINDS];
    for c in name.chars() {
        if let Some(count) = kinds.get_mut(u32::from(c) as usize % KINDS) {
            *count = count.saturating_add(1);
        }
    }
    kinds
}

/// A number of slips that is never too high: one slip changes two of the counts by one at most.
fn apart(one: &[u16; KINDS], other: &[u16; KINDS]) -> usize {
    let differences = one
        .iter()
        .zip(other)
        .map(|(a, b)| usize::from(a.abs_diff(*b)));
    differences.sum::<usize>().div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn similar(names: &[&str]) -> SimilarNames {
        let pair = |name: &&str| (name.to_lowercase(), (*name).to_owned());
        SimilarNames::of(&names.iter().map(pair).collect(), 100)
    }

    #[test]
    fn a_name_is_found_by_its_letters_or_a_slip() {
        let names = similar(&["Project Atomic", "Fedora", "x-y"]);
        assert_eq!(names.near("project-atomic"), Some("Project Atomic"));
        assert_eq!(names.near("fedroa"), Some("Fedora"));
        assert_eq!(names.near("debian"), None);
        assert_eq!(names.near("xy"), Some("x-y"));
        // Of three letters, one less is another name.
        assert_eq!(names.near("xz"), None);
    }

    #[test]
    fn a_text_of_too_many_names_gets_no_slips() {
        let names: Vec<String> = (0..40_000).map(|n| format!("name {n:05}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let all = similar(&names);
        assert_eq!(all.near("nmae 00001"), None);
        assert_eq!(all.near("name-00001"), Some("name 00001"));
    }

    proptest! {
        #[test]
        fn no_close_name_is_passed_over(one in "[a-eé ]{0,12}", other in "[a-eé ]{0,12}") {
            let distance = strsim::damerau_levenshtein(&one, &other);
            prop_assert!(apart(&kinds(&one), &kinds(&other)) <= distance);
        }
    }
}
