//! `hallway links`: the link book and the links of events: which there are, who uses them, and
//! changing them.

use super::context::CliContext;
use super::failure::Failure;
use super::links_bank as bank;
use super::links_change as change;
use super::table::TextTable;
use crate::model::event::Event;
use crate::model::link::{Link, LinkKind};
use crate::model::session::Session;
use crate::post::book::{conflicts, has_name, names, referred};
use crate::post::reading::clean;
use crate::rst::name::normalise;
use crate::store::{Loaded, StoreError};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// List, settle and change links
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = false)]
pub struct LinksArgs {
    #[command(subcommand)]
    verb: Option<LinksVerb>,
    #[command(flatten)]
    which: LinksWhich,
}

/// Which links, and how they are told.
#[derive(Debug, Clone, Args)]
pub struct LinksWhich {
    /// The links of this event instead of the link book
    #[arg(short, long, global = true, value_name = "EVENT")]
    pub event: Option<String>,
    /// Only those that nothing refers to
    #[arg(long, global = true)]
    unused: bool,
    /// Only names with more than one URL
    #[arg(long, global = true)]
    conflicts: bool,
    /// Print JSON; docs/format.md describes it
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum LinksVerb {
    /// List them
    List,
    /// Give a name its URL; settles a name with several
    Set {
        /// The name as it is written in references
        name: String,
        /// Where it leads
        url: String,
        /// What it is
        #[arg(long, value_enum)]
        kind: Option<LinkFilter>,
        /// Another name for the same; may be given more than once
        #[arg(long, value_name = "NAME")]
        alias: Vec<String>,
    },
    /// Give a link another name; references in notes follow
    Rename {
        /// The name that it has
        old: String,
        /// The name that it gets
        new: String,
    },
    /// Make one link of two: the first becomes another name of the second, whose URL counts
    Merge {
        /// The name that becomes another name
        from: String,
        /// The name that stays
        into: String,
    },
    /// Take the targets of reST files into the link book
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE.rst")]
        files: Vec<PathBuf>,
    },
    /// Write the links as reST targets
    Export {
        /// The file, or - to print them
        #[arg(default_value = "-", value_name = "FILE")]
        file: PathBuf,
    },
}

/// The kinds, for the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LinkFilter {
    // A free software project.
    Project,
    // A company or another organisation.
    Company,
    // A person.
    Person,
    // Any page.
    Page,
}

impl From<LinkFilter> for LinkKind {
    fn from(kind: LinkFilter) -> LinkKind {
        match kind {
            LinkFilter::Project => LinkKind::Project,
            LinkFilter::Company => LinkKind::Company,
            LinkFilter::Person => LinkKind::Person,
            LinkFilter::Page => LinkKind::Page,
        }
    }
}

/// Runs the verb.
pub fn run(args: LinksArgs, context: &mut CliContext) -> Result<(), Failure> {
    let which = args.which;
    match args.verb {
        None | Some(LinksVerb::List) => list(&which, context),
        Some(LinksVerb::Set {
            name,
            url,
            kind,
            alias,
        }) => change::set(
            &which,
            &name,
            &url,
            kind.map(LinkKind::from),
            &alias,
            context,
        ),
        Some(LinksVerb::Rename { old, new }) => change::rename(&which, &old, &new, context),
        Some(LinksVerb::Merge { from, into }) => change::merge(&which, &from, &into, context),
        Some(LinksVerb::Import { files }) => bank::import(&which, &files, context),
        Some(LinksVerb::Export { file }) => bank::export(&which, &file, context),
    }
}

/// An event with its sessions.
pub struct Whole {
    /// The event.
    pub event: Loaded<Event>,
    /// Its sessions.
    pub sessions: Vec<Loaded<Session>>,
}

impl Whole {
    /// The names that its texts refer to, normalised.
    fn referred(&self) -> BTreeSet<String> {
        let event = &self.event.value;
        let mut found: BTreeSet<String> = referred(&event.intro).into_iter().collect();
        found.extend(
            event
                .closing
                .iter()
                .flat_map(|closing| referred(&closing.text)),
        );
        for session in &self.sessions {
            found.extend(referred(&session.value.notes));
        }
        found
    }
}

