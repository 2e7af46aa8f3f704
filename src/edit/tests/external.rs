//! What others write into a text that is being edited, and undo and redo around it.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;

/// Runs a property on the same random values every time.
fn always<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let outcome = runner.run(&strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn undo_all(editor: &mut Editor) {
    while editor.can_undo() {
        editor.run(EditCommand::Undo, LATER);
    }
}

fn redo_all(editor: &mut Editor) {
    while editor.can_redo() {
        editor.run(EditCommand::Redo, LATER);
    }
}

/// Types, takes a text over, and undoes one step after the other.
#[track_caller]
fn undoes(before: &str, typed: &str, adopted: &str, steps: &[&str]) {
    let mut editor = editor(before);
    type_text(&mut editor, typed);
    editor.adopt_text(&adopted.replace('|', ""));
    assert_eq!(marked(&editor), adopted);
    let mut seen = vec![];
    while editor.can_undo() {
        editor.run(EditCommand::Undo, LATER);
        seen.push(marked(&editor));
    }
    assert_eq!(seen, steps);
    redo_all(&mut editor);
    assert_eq!(editor.text(), adopted.replace('|', ""));
}

#[test]
fn undo_takes_back_only_what_was_typed_here() {
    undoes("a\n|", "mine", "theirs\na\nmine|", &["theirs\na\n|"]);
    undoes(
        "a\n|\nb",
        "mine",
        "a\nmine|\nb\ntheirs",
        &["a\n|\nb\ntheirs"],
    );
    undoes(
        "a |b",
        "one two ",
        "x a one two |b y",
        &["x a one |b y", "x a |b y"],
    );
    undoes(
        "a|",
        " mine",
        "a mine| theirs",
        &["a | theirs", "a| theirs"],
    );
    undoes("a |b", "mine ", "a theirs mine |b", &["a theirs |b"]);
    undoes("漢|字", "語", "漢語|字新\n", &["漢|字新\n"]);
}

#[test]
fn what_others_changed_is_not_undone_nor_what_led_to_it() {
    // The word was changed: neither it can be taken back nor what was before it.
    undoes("|", "one two three", "one 2 three|", &["one 2 |"]);
    undoes("|", "mine", "|ours", &[]);
    let mut editor = editor("|");
    type_text(&mut editor, "one two three");
    undo_all(&mut editor);
    editor.run(EditCommand::Redo, LATER);
    assert_eq!(editor.text(), "one ");
    let next = editor.redoes();
    editor.adopt_text("theirs\none ");
    assert_eq!((editor.undoes(), editor.redoes()), (Some(1), next));
    redo_all(&mut editor);
    assert_eq!(marked(&editor), "theirs\none two three|");
}

#[test]
fn a_selection_stays_at_its_words_and_undo_brings_one_back() {
    let mut editor = editor("a [bc| d");
    editor.adopt_text("x\na bc d y");
    assert_eq!(marked(&editor), "x\na [bc| d y");
    type_text(&mut editor, "new");
    editor.adopt_text("x\nz\na new d y");
    editor.run(EditCommand::Undo, LATER);
    assert_eq!(marked(&editor), "x\nz\na [bc| d y");
}

#[test]
fn what_is_typed_on_after_a_change_stays_one_word() {
    let mut editor = editor("a\n|");
    type_text(&mut editor, "mi");
    editor.adopt_text("theirs\na\nmi");
    type_text(&mut editor, "ne");
    editor.run(EditCommand::Undo, LATER);
    assert_eq!(marked(&editor), "theirs\na\n|");
    assert!(!editor.can_undo());
}

#[test]
fn a_text_that_is_the_same_or_has_nothing_in_common_is_adopted() {
    let mut editor = editor("a|");
    assert!(editor.adopt_text("a").is_nothing());
    assert_eq!(editor.revision(), 0);
    type_text(&mut editor, "b");
    let lines = |all: &str| {
        (0..3000)
            .map(|at| format!("{all} {at}\n\n"))
            .collect::<String>()
    };
    editor.adopt_text(&lines("old"));
    editor.run(EditCommand::Move(Motion::DocumentEnd), LATER);
    type_text(&mut editor, "mine");
    editor.adopt_text(&format!("{}mine", lines("new")));
    assert_eq!(editor.take_edits().len(), 7);
    undo_all(&mut editor);
    assert_eq!(editor.text(), lines("new"));
}

/// Something that happens to a text in two columns of paragraphs, one of which is the user's.
#[derive(Debug, Clone)]
enum Event {
    /// The user puts a text into a paragraph, or removes some of it.
    Own(usize, usize, usize, String),
    Type(usize, usize, String),
    Undo,
    Redo,
    /// Others do.
    Foreign(usize, usize, usize, String),
}

/// Paragraphs, each between two lines that nobody changes.
const PARAGRAPHS: usize = 6;

fn own_text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a", "mine ", " ", "\n", "\n\n", "ß", "漢", "e\u{301}", "- ", "",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..4).prop_map(|pieces| pieces.concat())
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let part = || (0..PARAGRAPHS / 2, 0..40usize, 0..40usize, own_text());
    let event = prop_oneof![
        4 => part().prop_map(|(at, a, b, text)| Event::Own(at * 2, a.min(b), a.max(b), text)),
        4 => part().prop_map(|(at, a, _, text)| Event::Type(at * 2, a, text)),
        2 => Just(Event::Undo),
        1 => Just(Event::Redo),
        4 => part().prop_map(|(at, a, b, text)| {
            Event::Foreign(at * 2 + 1, a.min(b), a.max(b), text)
        }),
    ];
    prop::collection::vec(event, 1..30)
}

