//! The reader beside docutils: the same blocks, the same texts, the same problems on the same
//! lines.
//!
//! Known differences, which the comparison allows for: docutils counts problems in a table's cells
//! one line too far; it counts those of running text to the line where the text begins; and what
//! follows a blank line in a substitution definition whose name runs over two lines it reads as a
//! block quote, where hallway refuses it.

use crate::generate;
use crate::judge::{self, Judge, Message};
use crate::outline::outline;
use hallway::rst::tree::*;
use hallway::rst::{line_of, parse};

/// What docutils says only when it looks for the targets of references, or about words that Nikola
/// knows.
const LATER: &[&str] = &[
    "Duplicate explicit target name",
    "Duplicate implicit target name",
    "Duplicate substitution definition name",
    "Duplicate target name, cannot be used as a unique reference",
    "Duplicate name",
    "No suitable element following \"class\" directive",
    "No directive entry for",
    "No role entry for",
    "Target name overrides implicit target name",
    "Unknown interpreted text role",
    "Interpreted text role",
];

/// The differences between the readings of a text, as lines to show.
fn differences(source: &str, tree: &[String], messages: &[Message]) -> Vec<String> {
    let document = parse(source);
    let ours = outline(source, &document);
    let mut found = Vec::new();
    let mut context = String::new();
    for at in 0..ours.len().max(tree.len()) {
        let (our, their) = (ours.get(at), tree.get(at));
        if our != their {
            found.push(format!(
                "after {context}: hallway {}, docutils {}",
                our.map_or("nothing", |l| l.trim_start()),
                their.map_or("nothing", |l| l.trim_start())
            ));
            break;
        }
        context = our.cloned().unwrap_or_default();
    }
    let last = line_of(source, source.len()) as u64;
    let mut theirs: Vec<(u64, u64, &str)> = messages
        .iter()
        .filter(|message| !LATER.iter().any(|start| message.text.starts_with(start)))
        .map(|message| (message.line.min(last), message.level, message.text.as_str()))
        .collect();
    let has_table = ours.iter().any(|line| line.trim_start() == "table");
    // Those of running text first, since only a sentence about inline markup will do for them.
    let mut problems: Vec<&SystemMessage> = document.problems.iter().collect();
    problems.sort_by_key(|problem| problem.kind != ProblemKind::UnclosedMarkup);
    for problem in problems {
        let line = line_of(source, problem.span.start) as u64;
        let level = problem.level as u64 + 1;
        // docutils counts what is wrong in running text to the line where the text begins.
        let near = |(at, (other, _, text)): (usize, &(u64, u64, &str))| {
            (text.starts_with("Inline ") && *other <= line).then_some((*other, at))
        };
        let same = match problem.kind {
            ProblemKind::UnclosedMarkup => theirs
                .iter()
                .enumerate()
                .filter_map(near)
                .max()
                .map(|(_, at)| at),
            _ => {
                let at = |line: u64| {
                    theirs
                        .iter()
                        .position(|(other, grade, _)| (*other, *grade) == (line, level))
                };
                at(line).or_else(|| at(line + 1).filter(|_| has_table))
            }
        };
        match same {
            Some(at) => drop(theirs.remove(at)),
            None => found.push(format!(
                "only hallway: ({line}, {level}) {}",
                problem.message
            )),
        }
    }
    for (line, level, text) in theirs {
        found.push(format!("only docutils: ({line}, {level}) {text}"));
    }
    found
}

/// Reads all texts in both ways and shows the differences of those that differ.
fn compare(texts: &[(String, String)], judge: &mut Judge) -> usize {
    let sources: Vec<&str> = texts
        .iter()
        .map(|(_, text)| text.trim_start_matches('\u{feff}'))
        .collect();
    let mut count = 0;
    for ((name, source), (tree, messages)) in texts.iter().zip(judge.outline(&sources)) {
        check_spans(source, &parse(source));
        if messages
            .iter()
            .any(|message| message.text.contains("definition \"bad .."))
        {
            continue;
        }
        let found = differences(source, &tree, &messages);
        if !found.is_empty() {
            count += 1;
            println!("{name}:\n  {}", found.join("\n  "));
            if std::env::var_os("HALLWAY_SHOW").is_some() {
                println!("{source}");
            }
        }
    }
    count
}

