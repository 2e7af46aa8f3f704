//! What the metadata of a new post says before a person changes it.

use super::nikola::slug;
use crate::model::event::Event;
use crate::model::header::HeaderFormat;
use crate::model::notebook::Notebook;
use chrono::{DateTime, Offset, Utc};
use chrono_tz::Tz;

/// Fills in what a post's header lacks: title, slug, date, tags, category, link, description and
/// type, in Nikola's order. The date is `now` in the author's zone and stays once it is there.
/// Imported headers go out as they are. Returns whether anything was added.
///
/// # Errors
/// [`NoSlug`] when the title has nothing of which a slug could be made.
pub fn complete(
    event: &mut Event,
    notebook: &Notebook,
    now: DateTime<Utc>,
    home: Tz,
) -> Result<bool, NoSlug> {
    if event.layout.keep_header || event.header.format != HeaderFormat::Nikola {
        return Ok(false);
    }
    let before = event.header.fields.len();
    let title = event.title.trim().to_owned();
    if event
        .header
        .get("slug")
        .is_none_or(|slug| slug.trim().is_empty())
    {
        let made = slug(&title);
        if made.is_empty() {
            return Err(NoSlug { title });
        }
        event.header.set("slug", made);
    }
    let mut tags = vec![title.replace(',', " ")];
    tags.extend(notebook.tags.iter().cloned());
    tags.dedup_by_key(|tag| slug(tag));
    let values = [
        ("title", title),
        ("date", date(now, home)),
        ("tags", tags.join(", ")),
        ("category", notebook.category.clone().unwrap_or_default()),
        ("link", String::new()),
        ("description", String::new()),
        ("type", "text".to_owned()),
    ];
    for (name, value) in values {
        if event.header.get(name).is_none() {
            event.header.set(name, value);
        }
    }
    if let (Some(author), None) = (&notebook.author, event.header.get("author")) {
        event.header.set("author", author.clone());
    }
    Ok(event.header.fields.len() > before)
}

/// A title has nothing of which a slug could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no slug can be made of the title \"{title}\"")]
pub struct NoSlug {
    /// The title.
    pub title: String,
}

/// A moment as Nikola reads it without mistaking the sign: `2017-03-08 16:25:15 UTC-05:00`, ` UTC`
/// without an offset.
pub fn date(moment: DateTime<Utc>, zone: Tz) -> String {
    let local = moment.with_timezone(&zone);
    let seconds = local.offset().fix().local_minus_utc();
    let offset = match seconds / 60 {
        0 => String::new(),
        minutes => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    };
    format!("{} UTC{offset}", local.format("%Y-%m-%d %H:%M:%S"))
}
