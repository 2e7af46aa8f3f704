//! The document tree: what the reader makes of a source text.
//!
//! Every node carries the byte range of the source that it was made from, so that importers can cut
//! texts apart without loss and findings can point at a place. The words are those of docutils
//! (target, reference, adornment, literal block, interpreted text).

/// A half-open byte range `start..end` of the source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A whole source text, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentTree {
    /// The blocks of the top level; sections nest.
    pub blocks: Vec<Block>,
    /// What docutils would say about the text, in order of place.
    pub problems: Vec<SystemMessage>,
    /// For each running text, in order: the byte at which it begins, and the line (from 1) that
    /// docutils' outermost run has reached when it reads that text. docutils counts a name of
    /// the text that is taken already to that line.
    pub reached: Vec<(usize, usize)>,
}

/// One block-level element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// From the first byte of its first line (after the indentation of the enclosing block) to the
    /// end of its last line, without the line break.
    pub span: Span,
    /// What it is.
    pub body: Body,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A heading with everything below it up to the next heading of its level or a higher one.
    Section(Section),
    /// A line of punctuation between blank lines.
    Transition,
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A bullet list; all items have the same bullet.
    BulletList {
        /// One of `-*+•‣⁃`.
        bullet: char,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A numbered list.
    EnumeratedList {
        /// How the ordinals are written.
        style: Enumeration,
        /// The first ordinal.
        start: u32,
        /// The items.
        items: Vec<ListItem>,
    },
    /// Terms with definitions.
    DefinitionList(Vec<Definition>),
    /// `:name: body` fields.
    FieldList(Vec<FieldItem>),
    /// An indented part of the text.
    BlockQuote {
        /// The quoted blocks.
        blocks: Vec<Block>,
        /// The line after `--`, if any.
        attribution: Option<InlineText>,
    },
    /// Lines that start with `|`.
    LineBlock(Vec<VerseLine>),
    /// Verbatim text, after `::`.
    LiteralBlock(String),
    /// A Python session, `>>> `.
    DoctestBlock(String),
    /// `.. name:: arguments` with options and content.
    Directive(Directive),
    /// A comment; the text without its indentation.
    Comment(String),
    /// A hyperlink target.
    Target(Target),
    /// `.. |name| directive:: ...`
    Substitution {
        /// The name as written.
        name: String,
        /// The embedded directive.
        directive: Directive,
    },
    /// `.. [label] body`, also citations.
    Footnote {
        /// The label as written: a number, `#`, `#name`, `*` or a citation's name.
        label: String,
        /// Whether it is a citation.
        citation: bool,
        /// The body.
        blocks: Vec<Block>,
    },
    /// A table, an option list or anything else that is kept verbatim.
    Opaque {
        /// What it is.
        kind: Opaque,
        /// What stands in its cells or descriptions, one after the other, for those who look for
        /// references, targets and problems.
        blocks: Vec<Block>,
    },
}

/// What an opaque block is, as far as its first line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opaque {
    /// A grid table.
    GridTable,
    /// A simple table.
    SimpleTable,
    /// An option list.
    OptionList,
    /// Lines that docutils refuses; it would show them as a system message with a literal block.
    Malformed,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: SectionHeading,
    /// Depth in the document, 1 for the outermost.
    pub depth: usize,
    /// The body, subsections included.
    pub blocks: Vec<Block>,
}

/// A section's title with its adornment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionHeading {
    /// All lines of the heading, from the first byte of the overline or title line to the end of
    /// the underline, without its line break.
    pub span: Span,
    /// The title text.
    pub title: InlineText,
    /// The adornment character.
    pub character: char,
    /// Whether there is a line above, too.
    pub overline: bool,
}

/// A run of inline markup with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InlineText {
    /// Where it stands.
    pub span: Span,
    /// Its parts.
    pub inlines: Vec<Inline>,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// From the bullet or enumerator on.
    pub span: Span,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// How the ordinals of an enumerated list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enumeration {
    /// `1`, `a`, `A`, `i`, `I`, or `#`.
    pub sequence: char,
    /// What stands before the ordinal, "(" or nothing.
    pub prefix: &'static str,
    /// What stands after it, "." or ")".
    pub suffix: &'static str,
}

/// A term with its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The whole item.
    pub span: Span,
    /// The term.
    pub term: InlineText,
    /// What follows ` : ` on the term's line.
    pub classifiers: Vec<InlineText>,
    /// The definition.
    pub blocks: Vec<Block>,
}

/// A field of a field list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldItem {
    /// The whole field.
    pub span: Span,
    /// The name as written between the colons.
    pub name: String,
    /// The name, read as inline markup.
    pub label: InlineText,
    /// The body.
    pub blocks: Vec<Block>,
}

/// A line of a line block; deeper lines have a larger indent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerseLine {
    /// Nesting depth, 0 for the outermost.
    pub depth: usize,
    /// The text.
    pub text: InlineText,
}

