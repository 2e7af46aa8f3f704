//! What holds for all bytes: pieces are as good as the whole, nothing panics, text stays whole.

use super::tests::{TABLE, TIMEOUT, at, shown, whole};
use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Runs a property on values from a fixed seed.
fn holds<S: Strategy>(cases: u32, values: S, property: impl Fn(S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[12; 32]);
    let mut runner = TestRunner::new_with_rng(config, random);
    let held = runner.run(&values, |value| {
        property(value);
        Ok(())
    });
    if let Err(error) = held {
        panic!("{error}");
    }
}

/// Returns what bytes are that come in two pieces within the timeout, with nothing behind them.
fn cut(bytes: &[u8], position: usize) -> Vec<Event> {
    let (one, other) = bytes.split_at(position);
    in_pieces(&[one, other])
}

fn in_pieces(pieces: &[&[u8]]) -> Vec<Event> {
    let mut parser = InputParser::new(TIMEOUT);
    let mut events = Vec::new();
    let mut now = at(0);
    for piece in pieces {
        parser.feed(piece, now, &mut events);
        now += TIMEOUT - at(1);
    }
    parser.expire(now + at(10_000), &mut events);
    events
}

#[test]
fn a_sequence_that_is_cut_anywhere_is_what_it_is_whole() {
    for (bytes, keys) in TABLE {
        let bytes = bytes.as_bytes();
        for position in 0..=bytes.len() {
            assert_eq!(
                shown(&cut(bytes, position)),
                *keys,
                "{bytes:?} at {position}"
            );
        }
        // At most 1 s for what is unfinished: pieces of one byte each are for the short ones.
        let each: Vec<&[u8]> = bytes.chunks(1).collect();
        if each.len() < 40 {
            assert_eq!(shown(&in_pieces(&each)), *keys, "{bytes:?} byte by byte");
        }
    }
}

/// Bytes that are likely to be the parts of sequences.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop_oneof![
        4 => any::<u8>().prop_map(|byte| vec![byte]),
        4 => Just(b"\x1b".to_vec()),
        2 => prop::sample::select(b"[]OPM_<?;:~u$R0123456789".to_vec()).prop_map(|b| vec![b]),
        1 => Just(b"\x1b[200~".to_vec()),
        1 => Just(b"\x1b[201~".to_vec()),
        2 => prop::sample::select(TABLE).prop_map(|(bytes, _)| bytes.as_bytes().to_vec()),
    ];
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

#[test]
fn any_bytes_in_pieces_are_what_they_are_whole() {
    let values = (noise(), any::<prop::sample::Index>());
    holds(4_000, values, |(bytes, index)| {
        let position = index.index(bytes.len() + 1);
        let (cut, whole) = (cut(&bytes, position), whole(&bytes));
        assert_eq!(shown(&cut), shown(&whole), "{bytes:?} at {position}");
    });
}

#[test]
fn any_bytes_at_any_times_end_and_leave_nothing_behind() {
    let values = prop::collection::vec((noise(), 0u64..3_000), 0..8);
    holds(2_000, values, |pieces| {
        let mut parser = InputParser::new(TIMEOUT);
        let mut events = Vec::new();
        let mut now = at(0);
        for (bytes, pause) in pieces {
            parser.feed(&bytes, now, &mut events);
            now += at(pause);
            while let Some(deadline) = parser.deadline().filter(|deadline| *deadline <= now) {
                parser.expire(deadline, &mut events);
                assert!(parser.deadline().is_none(), "{parser:?}");
            }
        }
        assert!(
            parser
                .deadline()
                .is_none_or(|deadline| deadline <= now + PASTE_GAP)
        );
        parser.expire(now + PASTE_GAP, &mut events);
        events.clear();
        parser.feed(b"plain", now + PASTE_GAP, &mut events);
        assert_eq!(shown(&events), "p l a i n");
    });
}

#[test]
fn plain_text_comes_out_whole_and_once_in_any_pieces() {
    let text = "[^\\p{C}]{0,60}";
    let values = (
        text,
        prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    );
    holds(2_000, values, |(text, cuts)| {
        let bytes = text.as_bytes();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places
            .windows(2)
            .map(|pair| &bytes[pair[0]..pair[1]])
            .collect();
        let typed = in_pieces(&pieces);
        let typed: String = typed.iter().filter_map(character).collect();
        assert_eq!(typed, text);
        let pasted = [&b"\x1b[200~"[..], bytes, &b"\x1b[201~"[..]].concat();
        assert_eq!(whole(&pasted), [Event::Paste(text)]);
    });
}

fn character(event: &Event) -> Option<char> {
    match event {
        Event::Key(event) => event.code.as_char(),
        _ => None,
    }
}