/// Spans nest, are in order, and leave nothing but white space out.
fn check_spans(source: &str, document: &DocumentTree) {
    let mut at = 0;
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    for block in &document.blocks {
        let between = &source[at.max(start)..block.span.start];
        assert!(
            between
                .trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
                .is_empty(),
            "lost {between:?} of {source:?}"
        );
        at = block.span.end;
    }
    assert!(
        source[at.max(start)..]
            .trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
            .is_empty(),
        "lost the end of {source:?}"
    );
    nested(
        &document.blocks,
        Span {
            start: 0,
            end: source.len(),
        },
        source,
    );
}

fn nested(blocks: &[Block], outer: Span, source: &str) {
    let mut at = outer.start;
    for block in blocks {
        assert!(
            at <= block.span.start
                && block.span.start <= block.span.end
                && block.span.end <= outer.end,
            "{block:?} in {outer:?} of {source:?}"
        );
        at = block.span.end;
        match &block.body {
            Body::Section(section) => nested(&section.blocks, block.span, source),
            Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
                for item in items {
                    nested(&item.blocks, item.span, source);
                }
            }
            Body::DefinitionList(items) => items
                .iter()
                .for_each(|item| nested(&item.blocks, item.span, source)),
            Body::FieldList(items) => items
                .iter()
                .for_each(|item| nested(&item.blocks, item.span, source)),
            Body::BlockQuote { blocks, .. } | Body::Footnote { blocks, .. } => {
                nested(blocks, block.span, source)
            }
            Body::Directive(Directive {
                content: BlockContent::Blocks(blocks),
                ..
            }) => nested(blocks, block.span, source),
            _ => {}
        }
    }
}

/// Everything in the corpus, by name.
pub fn corpus() -> Vec<(String, String)> {
    let mut texts = judge::posts();
    let more = ["corpus/revisions", "corpus/broken.rst"];
    for path in more.iter().filter_map(|name| judge::shared(name)) {
        let mut files = vec![path.clone()];
        if path.is_dir() {
            let entries = std::fs::read_dir(path).expect("a folder");
            files = entries
                .map(|entry| entry.expect("an entry").path())
                .collect();
        }
        files.retain(|file| file.extension().is_some_and(|extension| extension == "rst"));
        for file in files {
            let text = std::fs::read_to_string(&file).expect("UTF-8");
            texts.push((file.display().to_string(), text));
        }
    }
    texts
}

#[test]
fn the_corpus_is_read_as_docutils_reads_it() {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    assert_eq!(compare(&corpus(), &mut judge), 0);
}

/// How many random texts to try.
fn count() -> u64 {
    if std::env::var_os("HALLWAY_FULL").is_some() {
        3000
    } else {
        300
    }
}

/// Random texts, by name.
pub fn random() -> Vec<(String, String)> {
    (0..count())
        .map(|seed| (format!("seed {seed}"), generate::text(seed)))
        .collect()
}

/// Pieces of the corpus with random damage, by name.
pub fn damaged() -> Vec<(String, String)> {
    let posts = corpus();
    if posts.is_empty() {
        return Vec::new();
    }
    let damage = |seed: u64| {
        let (name, text) = &posts[seed as usize % posts.len()];
        (
            format!("{name}, seed {seed}"),
            generate::damaged(text, seed),
        )
    };
    (0..count()).map(damage).collect()
}

#[test]
fn random_texts_are_read_as_docutils_reads_them() {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    assert_eq!(compare(&random(), &mut judge), 0);
}

#[test]
fn damaged_posts_are_read_as_docutils_reads_them() {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    assert_eq!(compare(&damaged(), &mut judge), 0);
}
