//! The marks that git leaves in a file when it cannot merge it, and the versions of the file
//! between them. Pure.
//!
//! ```text
//! <<<<<<< HEAD
//! what one side has
//! ||||||| 3fa2b1c          (only where git is set to `diff3`)
//! what both began with
//! =======
//! what the other side has
//! >>>>>>> branch
//! ```
//!
//! It makes no difference whether the marks break the TOML or stand inside a long text. What a
//! person types into a note never looks like this in a file: a line that begins like the first mark
//! is written with an escape. A heading of seven letters is underlined like the middle mark, so
//! that one is looked for among several with some care.

/// A text between the marks of a merge that git left unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedText {
    /// The line of the first mark, from 1.
    pub line: usize,
    /// How many places the two sides differ in.
    pub places: usize,
    /// The whole text as the side above the middle mark has it.
    pub mine: Side,
    /// The whole text as the side below has it.
    pub theirs: Side,
    /// The whole text as both began with, where git wrote it down at each place.
    pub base: Option<String>,
}

/// One side of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What git calls it: `HEAD`, a branch, a commit.
    pub label: String,
    /// The text, without any marks.
    pub text: String,
}

/// One place: the numbers of the lines of its marks, from 0.
struct MarkerPlace {
    opens: usize,
    base: Option<usize>,
    middle: usize,
    closes: usize,
}

