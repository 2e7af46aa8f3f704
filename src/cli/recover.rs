//! `hallway recover`: what an app that ended unexpectedly left in its journals, without the app.

use super::context::CliContext;
use super::difference;
use super::failure::Failure;
use super::out;
use super::table::TextTable;
use super::{recover_edit, recover_leftover};
use crate::post::reading::clean;
use crate::store::journal::{JournalProblem, MadePlace, PendingJournal};
use crate::store::{ExternalEdit, Leftover};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::Path;

/// List, show and bring back text that was not saved
#[derive(Debug, Args)]
#[command(
    after_help = "The app brings such text back by itself when it is opened. An ID may be cut short as long as it is the only \
                        one that begins so. What a save that was cut short left beside its file is listed, too, and so are the copies that a sync program left. Journals that an open hallway is \
                        writing are left alone and not listed."
)]
pub struct Recover {
    /// Print JSON; docs/format.md describes it
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: Option<RecoverVerb>,
}

#[derive(Debug, Subcommand)]
enum RecoverVerb {
    /// List what can be brought back
    List,
    /// Print what a journal has
    Show {
        /// The journal
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Print what a journal would change in its file
    Diff {
        /// The journal
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Put what a journal has into its file; what the file says is kept aside
    Restore {
        /// The journals
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    /// Remove a journal; what it has is kept aside
    Drop {
        /// The journals
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
}

/// Something that can be brought back.
enum Recoverable<'a> {
    Journal(&'a PendingJournal),
    Leftover(&'a Leftover),
    Copy(&'a Leftover),
    Edit(&'a ExternalEdit),
}

/// Everything that can be brought back.
struct All {
    pending: Vec<PendingJournal>,
    /// How many of them are this notebook's own; the others are of copies.
    own: usize,
    leftovers: Vec<Leftover>,
    /// Copies of files that sync programs left.
    copies: Vec<Leftover>,
    edits: Vec<ExternalEdit>,
    problems: Vec<JournalProblem>,
}

/// Runs the verb.
pub fn run(args: Recover, context: &mut CliContext) -> Result<(), Failure> {
    let (pending, problems) = context.store.pending()?;
    let mut all = All {
        leftovers: context.store.leftovers(&pending)?,
        copies: context.store.copies()?,
        edits: context.store.external_edits()?,
        own: pending.len(),
        pending,
        problems,
    };
    all.pending.extend(context.store.pending_of_copies()?);
    let json = args.json;
    match args.what {
        None | Some(RecoverVerb::List) => list(context, &all, json),
        Some(RecoverVerb::Show { id }) => match one(&all, &id)? {
            Recoverable::Journal(journal) => show(context, journal, json),
            Recoverable::Leftover(leftover) | Recoverable::Copy(leftover) => {
                recover_leftover::show(context, leftover, json)
            }
            Recoverable::Edit(edit) => recover_edit::show(context, edit, json),
        },
        Some(RecoverVerb::Diff { id }) => match one(&all, &id)? {
            Recoverable::Journal(journal) => diff(context, journal, json),
            Recoverable::Leftover(leftover) | Recoverable::Copy(leftover) => {
                recover_leftover::diff(context, leftover, json)
            }
            Recoverable::Edit(edit) => recover_edit::diff(context, edit, json),
        },
        Some(RecoverVerb::Restore { ids }) => {
            for id in &ids {
                match one(&all, id)? {
                    Recoverable::Journal(journal) => restore(context, journal, json)?,
                    Recoverable::Leftover(leftover) => {
                        let restored = context.store.restore_leftover(leftover)?;
                        recover_leftover::restored(context, leftover, restored, json)?;
                    }
                    Recoverable::Copy(copy) => {
                        let restored = context.store.bring_copy(copy)?;
                        recover_leftover::restored(context, copy, restored, json)?;
                    }
                    Recoverable::Edit(edit) => recover_edit::restore(context, edit, json)?,
                }
            }
            Ok(())
        }
        Some(RecoverVerb::Drop { ids }) => {
            for id in &ids {
                drop_one(context, &all, id, json)?;
            }
            Ok(())
        }
    }
}

fn drop_one(context: &mut CliContext, all: &All, id: &str, json: bool) -> Result<(), Failure> {
    if let Some(problem) = all.problems.iter().find(|problem| problem.id == *id) {
        return set_aside(context, problem, json);
    }
    match one(all, id)? {
        Recoverable::Journal(journal) => drop(context, journal, json),
        Recoverable::Leftover(leftover) => {
            let (kept, durable) = context.store.drop_leftover(leftover)?;
            context.wrote(durable, &leftover.path);
            dropped(context, &leftover.id, &kept, json)
        }
        Recoverable::Copy(copy) => {
            let (kept, durable) = context.store.drop_copy(copy)?;
            context.wrote(durable, &copy.path);
            dropped(context, &copy.id, &kept, json)
        }
        Recoverable::Edit(edit) => {
            let (kept, durable) = context.store.drop_edit(edit)?;
            context.wrote(durable, &edit.path);
            dropped(context, &edit.id, &kept, json)
        }
    }
}

fn one<'a>(all: &'a All, id: &str) -> Result<Recoverable<'a>, Failure> {
    let journals = all.pending.iter().filter(|one| one.id.starts_with(id));
    let leftovers = all.leftovers.iter().filter(|one| one.id.starts_with(id));
    let copies = all.copies.iter().filter(|one| one.id.starts_with(id));
    let edits = all.edits.iter().filter(|one| one.id.starts_with(id));
    let found = journals.map(Recoverable::Journal);
    let found = found.chain(leftovers.map(Recoverable::Leftover));
    let found = found.chain(copies.map(Recoverable::Copy));
    let mut found: Vec<Recoverable> = found.chain(edits.map(Recoverable::Edit)).collect();
    let failure = match found.len() {
        1 if !id.is_empty() => return Ok(found.remove(0)),
        0 => Failure::new(format!("there is no journal `{}`", clean(id))),
        several => Failure::new(format!("{several} journals begin with `{}`", clean(id))),
    };
    Err(failure.hint("`hallway recover` lists them"))
}

fn list(context: &mut CliContext, all: &All, json: bool) -> Result<(), Failure> {
    let (pending, copies) = all.pending.split_at(all.own);
    if json {
        let journals = pending.iter().map(|one| as_json(context, one));
        let leftovers = all.leftovers.iter();
        let leftovers = leftovers.map(|one| recover_leftover::as_json(context, one));
        let value = json!({
            "journals": journals.collect::<Vec<_>>(),
            "copies": copies.iter().map(|one| of_copy(context, one)).collect::<Vec<_>>(),
            "strays": leftovers.collect::<Vec<_>>(),
            "sync_copies": all.copies.iter().map(|one| recover_leftover::as_json(context, one)).collect::<Vec<_>>(),
            "edits": all.edits.iter().map(recover_edit::as_json).collect::<Vec<_>>(),
            "problems": all.problems.iter().map(problem).collect::<Vec<_>>(),
        });
        return context.out.json(&value);
    }
    let zone = context.author_zone()?;
    let moment = |at: DateTime<Utc>| {
        let at = at.with_timezone(&zone);
        at.format("%-d %b %Y %H:%M").to_string()
    };
    let mut table = TextTable::new(3);
    for (one, is_own) in with(pending, true).chain(with(copies, false)) {
        let place = match (is_own, one.root()) {
            (true, _) => String::new(),
            (false, Some(root)) => {
                format!(
                    " (from another copy of this notebook, at {})",
                    root.display()
                )
            }
            (false, None) => " (may be of another copy of this notebook)".to_owned(),
        };
        let what = words(new_words(context, one));
        let title = clean(&format!("{}{place}", title(one)));
        table.row([one.id.clone(), moment(at(one)), what, title]);
    }
    for one in &all.leftovers {
        let (at, file) = (
            recover_leftover::at(one),
            recover_leftover::file(context, one),
        );
        let what = "a save cut short".to_owned();
        table.row([one.id.clone(), moment(at), what, file]);
    }
    for one in &all.copies {
        let (at, file) = (
            recover_leftover::at(one),
            recover_leftover::file(context, one),
        );
        let what = "a sync program's copy".to_owned();
        table.row([one.id.clone(), moment(at), what, file]);
    }
    for one in &all.edits {
        let (at, title) = (recover_edit::at(one), clean(&recover_edit::title(one)));
        let what = recover_edit::what(one).to_owned();
        table.row([one.id.clone(), moment(at), what, title]);
    }
    table.print(&mut context.out)?;
    for problem in &all.problems {
        out::warn(format!(
            "{}: a journal that cannot be read; `hallway recover drop {}` puts it away",
            problem.path.display(),
            problem.id
        ));
    }
    let lists = [
        all.pending.len(),
        all.leftovers.len(),
        all.copies.len(),
        all.edits.len(),
    ];
    if lists.iter().sum::<usize>() == 0 {
        out::note("there is nothing to bring back");
    }
    Ok(())
}

fn with(
    journals: &[PendingJournal],
    is_own: bool,
) -> impl Iterator<Item = (&PendingJournal, bool)> {
    journals.iter().map(move |one| (one, is_own))
}

/// A journal of another copy of the notebook, in JSON.
fn of_copy(context: &CliContext, one: &PendingJournal) -> Value {
    let mut value = as_json(context, one);
    value["root"] = Value::from(one.root().map(|root| root.display().to_string()));
    value
}

fn show(context: &mut CliContext, one: &PendingJournal, json: bool) -> Result<(), Failure> {
    let text = one.content.snapshot.toml();
    if json {
        let mut value = as_json(context, one);
        value["text"] = Value::from(text);
        return context.out.json(&value);
    }
    context.out.text(text.as_bytes())
}

fn diff(context: &mut CliContext, one: &PendingJournal, json: bool) -> Result<(), Failure> {
    let now = context.store.paper_of(one);
    let now = now.map(|now| now.toml()).unwrap_or_default();
    let text = one.content.snapshot.toml();
    if json {
        let value = json!({"id": one.id, "old": now, "new": text});
        return context.out.json(&value);
    }
    let file = one.header.file.as_str();
    difference::print(&mut context.out, (file, &now), (&one.id, &text))
}

fn restore(context: &mut CliContext, one: &PendingJournal, json: bool) -> Result<(), Failure> {
    let back = context.store.recover_one(one)?;
    context.confirm(back.durable, &back.file);
    if json {
        return context.out.json(&json!({
            "id": back.id,
            "path": back.file.display().to_string(),
            "words": back.words,
            "merged": back.merged,
            "old": back.old.map(|old| old.path.display().to_string()),
        }));
    }
    let merged = match back.merged {
        true => ", merged with changes made elsewhere",
        false => "",
    };
    context.out.line(format!(
        "{} in {}{merged}: {}",
        words(back.words),
        clean(&back.title),
        back.file.display()
    ))
}

fn drop(context: &mut CliContext, one: &PendingJournal, json: bool) -> Result<(), Failure> {
    let text = one.content.snapshot.toml();
    let file = context.store.root().join(one.file());
    let kept = match one.header.file.is_empty() {
        true => context.store.backup(one.path(), text.as_bytes())?,
        false => context.store.keep_before_removal(&file, text.as_bytes())?,
    };
    context.wrote(one.remove(), one.path());
    dropped(context, &one.id, &kept, json)
}

/// A journal that cannot be read goes to the backups, byte for byte.
fn set_aside(
    context: &mut CliContext,
    problem: &JournalProblem,
    json: bool,
) -> Result<(), Failure> {
    let bytes = context.store.look_at(&problem.path)?.unwrap_or_default();
    let kept = context.store.backup(&problem.path, &bytes)?;
    context.wrote(problem.remove(&context.store), &problem.path);
    dropped(context, &problem.id, &kept, json)
}

fn dropped(context: &mut CliContext, id: &str, kept: &Path, json: bool) -> Result<(), Failure> {
    if json {
        let value = json!({"id": id, "kept": kept.display().to_string()});
        return context.out.json(&value);
    }
    context.out.line(format!(
        "dropped {id}; what it had is kept in {}",
        kept.display()
    ))
}

fn as_json(context: &CliContext, one: &PendingJournal) -> Value {
    let (folder, name) = match one.place() {
        Some(MadePlace::File(folder, name)) => (Some(folder), name),
        _ => (None, None),
    };
    json!({
        "id": one.id,
        "event": folder,
        "event_title": one.header.event,
        "session": name,
        "title": one.content.snapshot.title(),
        "at": at(one).to_rfc3339(),
        "words": new_words(context, one),
        "file": one.header.file,
        "path": one.path().display().to_string(),
    })
}

fn problem(problem: &JournalProblem) -> Value {
    json!({
        "id": problem.id,
        "path": problem.path.display().to_string(),
        "message": "the journal cannot be read",
    })
}

fn at(one: &PendingJournal) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(one.content.at).unwrap_or_default()
}

fn new_words(context: &CliContext, one: &PendingJournal) -> usize {
    one.new_words(context.store.paper_of(one).as_ref())
}

pub(super) fn words(count: usize) -> String {
    match count {
        0 => "changes".to_owned(),
        1 => "1 word".to_owned(),
        count => format!("{count} words"),
    }
}

/// What it belongs to: `SCaLE 15x: Kubernetes 101`.
fn title(one: &PendingJournal) -> String {
    match (&one.header.session, one.content.snapshot.title()) {
        (None, title) => title.to_owned(),
        (Some(_), title) => format!("{}: {title}", one.header.event),
    }
}
