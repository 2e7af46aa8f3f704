//! Mending what was found.
//!
//! A fix that is applied leaves a text in which its finding is gone and no other one has come; one
//! that would not is refused.

use super::{Book, Finding, post};
use std::collections::HashMap;
use std::ops::Range;

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: `add the underscore`.
    pub title: String,
    /// The changes, in the order of the text, none over another.
    pub edits: Vec<FixEdit>,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixEdit {
    /// The bytes to replace.
    pub range: Range<usize>,
    /// What to put there.
    pub text: String,
}

impl Fix {
    /// A fix of one change.
    pub(super) fn new(
        title: impl Into<String>,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Fix {
        Fix {
            title: title.into(),
            edits: vec![FixEdit {
                range,
                text: text.into(),
            }],
        }
    }

    /// The same with one change more.
    pub(super) fn and(mut self, range: Range<usize>, text: impl Into<String>) -> Fix {
        self.edits.push(FixEdit {
            range,
            text: text.into(),
        });
        self.edits.sort_by_key(|edit| edit.range.start);
        self
    }

    /// The text with the changes made; none where the fix is not of this text.
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut made = String::with_capacity(text.len() + 64);
        let mut done = 0;
        let windows = text.contains("\r\n");
        for edit in &self.edits {
            made.push_str(text.get(done..edit.range.start)?);
            match windows {
                true => made.push_str(&edit.text.replace('\n', "\r\n")),
                false => made.push_str(&edit.text),
            }
            done = edit.range.end;
        }
        made.push_str(text.get(done..)?);
        Some(made)
    }
}

/// How often each thing was said, wherever: places move when a text is mended.
fn counts<'f>(
    found: impl IntoIterator<Item = &'f Finding>,
) -> HashMap<(&'static str, String), usize> {
    let mut said = HashMap::new();
    for finding in found {
        *said.entry(key(finding)).or_insert(0) += 1;
    }
    said
}

fn key(finding: &Finding) -> (&'static str, String) {
    let message = finding.message.split(" (line ").next().unwrap_or_default();
    (finding.rule.name, message.to_owned())
}

/// Applies the fix of one finding. `found` are all findings of the text. None when there is no fix,
/// or when it would not do.
pub fn fix(text: &str, finding: &Finding, found: &[Finding], book: &Book) -> Option<String> {
    let made = finding.fix.as_ref()?.apply(text)?;
    does(&[finding], found, &post(&made, book)).then_some(made)
}

/// Whether a text's findings are those of before without the mended ones, and no other.
fn does(mended: &[&Finding], before: &[Finding], after: &[Finding]) -> bool {
    let (before, after) = (counts(before), counts(after));
    let mended = counts(mended.iter().copied());
    let times = |said: &HashMap<_, usize>, what| said.get(what).copied().unwrap_or(0);
    let gone = mended
        .iter()
        .all(|(what, count)| times(&after, what) + count <= times(&before, what));
    gone && after
        .iter()
        .all(|(what, count)| *count <= times(&before, what))
}

/// A text after its findings were mended.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// What was mended, as it was found: later places are those of the text as far as it was
    /// mended then.
    pub done: Vec<Finding>,
    /// What is left.
    pub left: Vec<Finding>,
    /// Whether not everything was tried: the text had cost its [`Effort`].
    pub more: bool,
}

/// After so many fixes that did, more and more are tried at a time: a text may need thousands.
const ONE_BY_ONE: usize = 32;

/// How much is read to mend a text: each fix that is tried costs a look at the whole of it, so that
/// a long text of nothing but mistakes would take hours.
#[derive(Debug)]
pub struct Effort(usize);

impl Effort {
    /// What one text, or the texts of one event, of so many bytes may cost.
    pub fn of(bytes: usize) -> Effort {
        Effort(16 * 1024 * 1024 + 32 * bytes)
    }

    /// Takes a look at so many bytes off what is left. `false` when it was used up.
    pub fn look(&mut self, bytes: usize) -> bool {
        let left = self.0;
        self.0 = left.saturating_sub(bytes);
        left > 0
    }
}

