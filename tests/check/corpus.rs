//! Posts of the corpus: the one with planted defects, first versions that were published broken,
//! and posts that are mostly fine.

use hallway::check::{Book, Finding, Severity, fix_all, post};
use hallway::model::link::Link;
use std::path::PathBuf;

/// A file or folder of the corpus beside the repository; none, and a note, where it is absent.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus")
        .join(name);
    if !path.exists() {
        println!("skipped: no {} here", path.display());
        return None;
    }
    Some(path)
}

/// The texts of a folder of the corpus by name.
pub fn texts(folder: &str) -> Vec<(String, String)> {
    let Some(folder) = shared(folder) else {
        return Vec::new();
    };
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "rst"))
        .map(|path| {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    found.sort();
    found
}

fn findings(text: &str) -> Vec<Finding> {
    post(text, &Book::default())
}

/// The 27 planted defects: which rule finds each, in which line.
const PLANTED: &[(&str, &str, usize)] = &[
    ("D01", "undefined-reference", 8),
    ("D02", "missing-underscore", 10),
    ("D03", "malformed-link", 12),
    ("D04", "undefined-reference", 14),
    ("D05", "unclosed-markup", 16),
    ("D06", "unclosed-markup", 18),
    ("D07", "undefined-substitution", 20),
    ("D08", "short-underline", 25),
    ("D09", "ambiguous-reference", 29),
    ("D09", "duplicate-target", 96),
    ("D10", "list-without-blank", 34),
    ("D11", "list-without-blank", 37),
    ("D12", "missing-blank-line", 43),
    ("D13", "empty-literal", 47),
    ("D14", "indent-after-colon", 49),
    ("D15", "accidental-list", 52),
    ("D16", "unknown-directive", 58),
    ("D16", "bad-directive", 60),
    ("D17", "anonymous-mismatch", 64),
    ("D18", "malformed-target", 68),
    // Nothing refers to it either.
    ("D18", "unused-target", 68),
    ("D19", "trailing-space", 70),
    ("D20", "long-line", 72),
    ("D23", "unclosed-markup", 74),
    ("D24", "unknown-role", 74),
    ("D22", "skipped-level", 85),
    ("D25", "tab", 88),
    ("D26", "malformed-link", 88),
    ("D27", "glued-target", 91),
    ("D27", "unused-target", 91),
    // `Unused One` stands in back quotes without an underscore, like D02.
    ("D02", "missing-underscore", 93),
    ("D21", "unused-target", 97),
];

#[test]
fn every_planted_defect_is_found_and_nothing_else() {
    let Some(path) = shared("broken.rst") else {
        return;
    };
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let mut found: Vec<(usize, &str)> = findings(&text)
        .iter()
        .map(|f| (f.place.line, f.rule.name))
        .collect();
    let mut wanted: Vec<(usize, &str)> = PLANTED
        .iter()
        .map(|(_, rule, line)| (*line, *rule))
        .collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    for number in 1..=27 {
        let defect = format!("D{number:02}");
        assert!(
            PLANTED.iter().any(|(name, _, _)| *name == defect),
            "{defect} is not in the table"
        );
    }
}

/// The undefined references of the published first versions: file, line, name.
fn undefined() -> Vec<(String, usize, String)> {
    let Some(path) = shared("revisions/undefined.tsv") else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).expect("UTF-8");
    text.lines()
        .map(|line| {
            let mut parts = line.split('\t');
            let mut next = || parts.next().expect("three columns").to_owned();
            (next(), next().parse().expect("a line"), next())
        })
        .collect()
}

#[test]
fn every_reference_that_was_published_undefined_is_found_at_its_line() {
    let wanted = undefined();
    for (file, text) in texts("revisions") {
        let mut found: Vec<(usize, String)> = findings(&text)
            .into_iter()
            .filter(|finding| finding.rule.name == "undefined-reference")
            .map(|finding| (finding.place.line, finding.name.expect("a name")))
            .collect();
        let mut listed: Vec<(usize, String)> = wanted
            .iter()
            .filter(|(name, _, _)| *name == file)
            .map(|(_, line, name)| (*line, name.clone()))
            .collect();
        found.sort();
        listed.sort();
        assert_eq!(found, listed, "{file}");
    }
}

