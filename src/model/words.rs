//! Counting words, and how counts are told.

/// Words of a text, as anybody counts them: what stands between white space and has a letter or a
/// digit in it.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// A number with a comma every three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with what it counts: `1 word`, `1,811 words`.
pub fn many(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

#[cfg(test)]
mod tests {
    use super::{many, words};

    #[test]
    fn adornments_and_dashes_are_no_words() {
        assert_eq!(
            words("Kubernetes 101\n==============\n- `Fedora`_ -- 日本\n"),
            4
        );
        assert_eq!(words(" \n"), 0);
    }

    #[test]
    fn numbers_are_read_at_a_glance() {
        assert_eq!(many(0, "word"), "0 words");
        assert_eq!(many(1, "section"), "1 section");
        assert_eq!(many(1811, "word"), "1,811 words");
        assert_eq!(many(1_000_000, "link"), "1,000,000 links");
    }
}
