//! `hallway show`: the post, rendered for reading in the terminal.

use super::context::CliContext;
use super::failure::Failure;
use crate::model::session::Session;
use crate::post::reading::{ReadingLine, Style};
use crate::post::text;
use clap::Args;
use std::io::Write;
use std::process::{Command, Stdio};

/// Show an event's post, rendered for reading
#[derive(Debug, Args)]
pub struct Show {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
}

/// The widest that text is set, however wide the terminal is.
const WIDEST: usize = 100;

pub fn run(args: Show, context: &mut CliContext) -> Result<(), Failure> {
    let event = context.event(args.event.as_deref())?;
    let text = rendered(context, &event.folder)?;
    let rows = context.out.size().map(|(_, rows)| rows);
    if rows.is_some_and(|rows| text.matches('\n').count() >= rows) && paged(&text) {
        return Ok(());
    }
    context.out.ready(&text)
}

/// The post of the event in `folder`, with the terminal's escape sequences where styles may be
/// used.
pub fn rendered(context: &CliContext, folder: &str) -> Result<String, Failure> {
    let event = context.store.event(folder)?;
    let sessions: Vec<Session> = context
        .sessions(folder)?
        .into_iter()
        .map(|session| session.value)
        .collect();
    let book = context.store.book()?.value.links;
    let draft = context.draft(event.value, &sessions, &book)?;
    let width = context.out.width(80).min(WIDEST);
    let mut text = String::new();
    let styled = context.out.styled();
    for line in text::lines(&draft.post, width) {
        write_line(&mut text, &line, styled);
    }
    Ok(text)
}

fn write_line(text: &mut String, line: &ReadingLine, styled: bool) {
    for run in &line.runs {
        text.push_str(&ansi(run.style, &run.text, styled));
    }
    text.push('\n');
}

fn ansi(style: Style, text: &str, styled: bool) -> String {
    let code = match style {
        Style::Plain => "",
        Style::Heading(1) => "1;36",
        Style::Heading(_) | Style::Strong => "1",
        Style::Emphasis => "3",
        Style::Literal => "33",
        Style::Link => "4",
        Style::Dim => "2",
    };
    match styled && !code.is_empty() {
        true => format!("\x1b[{code}m{text}\x1b[0m"),
        false => text.to_owned(),
    }
}

/// Shows the text in `$PAGER`, else in `less`. False when there is neither.
fn paged(text: &str) -> bool {
    let pager = std::env::var("PAGER")
        .ok()
        .filter(|pager| !pager.trim().is_empty());
    let words = pager
        .and_then(|pager| shell_words::split(&pager).ok())
        .filter(|words| !words.is_empty());
    let words = words.unwrap_or_else(|| vec!["less".to_owned(), "-R".to_owned()]);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::piped());
    if words.len() == 1 && words[0].ends_with("less") {
        command.arg("-R");
    }
    let Ok(mut pager) = command.spawn() else {
        return false;
    };
    if let Some(mut stdin) = pager.stdin.take() {
        // Who leaves the pager early has read enough.
        let _ = stdin.write_all(text.as_bytes());
    }
    let _ = pager.wait();
    true
}
