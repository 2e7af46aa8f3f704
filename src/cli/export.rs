//! `hallway export`: writes an event's post, and never over a person's edits.

use super::context::Context;
use super::difference;
use super::failure::{Failure, reason};
use super::gate;
use super::out;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;
use crate::model::words::{many, words};
use crate::post::nikola::Written;
use crate::post::{Origin, Post, build, header, nikola, record};
use crate::store::{Expected, Loaded, at_home, hash, post_name};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Write an event's post
#[derive(Debug, Args)]
pub struct Export {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The file to write, or - to print the post [default: SLUG.rst in the export folder]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Overwrite a file that was edited; a backup of it is kept
    #[arg(long)]
    force: bool,
    /// Write the post even when the checker finds errors in it
    #[arg(long)]
    allow_errors: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    // reStructuredText with Nikola's metadata.
    #[default]
    Nikola,
}

/// Runs the verb.
pub fn run(args: Export, context: &mut Context) -> Result<(), Failure> {
    let mut event = context.event(args.event.as_deref())?;
    let (names, sessions): (Vec<String>, Vec<Session>) = context
        .all_sessions(&event.folder)?
        .into_iter()
        .map(|session| (session.name, session.value))
        .unzip();
    let book = context.store.book()?.value.links;
    complete(context, &mut event)?;
    let Format::Nikola = args.format;
    let (post, written) = post(context, &event.value, &sessions, &book)?;
    if args.output.as_deref() == Some(Path::new("-")) {
        return context.out.text(written.text.as_bytes());
    }
    let path = match &args.output {
        Some(path) => path.clone(),
        None => default_path(context, &event)?,
    };
    let there = existing(context, &path)?;
    let same = there.as_deref() == Some(written.text.as_bytes());
    if !same {
        let gate = gate::look(&path, &event, &written, (&names, &sessions));
        gate.pass(args.allow_errors, &event.folder)?;
    }
    let found = there.as_deref().map(hash);
    let known = |found: &String| is_ours(context, &event, &path, Some(found));
    let edited = match &found {
        Some(found) if !same => !known(found)?,
        _ => false,
    };
    if edited && !args.force {
        return Err(refusal(
            context,
            &path,
            &event,
            there.as_deref().unwrap_or_default(),
            &written.text,
        ));
    }
    if let Some(there) = there.as_deref().filter(|_| edited) {
        let backup = context.store.backup(&path, there)?;
        out::note(format!(
            "the file as it was is kept in {}",
            backup.display()
        ));
    }
    // The event learns the new hash before the file has it, and keeps the one that the file has now: wherever this is cut
    // short, the next export knows the file as its own.
    record::pin(&mut event.value, &post);
    let new = hash(written.text.as_bytes());
    remember(context, &mut event, &path, found.as_deref(), &new);
    context.save(&mut event)?;
    if same {
        return context.out.line(format!(
            "{} is up to date: {}",
            path.display(),
            size(&post, &written)
        ));
    }
    let expected = found.as_deref().map_or(Expected::Nothing, Expected::Hash);
    let durable = context
        .store
        .write_file(&path, written.text.as_bytes(), expected)?;
    context.wrote(durable, &path);
    context.out.line(format!(
        "wrote {}: {}",
        path.display(),
        size(&post, &written)
    ))
}

/// Fills in what the header lacks.
fn complete(context: &Context, event: &mut Loaded<Event>) -> Result<(), Failure> {
    let zone = context.author_zone()?;
    header::complete(&mut event.value, context.settings()?, context.now, zone).map_err(
        |error| {
            let hint = format!(
                "add slug = \"...\" under [header] in {}",
                event.path().display()
            );
            Failure::new(error.to_string()).hint(hint)
        },
    )?;
    Ok(())
}

/// The post of an event as a tree and as text.
pub fn post(
    context: &Context,
    event: &Event,
    sessions: &[Session],
    book: &[Link],
) -> Result<(Post, Written), Failure> {
    let post = build::build(event, sessions, book, context.settings()?.look);
    let written = nikola::write(&post);
    Ok((post, written))
}

/// `<slug>.rst` in the export folder, which is asked for once.
fn default_path(context: &mut Context, event: &Loaded<Event>) -> Result<PathBuf, Failure> {
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
    Ok(folder.join(post_name(&event.value, Some(&event.folder))))
}

fn no_folder(folder: &Path) -> Failure {
    Failure::new(format!("{}: there is no such folder", folder.display()))
}

/// What is at the path now.
fn existing(context: &Context, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let disk = context.store.disk();
    if disk.is_dir(path) {
        return Err(
            Failure::new(format!("{}: this is a folder", path.display())).hint(format!(
                "name a file in it, such as {}",
                path.join("post.rst").display()
            )),
        );
    }
    match disk.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            match folder.filter(|folder| !disk.is_dir(folder)) {
                Some(folder) => Err(no_folder(folder).hint("make it first")),
                None => Ok(None),
            }
        }
        Err(error) => Err(Failure::new(format!(
            "{}: cannot be read: {}",
            path.display(),
            reason(&error)
        ))),
    }
}

/// The error for a file that hallway did not write as it is, with the difference shown.
fn refusal(
    context: &mut Context,
    path: &Path,
    event: &Loaded<Event>,
    there: &[u8],
    text: &str,
) -> Failure {
    let there = String::from_utf8_lossy(there);
    let shown = path.display().to_string();
    if let Err(failure) = difference::print(
        &mut context.out,
        (&shown, &there),
        ("what export would write", text),
    ) {
        return failure;
    }
    let ours = match is_ours(context, event, path, None) {
        Ok(ours) => ours,
        Err(failure) => return failure,
    };
    let message = match ours {
        true => format!("{shown} was edited since hallway last wrote it"),
        false => format!("{shown} is there already and was not written by hallway"),
    };
    let quoted = shell_words::quote(&shown).into_owned();
    Failure::new(message).hint(format!(
        "take the edits in with `hallway import --into {} {quoted}`, write elsewhere with --output, or overwrite it with --force, \
         which keeps a backup",
        event.folder
    ))
}

/// Whether a file with this hash is as an export of the event left it; without a hash, whether one was
/// written there.
pub fn is_ours(
    context: &Context,
    event: &Loaded<Event>,
    path: &Path,
    hash: Option<&str>,
) -> Result<bool, Failure> {
    let folder = context.config.folder("export_folder")?;
    let (store, name) = (&context.store, &event.folder);
    Ok(store.is_written_by_us(name, &event.value, path, hash, folder.as_deref()))
}

/// Remembers that the file at `path` is, or is about to be, ours.
pub fn remember(
    context: &Context,
    event: &mut Loaded<Event>,
    path: &Path,
    found: Option<&str>,
    new: &str,
) {
    record::remember(&mut event.value, path, found, new);
    let remembered = context.store.remember_post(&event.folder, path, found, new);
    if let Err(trouble) = remembered {
        out::warn(format!(
            "the next export will ask before it overwrites the file: {trouble}"
        ));
    }
}

/// Words, sections and links of a post.
fn size(post: &Post, written: &Written) -> String {
    let prose = written
        .origins
        .iter()
        .filter(|(_, origin)| !matches!(origin, Origin::Header | Origin::Links));
    let words: usize = prose
        .map(|(range, _)| words(written.text.get(range.clone()).unwrap_or_default()))
        .sum();
    let sections = post
        .parts
        .iter()
        .filter(|part| part.heading.is_some())
        .count();
    format!(
        "{}, {}, {}",
        many(words, "word"),
        many(sections, "section"),
        many(post.targets.len(), "link")
    )
}
