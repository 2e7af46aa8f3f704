//! What each directive makes of its parts, and what it demands of them (docutils' `Directive.run`
//! methods).

use super::spec::DirectiveKind;
use super::{DirectiveRun, value};
use crate::rst::chars::is_space;
use crate::rst::read::lines::LineView;
use crate::rst::read::{BlockReader, Parent, Window};
use crate::rst::tree::{
    Block, BlockContent, Body, Directive, InlineText, MessageLevel, Opaque, ProblemKind,
};

/// The names of Pygments' lexers, version 2.21, one a line.
const LEXERS: &str = include_str!("lexers.txt");

/// Why docutils refuses a directive.
type Refusal = (MessageLevel, String);

impl BlockReader<'_> {
    /// Reads a directive's content by its kind. A refusal means that docutils shows an error in its
    /// place.
    pub(super) fn run(&mut self, window: Window, run: DirectiveRun) -> Result<Directive, Refusal> {
        use DirectiveKind::*;
        let error = |why: &str| Err((MessageLevel::Error, why.to_string()));
        let kind = run.spec.kind;
        let parts = &run.parts;
        let option = |name: &str| {
            let found = parts.options.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_deref().unwrap_or(""))
        };
        if parts.content.is_empty() {
            match kind {
                Plain | Titled | Topic | Sidebar | Container | Quote | Code | ParsedLiteral
                | LineBlock | Replace | Needed | ListTable => {
                    return error("content expected, none found");
                }
                Table => {
                    return Err((
                        MessageLevel::Warning,
                        "content expected, none found".to_string(),
                    ));
                }
                CsvTable | Raw if option("file").is_none() && option("url").is_none() => {
                    return error("content expected, none found");
                }
                _ => {}
            }
        } else if matches!(kind, CsvTable | Raw)
            && (option("file").is_some() || option("url").is_some())
        {
            return error("it may not have both a file and content");
        }
        match kind {
            Topic | Contents if window.parent == Parent::Body => {
                return error("it may not stand here");
            }
            Sidebar if matches!(window.parent, Parent::Body | Parent::Sidebar) => {
                return error("it may not stand here");
            }
            Sidebar if option("subtitle").is_some() && parts.arguments.is_empty() => {
                return error("a subtitle needs a title");
            }
            Replace | Inline if !run.substitution => {
                return error("it may stand in a substitution only");
            }
            Class | Container => {
                let text = self.lines.join(&parts.arguments);
                if !text.split(is_space).all(value::makes_class) {
                    return error("its argument makes no class name");
                }
            }
            Image
                if run.substitution
                    && option("align")
                        .is_some_and(|side| matches!(side, "left" | "center" | "right")) =>
            {
                return error("its alignment is not allowed in a substitution");
            }
            Image
                if option("align")
                    .is_some_and(|side| matches!(side, "top" | "middle" | "bottom")) =>
            {
                return error("its alignment is not allowed here");
            }
            Code => {
                let language = self.lines.join(&parts.arguments).to_lowercase();
                if !language.is_empty() && !LEXERS.lines().any(|known| known == language) {
                    let why = format!("there is no lexer for \"{language}\"");
                    return Err((MessageLevel::Warning, why));
                }
                let start = option("number-lines").unwrap_or("").trim_matches(is_space);
                if !start.is_empty() && start.parse::<i64>().is_err() {
                    return error("the first line number is not a number");
                }
            }
            _ => {}
        }
        let title = match kind {
            Titled | Topic | Sidebar | Rubric | Contents | Table | ListTable | CsvTable
                if !parts.arguments.is_empty() =>
            {
                Some(self.inline(&parts.arguments))
            }
            _ => None,
        };
        let content = match kind {
            Plain | Titled | Topic | Container => self.inside(&parts.content, Parent::Body),
            Sidebar => self.inside(&parts.content, Parent::Sidebar),
            Class => self.inside(&parts.content, Parent::Free),
            Quote => {
                let mut blocks = Vec::new();
                self.quoted_blocks(&parts.content, &mut blocks);
                BlockContent::Blocks(blocks)
            }
            Figure => {
                let content = self.inside(&parts.content, Parent::Free);
                match caption_fault(&content) {
                    None => content,
                    Some(kept) => {
                        let message = "a figure's caption must be a paragraph or an empty comment";
                        self.report(
                            run.row,
                            MessageLevel::Error,
                            ProblemKind::Directive,
                            message,
                        );
                        kept
                    }
                }
            }
            ParsedLiteral | LineBlock => BlockContent::Text(self.inline(&parts.content)),
            Table => {
                let content = self.inside(&parts.content, Parent::Free);
                if !is_table(&content) {
                    return error("exactly one table expected");
                }
                content
            }
            ListTable => {
                let content = self.inside(&parts.content, Parent::Free);
                check_list(&content, option("header-rows"), option("stub-columns"))?;
                content
            }
            Replace => BlockContent::Text(self.replacement(&parts.content)?),
            _ => self.verbatim(&parts.content),
        };
        let options = run.parts.options.into_iter();
        Ok(Directive {
            name: run.name.to_string(),
            arguments: self.lines.join(&run.parts.arguments),
            title,
            options: options
                .map(|(name, value)| (name, value.unwrap_or_default()))
                .collect(),
            content,
        })
    }

    /// Content that is read as reST.
    fn inside(&mut self, views: &[LineView], parent: Parent) -> BlockContent {
        match views {
            [] => BlockContent::Empty,
            views => BlockContent::Blocks(self.blocks(views, parent)),
        }
    }

    /// The text of `replace`, which must be one paragraph.
    fn replacement(&mut self, content: &[LineView]) -> Result<InlineText, Refusal> {
        let mut blocks = self.blocks(content, Parent::Free);
        // What docutils refuses counts as its message only.
        blocks.retain(|block| {
            !matches!(
                block.body,
                Body::Opaque {
                    kind: Opaque::Malformed,
                    ..
                }
            )
        });
        match (blocks.pop(), blocks.is_empty()) {
            (
                Some(Block {
                    span,
                    body: Body::Paragraph(inlines),
                }),
                true,
            ) => Ok(InlineText { span, inlines }),
            (None, _) => Ok(InlineText::default()),
            _ => Err((
                MessageLevel::Error,
                "it may contain a single paragraph only".to_string(),
            )),
        }
    }
}

