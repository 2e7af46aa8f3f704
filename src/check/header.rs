//! The metadata at the top of a post, as Nikola reads it.

use super::page::{self, CheckedPage};
use super::{Finding, Fix, Rule, Severity, date};
use crate::model::slug::slug;
use std::collections::HashMap;
use std::ops::Range;

pub(super) static HEADER_BLANK_LINE: Rule = Rule {
    name: "header-blank-line",
    level: Severity::Warning,
    docutils: false,
    about: "No blank line, or one with spaces in it, after the metadata: Nikola swallows the first block of the post.",
};
pub(super) static DROPPED_VALUE: Rule = Rule {
    name: "dropped-value",
    level: Severity::Warning,
    docutils: false,
    about: "A line of the metadata that Nikola drops or takes for something else: no space after the colon, a name twice, a continuation line.",
};
pub(super) static MISSING_DATE: Rule = Rule {
    name: "missing-date",
    level: Severity::Error,
    docutils: false,
    about: "Metadata without a date: for a post, Nikola stops and builds no page at all.",
};
pub(super) static EMPTY_SLUG: Rule = Rule {
    name: "empty-slug",
    level: Severity::Warning,
    docutils: false,
    about: "A slug or tag with nothing in it that can stand in a URL.",
};

/// Names that Nikola knows.
const KNOWN: &[&str] = &[
    "title",
    "slug",
    "date",
    "tags",
    "category",
    "link",
    "description",
    "type",
    "status",
    "author",
    "updated",
    "has_math",
    "guid",
    "enclosure",
    "data",
    "filters",
    "hidetitle",
    "hyphenate",
    "nocomments",
    "pretty_url",
    "previewimage",
    "template",
    "url_type",
];

/// Nikola's metadata.
#[derive(Debug)]
pub(super) struct CheckedHeader<'t> {
    /// The lines up to the first line that cannot be metadata, with the place where each begins.
    lines: Vec<(usize, &'t str)>,
    /// Where the first block ends that Nikola takes for the metadata.
    end: usize,
    /// The fields: name, value, and where the value stands.
    fields: Vec<(&'t str, &'t str, Range<usize>)>,
}

impl<'t> CheckedHeader<'t> {
    /// The value of the last field of that name, if it has one.
    pub fn value(&self, name: &str) -> Option<&'t str> {
        self.field(name).map(|(value, _)| value)
    }

    /// The same with its place.
    pub fn field(&self, name: &str) -> Option<(&'t str, Range<usize>)> {
        let found = self
            .fields
            .iter()
            .rev()
            .find(|(key, value, _)| *key == name && !value.trim().is_empty());
        found.map(|(_, value, span)| (*value, span.clone()))
    }
}

/// Finds Nikola's metadata: lines `.. name: value` at the top.
pub(super) fn find(text: &str) -> Option<CheckedHeader<'_>> {
    let start = text.len()
        - text
            .trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t'])
            .len();
    let end = text[start..]
        .find("\n\n")
        .map_or(text.len(), |at| start + at);
    let mut lines = Vec::new();
    let mut fields = Vec::new();
    let mut at = start;
    for line in text[start..].split('\n') {
        let comment = line
            .strip_prefix("..")
            .is_some_and(|rest| rest.starts_with(' ') || rest.is_empty())
            && !is_directive(line);
        let continued =
            !lines.is_empty() && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if !comment && !continued {
            break;
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.push((at, line));
        if let Some((name, value)) = line
            .strip_prefix("..")
            .and_then(|rest| rest.trim_start().split_once(": "))
        {
            let place = at + line.len() - value.len();
            fields.push((name, value, place..place + value.trim_end().len()));
        }
        at += text[at..]
            .find('\n')
            .map_or(text.len() - at, |length| length + 1);
    }
    let known = |(_, line): &(usize, &str)| {
        let name = line
            .trim_start_matches('.')
            .trim_start()
            .split(':')
            .next()
            .unwrap_or_default();
        KNOWN.contains(&name.to_lowercase().as_str()) && line.contains(':')
    };
    lines
        .first()
        .is_some_and(known)
        .then_some(CheckedHeader { lines, end, fields })
}

fn is_directive(line: &str) -> bool {
    let word = line
        .trim_start_matches('.')
        .split_whitespace()
        .next()
        .unwrap_or_default();
    word.ends_with("::") && word.len() > 2
}

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let Some(header) = &page.header else {
        docinfo(page, found);
        return;
    };
    blank_line(page, header, found);
    dropped(page, header, found);
    let first = header
        .lines
        .first()
        .map_or(0..0, |(at, line)| *at..at + line.len());
    match header.field("date") {
        Some((value, span)) => date::check(page, value, span, Severity::Error, found),
        None => {
            // Pages need no date, and nothing but their fields tells them from posts.
            let post = ["tags", "category", "type", "status"]
                .iter()
                .any(|name| header.fields.iter().any(|(field, ..)| field == name));
            let (level, message) = match post {
                true => (
                    Severity::Error,
                    "the metadata has no date, so Nikola stops and builds no page at all",
                ),
                false => (
                    Severity::Warning,
                    "the metadata has no date: Nikola stops for a post without one, but a page needs none",
                ),
            };
            found.push(page.finding(&MISSING_DATE, first, message).at(level));
        }
    }
    if let Some((value, span)) = header.field("updated") {
        date::check(page, value, span, Severity::Error, found);
    }
    if let Some((value, span)) = header.field("slug")
        && is_empty(value)
    {
        let message = format!(
            "nothing of the slug \"{}\" can stand in a URL",
            value.trim()
        );
        found.push(page.finding(&EMPTY_SLUG, span, message));
    }
}