/// Applies the fixes that will do: one after the other, and from the 33rd on several at a time, as
/// long as they do. Stops where the text has cost its [`Effort`]; doing it once more goes on from
/// there.
pub fn fix_all(text: &str, book: &Book) -> Fixed {
    fix_within(text, book, Effort::of(text.len()))
}

fn fix_within(text: &str, book: &Book, mut effort: Effort) -> Fixed {
    let mut mended = Fixed {
        text: text.to_owned(),
        ..Fixed::default()
    };
    mended.left = post(&mended.text, book);
    let (mut at, mut most) = (0, 1);
    while at < mended.left.len() {
        let some = together(&mended.left[at..], most);
        if !some.is_empty() && !effort.look(mended.text.len()) {
            mended.more = true;
            break;
        }
        let made = (!some.is_empty())
            .then(|| all_of(&some).apply(&mended.text))
            .flatten();
        let after = made.map(|made| (post(&made, book), made));
        match after.filter(|(after, _)| does(&some, &mended.left, after)) {
            Some((after, made)) => {
                mended.done.extend(some.into_iter().cloned());
                mended.left = after;
                mended.text = made;
                if mended.done.len() >= ONE_BY_ONE {
                    most *= 2;
                }
            }
            None if some.len() > 1 => most = 1,
            None => at += 1,
        }
    }
    mended
}

/// The first finding, if it has a fix, and up to so many in all whose fixes stand apart.
fn together(found: &[Finding], most: usize) -> Vec<&Finding> {
    let place = |finding: &Finding| {
        let edits = &finding.fix.as_ref()?.edits;
        Some(edits.first()?.range.start..edits.last()?.range.end)
    };
    let mut some: Vec<&Finding> = Vec::new();
    let mut end = None;
    for finding in found {
        let Some(place) = place(finding) else {
            match some.is_empty() {
                true => break,
                false => continue,
            }
        };
        if some.len() >= most || end.is_some_and(|end| place.start <= end) {
            break;
        }
        end = Some(place.end);
        some.push(finding);
    }
    some
}

/// The fixes of several findings as one.
fn all_of(found: &[&Finding]) -> Fix {
    let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
    Fix {
        title: String::new(),
        edits: fixes.flat_map(|fix| fix.edits.iter().cloned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_mended_too() {
        let text = format!(
            "{}\n\nA *b {}.\n",
            "Short.\n\n".repeat(9),
            "word ".repeat(30)
        );
        let mended = fix_all(&text, &Book::default());
        assert!(mended.text.contains("A \\*b"), "{}", mended.text);
        assert!(
            mended.left.iter().all(|left| left.rule.name == "long-line"),
            "{:?}",
            mended.left
        );
    }

    /// None of these fixes does, and each costs a look at the whole text.
    #[test]
    fn a_text_of_nothing_but_mistakes_stops_being_mended() {
        let mut effort = Effort::of(1_000_000);
        let themes = (0..1_000).filter(|_| effort.look(1_000_000)).count();
        assert!((32..64).contains(&themes), "{themes}");
        let text = "`x`_s ".repeat(200);
        let book = Book::default();
        let mended = fix_within(&text, &book, Effort(text.len() * 5));
        assert!(mended.more);
        assert!(mended.left.len() > 150, "{}", mended.left.len());
        assert!(!fix_all("A *b.\n", &book).more);
    }

    #[test]
    fn many_mistakes_are_mended_as_one_by_one() {
        // Every third has no fix.
        let text: String = (0..120)
            .map(|number| match number % 3 {
                0 => format!("A *b{number} and `it {number}`.\n\n"),
                1 => "x\n* y\n* z\n\n".to_owned(),
                _ => format!("A `nowhere {number}`_.\n\n"),
            })
            .collect();
        let book = Book::default();
        let mended = fix_all(&text, &book);
        let mut alone = text.clone();
        let (mut at, mut done) = (0, 0);
        loop {
            let found = post(&alone, &book);
            let Some(finding) = found.get(at) else { break };
            match fix(&alone, finding, &found, &book) {
                Some(made) => (alone, done) = (made, done + 1),
                None => at += 1,
            }
        }
        assert_eq!(mended.text, alone);
        assert_eq!(mended.done.len(), done);
        assert!(done >= 80, "{done}");
        assert_eq!(mended.left, post(&alone, &book));
    }
}
