//! Which of several things a person means: by folder name, by title, or by an unambiguous beginning
//! of either.

use super::failure::Failure;

/// Something that can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// Its folder or file name.
    pub name: String,
    /// Its title; empty where that cannot be read.
    pub title: String,
}

impl NamedItem {
    /// Name and title, for a list in a sentence.
    fn shown(&self) -> String {
        match self.title.as_str() {
            "" => format!("`{}`", self.name),
            title => format!("`{}` ({title})", self.name),
        }
    }
}

/// Why a name leads to nothing.
#[derive(Debug)]
pub enum Miss {
    /// It could be several.
    Doubt(Failure),
    /// It is none.
    Unknown(Failure),
}

impl From<Miss> for Failure {
    fn from(miss: Miss) -> Failure {
        match miss {
            Miss::Doubt(failure) | Miss::Unknown(failure) => failure,
        }
    }
}

/// The index of the one that is meant. An exact name goes before an exact title, that before a
/// beginning; case does not matter.
///
/// # Errors
/// When none or more than one fits; the message says so in terms of `what` ("event"), the hint
/// names the nearest.
pub fn find(what: &str, wanted: &str, all: &[NamedItem]) -> Result<usize, Miss> {
    let key = wanted.trim().to_lowercase();
    if key.is_empty() {
        return Err(Miss::Unknown(Failure::misuse(format!(
            "the {what} has an empty name"
        ))));
    }
    if let Some(at) = all.iter().position(|named| named.name == key) {
        return Ok(at);
    }
    let titled = |test: &dyn Fn(&NamedItem) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|at| test(&all[*at])).collect()
    };
    let exact = titled(&|named| named.title.trim().to_lowercase() == key);
    let begins = || {
        titled(&|named| {
            named.name.starts_with(&key) || named.title.to_lowercase().starts_with(&key)
        })
    };
    let found = if exact.is_empty() { begins() } else { exact };
    match found.as_slice() {
        [at] => Ok(*at),
        [] => Err(Miss::Unknown(unknown(what, wanted, all))),
        _ => {
            let names: Vec<String> = found.iter().take(6).map(|at| all[*at].shown()).collect();
            let more = if found.len() > 6 {
                format!(" and {} more", found.len() - 6)
            } else {
                String::new()
            };
            let message = format!(
                "`{}` could be {} {what}s: {}{more}",
                wanted.trim(),
                found.len(),
                names.join(", ")
            );
            Err(Miss::Doubt(
                Failure::new(message).hint("write more of the name"),
            ))
        }
    }
}

fn unknown(what: &str, wanted: &str, all: &[NamedItem]) -> Failure {
    let failure = Failure::new(format!("no {what} is called `{}`", wanted.trim()));
    if all.is_empty() {
        return failure.hint(format!("there is no {what} yet"));
    }
    let shown: Vec<String> = similar(wanted, all)
        .into_iter()
        .map(NamedItem::shown)
        .collect();
    match shown.is_empty() {
        false => failure.hint(format!("did you mean {}?", shown.join(" or "))),
        true => failure.hint(format!("`hallway list` shows every {what}")),
    }
}

/// Those whose name or title is most like `wanted`.
pub fn similar<'a>(wanted: &str, all: &'a [NamedItem]) -> Vec<&'a NamedItem> {
    let words = all
        .iter()
        .flat_map(|named| [named.name.as_str(), named.title.as_str()]);
    let best = nearest(wanted, words);
    let is_best = |named: &&NamedItem| {
        best.iter()
            .any(|word| *word == named.name || *word == named.title)
    };
    all.iter().filter(is_best).collect()
}

/// The names that are most like `wanted`, best first, at most three; none that is only remotely
/// like it.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.trim().to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| (likeness(&wanted, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= 0.7)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored
        .into_iter()
        .filter(|(score, _)| *score > best - 0.1)
        .take(3)
        .map(|(_, name)| name)
        .collect()
}

/// From 0 to 1; a slip of two fingers counts little, and so does an end that was not written.
fn likeness(wanted: &str, name: &str) -> f64 {
    let length = wanted.chars().count();
    let beginning: String = name.chars().take(length).collect();
    let part = if length >= 3 && name.contains(wanted) {
        0.9
    } else {
        0.0
    };
    slips(wanted, name)
        .max(slips(wanted, &beginning) - 0.05)
        .max(part)
}

/// How like two words are that are about as long.
fn slips(wanted: &str, name: &str) -> f64 {
    let longer = wanted.chars().count().max(name.chars().count()).max(1);
    let slips = strsim::damerau_levenshtein(wanted, name);
    let close = 1.0 - slips as f64 / longer as f64;
    // Words that share no more than their beginning are alike only for Jaro.
    match slips * 2 > longer {
        true => close,
        false => close.max(strsim::jaro_winkler(wanted, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<NamedItem> {
        let named = |(name, title): (&str, &str)| NamedItem {
            name: name.to_owned(),
            title: title.to_owned(),
        };
        [
            ("scale-15x", "SCaLE 15x"),
            ("scale-16x", "SCaLE 16x"),
            ("fosdem-2018", "FOSDEM 2018"),
            ("broken", ""),
        ]
        .map(named)
        .to_vec()
    }

    fn words_for(wanted: &str) -> (String, String) {
        match find("event", wanted, &all()).map_err(Failure::from) {
            Err(Failure::Message { message, hint, .. }) => (message, hint.unwrap_or_default()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_titles_and_beginnings() {
        for (wanted, at) in [
            ("scale-15x", 0),
            ("SCALE-16X", 1),
            ("SCaLE 16x", 1),
            ("fos", 2),
            ("Fosdem 2", 2),
            ("b", 3),
        ] {
            assert_eq!(find("event", wanted, &all()).ok(), Some(at), "{wanted}");
        }
    }

    #[test]
    fn doubt_and_ignorance_are_told() {
        let (message, hint) = words_for("scale");
        assert_eq!(
            message,
            "`scale` could be 2 events: `scale-15x` (SCaLE 15x), `scale-16x` (SCaLE 16x)"
        );
        assert_eq!(hint, "write more of the name");
        let (message, hint) = words_for("fodsem");
        assert_eq!(message, "no event is called `fodsem`");
        assert_eq!(hint, "did you mean `fosdem-2018` (FOSDEM 2018)?");
        assert_eq!(words_for("zzz").1, "`hallway list` shows every event");
    }

    #[test]
    fn nearest_verbs() {
        let verbs = [
            "new", "session", "note", "count", "list", "show", "export", "import", "edit", "path",
            "rm",
        ];
        assert_eq!(nearest("exprot", verbs), ["export"]);
        assert_eq!(nearest("lsit", verbs), ["list"]);
        assert_eq!(nearest("nots", verbs), ["note"]);
        assert!(nearest("kubernetes", verbs).is_empty());
    }
}
