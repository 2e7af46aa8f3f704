//! A key in the notes editor, up to the drawn frame.

use std::time::Duration;

use divan::Bencher;
use hallway::edit::{EditCommand, EditTheme, Editor, LineCommand, LineInput, Motion};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

fn main() {
    divan::main();
}

const AREA: Rect = Rect::new(0, 0, 80, 40);

fn note(lines: usize) -> String {
    let line = |i: usize| match i % 9 {
        0 => String::new(),
        1 => format!("- item {i} with a `Reference`_ and ``a literal``"),
        _ => format!(
            "Line {i} of a note about `Project Atomic`_ with *some* words that wrap at the edge of a screen."
        ),
    };
    (0..lines).map(line).collect::<Vec<_>>().join("\n")
}

fn frame(editor: &mut Editor, screen: &mut Buffer, theme: &EditTheme) {
    editor.layout(AREA.width, AREA.height);
    editor.draw(AREA, screen, theme);
    divan::black_box(editor.screen_cursor(AREA));
}

fn keys(bencher: Bencher, text: &str, at: usize, commands: &[EditCommand]) {
    let mut editor = Editor::new(text);
    let theme = EditTheme::default();
    let mut screen = Buffer::empty(AREA);
    editor.go_to(at);
    frame(&mut editor, &mut screen, &theme);
    let mut next = commands.iter().cycle();
    bencher.bench_local(move || {
        if let Some(command) = next.next() {
            editor.run(command.clone(), Duration::ZERO);
        }
        frame(&mut editor, &mut screen, &theme);
        editor.take_edits()
    });
}

#[divan::bench(args = [200, 1_000, 10_000])]
fn key_in_the_middle(bencher: Bencher, lines: usize) {
    let text = note(lines);
    let at = text.len() / 2;
    keys(
        bencher,
        &text,
        at,
        &[
            EditCommand::Insert('x'),
            EditCommand::Insert('y'),
            EditCommand::Backspace,
            EditCommand::Backspace,
        ],
    );
}

#[divan::bench(args = [200, 1_000, 10_000])]
fn newline_and_back(bencher: Bencher, lines: usize) {
    let text = note(lines);
    let at = text.len() / 2;
    keys(
        bencher,
        &text,
        at,
        &[EditCommand::Newline, EditCommand::Undo],
    );
}

#[divan::bench(args = [200, 10_000])]
fn cursor_down_and_up(bencher: Bencher, lines: usize) {
    let text = note(lines);
    let at = text.len() / 2;
    keys(
        bencher,
        &text,
        at,
        &[
            EditCommand::Move(Motion::Down),
            EditCommand::Move(Motion::Up),
        ],
    );
}

#[divan::bench]
fn key_in_a_line_of_a_megabyte(bencher: Bencher) {
    let text = "a line of words without an end ".repeat(32_768);
    let at = text.len() / 2;
    keys(
        bencher,
        &text,
        at,
        &[EditCommand::Insert('x'), EditCommand::Backspace],
    );
}

#[divan::bench]
fn key_in_a_megabyte_of_lines(bencher: Bencher) {
    let text = note(12_000);
    let at = text.len() / 2;
    keys(
        bencher,
        &text,
        at,
        &[EditCommand::Insert('x'), EditCommand::Backspace],
    );
}

#[divan::bench]
fn paste_of_a_megabyte(bencher: Bencher) {
    let pasted = note(12_000);
    let theme = EditTheme::default();
    let mut screen = Buffer::empty(AREA);
    bencher
        .with_inputs(|| (Editor::new(&note(200)), pasted.clone()))
        .bench_local_values(|(mut editor, pasted)| {
            editor.run(EditCommand::Paste(pasted), Duration::ZERO);
            frame(&mut editor, &mut screen, &theme);
            editor
        });
}

#[divan::bench(args = [200, 10_000])]
fn open_to_first_frame(bencher: Bencher, lines: usize) {
    let text = note(lines);
    let theme = EditTheme::default();
    let mut screen = Buffer::empty(AREA);
    bencher.bench_local(|| {
        let mut editor = Editor::new(&text);
        frame(&mut editor, &mut screen, &theme);
        editor
    });
}

#[divan::bench(args = [200, 10_000])]
fn resize(bencher: Bencher, lines: usize) {
    let mut editor = Editor::new(&note(lines));
    let mut wide = false;
    bencher.bench_local(move || {
        wide = !wide;
        editor.layout(if wide { 100 } else { 80 }, 40);
    });
}

#[divan::bench]
fn find_in_10_000_lines(bencher: Bencher) {
    let mut editor = Editor::new(&note(10_000));
    bencher.bench_local(move || editor.find("project"));
}

#[divan::bench]
fn replay_a_session(bencher: Bencher) {
    let text = note(200);
    let mut editor = Editor::new(&text);
    editor.go_to(text.len() / 2);
    for c in "some words typed in an hour of writing "
        .chars()
        .cycle()
        .take(5_000)
    {
        editor.run(EditCommand::Insert(c), Duration::ZERO);
    }
    let edits = editor.take_edits();
    bencher.bench_local(|| hallway::edit::replay(&text, &edits));
}

#[divan::bench]
fn key_in_a_line_input(bencher: Bencher) {
    let mut input = LineInput::new("a title of ordinary length, somewhat long");
    let mut screen = Buffer::empty(AREA);
    let mut grow = false;
    bencher.bench_local(move || {
        grow = !grow;
        input.run(&if grow {
            LineCommand::Insert('x')
        } else {
            LineCommand::Backspace
        });
        input.layout(30);
        input.draw(
            Rect::new(0, 0, 30, 1),
            &mut screen,
            Style::new(),
            Style::new(),
        );
    });
}