fn fence(paragraph: usize) -> String {
    format!("\n=={paragraph}==\n")
}

/// The byte range of characters of a paragraph.
fn range_in(text: &str, paragraph: usize, from: usize, to: usize) -> Range<usize> {
    let start = text.find(&fence(paragraph)).unwrap() + fence(paragraph).len();
    let end = text.find(&fence(paragraph + 1)).unwrap_or(text.len());
    let ends = text[start..end].char_indices().map(|(at, _)| start + at);
    let ends: Vec<usize> = ends.chain([end]).collect();
    let at = |char: usize| ends[char.min(ends.len() - 1)];
    at(from)..at(to)
}

#[test]
fn own_edits_and_foreign_ones_at_other_places_do_not_touch() {
    always(400, events(), |events| {
        let words = |at| format!("{}first{at} second{at}\nthird{at}", fence(at));
        let base: String = (0..PARAGRAPHS).map(words).collect();
        let mut foreign = base.clone();
        let mut editor = Editor::new(&base);
        for (count, event) in events.into_iter().enumerate() {
            match event {
                Event::Own(at, from, to, text) => {
                    let range = range_in(&editor.text(), at, from, to);
                    editor.replace_range(range, &text, LATER);
                }
                Event::Type(at, from, text) => {
                    editor.go_to(range_in(&editor.text(), at, from, from).start);
                    type_text(&mut editor, &text.replace('\n', " "));
                }
                Event::Undo => drop(editor.run(EditCommand::Undo, LATER)),
                Event::Redo => drop(editor.run(EditCommand::Redo, LATER)),
                Event::Foreign(at, from, to, text) => {
                    let text = format!("{text}theirs{count}");
                    let range = range_in(&foreign, at, from, to);
                    foreign.replace_range(range, &text);
                    let mut all = editor.text();
                    let range = range_in(&all, at, from, to);
                    all.replace_range(range, &text);
                    let numbers = (editor.undoes(), editor.redoes());
                    editor.adopt_text(&all);
                    assert_eq!(editor.text(), all);
                    assert_eq!((editor.undoes(), editor.redoes()), numbers);
                }
            }
        }
        redo_all(&mut editor);
        let both = editor.text();
        undo_all(&mut editor);
        assert_eq!(editor.text(), foreign);
        redo_all(&mut editor);
        assert_eq!(editor.text(), both);
        assert_eq!(replay(&base, &editor.take_edits()), Ok(both));
    });
}

