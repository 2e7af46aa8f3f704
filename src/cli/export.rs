//! `hallway export`: writes an event's post, and never over a person's edits.

use super::context::CliContext;
use super::difference;
use super::failure::{Failure, reason};
use super::gate;
use super::out;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::post::writer::{FORMATS, OutputFormat};
use crate::publish::{Draft, Existing, file, record};
use crate::store::{Loaded, StoreError, at_home, hash};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::{Path, PathBuf};

/// Write an event's post
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// What to write [default: what the ending of PATH asks for, else nikola]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<String>,
    /// The file to write, or - to print the post [default: SLUG with the format's ending in the
    /// export folder]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Overwrite a file that was edited; a backup of it is kept
    #[arg(long)]
    force: bool,
    /// Write the post even when the checker finds errors in it
    #[arg(long)]
    allow_errors: bool,
}

/// The names of the output formats.
fn formats() -> PossibleValuesParser {
    let value = |format: &OutputFormat| PossibleValue::new(format.name).help(format.about);
    PossibleValuesParser::new(FORMATS.iter().map(value))
}

pub fn run(args: ExportArgs, context: &mut CliContext) -> Result<(), Failure> {
    let mut event = context.event(args.event.as_deref())?;
    let (names, sessions): (Vec<String>, Vec<Session>) = context
        .all_sessions(&event.folder)?
        .into_iter()
        .map(|session| (session.name, session.value))
        .unzip();
    let book = context.store.book()?.value.links;
    let mut draft = context.draft(event.value.clone(), &sessions, &book)?;
    draft.can_be_written().map_err(|error| {
        Failure::new(error.to_string()).hint(format!(
            "add slug = \"...\" under [header] in {}",
            event.path().display()
        ))
    })?;
    let format = format(&args);
    let text = draft.text(format);
    if args.output.as_deref() == Some(Path::new("-")) {
        return context.out.text(text.as_bytes());
    }
    let path = match &args.output {
        Some(path) => path.clone(),
        None => default_path(context, &event.folder, &draft, format)?,
    };
    let there = look(context, &path, &event)?;
    let same = there
        .as_ref()
        .is_some_and(|there| there.bytes == text.as_bytes());
    if !same {
        let problems = gate::problems(&draft, &sessions);
        gate::pass(&problems, &path, &names, &event.folder, args.allow_errors)?;
    }
    let edited = there.as_ref().filter(|there| !same && !there.is_ours);
    if let Some(there) = edited.filter(|_| !args.force) {
        return Err(refusal(context, &path, &event.folder, there, &text));
    }
    let keeps = edited.is_some();
    // The event learns the new hash before the file has it, and keeps the one that the file has
    // now: wherever this is cut short, the next export knows the file as its own.
    record::pin(&mut draft.event, &draft.post);
    let found = there.as_ref().map(|there| there.hash.as_str());
    record::in_event(&mut draft.event, &path, found, &hash(text.as_bytes()));
    let size = draft.size();
    event.value = draft.event;
    context.save(&mut event)?;
    let published = file::write(
        &context.store,
        file::PostFile {
            event: &event.folder,
            path: &path,
            text: &text,
            found,
            keeps,
        },
    )?;
    if let Some(backup) = &published.backup {
        out::note(format!("a backup of the file is in {}", backup.display()));
    }
    if let Some(store_error) = &published.forgotten {
        out::warn(will_ask(store_error));
    }
    context.wrote(published.durable, &path);
    context.out.line(match same {
        true => format!("{} is up to date: {size}", path.display()),
        false => format!("wrote {}: {size}", path.display()),
    })
}

/// The format that is asked for: by name, else by the file's ending.
fn format(args: &ExportArgs) -> &'static OutputFormat {
    let named = args.format.as_deref().and_then(OutputFormat::named);
    let of_path = || args.output.as_deref().map(OutputFormat::of_path);
    named.or_else(of_path).unwrap_or_else(OutputFormat::usual)
}

/// What it means that this computer cannot remember where a post is.
pub fn will_ask(store_error: &StoreError) -> String {
    format!("the next export will ask before it overwrites the file: {store_error}")
}

/// `<slug>.rst` in the export folder, which is asked for once.
fn default_path(
    context: &mut CliContext,
    folder_of_event: &str,
    draft: &Draft,
    format: &OutputFormat,
) -> Result<PathBuf, Failure> {
    let folder = match context.config.folder("export_folder")? {
        Some(folder) => folder,
        None => {
            let Some(answer) = out::ask("Which folder do exported posts go to (asked once)?")
            else {
                return Err(Failure::new("there is no export folder yet").hint(format!(
                    "pass --output PATH, or add export_folder = \"~/blog/posts\" to {}",
                    context.config.path().display()
                )));
            };
            let folder = std::path::absolute(at_home(Path::new(&answer)))
                .map_err(|error| Failure::new(format!("{answer}: {}", reason(&error))))?;
            if !folder.is_dir() {
                return Err(no_folder(&folder).hint("make it first"));
            }
            context
                .config
                .remember("export_folder", &folder.to_string_lossy())?;
            folder
        }
    };
    if !folder.is_dir() {
        return Err(no_folder(&folder).hint(format!(
            "make it, or change export_folder in {}",
            context.config.path().display()
        )));
    }
    Ok(folder.join(file::name(&draft.event, Some(folder_of_event), format)))
}

fn no_folder(folder: &Path) -> Failure {
    Failure::new(format!("{}: there is no such folder", folder.display()))
}

/// What is at the path now.
fn look(
    context: &CliContext,
    path: &Path,
    event: &Loaded<Event>,
) -> Result<Option<Existing>, Failure> {
    let export_folder = context.config.folder("export_folder")?;
    let folder = export_folder.as_deref();
    file::look(&context.store, path, &event.folder, &event.value, folder)
        .map_err(|unusable| Failure::new(unusable.to_string()).hint(unusable.hint()))
}

/// The error for a file that hallway did not write as it is, with the difference shown.
fn refusal(
    context: &mut CliContext,
    path: &Path,
    event: &str,
    there: &Existing,
    text: &str,
) -> Failure {
    let old = String::from_utf8_lossy(&there.bytes);
    let shown = path.display().to_string();
    let new = ("what export would write", text);
    if let Err(failure) = difference::print(&mut context.out, (&shown, &old), new) {
        return failure;
    }
    let message = match there.was_ours {
        true => format!("{shown} was edited since hallway last wrote it"),
        false => format!("{shown} is there already and was not written by hallway"),
    };
    let quoted = shell_words::quote(&shown).into_owned();
    Failure::new(message).hint(format!(
        "take the edits in with `hallway import --into {event} {quoted}`, write elsewhere with \
         --output, or overwrite it with --force, which keeps a backup"
    ))
}