/// The events of the notebook that can be read, or the one that is named.
pub fn events(
    which: &LinksWhich,
    context: &mut CliContext,
) -> Result<(Vec<Whole>, Vec<StoreError>), Failure> {
    let folders = match &which.event {
        Some(name) => vec![context.folder(name)?],
        None => context.store.event_folders()?,
    };
    let mut wholes = Vec::new();
    let mut errors = Vec::new();
    for folder in folders {
        match context.store.event(&folder) {
            Ok(event) => {
                let (sessions, wrong) = context.store.sessions(&folder);
                let is_copy = |error: &StoreError| matches!(error, StoreError::Copy { .. });
                let (copies, wrong): (Vec<_>, Vec<_>) = wrong.into_iter().partition(is_copy);
                copies.iter().for_each(super::out::warn);
                errors.extend(wrong);
                wholes.push(Whole { event, sessions });
            }
            // One that was named has to be readable.
            Err(error) if which.event.is_some() => return Err(error.into()),
            Err(error) => errors.push(error),
        }
    }
    Ok((wholes, errors))
}

fn list(which: &LinksWhich, context: &mut CliContext) -> Result<(), Failure> {
    let (wholes, errors) = events(which, context)?;
    let links: Vec<Link> = match (&which.event, wholes.first()) {
        (Some(_), Some(whole)) => whole.event.value.links.clone(),
        _ => context.store.book()?.value.links,
    };
    let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for whole in &wholes {
        for name in whole.referred() {
            users.entry(name).or_default().push(&whole.event.folder);
        }
    }
    let used = |link: &Link| -> Vec<&str> {
        let mut found: Vec<&str> = names(link)
            .flat_map(|name| users.get(&normalise(name)).into_iter().flatten().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let open = conflicts(&links);
    let in_conflict = |link: &Link| {
        open.keys()
            .any(|key| link.url.is_some() && has_name(link, key))
    };
    let mut shown: Vec<&Link> = links
        .iter()
        .filter(|link| !which.unused || used(link).is_empty() && !link.keep)
        .filter(|link| !which.conflicts || in_conflict(link))
        .collect();
    shown.sort_by_key(|link| normalise(&link.name));
    if which.json {
        let link = |link: &&Link| -> Value {
            json!({
                "name": link.name,
                "url": link.url,
                "aliases": link.aliases,
                "kind": link.kind.map(LinkKind::word),
                "used": used(link),
                "conflict": in_conflict(link),
            })
        };
        return context.out.json(&json!({
            "event": wholes.first().filter(|_| which.event.is_some()).map(|whole| &whole.event.folder),
            "links": shown.iter().map(link).collect::<Vec<_>>(),
            "problems": super::json::problems(&errors),
        }));
    }
    errors.iter().for_each(super::out::warn);
    let mut table: TextTable<4> = TextTable::new(0);
    for link in &shown {
        let events = used(link).len();
        let count = match (which.event.is_some(), events) {
            (_, 0) => "unused".to_owned(),
            (true, _) => String::new(),
            (false, 1) => "1 event".to_owned(),
            (false, count) => format!("{count} events"),
        };
        let state = if in_conflict(link) { "two URLs" } else { "" };
        table.row([
            clean(&link.name),
            link.url
                .as_deref()
                .map_or_else(|| "link later".to_owned(), clean),
            count,
            state.to_owned(),
        ]);
    }
    table.print(&mut context.out)?;
    if shown.is_empty() {
        super::out::note(match (which.conflicts, which.unused) {
            (true, _) => "every name has one URL",
            (_, true) => "every link is used",
            _ => {
                "there are no links yet; `hallway import` and `hallway links import` bring them, `hallway links set NAME URL` adds one"
            }
        });
    }
    if !open.is_empty() && which.conflicts {
        super::out::note("`hallway links set NAME URL` settles a name");
    }
    Ok(())
}
