//! What each directive takes: docutils' directive classes as a table, and the directives that Nikola adds.

use super::value::Value;

/// How a directive is read further, once its parts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Content as reST, no title: admonitions, `compound`, `header`, `footer`.
    Plain,
    /// `admonition`: a title and content as reST.
    Titled,
    /// `topic`: a title and content, only where sections may be.
    Topic,
    Sidebar,
    Container,
    Class,
    /// `epigraph`, `highlights`, `pull-quote`: content as block quotes.
    Quote,
    Figure,
    Image,
    Code,
    Raw,
    /// Content of one flow of inline markup.
    ParsedLiteral,
    LineBlock,
    Rubric,
    Contents,
    Table,
    ListTable,
    CsvTable,
    /// Only in substitution definitions.
    Replace,
    Inline,
    /// Verbatim content that must be there.
    Needed,
    /// Verbatim, nothing to check.
    Verbatim,
    /// From Nikola: everything is taken as it comes.
    Loose,
}

/// What a directive takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub kind: Kind,
    pub required: usize,
    pub optional: usize,
    /// Whether the last argument may contain white space.
    pub spaces: bool,
    pub content: bool,
    /// `None` for directives without any options.
    pub options: Option<&'static [(&'static str, Value)]>,
}

impl Spec {
    /// Whether it takes arguments.
    pub fn arguments(&self) -> bool {
        self.required + self.optional > 0
    }
}

const COMMON: &[(&str, Value)] = &[("class", Value::Class), ("name", Value::Any)];

const CODE: &[(&str, Value)] = &[
    ("class", Value::Class),
    ("name", Value::Any),
    ("number-lines", Value::Any),
    ("linenos", Value::Any),
    ("tab-width", Value::Count),
    ("emphasize-lines", Value::Required),
];

const IMAGE: &[(&str, Value)] = &[
    ("alt", Value::Any),
    ("height", Value::Length),
    ("width", Value::LengthOrPercent),
    ("scale", Value::Percent),
    (
        "align",
        Value::Choice(&["top", "middle", "bottom", "left", "center", "right"]),
    ),
    ("target", Value::Required),
    ("loading", Value::Choice(&["embed", "link", "lazy"])),
    ("class", Value::Class),
    ("name", Value::Any),
];

const FIGURE: &[(&str, Value)] = &[
    ("alt", Value::Any),
    ("height", Value::Length),
    ("width", Value::LengthOrPercent),
    ("scale", Value::Percent),
    ("align", Value::Choice(&["left", "center", "right"])),
    ("target", Value::Required),
    ("loading", Value::Choice(&["embed", "link", "lazy"])),
    ("class", Value::Class),
    ("name", Value::Any),
    ("figwidth", Value::FigureWidth),
    ("figclass", Value::Class),
    ("figname", Value::Any),
];

const TABLE: &[(&str, Value)] = &[
    ("class", Value::Class),
    ("name", Value::Any),
    ("align", Value::Choice(&["left", "center", "right"])),
    ("width", Value::LengthOrPercent),
    ("widths", Value::Widths(&["auto", "grid"])),
];

const LIST_TABLE: &[(&str, Value)] = &[
    ("header-rows", Value::Count),
    ("stub-columns", Value::Count),
    ("width", Value::LengthOrPercent),
    ("widths", Value::Widths(&["auto"])),
    ("class", Value::Class),
    ("name", Value::Any),
    ("align", Value::Choice(&["left", "center", "right"])),
];

const CSV_TABLE: &[(&str, Value)] = &[
    ("header-rows", Value::Count),
    ("stub-columns", Value::Count),
    ("header", Value::Any),
    ("width", Value::LengthOrPercent),
    ("widths", Value::Widths(&["auto"])),
    ("file", Value::Required),
    ("url", Value::Required),
    ("encoding", Value::Required),
    ("class", Value::Class),
    ("name", Value::Any),
    ("align", Value::Choice(&["left", "center", "right"])),
    ("delim", Value::Required),
    ("keepspace", Value::Flag),
    ("quote", Value::Required),
    ("escape", Value::Required),
];

const INCLUDE: &[(&str, Value)] = &[
    ("literal", Value::Flag),
    ("code", Value::Any),
    ("encoding", Value::Required),
    ("parser", Value::Required),
    ("tab-width", Value::Integer),
    ("start-line", Value::Integer),
    ("end-line", Value::Integer),
    ("start-after", Value::Required),
    ("end-before", Value::Required),
    ("number-lines", Value::Any),
    ("class", Value::Class),
    ("name", Value::Any),
];

const RAW: &[(&str, Value)] = &[
    ("file", Value::Required),
    ("url", Value::Required),
    ("encoding", Value::Required),
    ("class", Value::Class),
];

const CONTENTS: &[(&str, Value)] = &[
    ("depth", Value::Count),
    ("local", Value::Flag),
    ("backlinks", Value::Choice(&["top", "entry", "none"])),
    ("class", Value::Class),
];

