//! Slugs as Nikola makes them.

use deunicode::deunicode;

/// The slug that Nikola makes of a text (`nikola.utils.slugify`): ASCII, without anything but
/// letters, digits, `_`, `+`, `-` and spaces, lower case, with runs of spaces and hyphens as one
/// hyphen. Empty for a text that has none of these.
pub fn slug(text: &str) -> String {
    let ascii = deunicode(text);
    let kept: String = ascii
        .chars()
        .filter(|c| c.is_alphanumeric() || "+_-".contains(*c) || c.is_whitespace())
        .collect();
    let mut slug = String::with_capacity(kept.len());
    let mut gap = false;
    for c in kept.trim().chars() {
        if c == '-' || c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            slug.push('-');
            gap = false;
        }
        slug.extend(c.to_lowercase());
    }
    if gap {
        slug.push('-');
    }
    slug
}
