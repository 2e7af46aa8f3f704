//! `hallway check`: what is wrong with posts and events, and mending it.

use super::check_event;
use super::context::CliContext;
use super::failure::{Failure, reason};
use crate::check::{self, Book, Finding, Fixed, Place, Severity};
use crate::model::words::many;
use crate::post::reading::clean;
use crate::store::{Expected, hash};
use clap::Args;
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

/// Find what is wrong with events or posts
#[derive(Debug, Args)]
#[command(
    after_help = "Each finding is one line, FILE:LINE:COLUMN: LEVEL: MESSAGE [RULE]. docs/checker.md has the rules.\n\
                        Exit status: 0 no errors, 1 errors, 2 misuse."
)]
pub struct Check {
    /// Events, posts in reStructuredText (of any blog), or - for standard input [default: the
    /// event that is on today, else the last one open]
    #[arg(value_name = "EVENT|POST.rst|-")]
    what: Vec<String>,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
    /// Mend what can be mended, and say what was; from standard input the mended text is printed
    #[arg(long)]
    fix: bool,
}

/// A finding with the file that it is in.
pub struct Located {
    /// The file, as it is named.
    pub file: String,
    /// The line and column in the file.
    pub place: Place,
    /// The event's folder, the session's name and the part of it, for findings in an event.
    pub event: Option<(String, Option<String>, &'static str)>,
    /// What is found.
    pub finding: Finding,
}

/// What was found and mended.
#[derive(Default)]
pub struct Report {
    /// What is found.
    pub found: Vec<Located>,
    /// What was mended.
    pub fixed: Vec<Located>,
    /// Whether not every fix was tried.
    pub more: bool,
    /// The posts that were checked, by name and text.
    posts: Vec<(String, String)>,
}

impl Report {
    fn add(&mut self, file: &str, mended: Fixed) {
        let at = |finding: Finding| Located {
            file: file.to_owned(),
            place: finding.place,
            event: None,
            finding,
        };
        self.more |= mended.more;
        self.fixed.extend(mended.done.into_iter().map(at));
        self.found.extend(mended.left.into_iter().map(at));
    }

    fn count(&self, level: Severity) -> usize {
        self.found
            .iter()
            .filter(|located| located.finding.level == level)
            .count()
    }
}

/// Runs the verb.
pub fn run(args: Check, context: &mut CliContext) -> Result<(), Failure> {
    // A link book that cannot be read is no reason not to check a post.
    let book = match context.store.book() {
        Ok(book) => Book::of(&book.value.links),
        Err(store_error) => {
            super::out::warn(store_error);
            Book::default()
        }
    };
    let mut failures = Vec::new();
    let mut report = Report::default();
    let mut printed = false;
    if args.what.is_empty() {
        check_event::run(None, args.fix, &book, context, &mut report)?;
    }
    for what in &args.what {
        if what == "-" {
            printed |= standard_input(&args, &book, context, &mut report)?;
        } else if is_file(context, what) {
            let path = Path::new(what);
            failures.extend(file(path, args.fix, &book, context, &mut report).err());
        } else {
            failures
                .extend(check_event::run(Some(what), args.fix, &book, context, &mut report).err());
        }
    }
    for (at, finding) in check::between(&report.posts) {
        report.found.push(Located {
            file: report.posts[at].0.clone(),
            place: finding.place,
            event: None,
            finding,
        });
    }
    match (args.json, printed) {
        (true, false) => context.out.json(&as_json(&report))?,
        (_, true) => {
            for line in lines(&report) {
                super::out::note(line);
            }
        }
        (false, false) => {
            for line in lines(&report) {
                context.out.line(line)?;
            }
        }
    }
    if report.more {
        super::out::note("not every fix was tried, since there are so many; run it once more");
    }
    // What cannot be read does not keep the others from being checked.
    let last = failures.pop();
    for failure in failures {
        if let Failure::Message { message, hint, .. } = failure {
            super::out::explain(&message, hint.as_deref());
        }
    }
    match (last, report.count(Severity::Error)) {
        (Some(failure), _) => Err(failure),
        (None, 0) => Ok(()),
        (None, errors) => Err(Failure::new(counted(&report, errors))),
    }
}

/// Whether a word of the command line is a file: it is there, or its name is one that no event has.
fn is_file(context: &CliContext, what: &str) -> bool {
    let path = Path::new(what);
    let named = path.extension().is_some_and(|end| {
        ["rst", "txt", "md"]
            .iter()
            .any(|known| end.eq_ignore_ascii_case(known))
    });
    context.store.disk().is_file(path) || named || what.contains(std::path::MAIN_SEPARATOR)
}

/// Checks a file, and writes it when something was mended.
fn file(
    path: &Path,
    fix: bool,
    book: &Book,
    context: &CliContext,
    report: &mut Report,
) -> Result<(), Failure> {
    let name = path.display().to_string();
    let disk = context.store.disk();
    if disk.is_dir(path) {
        return Err(
            Failure::new(format!("{name}: this is a folder")).hint(format!(
                "name the posts in it: {}",
                path.join("*.rst").display()
            )),
        );
    }
    let bytes = disk
        .read(path)
        .map_err(|error| Failure::new(format!("{name}: cannot be read: {}", reason(&error))))?;
    let text = decoded(&name, &bytes)?;
    let mended = checked(text, fix, book);
    if !mended.done.is_empty() {
        let expected = hash(&bytes);
        let expected = Expected::Hash(&expected);
        let text = mended.text.as_bytes();
        let written = context.store.write_file(path, text, expected)?;
        context.wrote(written, path);
    }
    let after = match mended.done.is_empty() {
        true => text.to_owned(),
        false => mended.text.clone(),
    };
    report.add(&name, mended);
    report.posts.push((name, after));
    Ok(())
}

/// Checks standard input. With `--fix` its text is printed, and `true` returned.
fn standard_input(
    args: &Check,
    book: &Book,
    context: &mut CliContext,
    report: &mut Report,
) -> Result<bool, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
        Failure::new(format!("standard input cannot be read: {}", reason(&error)))
    })?;
    let mended = checked(decoded("-", &bytes)?, args.fix, book);
    if args.fix && !args.json {
        context.out.text(mended.text.as_bytes())?;
    }
    report.add("-", mended);
    Ok(args.fix && !args.json)
}

