//! reStructuredText: every place lies in the text, wrapping moves nothing but white space, and what
//! is laid out for reading is clean.

use hallway::post::reading;
use hallway::rst::tree::Span;
use hallway::rst::walk::{Node, walk};
use hallway::rst::{parse, resolve, wrap};

/// Takes the bytes for a text in reStructuredText.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let document = parse(text);
    let inside = |span: &Span| {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    };
    walk(&document.blocks, &mut |node| match node {
        Node::Block(block) => inside(&block.span),
        Node::Text(inlines) => inlines.iter().for_each(|inline| inside(&inline.span)),
    });
    document
        .problems
        .iter()
        .for_each(|found| inside(&found.span));
    let resolution = resolve::resolve(&document);
    resolution
        .references
        .iter()
        .for_each(|found| inside(&found.span));
    resolution
        .problems
        .iter()
        .for_each(|found| inside(&found.span));

    let wrapped = wrap::rewrap(text, 40);
    let ink = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    assert_eq!(
        ink(&wrapped),
        ink(text),
        "wrapping changed more than white space"
    );
    assert_eq!(
        wrap::rewrap(&wrapped, 40),
        wrapped,
        "wrapping is not done at once"
    );

    for line in reading::lines(text, &document, 40) {
        assert!(line.source <= text.len());
        line.runs
            .iter()
            .for_each(|run| super::clean::line("a line to read", &run.text));
    }
}
