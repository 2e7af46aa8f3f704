//! XML as a tree, with the line of each element. Forgiving where files in use are wrong (a bare
//! `&`, an attribute twice, a control character), strict where a text would be lost (a cut-off
//! file, tags that do not match).

use super::html::entity;
use super::{MOST_DEPTH, MOST_PARTS, ScheduleError};
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text of it, without that of elements in it.
    pub text: String,
    /// Where it begins, from 1.
    pub line: usize,
}

impl Element {
    /// The children of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> + 'a {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of that name; nothing when it is blank.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The value of an attribute; nothing when it is blank.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        let value = value.trim();
        (!value.is_empty()).then_some(value)
    }
}

/// The most attributes of an element that are read.
const MOST_ATTRIBUTES: usize = 32;

/// The root element.
pub(super) fn parse(text: &str) -> Result<Element, ScheduleError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.check_comments = false;
    let mut lines = XmlLines {
        text,
        at: 0,
        line: 1,
    };
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut parts = 0;
    let mut counted = |element: Element| {
        parts += 1 + element.attributes.len();
        match parts > MOST_PARTS {
            true => Err(ScheduleError::TooFine(element.line)),
            false => Ok(element),
        }
    };
    loop {
        let before = reader.buffer_position();
        let event = reader.read_event().map_err(|error| {
            let at = reader.error_position().max(before);
            broken(&mut lines, at, &error)
        })?;
        match event {
            Event::Start(start) => {
                let line = lines.of(before);
                if open.len() >= MOST_DEPTH {
                    return Err(ScheduleError::TooDeep(line));
                }
                open.push(counted(element(&start, line))?);
            }
            Event::Empty(start) => {
                let done = counted(element(&start, lines.of(before)))?;
                close(done, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    close(done, &mut open, &mut root);
                }
            }
            Event::Text(text) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&text);
                }
            }
            Event::CData(text) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(last) = open.last_mut() {
                    match entity(&name) {
                        Some(c) => last.text.push(c),
                        // A character that XML does not have: nothing; a name that nobody knows: as
                        // it stands.
                        None if name.starts_with('#') => {}
                        None => {
                            last.text.push('&');
                            last.text.push_str(&name);
                            last.text.push(';');
                        }
                    }
                }
            }
            Event::DocType(_) => return Err(ScheduleError::Doctype(lines.of(before))),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if let Some(last) = open.last() {
        return Err(ScheduleError::Broken {
            line: last.line,
            what: format!(
                "<{}> is never closed; the file seems to be cut off",
                super::clean::line(&last.name)
            ),
        });
    }
    root.ok_or(ScheduleError::Broken {
        line: 1,
        what: "there is no element in the file".to_owned(),
    })
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None if root.is_none() => *root = Some(done),
        None => {}
    }
}

fn element(start: &BytesStart<'_>, line: usize) -> Element {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    let attributes = attributes
        .flatten()
        .take(MOST_ATTRIBUTES)
        .map(|attribute| {
            let value = super::html::entities(&attribute.value);
            (attribute.key.as_ref().to_owned(), value)
        })
        .collect();
    Element {
        name: start.name().as_ref().to_owned(),
        attributes,
        line,
        ..Element::default()
    }
}

fn broken(lines: &mut XmlLines<'_>, at: u64, error: &Error) -> ScheduleError {
    let what = match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("</{found}> where </{expected}> was expected")
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            format!("</{name}> closes nothing")
        }
        Error::Syntax(_) => "the XML is broken or cut off here".to_owned(),
        other => other.to_string(),
    };
    ScheduleError::Broken {
        line: lines.of(at),
        what: super::clean::line(&what),
    }
}

/// Lines of positions that only grow.
struct XmlLines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl XmlLines<'_> {
    fn of(&mut self, at: u64) -> usize {
        let to = usize::try_from(at)
            .unwrap_or(self.at)
            .clamp(self.at, self.text.len());
        let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = to;
        self.line
    }
}