/// The sides of a text with LF line ends, where it has at least one place with all its marks.
pub fn marked(text: &str) -> Option<MarkedText> {
    if !text.contains(OPENS) {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let places = places(&lines);
    let first = places.first()?;
    let label = |mark: usize| lines[mark][OPENS.len()..].trim().to_owned();
    let mut marked = MarkedText {
        line: first.opens + 1,
        places: places.len(),
        mine: Side {
            label: label(first.opens),
            text: String::new(),
        },
        theirs: Side {
            label: label(first.closes),
            text: String::new(),
        },
        base: places
            .iter()
            .all(|place| place.base.is_some())
            .then(String::new),
    };
    let mut next = 0;
    for place in &places {
        marked.all(&lines[next..place.opens]);
        let above = place.base.unwrap_or(place.middle);
        marked
            .mine
            .text
            .extend(lines[place.opens + 1..above].iter().copied());
        if let (Some(base), Some(begins)) = (&mut marked.base, place.base) {
            base.extend(lines[begins + 1..place.middle].iter().copied());
        }
        let below = &lines[place.middle + 1..place.closes];
        marked.theirs.text.extend(below.iter().copied());
        next = place.closes + 1;
    }
    marked.all(&lines[next..]);
    Some(marked)
}

/// The line of the first mark, from 1, where a text that cannot be read has an opening and a
/// closing one, in whatever state the rest is.
pub fn remains(text: &str) -> Option<usize> {
    let first = text.lines().position(|line| is_mark(line, OPENS))?;
    let mut rest = text.lines().skip(first);
    rest.any(|line| is_mark(line, CLOSES)).then_some(first + 1)
}

/// Whether a line of a text would be taken for the first mark of a place.
pub fn is_opening(line: &str) -> bool {
    is_mark(line, OPENS)
}

const OPENS: &str = "<<<<<<<";
const BASE: &str = "|||||||";
const MIDDLE: &str = "=======";
const CLOSES: &str = ">>>>>>>";

/// Seven times the sign, and a space or nothing behind it: marks inside what git merged before have
/// more.
fn is_mark(line: &str, mark: &str) -> bool {
    let rest = line.trim_end_matches('\n').strip_prefix(mark);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn places(lines: &[&str]) -> Vec<MarkerPlace> {
    let mut places = Vec::new();
    let mut opens = None;
    for (at, line) in lines.iter().enumerate() {
        if is_mark(line, OPENS) {
            opens = Some(at);
        } else if is_mark(line, CLOSES)
            && let Some(begins) = opens.take()
        {
            places.extend(place(lines, begins, at));
        }
    }
    places
}

fn place(lines: &[&str], opens: usize, closes: usize) -> Option<MarkerPlace> {
    let base = (opens + 1..closes).find(|at| is_mark(lines[*at], BASE));
    let from = base.unwrap_or(opens) + 1;
    let is_middle = |at: &usize| lines[*at].trim_end_matches('\n') == MIDDLE;
    let found: Vec<usize> = (from..closes).filter(is_middle).collect();
    let no_underline = |at: &&usize| **at == from || !is_title(lines[**at - 1]);
    let no_adornment = |at: &&usize| no_underline(at) && !is_overline(lines, **at);
    let likely = found.iter().find(no_adornment);
    let middle = *likely
        .or_else(|| found.iter().find(no_underline))
        .or(found.first())?;
    Some(MarkerPlace {
        opens,
        base,
        middle,
        closes,
    })
}

/// Whether a heading of seven letters may be adorned with the middle mark.
fn is_title(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty() && line != MIDDLE && crate::rst::width::columns(line) <= MIDDLE.len()
}

fn is_overline(lines: &[&str], at: usize) -> bool {
    let title = lines.get(at + 1).is_some_and(|line| is_title(line));
    let under = lines.get(at + 2).map(|line| line.trim_end());
    title && under == Some(MIDDLE)
}

impl MarkedText {
    /// Lines that every version has.
    fn all(&mut self, lines: &[&str]) {
        self.mine.text.extend(lines.iter().copied());
        self.theirs.text.extend(lines.iter().copied());
        if let Some(base) = &mut self.base {
            base.extend(lines.iter().copied());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(text: &str) -> (String, Option<String>, String) {
        let found = marked(text).unwrap();
        (found.mine.text, found.base, found.theirs.text)
    }

    #[test]
    fn both_sides_are_whole_texts() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\nd\n>>>>>>> spring\ne\n<<<<<<< HEAD\n=======\nf\n>>>>>>> spring\n";
        let found = marked(text).unwrap();
        assert_eq!((found.line, found.places), (2, 2));
        assert_eq!((found.mine.label.as_str()), "HEAD");
        assert_eq!((found.theirs.label.as_str()), "spring");
        assert_eq!(
            versions(text),
            ("a\nb\ne\n".into(), None, "a\nc\nd\ne\nf\n".into())
        );
    }

    #[test]
    fn what_both_began_with_is_read_too() {
        let text = "<<<<<<< ours\nb\n||||||| 3fa2\na\n<<<<<<<<< old\n=======\nc\n>>>>>>> theirs";
        let base = "a\n<<<<<<<<< old\n".to_owned();
        assert_eq!(versions(text), ("b\n".into(), Some(base), "c\n".into()));
    }

    #[test]
    fn a_heading_of_seven_letters_is_no_middle() {
        let text =
            "<<<<<<< a\nKeynote\n=======\n\nx\n=======\n=======\nClosing\n=======\n>>>>>>> b\n";
        assert_eq!(
            versions(text),
            (
                "Keynote\n=======\n\nx\n=======\n".into(),
                None,
                "Closing\n=======\n".into()
            )
        );
        let text = "<<<<<<< a\nlast\n=======\nother\n>>>>>>> b\n";
        assert_eq!(versions(text), ("last\n".into(), None, "other\n".into()));
    }

    #[test]
    fn half_of_the_marks_are_no_conflict() {
        for text in [
            "",
            "<<<<<<< a\n",
            "=======\n>>>>>>> b\n",
            "<<<<<<< a\n>>>>>>> b\n=======\n",
            "<<<<<<<a\n=======\n>>>>>>> b\n",
            " <<<<<<< a\n=======\n>>>>>>> b\n",
            ">>>>>>> b\n=======\n<<<<<<< a\n",
        ] {
            assert_eq!(marked(text), None, "{text}");
        }
    }
}
