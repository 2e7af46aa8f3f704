//! Finding the lines that belong to an indented block, as docutils' `StringList.get_indented` and
//! `get_text_block` do.

use super::lines::{LineView, SourceLines};
use crate::rst::chars::is_space;

/// What is known of a block's indentation beforehand. Counts are in characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KnownIndent {
    /// The indent of the whole block.
    pub block: Option<usize>,
    /// The indent of the first line, after its marker.
    pub first: Option<usize>,
    /// End at the first blank line.
    pub until_blank: bool,
    /// Keep the indentation of all lines but the first.
    pub keep: bool,
    /// Keep blank lines at the top.
    pub keep_top: bool,
}

/// An indented block.
#[derive(Debug, Default)]
pub(super) struct Indented {
    /// Its lines without their common indentation, blank lines at the end included.
    pub views: Vec<LineView>,
    /// The index behind it.
    pub next: usize,
    /// Whether it ends with a blank line, or with the text.
    pub blank_finish: bool,
}

impl Indented {
    /// Drops the blank lines at the end.
    pub fn trim_end(&mut self) {
        while self.views.last().is_some_and(|view| view.from >= view.to) {
            self.views.pop();
        }
    }
}

/// The indented block that starts at line `start`.
pub(super) fn indented(
    lines: &SourceLines,
    window: &[LineView],
    start: usize,
    known: KnownIndent,
) -> Indented {
    let mut indent = known.block;
    let first = known.first.or(known.block);
    let mut end = start + usize::from(first.is_some());
    let mut blank_finish = true;
    while let Some(view) = window.get(end) {
        let line = lines.text(*view);
        if line.is_empty() {
            if known.until_blank {
                break;
            }
            end += 1;
            continue;
        }
        let short = |count: usize| line.chars().take(count).any(|c| !is_space(c));
        if !line.starts_with(' ') || known.block.is_some_and(short) {
            blank_finish = end > start
                && window
                    .get(end - 1)
                    .is_some_and(|view| lines.text(*view).is_empty());
            break;
        }
        if known.block.is_none() {
            let own = line.chars().take_while(|c| is_space(*c)).count();
            indent = Some(indent.map_or(own, |least| least.min(own)));
        }
        end += 1;
    }
    let mut views: Vec<LineView> = window
        .get(start..end.min(window.len()))
        .unwrap_or_default()
        .to_vec();
    if let (Some(count), Some(view)) = (first, views.first_mut()) {
        *view = lines.cut(*view, count);
    }
    if let (Some(count), false) = (indent, known.keep) {
        for view in views.iter_mut().skip(usize::from(first.is_some())) {
            *view = lines.cut(*view, count);
        }
    }
    let blank = if known.keep_top {
        0
    } else {
        views.iter().take_while(|view| view.from >= view.to).count()
    };
    views.drain(..blank);
    Indented {
        views,
        next: end.max(start),
        blank_finish,
    }
}

/// The index behind the lines up to the next blank one; with `flush`, an indented line ends them,
/// too, and the second value tells so.
pub(super) fn text_block(
    lines: &SourceLines,
    window: &[LineView],
    start: usize,
    flush: bool,
) -> (usize, bool) {
    let mut end = start;
    while let Some(view) = window.get(end) {
        let line = lines.text(*view);
        if line.is_empty() {
            break;
        }
        if flush && line.starts_with(' ') {
            return (end, true);
        }
        end += 1;
    }
    (end, false)
}
