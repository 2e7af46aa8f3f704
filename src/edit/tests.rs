//! What a person at the keyboard would notice.

mod external;
mod properties;
mod screen;
mod undo;

use super::*;

const LATER: Duration = Duration::from_secs(1000);

/// An editor on a text in which `|` marks the cursor, and `[` the other end of the selection.
fn editor(marked: &str) -> Editor {
    let anchor = marked.find('[');
    let text = marked.replace('[', "");
    let cursor = text.find('|').expect("a cursor");
    let mut editor = Editor::new(&text.replace('|', ""));
    editor.go_to(cursor);
    if let Some(at) = anchor {
        let at = if at > cursor { at - 1 } else { at };
        editor.anchor = Some(editor.place(at));
    }
    editor.layout(40, 10);
    editor
}

/// The text with its cursor and selection marked in the same way.
fn marked(editor: &Editor) -> String {
    let mut text = editor.text();
    let cursor = editor.cursor_offset();
    let anchor = editor
        .selection()
        .and(editor.anchor)
        .map(|anchor| editor.offset(anchor));
    text.insert(cursor, '|');
    if let Some(at) = anchor {
        text.insert(if at > cursor { at + 1 } else { at }, '[');
    }
    text
}

fn type_text(editor: &mut Editor, text: &str) {
    for c in text.chars() {
        editor.run(EditCommand::Insert(c), Duration::ZERO);
    }
}

#[track_caller]
fn does(before: &str, commands: &[EditCommand], after: &str) {
    let mut editor = editor(before);
    for command in commands {
        editor.run(command.clone(), Duration::ZERO);
    }
    assert_eq!(marked(&editor), after);
}

#[track_caller]
fn types(before: &str, keys: &str, after: &str) {
    let commands: Vec<_> = keys.chars().map(EditCommand::Insert).collect();
    does(before, &commands, after);
}

#[test]
fn motions_and_deletion_go_by_grapheme() {
    use Motion::{Left, Right};
    does(
        "cafe\u{301}|\nx",
        &[EditCommand::Move(Left)],
        "caf|e\u{301}\nx",
    );
    does(
        "cafe\u{301}|\nx",
        &[EditCommand::Move(Right)],
        "cafe\u{301}\n|x",
    );
    does(
        "a👨\u{200d}👩\u{200d}👧|b",
        &[EditCommand::Backspace],
        "a|b",
    );
    does("a|🇩🇪🇫🇷", &[EditCommand::Delete], "a|🇫🇷");
    does("|❤\u{fe0f}x", &[EditCommand::Move(Right)], "❤\u{fe0f}|x");
    does("a\n|b", &[EditCommand::Backspace], "a|b");
    does("a|\nb", &[EditCommand::Delete], "a|b");
}

#[test]
fn motions_by_word_line_paragraph_document() {
    use Motion::*;
    does(
        "one two-|three",
        &[EditCommand::Move(WordLeft), EditCommand::Move(WordLeft)],
        "one |two-three",
    );
    does(
        "|one  two",
        &[EditCommand::Move(WordRight), EditCommand::Move(WordRight)],
        "one  two|",
    );
    does("a\n|b", &[EditCommand::Move(WordLeft)], "a|\nb");
    does("  ab|c", &[EditCommand::Move(LineStart)], "  |abc");
    does("  |abc", &[EditCommand::Move(LineStart)], "|  abc");
    does("a|b\nc", &[EditCommand::Move(LineEnd)], "ab|\nc");
    does(
        "|a\nb\n\nc",
        &[EditCommand::Move(ParagraphDown)],
        "a\nb\n|\nc",
    );
    does(
        "a\n\nb\nc|",
        &[EditCommand::Move(ParagraphUp)],
        "a\n|\nb\nc",
    );
    does("a\nb|", &[EditCommand::Move(DocumentStart)], "|a\nb");
    does("|a\nb", &[EditCommand::Move(DocumentEnd)], "a\nb|");
    does(
        "ab|c\nx\nabc",
        &[EditCommand::Move(Down), EditCommand::Move(Down)],
        "abc\nx\nab|c",
    );
    does("a|b", &[EditCommand::Move(Up)], "|ab");
    does("a|b", &[EditCommand::Move(Down)], "ab|");
}

#[test]
fn home_and_end_go_by_row_first() {
    let text = "one two three four five six seven eight nine ten eleven";
    let mut editor = Editor::new(text);
    editor.layout(20, 10);
    editor.go_to(text.find("five").unwrap() + 2);
    editor.run(EditCommand::Move(Motion::LineStart), LATER);
    assert!(text[editor.cursor().column..].starts_with("five"));
    editor.run(EditCommand::Move(Motion::LineStart), LATER);
    assert_eq!(editor.cursor().column, 0);
    editor.run(EditCommand::Move(Motion::LineEnd), LATER);
    assert_eq!(&text[..editor.cursor().column], "one two three four");
    editor.run(EditCommand::Move(Motion::LineEnd), LATER);
    assert_eq!(editor.cursor().column, text.len());
}

