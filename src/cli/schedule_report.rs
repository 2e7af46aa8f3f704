//! What `hallway schedule` says of a programme, before and after.

use crate::model::programme::{Programme, Talk};
use crate::schedule::refresh::Changes;
use crate::schedule::{ImportedProgramme, ZoneFrom};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many of a list are shown.
const SHOWN: usize = 12;

/// A programme with what it would change.
#[derive(Clone, Copy)]
pub struct ScheduleReport<'a> {
    /// What was read.
    pub import: &'a ImportedProgramme,
    /// What was there.
    pub old: Option<&'a Programme>,
    /// What is different.
    pub changes: Option<&'a Changes>,
    /// The event's folder, once there is one.
    pub event: Option<&'a str>,
}

impl ScheduleReport<'_> {
    /// The preview.
    pub fn lines(&self) -> Vec<String> {
        let import = self.import;
        let programme = &import.programme;
        let mut lines = Vec::new();
        let title = programme
            .title
            .as_deref()
            .unwrap_or("a programme without a name");
        lines.push(format!(
            "{title}: {} sessions, {}",
            programme.talks.len(),
            import.format.name()
        ));
        let zone = programme
            .time_zone
            .map(|zone| zone.name())
            .unwrap_or_default();
        let from = match import.zone {
            ZoneFrom::Given => "as you said",
            ZoneFrom::File => "the file says so",
            ZoneFrom::Event => "the event's; the file names none",
        };
        lines.push(format!("  time zone  {zone} ({from})"));
        if let Some(place) = &import.place {
            lines.push(format!("  place      {place}"));
        }
        for (day, count) in days(programme) {
            lines.push(format!(
                "  {day}  {count:>4} {}",
                if count == 1 { "session" } else { "sessions" }
            ));
        }
        let rooms = rooms(programme);
        if !rooms.is_empty() {
            let shown: Vec<&str> = rooms.iter().take(SHOWN).map(String::as_str).collect();
            let more = rooms.len().saturating_sub(SHOWN);
            let more = if more > 0 {
                format!(", and {more} more")
            } else {
                String::new()
            };
            lines.push(format!("  rooms      {}{more}", shown.join("; ")));
        }
        lines.extend(
            import
                .notices
                .iter()
                .map(|notice| format!("  note       {notice}")),
        );
        if !import.skipped.is_empty() {
            lines.push(format!("  left out   {}", import.skipped.len()));
            for skipped in import.skipped.iter().take(SHOWN) {
                let line = skipped
                    .line
                    .map(|line| format!("line {line}: "))
                    .unwrap_or_default();
                let title = if skipped.title.is_empty() {
                    "without a title"
                } else {
                    &skipped.title
                };
                lines.push(format!("    {line}{title}: {}", skipped.why));
            }
            if import.skipped.len() > SHOWN {
                lines.push(format!("    and {} more", import.skipped.len() - SHOWN));
            }
        }
        lines.extend(self.changed());
        lines
    }

    fn changed(&self) -> Vec<String> {
        let (Some(old), Some(changes)) = (self.old, self.changes) else {
            return Vec::new();
        };
        if changes.is_nothing() {
            return vec!["  nothing has changed since the last import".to_owned()];
        }
        let new = &self.import.programme;
        let mut lines = vec!["  since the last import".to_owned()];
        let mut list = |word: &str, texts: Vec<String>| {
            if texts.is_empty() {
                return;
            }
            lines.push(format!("    {word:<10} {}", texts.len()));
            lines.extend(texts.iter().map(|text| format!("      {text}")));
        };
        let pairs =
            |pairs: &[(usize, usize)], say: &dyn Fn(&Talk, &Talk) -> String| -> Vec<String> {
                pairs
                    .iter()
                    .map(|(from, to)| say(&old.talks[*from], &new.talks[*to]))
                    .collect()
            };
        list(
            "moved",
            pairs(&changes.moved, &|from, to| {
                format!("{}: {} -> {}", to.title, span(from), span(to))
            }),
        );
        list(
            "renamed",
            pairs(&changes.renamed, &|from, to| {
                format!("{} -> {}", from.title, to.title)
            }),
        );
        list(
            "other room",
            pairs(&changes.rehoused, &|from, to| {
                format!("{}: {} -> {}", to.title, room(from), room(to))
            }),
        );
        list(
            "cancelled",
            changes
                .cancelled
                .iter()
                .map(|at| format!("{}, {}", old.talks[*at].title, span(&old.talks[*at])))
                .collect(),
        );
        list(
            "new",
            changes
                .new
                .iter()
                .map(|at| format!("{}, {}", new.talks[*at].title, span(&new.talks[*at])))
                .collect(),
        );
        if !changes.edited.is_empty() {
            lines.push(format!(
                "    edited     {} (speakers, track, text or page)",
                changes.edited.len()
            ));
        }
        lines
    }

    /// All of it as JSON.
    pub fn json(&self, imported: bool, updated: &[String]) -> Value {
        let import = self.import;
        let programme = &import.programme;
        let skipped: Vec<Value> = import
            .skipped
            .iter()
            .map(
                |skipped| json!({"line": skipped.line, "title": skipped.title, "why": skipped.why}),
            )
            .collect();
        let days: Vec<Value> = days(programme)
            .into_iter()
            .map(|(day, count)| json!({"day": day, "sessions": count}))
            .collect();
        json!({
            "event": self.event,
            "imported": imported,
            "format": import.format.name(),
            "title": programme.title,
            "version": programme.version,
            "time_zone": programme.time_zone.map(|zone| zone.name()),
            "time_zone_from": match import.zone { ZoneFrom::Given => "said", ZoneFrom::File => "file", ZoneFrom::Event => "event" },
            "starts": import.starts.map(|day| day.to_string()),
            "ends": import.ends.map(|day| day.to_string()),
            "place": import.place,
            "sessions": programme.talks.iter().map(talk).collect::<Vec<_>>(),
            "days": days,
            "rooms": rooms(programme),
            "skipped": skipped,
            "notices": import.notices,
            "changes": self.changes_json(),
            "updated": updated,
        })
    }

    fn changes_json(&self) -> Value {
        let (Some(old), Some(changes)) = (self.old, self.changes) else {
            return Value::Null;
        };
        let new = &self.import.programme;
        let pairs = |pairs: &[(usize, usize)]| -> Vec<Value> {
            pairs.iter().map(|(from, to)| json!({"from": talk(&old.talks[*from]), "to": talk(&new.talks[*to])})).collect()
        };
        json!({
            "moved": pairs(&changes.moved),
            "renamed": pairs(&changes.renamed),
            "rehoused": pairs(&changes.rehoused),
            "edited": pairs(&changes.edited),
            "cancelled": changes.cancelled.iter().map(|at| talk(&old.talks[*at])).collect::<Vec<_>>(),
            "new": changes.new.iter().map(|at| talk(&new.talks[*at])).collect::<Vec<_>>(),
        })
    }
}

