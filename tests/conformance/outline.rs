//! hallway's tree as lines of text, in the form in which `outline.py` writes docutils'.

use hallway::rst::inline::adjust_uri;
use hallway::rst::name::{collapse, normalise};
use hallway::rst::tree::*;

/// The lines of a document.
pub fn outline(source: &str, document: &DocumentTree) -> Vec<String> {
    let mut lines = Lines(Vec::new(), source);
    lines.blocks(&document.blocks, 0);
    lines.0
}

struct Lines<'s>(Vec<String>, &'s str);

/// The roles that docutils and Nikola know.
const ROLES: &[&str] = &[
    "title",
    "title-reference",
    "t",
    "emphasis",
    "strong",
    "literal",
    "sub",
    "sup",
    "subscript",
    "superscript",
    "code",
    "math",
    "doc",
];

fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

impl Lines<'_> {
    fn put(&mut self, depth: usize, words: &[&str]) {
        self.0
            .push(format!("{}{}", "  ".repeat(depth), words.join(" ")));
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(&block.body, depth);
        }
    }

    fn items(&mut self, items: &[ListItem], depth: usize) {
        for item in items {
            self.put(depth + 1, &["item"]);
            self.blocks(&item.blocks, depth + 2);
        }
    }

    fn block(&mut self, body: &Body, depth: usize) {
        match body {
            Body::Section(section) => {
                self.put(depth, &["section"]);
                self.inline(&section.heading.title.inlines, depth + 1);
                self.blocks(&section.blocks, depth + 1);
            }
            Body::Transition => self.put(depth, &["transition"]),
            Body::Paragraph(inlines) => {
                self.put(depth, &["paragraph"]);
                self.inline(inlines, depth + 1);
            }
            Body::BulletList { bullet, items } => {
                self.put(depth, &["bullets", &bullet.to_string()]);
                self.items(items, depth);
            }
            Body::EnumeratedList {
                style,
                start,
                items,
            } => {
                let sequence = match style.sequence {
                    'a' => "loweralpha",
                    'A' => "upperalpha",
                    'i' => "lowerroman",
                    'I' => "upperroman",
                    _ => "arabic",
                };
                let start = start.to_string();
                self.put(
                    depth,
                    &["numbers", sequence, style.prefix, style.suffix, &start],
                );
                self.items(items, depth);
            }
            Body::DefinitionList(items) => {
                self.put(depth, &["definitions"]);
                for item in items {
                    self.put(depth + 1, &["item"]);
                    self.put(depth + 2, &["term"]);
                    self.inline(&item.term.inlines, depth + 3);
                    for classifier in &item.classifiers {
                        self.put(depth + 2, &["classifier"]);
                        self.inline(&classifier.inlines, depth + 3);
                    }
                    self.blocks(&item.blocks, depth + 2);
                }
            }
            Body::FieldList(fields) => {
                self.put(depth, &["fields"]);
                for field in fields {
                    self.put(depth + 1, &["field"]);
                    self.inline(&field.label.inlines, depth + 2);
                    self.blocks(&field.blocks, depth + 2);
                }
            }
            Body::BlockQuote {
                blocks,
                attribution,
            } => {
                self.put(depth, &["quote"]);
                if let Some(text) = attribution {
                    self.put(depth + 1, &["by"]);
                    self.inline(&text.inlines, depth + 2);
                }
                self.blocks(blocks, depth + 1);
            }
            Body::LineBlock(lines) => {
                self.put(depth, &["lines"]);
                for line in lines {
                    self.put(depth + 1, &["line", &line.depth.to_string()]);
                    self.inline(&line.text.inlines, depth + 2);
                }
            }
            Body::LiteralBlock(text) => self.put(depth, &["literal", &quote(text)]),
            Body::DoctestBlock(text) => self.put(depth, &["doctest", &quote(text)]),
            Body::Comment(text) => self.put(depth, &["comment", &quote(text)]),
            Body::Target(target) => self.target(target, depth),
            Body::Substitution { name, .. } => {
                self.put(depth, &["substitution", &quote(&collapse(name))])
            }
            Body::Footnote {
                label,
                citation,
                blocks,
            } => {
                let kind = if *citation { "citation" } else { "footnote" };
                self.put(depth, &[kind, &quote(&label.to_lowercase())]);
                self.blocks(blocks, depth + 1);
            }
            Body::Directive(directive) => self.directive(directive, depth),
            Body::Opaque { kind, blocks } => {
                match kind {
                    Opaque::Malformed => return,
                    Opaque::OptionList => self.put(depth, &["options"]),
                    Opaque::GridTable | Opaque::SimpleTable => self.put(depth, &["table"]),
                }
                self.blocks(blocks, depth + 1);
            }
        }
    }

    fn target(&mut self, target: &Target, depth: usize) {
        let name = match &target.name {
            Some(name) => quote(&normalise(name)),
            None => "anonymous".to_string(),
        };
        match &target.to {
            Destination::Here => self.put(depth, &["target", &name, "here"]),
            Destination::Uri(uri) => {
                let uri = if target.name.is_some() {
                    adjust_uri(uri)
                } else {
                    uri.clone()
                };
                self.put(depth, &["target", &name, "uri", &quote(&uri)]);
            }
            Destination::Name(to) => {
                self.put(depth, &["target", &name, "name", &quote(&normalise(to))])
            }
        }
    }

    fn directive(&mut self, directive: &Directive, depth: usize) {
        let name = directive.name.to_lowercase();
        match name.as_str() {
            "class" if directive.content == BlockContent::Empty => return,
            "header" | "footer" | "role" | "default-role" | "title" | "meta" | "sectnum" => return,
            "section-numbering" | "target-notes" | "include" | "math" => return,
            _ => {}
        }
        self.put(depth, &["directive", &name]);
        if !name.ends_with("table")
            && let Some(title) = &directive.title
        {
            self.inline(&title.inlines, depth + 1);
        }
        if name == "image" {
            let words: Vec<&str> = directive.arguments.split_whitespace().collect();
            self.put(depth + 1, &["uri", &quote(&words.join(" "))]);
        }
        match &directive.content {
            BlockContent::Verbatim(text)
                if matches!(name.as_str(), "code" | "code-block" | "sourcecode" | "raw") =>
            {
                self.put(depth + 1, &[&quote(text)])
            }
            BlockContent::Verbatim(_) | BlockContent::Empty => {}
            BlockContent::Text(text) => self.inline(&text.inlines, depth + 1),
            BlockContent::Blocks(blocks) if name == "figure" => {
                let caption = blocks
                    .iter()
                    .position(|block| !matches!(block.body, Body::Target(_)));
                let empty = caption.filter(|at| blocks[*at].body == Body::Comment(String::new()));
                for (at, block) in blocks.iter().enumerate() {
                    if Some(at) != empty {
                        self.block(&block.body, depth + 1);
                    }
                }
            }
            BlockContent::Blocks(blocks) if name == "list-table" => {
                for row in lists(blocks) {
                    for cell in lists(&row.blocks) {
                        self.blocks(&cell.blocks, depth + 1);
                    }
                }
            }
            BlockContent::Blocks(blocks) if name == "table" => {
                if let [
                    Block {
                        body: Body::Opaque { blocks, .. },
                        ..
                    },
                ] = blocks.as_slice()
                {
                    self.blocks(blocks, depth + 1);
                }
            }
            BlockContent::Blocks(blocks) => self.blocks(blocks, depth + 1),
        }
    }

    fn inline(&mut self, inlines: &[Inline], depth: usize) {
        let mut text = String::new();
        for inline in inlines {
            if let InlineBody::Text(more) = &inline.body {
                text.push_str(more);
                continue;
            }
            if !text.is_empty() {
                self.put(depth, &["text", &quote(&text)]);
                text.clear();
            }
            let words = match &inline.body {
                InlineBody::Interpreted {
                    role: Some(role), ..
                } if !ROLES.contains(&role.as_str()) => {
                    vec![
                        "problematic".to_string(),
                        quote(&self.1[inline.span.start..inline.span.end]),
                    ]
                }
                body => words(body),
            };
            self.put(depth, &words.iter().map(String::as_str).collect::<Vec<_>>());
        }
        if !text.is_empty() {
            self.put(depth, &["text", &quote(&text)]);
        }
    }
}

