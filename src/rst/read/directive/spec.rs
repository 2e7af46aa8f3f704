//! What each directive takes: docutils' directive classes as a table, and the directives that
//! Nikola adds.

use super::value::OptionValue;

/// How a directive is read further, once its parts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveKind {
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
    pub kind: DirectiveKind,
    pub required: usize,
    pub optional: usize,
    /// Whether the last argument may contain white space.
    pub spaces: bool,
    pub content: bool,
    /// `None` for directives without any options.
    pub options: Option<&'static [(&'static str, OptionValue)]>,
}

impl Spec {
    /// Whether it takes arguments.
    pub fn arguments(&self) -> bool {
        self.required + self.optional > 0
    }
}

const COMMON: &[(&str, OptionValue)] = &[("class", OptionValue::Class), ("name", OptionValue::Any)];

const CODE: &[(&str, OptionValue)] = &[
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("number-lines", OptionValue::Any),
    ("linenos", OptionValue::Any),
    ("tab-width", OptionValue::Count),
    ("emphasize-lines", OptionValue::Required),
];

const IMAGE: &[(&str, OptionValue)] = &[
    ("alt", OptionValue::Any),
    ("height", OptionValue::Length),
    ("width", OptionValue::LengthOrPercent),
    ("scale", OptionValue::Percent),
    (
        "align",
        OptionValue::Choice(&["top", "middle", "bottom", "left", "center", "right"]),
    ),
    ("target", OptionValue::Required),
    ("loading", OptionValue::Choice(&["embed", "link", "lazy"])),
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
];

const FIGURE: &[(&str, OptionValue)] = &[
    ("alt", OptionValue::Any),
    ("height", OptionValue::Length),
    ("width", OptionValue::LengthOrPercent),
    ("scale", OptionValue::Percent),
    ("align", OptionValue::Choice(&["left", "center", "right"])),
    ("target", OptionValue::Required),
    ("loading", OptionValue::Choice(&["embed", "link", "lazy"])),
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("figwidth", OptionValue::FigureWidth),
    ("figclass", OptionValue::Class),
    ("figname", OptionValue::Any),
];

const TABLE: &[(&str, OptionValue)] = &[
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("align", OptionValue::Choice(&["left", "center", "right"])),
    ("width", OptionValue::LengthOrPercent),
    ("widths", OptionValue::Widths(&["auto", "grid"])),
];

const LIST_TABLE: &[(&str, OptionValue)] = &[
    ("header-rows", OptionValue::Count),
    ("stub-columns", OptionValue::Count),
    ("width", OptionValue::LengthOrPercent),
    ("widths", OptionValue::Widths(&["auto"])),
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("align", OptionValue::Choice(&["left", "center", "right"])),
];

const CSV_TABLE: &[(&str, OptionValue)] = &[
    ("header-rows", OptionValue::Count),
    ("stub-columns", OptionValue::Count),
    ("header", OptionValue::Any),
    ("width", OptionValue::LengthOrPercent),
    ("widths", OptionValue::Widths(&["auto"])),
    ("file", OptionValue::Required),
    ("url", OptionValue::Required),
    ("encoding", OptionValue::Required),
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("align", OptionValue::Choice(&["left", "center", "right"])),
    ("delim", OptionValue::Required),
    ("keepspace", OptionValue::Flag),
    ("quote", OptionValue::Required),
    ("escape", OptionValue::Required),
];

const INCLUDE: &[(&str, OptionValue)] = &[
    ("literal", OptionValue::Flag),
    ("code", OptionValue::Any),
    ("encoding", OptionValue::Required),
    ("parser", OptionValue::Required),
    ("tab-width", OptionValue::Integer),
    ("start-line", OptionValue::Integer),
    ("end-line", OptionValue::Integer),
    ("start-after", OptionValue::Required),
    ("end-before", OptionValue::Required),
    ("number-lines", OptionValue::Any),
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
];

const RAW: &[(&str, OptionValue)] = &[
    ("file", OptionValue::Required),
    ("url", OptionValue::Required),
    ("encoding", OptionValue::Required),
    ("class", OptionValue::Class),
];

const CONTENTS: &[(&str, OptionValue)] = &[
    ("depth", OptionValue::Count),
    ("local", OptionValue::Flag),
    ("backlinks", OptionValue::Choice(&["top", "entry", "none"])),
    ("class", OptionValue::Class),
];

