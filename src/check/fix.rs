//! Mending what was found.
//!
//! A fix that is applied leaves a text in which its finding is gone and no other one has come; one that would not is refused.

use super::{Book, Finding, post};
use std::collections::HashMap;
use std::ops::Range;

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: `add the underscore`.
    pub title: String,
    /// The changes, in the order of the text, none over another.
    pub edits: Vec<Edit>,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
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
            edits: vec![Edit {
                range,
                text: text.into(),
            }],
        }
    }

    /// The same with one change more.
    pub(super) fn and(mut self, range: Range<usize>, text: impl Into<String>) -> Fix {
        self.edits.push(Edit {
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
fn said(found: &[Finding]) -> HashMap<(&'static str, String), usize> {
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

/// Applies the fix of one finding. `found` are all findings of the text. None when there is no fix, or when it would not do.
pub fn mend(text: &str, finding: &Finding, found: &[Finding], book: &Book) -> Option<String> {
    let made = finding.fix.as_ref()?.apply(text)?;
    let before = said(found);
    let after = said(&post(&made, book));
    let gone = after.get(&key(finding)).copied().unwrap_or(0)
        < before.get(&key(finding)).copied().unwrap_or(0);
    let fewer = |(what, count): (&(&'static str, String), &usize)| {
        before.get(what).is_some_and(|old| count <= old)
    };
    (gone && after.iter().all(fewer)).then_some(made)
}

/// A text after its findings were mended.
#[derive(Debug, Default)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was mended, as it was found; later places are those of the text as far as it was mended then.
    pub done: Vec<Finding>,
    /// What is left.
    pub left: Vec<Finding>,
}

/// Applies all fixes that will do, one after the other.
pub fn mend_all(text: &str, book: &Book) -> Mended {
    let mut mended = Mended {
        text: text.to_owned(),
        ..Mended::default()
    };
    mended.left = post(&mended.text, book);
    let mut at = 0;
    while let Some(finding) = mended.left.get(at) {
        match mend(&mended.text, finding, &mended.left, book) {
            Some(made) => {
                mended.done.push(finding.clone());
                mended.left = post(&made, book);
                mended.text = made;
            }
            None => at += 1,
        }
    }
    mended
}