/// A directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The name as written.
    pub name: String,
    /// The argument text, lines joined by a newline.
    pub arguments: String,
    /// The argument read as inline markup, for those directives that show it (admonition, topic,
    /// sidebar, rubric, tables).
    pub title: Option<InlineText>,
    /// Options in order, `:name: value`.
    pub options: Vec<(String, String)>,
    /// What it contains.
    pub content: BlockContent,
}

/// The content of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockContent {
    /// None.
    Empty,
    /// Text that is not read as reST (code, raw, tables, unknown directives), without its
    /// indentation.
    Verbatim(String),
    /// reST, for admonitions, figures' captions, topics and the like.
    Blocks(Vec<Block>),
    /// Inline markup, for `parsed-literal` and `replace`.
    Text(InlineText),
}

/// A hyperlink target block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name with escapes resolved, white space made one space, case as written; `None` for an
    /// anonymous target.
    pub name: Option<String>,
    /// What it leads to.
    pub to: Destination,
}

/// What a target leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The place where the target stands (or the next target, when one follows at once).
    Here,
    /// A URL with white space removed and escapes resolved.
    Uri(String),
    /// Another name, with escapes resolved.
    Name(String),
}

/// One inline element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// Where it stands, markup included.
    pub span: Span,
    /// What it is.
    pub body: InlineBody,
}

/// The kinds of inline element. Texts have their escapes resolved and keep their line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineBody {
    /// Plain text.
    Text(String),
    /// `*text*`
    Emphasis(String),
    /// `**text**`
    Strong(String),
    /// ``` ``text`` ```, verbatim.
    Literal(String),
    /// Interpreted text; without a role it renders as a title reference.
    Interpreted {
        /// The role as written, if any.
        role: Option<String>,
        /// The text.
        text: String,
    },
    /// A hyperlink reference.
    Reference(Reference),
    /// `` _`text` ``
    InlineTarget(String),
    /// `[1]_`, `[#name]_`, `[*]_` and citations: the label.
    FootnoteReference(String),
    /// `|name|`, perhaps with an underscore after it.
    Substitution {
        /// The name as written.
        name: String,
        /// `|name|_` or `|name|__`.
        reference: bool,
    },
    /// A start-string without its end, or markup that docutils refuses: its source.
    Problematic(String),
}

/// A hyperlink reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What the reader sees.
    pub text: String,
    /// Where it leads.
    pub to: Referent,
    /// Whether it is written in back quotes.
    pub quoted: bool,
}

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Referent {
    /// A target of this name (as written, escapes resolved; compare with `name::normalise`).
    Name(String),
    /// The next anonymous target.
    Anonymous,
    /// An embedded URI, `` `text <uri>`_ ``; `named` with one underscore, which makes the text a
    /// target, too.
    Embedded {
        /// The URI.
        uri: String,
        /// One underscore rather than two.
        named: bool,
    },
    /// An embedded alias, `` `text <name_>`_ ``.
    Alias {
        /// The other name.
        name: String,
        /// One underscore rather than two.
        named: bool,
    },
    /// A URI or an e-mail address that stands in the text on its own; the URI.
    Standalone(String),
}

/// Something that docutils reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemMessage {
    /// Where.
    pub span: Span,
    /// How bad.
    pub level: MessageLevel,
    /// What kind.
    pub kind: ProblemKind,
    /// The sentence, ours.
    pub message: String,
}

/// docutils' levels of system messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageLevel {
    /// 1
    Info,
    /// 2
    Warning,
    /// 3
    Error,
    /// 4
    Severe,
}

/// What is wrong, so that a caller can decide without reading the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// A title whose underline is shorter than it is.
    ShortUnderline,
    /// A title whose overline does not match or has no underline, or a title that may not stand
    /// here.
    BadTitle,
    /// A heading that skips a level.
    SkippedLevel,
    /// An indentation that ends without a blank line.
    UnexpectedUnindent,
    /// An indentation where none can be.
    UnexpectedIndent,
    /// A list whose items are out of order or that ends without a blank line.
    List,
    /// An inline start-string without its end-string.
    UnclosedMarkup,
    /// A target or another explicit construct that cannot be read.
    MalformedTarget,
    /// A literal block without content.
    EmptyLiteral,
    /// A directive with faulty arguments, options or content.
    Directive,
    /// A table that cannot be read.
    Table,
    /// A directive of a name that nobody knows.
    UnknownDirective,
    /// A role of a name that nobody knows.
    UnknownRole,
    /// A reference without its target, or a target that leads nowhere.
    UndefinedReference,
    /// A reference whose name several targets have.
    AmbiguousReference,
    /// A substitution without its definition.
    UndefinedSubstitution,
    /// More anonymous references than anonymous targets, or fewer.
    AnonymousMismatch,
    /// One name for two places.
    DuplicateTarget,
    /// A target that nothing refers to.
    UnusedTarget,
    /// Anything else.
    Other,
}
