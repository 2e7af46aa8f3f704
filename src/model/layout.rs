//! How a post looks: the switches that a person sets, and what an imported post does otherwise than
//! we would.

/// What goes into a post beside the notes, and how lines are wrapped. In `notebook.toml` for all
/// events, in `event.toml` for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostOptions {
    /// A heading with the event's title at the top.
    pub title: Option<bool>,
    /// A line with the speakers under a talk's heading.
    pub byline: Option<bool>,
    /// A meetup's agenda as a list.
    pub agenda: Option<bool>,
    /// Quotes as block quotes with an attribution.
    pub quotes: Option<bool>,
    /// Questions as a list, with how often each was asked.
    pub questions: Option<bool>,
    /// A booth's crowd profile as a table.
    pub crowd: Option<bool>,
    /// Notes that were captured but not folded into the prose, as a list.
    pub entries: Option<bool>,
    /// Links to a talk's slides and video.
    pub media: Option<bool>,
    /// Whether long lines are wrapped.
    pub wrap: Option<Wrap>,
}

/// What happens to the lines of notes at export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wrap {
    /// They stay as they are.
    Keep,
    /// Paragraphs with longer lines are wrapped at this column.
    At(u16),
}

/// The column at which prose is wrapped unless somebody says otherwise.
pub const WRAP: u16 = 80;

impl PostOptions {
    /// What this look says, and what `below` says where this one is silent.
    pub fn over(self, below: PostOptions) -> PostOptions {
        PostOptions {
            title: self.title.or(below.title),
            byline: self.byline.or(below.byline),
            agenda: self.agenda.or(below.agenda),
            quotes: self.quotes.or(below.quotes),
            questions: self.questions.or(below.questions),
            crowd: self.crowd.or(below.crowd),
            entries: self.entries.or(below.entries),
            media: self.media.or(below.media),
            wrap: self.wrap.or(below.wrap),
        }
    }
}

/// The layout of an imported post where it is not the default; empty for an event made here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostLayout {
    /// The adornment of each level, the title's first: one character, or the same character twice
    /// where there is a line above, too. Levels beyond the list use [`ADORNMENTS`].
    pub adornments: Vec<String>,
    /// Blank lines before a heading, where most headings of this post differ from
    /// [`BEFORE_HEADING`].
    pub before_heading: Option<Gap>,
    /// Blank lines after a heading, where most differ from [`AFTER_HEADING`].
    pub after_heading: Option<Gap>,
    /// What stands between the header and the rest.
    pub after_header: Option<Gap>,
    /// Blank lines between title heading and docinfo.
    pub before_docinfo: Option<Gap>,
    /// Blank lines before the link targets.
    pub before_links: Option<Gap>,
    /// Blank lines between link targets.
    pub between_links: Option<Gap>,
    /// What ends the file, instead of one line break.
    pub end: Option<String>,
    /// Lines end in CR LF.
    pub crlf: bool,
    /// The file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Every link of the event is written, used or not, since the person had them all in the post.
    pub keep_links: bool,
    /// The header goes out as it is: no export fills in what it lacks.
    pub keep_header: bool,
    /// Headings inside notes keep their adornments, since they do not follow the post's levels.
    pub keep_headings: bool,
    /// Text before everything else that hallway does not understand (a licence comment, YAML,
    /// TOML), verbatim.
    pub preamble: Option<String>,
}

impl PostLayout {
    /// The adornment of a level: 0 is the title's. One character, or two where there is a line
    /// above, too.
    pub fn adornment(&self, level: u8) -> &str {
        let level = usize::from(level);
        if let Some(own) = self.adornments.get(level) {
            return own;
        }
        let unused = ADORNMENTS
            .iter()
            .filter(|mark| !self.adornments.iter().any(|own| own == *mark));
        let mut rest = unused.skip(level - self.adornments.len());
        rest.next().copied().unwrap_or("_")
    }

    /// Whether the sections of level 1 are written as the title is, so that the title is one of
    /// them for docutils.
    pub fn title_is_a_section(&self) -> bool {
        self.adornments.len() > 1 && self.adornments[0] == self.adornments[1]
    }
}

/// What stands between two parts of a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Gap {
    /// So many blank lines.
    Lines(u16),
    /// Exactly these characters, the line break that ends the part before included.
    Verbatim(String),
}

/// Where a heading is not written in the post's style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadingLayout {
    /// What stands before it.
    pub before: Option<Gap>,
    /// What stands after it.
    pub after: Option<Gap>,
    /// How many characters the underline is longer (or, if negative, shorter) than the title.
    pub underline: i16,
    /// The lines of the heading, verbatim, where nothing less says it. Counts only while the title
    /// is the same.
    pub verbatim: Option<String>,
}

/// The adornments of the levels in an event made here, the title's first.
pub const ADORNMENTS: [&str; 8] = ["=", "-", "~", "^", "\"", "'", "+", "#"];

/// Blank lines before a heading in an event made here.
pub const BEFORE_HEADING: Gap = Gap::Lines(2);

/// Blank lines after a heading.
pub const AFTER_HEADING: Gap = Gap::Lines(1);

/// Blank lines between the header and the rest.
pub const AFTER_HEADER: Gap = Gap::Lines(1);

/// Blank lines between the title heading and a docinfo.
pub const BEFORE_DOCINFO: Gap = Gap::Lines(0);

/// Blank lines between link targets.
pub const BETWEEN_LINKS: Gap = Gap::Lines(0);

/// Blank lines before the link targets.
pub const BEFORE_LINKS: Gap = Gap::Lines(2);