/// A talk as JSON.
pub fn talk(talk: &Talk) -> Value {
    let speakers: Vec<Value> = talk
        .speakers
        .iter()
        .map(|speaker| json!({"name": speaker.name, "affiliation": speaker.affiliation, "url": speaker.url}))
        .collect();
    json!({
        "id": talk.id,
        "title": talk.title,
        "subtitle": talk.subtitle,
        "starts": talk.starts.map(|at| at.to_rfc3339()),
        "ends": talk.ends.map(|at| at.to_rfc3339()),
        "room": talk.room,
        "track": talk.track,
        "kind": talk.kind,
        "language": talk.language,
        "url": talk.url,
        "about": talk.about,
        "speakers": speakers,
    })
}

fn span(talk: &Talk) -> String {
    let starts = talk
        .starts
        .map(|at| at.format("%a %-d %b %H:%M").to_string());
    let ends = talk.ends.map(|at| at.format("-%H:%M").to_string());
    format!(
        "{}{}",
        starts.unwrap_or_else(|| "no time".to_owned()),
        ends.unwrap_or_default()
    )
}

fn room(talk: &Talk) -> &str {
    talk.room.as_deref().unwrap_or("no room")
}

fn days(programme: &Programme) -> Vec<(String, usize)> {
    let mut days: BTreeMap<chrono::NaiveDate, usize> = BTreeMap::new();
    for at in programme.talks.iter().filter_map(|talk| talk.starts) {
        *days.entry(at.date_naive()).or_default() += 1;
    }
    days.into_iter()
        .map(|(day, count)| (day.format("%a %Y-%m-%d").to_string(), count))
        .collect()
}

/// The rooms, those with most sessions first.
fn rooms(programme: &Programme) -> Vec<String> {
    let mut rooms: BTreeMap<&str, usize> = BTreeMap::new();
    for room in programme
        .talks
        .iter()
        .filter_map(|talk| talk.room.as_deref())
    {
        *rooms.entry(room).or_default() += 1;
    }
    let mut rooms: Vec<(&str, usize)> = rooms.into_iter().collect();
    rooms.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    rooms.into_iter().map(|(name, _)| name.to_owned()).collect()
}