#[test]
fn a_selection_is_replaced_cut_and_copied() {
    use Motion::*;
    does(
        "ab|cd",
        &[EditCommand::Select(Right), EditCommand::Insert('x')],
        "abx|d",
    );
    does("a|b\ncd", &[EditCommand::Select(Down)], "a[b\nc|d");
    does("a[b\nc|d", &[EditCommand::Move(Left)], "a|b\ncd");
    does(
        "a|b",
        &[EditCommand::SelectAll, EditCommand::Paste("new".into())],
        "new|",
    );
    does("one tw|o", &[EditCommand::SelectWord], "one [two|");
    let mut editor = editor("a[bc|d");
    assert_eq!(
        editor.run(EditCommand::Copy, LATER).copied.as_deref(),
        Some("bc")
    );
    assert_eq!(
        editor.run(EditCommand::Cut, LATER).copied.as_deref(),
        Some("bc")
    );
    assert_eq!(marked(&editor), "a|d");
    assert_eq!(editor.run(EditCommand::Copy, LATER).copied, None);
}

#[test]
fn words_and_lines_are_deleted() {
    does("one two|", &[EditCommand::DeleteWordLeft], "one |");
    does("|one two", &[EditCommand::DeleteWordRight], "| two");
    does("ab|cd", &[EditCommand::DeleteToLineEnd], "ab|");
    does("ab|\ncd", &[EditCommand::DeleteToLineEnd], "ab|cd");
    does("ab|cd", &[EditCommand::DeleteToLineStart], "|cd");
    does("a\nb|b\nc", &[EditCommand::DeleteLine], "a\nc|");
    does("a\nb|", &[EditCommand::DeleteLine], "a|");
    does("a|", &[EditCommand::DeleteLine], "|");
}

#[test]
fn a_paste_is_cleaned_and_says_so() {
    let mut editor = editor("|");
    let outcome = editor.run(
        EditCommand::Paste("a\u{1b}[31mb\0\r\nc\rd\u{202e}".into()),
        LATER,
    );
    assert_eq!(editor.text(), "ab\nc\nd\u{202e}");
    assert_eq!(
        outcome.cleaned,
        Cleaned {
            removed: 2,
            line_ends: 2
        }
    );
    let outcome = editor.run(EditCommand::Insert('\u{7}'), LATER);
    assert_eq!((outcome.changed, outcome.cleaned.removed), (false, 1));
    assert_eq!(
        Editor::new("a\r\nb\0").cleaned(),
        Cleaned {
            removed: 1,
            line_ends: 1
        }
    );
}

#[test]
fn newline_continues_lists_and_indentation() {
    let enter = [EditCommand::Newline];
    does("- one|", &enter, "- one\n- |");
    does("- one| two", &enter, "- one\n- |two");
    does("  * one|", &enter, "  * one\n  * |");
    does("9. one|", &enter, "9. one\n10. |");
    does("(b) two|", &enter, "(b) two\n|");
    does("(a) one|", &enter, "(a) one\n(b) |");
    does("i. one\n\nii. two|", &enter, "i. one\n\nii. two\niii. |");
    does("- one\n- |", &enter, "- one\n\n|");
    does("- one\n\n- |", &enter, "- one\n\n|");
    does("- |", &enter, "|");
    does("- one\n\n  - two\n  - |", &enter, "- one\n\n  - two\n\n  |");
    does(
        "- one\n- |",
        &[EditCommand::Newline, EditCommand::Undo],
        "- one\n- |",
    );
    does("  - |", &enter, "  |");
    does("  text|", &enter, "  text\n  |");
    does("  |text", &enter, "\n  |text");
    does("J. Smith said|", &enter, "J. Smith said\n|");
    does("|- one", &enter, "\n|- one");
    does("a[b|c", &enter, "a\n|c");
}

#[test]
fn tab_indents_items_and_selections() {
    does("- a\n- |b", &[EditCommand::Indent], "- a\n  - |b");
    does("- a\n  - |b", &[EditCommand::Dedent], "- a\n- |b");
    does("1. |a", &[EditCommand::Indent], "   1. |a");
    does("a|", &[EditCommand::Indent], "a   |");
    does("[a\n\nb\n|c", &[EditCommand::Indent], "[    a\n\n    b\n|c");
    does("  a[b\n c|d", &[EditCommand::Dedent], "a[b\nc|d");
}

