//! Directives: cutting them into arguments, options and content, and reading what they contain.

mod run;
mod spec;
mod value;

use super::indent::KnownIndent;
use super::lines::LineView;
use super::text::unescape;
use super::{BlockReader, Window, characters, pattern};
use crate::rst::chars::is_space;
use crate::rst::tree::{Block, BlockContent, Body, Directive, MessageLevel, ProblemKind};
use spec::Spec;

/// A directive cut into its parts.
#[derive(Debug, Default)]
struct Parts {
    arguments: Vec<LineView>,
    options: Vec<(String, Option<String>)>,
    content: Vec<LineView>,
}

/// A directive that is being read.
struct DirectiveRun<'a> {
    name: &'a str,
    spec: Spec,
    /// The line that docutils reports its problems at.
    row: usize,
    /// Whether it stands in a substitution definition.
    substitution: bool,
    parts: Parts,
}

impl BlockReader<'_> {
    /// `.. name:: arguments`; `end` is behind the colons and spaces. Returns the next line, and
    /// whether a blank line ends the directive.
    pub(super) fn directive(
        &mut self,
        window: Window,
        at: usize,
        name: (usize, usize),
        end: usize,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        self.directive_in(window, at, name, end, None, out)
    }

    /// A directive in a substitution definition, on the first line of the window. Its problems are
    /// reported at `row`.
    pub(super) fn embedded(
        &mut self,
        window: Window,
        row: usize,
        name: (usize, usize),
        end: usize,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        self.directive_in(window, 0, name, end, Some(row), out)
    }

    fn directive_in(
        &mut self,
        window: Window,
        at: usize,
        name: (usize, usize),
        end: usize,
        substitution: Option<usize>,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        let line = self.line(window, at);
        let name = line.get(name.0..name.1).unwrap_or("");
        let row = substitution.unwrap_or_else(|| self.row(window, at));
        let known = KnownIndent {
            first: Some(characters(line, end)),
            keep_top: true,
            ..KnownIndent::default()
        };
        let block = self.indented(window, at, known);
        let views = window.views.get(at..block.next).unwrap_or_default();
        let spec = spec::find(&name.to_lowercase());
        let Some(spec) = spec.filter(|spec| spec.kind != spec::DirectiveKind::Loose) else {
            if spec.is_none() {
                let message = format!("there is no directive \"{name}\"");
                self.report(
                    row,
                    MessageLevel::Error,
                    ProblemKind::UnknownDirective,
                    message,
                );
            }
            let directive = self.loose(name, block.views);
            out.push(self.make(views, Body::Directive(directive)));
            return (block.next, block.blank_finish);
        };
        let blank_finish = block.blank_finish || self.line(window, block.next).is_empty();
        let made = match self.cut(spec, block.views) {
            Ok(parts) => self.run(
                window,
                DirectiveRun {
                    name,
                    spec,
                    row,
                    substitution: substitution.is_some(),
                    parts,
                },
            ),
            Err(why) => Err((MessageLevel::Error, why)),
        };
        match made {
            Ok(directive) => out.push(self.make(views, Body::Directive(directive))),
            Err((level, why)) => {
                let message = format!("directive \"{name}\": {why}");
                self.report(row, level, ProblemKind::Directive, message);
                out.push(self.refuse(views));
            }
        }
        (block.next, blank_finish)
    }

    /// Cuts a directive's lines into arguments, options and content (docutils'
    /// `parse_directive_block`).
    fn cut(&self, spec: Spec, mut views: Vec<LineView>) -> Result<Parts, String> {
        trim_first(&mut views);
        let mut content = views;
        let mut arguments = Vec::new();
        let mut rest = Vec::new();
        if spec.arguments() || spec.options.is_some() {
            let head = content
                .iter()
                .take_while(|view| view.from < view.to)
                .count();
            rest = content.split_off(head);
            arguments = std::mem::replace(&mut content, rest.get(1..).unwrap_or_default().to_vec());
        }
        let mut options = Vec::new();
        if let Some(known) = spec.options {
            let begin = arguments
                .iter()
                .position(|view| pattern::field(self.lines.text(*view)).is_some());
            if let Some(begin) = begin {
                let lines = arguments.split_off(begin);
                options = self.options(&lines)?;
                check_options(&options, known)?;
            }
        }
        if !spec.arguments() && !arguments.is_empty() {
            content = std::mem::take(&mut arguments);
            content.append(&mut rest);
        }
        trim(&mut content);
        if spec.arguments() {
            let words: usize = arguments
                .iter()
                .map(|view| words(self.lines.text(*view)))
                .sum();
            if words < spec.required {
                return Err(format!(
                    "{} argument(s) required, {words} supplied",
                    spec.required
                ));
            }
            let most = spec.required + spec.optional;
            if words > most && !spec.spaces {
                return Err(format!(
                    "at most {most} argument(s) allowed, {words} supplied"
                ));
            }
        }
        if !content.is_empty() && !spec.content {
            return Err("no content permitted".to_string());
        }
        Ok(Parts {
            arguments,
            options,
            content,
        })
    }

    /// The options in these lines, all of which must belong to fields.
    fn options(&self, views: &[LineView]) -> Result<Vec<(String, Option<String>)>, String> {
        let mut options = Vec::new();
        let mut at = 0;
        while let Some(view) = views.get(at) {
            let line = self.lines.text(*view);
            let Some(end) = pattern::field(line) else {
                return Err("invalid option block".to_string());
            };
            let (from, to) = pattern::field_name(line, end);
            let name = unescape(line.get(from..to).unwrap_or("")).to_lowercase();
            let known = KnownIndent {
                first: Some(characters(line, end)),
                ..KnownIndent::default()
            };
            let block = super::indented(self.lines, views, at, known);
            let text = self.lines.join(&block.views);
            options.push((name, (!text.is_empty()).then_some(text)));
            at = block.next;
        }
        Ok(options)
    }

    /// A directive that is not docutils' own: everything is taken as it comes.
    fn loose(&self, name: &str, mut views: Vec<LineView>) -> Directive {
        trim_first(&mut views);
        let head = views.iter().take_while(|view| view.from < view.to).count();
        let mut content = views.split_off(head);
        let begin = views
            .iter()
            .position(|view| pattern::field(self.lines.text(*view)).is_some());
        let fields = views.split_off(begin.unwrap_or(views.len()));
        let options = match self.options(&fields) {
            Ok(options) => options,
            Err(_) => {
                content.splice(0..0, fields);
                Vec::new()
            }
        };
        trim(&mut content);
        Directive {
            name: name.to_string(),
            arguments: self.lines.join(&views),
            title: None,
            options: options
                .into_iter()
                .map(|(name, value)| (name, value.unwrap_or_default()))
                .collect(),
            content: self.verbatim(&content),
        }
    }

    /// Content that is not read.
    fn verbatim(&self, views: &[LineView]) -> BlockContent {
        match views {
            [] => BlockContent::Empty,
            views => BlockContent::Verbatim(self.lines.join(views)),
        }
    }
}

