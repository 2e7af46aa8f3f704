//! Headings and transitions.

use super::lines::LineView;
use super::{BlockReader, Window, pattern};
use crate::rst::chars::is_space;
use crate::rst::tree::{Block, Body, MessageLevel, ProblemKind, Section, SectionHeading, Span};
use crate::rst::width::columns;

/// The shortest adornment that is never taken for text.
const SURE: usize = 4;

impl BlockReader<'_> {
    /// A line of one repeated punctuation mark: a transition, the line above a title, or text
    /// (docutils' `Line`).
    pub(super) fn overline(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let over = self.line(window, at);
        let short = over.len() < SURE;
        if !window.titles {
            return self.forbidden_line(window, at, out);
        }
        let title = self.line(window, at + 1);
        if title.is_empty() {
            if short {
                return self.text(window, at, out);
            }
            let views = window.views.get(at..=at).unwrap_or_default();
            out.push(self.make(views, Body::Transition));
            return at + 1;
        }
        if !title.starts_with(' ') && pattern::adornment(title).is_some() {
            return self.bad_heading(
                window,
                at,
                2,
                "a line of punctuation is neither a title nor a transition",
                out,
            );
        }
        let Some(_) = window.views.get(at + 2) else {
            return self.bad_heading(window, at, 2, "a section title is incomplete", out);
        };
        let under = self.line(window, at + 2);
        if pattern::adornment(under).is_none() {
            return self.bad_heading(
                window,
                at,
                3,
                "the line below a section title is missing",
                out,
            );
        }
        if over != under {
            return self.bad_heading(
                window,
                at,
                3,
                "the lines above and below a section title differ",
                out,
            );
        }
        if columns(title) > over.len() {
            let message = "the line above a section title is too short";
            if short {
                return self.bad_heading(window, at, 3, message, out);
            }
            self.report(
                self.row(window, at),
                MessageLevel::Warning,
                ProblemKind::ShortUnderline,
                message,
            );
        }
        let views = window.views.get(at..at + 3).unwrap_or_default();
        self.heading(views, 1, true, out);
        at + 3
    }

    /// Where sections cannot be, a line of punctuation is text when it is short, and an error
    /// otherwise.
    fn forbidden_line(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let line = self.line(window, at);
        let row = self.row(window, at);
        if line == "::" {
            return self.text(window, at, out);
        }
        if line.len() < SURE {
            let message = "a short line of punctuation is taken for text";
            self.report(row, MessageLevel::Info, ProblemKind::BadTitle, message);
            return self.text(window, at, out);
        }
        let message = "a section title or transition cannot stand here";
        self.report(row, MessageLevel::Error, ProblemKind::BadTitle, message);
        out.push(self.refuse(window.views.get(at..=at).unwrap_or_default()));
        at + 1
    }

    /// An overline whose title is not right: text when it is short, else an error that takes
    /// `count` lines with it.
    fn bad_heading(
        &mut self,
        window: Window,
        at: usize,
        count: usize,
        why: &str,
        out: &mut Vec<Block>,
    ) -> usize {
        let row = self.row(window, at);
        if self.line(window, at).len() < SURE {
            self.report(
                row,
                MessageLevel::Info,
                ProblemKind::BadTitle,
                format!("{why}; it is taken for text"),
            );
            return self.text(window, at, out);
        }
        self.report(row, MessageLevel::Error, ProblemKind::BadTitle, why);
        let end = (at + count).min(window.views.len());
        out.push(self.refuse(window.views.get(at..end).unwrap_or_default()));
        end
    }

    /// Makes a heading of these lines, if one of its style may stand here. Levels follow the order
    /// in which styles appear; a style may be at most one level below the section around it.
    pub(super) fn heading(
        &mut self,
        views: &[LineView],
        title: usize,
        overline: bool,
        out: &mut Vec<Block>,
    ) {
        let Some((title, last)) = views.get(title).zip(views.last()) else {
            return;
        };
        let Some(character) = pattern::adornment(self.lines.text(*last)) else {
            return;
        };
        let style = (character, overline);
        let known = self.styles.iter().position(|known| *known == style);
        let depth = known.unwrap_or(self.styles.len()) + 1;
        if depth > self.level + 1 {
            let message = format!("a heading skips from level {} to {depth}", self.level);
            self.report(
                title.row,
                MessageLevel::Error,
                ProblemKind::SkippedLevel,
                message,
            );
            out.push(self.refuse(views));
            return;
        }
        if known.is_none() {
            self.styles.push(style);
        }
        self.level = depth;
        let span = self.lines.span(views);
        self.root = last.row;
        let title = match overline {
            true => self.lines.strip(*title),
            false => *title,
        };
        let title = self.inline(&[title]);
        let heading = SectionHeading {
            span,
            title,
            character,
            overline,
        };
        out.push(Block {
            span,
            body: Body::Section(Section {
                heading,
                depth,
                blocks: Vec::new(),
            }),
        });
    }

    /// A title with a line below. `None` when the line is so short that both are text.
    pub(super) fn underline(
        &mut self,
        window: Window,
        at: usize,
        out: &mut Vec<Block>,
    ) -> Option<usize> {
        let title = self.line(window, at).trim_end_matches(is_space);
        let under = self.line(window, at + 1);
        let row = self.row(window, at + 1);
        if columns(title) > under.len() {
            if under.len() < SURE {
                if window.titles {
                    let message = "a short line of punctuation below text is taken for text";
                    self.report(
                        row,
                        MessageLevel::Info,
                        ProblemKind::ShortUnderline,
                        message,
                    );
                }
                return None;
            }
            let message = "the line below a section title is too short";
            self.report(
                row,
                MessageLevel::Warning,
                ProblemKind::ShortUnderline,
                message,
            );
        }
        let views = window.views.get(at..at + 2).unwrap_or_default();
        if window.titles {
            self.heading(views, 0, false, out);
        } else {
            self.report(
                row,
                MessageLevel::Error,
                ProblemKind::BadTitle,
                "a section title cannot stand here",
            );
            out.push(self.refuse(views));
        }
        Some(at + 2)
    }
}

/// Puts the blocks after each heading into its section, by depth.
pub(super) fn nest(flat: Vec<Block>) -> Vec<Block> {
    let mut top = Vec::new();
    let mut open: Vec<(Span, Section)> = Vec::new();
    for block in flat {
        match block.body {
            Body::Section(section) => {
                close(&mut top, &mut open, section.depth);
                open.push((block.span, section));
            }
            body => append(
                &mut top,
                &mut open,
                Block {
                    span: block.span,
                    body,
                },
            ),
        }
    }
    close(&mut top, &mut open, 0);
    top
}

/// Closes the open sections of this depth and deeper.
fn close(top: &mut Vec<Block>, open: &mut Vec<(Span, Section)>, depth: usize) {
    while open
        .last()
        .is_some_and(|(_, section)| section.depth >= depth)
    {
        if let Some((span, section)) = open.pop() {
            let end = section
                .blocks
                .last()
                .map_or(span.end, |block| block.span.end);
            let span = Span {
                start: span.start,
                end,
            };
            append(
                top,
                open,
                Block {
                    span,
                    body: Body::Section(section),
                },
            );
        }
    }
}

fn append(top: &mut Vec<Block>, open: &mut [(Span, Section)], block: Block) {
    match open.last_mut() {
        Some((_, section)) => section.blocks.push(block),
        None => top.push(block),
    }
}
