//! The metadata at the top of a post: names and values in order, also those that hallway does not know.

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
pub struct Header {
    /// How it is written.
    pub format: HeaderFormat,
    /// Names with values, in order. The values are verbatim.
    pub fields: Vec<(String, String)>,
    /// The lines of an imported header that has more than plain fields in it (missing or extra spaces, comments, a name twice, continuation
    /// lines). A line that is the place of a field is the field's prefix, such as `.. link:`; the value of the n-th of them is that of the n-th field.
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

impl Header {
    /// The value of the last field of that name (Nikola lets the last one win), if there is one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Sets a field in its place, or adds it where Nikola would write it: title, slug, date, tags, category, link, description, type,
    /// then the rest.
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
            let at = fields.nth(place).map_or(lines.len(), |(at, _)| at);
            lines.insert(at, HeaderLine::Field(prefix));
        }
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
