//! Random keys on random texts, and what must always hold.

use proptest::prelude::*;
use ratatui::buffer::Buffer as Screen;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;

/// Pieces that make trouble, and ordinary ones.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "word",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "e\u{301}",
        "\u{301}",
        "漢",
        "👨\u{200d}👩\u{200d}👧",
        "\u{200d}",
        "🇩",
        "🇪",
        "❤\u{fe0f}",
        "\u{fe0f}",
        "👍🏽",
        "\u{202e}",
        "`",
        "``",
        "*",
        "- ",
        "1. ",
        "::",
        "..",
        "====",
        "`x`_",
        "ß",
        "İ",
        "क्षि",
        "\u{1b}[1m",
        "\r",
    ])
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

#[derive(Debug, Clone)]
enum Step {
    Do(EditCommand, u64),
    Layout(u16, u16),
    Scroll(isize),
    Click(u16, u16, u8),
    Drag(i32, i32),
    Find(String),
    ReplaceAll(String),
    Set(String),
    Put(usize, usize, String),
}

fn motion() -> impl Strategy<Value = Motion> {
    use Motion::*;
    prop::sample::select(vec![
        Left,
        Right,
        WordLeft,
        WordRight,
        Up,
        Down,
        LineStart,
        LineEnd,
        ParagraphUp,
        ParagraphDown,
        PageUp,
        PageDown,
        DocumentStart,
        DocumentEnd,
    ])
}

fn command() -> impl Strategy<Value = EditCommand> {
    use EditCommand::*;
    let plain = prop::sample::select(vec![
        Newline,
        Backspace,
        Delete,
        DeleteWordLeft,
        DeleteWordRight,
        DeleteToLineStart,
        DeleteToLineEnd,
        DeleteLine,
        SelectAll,
        SelectWord,
        Deselect,
        Undo,
        Redo,
        Cut,
        Copy,
        Indent,
        Dedent,
    ]);
    prop_oneof![
        6 => piece().prop_map(|piece| Insert(piece.chars().next().unwrap_or('x'))),
        2 => text().prop_map(Paste),
        6 => plain,
        4 => motion().prop_map(Move),
        4 => motion().prop_map(Select),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (command(), 0..1500u64).prop_map(|(command, wait)| Step::Do(command, wait)),
        1 => (0..30u16, 0..8u16).prop_map(|(w, h)| Step::Layout(w, h)),
        1 => (-5..5isize).prop_map(Step::Scroll),
        1 => (0..30u16, 0..9u16, 1..4u8).prop_map(|(x, y, n)| Step::Click(x, y, n)),
        1 => (-3..30i32, -3..12i32).prop_map(|(x, y)| Step::Drag(x, y)),
        1 => piece().prop_map(|query| Step::Find(query.to_owned())),
        1 => text().prop_map(Step::ReplaceAll),
        1 => text().prop_map(Step::Set),
        1 => (0..60usize, 0..60usize, text()).prop_map(|(a, b, text)| Step::Put(a.min(b), a.max(b), text)),
    ]
}

fn on_boundary(editor: &Editor, place: TextPlace) -> bool {
    let line = &editor.lines()[place.line];
    place.column == line.len()
        || line
            .grapheme_indices(true)
            .any(|(at, _)| at == place.column)
}

