use super::*;

fn at(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn typing_is_undone_by_words() {
    let mut editor = editor("|");
    type_text(&mut editor, "one two three");
    let mut seen = vec![];
    while editor.can_undo() {
        editor.run(EditCommand::Undo, at(0));
        seen.push(editor.text());
    }
    assert_eq!(seen, ["one two ", "one ", ""]);
    while editor.can_redo() {
        editor.run(EditCommand::Redo, at(0));
    }
    assert_eq!(marked(&editor), "one two three|");
}

#[test]
fn a_pause_or_a_motion_ends_a_group() {
    let mut editor = editor("|");
    editor.run(EditCommand::Insert('a'), at(0));
    editor.run(EditCommand::Insert('b'), at(300));
    editor.run(EditCommand::Insert('c'), at(2000));
    editor.run(EditCommand::Undo, at(2100));
    assert_eq!(editor.text(), "ab");
    editor.run(EditCommand::Insert('d'), at(2200));
    editor.run(EditCommand::Move(Motion::Left), at(2200));
    editor.run(EditCommand::Insert('e'), at(2200));
    editor.run(EditCommand::Undo, at(2200));
    assert_eq!(marked(&editor), "ab|d");
    editor.run(EditCommand::Undo, at(2200));
    assert_eq!(editor.text(), "ab");
}

#[test]
fn deleting_is_grouped_and_not_with_typing() {
    let mut editor = editor("one two|");
    for _ in 0..3 {
        editor.run(EditCommand::Backspace, at(0));
    }
    type_text(&mut editor, "x");
    editor.run(EditCommand::Undo, at(0));
    assert_eq!(editor.text(), "one ");
    editor.run(EditCommand::Undo, at(0));
    assert_eq!(marked(&editor), "one two|");
}

#[test]
fn undo_brings_cursor_and_selection_back() {
    let mut editor = editor("a[bc|d");
    type_text(&mut editor, "x");
    editor.run(EditCommand::Move(Motion::DocumentStart), at(0));
    editor.run(EditCommand::Undo, at(0));
    assert_eq!(marked(&editor), "a[bc|d");
    editor.run(EditCommand::Redo, at(0));
    assert_eq!(marked(&editor), "ax|d");
}

#[test]
fn a_paste_of_a_megabyte_is_one_step() {
    let mut editor = editor("be|fore");
    let text = "some words in a line of a paste\n".repeat(32_768);
    editor.run(EditCommand::Paste(text.clone()), at(0));
    editor.layout(80, 24);
    assert_eq!(editor.text().len(), text.len() + 6);
    assert_eq!(editor.take_edits().len(), 1);
    editor.run(EditCommand::Undo, at(0));
    assert_eq!(marked(&editor), "be|fore");
    assert!(!editor.can_undo());
}

#[test]
fn lines_and_columns_past_65535_are_reached() {
    let mut editor = Editor::new(&"\n".repeat(70_000));
    editor.run(EditCommand::Move(Motion::DocumentEnd), at(0));
    type_text(&mut editor, "end");
    assert!(editor.text().ends_with("\nend"));
    let mut editor = Editor::new(&"word ".repeat(20_000));
    editor.run(EditCommand::Move(Motion::DocumentEnd), at(0));
    editor.run(EditCommand::Backspace, at(0));
    editor.run(EditCommand::Backspace, at(0));
    assert!(editor.text().ends_with("word wor"));
    editor.layout(80, 24);
    assert!(
        editor
            .screen_cursor(ratatui::layout::Rect::new(0, 0, 80, 24))
            .is_some()
    );
}
