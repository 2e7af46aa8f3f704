//! Real posts into events and back: the corpus comes back unchanged, and a change of the model
//! changes the post there and nowhere else.

use crate::judge::{self, Judge};
use hallway::model::layout::PostOptions;
use hallway::model::session::{Session, SessionKind};
use hallway::post::import::{self, Imported};
use hallway::post::{build, nikola};
use serde_json::Value;

/// What an export of an imported post gives.
fn export(imported: &Imported) -> String {
    let mut sessions = imported.sessions.clone();
    sessions.sort_by(|one, other| one.place().cmp(&other.place()));
    nikola::write(&build::build(
        &imported.event,
        &sessions,
        &[],
        PostOptions::default(),
    ))
    .text
}

fn read(name: &str, text: &str) -> Imported {
    import::read(text.as_bytes(), name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The corpus with the first revisions of posts that were published broken.
fn corpus() -> Vec<(String, String)> {
    let mut posts = judge::posts();
    if let Some(folder) = judge::shared("corpus/revisions") {
        let entries = std::fs::read_dir(&folder).expect("the folder of revisions");
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.extension().is_some_and(|ending| ending == "rst") {
                let name = path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                posts.push((name, std::fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    posts.sort();
    posts.dedup_by(|one, other| one.0 == other.0);
    posts
}

#[test]
fn every_post_of_the_corpus_comes_back() {
    let posts = corpus();
    if posts.is_empty() {
        return;
    }
    let imported: Vec<Imported> = posts.iter().map(|(name, text)| read(name, text)).collect();
    let exported: Vec<String> = imported.iter().map(export).collect();
    let sources: Vec<&str> = posts.iter().map(|(_, text)| text.as_str()).collect();
    let written: Vec<&str> = exported.iter().map(String::as_str).collect();
    let trees = Judge::start_with_nikola().map(|mut judge| {
        let trees = (judge.tree(&sources), judge.tree(&written));
        let metadata = (judge.metadata(&sources), judge.metadata(&written));
        (trees, metadata)
    });
    println!(
        "{:60} {:>8} {:>6} {:>6} {:>6}",
        "post", "sessions", "links", "bytes", "tree"
    );
    let mut equal = 0;
    for (at, (name, source)) in posts.iter().enumerate() {
        let same = written[at] == source;
        equal += usize::from(same);
        let tree = trees.as_ref().map(|(trees, metadata)| {
            trees.0[at] == trees.1[at] && metadata.0[at] == metadata.1[at]
        });
        println!(
            "{name:60} {:>8} {:>6} {:>6} {:>6}",
            imported[at].sessions.len(),
            imported[at].event.links.len(),
            if same { "equal" } else { "differ" },
            tree.map_or("?", |same| if same { "equal" } else { "differ" }),
        );
        assert_ne!(
            tree,
            Some(false),
            "{name} has another tree after import and export"
        );
        assert_eq!(
            imported[at].unchanged, same,
            "{name}: import misreports whether it comes back unchanged"
        );
        assert_eq!(
            export(&read(name, written[at])),
            written[at],
            "{name}: a second round changes it"
        );
    }
    assert!(
        equal * 10 >= posts.len() * 9,
        "{equal} of {} posts come back byte for byte",
        posts.len()
    );
}

#[test]
fn the_founding_example_is_understood() {
    let Some(path) = judge::shared("corpus/posts/scale-15x.rst") else {
        return;
    };
    let text = std::fs::read_to_string(path).expect("the founding example");
    let Imported {
        event,
        sessions,
        slug,
        unchanged,
        ..
    } = read("scale-15x.rst", &text);
    assert!(unchanged);
    assert_eq!(slug, "scale-15x");
    assert_eq!(event.title, "SCaLE 15x");
    assert_eq!(event.header.fields.len(), 8);
    assert_eq!(
        event.header.get("date"),
        Some("2017-03-08 16:25:15 UTC-05:00")
    );
    assert!(event.intro.starts_with("This year was the 15th Annual"));
    assert_eq!(event.links.len(), 36);
    assert_eq!(
        event.closing.as_ref().map(|closing| closing.title.as_str()),
        Some("Closing time")
    );
    let found: Vec<(&str, SessionKind)> = sessions
        .iter()
        .map(|session| (session.title.as_str(), session.kind))
        .collect();
    let expected = [
        ("Kubernetes 101", SessionKind::Talk),
        (
            "Patterns and Anti-Patterns in Docker Image Lifecycle",
            SessionKind::Talk,
        ),
        ("Fedora Work Session and Meetup", SessionKind::Meetup),
    ];
    assert_eq!(found, expected);
    assert!(
        sessions[0]
            .notes
            .starts_with("`Project Atomic`_'s very own")
    );
    assert!(
        sessions
            .iter()
            .all(|session| session.heading.source.is_none() && session.level == 1)
    );
}

#[test]
fn random_texts_keep_their_trees() {
    let full = std::env::var_os("HALLWAY_FULL").is_some();
    let count = if full { 3000 } else { 300 };
    let posts: Vec<String> = (0..count)
        .map(crate::generate::text)
        .filter(|text| !text.trim().is_empty())
        .collect();
    let exported: Vec<String> = posts
        .iter()
        .map(|text| export(&read("random.rst", text)))
        .collect();
    let differing = posts
        .iter()
        .zip(&exported)
        .filter(|(post, exported)| post != exported);
    let (before, after): (Vec<&str>, Vec<&str>) = differing
        .map(|(one, other)| (one.as_str(), other.as_str()))
        .unzip();
    println!(
        "{} of {} random texts come back byte for byte",
        posts.len() - before.len(),
        posts.len()
    );
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    for (at, (old, new)) in judge
        .tree(&before)
        .into_iter()
        .zip(judge.tree(&after))
        .enumerate()
    {
        assert_eq!(
            old, new,
            "import and export change the tree of:\n{}\n--- to ---\n{}",
            before[at], after[at]
        );
    }
}

/// A section of a tree: its depth, its title, and its content without the sections below it.
type Flat = (usize, Value, Vec<Value>);

/// A block without the names of what stands in it: docutils takes a name away from both of two
/// embedded targets, so leaving one session out gives it back to another.
fn without_names_below(block: &Value) -> Value {
    fn strip(node: &mut Value) {
        if let Some(parts) = node.as_array_mut() {
            if let Some(attributes) = parts.get_mut(1).and_then(Value::as_object_mut) {
                attributes.remove("names");
            }
            parts.iter_mut().skip(2).for_each(strip);
        }
    }
    let mut block = block.clone();
    if let Some(parts) = block.as_array_mut() {
        parts.iter_mut().skip(2).for_each(strip);
    }
    block
}

/// The sections of a tree in order; the first entry is what stands before all of them.
fn flat(tree: &Value) -> Vec<Flat> {
    fn walk(node: &Value, depth: usize, out: &mut Vec<Flat>) {
        let mut title = Value::Null;
        let mut content = Vec::new();
        let mut below = Vec::new();
        for child in node.as_array().expect("a node").iter().skip(2) {
            match child[0].as_str() {
                Some("section") => below.push(child),
                Some("title") => title = child.clone(),
                _ => content.push(without_names_below(child)),
            }
        }
        out.push((depth, title, content));
        below
            .into_iter()
            .for_each(|section| walk(section, depth + 1, out));
    }
    let mut out = Vec::new();
    walk(tree, 0, &mut out);
    out
}

/// Targets stand in the last section, whatever it is: they are compared on their own.
fn without_targets(sections: &[Flat]) -> (Vec<Flat>, Vec<Value>) {
    let mut targets = Vec::new();
    let mut rest = sections.to_vec();
    for (_, _, content) in &mut rest {
        content.retain(|node| {
            let is_target = node[0] == "target";
            // One name with two targets has none for docutils, until one of them is changed: the
            // URLs are compared.
            targets.extend(
                is_target.then(|| serde_json::json!(["target", {"refuri": node[1]["refuri"]}])),
            );
            !is_target
        });
    }
    (rest, targets)
}

/// One change of the model, and what the sections and targets of the post must be after it.
struct Trial {
    what: String,
    text: String,
    expected: (Vec<Flat>, Vec<Value>),
}

/// The sections of `sections` at which each session's heading stands.
fn places(sections: &[Flat], sessions: &[Session]) -> Vec<usize> {
    let mut from = 1;
    let mut places = Vec::new();
    for session in sessions {
        let wanted: String = session.title.split_whitespace().collect();
        let text = |title: &Value| text_of(title).split_whitespace().collect::<String>();
        let at = (from..sections.len()).find(|at| text(&sections[*at].1) == wanted);
        let at = at.unwrap_or_else(|| panic!("no section for {}", session.title));
        places.push(at);
        from = at + 1;
    }
    places
}

fn text_of(node: &Value) -> String {
    match node {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().skip(2).map(text_of).collect(),
        _ => String::new(),
    }
}

#[test]
fn a_change_of_the_model_changes_the_post_there_and_nowhere_else() {
    let posts = corpus();
    let Some(mut judge) = Judge::start_with_nikola().filter(|_| !posts.is_empty()) else {
        return;
    };
    let sources: Vec<&str> = posts.iter().map(|(_, text)| text.as_str()).collect();
    let trees = judge.parse(&sources);
    let mut trials = Vec::new();
    for ((name, text), tree) in posts.iter().zip(&trees) {
        trials.extend(trials_of(name, &read(name, text), &flat(tree)));
    }
    assert!(trials.len() > 100, "only {} trials", trials.len());
    let texts: Vec<&str> = trials.iter().map(|trial| trial.text.as_str()).collect();
    for (trial, tree) in trials.iter().zip(judge.parse(&texts)) {
        let found = without_targets(&flat(&tree));
        assert!(
            found == trial.expected,
            "{}\nfound    {:?}\nexpected {:?}",
            trial.what,
            found,
            trial.expected
        );
    }
    println!(
        "{} changes of the model, each seen in the post where it was made",
        trials.len()
    );
}

fn trials_of(name: &str, imported: &Imported, sections: &[Flat]) -> Vec<Trial> {
    let (sections, targets) = without_targets(sections);
    let places = places(&sections, &imported.sessions);
    let mut trials = Vec::new();
    let mut trial = |what: &str, changed: &Imported, expected: (Vec<Flat>, Vec<Value>)| {
        trials.push(Trial {
            what: format!("{name}: {what}"),
            text: export(changed),
            expected,
        });
    };
    // The last session before the trailing targets of a post without a closing keeps them out of
    // its content.
    for (number, place) in places
        .iter()
        .enumerate()
        .filter(|(number, _)| tried(*number, places.len()))
    {
        let mut changed = imported.clone();
        changed.sessions[number]
            .retitle("A new title, longer than any that was here: *really* (A. Miller_)");
        let mut expected = sections.clone();
        expected[*place].1 = serde_json::json!([
            "title",
            {},
            "A new title, longer than any that was here: *really* (A. Miller_)"
        ]);
        trial("retitled", &changed, (expected, targets.clone()));

        let mut changed = imported.clone();
        changed.sessions[number]
            .notes
            .push_str("\n\nOne more paragraph.");
        let mut expected = sections.clone();
        let depth = expected[*place].0;
        // The note's end is the end of the last section below the session that was not cut out of
        // it.
        let next = places.get(number + 1).copied().unwrap_or_else(|| {
            let closes = imported.event.closing.is_some();
            let closing = imported
                .event
                .closing
                .as_ref()
                .map(|closing| closing.title.clone())
                .unwrap_or_default();
            let at = (*place + 1..sections.len())
                .find(|at| closes && text_of(&sections[*at].1) == closing);
            at.unwrap_or(sections.len())
        });
        let last = (*place..next)
            .rev()
            .find(|at| *at == *place || expected[*at].0 > depth)
            .unwrap_or(*place);
        let swallows = expected[last]
            .2
            .last()
            .is_some_and(|node| node[0] == "comment" || node[0] == "footnote");
        if !swallows {
            expected[last]
                .2
                .push(serde_json::json!(["paragraph", {}, "One more paragraph."]));
            trial("note edited", &changed, (expected, targets.clone()));
        }

        let leaf = places
            .get(number + 1)
            .is_none_or(|next| sections[*next].0 <= sections[*place].0);
        if leaf {
            let mut changed = imported.clone();
            changed.sessions[number].in_post = false;
            let mut expected = sections.clone();
            expected.drain(*place..next);
            if targets_within(&imported.sessions[number]) == 0 {
                trial("unpublished", &changed, (expected, targets.clone()));
            }
        }

        let both = places
            .get(number + 1)
            .filter(|next| leaf && sections[**next].0 == sections[*place].0);
        let next_leaf = |at: usize| {
            places
                .get(at + 1)
                .is_none_or(|next| sections[*next].0 <= sections[places[at]].0)
        };
        if let (Some(second), true) = (
            both,
            places.get(number + 1).is_some() && next_leaf(number + 1),
        ) {
            let mut changed = imported.clone();
            let (one, other) = (
                changed.sessions[number].order,
                changed.sessions[number + 1].order,
            );
            changed.sessions[number].order = other;
            changed.sessions[number + 1].order = one;
            let end = places
                .get(number + 2)
                .copied()
                .unwrap_or_else(|| end_of_sessions(imported, &sections, *second));
            let mut expected = sections[..*place].to_vec();
            expected.extend_from_slice(&sections[*second..end]);
            expected.extend_from_slice(&sections[*place..*second]);
            expected.extend_from_slice(&sections[end..]);
            if targets_within(&imported.sessions[number])
                + targets_within(&imported.sessions[number + 1])
                == 0
            {
                trial("swapped", &changed, (expected, targets.clone()));
            }
        }
    }
    let links = imported.event.links.len();
    for number in (0..links).filter(|number| tried(*number, links)) {
        let first = targets.len() - imported.event.links.len();
        let mut changed = imported.clone();
        changed.event.links[number].url = Some("https://example.org/elsewhere".to_owned());
        let mut other = targets.clone();
        other[first + number][1]["refuri"] = "https://example.org/elsewhere".into();
        trial("link changed", &changed, (sections.clone(), other));

        let mut changed = imported.clone();
        changed.event.links.remove(number);
        let mut other = targets.clone();
        other.remove(first + number);
        trial("target removed", &changed, (sections.clone(), other));
    }
    trials
}

/// Which of `count` things are tried: all with HALLWAY_FULL=1, else the first two, one in the
/// middle and the last.
fn tried(number: usize, count: usize) -> bool {
    let full = std::env::var_os("HALLWAY_FULL").is_some();
    full || number < 2 || number == count / 2 || number + 1 == count
}

/// Where the sections of the last session end.
fn end_of_sessions(imported: &Imported, sections: &[Flat], last: usize) -> usize {
    let Some(closing) = &imported.event.closing else {
        return sections.len();
    };
    let at = (last + 1..sections.len())
        .rev()
        .find(|at| text_of(&sections[*at].1) == closing.title);
    at.unwrap_or(sections.len())
}

/// How many targets stand within a session's notes; they move with it.
fn targets_within(session: &Session) -> usize {
    session
        .notes
        .lines()
        .filter(|line| {
            line.trim_start().starts_with(".. _") || line.trim_start().starts_with("__ ")
        })
        .count()
}
