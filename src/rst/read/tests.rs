//! What the reader makes of the constructs of posts, and that it holds on any text.

use crate::rst::parse;
use crate::rst::tree::*;

/// Short words for the kinds of blocks, nested ones in brackets.
fn shape(blocks: &[Block]) -> String {
    let word = |block: &Block| match &block.body {
        Body::Section(section) => format!("section[{}]", shape(&section.blocks)),
        Body::Transition => "transition".to_string(),
        Body::Paragraph(_) => "p".to_string(),
        Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
            let items: Vec<String> = items.iter().map(|item| shape(&item.blocks)).collect();
            format!("list[{}]", items.join(" | "))
        }
        Body::DefinitionList(items) => {
            let items: Vec<String> = items.iter().map(|item| shape(&item.blocks)).collect();
            format!("definitions[{}]", items.join(" | "))
        }
        Body::FieldList(fields) => format!("fields {}", fields.len()),
        Body::BlockQuote {
            blocks,
            attribution,
        } => {
            format!(
                "quote[{}]{}",
                shape(blocks),
                if attribution.is_some() { " by" } else { "" }
            )
        }
        Body::LineBlock(lines) => format!("lines {}", lines.len()),
        Body::LiteralBlock(text) => format!("literal {text:?}"),
        Body::DoctestBlock(_) => "doctest".to_string(),
        Body::Directive(directive) => match &directive.content {
            BlockContent::Blocks(blocks) => format!("{}[{}]", directive.name, shape(blocks)),
            BlockContent::Verbatim(text) => format!("{} {text:?}", directive.name),
            _ => directive.name.clone(),
        },
        Body::Comment(text) => format!("comment {text:?}"),
        Body::Target(target) => format!("target {:?}", target.name),
        Body::Substitution { name, .. } => format!("substitution {name}"),
        Body::Footnote { label, .. } => format!("footnote {label}"),
        Body::Opaque { kind, blocks } => format!("{kind:?}[{}]", shape(blocks)),
    };
    blocks.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn read(source: &str) -> String {
    shape(&parse(source).blocks)
}

#[test]
fn sections_nest_by_the_order_in_which_their_styles_appear() {
    let source = "A\n=\n\none\n\nB\n-\n\ntwo\n\nC\n=\n";
    assert_eq!(read(source), "section[p section[p]] section[]");
}

#[test]
fn an_initial_before_an_unindented_line_makes_no_list() {
    assert_eq!(read("A. Miller\nwas there.\n"), "p");
    assert_eq!(read("A. Miller\n"), "list[p]");
}

#[test]
fn lists_quotes_and_literal_blocks() {
    assert_eq!(
        read("* one\n\n  more\n* two\n\n  - deep\n"),
        "list[p p | p list[p]]"
    );
    assert_eq!(
        read("Text::\n\n    a\n      b\n\n  -- not quoted\n"),
        "p literal \"  a\\n    b\\n\\n-- not quoted\""
    );
    assert_eq!(
        read("  said\n\n  -- Someone\n\n  again\n"),
        "quote[p] by quote[p]"
    );
    assert_eq!(read("term : kind\n    what\n"), "definitions[p]");
    assert_eq!(read("::\n\n> a\n> b\n"), "literal \"> a\\n> b\"");
}

#[test]
fn explicit_markup() {
    assert_eq!(
        read(".. _a b: http://x\n   /y\n.. note:: be\n   careful\n"),
        "target Some(\"a b\") note[p]"
    );
    assert_eq!(read("..\n\n  quote\n"), "comment \"\" quote[p]");
    assert_eq!(
        read(".. code-block:: python\n\n   a = 1\n"),
        "code-block \"a = 1\""
    );
    assert_eq!(read(".. |x| replace:: y *z*\n"), "substitution x");
    assert_eq!(read(".. [1] note\n"), "footnote 1");
}

#[test]
fn spans_point_into_the_source() {
    let source = "\u{feff}One\r\n\ttab\ttext\r\n\r\nlast";
    let document = parse(source);
    let spans: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| &source[block.span.start..block.span.end])
        .collect();
    assert_eq!(spans, ["One\r\n\ttab\ttext", "last"]);
    let Body::DefinitionList(items) = &document.blocks[0].body else {
        panic!("{document:?}")
    };
    let inner = items[0].blocks[0].span;
    assert_eq!(&source[inner.start..inner.end], "tab\ttext");
}

/// A line break or white space of several bytes at a line's end is covered whole or not at all.
#[test]
fn spans_end_between_characters() {
    for source in [
        "a `b`_ one\u{85}`c`_",
        "a `b`_ one\u{2028}*c*",
        "a `b`_ one\u{3000}\n|c|",
    ] {
        let document = parse(source);
        let Body::Paragraph(inlines) = &document.blocks[0].body else {
            panic!("{document:?}")
        };
        for inline in inlines {
            let span = inline.span;
            assert!(
                source.get(span.start..span.end).is_some(),
                "{source:?}: {inline:?}"
            );
        }
    }
}

#[test]
fn deep_nesting_ends_without_a_crash() {
    let quotes: String = (0..2000)
        .map(|depth| format!("{}a\n\n", " ".repeat(depth)))
        .collect();
    let bullets = "- ".repeat(100_000);
    for source in [
        quotes,
        bullets,
        "-a, ".repeat(100_000),
        "| ".repeat(100_000),
    ] {
        assert!(!parse(&source).blocks.is_empty());
    }
}

#[test]
fn code_in_a_language_that_pygments_does_not_know_is_refused() {
    let document = parse(".. code-block:: cobolt\n\n   a\n\n.. code-block:: Rust\n\n   b\n");
    assert_eq!(document.problems.len(), 1);
    assert_eq!(document.problems[0].level, MessageLevel::Warning);
    assert_eq!(shape(&document.blocks), "Malformed[] code-block \"b\"");
}
