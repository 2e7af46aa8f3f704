//! Whatever is written reads back the same, also when it is written over something else.

use super::random::Source;
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::document::{Document, LinkBook, decode_text};
use crate::store::parse::Text;
use crate::store::render::{fresh, render};
use proptest::prelude::*;
use std::path::Path;

fn read<T: Document>(text: &str) -> T {
    let path = Path::new("test.toml");
    let text = Text::decode(path, text.as_bytes()).unwrap();
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

/// As many cases as that, or five times as many when HALLWAY_FULL is set.
fn cases(few: u32) -> ProptestConfig {
    let many = match std::env::var_os("HALLWAY_FULL") {
        Some(_) => 5 * few,
        None => few,
    };
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(many)
    }
}

/// For cases of two models, of which one is written over the other: in all 20,000, or 100,000. The fault matrix adds up what is printed.
fn pairs(few: u32) -> ProptestConfig {
    let config = cases(few);
    println!("{} round trips", 2 * config.cases);
    config
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..600)
}

proptest! {
    #![proptest_config(pairs(4_500))]

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
    #![proptest_config(pairs(500))]

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

proptest! {
    #![proptest_config(cases(500))]

    /// A merge with what nobody changed is what the other side wrote, and no pair of changes stops a merge.
    #[test]
    fn merges(bytes in bytes()) {
        let mut source = Source(&bytes);
        let [base, ours, theirs] = [source.session(), source.session(), source.session()];
        let [base, ours, theirs] = [base.encode(), ours.encode(), theirs.encode()];
        let merge = |one, two| crate::store::merge::merge(&base, one, two);
        prop_assert_eq!(merge(&base, &theirs).table, theirs.clone());
        prop_assert_eq!(merge(&ours, &base).table, ours.clone());
        let all = merge(&ours, &theirs).table;
        prop_assert!(Session::decode(crate::store::reader::Reader(&all)).is_ok());
    }
}
