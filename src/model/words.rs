//! Counting words, and writing counts.

/// Words of a text, as anybody counts them: what stands between white space and has a letter or a digit in it.
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

/// A count with what is counted: `1 word`, `2,000 words`. `what` takes an s.
pub fn many(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{} {what}s", grouped(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, many, words};

    #[test]
    fn adornments_and_dashes_are_no_words() {
        assert_eq!(
            words("Kubernetes 101\n==============\n- `Fedora`_ -- 日本\n"),
            4
        );
        assert_eq!(words(" \n"), 0);
    }

    #[test]
    fn counts_are_written_in_groups_of_three() {
        let written = [0, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn one_is_not_many() {
        let written = [0, 1, 2, 1_470].map(|count| many(count, "word"));
        assert_eq!(written, ["0 words", "1 word", "2 words", "1,470 words"]);
    }
}