/// The words of others that are in a text.
fn theirs(text: &str) -> Vec<&str> {
    let words = text.split('<').filter_map(|part| part.split_once('>'));
    let mut words: Vec<&str> = words.map(|(word, _)| word).collect();
    words.sort_unstable();
    words
}

#[test]
fn words_of_others_never_vanish_by_undo_wherever_they_came() {
    let place = || (0..PARAGRAPHS, 0..40usize, 0..40usize, own_text());
    let event = prop_oneof![
        4 => place().prop_map(|(at, a, b, text)| Event::Own(at, a.min(b), a.max(b), text)),
        4 => place().prop_map(|(at, a, _, text)| Event::Type(at, a, text)),
        3 => Just(Event::Undo),
        1 => Just(Event::Redo),
        5 => place().prop_map(|(at, a, b, text)| Event::Foreign(at, a.min(b), a.max(b), text)),
    ];
    always(400, prop::collection::vec(event, 1..40), |events| {
        let base = "one two three\nfour five\n\nsix\n".repeat(2);
        let mut editor = Editor::new(&base);
        let at = |text: &str, part: usize, char: usize| {
            let char = (part * 10 + char) % (text.chars().count() + 1);
            let at = text.char_indices().nth(char);
            let at = at.map_or(text.len(), |(at, _)| at);
            // Not within a word of others.
            match text[..at].rfind(['<', '>']) {
                Some(last) if text[last..].starts_with('<') => {
                    at + text[at..].find('>').unwrap() + 1
                }
                _ => at,
            }
        };
        let free = |editor: &Editor, at: usize| editor.offset(editor.place(at)) == at;
        let undo = |editor: &mut Editor| {
            let before = editor.text();
            editor.run(EditCommand::Undo, LATER);
            let (before, after) = (theirs(&before).join(" "), editor.text());
            let after = theirs(&after);
            assert!(before.split_whitespace().all(|word| after.contains(&word)));
        };
        for (count, event) in events.into_iter().enumerate() {
            let text = editor.text();
            match event {
                Event::Own(part, from, to, own) => {
                    let (from, to) = (at(&text, part, from), at(&text, part, to));
                    if from <= to && free(&editor, from) && free(&editor, to) {
                        editor.replace_range(from..to, &own, LATER);
                    }
                }
                Event::Type(part, from, own) => {
                    let from = at(&text, part, from);
                    if free(&editor, from) {
                        editor.go_to(from);
                        type_text(&mut editor, &own);
                    }
                }
                Event::Undo => undo(&mut editor),
                Event::Redo => drop(editor.run(EditCommand::Redo, LATER)),
                Event::Foreign(part, from, to, own) => {
                    let (from, to) = (at(&text, part, from), at(&text, part, to));
                    let mut all = text.clone();
                    let end = if own.is_empty() { from.max(to) } else { from };
                    all.replace_range(from..end, &format!("{own}<{count}>"));
                    let next = (editor.undoes(), editor.redoes());
                    editor.adopt_text(&all);
                    assert_eq!(editor.text(), all);
                    for (is, was) in [(editor.undoes(), next.0), (editor.redoes(), next.1)] {
                        assert!(is.is_none() || is == was);
                    }
                }
            }
        }
        while editor.can_undo() {
            undo(&mut editor);
        }
        let begun = editor.text();
        redo_all(&mut editor);
        let end = editor.text();
        undo_all(&mut editor);
        assert_eq!(editor.text(), begun);
        redo_all(&mut editor);
        assert_eq!(editor.text(), end);
        assert_eq!(replay(&base, &editor.take_edits()), Ok(end));
    });
}
