//! The metadata at the top of a post: names and values in order, also those that hallway does not
//! know.

use std::collections::HashMap;

/// How the metadata of a post is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum HeaderFormat {
    /// Nikola's comments, `.. title: value`, before everything else.
    #[default]
    Nikola,
    /// Pelican's docinfo, `:title: value`, after the title heading.
    Docinfo,
    /// The post has no metadata that hallway understands.
    Absent,
}

impl HeaderFormat {
    /// All formats.
    pub const ALL: [HeaderFormat; 3] = [
        HeaderFormat::Nikola,
        HeaderFormat::Docinfo,
        HeaderFormat::Absent,
    ];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            HeaderFormat::Nikola => "nikola",
            HeaderFormat::Docinfo => "docinfo",
            HeaderFormat::Absent => "none",
        }
    }

    /// The format of that word.
    pub fn from_word(word: &str) -> Option<HeaderFormat> {
        HeaderFormat::ALL
            .into_iter()
            .find(|format| format.word() == word)
    }
}

/// The metadata of a post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostHeader {
    /// How it is written.
    pub format: HeaderFormat,
    /// Names with values, in order. The values are verbatim.
    pub fields: Vec<(String, String)>,
    /// The lines of an imported header that has more than plain fields in it (missing or extra
    /// spaces, comments, a name twice, continuation lines). A line that is the place of a
    /// field is the field's prefix, such as `.. link:`; the value of the n-th of them is that of
    /// the n-th field.
    pub lines: Option<Vec<HeaderLine>>,
}

/// A line of a header that is not written in the default style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderLine {
    /// A field: the source before the value, such as `.. title:  `.
    Field(String),
    /// Anything else, verbatim.
    Other(String),
}

impl PostHeader {
    /// The value of the last field of that name (Nikola lets the last one win), if there is one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Sets a field in its place, or adds it where Nikola would write it: title, slug, date, tags,
    /// category, link, description, type, then the rest.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if let Some(field) = self.fields.iter_mut().rev().find(|(key, _)| key == name) {
            field.1 = value;
            return;
        }
        let rank = |key: &str| {
            ORDER
                .iter()
                .position(|known| *known == key)
                .unwrap_or(ORDER.len())
        };
        let wanted = rank(name);
        let place = self
            .fields
            .iter()
            .position(|(key, _)| rank(key) > wanted)
            .unwrap_or(self.fields.len());
        self.insert(place, name, value);
    }

    fn insert(&mut self, place: usize, name: &str, value: String) {
        let last = place == self.fields.len();
        self.fields.insert(place, (name.to_owned(), value));
        if let Some(lines) = &mut self.lines {
            let prefix = match self.format {
                HeaderFormat::Docinfo => format!(":{name}: "),
                HeaderFormat::Nikola | HeaderFormat::Absent => format!(".. {name}: "),
            };
            let mut fields = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| matches!(line, HeaderLine::Field(_)));
            // Behind the last field there is none to look for.
            let found = (!last).then(|| fields.nth(place)).flatten();
            let at = found.map_or(lines.len(), |(at, _)| at);
            lines.insert(at, HeaderLine::Field(prefix));
        }
    }

    /// Sets many fields, as [`Header::set`] would one after the other.
    pub fn set_all(&mut self, values: impl IntoIterator<Item = (String, String)>) {
        let mut known = self.last_of_each();
        for (name, value) in values {
            match known.get(&name) {
                Some(at) => self.fields[*at].1 = value,
                None if ORDER.contains(&name.as_str()) => {
                    self.set(&name, value);
                    known = self.last_of_each();
                }
                None => {
                    known.insert(name.clone(), self.fields.len());
                    self.insert(self.fields.len(), &name, value);
                }
            }
        }
    }

    /// Where the last field of each name stands.
    fn last_of_each(&self) -> HashMap<String, usize> {
        let names = self.fields.iter().enumerate();
        names.map(|(at, (name, _))| (name.clone(), at)).collect()
    }
}

/// The order in which Nikola writes the fields that it knows best.
pub const ORDER: [&str; 8] = [
    "title",
    "slug",
    "date",
    "tags",
    "category",
    "link",
    "description",
    "type",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str], lines: bool) -> PostHeader {
        let field = |name: &&str| ((*name).to_owned(), "old".to_owned());
        PostHeader {
            fields: names.iter().map(field).collect(),
            lines: lines.then(|| {
                let line = |name: &&str| HeaderLine::Field(format!(".. {name}:  "));
                let other = HeaderLine::Other("..".to_owned());
                std::iter::once(other)
                    .chain(names.iter().map(line))
                    .collect()
            }),
            ..PostHeader::default()
        }
    }

    #[test]
    fn many_fields_are_set_as_one_after_the_other() {
        let values = ["own", "date", "a", "title", "b", "a", "slug", "type"];
        let value = |(at, name): (usize, &&str)| ((*name).to_owned(), at.to_string());
        for lines in [false, true] {
            for names in [&[][..], &["a", "tags", "a"], &["type", "x", "title"]] {
                let mut one_by_one = header(names, lines);
                let mut all = one_by_one.clone();
                let values: Vec<_> = values.iter().enumerate().map(value).collect();
                for (name, value) in &values {
                    one_by_one.set(name, value.clone());
                }
                all.set_all(values);
                assert_eq!(all, one_by_one, "{names:?}");
            }
        }
    }

    /// With a loop in the loop this would not end.
    #[test]
    fn very_many_fields_are_set() {
        let mut all = header(&["title"], true);
        let value = |n: u32| (format!("a{n}"), n.to_string());
        all.set_all((0..200_000).chain(0..200_000).map(value));
        assert_eq!(all.fields.len(), 200_001);
        assert_eq!(all.get("a7"), Some("7"));
    }
}
