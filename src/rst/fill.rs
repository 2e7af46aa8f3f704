//! Words into lines.

use super::guard::is_block_like;
use super::width::columns;

/// Where the lines of a text may end.
pub(crate) struct Margins {
    /// The widest a line may be, its indentation included, in columns.
    pub(crate) width: usize,
    /// Columns that are taken already before the first word.
    pub(crate) first: usize,
    /// Columns of indentation before every other line.
    pub(crate) rest: usize,
}

/// Puts words on lines greedily, without indentation. No line ends in a word of one letter and no
/// line but the first begins with something that looks like a block, unless there is nowhere else
/// to break. Words are never broken.
pub(crate) fn fill(words: &[&str], margins: &Margins) -> Vec<String> {
    let mut lines = Vec::new();
    let mut left = words;
    let mut taken = margins.first;
    while !left.is_empty() {
        let (line, rest) = left.split_at(fitting(left, margins.width.saturating_sub(taken)));
        lines.push(line.join(" "));
        left = rest;
        taken = margins.rest;
    }
    lines
}

/// How many words go on the next line of `width` columns, at least one.
fn fitting(words: &[&str], width: usize) -> usize {
    let mut used = 0;
    let mut most = 0;
    for word in words {
        used += columns(word) + usize::from(most > 0);
        if used > width && most > 0 {
            break;
        }
        most += 1;
    }
    if most == words.len() {
        return most;
    }
    let plain = |count: &usize| !words.get(*count).is_some_and(|word| is_block_like(word));
    let long = |count: &usize| {
        let last = words.get(count - 1);
        last.is_some_and(|word| word.chars().nth(1).is_some())
    };
    let within = || (1..=most).rev();
    // Where nothing within the width will do, a line that is too long does less harm than one that
    // means something else.
    within()
        .find(|count| plain(count) && long(count))
        .or_else(|| within().find(plain))
        .or_else(|| (most + 1..=words.len()).find(plain))
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let margins = Margins {
            width,
            first: 0,
            rest: 0,
        };
        fill(&words, &margins)
    }

    #[test]
    fn a_word_of_one_letter_goes_to_the_next_line() {
        assert_eq!(
            lines("to make it to a couple", 16),
            ["to make it to", "a couple"]
        );
        assert_eq!(
            lines("to make it to an ace", 16),
            ["to make it to an", "ace"]
        );
    }

    #[test]
    fn no_line_begins_like_a_block() {
        assert_eq!(lines("one two - three", 8), ["one", "two -", "three"]);
        assert_eq!(lines("see it 1. here", 7), ["see", "it 1.", "here"]);
        assert_eq!(
            lines("sesquipedalian ==== word", 10),
            ["sesquipedalian ====", "word"]
        );
    }

    #[test]
    fn long_words_stay_whole() {
        assert_eq!(
            lines("an longerthanthat b", 6),
            ["an", "longerthanthat", "b"]
        );
    }
}