proptest! {
    #[test]
    fn whatever_the_keys(start in text(), steps in prop::collection::vec(step(), 1..40)) {
        let mut editor = Editor::new(&start);
        let base = editor.text();
        let mut journal = Vec::new();
        let mut now = Duration::ZERO;
        let (mut width, mut height) = (20, 6);
        for step in steps {
            match step {
                Step::Do(command, wait) => {
                    now += Duration::from_millis(wait);
                    let before = editor.text();
                    let outcome = editor.run(command, now);
                    prop_assert!(outcome.changed || editor.text() == before);
                }
                Step::Layout(w, h) => (width, height) = (w, h),
                Step::Scroll(rows) => editor.scroll(rows),
                Step::Click(x, y, n) => editor.click(x, y, n),
                Step::Drag(x, y) => editor.drag(x, y),
                Step::Find(query) => { editor.find(&query); }
                Step::ReplaceAll(with) => { editor.replace_all(&with, now); }
                Step::Set(text) => { editor.set_text(&text, now); }
                Step::Put(a, b, text) => { editor.replace_range(a..b, &text, now); }
            }
            journal.extend(editor.take_edits());
            prop_assert!(on_boundary(&editor, editor.cursor()));
            if let Some(range) = editor.selection() {
                prop_assert!(on_boundary(&editor, range.start) && on_boundary(&editor, range.end));
            }
            prop_assert!(clean(&editor.text()).1.is_nothing());
            editor.layout(width, height);
            let area = Rect::new(1, 1, width, height);
            let mut screen = Screen::empty(Rect::new(0, 0, width + 2, height + 2));
            let (top, states) = (editor.scroll_state(), editor.view.clone());
            editor.draw(area, &mut screen, &EditTheme::default());
            prop_assert_eq!(editor.scroll_state(), top);
            if let Some((x, y)) = editor.screen_cursor(area) {
                prop_assert!(area.contains((x, y).into()));
            }
            let fresh = seen_afresh(&editor);
            for (line, spans) in fresh {
                prop_assert_eq!(states.spans(line), spans.as_slice(), "line {} of {:?}", line, editor.text());
            }
        }
        prop_assert_eq!(replay(&base, &journal), Ok(editor.text()));
        while editor.can_redo() {
            editor.run(EditCommand::Redo, now);
        }
        let end = editor.text();
        while editor.can_undo() {
            editor.run(EditCommand::Undo, now);
        }
        prop_assert_eq!(editor.text(), base.as_str());
        while editor.can_redo() {
            editor.run(EditCommand::Redo, now);
        }
        journal.extend(editor.take_edits());
        prop_assert_eq!(editor.text(), end.as_str());
        prop_assert_eq!(replay(&base, &journal), Ok(end));
    }

    #[test]
    fn an_edit_wraps_as_the_whole_line_would(
        line in text(), more in text(), cuts in (0..200usize, 0..200usize), width in 1..20usize, times in 1..6usize,
    ) {
        let line = clean(&line).0.replace('\n', " ").repeat(times);
        let more = clean(&more).0.replace('\n', " ");
        let boundary = |at: usize| grapheme::snap(&line, at);
        let (at, end) = (boundary(cuts.0.min(cuts.1)), boundary(cuts.0.max(cuts.1)));
        let new = format!("{}{more}{}", &line[..at], &line[end..]);
        let rows = wrap::rewrap(&new, width, &wrap::wrap(&line, width), at, at + more.len(), end - at);
        prop_assert_eq!(rows, wrap::wrap(&new, width), "{:?}", new);
    }

    #[test]
    fn rows_cover_the_line_and_fit(line in text(), width in 1..30usize) {
        let line = clean(&line).0.replace('\n', " ");
        let rows = wrap::wrap(&line, width);
        prop_assert_eq!(rows[0].start, 0);
        prop_assert_eq!(rows[rows.len() - 1].end, line.len());
        for pair in rows.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start);
        }
        for row in &rows {
            let text = &line[row.start..row.end];
            let single = text.graphemes(true).count() <= 1;
            let tabs = text.contains('\t');
            prop_assert!(single || tabs || row.indent + grapheme::text_width(text, row.indent) <= width, "{:?} in {}", text, width);
        }
    }
}

/// The spans of the lines in view, read again from the first line on.
fn seen_afresh(editor: &Editor) -> Vec<(usize, highlight::Spans)> {
    let state = editor.scroll_state();
    let mut at = highlight::HighlightState::Start;
    let mut all = Vec::new();
    for line in 0..editor.lines().len() {
        let around = view::visible_lines(&editor.buffer, line);
        if (state.top..=state.bottom).contains(&line) {
            all.push((line, highlight::spans(at, around)));
        }
        at = highlight::step(at, around);
    }
    all
}