/// What docutils keeps of a figure's content that does not begin with a caption: the targets
/// before. `None` if the content begins with a caption or with the empty comment that stands for
/// none.
fn caption_fault(content: &BlockContent) -> Option<BlockContent> {
    let BlockContent::Blocks(blocks) = content else {
        return None;
    };
    let passed = |block: &&Block| match &block.body {
        Body::Target(_) => true,
        Body::Directive(directive) => {
            directive.name == "class" && directive.content == BlockContent::Empty
        }
        _ => false,
    };
    let before = blocks.iter().take_while(passed).count();
    let fine = match blocks.get(before).map(|block| &block.body) {
        Some(Body::Comment(text)) => text.is_empty(),
        Some(body) => matches!(body, Body::Paragraph(_)),
        None => true,
    };
    (!fine).then(|| BlockContent::Blocks(blocks.iter().take(before).cloned().collect()))
}

fn is_table(content: &BlockContent) -> bool {
    let BlockContent::Blocks(blocks) = content else {
        return false;
    };
    match blocks.as_slice() {
        [
            Block {
                body:
                    Body::Opaque {
                        kind: Opaque::GridTable | Opaque::SimpleTable,
                        ..
                    },
                ..
            },
        ] => true,
        [
            Block {
                body: Body::Directive(directive),
                ..
            },
        ] => directive.name.ends_with("table"),
        _ => false,
    }
}

/// Checks that the content is a bullet list of bullet lists of one length.
fn check_list(
    content: &BlockContent,
    header: Option<&str>,
    stub: Option<&str>,
) -> Result<(), Refusal> {
    let error = |why: &str| Err((MessageLevel::Error, why.to_string()));
    let BlockContent::Blocks(blocks) = content else {
        return error("exactly one bullet list expected");
    };
    let [
        Block {
            body: Body::BulletList { items: rows, .. },
            ..
        },
    ] = blocks.as_slice()
    else {
        return error("exactly one bullet list expected");
    };
    let mut columns = None;
    for row in rows {
        let [
            Block {
                body: Body::BulletList { items, .. },
                ..
            },
        ] = row.blocks.as_slice()
        else {
            return error("a row is not a bullet list");
        };
        if *columns.get_or_insert(items.len()) != items.len() {
            return error("the rows differ in length");
        }
    }
    let count = |text: Option<&str>| {
        text.and_then(|text| text.trim_matches(is_space).parse().ok())
            .unwrap_or(0)
    };
    let (header, stub): (usize, usize) = (count(header), count(stub));
    let full = header > 0 && header >= rows.len()
        || stub > 0 && columns.is_some_and(|columns| stub >= columns);
    if full {
        error("no data is left for the table's body")
    } else {
        Ok(())
    }
}
