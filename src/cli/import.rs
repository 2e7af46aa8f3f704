//! `hallway import`: posts into events.

use super::context::CliContext;
use super::failure::{Failure, reason};
use super::import_into;
use super::links_bank::{described, feed};
use super::out;
use crate::model::event::ExportRecord;
use crate::model::session::SessionKind;
use crate::model::words::{many, words};
use crate::post::import::{Imported, read};
use crate::store::{hash, slug};
use clap::Args;
use std::path::{Path, PathBuf};

/// Make events of posts, or take a post's edits back into its event
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The posts
    #[arg(required = true, value_name = "POST.rst")]
    posts: Vec<PathBuf>,
    /// Take the post's edits into this event instead
    #[arg(long, value_name = "EVENT")]
    into: Option<String>,
}

/// The largest post, in bytes.
const MOST: u64 = 8 * 1024 * 1024;

/// Runs the verb.
pub fn run(args: ImportArgs, context: &mut CliContext) -> Result<(), Failure> {
    if let Some(event) = &args.into {
        return match args.posts.as_slice() {
            [post] => import_into::run(event, post, context),
            _ => Err(Failure::misuse("--into takes one post at a time")),
        };
    }
    let mut failed = 0;
    for post in &args.posts {
        match import(post, context) {
            Ok(()) => {}
            // The other posts are imported all the same.
            Err(Failure::Message { message, hint, .. }) if args.posts.len() > 1 => {
                context.out.flush()?;
                out::explain(&message, hint.as_deref());
                failed += 1;
            }
            Err(failure) => return Err(failure),
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(Failure::new(format!(
            "{failed} of {} posts were not imported",
            args.posts.len()
        ))),
    }
}

/// The bytes of a post.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("{shown}: cannot be read: {}", reason(&error)))
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(
            Failure::new(format!("{shown}: this is a folder")).hint(format!(
                "name the posts in it, such as {}",
                path.join("*.rst").display()
            )),
        );
    }
    if metadata.len() > MOST {
        return Err(Failure::new(format!(
            "{shown}: the file has {} bytes, more than any post",
            metadata.len()
        )));
    }
    std::fs::read(path).map_err(unreadable)
}

fn import(path: &Path, context: &mut CliContext) -> Result<(), Failure> {
    let source = bytes(path)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut imported = read(&source, &name)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())).hint(error.hint()))?;
    imported.event.exports.push(ExportRecord {
        file: name,
        hash: hash(&source),
    });
    let wanted = Some(slug(&imported.slug))
        .filter(|slug| !slug.is_empty())
        .unwrap_or_else(|| "post".to_owned());
    let made = context
        .store
        .create_event(&wanted, imported.event.clone())?;
    let made = context.made(made);
    for session in &imported.sessions {
        let name = Some(slug(&session.title)).filter(|slug| !slug.is_empty());
        let name = name.unwrap_or_else(|| session.kind.word().to_owned());
        let session = context
            .store
            .create_session(&made.folder, &name, session.clone());
        match session {
            Ok(session) => context.confirm(session.durable, session.loaded.path()),
            Err(store_error) => {
                // Half an event is worse than none; the post itself is where it was.
                let removed = context.store.remove_event(&made.folder)?;
                out::note(format!(
                    "what was imported so far is in {}",
                    removed.to.display()
                ));
                return Err(store_error.into());
            }
        }
    }
    context.remember_event(&made.folder);
    let found = hash(&source);
    let remembered = context
        .store
        .remember_post(&made.folder, path, Some(&found), &found);
    if let Err(store_error) = remembered {
        out::warn(store_error);
    }
    if made.folder != wanted {
        out::note(format!("`{wanted}` is taken; made `{}`", made.folder));
    }
    for notice in &imported.notices {
        out::note(format!("{}: {notice}", path.display()));
    }
    report(&made.folder, &imported, context)?;
    let links = &imported.event.links;
    let fed = feed(links, context)?;
    if fed.conflicts > 0 {
        context
            .out
            .line(format!("  book      {}", described(fed, links.len())))?;
    }
    Ok(())
}

/// What was recognised.
fn report(folder: &str, imported: &Imported, context: &mut CliContext) -> Result<(), Failure> {
    let event = &imported.event;
    let mut lines = vec![format!("{folder}: {}", event.title)];
    let fields: Vec<&str> = event
        .header
        .fields
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    if !fields.is_empty() {
        lines.push(format!(
            "  header    {}: {}",
            many(fields.len(), "field"),
            fields.join(", ")
        ));
    }
    if !event.intro.trim().is_empty() {
        lines.push(format!("  intro     {}", many(words(&event.intro), "word")));
    }
    if !imported.sessions.is_empty() {
        let kinds: Vec<String> = SessionKind::ALL
            .iter()
            .map(|kind| {
                (
                    imported
                        .sessions
                        .iter()
                        .filter(|session| session.kind == *kind)
                        .count(),
                    kind,
                )
            })
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| many(count, kind.word()))
            .collect();
        lines.push(format!(
            "  sessions  {}: {}",
            imported.sessions.len(),
            kinds.join(", ")
        ));
        for session in &imported.sessions {
            lines.push(format!(
                "            {:7}  {}",
                session.kind.word(),
                session.title
            ));
        }
    }
    if let Some(closing) = &event.closing {
        lines.push(format!("  closing   {}", closing.title));
    }
    if !event.links.is_empty() {
        lines.push(format!("  links     {}", event.links.len()));
    }
    lines.push(match imported.unchanged {
        true => "  exports back unchanged, byte for byte".to_owned(),
        false => "  exports back with the same content, but not byte for byte".to_owned(),
    });
    for line in lines {
        context.out.line(crate::post::reading::clean(&line))?;
    }
    Ok(())
}