#[test]
fn what_the_link_book_knows_is_mended() {
    let links: Vec<Link> = undefined()
        .into_iter()
        .map(|(_, _, name)| Link {
            url: Some(format!("https://example.org/{}", name.replace(' ', "-"))),
            name,
            ..Link::default()
        })
        .collect();
    let book = Book::of(&links);
    for (file, text) in texts("revisions") {
        let mended = fix_all(&text, &book);
        let left: Vec<&Finding> = mended
            .left
            .iter()
            .filter(|finding| finding.rule.name == "undefined-reference")
            .collect();
        assert!(left.is_empty(), "{file}: {left:?}");
        assert!(mended.text.contains(".. _"), "{file}");
    }
}

/// What is found at level error or warning in the corpus, and why each is no false alarm.
const JUSTIFIED: &[(&str, &str, usize, &str)] = &[
    (
        "GaelVaroquaux-skl_sprint_2018",
        "missing-underscore",
        55,
        "code in single back quotes, as in Markdown: printed as a citation",
    ),
    (
        "devconfcz-2017",
        "missing-underscore",
        13,
        "a heading's name in back quotes; the author mended others like it",
    ),
    (
        "devconfcz-2017",
        "malformed-link",
        140,
        "the video's link has its underscore inside: printed as text",
    ),
    (
        "devconfcz-2017",
        "short-underline",
        360,
        "docutils warns, too",
    ),
    (
        "devconfcz-2017",
        "malformed-link",
        406,
        "the video's link has its underscore inside: printed as text",
    ),
    (
        "flock-to-fedora-2016",
        "missing-underscore",
        566,
        "`Docker` beside `taskotron`_: the underscore is missing",
    ),
    (
        "lucywyman-oscon-2017",
        "list-without-blank",
        216,
        "a numbered list of four that is printed as one paragraph",
    ),
    (
        "lucywyman-redhat-summit-2019-trip-report",
        "list-without-blank",
        114,
        "a list that is printed as one paragraph",
    ),
    (
        "lucywyman-redhat-summit-2019-trip-report",
        "unexpected-indent",
        115,
        "docutils reports an error, too",
    ),
    (
        "lucywyman-redhat-summit-2019-trip-report",
        "missing-blank-line",
        116,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        50,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        52,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        53,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "undefined-reference",
        75,
        "docutils reports an error, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        115,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        119,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        120,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        126,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        127,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        131,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "missing-blank-line",
        132,
        "docutils warns, too",
    ),
    (
        "lucywyman-scale-2019",
        "list-without-blank",
        154,
        "a list that is printed as one paragraph",
    ),
    (
        "lucywyman-scale-2019",
        "undefined-reference",
        195,
        "docutils reports an error, too",
    ),
    (
        "lucywyman-scale-2019",
        "undefined-reference",
        204,
        "docutils reports an error, too",
    ),
    (
        "lucywyman-scale-2019",
        "list-without-blank",
        220,
        "a list that is printed as one paragraph",
    ),
    (
        "lucywyman-wtd",
        "list-without-blank",
        17,
        "a list that is printed as one paragraph",
    ),
    (
        "lucywyman-wtd",
        "list-without-blank",
        21,
        "a list that is printed as one paragraph",
    ),
    (
        "scale-15x",
        "missing-underscore",
        26,
        "the author's own slip: `Part 2` has a target that nothing refers to",
    ),
];

#[test]
fn posts_that_are_fine_raise_no_alarm() {
    let texts = texts("posts");
    if texts.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for (file, text) in &texts {
        let name = file.trim_end_matches(".rst");
        let alarms = findings(text)
            .into_iter()
            .filter(|finding| finding.level > Severity::Info);
        found
            .extend(alarms.map(|finding| (name.to_owned(), finding.rule.name, finding.place.line)));
    }
    let mut wanted: Vec<(String, &str, usize)> = JUSTIFIED
        .iter()
        .map(|(file, rule, line, _)| ((*file).to_owned(), *rule, *line))
        .collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn the_founding_example_has_no_error() {
    for (file, text) in texts("posts") {
        if file == "scale-15x.rst" {
            assert!(
                findings(&text)
                    .iter()
                    .all(|finding| finding.level < Severity::Error)
            );
        }
    }
}
