//! Back quotes and asterisks in pairs.
//!
//! A pair is inserted where the inline markup rules of docutils let markup begin and end, and
//! nowhere else: not beside a word, not in literal text, and no asterisk at the head of a line,
//! where it is a bullet.

use std::ops::Range;
use std::time::Duration;

use super::history::{HistoryMark, StepKind};
use super::{Editor, HighlightKind, TextPlace, grapheme, highlight, inline, view};

impl Editor {
    /// A character typed.
    pub(super) fn type_char(&mut self, c: char, now: Duration) {
        let mut bytes = [0; 4];
        let text: &str = c.encode_utf8(&mut bytes);
        if !matches!(c, '`' | '*') {
            let range = self.selection().unwrap_or(self.cursor..self.cursor);
            let kind = StepKind::Typing;
            return self.commit(range, text, kind, now, super::at_end);
        }
        if let Some(range) = self.selection() {
            return self.enclose(range, text, now);
        }
        let here = self.cursor..self.cursor;
        let literal = self.in_literal_block();
        let (before, after) = self.at_cursor();
        let next = after
            .chars()
            .next()
            .filter(|_| grapheme::next(after, 0) == 1);
        let previous = before.chars().next_back();
        if next == Some(c) && previous.is_some_and(|p| !p.is_whitespace()) && !literal {
            let alone =
                before.trim_end_matches(c).len() + 1 == before.len() && !after[1..].starts_with(c);
            let empty = previous == Some(c) && alone && inline::may_start(before, before.len() - 1);
            if !empty {
                self.cursor.column += 1;
                self.goal = None;
                return self.view.follow();
            }
            // An empty pair and the same again: the pair is a double one.
            return self.commit(here, &text.repeat(2), StepKind::Typing, now, one_back);
        }
        if self.pairs_here(c) {
            return self.commit(here, &text.repeat(2), StepKind::Typing, now, one_back);
        }
        self.commit(here, text, StepKind::Typing, now, super::at_end);
    }

    /// The bytes of the name being typed, from behind its opening back quote to the cursor: what a
    /// completion looks up and replaces. `None` where the cursor is not in a reference that has
    /// been begun.
    pub fn open_name(&self) -> Option<Range<usize>> {
        let (before, _) = self.at_cursor();
        let quote = before
            .rfind('`')
            .filter(|quote| !before[..*quote].ends_with('`'))?;
        let name = &before[quote + 1..];
        let begun = before.len() == quote + 1
            || inline::scan(before, 0, None, &mut Vec::new())
                .is_some_and(|open| open.kind == HighlightKind::Reference);
        let offset = self.cursor_offset();
        (inline::may_start(before, quote) && begun).then(|| offset - name.len()..offset)
    }

    /// The empty pair around the cursor, if it stands in one.
    pub(super) fn empty_pair(&mut self) -> Option<Range<TextPlace>> {
        let (before, after) = self.at_cursor();
        let c = before
            .chars()
            .next_back()
            .filter(|c| matches!(c, '`' | '*'))?;
        let opened = before.len() - before.trim_end_matches(c).len();
        let closed = after.len() - after.trim_start_matches(c).len();
        let markup =
            opened == closed && opened <= 2 && inline::may_start(before, before.len() - opened);
        if !markup || grapheme::next(after, 0) != 1 || self.in_literal_block() {
            return None;
        }
        let TextPlace { line, column } = self.cursor;
        Some(
            TextPlace {
                line,
                column: column - 1,
            }..TextPlace {
                line,
                column: column + 1,
            },
        )
    }

    fn enclose(&mut self, range: Range<TextPlace>, mark: &str, now: Duration) {
        let text = self.buffer.slice(range.clone());
        if text.split('\n').any(|line| line.trim().is_empty()) {
            return self.commit(range, mark, StepKind::Typing, now, super::at_end);
        }
        let (inner, outer) = (text.trim_end(), text.len());
        let space = &text[inner.len()..outer];
        let trimmed = inner.trim_start();
        let lead = &inner[..inner.len() - trimmed.len()];
        let start = self.buffer.offset(range.start) + lead.len() + 1;
        let end = start + trimmed.len();
        self.commit(
            range,
            &format!("{lead}{mark}{trimmed}{mark}{space}"),
            StepKind::Whole,
            now,
            |editor, _| HistoryMark {
                cursor: editor.buffer.place(end),
                anchor: Some(editor.buffer.place(start)),
            },
        );
    }

    fn at_cursor(&self) -> (&str, &str) {
        self.buffer
            .line(self.cursor.line)
            .split_at(self.cursor.column)
    }

    fn in_literal_block(&mut self) -> bool {
        let state = self.view.state(&self.buffer, self.cursor.line);
        highlight::is_literal(state, view::visible_lines(&self.buffer, self.cursor.line))
    }

    fn pairs_here(&mut self, c: char) -> bool {
        let (before, after) = self.at_cursor();
        let bullet = c == '*' && before.trim().is_empty();
        let opens = inline::may_start(before, before.len());
        let closes = after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || "'\")]}>-/:.,;!?\\’”»".contains(c));
        let escaped = before.ends_with('\\');
        // An odd number of back quotes before the cursor: markup is open, and this one closes it.
        let open = !bullet && inline::scan(before, 0, None, &mut Vec::new()).is_some();
        opens && closes && !bullet && !escaped && !open && !self.in_literal_block()
    }
}

/// The cursor one byte before the end of the insertion: inside the pair.
fn one_back(editor: &Editor, end: TextPlace) -> HistoryMark {
    let inside = TextPlace {
        line: end.line,
        column: end.column - 1,
    };
    HistoryMark {
        cursor: editor.fit(inside),
        anchor: None,
    }
}
