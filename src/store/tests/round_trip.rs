//! Whatever is written reads back the same, also when it is written over something else. With
//! `HALLWAY_FULL=1` it is tried with 100,000 pairs.

use super::cases;
use super::random::Source;
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::document::{Document, LinkBook, decode_text};
use crate::store::parse::SourceText;
use crate::store::render::{fresh, render};
use proptest::prelude::*;
use std::path::Path;

fn read<T: Document>(text: &str) -> T {
    let path = Path::new("test.toml");
    let text = SourceText::decode(path, text.as_bytes()).unwrap();
    decode_text(path, &text).unwrap()
}

/// `old` written fresh, and `new` written over it, read back as what they are.
fn comes_back<T: Document>(old: &T, new: &T) -> Result<(), TestCaseError> {
    let path = Path::new("test.toml");
    let text = fresh(path, old).unwrap();
    let back: T = read(&text);
    prop_assert!(back == *old, "{text}");
    prop_assert_eq!(back.encode(), old.encode());
    let changed = render(path, &text, &old.encode(), new).unwrap();
    let back: T = read(&changed);
    prop_assert!(back == *new, "{text}\n---\n{changed}");
    prop_assert_eq!(back.encode(), new.encode());
    Ok(())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..600)
}

proptest! {
    #![proptest_config(cases(1_500, 45_000))]

    #[test]
    fn sessions(bytes in bytes()) {
        let mut source = Source(&bytes);
        let old: Session = source.session();
        comes_back(&old, &source.session())?;
    }

    #[test]
    fn events(bytes in bytes()) {
        let mut source = Source(&bytes);
        let old: Event = source.event();
        comes_back(&old, &source.event())?;
    }
}

proptest! {
    #![proptest_config(cases(300, 5_000))]

    #[test]
    fn notebooks(bytes in bytes()) {
        let mut source = Source(&bytes);
        let old: Notebook = source.notebook();
        comes_back(&old, &source.notebook())?;
    }

    #[test]
    fn link_books(bytes in bytes()) {
        let mut source = Source(&bytes);
        let old: LinkBook = source.book();
        comes_back(&old, &source.book())?;
    }
}
