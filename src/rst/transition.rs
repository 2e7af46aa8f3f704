//! Transitions where docutils wants none (`docutils.transforms.misc.Transitions`): they stand
//! between blocks of the document or of a section.

use super::tree::{Block, Body, DocumentTree, MessageLevel, ProblemKind, SystemMessage};

/// What docutils warns about. `ends` says whether the document ends with this text; a part of a
/// post does not.
pub fn misplaced(document: &DocumentTree, ends: bool) -> Vec<SystemMessage> {
    let mut problems = Vec::new();
    look(&document.blocks, ends, &mut problems);
    problems
}

fn look(blocks: &[Block], ends: bool, problems: &mut Vec<SystemMessage>) {
    let is_transition = |block: &Block| matches!(block.body, Body::Transition);
    // docutils puts its message behind a transition, which keeps the next one apart from it.
    let mut apart = false;
    for (at, block) in blocks.iter().enumerate() {
        let is_last = ends && at + 1 == blocks.len();
        if let Body::Section(section) = &block.body {
            look(&section.blocks, is_last, problems);
        }
        if !is_transition(block) {
            continue;
        }
        let mut report = |message: &str| {
            problems.push(SystemMessage {
                span: block.span,
                level: MessageLevel::Warning,
                kind: ProblemKind::BadTitle,
                message: message.to_owned(),
            });
        };
        let before = at.checked_sub(1).and_then(|before| blocks.get(before));
        let follows = before.is_some_and(is_transition) && !apart;
        apart = before.is_none() || follows;
        if before.is_none() {
            report("a line of punctuation cannot begin a post or a section");
        } else if follows {
            report("two lines of punctuation need something between them");
        }
        if is_last {
            report("a line of punctuation cannot end a post");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str, ends: bool) -> Vec<usize> {
        let found = misplaced(&crate::rst::parse(source), ends);
        found
            .iter()
            .map(|problem| crate::rst::line_of(source, problem.span.start))
            .collect()
    }

    #[test]
    fn transitions_stand_between_blocks() {
        let source = "a\n\n----\n\nb\n\nHead\n====\n\n----\n\nc\n\n----\n\n----\n\nd\n\nLast\n====\n\ne\n\n----\n";
        assert_eq!(lines(source, true), [10, 16, 25]);
        assert_eq!(lines(source, false), [10, 16]);
        assert_eq!(lines("----\n", true), [1, 1]);
        assert_eq!(
            lines("a\n\n----\n\n----\n\n----\n\n----\n\nb\n", true),
            [5, 9]
        );
        assert!(lines("a\n\n----\n\n.. end\n", true).is_empty());
        assert!(lines("A\n=\n\nx\n\n----\n\nB\n=\n\ny\n", true).is_empty());
    }
}
