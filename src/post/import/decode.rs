//! From bytes to text.

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is not a text at all.
    #[error("this is not a text file: line {line} holds a NUL character")]
    Binary {
        /// The line of the first NUL, from 1.
        line: usize,
    },
    /// It is a text in another encoding.
    #[error("line {line}, column {column}: this is not UTF-8")]
    NotUtf8 {
        /// The line of the first byte that is not UTF-8, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
    },
}

impl ImportError {
    /// What a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ImportError::Empty => "nothing was imported; check that this is the right file",
            ImportError::Binary { .. } => {
                "nothing was imported; hallway reads reStructuredText posts"
            }
            ImportError::NotUtf8 { .. } => {
                "nothing was imported; convert the file first, for example: iconv -f latin1 -t utf-8 OLD > NEW"
            }
        }
    }
}

/// A post's text with what was peculiar about its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedPost {
    /// The text; line breaks are `\n` when all of them were CR LF.
    pub text: String,
    /// All line breaks were CR LF.
    pub crlf: bool,
    /// It began with a byte order mark.
    pub byte_order_mark: bool,
}

/// Decodes a post.
///
/// # Errors
/// [`ImportError`] for an empty file, a file with NUL characters and one that is not UTF-8.
pub fn decode(source: &[u8]) -> Result<DecodedPost, ImportError> {
    let line_of = |offset: usize| {
        1 + source[..offset]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
    };
    if let Some(offset) = source.iter().position(|byte| *byte == 0) {
        return Err(ImportError::Binary {
            line: line_of(offset),
        });
    }
    let text = std::str::from_utf8(source).map_err(|error| {
        let good = String::from_utf8_lossy(&source[..error.valid_up_to()]).into_owned();
        let column = good
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        ImportError::NotUtf8 {
            line: line_of(error.valid_up_to()),
            column,
        }
    })?;
    let (text, byte_order_mark) = text
        .strip_prefix('\u{feff}')
        .map_or((text, false), |text| (text, true));
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let pairs = text.matches("\r\n").count();
    let crlf =
        pairs > 0 && pairs == text.matches('\n').count() && pairs == text.matches('\r').count();
    let text = if crlf {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    };
    Ok(DecodedPost {
        text,
        crlf,
        byte_order_mark,
    })
}
