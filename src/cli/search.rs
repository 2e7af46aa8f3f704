//! `hallway search`: full text over everything in the notebook.

use super::context::CliContext;
use super::failure::Failure;
use super::json;
use super::out;
use crate::post::reading::clean;
use crate::store::index::{Index, IndexRecord, Part};
use crate::store::search::{Query, SearchHit};
use crate::store::{Folders, SCHEDULE, StoreError};
use clap::Args;
use serde_json::{Value, json};

/// Search notes, titles, people, links, entries and programmes
#[derive(Debug, Args)]
#[command(
    after_help = "All words must occur in the same session; words in double quotes must stand together. \
                        Upper and lower case are the same. A talk of a programme is one that you have no session of; of the others only what the \
                        programme alone says is given."
)]
pub struct SearchArgs {
    /// What to look for
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: SearchArgs, context: &mut CliContext) -> Result<(), Failure> {
    let text = context.words(&args.query);
    let query = Query::of(&text);
    if query.is_empty() {
        return Err(Failure::misuse("there is nothing to look for"));
    }
    let found = context.store.index(&Folders::of_system()?.cache);
    let hits = found.index.search(&query);
    if args.json {
        let value = as_json(&text, &found.index, &hits, &found.errors);
        context.out.json(&value)?;
    } else {
        found.errors.iter().for_each(out::warn);
        for (record, hit) in &hits {
            let line = line(record, hit, &query, context.out.styled());
            context.out.ready(&format!("{line}\n"))?;
        }
    }
    match hits.is_empty() {
        true => Err(Failure::new(format!(
            "nothing is found for `{}`",
            clean(&text)
        ))),
        false => Ok(()),
    }
}

/// A hit as `scale-15x/kubernetes-101:notes:12: the line`; in a programme as
/// `scale-15x/schedule.toml:about:2: Title of the talk: the line`.
fn line(record: &IndexRecord, hit: &SearchHit, query: &Query, styled: bool) -> String {
    let text = record.line_of(hit).trim_start();
    let text = match record.is_talk() && hit.part != Part::Title {
        true => clean(&format!("{}: {text}", record.title())),
        false => clean(text),
    };
    let mut shown = String::new();
    let mut at = 0;
    for mark in query.marks(&text).into_iter().filter(|_| styled) {
        shown.push_str(&text[at..mark.start]);
        shown.push_str(&format!("\x1b[1;33m{}\x1b[0m", &text[mark.clone()]));
        at = mark.end;
    }
    shown.push_str(&text[at..]);
    let file = match (record.is_book(), record.session.as_str()) {
        (true, _) => "links.toml".to_owned(),
        (_, "") if record.is_talk() => format!("{}/{SCHEDULE}", record.event),
        (_, "") => record.event.to_string(),
        (_, session) => format!("{}/{session}", record.event),
    };
    format!("{}:{}:{}: {shown}", clean(&file), hit.part.word(), hit.line)
}

fn as_json(
    query: &str,
    index: &Index,
    hits: &[(&IndexRecord, SearchHit)],
    store_errors: &[StoreError],
) -> Value {
    let hit = |(record, hit): &(&IndexRecord, SearchHit)| {
        let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let event = named(&record.event);
        let event_title = event.as_deref().map(|folder| index.event_title(folder));
        json!({
            "event": event,
            "event_title": event_title,
            "session": named(&record.session),
            "talk": record.is_talk().then_some(&record.talk),
            "starts": record.starts().filter(|_| record.is_talk()).map(|at| at.to_rfc3339()),
            "title": (!record.is_book() && !record.is_event()).then(|| record.title()),
            "part": hit.part.word(),
            "line": hit.line,
            "text": record.line_of(hit),
        })
    };
    json!({
        "query": query,
        "hits": hits.iter().map(hit).collect::<Vec<_>>(),
        "problems": json::problems(store_errors),
    })
}
