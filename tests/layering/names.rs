//! What things are called, and how wide comments are.

use super::{collect, source};
use std::path::Path;

/// Stems of words that only hallway used for a thing that has a standard name.
const COINED: &[&str] = &[
    "desk",
    "sid",
    "shelf",
    "keeper",
    "sheet",
    "elsewhere",
    "claims",
    "wish",
    "clash",
    "stray",
    "trouble",
    "settle",
    "mend",
    "alike",
    "picking",
];

/// Declared names that have such a stem for a reason.
const EXCUSED: &[(&str, &str)] = &[];

/// The names of types, functions, fields, constants and modules that a file declares.
fn declared(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in source::code(text) {
        let code = line.trim_start();
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        while let Some(word) = words.next() {
            let declares = [
                "fn", "struct", "enum", "trait", "type", "mod", "const", "static",
            ];
            if declares.contains(&word) {
                names.extend(words.next().map(str::to_owned));
            }
        }
        let field = code
            .trim_start_matches("pub ")
            .trim_start_matches("pub(super) ");
        if let Some((name, _)) = field.split_once(": ")
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// The words of a name: `OpenEvent` and `open_event` are both open, event.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn things_are_called_by_their_standard_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.retain(|file| !file.to_string_lossy().contains("tests"));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        for name in declared(&text).into_iter().chain([stem]) {
            let is_coined = |word: &String| {
                let plain = word.trim_end_matches('s');
                let stems = COINED.iter();
                let mut stems = stems.map(|stem| stem.trim_end_matches('s'));
                stems.any(|stem| plain == stem || plain == format!("{stem}ed"))
            };
            let excused = EXCUSED.iter().any(|(excused, _)| *excused == name);
            if !excused && words_of(&name).iter().any(is_coined) {
                found.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn comments_keep_to_100_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut long = Vec::new();
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, line) in text.lines().enumerate() {
            // A picture is as wide as what it shows.
            let is_picture = line.contains("  ") && line.trim_start().starts_with("//!");
            let is_comment = line.trim_start().starts_with("//");
            if is_comment && !is_picture && line.chars().count() > 100 {
                long.push(format!("{}:{}", file.display(), at + 1));
            }
        }
    }
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
