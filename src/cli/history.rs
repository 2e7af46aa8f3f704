//! `hallway history`: earlier versions of an event or a session.

use super::context::CliContext;
use super::difference;
use super::failure::Failure;
use super::out;
use super::path;
use super::table::TextTable;
use crate::model::words::{many, words};
use crate::store::Backup;
use crate::store::journal::{Snapshot, SnapshotKind};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

/// List, show and bring back earlier versions of an event or a session
#[derive(Debug, Args)]
#[command(
    after_help = "Versions are numbered from the newest. They are kept for 30 days, one in five minutes while you write, and one before \
                        every merge, recovery and restore."
)]
pub struct HistoryArgs {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the event's own file]
    #[arg(value_name = "SESSION")]
    session: Option<String>,
    /// Print a version
    #[arg(long, value_name = "N", group = "what")]
    show: Option<usize>,
    /// Print what changed from a version to what the file says now
    #[arg(long, value_name = "N", group = "what")]
    diff: Option<usize>,
    /// Bring a version back; what the file says now is kept as the newest version
    #[arg(long, value_name = "N", group = "what")]
    restore: Option<usize>,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: HistoryArgs, context: &mut CliContext) -> Result<(), Failure> {
    let file = file(context, &args)?;
    let versions = context.store.snapshots(&file)?;
    if let Some(number) = args.show {
        let bytes = context.store.snapshot_bytes(nth(&versions, number)?)?;
        if args.json {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return context.out.json(&json!({"number": number, "text": text}));
        }
        return context.out.text(&bytes);
    }
    if let Some(number) = args.diff {
        return diff(context, &file, nth(&versions, number)?, number, args.json);
    }
    if let Some(number) = args.restore {
        return restore(context, &file, nth(&versions, number)?, number, args.json);
    }
    list(context, &file, &versions, args.json)
}

/// The file that is meant. One that is gone may still have versions.
fn file(context: &mut CliContext, args: &HistoryArgs) -> Result<PathBuf, Failure> {
    let (event, session) = (args.event.as_deref(), args.session.as_deref());
    let found = path::file(context, event, session);
    if let (Err(_), Some(session)) = (&found, session)
        && let Ok(folder) = event.map_or_else(|| context.usual_folder(), |e| context.folder(e))
        && let Ok(path) = context.store.session_path(&folder, session)
        && !context.store.snapshots(&path)?.is_empty()
    {
        return Ok(path);
    }
    found
}

fn nth(versions: &[Backup], number: usize) -> Result<&Backup, Failure> {
    let found = number.checked_sub(1).and_then(|at| versions.get(at));
    found.ok_or_else(|| {
        let failure = Failure::new(format!("there is no version {number}"));
        match versions.len() {
            0 => failure.hint("there are no earlier versions yet"),
            count => failure.hint(format!("there are versions 1 to {count}")),
        }
    })
}

fn list(
    context: &mut CliContext,
    file: &Path,
    versions: &[Backup],
    json: bool,
) -> Result<(), Failure> {
    let kind = SnapshotKind::of_file(file);
    let count = |context: &CliContext, version: &Backup| {
        let bytes = context.store.snapshot_bytes(version).ok()?;
        let snapshot = Snapshot::parse(kind, &String::from_utf8(bytes).ok()?)?;
        Some(
            snapshot
                .prose()
                .iter()
                .map(|text| words(text))
                .sum::<usize>(),
        )
    };
    if json {
        let version = |(version, number): (&Backup, usize)| {
            json!({
                "number": number,
                "at": version.at.to_rfc3339(),
                "why": version.why.word(),
                "words": count(context, version),
                "path": version.path.display().to_string(),
            })
        };
        let all: Vec<_> = versions.iter().zip(1..).map(version).collect();
        let value = json!({"path": file.display().to_string(), "versions": all});
        return context.out.json(&value);
    }
    if versions.is_empty() {
        out::note("there are no earlier versions yet");
        return Ok(());
    }
    let zone = context.author_zone()?;
    let mut table = TextTable::new(3);
    for (version, number) in versions.iter().zip(1..) {
        let words = count(context, version).map_or_else(String::new, |n| many(n, "word"));
        table.row([
            number.to_string(),
            version
                .at
                .with_timezone(&zone)
                .format("%-d %b %Y %H:%M:%S")
                .to_string(),
            words,
            format!("before a {}", version.why.word()),
        ]);
    }
    table.print(&mut context.out)
}

fn diff(
    context: &mut CliContext,
    file: &Path,
    version: &Backup,
    number: usize,
    json: bool,
) -> Result<(), Failure> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let old = text(context.store.snapshot_bytes(version)?);
    let new = text(context.store.look_at(file)?.unwrap_or_default());
    if json {
        let value = json!({"number": number, "old": old, "new": new});
        return context.out.json(&value);
    }
    let name = format!("version {number}");
    difference::print(&mut context.out, (&name, &old), ("now", &new))
}

fn restore(
    context: &mut CliContext,
    file: &Path,
    version: &Backup,
    number: usize,
    json: bool,
) -> Result<(), Failure> {
    let restored = context.store.bring_back(file, version)?;
    context.confirm(restored.durable, file);
    let aside = restored.aside;
    if json {
        return context.out.json(&json!({
            "number": number,
            "path": file.display().to_string(),
            "kept": aside.map(|aside| aside.path.display().to_string()),
        }));
    }
    let kept = match aside {
        Some(_) => "; what it said until now is version 1",
        None => "",
    };
    let at = version.at.with_timezone(&context.author_zone()?);
    context.out.line(format!(
        "{} is as it was on {}{kept}",
        file.display(),
        at.format("%-d %b %Y at %H:%M:%S")
    ))
}