#[test]
fn back_quotes_come_in_pairs_where_that_helps() {
    types("|", "`", "`|`");
    types("see |", "`Fedora`_", "see `Fedora`_|");
    types("|", "``code``", "``code``|");
    types("it|", "`s", "it`s|");
    types("|word", "`", "`|word");
    types("`a` |", "`", "`a` `|`");
    types("`open|", "`", "`open`|");
    types("[Fedora|", "`", "`[Fedora|`");
    types("a[ b |c", "`", "a `[b|` c");
    types("Code::\n\n  x |", "`", "Code::\n\n  x `|");
    types("|", "*", "*|");
    types("a |", "*b*", "a *b*|");
    types("a |", "**b**", "a **b**|");
    types("|", "`````", "`````|");
    types("|`a`_", "`", "`|`a`_");
    types("(|)", "`", "(`|`)");
    types(r"\|", "`", r"\`|");
    does("`|`", &[EditCommand::Backspace], "|");
    does("a ``|``", &[EditCommand::Backspace], "a `|`");
    does("a *|", &[EditCommand::Backspace], "a |");
    does("****|****", &[EditCommand::Backspace], "***|****");
}

#[test]
fn a_reference_is_undone_like_any_word() {
    let mut editor = editor("see |");
    type_text(&mut editor, "`Fedora`_");
    editor.run(EditCommand::Undo, LATER);
    assert_eq!(editor.text(), "see ");
}

#[test]
fn the_name_being_typed_is_known() {
    let name = |text: &str| {
        let editor = editor(text);
        editor
            .open_name()
            .map(|range| editor.text()[range].to_owned())
    };
    assert_eq!(name("see `Project At|`").as_deref(), Some("Project At"));
    assert_eq!(name("`|`").as_deref(), Some(""));
    assert_eq!(name("`Fedora`|_"), None);
    assert_eq!(name("``code |``"), None);
    assert_eq!(name("it`s |"), None);
    assert_eq!(name("plain|"), None);
}

#[test]
fn find_minds_capitals_only_when_given_some() {
    let mut editor = editor("|Fedora fedora FEDORA cafe\u{301} e");
    assert_eq!(editor.find("fedora"), 3);
    assert_eq!(editor.selected_text().as_deref(), Some("Fedora"));
    assert_eq!(editor.found(), Some((1, 3)));
    assert!(editor.find_next());
    assert_eq!(editor.found(), Some((2, 3)));
    editor.find_previous();
    editor.find_previous();
    assert_eq!(editor.selected_text().as_deref(), Some("FEDORA"));
    assert_eq!(editor.find("Fedora"), 1);
    assert_eq!(editor.find("é"), 0);
    assert_eq!(editor.find("e"), 3 + 1);
    assert_eq!(editor.find("none"), 0);
    editor.end_find(false);
    assert_eq!(marked(&editor), "|Fedora fedora FEDORA cafe\u{301} e");
}

#[test]
fn replace_one_and_all() {
    let mut editor = editor("|a b a\nA a");
    editor.find("a");
    assert!(editor.replace("xx", LATER));
    assert_eq!(editor.text(), "xx b a\nA a");
    assert_eq!(editor.found(), Some((1, 3)));
    assert_eq!(editor.replace_all("a-a", LATER), 3);
    assert_eq!(editor.text(), "xx b a-a\na-a a-a");
    editor.run(EditCommand::Undo, LATER);
    assert_eq!(editor.text(), "xx b a\nA a");
}

#[test]
fn edits_from_elsewhere_fit_or_are_refused() {
    let mut editor = editor("héllo|");
    let edit = Edit {
        at: 1,
        removed: "é".into(),
        inserted: "e".into(),
    };
    editor.apply(&edit, LATER).unwrap();
    assert_eq!(editor.text(), "hello");
    assert!(editor.apply(&edit, LATER).is_err());
    assert!(
        editor
            .apply(
                &Edit {
                    at: 99,
                    ..edit.clone()
                },
                LATER
            )
            .is_err()
    );
    assert_eq!(
        replay("héllo", &editor.take_edits()).as_deref(),
        Ok("hello")
    );
    assert!(replay("hello", &[edit]).is_err());
}

#[test]
fn a_text_from_outside_keeps_cursor_and_undo() {
    let mut editor = editor("one two |three");
    editor.set_text("one 2 three four\r\n", LATER);
    assert_eq!(editor.text(), "one 2 three four\n");
    editor.run(EditCommand::Undo, LATER);
    assert_eq!(marked(&editor), "one two |three");
    let mut editor = self::editor("a b c|d");
    editor.replace_range(2..3, "longer", LATER);
    assert_eq!(marked(&editor), "a longer c|d");
}

#[test]
fn highlights_move_with_the_text() {
    let mut editor = editor("|one two");
    editor.set_highlights(vec![
        (4..7, HighlightKind::Error),
        (0..3, HighlightKind::Hint),
    ]);
    type_text(&mut editor, "x");
    assert_eq!(
        editor.highlights,
        [(1..4, HighlightKind::Hint), (5..8, HighlightKind::Error)]
    );
    editor.select(4..9);
    editor.run(EditCommand::Delete, LATER);
    assert_eq!(editor.highlights, [(1..4, HighlightKind::Hint)]);
}
