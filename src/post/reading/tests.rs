use super::*;
use crate::rst;
use unicode_width::UnicodeWidthStr;

fn page(source: &str, width: usize) -> Vec<ReadingLine> {
    lines(source, &rst::parse(source), width)
}

fn text(source: &str, width: usize) -> String {
    page(source, width)
        .iter()
        .map(|line| line.text() + "\n")
        .collect()
}

fn style_of(source: &str, wanted: &str) -> Style {
    let page = page(source, 80);
    let mut runs = page.iter().flat_map(|line| &line.runs);
    runs.find(|run| run.text.contains(wanted)).unwrap().style
}

#[test]
fn headings_paragraphs_and_links() {
    let source = "Day one\n=======\n\nSaw `Fedora`_ and `Red\nHat`_, *really*, and `Fedora`_ again.\n\n\
                  Talk\n----\n\nText.\n\n.. _Fedora: https://getfedora.org/\n.. _red hat: https://redhat.com/\n";
    assert_eq!(
        text(source, 30),
        "Day one\n═══════\n\nSaw Fedora[1] and Red Hat[2],\nreally, and Fedora[1] again.\n\nTalk\n────\n\nText.\n\n\
         [1] https://getfedora.org/\n[2] https://redhat.com/\n"
    );
    assert_eq!(style_of(source, "Day one"), Style::Heading(1));
    assert_eq!(style_of(source, "really"), Style::Emphasis);
    assert_eq!(style_of(source, "Fedora"), Style::Link);
    assert_eq!(style_of(source, "[1]"), Style::Dim);
}

#[test]
fn every_kind_of_reference_gets_its_url() {
    let source = "`one <https://a.org/>`_ `two <https://b.org/>`__ three__ https://d.org/ one_ four_ nowhere_\n\n\
                  __ https://c.org/\n.. _four: five_\n.. _five: https://e.org/\n";
    assert_eq!(
        text(source, 80),
        "one[1] two[2] three[3] https://d.org/ one[1] four[4] nowhere\n\n\
         [1] https://a.org/\n[2] https://b.org/\n[3] https://c.org/\n[4] https://e.org/\n"
    );
}

#[test]
fn lists_quotes_and_definitions() {
    let source = "* one\n* two words that\n  wrap\n\n9. nine\n10. ten\n\nSo:\n\n    Quoted.\n\n    -- Ada\n\nterm\n    What it is.\n\n\
                  | a line\n|   deeper\n";
    assert_eq!(
        text(source, 14),
        "• one\n• two words\n  that wrap\n\n9.  nine\n10. ten\n\nSo:\n\n│ Quoted.\n│ — Ada\n\nterm\n    What it\n    is.\n\n\
         a line\n    deeper\n"
    );
    let source = "* one\n\n  more\n\n* two\n";
    assert_eq!(text(source, 40), "• one\n\n  more\n\n• two\n");
}

#[test]
fn code_tables_and_images_stand_as_they_are() {
    let source = "Run::\n\n    cargo run --release -- a very long line that is not wrapped\n      indented\n\n\
                  ==  ==\na   b\n==  ==\n1   2\n==  ==\n\n.. image:: /pic.png\n   :alt: The booth\n\n.. note:: Mind\n   the gap.\n\n\
                  .. code-block:: python\n\n   print(1)\n\n.. a comment\n";
    assert_eq!(
        text(source, 30),
        "Run:\n\n    cargo run --release -- a very long line that is not wrapped\n      indented\n\n\
         ==  ==\na   b\n==  ==\n1   2\n==  ==\n\n[image: The booth]\n\nNote\n│ Mind the gap.\n\n    print(1)\n"
    );
}

#[test]
fn each_line_knows_its_place_in_the_source() {
    let source = "One two\nthree four\n\n  Quote here\n\nCode::\n\n  x = 1\n  y = 2\n";
    for line in page(source, 10) {
        let text = line.text();
        let first = text.trim_start_matches(['│', ' ']);
        if !first.is_empty() {
            let word = first.split(' ').next().unwrap().trim_end_matches(':');
            assert!(
                source[line.source..].starts_with(word),
                "{text:?} at {}",
                line.source
            );
        }
    }
}

#[test]
fn wide_characters_count_double_and_long_words_are_broken() {
    let source = "日本語 の 発表 を 聞いた abcdefghijklmnopqrstuvwxyz 👩‍💻 end\n";
    for line in page(source, 12) {
        assert!(line.text().width() <= 12, "{:?}", line.text());
    }
    assert_eq!(
        text(source, 12).replace(['\n', ' '], ""),
        source.replace(['\n', ' '], "")
    );
}

#[test]
fn nothing_steers_the_terminal() {
    let source = "bad \u{1b}[31mred\u{7} and \u{202e}turned\n\n::\n\n  \u{1b}]0;title\u{7}\tx\n\nT\u{1b}\n==\n";
    let shown = text(source, 80);
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\t']),
        "{shown:?}"
    );
    assert!(shown.contains("⟨U+202E⟩turned"), "{shown:?}");
}

#[test]
fn the_corpus_is_shown_without_losing_a_word() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/posts");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("{} is not here: skipped", folder.display());
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let Ok(source) = std::fs::read_to_string(&path) else {
            continue;
        };
        let document = rst::parse(&source);
        let mut wanted = Vec::new();
        paragraphs(&document.blocks, &mut wanted);
        for width in [20, 80] {
            let lines = lines(&source, &document, width);
            assert!(lines.iter().all(|line| line.source <= source.len()));
            let shown: String = lines.iter().map(ReadingLine::text).collect();
            let shown: String = shown.chars().filter(|c| c.is_alphanumeric()).collect();
            for text in &wanted {
                assert!(shown.contains(text), "{}: {text}", path.display());
            }
        }
    }
}

/// The letters of every plain text in paragraphs of the top levels.
fn paragraphs(blocks: &[rst::tree::Block], into: &mut Vec<String>) {
    use rst::tree::{Body, InlineBody};
    for block in blocks {
        match &block.body {
            Body::Section(section) => paragraphs(&section.blocks, into),
            Body::BulletList { items, .. } => {
                items.iter().for_each(|item| paragraphs(&item.blocks, into));
            }
            Body::Paragraph(inlines) => {
                into.extend(inlines.iter().filter_map(|inline| match &inline.body {
                    InlineBody::Text(text) => {
                        Some(text.chars().filter(|c| c.is_alphanumeric()).collect())
                    }
                    _ => None,
                }))
            }
            _ => {}
        }
    }
}

#[test]
fn places_lie_in_the_source_where_characters_are_named() {
    let source = "\u{202e}\u{202e}\u{202e}\u{202e}\u{202e}\u{202e} and words";
    let lines = page(source, 20);
    assert!(lines.len() > 2, "{lines:?}");
    assert!(
        lines.iter().all(|line| line.source <= source.len()),
        "{lines:?}"
    );
}
