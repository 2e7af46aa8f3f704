//! `hallway new`: makes an event.

use super::clock;
use super::context::CliContext;
use super::failure::Failure;
use super::out;
use crate::model::event::{Closing, Event, OwnHeading};
use crate::model::link::Link;
use crate::model::when;
use crate::store::{is_slug, slug};
use clap::Args;

/// Make an event
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The event's name, such as SCaLE 15x
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    /// Its first day: 2017-03-02, "2 Mar 2017", today, thu
    #[arg(long, value_name = "DATE")]
    starts: Option<String>,
    /// Its last day; a weekday is the first one after the start
    #[arg(long, value_name = "DATE")]
    ends: Option<String>,
    /// City, venue
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// The zone of its times, such as America/Los_Angeles [default: this system's]
    #[arg(long, value_name = "IANA")]
    time_zone: Option<String>,
    /// Its web site
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Carry over introduction, closing, links and zone of another event
    #[arg(long, value_name = "EVENT")]
    from: Option<String>,
    /// The name of its folder and of its post [default: made of the title]
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
}

/// Runs the verb.
pub fn run(args: NewArgs, context: &mut CliContext) -> Result<(), Failure> {
    let title = context.words(&args.title);
    if title.is_empty() {
        return Err(Failure::misuse("the title is empty"));
    }
    let name = match &args.slug {
        Some(name) if is_slug(name) => name.clone(),
        Some(name) => {
            let failure = Failure::misuse(format!("`{name}` cannot be the name of a folder"));
            return Err(failure.hint("use small letters, digits and hyphens, such as scale-15x"));
        }
        None => slug(&title),
    };
    if name.is_empty() {
        return Err(Failure::misuse(format!(
            "no name for a folder can be made of the title \"{title}\""
        ))
        .hint("add one with --slug, such as --slug my-event"));
    }
    let last_year = match &args.from {
        Some(from) => Some(context.event(Some(from))?.value),
        None => None,
    };
    let zone = match (&args.time_zone, &last_year) {
        (Some(name), _) => when::zone(name)?,
        (
            None,
            Some(Event {
                time_zone: Some(zone),
                ..
            }),
        ) => *zone,
        (None, _) => {
            let zone = clock::system_zone();
            out::note(format!(
                "times are in {zone}, the zone of this system; --time-zone sets another"
            ));
            zone
        }
    };
    let today = context.now.with_timezone(&zone).date_naive();
    let starts = args
        .starts
        .as_deref()
        .map(|text| when::date(text, today, today))
        .transpose()?;
    let ends = args
        .ends
        .as_deref()
        .map(|text| when::date(text, today, starts.unwrap_or(today)))
        .transpose()?;
    when::days_in_order(starts, ends)?;

    let mut event = last_year.map_or_else(Event::default, |last| carried_over(&last));
    event.title = title;
    event.starts = starts.or(ends);
    event.ends = ends;
    event.time_zone = Some(zone);
    event.place = args
        .place
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    event.url = args
        .url
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if args.slug.is_some() {
        event.header.set("slug", name.clone());
    }
    let made = context.made(context.store.create_event(&name, event)?);
    if made.folder != name {
        out::note(format!("`{name}` is taken; made `{}`", made.folder));
    }
    context.remember_event(&made.folder);
    context.out.line(&made.folder)
}

/// What next year's event has of last year's: introduction, closing, links, zone, and how its post
/// looks.
fn carried_over(last: &Event) -> Event {
    let mut event = Event {
        intro: last.intro.clone(),
        closing: last.closing.as_ref().map(|closing| Closing {
            title: closing.title.clone(),
            heading: OwnHeading {
                source: closing.heading.source.clone(),
                ..OwnHeading::default()
            },
            level: closing.level,
            text: closing.text.clone(),
        }),
        links: last
            .links
            .iter()
            .map(|link| Link {
                form: None,
                ..link.clone()
            })
            .collect(),
        never_link: last.never_link.clone(),
        look: last.look,
        ..Event::default()
    };
    for name in ["tags", "category"] {
        if let Some(value) = last.header.get(name) {
            event.header.set(name, value);
        }
    }
    event
}