fn lists(blocks: &[Block]) -> &[ListItem] {
    match blocks {
        [
            Block {
                body: Body::BulletList { items, .. },
                ..
            },
        ] => items,
        _ => &[],
    }
}

fn words(body: &InlineBody) -> Vec<String> {
    let two = |word: &str, text: &str| vec![word.to_string(), quote(text)];
    match body {
        InlineBody::Text(text) => two("text", text),
        InlineBody::Emphasis(text) => two("emphasis", text),
        InlineBody::Strong(text) => two("strong", text),
        InlineBody::Literal(text) => two("literal", text),
        InlineBody::Interpreted { role, text } => {
            let role = match role.as_deref().unwrap_or("title") {
                "title" | "title-reference" | "t" => "title_reference",
                "sub" => "subscript",
                "sup" => "superscript",
                "code" => "literal",
                other => other,
            };
            two(role, text)
        }
        InlineBody::Reference(reference) => {
            let mut words = two("reference", &reference.text);
            match &reference.to {
                Referent::Name(name) | Referent::Alias { name, .. } => {
                    words.push("name".to_string());
                    words.push(quote(&normalise(name)));
                }
                Referent::Anonymous => words.push("anonymous".to_string()),
                Referent::Embedded { uri, .. } | Referent::Standalone(uri) => {
                    words.push("uri".to_string());
                    words.push(quote(uri));
                }
            }
            words
        }
        InlineBody::InlineTarget(text) => two("target", text),
        InlineBody::FootnoteReference(label) => two("note", &label.to_lowercase()),
        InlineBody::Substitution { name, reference } => {
            let mut words = two("substitution", name);
            if *reference {
                words.push("reference".to_string());
            }
            words
        }
        InlineBody::Problematic(source) => two("problematic", source),
    }
}