const SECTNUM: &[(&str, Value)] = &[
    ("depth", Value::Integer),
    ("start", Value::Integer),
    ("prefix", Value::Required),
    ("suffix", Value::Required),
];

const SIDEBAR: &[(&str, Value)] = &[
    ("class", Value::Class),
    ("name", Value::Any),
    ("subtitle", Value::Required),
];

const UNICODE: &[(&str, Value)] = &[
    ("trim", Value::Flag),
    ("ltrim", Value::Flag),
    ("rtrim", Value::Flag),
];

/// Directives of Nikola 8.3 and its common plugins that docutils does not know.
const NIKOLA: &[&str] = &[
    "chart",
    "doc",
    "gallery",
    "gist",
    "graphviz",
    "jupyter",
    "listing",
    "media",
    "micro-post-list",
    "post-list",
    "post_list",
    "project",
    "slides",
    "soundcloud",
    "soundcloud_playlist",
    "thumbnail",
    "vimeo",
    "youtube",
];

type Options = Option<&'static [(&'static str, Value)]>;

const fn spec(
    kind: Kind,
    arguments: (usize, usize),
    spaces: bool,
    content: bool,
    options: Options,
) -> Option<Spec> {
    let (required, optional) = arguments;
    Some(Spec {
        kind,
        required,
        optional,
        spaces,
        content,
        options,
    })
}

/// What the directive of this name (in lower case) takes; `None` if neither docutils nor Nikola knows it.
pub(super) fn find(name: &str) -> Option<Spec> {
    match name {
        "attention" | "caution" | "danger" | "error" | "hint" | "important" | "note" | "tip"
        | "warning" => spec(Kind::Plain, (0, 0), true, true, Some(COMMON)),
        "admonition" => spec(Kind::Titled, (1, 0), true, true, Some(COMMON)),
        "topic" => spec(Kind::Topic, (1, 0), true, true, Some(COMMON)),
        "sidebar" => spec(Kind::Sidebar, (0, 1), true, true, Some(SIDEBAR)),
        "compound" => spec(Kind::Plain, (0, 0), false, true, Some(COMMON)),
        "container" => spec(
            Kind::Container,
            (0, 1),
            true,
            true,
            Some(&[("name", Value::Any)]),
        ),
        "class" | "rst-class" => spec(Kind::Class, (1, 0), true, true, None),
        "epigraph" | "highlights" | "pull-quote" => spec(Kind::Quote, (0, 0), false, true, None),
        "figure" => spec(Kind::Figure, (1, 0), true, true, Some(FIGURE)),
        "image" => spec(Kind::Image, (1, 0), true, false, Some(IMAGE)),
        "code" | "code-block" | "sourcecode" => spec(Kind::Code, (0, 1), false, true, Some(CODE)),
        "raw" => spec(Kind::Raw, (1, 0), true, true, Some(RAW)),
        "math" => spec(Kind::Verbatim, (0, 0), false, true, Some(COMMON)),
        "parsed-literal" => spec(Kind::ParsedLiteral, (0, 0), false, true, Some(COMMON)),
        "line-block" => spec(Kind::LineBlock, (0, 0), false, true, Some(COMMON)),
        "rubric" => spec(Kind::Rubric, (1, 0), true, false, Some(COMMON)),
        "contents" => spec(Kind::Contents, (0, 1), true, false, Some(CONTENTS)),
        "table" => spec(Kind::Table, (0, 1), true, true, Some(TABLE)),
        "list-table" => spec(Kind::ListTable, (0, 1), true, true, Some(LIST_TABLE)),
        "csv-table" => spec(Kind::CsvTable, (0, 1), true, true, Some(CSV_TABLE)),
        "header" | "footer" => spec(Kind::Plain, (0, 0), false, true, None),
        "replace" => spec(Kind::Replace, (0, 0), false, true, None),
        "unicode" => spec(Kind::Inline, (1, 0), true, false, Some(UNICODE)),
        "date" => spec(Kind::Inline, (0, 0), false, true, None),
        "role" | "meta" => spec(Kind::Needed, (0, 0), false, true, None),
        "default-role" => spec(Kind::Verbatim, (0, 1), false, false, None),
        "title" => spec(Kind::Verbatim, (1, 0), true, false, None),
        "include" => spec(Kind::Verbatim, (1, 0), true, false, Some(INCLUDE)),
        "sectnum" | "section-numbering" => {
            spec(Kind::Verbatim, (0, 0), false, false, Some(SECTNUM))
        }
        "target-notes" => spec(
            Kind::Verbatim,
            (0, 0),
            false,
            false,
            Some(&[("class", Value::Class)]),
        ),
        name if NIKOLA.contains(&name) => spec(Kind::Loose, (0, 0), true, true, None),
        _ => None,
    }
}