/// Whether Nikola's slug of a text is empty. It leaves emoji out, which others make words of.
pub(super) fn is_empty(text: &str) -> bool {
    slug(text).is_empty() || !text.contains(|c: char| c.is_alphanumeric() || "_+".contains(c))
}

/// The dates of other metadata: a docinfo, YAML or TOML. Others than Nikola read them, too, and
/// mostly as their author has it.
fn docinfo(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let end = page::front_matter(page.text);
    for line in 1..=page.lines().min(15) {
        let text = page.line_text(line);
        let start = page.line_range(line).start;
        let marks: &[&str] = match start < end {
            true => &["date:", "date ="],
            false => &[":date:", ":Date:"],
        };
        let value = marks.iter().find_map(|mark| text.strip_prefix(mark));
        let Some(value) = value.map(|value| value.trim().trim_matches(['"', '\''])) else {
            continue;
        };
        let at = start + text.find(value).unwrap_or(0);
        if !value.is_empty() {
            date::check(page, value, at..at + value.len(), Severity::Info, found);
        }
    }
}

fn blank_line(page: &CheckedPage<'_>, header: &CheckedHeader<'_>, found: &mut Vec<Finding>) {
    let Some((at, line)) = header.lines.last() else {
        return;
    };
    let last = page.line(*at);
    let next = last + 1;
    let rest = page.text.get(at + line.len()..).unwrap_or_default();
    if at + line.len() >= header.end || rest.trim().is_empty() {
        return;
    }
    let range = page.line_range(next);
    let below = page.line_text(next);
    let finding = match (below.is_empty(), below.trim().is_empty()) {
        // CR LF: Nikola reads the file with line ends as LF.
        (true, _)
            if page
                .text
                .get(range.end..)
                .is_some_and(|rest| rest.starts_with("\r\n")) =>
        {
            return;
        }
        (true, _) => return,
        (false, true) => {
            let message = "the line after the metadata has white space in it, so Nikola swallows the text up to the next blank line";
            page.finding(&HEADER_BLANK_LINE, range.clone(), message)
                .with(Fix::new("remove the white space", range, ""))
        }
        (false, false) => {
            let message = "a blank line is missing after the metadata, so Nikola swallows the text up to the next one";
            page.finding(&HEADER_BLANK_LINE, range.clone(), message)
                .with(Fix::new(
                    "put a blank line after the metadata",
                    range.start..range.start,
                    "\n",
                ))
        }
    };
    found.push(finding);
}

fn dropped(page: &CheckedPage<'_>, header: &CheckedHeader<'_>, found: &mut Vec<Finding>) {
    let mut seen: HashMap<&str, (&str, Range<usize>)> = HashMap::new();
    for (at, line) in &header.lines {
        let whole = *at..at + line.len();
        let Some(rest) = line.strip_prefix("..") else {
            let message = "Nikola drops this line: a value of the metadata is one line";
            found.push(page.finding(&DROPPED_VALUE, whole, message));
            continue;
        };
        let rest = rest.trim_start();
        if let Some(name) = rest.strip_prefix('_') {
            if name.contains(':') {
                let message = "Nikola takes this target for metadata, so it is lost; put it below the first blank line";
                found.push(page.finding(&DROPPED_VALUE, whole, message));
            }
            continue;
        }
        let Some((name, value)) = rest.split_once(':') else {
            continue;
        };
        if name.contains(char::is_whitespace) {
            continue;
        }
        if !value.is_empty() && !value.starts_with(' ') {
            if KNOWN.contains(&name) {
                let colon = at + line.len() - value.len();
                let message = format!(
                    "Nikola drops the value of \"{name}\": a space is missing after the colon"
                );
                found.push(page.finding(&DROPPED_VALUE, whole, message).with(Fix::new(
                    "put a space after the colon",
                    colon..colon,
                    " ",
                )));
            }
            continue;
        }
        if value.trim().is_empty() {
            continue;
        }
        let lower = name.to_lowercase();
        if lower != name && KNOWN.contains(&lower.as_str()) {
            let start = at + line.len() - rest.len();
            let message = format!(
                "Nikola knows \"{lower}\", not \"{name}\": names of the metadata are written small"
            );
            let fix = Fix::new("write it small", start..start + name.len(), lower);
            found.push(
                page.finding(&DROPPED_VALUE, whole.clone(), message)
                    .with(fix),
            );
        }
        if let Some((old, place)) = seen.insert(name, (value.trim(), whole))
            && old != value.trim()
        {
            let message = format!("Nikola drops this value: \"{name}\" stands again below");
            found.push(page.finding(&DROPPED_VALUE, place, message));
        }
    }
}