const SECTNUM: &[(&str, OptionValue)] = &[
    ("depth", OptionValue::Integer),
    ("start", OptionValue::Integer),
    ("prefix", OptionValue::Required),
    ("suffix", OptionValue::Required),
];

const SIDEBAR: &[(&str, OptionValue)] = &[
    ("class", OptionValue::Class),
    ("name", OptionValue::Any),
    ("subtitle", OptionValue::Required),
];

const UNICODE: &[(&str, OptionValue)] = &[
    ("trim", OptionValue::Flag),
    ("ltrim", OptionValue::Flag),
    ("rtrim", OptionValue::Flag),
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

type Options = Option<&'static [(&'static str, OptionValue)]>;

const fn spec(
    kind: DirectiveKind,
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

/// What the directive of this name (in lower case) takes; `None` if neither docutils nor Nikola
/// knows it.
pub(super) fn find(name: &str) -> Option<Spec> {
    match name {
        "attention" | "caution" | "danger" | "error" | "hint" | "important" | "note" | "tip"
        | "warning" => spec(DirectiveKind::Plain, (0, 0), true, true, Some(COMMON)),
        "admonition" => spec(DirectiveKind::Titled, (1, 0), true, true, Some(COMMON)),
        "topic" => spec(DirectiveKind::Topic, (1, 0), true, true, Some(COMMON)),
        "sidebar" => spec(DirectiveKind::Sidebar, (0, 1), true, true, Some(SIDEBAR)),
        "compound" => spec(DirectiveKind::Plain, (0, 0), false, true, Some(COMMON)),
        "container" => spec(
            DirectiveKind::Container,
            (0, 1),
            true,
            true,
            Some(&[("name", OptionValue::Any)]),
        ),
        "class" | "rst-class" => spec(DirectiveKind::Class, (1, 0), true, true, None),
        "epigraph" | "highlights" | "pull-quote" => {
            spec(DirectiveKind::Quote, (0, 0), false, true, None)
        }
        "figure" => spec(DirectiveKind::Figure, (1, 0), true, true, Some(FIGURE)),
        "image" => spec(DirectiveKind::Image, (1, 0), true, false, Some(IMAGE)),
        "code" | "code-block" | "sourcecode" => {
            spec(DirectiveKind::Code, (0, 1), false, true, Some(CODE))
        }
        "raw" => spec(DirectiveKind::Raw, (1, 0), true, true, Some(RAW)),
        "math" => spec(DirectiveKind::Verbatim, (0, 0), false, true, Some(COMMON)),
        "parsed-literal" => spec(
            DirectiveKind::ParsedLiteral,
            (0, 0),
            false,
            true,
            Some(COMMON),
        ),
        "line-block" => spec(DirectiveKind::LineBlock, (0, 0), false, true, Some(COMMON)),
        "rubric" => spec(DirectiveKind::Rubric, (1, 0), true, false, Some(COMMON)),
        "contents" => spec(DirectiveKind::Contents, (0, 1), true, false, Some(CONTENTS)),
        "table" => spec(DirectiveKind::Table, (0, 1), true, true, Some(TABLE)),
        "list-table" => spec(
            DirectiveKind::ListTable,
            (0, 1),
            true,
            true,
            Some(LIST_TABLE),
        ),
        "csv-table" => spec(DirectiveKind::CsvTable, (0, 1), true, true, Some(CSV_TABLE)),
        "header" | "footer" => spec(DirectiveKind::Plain, (0, 0), false, true, None),
        "replace" => spec(DirectiveKind::Replace, (0, 0), false, true, None),
        "unicode" => spec(DirectiveKind::Inline, (1, 0), true, false, Some(UNICODE)),
        "date" => spec(DirectiveKind::Inline, (0, 0), false, true, None),
        "role" | "meta" => spec(DirectiveKind::Needed, (0, 0), false, true, None),
        "default-role" => spec(DirectiveKind::Verbatim, (0, 1), false, false, None),
        "title" => spec(DirectiveKind::Verbatim, (1, 0), true, false, None),
        "include" => spec(DirectiveKind::Verbatim, (1, 0), true, false, Some(INCLUDE)),
        "sectnum" | "section-numbering" => {
            spec(DirectiveKind::Verbatim, (0, 0), false, false, Some(SECTNUM))
        }
        "target-notes" => spec(
            DirectiveKind::Verbatim,
            (0, 0),
            false,
            false,
            Some(&[("class", OptionValue::Class)]),
        ),
        name if NIKOLA.contains(&name) => spec(DirectiveKind::Loose, (0, 0), true, true, None),
        _ => None,
    }
}
