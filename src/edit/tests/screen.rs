//! What is on the screen: text, styles and cursor.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer as Screen;
use ratatui::layout::{Position, Rect};

use super::*;

/// The rows of the screen, and the runs of cells with a style of their own under them.
fn shown(editor: &mut Editor, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    editor.layout(width, height);
    terminal
        .draw(|frame| {
            let area = frame.area();
            editor.draw(area, frame.buffer_mut(), &EditTheme::default());
            if let Some(cursor) = editor.screen_cursor(area) {
                frame.set_cursor_position(cursor);
            }
        })
        .unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    let screen = terminal.backend().buffer();
    let mut out = String::new();
    for y in 0..height {
        let row = row_text(screen, y);
        out.push_str(&format!("|{row}|\n"));
        let mut x = 0;
        while x < width {
            let style = screen[(x, y)].style();
            let start = x;
            while x < width && screen[(x, y)].style() == style {
                x += 1;
            }
            let theme = EditTheme::default();
            if screen[(start, y)].style()
                != Screen::empty(Rect::new(0, 0, 1, 1))[(0, 0)]
                    .style()
                    .patch(theme.text)
            {
                out.push_str(&format!("  {start}..{x} {}\n", name(style)));
            }
        }
    }
    out.push_str(&format!("cursor {},{}", cursor.x, cursor.y));
    out
}

fn row_text(screen: &Screen, y: u16) -> String {
    let mut row = String::new();
    let mut x = 0;
    while x < screen.area.width {
        let symbol = screen[(x, y)].symbol();
        row.push_str(symbol);
        x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).unwrap();
    }
    row
}

fn name(style: ratatui::style::Style) -> String {
    format!(
        "{:?} on {:?} {:?}",
        style.fg.unwrap_or_default(),
        style.bg.unwrap_or_default(),
        style.add_modifier
    )
}

#[test]
fn a_note_with_markup() {
    let mut editor = editor(
        "Kubernetes 101\n==============\n\n`Project Atomic`_'s very own `Josh Berkus`_ did *a wonderful* overview of\n``kubectl``.|",
    );
    insta::assert_snapshot!(shown(&mut editor, 40, 8));
}

#[test]
fn lists_hang_under_their_text() {
    let mut editor = editor(
        "- an item that is longer than the width of the screen\n\n  1. and |one in it that is long as well",
    );
    insta::assert_snapshot!(shown(&mut editor, 24, 8));
}

#[test]
fn a_selection_shows_its_line_breaks() {
    let mut editor = editor("one [two\n\nthree| four");
    insta::assert_snapshot!(shown(&mut editor, 12, 3));
}

#[test]
fn findings_and_matches_lie_over_the_markup() {
    let mut editor = editor("|see `Fedora`_ and fedora");
    editor.set_highlights(vec![(4..14, HighlightKind::Warning)]);
    editor.find("fedora");
    insta::assert_snapshot!(shown(&mut editor, 30, 2));
}

#[test]
fn strange_characters_have_a_width_and_a_name() {
    let mut editor = editor("漢字 👨\u{200d}👩\u{200d}👧 🇩🇪 ❤\u{fe0f} e\u{301} a\u{202e}b\tc|");
    insta::assert_snapshot!(shown(&mut editor, 50, 2));
}

#[test]
fn the_cursor_stands_behind_the_last_column_nowhere() {
    let mut editor = editor("abcd|");
    assert!(shown(&mut editor, 5, 2).ends_with("cursor 4,0"));
    type_text(&mut editor, " ");
    assert!(shown(&mut editor, 5, 2).ends_with("cursor 0,1"));
    type_text(&mut editor, "e");
    assert!(shown(&mut editor, 5, 2).ends_with("cursor 1,1"));
}

#[test]
fn a_deleted_emoji_leaves_nothing_behind() {
    for emoji in [
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "🇩🇪",
        "漢",
        "👍🏽",
        "1\u{fe0f}\u{20e3}",
    ] {
        let mut terminal = Terminal::new(TestBackend::new(20, 2)).unwrap();
        let mut editor = Editor::new(&format!("a{emoji}"));
        editor.run(EditCommand::Move(Motion::DocumentEnd), LATER);
        for _ in 0..2 {
            editor.layout(20, 2);
            terminal
                .draw(|frame| editor.draw(frame.area(), frame.buffer_mut(), &EditTheme::default()))
                .unwrap();
            editor.run(EditCommand::Backspace, LATER);
        }
        assert_eq!(
            row_text(terminal.backend().buffer(), 0),
            "a                   ",
            "{emoji}"
        );
    }
}

