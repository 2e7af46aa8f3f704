//! Hyperlink targets, `.. _Name: url`, as hallway writes them.

use super::chars::is_space;
use super::escape::clean;
use super::inline::is_simple_name;
use super::name::collapse;
use super::width::columns;

/// How wide a target may be on one line.
const WIDTH: usize = 80;

/// Where the URL of a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TargetPlace {
    /// After the name.
    SameLine,
    /// On the next line, indented by so many spaces, at least one.
    NextLine(usize),
    /// After the name where that fits 80 columns, else on the next line, indented by four.
    Fitted,
}

/// How a target is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TargetShape {
    /// Where the URL stands.
    pub place: TargetPlace,
    /// Whether the name stands in back quotes even if it need not.
    pub quoted: bool,
}

impl TargetShape {
    /// The form of everything that hallway writes anew.
    pub const CANONICAL: TargetShape = TargetShape {
        place: TargetPlace::Fitted,
        quoted: false,
    };
}

/// The target of a name, without a line break at its end: one line, or two where it does not fit 80
/// columns. An empty string when there is nothing left of the name. An empty URL makes the target
/// lead to where it stands.
pub fn write(name: &str, url: &str) -> String {
    write_with(name, url, TargetShape::CANONICAL)
}

/// The target of a name in a certain form.
pub fn write_with(name: &str, url: &str, form: TargetShape) -> String {
    let name = collapse(&clean(name));
    if name.is_empty() {
        return name;
    }
    place(
        format!(".. _{}:", label(&name, form.quoted)),
        url,
        form.place,
    )
}

/// An anonymous target, to which the next anonymous reference leads.
pub fn anonymous(url: &str) -> String {
    place(".. __:".to_owned(), url, TargetPlace::Fitted)
}

fn place(start: String, url: &str, place: TargetPlace) -> String {
    let url = destination(url);
    if url.is_empty() {
        return start;
    }
    let line = format!("{start} {url}");
    let indent = match place {
        TargetPlace::SameLine => return line,
        TargetPlace::Fitted if columns(&line) <= WIDTH => return line,
        TargetPlace::Fitted => 4,
        TargetPlace::NextLine(indent) => indent.max(1),
    };
    format!("{start}\n{}{url}", " ".repeat(indent))
}

/// The name as it stands between `_` and `:`. docutils ends an unquoted one at the first colon
/// before a space, and takes a leading underscore for an anonymous target.
fn label(name: &str, quoted: bool) -> String {
    let mut escaped = name.replace('\\', "\\\\").replace('`', "\\`");
    if quoted || name.starts_with('_') || name.ends_with(':') || name.contains(": ") {
        escaped.insert(0, '`');
        escaped.push('`');
    }
    escaped
}

/// The URL as it stands in a target: white space and control characters percent-encoded, since
/// docutils would drop them, backslashes doubled, and a final underscore escaped where the whole
/// would read as another target's name.
fn destination(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for character in url.trim_matches(|c: char| is_space(c)).chars() {
        if is_space(character) || character.is_control() || character == '\u{feff}' {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                written.push_str(&format!("%{byte:02X}"));
            }
        } else if character == '\\' {
            written.push_str("\\\\");
        } else {
            written.push(character);
        }
    }
    if let Some(name) = written.strip_suffix('_') {
        let phrase = name.starts_with('`') && name.ends_with('`');
        if phrase || is_simple_name(name) {
            written.insert(written.len() - 1, '\\');
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_takes_two_lines_only_when_one_is_too_short() {
        assert_eq!(
            write("Red Hat", "https://www.redhat.com"),
            ".. _Red Hat: https://www.redhat.com"
        );
        let url = format!("https://x.org/{}", "a".repeat(56));
        let line = write("RHEL", &url);
        assert_eq!((line.len(), line.lines().count()), (80, 1), "{line}");
        let url = format!("{url}a");
        assert_eq!(write("RHEL", &url), format!(".. _RHEL:\n    {url}"));
        let form = |place| TargetShape {
            place,
            quoted: true,
        };
        assert_eq!(
            write_with("RHEL", &url, form(TargetPlace::SameLine)),
            format!(".. _`RHEL`: {url}")
        );
        assert_eq!(
            write_with("RHEL", "x", form(TargetPlace::NextLine(2))),
            ".. _`RHEL`:\n  x"
        );
    }

    #[test]
    fn names_are_quoted_only_when_they_must_be() {
        assert_eq!(write("a:b", "u"), ".. _a:b: u");
        assert_eq!(write("a: b", "u"), ".. _`a: b`: u");
        assert_eq!(write("a:", "u"), ".. _`a:`: u");
        assert_eq!(write("_a", "u"), ".. _`_a`: u");
        assert_eq!(write(r"C:\`x", "u"), r".. _C:\\\`x: u");
        assert_eq!(write(" a\n b ", "u"), ".. _a b: u");
        assert_eq!(write(" ", "u"), "");
    }

    #[test]
    fn urls_read_back_as_they_are() {
        assert_eq!(write("a", "a.html_"), r".. _a: a.html\_");
        assert_eq!(write("a", "https://x.org/a_"), ".. _a: https://x.org/a_");
        assert_eq!(
            write("a", r"https://x.org/a b\c"),
            r".. _a: https://x.org/a%20b\\c"
        );
        assert_eq!(anonymous("https://x.org"), ".. __: https://x.org");
        assert_eq!(write("a", ""), ".. _a:");
    }
}