fn decoded<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Failure> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes
            .iter()
            .take(error.valid_up_to())
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Failure::new(format!(
            "{name}: line {line} is not UTF-8, which is all that Nikola reads"
        ))
        .hint("save it as UTF-8")
    })
}

fn checked(text: &str, fix: bool, book: &Book) -> Fixed {
    match fix {
        true => check::fix_all(text, book),
        false => Fixed {
            left: check::post(text, book),
            ..Fixed::default()
        },
    }
}

/// The findings as editors read them.
fn lines(report: &Report) -> Vec<String> {
    let line = |located: &Located, word: &str, text: &str| {
        let finding = &located.finding;
        let place = located.place;
        format!(
            "{}:{}:{}: {word}: {} [{}]",
            clean(&located.file),
            place.line,
            place.column,
            clean(text),
            finding.rule.name
        )
    };
    let fixed = report.fixed.iter().map(|located| {
        let title = located.finding.fix.as_ref().map_or("", |fix| &fix.title);
        line(
            located,
            "fixed",
            &format!("{title} ({})", located.finding.message),
        )
    });
    let found = report.found.iter().map(|located| {
        line(
            located,
            located.finding.level.word(),
            &located.finding.message,
        )
    });
    fixed.chain(found).collect()
}

/// `2 errors, 1 warning`
fn counted(report: &Report, errors: usize) -> String {
    match report.count(Severity::Warning) {
        0 => many(errors, "error"),
        warnings => format!(
            "{} and {}",
            many(errors, "error"),
            many(warnings, "warning")
        ),
    }
}

fn as_json(report: &Report) -> Value {
    let one = |located: &Located| {
        let finding = &located.finding;
        json!({
            "file": located.file,
            "line": located.place.line,
            "column": located.place.column,
            "exact_line": finding.exact.line,
            "exact_column": finding.exact.column,
            "event": located.event.as_ref().map(|(event, _, _)| event),
            "session": located.event.as_ref().and_then(|(_, session, _)| session.as_ref()),
            "part": located.event.as_ref().map(|(_, _, part)| part),
            "level": finding.level.word(),
            "rule": finding.rule.name,
            "name": finding.name,
            "message": finding.message,
            "fix": finding.fix.as_ref().map(|fix| &fix.title),
        })
    };
    json!({
        "findings": report.found.iter().map(one).collect::<Vec<_>>(),
        "fixed": report.fixed.iter().map(one).collect::<Vec<_>>(),
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "infos": report.count(Severity::Info),
    })
}
