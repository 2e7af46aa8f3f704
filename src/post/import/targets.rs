//! The block of link targets at a post's end.

use crate::model::layout::{BETWEEN_LINKS, Gap};
use crate::model::link::Link;
use crate::post::nikola;
use crate::rst::tree::{Block, Body, Destination, DocumentTree, Span};

/// The targets of the trailing block: names with a URL, each with the place where it stands.
pub fn trailing(document: &DocumentTree) -> Vec<(Span, String, String)> {
    let mut blocks = &document.blocks;
    while let Some(Block {
        body: Body::Section(section),
        ..
    }) = blocks.last()
    {
        blocks = &section.blocks;
    }
    let mut found = Vec::new();
    for block in blocks.iter().rev() {
        let Body::Target(target) = &block.body else {
            break;
        };
        let (Some(name), Destination::Uri(url)) = (&target.name, &target.to) else {
            break;
        };
        found.push((block.span, name.clone(), url.clone()));
    }
    found.reverse();
    found
}

/// The links of a trailing block of `text`, and the blank lines between any two of them where that
/// is not our usual gap. What a target has more than that before it is a part of its form.
pub fn links(text: &str, found: &[(Span, String, String)]) -> (Vec<Link>, Option<Gap>) {
    let gaps: Vec<&str> = found
        .windows(2)
        .map(|pair| &text[pair[0].0.end..pair[1].0.start])
        .collect();
    let breaks = |gap: &str| gap.len() - gap.trim_start_matches('\n').len();
    let least = gaps.iter().map(|gap| breaks(gap)).min().unwrap_or(1);
    let blank = u16::try_from(least.saturating_sub(1)).unwrap_or(0);
    let mut links = Vec::new();
    for (at, (span, name, url)) in found.iter().enumerate() {
        let before = at
            .checked_sub(1)
            .map_or("", |at| &gaps[at][usize::from(blank) + 1..]);
        let form = nikola::form_of(before, &text[span.start..span.end], name, url);
        links.push(Link {
            name: name.clone(),
            url: Some(url.clone()),
            form,
            ..Link::default()
        });
    }
    (
        links,
        Some(Gap::Lines(blank)).filter(|gap| *gap != BETWEEN_LINKS),
    )
}
