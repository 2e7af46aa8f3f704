//! New lines that continue lists and indentation, and indentation by keys.

use std::time::Duration;

use super::history::{HistoryMark, StepKind};
use super::{Editor, TextPlace, at_end, grapheme, list};

/// Columns of a step of indentation where no list says otherwise.
const STEP: usize = 4;

impl Editor {
    /// A new line.
    pub(super) fn newline(&mut self, now: Duration) {
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        let TextPlace { line, column } = range.start;
        let text = self.buffer.line(line);
        let marker = list::marker(text);
        let start = |column| TextPlace { line, column };
        if let Some(marker) = &marker
            && self.selection().is_none()
            && column >= marker.text_start()
        {
            if text[marker.text_start()..].trim().is_empty() {
                // An empty item ends the list. What comes behind a list needs a blank line before
                // it.
                let follows = line > 0 && !self.buffer.line(line - 1).trim().is_empty();
                let (from, put) = match follows {
                    true => (0, format!("\n{}", marker.indent)),
                    false => (marker.indent.len(), String::new()),
                };
                return self.commit(
                    start(from)..start(text.len()),
                    &put,
                    StepKind::Whole,
                    now,
                    at_end,
                );
            }
            if let Some(label) =
                list::next_label(marker.label, self.label_before(line, marker.indent))
            {
                let gap = self.gap(&label, marker.label, marker.gap);
                let inserted = format!("\n{}{label}{gap}", marker.indent);
                let skipped = column + list::indent(&text[column..]).len();
                return self.commit(
                    range.start..start(skipped),
                    &inserted,
                    StepKind::Whole,
                    now,
                    at_end,
                );
            }
        }
        let indent = list::indent(text);
        let indent = indent[..indent.len().min(column)].to_owned();
        // White space that the break would leave at the end of the line goes.
        let blank = text[..column].trim().is_empty();
        let from = if blank { start(0) } else { range.start };
        let from = if range.start == range.end {
            from
        } else {
            range.start
        };
        self.commit(
            from..range.end,
            &format!("\n{indent}"),
            StepKind::Whole,
            now,
            at_end,
        );
    }

    /// The label of the item before the one on `line`, at the same indentation.
    fn label_before(&self, line: usize, indent: &str) -> Option<&str> {
        for text in self.lines()[..line].iter().rev() {
            match list::marker(text) {
                Some(marker) if marker.indent == indent => return Some(marker.label),
                _ if text.trim().is_empty() || list::indent(text).len() > indent.len() => {}
                _ => return None,
            }
        }
        None
    }

    /// The gap behind the next label, so that the text stays in its column where it can.
    fn gap(&self, label: &str, before: &str, gap: &str) -> String {
        if gap.contains('\t') {
            return gap.to_owned();
        }
        let width = (before.len() + gap.len()).saturating_sub(label.len());
        " ".repeat(if gap.len() == 1 { 1 } else { width.max(1) })
    }

    /// A step of indentation for the selected lines, the list item, or at the cursor.
    pub(super) fn indent(&mut self, now: Duration) {
        let (first, last) = self.touched_lines();
        let marker = list::marker(self.buffer.line(first))
            .map(|marker| marker.label.chars().count() + marker.gap.len());
        if self.selection().is_some() || marker.is_some() {
            let step = " ".repeat(marker.unwrap_or(STEP));
            return self.indent_lines(first, last, now, |line| {
                if line.trim().is_empty() {
                    line.to_owned()
                } else {
                    format!("{step}{line}")
                }
            });
        }
        let before = &self.buffer.line(self.cursor.line)[..self.cursor.column];
        let column = grapheme::text_width(before, 0);
        let spaces = " ".repeat(STEP - column % STEP);
        self.commit(
            self.cursor..self.cursor,
            &spaces,
            StepKind::Whole,
            now,
            at_end,
        );
    }

    /// A step of indentation less for the lines that the selection or the cursor touches.
    pub(super) fn dedent(&mut self, now: Duration) {
        let (first, last) = self.touched_lines();
        let step = match list::marker(self.buffer.line(first)) {
            Some(marker) => marker.label.chars().count() + marker.gap.len(),
            None => STEP,
        };
        self.indent_lines(first, last, now, |line| {
            let indent = list::indent(line);
            let cut = indent.bytes().take(step).take_while(|b| *b == b' ').count();
            let cut = if indent.starts_with('\t') { 1 } else { cut };
            line[cut..].to_owned()
        });
    }

    /// Changes the heads of whole lines in one edit; cursor and selection stay at their text.
    fn indent_lines(
        &mut self,
        first: usize,
        last: usize,
        now: Duration,
        change: impl Fn(&str) -> String,
    ) {
        let old = &self.lines()[first..=last];
        let new: Vec<String> = old.iter().map(|line| change(line)).collect();
        let grown: Vec<isize> = old
            .iter()
            .zip(&new)
            .map(|(old, new)| difference(new.len(), old.len()))
            .collect();
        let end = TextPlace {
            line: last,
            column: self.buffer.line(last).len(),
        };
        let moved = |place: TextPlace| match place
            .line
            .checked_sub(first)
            .and_then(|line| grown.get(line))
        {
            Some(by) if place.column > 0 || place == self.cursor && self.anchor.is_none() => {
                TextPlace {
                    line: place.line,
                    column: place.column.saturating_add_signed(*by),
                }
            }
            _ => place,
        };
        let mark = HistoryMark {
            cursor: moved(self.cursor),
            anchor: self.anchor.map(moved),
        };
        let start = TextPlace {
            line: first,
            column: 0,
        };
        self.commit(start..end, &new.join("\n"), StepKind::Whole, now, |_, _| {
            mark
        });
    }
}

fn difference(new: usize, old: usize) -> isize {
    isize::try_from(new).unwrap_or(0) - isize::try_from(old).unwrap_or(0)
}
