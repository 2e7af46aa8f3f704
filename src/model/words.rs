//! Counting words.

/// Words of a text, as anybody counts them: what stands between white space and has a letter or a digit in it.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn adornments_and_dashes_are_no_words() {
        assert_eq!(
            words("Kubernetes 101\n==============\n- `Fedora`_ -- 日本\n"),
            4
        );
        assert_eq!(words(" \n"), 0);
    }
}
