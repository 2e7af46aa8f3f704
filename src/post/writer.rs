//! What every output format has in common: a writer turns the tree of a post into text, and never
//! looks at the notebook. [`FORMATS`] is the one list of them.

use super::{Origin, Post, nikola::Nikola, text::PlainText};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// A post as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The file's content.
    pub text: String,
    /// Which byte ranges of the text come from where, in order. A part's heading belongs to the
    /// part.
    pub origins: Vec<(Range<usize>, Origin)>,
}

impl Written {
    /// Where the byte at `offset` of the text comes from.
    pub fn origin(&self, offset: usize) -> Option<Origin> {
        let last = self
            .origins
            .partition_point(|(range, _)| range.start <= offset)
            .checked_sub(1)?;
        self.origins.get(last).map(|(_, origin)| *origin)
    }
}

/// Writes posts in one format.
pub trait Writer: Sync {
    /// Writes a post.
    fn write(&self, post: &Post) -> Written;
}

/// A format in which posts can be written.
pub struct OutputFormat {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is called beside a file.
    pub label: &'static str,
    /// One line about it.
    pub about: &'static str,
    /// The ending of its files, without the dot.
    pub extension: &'static str,
    /// Its writer.
    pub writer: &'static dyn Writer,
}

/// All output formats, the usual one first.
pub static FORMATS: &[OutputFormat] = &[
    OutputFormat {
        name: "nikola",
        label: "for Nikola",
        about: "reStructuredText with the metadata of the Nikola blog generator",
        extension: "rst",
        writer: &Nikola,
    },
    OutputFormat {
        name: "text",
        label: "plain text",
        about: "plain text for reading, as `hallway show` prints it",
        extension: "txt",
        writer: &PlainText,
    },
];

impl OutputFormat {
    /// Nikola's, in which posts are kept, checked and imported.
    pub fn usual() -> &'static OutputFormat {
        &FORMATS[0]
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static OutputFormat> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that a file's ending asks for; the usual one where it asks for none.
    pub fn of_path(path: &Path) -> &'static OutputFormat {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let mut formats = FORMATS.iter();
        let named = formats.find(|format| Some(format.extension) == extension);
        named.unwrap_or_else(OutputFormat::usual)
    }
}

impl fmt::Debug for OutputFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_format_has_a_name_and_an_ending_of_its_own() {
        for format in FORMATS {
            assert!(std::ptr::eq(
                OutputFormat::named(format.name).unwrap(),
                format
            ));
            let path = format!("a.b.{}", format.extension);
            assert_eq!(OutputFormat::of_path(Path::new(&path)).name, format.name);
        }
        let endings: HashSet<_> = FORMATS.iter().map(|format| format.extension).collect();
        assert_eq!(endings.len(), FORMATS.len());
        for other in ["post", "post.md", ".txt", "post.txt/index"] {
            assert_eq!(OutputFormat::of_path(Path::new(other)).name, "nikola");
        }
    }
}
