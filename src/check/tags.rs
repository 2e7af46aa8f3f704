//! Tags: Nikola makes a page of each, whose address is the tag's slug.

use super::header::{self, EMPTY_SLUG, is_empty};
use super::page::{CheckedPage, front_matter};
use super::place::Ruler;
use super::{Finding, Rule, Severity};
use crate::model::slug::slug;
use std::collections::HashMap;
use std::ops::Range;

pub(super) static COLLIDING_TAGS: Rule = Rule {
    name: "colliding-tags",
    level: Severity::Error,
    docutils: false,
    about: "Two tags that differ and have one slug (`SCaLE 15x`, `Scale 15x`): Nikola stops.",
};

/// A tag with its place.
type Tag<'t> = (&'t str, Range<usize>);

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (tag, place) in of(page.text) {
        if is_empty(tag) {
            let message = format!("nothing of the tag \"{tag}\" can stand in a URL");
            found.push(page.finding(&EMPTY_SLUG, place, message));
            continue;
        }
        let key = slug(tag);
        let other = *seen.entry(key.clone()).or_insert(tag);
        if other != tag {
            let message = format!(
                "the tags \"{other}\" and \"{tag}\" both become \"{key}\" in URLs, so Nikola stops"
            );
            found.push(page.finding(&COLLIDING_TAGS, place, message));
        }
    }
}

/// Tags of different posts of one blog that differ and have one slug: each with the index of its
/// post. Tags that collide within a post are left to that post.
pub(super) fn between(posts: &[(String, String)]) -> Vec<(usize, Finding)> {
    let mut seen: HashMap<String, (usize, String)> = HashMap::new();
    let mut found = Vec::new();
    for (at, (_, text)) in posts.iter().enumerate() {
        let ruler = Ruler::new(text);
        for (tag, place) in of(text) {
            let key = slug(tag);
            let (post, other) = seen
                .entry(key.clone())
                .or_insert_with(|| (at, tag.to_owned()));
            if *post != at && other != tag && !is_empty(tag) {
                let name = posts.get(*post).map_or("", |(name, _)| name);
                let message = format!(
                    "the tags \"{other}\" of {name} and \"{tag}\" both become \"{key}\" in URLs, so Nikola stops"
                );
                found.push((
                    at,
                    super::event::plain(&COLLIDING_TAGS, &ruler, place, message),
                ));
            }
        }
    }
    found
}

/// The tags of a post, in whichever way its metadata is written.
fn of(text: &str) -> Vec<Tag<'_>> {
    match header::find(text) {
        Some(header) => header
            .field("tags")
            .map(|(value, span)| pieces(value, span.start, false))
            .unwrap_or_default(),
        None => of_front_matter(text.get(..front_matter(text)).unwrap_or_default()),
    }
}

/// The tags in YAML or TOML: in one line with commas, in brackets, or one a line behind hyphens.
fn of_front_matter(text: &str) -> Vec<Tag<'_>> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        // What stands in a table of TOML is not the post's own.
        if line.starts_with('[') {
            break;
        }
        let Some(value) = value_of(line, "tags") else {
            continue;
        };
        let from = start + (line.len() - value.len());
        if let Some(list) = value.trim_start().strip_prefix('[') {
            let from = from + (value.len() - value.trim_start().len()) + 1;
            let rest = text.get(from..).unwrap_or(list);
            return pieces(until_bracket(rest), from, true);
        }
        if !uncommented(value).trim().is_empty() {
            let (inner, from) = unquoted(uncommented(value), from);
            return pieces(inner, from, false);
        }
        let mut tags = Vec::new();
        for line in lines.by_ref() {
            let start = at;
            at += line.len();
            let Some(item) = line.trim_start().strip_prefix("- ") else {
                break;
            };
            let (tag, from) = unquoted(uncommented(item), start + (line.len() - item.len()));
            tags.push((tag, from..from + tag.len()));
        }
        return tags;
    }
    Vec::new()
}

/// What stands behind `name:` or `name =`.
fn value_of<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let rest = line.strip_prefix(name)?.trim_start();
    rest.strip_prefix(':').or_else(|| rest.strip_prefix('='))
}

/// A value without the remark behind it.
fn uncommented(value: &str) -> &str {
    match value.trim_start().starts_with(['"', '\'']) {
        true => value,
        false => value.split(" #").next().unwrap_or(value),
    }
}

/// A list up to its closing bracket.
fn until_bracket(list: &str) -> &str {
    let mut quote = None;
    let end = list.find(|c| match (quote, c) {
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), c) => {
            quote = Some(open).filter(|open| *open != c);
            false
        }
        (None, c) => c == ']',
    });
    &list[..end.unwrap_or(list.len())]
}

/// A value without the white space and the quotes around it, and where it begins.
fn unquoted(value: &str, start: usize) -> (&str, usize) {
    let inner = value.trim();
    let start = start + (value.len() - value.trim_start().len());
    for quote in ['"', '\''] {
        let Some(inside) = inner.strip_prefix(quote) else {
            continue;
        };
        let end = inside.find(quote).unwrap_or(inside.len());
        return (&inside[..end], start + 1);
    }
    (inner, start)
}

/// The tags between commas of a text that begins at byte `start`; in a list each may be quoted.
fn pieces(value: &str, start: usize, list: bool) -> Vec<Tag<'_>> {
    let mut at = start;
    let mut tags = Vec::new();
    for piece in value.split(',') {
        let (tag, from) = match list {
            true => unquoted(piece, at),
            false => (piece.trim(), at + (piece.len() - piece.trim_start().len())),
        };
        at += piece.len() + 1;
        if !tag.is_empty() {
            tags.push((tag, from..from + tag.len()));
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let tags = of(text);
        for (tag, place) in &tags {
            assert_eq!(text.get(place.clone()), Some(*tag), "in {text:?}");
        }
        tags.into_iter().map(|(tag, _)| tag).collect()
    }

    #[test]
    fn tags_are_read_however_they_are_written() {
        let all = [
            ".. title: T\n.. tags: SCaLE 15x, Scale 15x\n\nText.\n",
            "---\ntitle: T\ntags: SCaLE 15x, Scale 15x # two\n---\n\nText.\n",
            "---\ntags: \"SCaLE 15x, Scale 15x\"\n---\n",
            "---\ntags: ['SCaLE 15x', Scale 15x]\n---\n",
            "---\ntags:\n  - SCaLE 15x # one\n  - \"Scale 15x\"\ndate: 2017-03-02\n---\n",
            "---\r\ntags:\r\n- SCaLE 15x\r\n- Scale 15x\r\n---\r\n",
            "+++\ntags = [\"SCaLE 15x\", 'Scale 15x']\n+++\n",
            "+++\ntags = [\n  \"SCaLE 15x\",\n  \"Scale 15x\",\n]\n+++\n",
            "+++\ntags = \"SCaLE 15x, Scale 15x\"\n+++\n",
        ];
        for text in all {
            assert_eq!(found(text), ["SCaLE 15x", "Scale 15x"], "{text:?}");
        }
        // A table of another program, a text, and a name that only begins like it.
        for text in [
            "+++\n[taxonomies]\ntags = [\"a\"]\n+++\n",
            "tags: a, b\n",
            "---\ntagsoup: a\n---\n",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }
}