#[test]
fn scrolling_leaves_the_cursor_and_typing_comes_back() {
    let text: Vec<String> = (0..100).map(|i| format!("line {i}")).collect();
    let mut editor = Editor::new(&text.join("\n"));
    editor.layout(20, 10);
    editor.scroll(50);
    editor.layout(20, 10);
    assert_eq!(
        editor.scroll_state(),
        ScrollState {
            top: 50,
            bottom: 59,
            lines: 100
        }
    );
    assert_eq!(editor.screen_cursor(Rect::new(0, 0, 20, 10)), None);
    editor.scroll(500);
    assert_eq!(editor.scroll_state().top, 90);
    editor.run(EditCommand::Insert('x'), LATER);
    editor.layout(20, 10);
    assert_eq!(editor.scroll_state().top, 0);
    editor.run(EditCommand::Move(Motion::PageDown), LATER);
    editor.layout(20, 10);
    assert_eq!(editor.cursor().line, 9);
    assert_eq!(editor.scroll_state().top, 7);
    editor.run(EditCommand::Move(Motion::DocumentEnd), LATER);
    editor.layout(20, 10);
    assert_eq!(editor.scroll_state().bottom, 99);
}

#[test]
fn a_new_width_keeps_the_text_at_the_top() {
    let mut editor = Editor::new(&"some words that wrap ".repeat(200));
    editor.layout(40, 10);
    editor.scroll(30);
    editor.layout(40, 10);
    let at_top = |editor: &Editor| editor.offset_at(0, 0).unwrap();
    let before = at_top(&editor);
    editor.layout(80, 10);
    assert!(at_top(&editor) <= before && before < at_top(&editor) + 80);
}

#[test]
fn the_mouse_places_selects_and_scrolls() {
    let mut editor = editor("|one two three\n漢字\n\nlast");
    editor.layout(20, 3);
    editor.click(5, 0, 1);
    assert_eq!(marked(&editor), "one t|wo three\n漢字\n\nlast");
    editor.drag(9, 0);
    assert_eq!(marked(&editor), "one t[wo t|hree\n漢字\n\nlast");
    editor.click(5, 0, 2);
    assert_eq!(editor.selected_text().as_deref(), Some("two"));
    editor.click(5, 0, 3);
    assert_eq!(editor.selected_text().as_deref(), Some("one two three\n"));
    editor.click(3, 1, 1);
    assert_eq!(editor.cursor(), TextPlace { line: 1, column: 3 });
    editor.click(19, 2, 1);
    assert_eq!(editor.cursor(), TextPlace { line: 2, column: 0 });
    editor.drag(3, 3);
    assert_eq!(editor.selected_text().as_deref(), Some("\nlas"));
    assert_eq!(editor.offset_at(0, 9), None);
}

#[test]
fn any_area_is_drawn_without_a_word() {
    let mut editor = editor("漢字 `a`_ \u{202e}\n\t\n- item with words|\n\n👨\u{200d}👩\u{200d}👧");
    for width in 0..12 {
        for height in 0..6 {
            editor.layout(width, height);
            let area = Rect::new(2, 1, width, height);
            let mut screen = Screen::empty(Rect::new(0, 0, 20, 10));
            editor.draw(area, &mut screen, &EditTheme::default());
            for position in screen.area.positions() {
                assert!(
                    area.contains(position) || screen[position].symbol() == " ",
                    "drew outside at {position}"
                );
            }
            if let Some(cursor) = editor.screen_cursor(area) {
                assert!(area.contains(Position::from(cursor)));
            }
            // An area that the layout was not made for must not break anything either.
            editor.draw(Rect::new(0, 0, 7, 3), &mut screen, &EditTheme::default());
            editor.draw(Rect::new(15, 8, 40, 40), &mut screen, &EditTheme::default());
        }
    }
}

#[test]
fn a_smaller_screen_still_shows_the_cursor() {
    let mut editor = Editor::new(&"line\n".repeat(60));
    editor.run(EditCommand::Move(Motion::DocumentEnd), Duration::ZERO);
    editor.layout(80, 100);
    editor.layout(40, 10);
    assert!(editor.cursor_cell(40, 10).is_some());
}
