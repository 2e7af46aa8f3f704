//! Going over a document: every block and every run of inline markup, in the order of the source,
//! however deep.

use super::tree::{
    Block, BlockContent, Body, Definition, Directive, DocumentTree, Inline, InlineBody, InlineText,
    Reference, Section, Span, Target,
};

/// What a walk comes by.
#[derive(Debug, Clone, Copy)]
pub enum Node<'d> {
    /// A block, before what it contains.
    Block(&'d Block),
    /// The inline markup of a paragraph, title, term, caption or the like.
    Text(&'d [Inline]),
}

/// All headings, in order; [`Section::depth`] says how deep they are.
pub fn headings(document: &DocumentTree) -> Vec<&Section> {
    let mut found = Vec::new();
    walk(&document.blocks, &mut |node| {
        if let Node::Block(Block {
            body: Body::Section(section),
            ..
        }) = node
        {
            found.push(section);
        }
    });
    found
}

/// All target blocks, with their places.
pub fn targets(document: &DocumentTree) -> Vec<(Span, &Target)> {
    let mut found = Vec::new();
    walk(&document.blocks, &mut |node| {
        if let Node::Block(Block {
            span,
            body: Body::Target(target),
        }) = node
        {
            found.push((*span, target));
        }
    });
    found
}

/// All hyperlink references, with their places.
pub fn references(document: &DocumentTree) -> Vec<(Span, &Reference)> {
    let mut found = Vec::new();
    walk(&document.blocks, &mut |node| {
        if let Node::Text(inlines) = node {
            found.extend(inlines.iter().filter_map(|inline| match &inline.body {
                InlineBody::Reference(reference) => Some((inline.span, reference)),
                _ => None,
            }));
        }
    });
    found
}

/// Shows every block and every run of inline markup to `visit`.
pub fn walk<'d>(blocks: &'d [Block], visit: &mut impl FnMut(Node<'d>)) {
    for block in blocks {
        visit(Node::Block(block));
        match &block.body {
            Body::Section(section) => {
                visit(Node::Text(&section.heading.title.inlines));
                walk(&section.blocks, visit);
            }
            Body::Paragraph(inlines) => visit(Node::Text(inlines)),
            Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
                items.iter().for_each(|item| walk(&item.blocks, visit));
            }
            Body::DefinitionList(items) => items.iter().for_each(|item| definition(item, visit)),
            Body::FieldList(fields) => {
                for field in fields {
                    visit(Node::Text(&field.label.inlines));
                    walk(&field.blocks, visit);
                }
            }
            Body::BlockQuote {
                blocks,
                attribution,
            } => {
                walk(blocks, visit);
                texts(attribution, visit);
            }
            Body::LineBlock(lines) => lines
                .iter()
                .for_each(|line| visit(Node::Text(&line.text.inlines))),
            Body::Directive(found)
            | Body::Substitution {
                directive: found, ..
            } => directive(found, visit),
            Body::Footnote { blocks, .. } | Body::Opaque { blocks, .. } => walk(blocks, visit),
            Body::Transition
            | Body::LiteralBlock(_)
            | Body::DoctestBlock(_)
            | Body::Comment(_)
            | Body::Target(_) => {}
        }
    }
}

fn definition<'d>(item: &'d Definition, visit: &mut impl FnMut(Node<'d>)) {
    visit(Node::Text(&item.term.inlines));
    texts(&item.classifiers, visit);
    walk(&item.blocks, visit);
}

fn directive<'d>(directive: &'d Directive, visit: &mut impl FnMut(Node<'d>)) {
    texts(&directive.title, visit);
    match &directive.content {
        BlockContent::Blocks(blocks) => walk(blocks, visit),
        BlockContent::Text(text) => visit(Node::Text(&text.inlines)),
        BlockContent::Empty | BlockContent::Verbatim(_) => {}
    }
}

fn texts<'d>(texts: impl IntoIterator<Item = &'d InlineText>, visit: &mut impl FnMut(Node<'d>)) {
    texts
        .into_iter()
        .for_each(|text| visit(Node::Text(&text.inlines)));
}

#[cfg(test)]
mod tests {
    use crate::rst::parse;

    #[test]
    fn references_are_found_wherever_they_stand() {
        let source = "`a`_ title\n==========\n\n* `b`_\n\nterm `c`_ : kind\n    `d`_\n\n.. note:: `e`_\n\n\
                      .. figure:: x.png\n\n   caption `f`_\n\n==== ==\n`g`_ h\n==== ==\n\n-o  `i`_\n\n| `j`_\n";
        let document = parse(source);
        let names: Vec<&str> = super::references(&document)
            .iter()
            .map(|(_, found)| found.text.as_str())
            .collect();
        assert_eq!(
            names,
            ["a", "b", "c", "d", "e", "f", "g", "i", "j"],
            "{document:#?}"
        );
    }

    #[test]
    fn headings_come_in_order_with_their_depth() {
        let document = parse("A\n=\n\nB\n-\n\nC\n=\n\n.. _t: u\n");
        let depths: Vec<usize> = super::headings(&document)
            .iter()
            .map(|section| section.depth)
            .collect();
        assert_eq!(depths, [1, 2, 1]);
        assert_eq!(super::targets(&document).len(), 1);
    }
}