/// Drops the first line, if nothing follows the directive's marker there, and blank lines at the
/// end. A blank line after the marker stays: it says that there are neither arguments nor options.
fn trim_first(views: &mut Vec<LineView>) {
    if views.first().is_some_and(|view| view.from >= view.to) {
        views.remove(0);
    }
    while views.last().is_some_and(|view| view.from >= view.to) {
        views.pop();
    }
}

/// Drops blank lines at both ends.
fn trim(views: &mut Vec<LineView>) {
    while views.last().is_some_and(|view| view.from >= view.to) {
        views.pop();
    }
    let blank = views.iter().take_while(|view| view.from >= view.to).count();
    views.drain(..blank);
}

fn words(text: &str) -> usize {
    text.split(is_space).filter(|word| !word.is_empty()).count()
}

/// Whether all options are known, given once, and have a value that will do.
fn check_options(
    options: &[(String, Option<String>)],
    known: &[(&str, value::OptionValue)],
) -> Result<(), String> {
    for (at, (name, text)) in options.iter().enumerate() {
        let value = known
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value);
        let Some(value) = value else {
            return Err(format!("unknown option \"{name}\""));
        };
        if options.iter().take(at).any(|(other, _)| other == name) {
            return Err(format!("option \"{name}\" is given twice"));
        }
        if !value.accepts(text.as_deref()) {
            return Err(format!("option \"{name}\" has a value that is not allowed"));
        }
    }
    Ok(())
}
