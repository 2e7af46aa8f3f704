//! `hallway count`: adds to a booth's tally.

use super::context::CliContext;
use super::failure::Failure;
use crate::model::count::{CROWD, Count, named};
use crate::model::session::{Session, SessionKind};
use crate::store::Loaded;
use clap::Args;

/// Count at a booth: visitors, demos, swag, a kind of participant, or anything
#[derive(Debug, Args)]
pub struct CountArgs {
    /// What to count; a kind of participant (developer, student) goes into the crowd profile
    name: String,
    /// How many; negative to take some back
    #[arg(default_value_t = 1, allow_negative_numbers = true, value_name = "N")]
    by: i64,
    /// The event [default: the one that is on today, else the last one open]
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the booth that runs now, else the only booth]
    #[arg(short, long, value_name = "SESSION")]
    session: Option<String>,
}

/// Runs the verb.
pub fn run(args: CountArgs, context: &mut CliContext) -> Result<(), Failure> {
    let name = args.name.trim();
    if name.is_empty() {
        return Err(
            Failure::misuse("there is nothing to count").hint("try: hallway count visitors")
        );
    }
    let event = context.event(args.event.as_deref())?;
    let mut session = match &args.session {
        Some(wanted) => context.session(&event, wanted)?,
        None => booth(context, &event.folder, &event.value.title)?,
    };
    let now = event.value.local(context.now, context.home_zone()?);
    let count = named(list(&mut session.value, name), name);
    if args.by < 0 && count.count.saturating_add(args.by) < 0 {
        let name = shell_words::quote(&count.name);
        let hint = match count.count {
            all @ 1.. => format!("`hallway count {name} -{all}` takes all of it back"),
            _ => "nothing was changed".to_owned(),
        };
        let said = format!("{} stands at {}", count.name, count.count);
        return Err(Failure::new(format!("{said}, and cannot go below zero")).hint(hint));
    }
    count.add(args.by, now);
    let name = count.name.clone();
    context.save(&mut session)?;
    // What is on disk now, with what others counted in the meantime.
    let total = named(list(&mut session.value, &name), &name).count;
    context.out.line(format!(
        "{name}: {total} ({}, {})",
        session.value.title, event.value.title
    ))
}

/// The counts that `name` belongs to: those in which it is already, else the crowd profile for its
/// usual words, else the tallies.
fn list<'a>(session: &'a mut Session, name: &str) -> &'a mut Vec<Count> {
    let wanted = name.to_lowercase();
    let has = |counts: &[Count]| {
        counts
            .iter()
            .any(|count| count.name.trim().to_lowercase() == wanted)
    };
    let usual = CROWD.iter().any(|word| word.to_lowercase() == wanted);
    if has(&session.tallies) {
        &mut session.tallies
    } else if has(&session.crowd) || usual {
        &mut session.crowd
    } else {
        &mut session.tallies
    }
}

fn booth(context: &mut CliContext, folder: &str, title: &str) -> Result<Loaded<Session>, Failure> {
    let mut booths = context.sessions(folder)?;
    booths.retain(|session| session.value.kind == SessionKind::Booth);
    let now = context.now.fixed_offset();
    if let Some(at) = booths.iter().rposition(|booth| booth.value.runs_at(now)) {
        return Ok(booths.swap_remove(at));
    }
    match booths.len() {
        1 => Ok(booths.swap_remove(0)),
        0 => Err(Failure::new(format!("{title} has no booth"))
            .hint("make one with: hallway session \"Our booth\" --kind booth")),
        _ => {
            let names: Vec<String> = booths
                .iter()
                .map(|booth| format!("`{}`", booth.name))
                .collect();
            Err(Failure::new(format!(
                "{title} has {} booths and none of them runs now",
                booths.len()
            ))
            .hint(format!("say which with -s: {}", names.join(", "))))
        }
    }
}
