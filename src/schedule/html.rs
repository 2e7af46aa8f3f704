//! HTML as plain text: paragraphs and items on lines of their own, links with their address behind,
//! entities as characters.
//!
//! The texts of programmes are fragments by many hands, most of them without any tag; nothing here
//! can fail. A full HTML parser was tried: on a programme of 1,100 abstracts it takes longer than
//! all the rest.

use super::clean;

/// The plain text of a fragment. A text without tags only has its entities decoded.
pub(super) fn plain(text: &str) -> String {
    if !has_tags(text) {
        return clean::prose(&entities(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut link: Option<(String, usize)> = None;
    let mut rest = text;
    let mut preformatted = false;
    while let Some(at) = rest.find('<') {
        put(&mut out, &rest[..at], preformatted);
        rest = &rest[at..];
        let Some(tag) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        match (tag.name.as_str(), tag.closes) {
            ("script" | "style", false) => {
                let end = format!("</{}", tag.name);
                let found = rest.to_ascii_lowercase().find(&end);
                rest = &rest[found.unwrap_or(rest.len())..];
            }
            ("br", _) => out.push('\n'),
            ("pre", closes) => {
                preformatted = !closes;
                out.push_str("\n\n");
            }
            ("li", false) => out.push_str("\n- "),
            ("li", true) => {}
            (
                "p" | "div" | "ul" | "ol" | "blockquote" | "table" | "h1" | "h2" | "h3" | "h4"
                | "h5" | "h6" | "hr",
                _,
            ) => {
                out.push_str("\n\n");
            }
            ("tr" | "dt" | "dd", _) => out.push('\n'),
            ("td" | "th", true) => out.push(' '),
            ("a", false) => {
                link = tag
                    .href
                    .and_then(|url| clean::url(&entities(&url)))
                    .map(|url| (url, out.len()))
            }
            ("a", true) => {
                if let Some((url, from)) = link.take()
                    && out.get(from..).is_some_and(|shown| !shown.contains(&url))
                {
                    out.push_str(&format!(" <{url}>"));
                }
            }
            _ => {}
        }
    }
    put(&mut out, rest, preformatted);
    let lines: Vec<&str> = out.split('\n').map(str::trim).collect();
    clean::prose(&lines.join("\n"))
}

/// Adds text; outside of `<pre>` its line breaks are spaces.
fn put(out: &mut String, text: &str, preformatted: bool) {
    let text = entities(text);
    if preformatted {
        out.push_str(&text);
        return;
    }
    for (n, word) in text
        .split(|c: char| c.is_whitespace() && c != '\u{a0}')
        .enumerate()
    {
        if n > 0 && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(word);
    }
}

struct HtmlTag {
    name: String,
    closes: bool,
    href: Option<String>,
    length: usize,
}

/// The tag that a text begins with, if it is one.
fn tag(text: &str) -> Option<HtmlTag> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = comment.find("-->").map_or(text.len(), |end| 4 + end + 3);
        return Some(HtmlTag {
            name: "!".to_owned(),
            closes: false,
            href: None,
            length: end,
        });
    }
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = inner
        .strip_prefix('/')
        .map_or((false, inner), |rest| (true, rest));
    let name_end = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    if name_end == 0 || !inner.starts_with(|c: char| c.is_ascii_alphabetic()) || name_end > 12 {
        return None;
    }
    let name = inner[..name_end].to_ascii_lowercase();
    // `<name@example.org>` and `<https://...>` are no tags.
    if !inner[name_end..].starts_with([' ', '>', '/', '\n', '\t', '\r']) {
        return None;
    }
    let mut quote = None;
    let mut end = None;
    for (at, c) in inner[name_end..].char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => {
                end = Some(name_end + at);
                break;
            }
            _ => {}
        }
    }
    let end = end?;
    let attributes = &inner[name_end..end];
    Some(HtmlTag {
        href: (name == "a" && !closes).then(|| href(attributes)).flatten(),
        name,
        closes,
        length: text.len() - inner.len() + end + 1,
    })
}

fn href(attributes: &str) -> Option<String> {
    let at = attributes.to_ascii_lowercase().find("href")?;
    let value = attributes[at + 4..]
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next().map(str::to_owned),
        _ => value.split_whitespace().next().map(str::to_owned),
    }
}

/// Whether there is a tag of HTML in it.
fn has_tags(text: &str) -> bool {
    let known = [
        "p",
        "br",
        "div",
        "span",
        "a",
        "ul",
        "ol",
        "li",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "hr",
        "img",
        "script",
        "style",
        "sup",
        "sub",
        "font",
        "tbody",
        "thead",
        "iframe",
        "small",
    ];
    text.match_indices('<')
        .any(|(at, _)| tag(&text[at..]).is_some_and(|tag| known.contains(&tag.name.as_str())))
}

/// The text with its entities as characters. What is none stays.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest
            .as_bytes()
            .iter()
            .take(12)
            .position(|byte| *byte == b';');
        match end.and_then(|end| entity(rest.get(1..end)?).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of an entity's name, or of `#` and a number.
pub(super) fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    if let Some(at) = LATIN.iter().position(|known| *known == name) {
        return char::from_u32(160 + u32::try_from(at).ok()?);
    }
    OTHERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, c)| *c)
}

const OTHERS: [(&str, char); 32] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("bull", '•'),
    ("trade", '™'),
    ("euro", '€'),
    ("larr", '←'),
    ("rarr", '→'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
];

/// The names of U+00A0 to U+00FF, in order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_items_and_links_are_kept_as_text() {
        let html = "<p>One &amp; two.</p>\n<p>See <a href=\"https://x.org\">this\npage</a><br>now</p><ul><li>a</li><li>b</li></ul>";
        assert_eq!(
            plain(html),
            "One & two.\n\nSee this page <https://x.org>\nnow\n\n- a\n- b"
        );
    }

    #[test]
    fn what_is_no_html_stays() {
        for text in [
            "a < b and c > d",
            "Vec<String>",
            "<ada@example.org>",
            "R & D",
            "x &unknown; y",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn scripts_and_strange_addresses_go() {
        assert_eq!(
            plain("<script>alert(1)</script><b>x</b> <a href='javascript:x'>y</a>"),
            "x y"
        );
        assert_eq!(plain("Caf&eacute; &#8211; &#x41;&nbsp;"), "Café – A");
    }
}
