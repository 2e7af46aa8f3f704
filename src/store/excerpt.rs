//! Some talks of a programme, without reading all of it: what is on now is asked often, and a large
//! programme has a thousand talks.
//!
//! What it promises: the answer is that of reading all and leaving the others out. Only a file in
//! the form that hallway writes is cut; whatever else a line may be, such as a list, an inline
//! table, a table of another name or a key in quotes, the whole file is read. A talk that is left
//! out is not looked at, so that what is wrong in it goes unnoticed here.

use super::document::decode_text;
use super::parse::{SourceText, read_bytes};
use super::{Store, StoreError};
use crate::model::programme::{Programme, Talk};
use chrono::{DateTime, FixedOffset};
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

/// Some talks of a programme.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Excerpt {
    /// The programme with those talks alone.
    pub programme: Programme,
    /// How many talks it has in all.
    pub of: usize,
}

impl Store {
    /// The talks of an event's programme whose identities `choose` picks. It is shown all of them,
    /// of which it can rely on `id`, `starts` and `ends` alone. Nothing when no programme was
    /// imported.
    pub fn programme_excerpt(
        &self,
        folder: &str,
        choose: impl Fn(&[Talk]) -> HashSet<String>,
    ) -> Result<Option<Excerpt>, StoreError> {
        let path = self.programme_path(folder)?;
        let Some(bytes) = read_bytes(self.disk(), &path)? else {
            return Ok(None);
        };
        let text = SourceText::decode(&path, &bytes)?;
        excerpt(&path, text, choose).map(Some)
    }
}

fn excerpt(
    path: &Path,
    mut text: SourceText,
    choose: impl Fn(&[Talk]) -> HashSet<String>,
) -> Result<Excerpt, StoreError> {
    if let Some((head, talks, places)) = outline(&text.plain) {
        let chosen = choose(&talks);
        let mut some = text.plain[head].to_owned();
        for (talk, place) in talks.iter().zip(places) {
            if chosen.contains(&talk.id) {
                some.push_str(&text.plain[place]);
            }
        }
        let whole = std::mem::replace(&mut text.plain, some);
        if let Ok(programme) = decode_text(path, &text) {
            let of = talks.len();
            return Ok(Excerpt { programme, of });
        }
        // What is wrong has its line in the whole file.
        text.plain = whole;
    }
    let mut programme: Programme = decode_text(path, &text)?;
    let of = programme.talks.len();
    let chosen = choose(&programme.talks);
    programme.talks.retain(|talk| chosen.contains(&talk.id));
    Ok(Excerpt { programme, of })
}

/// Where everything before the talks stands, the talks, and their places.
type Outline = (Range<usize>, Vec<Talk>, Vec<Range<usize>>);

/// Nothing where a line is not as hallway writes it.
fn outline(text: &str) -> Option<Outline> {
    let mut blocks: Vec<(Talk, Range<usize>)> = Vec::new();
    let mut first = text.len();
    // The keys of a speaker are none of the talk.
    let mut of_talk = false;
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let line = text[at..].split('\n').next().unwrap_or_default();
        at += line.len() + 1;
        match line {
            "" => continue,
            "[[talks]]" => {
                match blocks.last_mut() {
                    Some((_, place)) => place.end = start,
                    None => first = start,
                }
                blocks.push((Talk::default(), start..text.len()));
                of_talk = true;
                continue;
            }
            "[[talks.speakers]]" if !blocks.is_empty() => {
                of_talk = false;
                continue;
            }
            _ => {}
        }
        let (key, value) = line.split_once(" = ")?;
        if key.is_empty()
            || !key
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            return None;
        }
        let prose = ["'''", "\"\"\""]
            .into_iter()
            .find(|mark| value.starts_with(mark));
        if let Some(mark) = prose {
            at = start
                + key.len()
                + 3
                + mark.len()
                + after_prose(&text[start + key.len() + 3 + mark.len()..], mark)?;
            continue;
        }
        let talk = blocks.last_mut().map(|(talk, _)| talk).filter(|_| of_talk);
        match (key, talk) {
            ("id", Some(talk)) => talk.id = plain(value)?.to_owned(),
            ("starts", Some(talk)) => talk.starts = Some(moment(value)?),
            ("ends", Some(talk)) => talk.ends = Some(moment(value)?),
            _ if value.starts_with(['[', '{']) => return None,
            _ => {}
        }
    }
    let (talks, places) = blocks.into_iter().unzip();
    Some((0..first, talks, places))
}

