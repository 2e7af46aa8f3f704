//! Names of files and folders out of titles.

/// The longest name.
const MOST: usize = 80;

/// A name of `[a-z0-9-]`, 1 to 80 characters, that no system reserves, neither beginning nor ending
/// in a hyphen; empty when the text has nothing to make one of, such as an emoji alone.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if is_symbol(c) {
            separate(&mut slug);
            continue;
        }
        match c {
            // "what's" is one word.
            '\'' | '\u{2019}' => {}
            c => {
                for c in deunicode::deunicode_char(c).unwrap_or("-").chars() {
                    if c.is_ascii_alphanumeric() {
                        slug.push(c.to_ascii_lowercase());
                    } else if c != '\'' {
                        separate(&mut slug);
                    }
                }
            }
        }
    }
    shorten(slug.trim_matches('-'))
}

/// The name with a number behind it, within the length.
pub fn numbered(slug: &str, number: usize) -> String {
    let suffix = format!("-{number}");
    let room = MOST - suffix.len();
    let kept = slug[..slug.len().min(room)].trim_end_matches('-');
    format!("{kept}{suffix}")
}

/// Whether a text is a name as [`slug`] makes them.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

fn separate(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Emoji and their like, which have names in transliteration tables and say nothing as a file name.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e000}'..='\u{f8ff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e007f}')
}

fn shorten(slug: &str) -> String {
    let mut kept = slug;
    if slug.len() > MOST {
        kept = &slug[..MOST];
        // Cut between words where that leaves enough.
        if !slug[MOST..].starts_with('-')
            && let Some(end) = kept.rfind('-').filter(|end| *end > MOST / 2)
        {
            kept = &kept[..end];
        }
    }
    let kept = kept.trim_end_matches('-');
    if is_reserved(kept) {
        format!("{kept}-1")
    } else {
        kept.to_owned()
    }
}

/// Names that Windows keeps for devices.
fn is_reserved(name: &str) -> bool {
    let numbered = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names() {
        assert_eq!(slug("SCaLE 15x"), "scale-15x");
        assert_eq!(slug("  What's new in C++?  "), "whats-new-in-c");
        assert_eq!(
            slug("Größe und Übermut — naïve"),
            "grosse-und-ubermut-naive"
        );
        assert_eq!(slug("北京"), "bei-jing");
        assert_eq!(slug("🎉🎉"), "");
        assert_eq!(slug("🎉 Party"), "party");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("CON"), "con-1");
        assert_eq!(slug("com7"), "com7-1");
        assert_eq!(slug("com77"), "com77");
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let name = slug(&"words and ".repeat(40));
        assert!(name.len() <= 80 && name.ends_with("and"), "{name}");
        assert_eq!(slug(&"x".repeat(200)).len(), 80);
        assert_eq!(numbered(&"x".repeat(80), 12).len(), 80);
        assert!(is_slug("a-b2") && !is_slug("A") && !is_slug("-a") && !is_slug(""));
    }
}
