//! `hallway recover`: what an app that ended unexpectedly left in its journals, without the app.

use super::context::Context;
use super::difference;
use super::failure::Failure;
use super::out;
use super::table::Table;
use super::{recover_edit, recover_stray};
use crate::post::reading::clean;
use crate::store::journal::{Pending, Place, Problem};
use crate::store::{ExternalEdit, Stray};
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
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
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
enum Found<'a> {
    Journal(&'a Pending),
    Stray(&'a Stray),
    Copy(&'a Stray),
    Edit(&'a ExternalEdit),
}

/// Everything that can be brought back.
struct All {
    pending: Vec<Pending>,
    /// How many of them are this notebook's own; the others are of copies.
    own: usize,
    strays: Vec<Stray>,
    /// Copies of files that sync programs left.
    copies: Vec<Stray>,
    edits: Vec<ExternalEdit>,
    problems: Vec<Problem>,
}

/// Runs the verb.
pub fn run(args: Recover, context: &mut Context) -> Result<(), Failure> {
    let (pending, problems) = context.store.pending()?;
    let mut all = All {
        strays: context.store.strays(&pending)?,
        copies: context.store.copies()?,
        edits: context.store.external_edits()?,
        own: pending.len(),
        pending,
        problems,
    };
    all.pending.extend(context.store.pending_of_copies()?);
    let json = args.json;
    match args.what {
        None | Some(What::List) => list(context, &all, json),
        Some(What::Show { id }) => match one(&all, &id)? {
            Found::Journal(journal) => show(context, journal, json),
            Found::Stray(stray) | Found::Copy(stray) => recover_stray::show(context, stray, json),
            Found::Edit(edit) => recover_edit::show(context, edit, json),
        },
        Some(What::Diff { id }) => match one(&all, &id)? {
            Found::Journal(journal) => diff(context, journal, json),
            Found::Stray(stray) | Found::Copy(stray) => recover_stray::diff(context, stray, json),
            Found::Edit(edit) => recover_edit::diff(context, edit, json),
        },
        Some(What::Restore { ids }) => {
            for id in &ids {
                match one(&all, id)? {
                    Found::Journal(journal) => restore(context, journal, json)?,
                    Found::Stray(stray) => {
                        let restored = context.store.bring_stray(stray)?;
                        recover_stray::restored(context, stray, restored, json)?;
                    }
                    Found::Copy(copy) => {
                        let restored = context.store.bring_copy(copy)?;
                        recover_stray::restored(context, copy, restored, json)?;
                    }
                    Found::Edit(edit) => recover_edit::restore(context, edit, json)?,
                }
            }
            Ok(())
        }
        Some(What::Drop { ids }) => {
            for id in &ids {
                drop_one(context, &all, id, json)?;
            }
            Ok(())
        }
    }
}

fn drop_one(context: &mut Context, all: &All, id: &str, json: bool) -> Result<(), Failure> {
    if let Some(problem) = all.problems.iter().find(|problem| problem.id == *id) {
        return put_away(context, problem, json);
    }
    match one(all, id)? {
        Found::Journal(journal) => drop(context, journal, json),
        Found::Stray(stray) => {
            let (kept, durable) = context.store.drop_stray(stray)?;
            context.wrote(durable, &stray.path);
            dropped(context, &stray.id, &kept, json)
        }
        Found::Copy(copy) => {
            let (kept, durable) = context.store.drop_copy(copy)?;
            context.wrote(durable, &copy.path);
            dropped(context, &copy.id, &kept, json)
        }
        Found::Edit(edit) => {
            let (kept, durable) = context.store.drop_edit(edit)?;
            context.wrote(durable, &edit.path);
            dropped(context, &edit.id, &kept, json)
        }
    }
}

fn one<'a>(all: &'a All, id: &str) -> Result<Found<'a>, Failure> {
    let journals = all.pending.iter().filter(|one| one.id.starts_with(id));
    let strays = all.strays.iter().filter(|one| one.id.starts_with(id));
    let copies = all.copies.iter().filter(|one| one.id.starts_with(id));
    let edits = all.edits.iter().filter(|one| one.id.starts_with(id));
    let found = journals.map(Found::Journal);
    let found = found.chain(strays.map(Found::Stray));
    let found = found.chain(copies.map(Found::Copy));
    let mut found: Vec<Found> = found.chain(edits.map(Found::Edit)).collect();
    let failure = match found.len() {
        1 if !id.is_empty() => return Ok(found.remove(0)),
        0 => Failure::new(format!("there is no journal `{}`", clean(id))),
        several => Failure::new(format!("{several} journals begin with `{}`", clean(id))),
    };
    Err(failure.hint("`hallway recover` lists them"))
}

fn list(context: &mut Context, all: &All, json: bool) -> Result<(), Failure> {
    let (pending, copies) = all.pending.split_at(all.own);
    if json {
        let journals = pending.iter().map(|one| as_json(context, one));
        let strays = all.strays.iter();
        let strays = strays.map(|one| recover_stray::as_json(context, one));
        let value = json!({
            "journals": journals.collect::<Vec<_>>(),
            "copies": copies.iter().map(|one| of_copy(context, one)).collect::<Vec<_>>(),
            "strays": strays.collect::<Vec<_>>(),
            "sync_copies": all.copies.iter().map(|one| recover_stray::as_json(context, one)).collect::<Vec<_>>(),
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
    let mut table = Table::new(3);
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
    for one in &all.strays {
        let (at, file) = (recover_stray::at(one), recover_stray::file(context, one));
        let what = "a save cut short".to_owned();
        table.row([one.id.clone(), moment(at), what, file]);
    }
    for one in &all.copies {
        let (at, file) = (recover_stray::at(one), recover_stray::file(context, one));
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
        all.strays.len(),
        all.copies.len(),
        all.edits.len(),
    ];
    if lists.iter().sum::<usize>() == 0 {
        out::note("there is nothing to bring back");
    }
    Ok(())
}

fn with(journals: &[Pending], is_own: bool) -> impl Iterator<Item = (&Pending, bool)> {
    journals.iter().map(move |one| (one, is_own))
}

/// A journal of another copy of the notebook, in JSON.
fn of_copy(context: &Context, one: &Pending) -> Value {
    let mut value = as_json(context, one);
    value["root"] = Value::from(one.root().map(|root| root.display().to_string()));
    value
}

fn show(context: &mut Context, one: &Pending, json: bool) -> Result<(), Failure> {
    let text = one.content.paper.toml();
    if json {
        let mut value = as_json(context, one);
        value["text"] = Value::from(text);
        return context.out.json(&value);
    }
    context.out.text(text.as_bytes())
}

fn diff(context: &mut Context, one: &Pending, json: bool) -> Result<(), Failure> {
    let now = context.store.paper_of(one);
    let now = now.map(|now| now.toml()).unwrap_or_default();
    let text = one.content.paper.toml();
    if json {
        let value = json!({"id": one.id, "old": now, "new": text});
        return context.out.json(&value);
    }
    let file = one.header.file.as_str();
    difference::print(&mut context.out, (file, &now), (&one.id, &text))
}

fn restore(context: &mut Context, one: &Pending, json: bool) -> Result<(), Failure> {
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
        true => ", merged with what was written there meanwhile",
        false => "",
    };
    context.out.line(format!(
        "{} in {}{merged}: {}",
        words(back.words),
        clean(&back.title),
        back.file.display()
    ))
}

fn drop(context: &mut Context, one: &Pending, json: bool) -> Result<(), Failure> {
    let text = one.content.paper.toml();
    let file = context.store.root().join(one.file());
    let kept = match one.header.file.is_empty() {
        true => context.store.backup(one.path(), text.as_bytes())?,
        false => context.store.keep_before_removal(&file, text.as_bytes())?,
    };
    context.wrote(one.remove(), one.path());
    dropped(context, &one.id, &kept, json)
}

/// A journal that cannot be read goes to the backups, byte for byte.
fn put_away(context: &mut Context, problem: &Problem, json: bool) -> Result<(), Failure> {
    let bytes = context.store.look_at(&problem.path)?.unwrap_or_default();
    let kept = context.store.backup(&problem.path, &bytes)?;
    context.wrote(problem.remove(&context.store), &problem.path);
    dropped(context, &problem.id, &kept, json)
}

fn dropped(context: &mut Context, id: &str, kept: &Path, json: bool) -> Result<(), Failure> {
    if json {
        let value = json!({"id": id, "kept": kept.display().to_string()});
        return context.out.json(&value);
    }
    context.out.line(format!(
        "dropped {id}; what it had is kept in {}",
        kept.display()
    ))
}

fn as_json(context: &Context, one: &Pending) -> Value {
    let (folder, name) = match one.place() {
        Some(Place::File(folder, name)) => (Some(folder), name),
        _ => (None, None),
    };
    json!({
        "id": one.id,
        "event": folder,
        "event_title": one.header.event,
        "session": name,
        "title": one.content.paper.title(),
        "at": at(one).to_rfc3339(),
        "words": new_words(context, one),
        "file": one.header.file,
        "path": one.path().display().to_string(),
    })
}

fn problem(problem: &Problem) -> Value {
    json!({
        "id": problem.id,
        "path": problem.path.display().to_string(),
        "message": "the journal cannot be read",
    })
}

fn at(one: &Pending) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(one.content.at).unwrap_or_default()
}

fn new_words(context: &Context, one: &Pending) -> usize {
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
fn title(one: &Pending) -> String {
    match (&one.header.session, one.content.paper.title()) {
        (None, title) => title.to_owned(),
        (Some(_), title) => format!("{}: {title}", one.header.event),
    }
}