/// How far it is to the line after the end of prose. Prose with escapes is not looked into.
fn after_prose(rest: &str, mark: &str) -> Option<usize> {
    let end = rest.find(mark)?;
    if mark == "\"\"\"" && rest[..end].contains('\\') {
        return None;
    }
    let after = &rest[end + mark.len()..];
    // Quotes that belong to the text, or anything else behind it.
    (after.is_empty() || after.starts_with('\n')).then_some(end + mark.len() + 1)
}

/// The text in quotes on one line, where it is what it looks like.
fn plain(value: &str) -> Option<&str> {
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    let text = within('"').or_else(|| within('\''))?;
    (!text.contains(['"', '\'', '\\'])).then_some(text)
}

fn moment(value: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::render::fresh;
    use crate::store::tests::random::Source;
    use proptest::prelude::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
        store.create_event("here", Default::default()).unwrap();
        (folder, store)
    }

    /// Every second identity.
    fn some(talks: &[Talk]) -> HashSet<String> {
        talks
            .iter()
            .step_by(2)
            .map(|talk| talk.id.clone())
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn it_is_what_reading_all_gives(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let programme = Source(&bytes).programme();
            let path = Path::new("schedule.toml");
            let plain = fresh(path, &programme).unwrap();
            let found = excerpt(path, SourceText { plain, ..SourceText::default() }, some).unwrap();
            let chosen = some(&programme.talks);
            let of = programme.talks.len();
            let mut left = programme;
            left.talks.retain(|talk| chosen.contains(&talk.id));
            prop_assert_eq!(found, Excerpt { programme: left, of });
        }
    }

    #[test]
    fn what_is_left_out_is_not_read_and_odd_files_are_read_whole() {
        let (_folder, store) = store();
        assert_eq!(store.programme_excerpt("here", some).unwrap(), None);
        let path = store.programme_path("here").unwrap();
        let talk =
            |id: &str, more: &str| format!("\n[[talks]]\nid = \"{id}\"\ntitle = \"T\"\n{more}");
        let prose =
            "about = '''\n[[talks]]\nid = \"no\"\n'''\n\n[[talks.speakers]]\nname = \"A\"\n";
        let good = format!("format = 1\n{}{}", talk("a", prose), talk("b", ""));
        // A title that is a number is wrong, and is in the talk that is not asked for.
        std::fs::write(&path, good.clone() + "subtitle = 3\n").unwrap();
        let found = store.programme_excerpt("here", some).unwrap().unwrap();
        assert_eq!((found.of, found.programme.talks.len()), (2, 1));
        assert_eq!(found.programme.talks[0].about, "[[talks]]\nid = \"no\"");
        assert!(store.programme("here").is_err());
        // As a person might write it.
        for (text, ids) in [
            (good.replace("id = \"b\"", "'id' = \"b\""), vec!["a"]),
            (good.replace("id = \"b\"", "id=\"b\" # a word"), vec!["a"]),
            (good.replace("id = \"a\"", "id = \"\\u0061\""), vec!["a"]),
            (
                "talks = [{ id = \"c\" }, { id = \"d\" }]\n".to_owned(),
                vec!["c"],
            ),
        ] {
            std::fs::write(&path, &text).unwrap();
            let found = store.programme_excerpt("here", some).unwrap().unwrap();
            let found_ids: Vec<&str> = found
                .programme
                .talks
                .iter()
                .map(|talk| talk.id.as_str())
                .collect();
            assert_eq!((found.of, found_ids), (2, ids), "{text}");
        }
        std::fs::write(&path, good.replace("format = 1", "format = 2")).unwrap();
        assert!(matches!(
            store.programme_excerpt("here", some),
            Err(StoreError::Newer { .. })
        ));
    }
}
