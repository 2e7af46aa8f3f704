//! How values look in a file: strings in quotes that need the fewest escapes, prose over several
//! lines, short lists on one line.

use super::markers::is_opening;
use super::value::{Table, Value};
use toml_edit::{Array, InlineTable, Item};

/// Lists of texts that would be wider than this have a line for each.
const WIDE: usize = 100;

/// A value as TOML. Tables in it are written in braces.
pub fn value(source: &Value) -> toml_edit::Value {
    match source {
        Value::Text(text) => written(line(text), text),
        Value::Prose(text) => written(prose(text), text),
        Value::Whole(number) => (*number).into(),
        Value::Bool(yes) => (*yes).into(),
        Value::Time(time) => (*time).into(),
        Value::List(elements) | Value::Headed(elements) => array(elements).into(),
        Value::Table(table) => inline(table).into(),
        // What hallway does not know it never encodes.
        Value::Other(kind) => (*kind).into(),
    }
}

/// A value as what stands under a key at the top level or under a header.
pub fn item(source: &Value) -> Item {
    match source {
        Value::Table(source) => Item::Table(table(source)),
        Value::Headed(elements) => {
            let mut tables = toml_edit::ArrayOfTables::new();
            for element in elements {
                if let Value::Table(element) = element {
                    tables.push(table(element));
                }
            }
            Item::ArrayOfTables(tables)
        }
        other => Item::Value(value(other)),
    }
}

/// A table with a header of its own.
pub fn table(source: &Table) -> toml_edit::Table {
    let mut table = toml_edit::Table::new();
    for field in source.fields().iter().filter(|field| !field.usual) {
        table.insert(&field.key, item(&field.value));
    }
    table
}

fn inline(source: &Table) -> InlineTable {
    let mut table = InlineTable::new();
    for field in source.fields().iter().filter(|field| !field.usual) {
        table.insert(&field.key, value(&field.value));
    }
    table
}

fn array(elements: &[Value]) -> Array {
    let mut array: Array = elements.iter().map(value).collect();
    let simple = elements.iter().all(|element| element.as_text().is_some());
    if elements.is_empty() || (simple && array.to_string().chars().count() <= WIDE) {
        return array;
    }
    for element in array.iter_mut() {
        element.decor_mut().set_prefix("\n    ");
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

/// A string that is written as `source`; `text` is what it says.
fn written(source: String, text: &str) -> toml_edit::Value {
    source.parse().unwrap_or_else(|_| text.into())
}

/// Whether single quotes, in which nothing is escaped, can hold the text.
fn is_literal(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() && c != '\t' && c != '\n')
}

/// A string on one line: basic, or literal where that saves escapes.
fn line(text: &str) -> String {
    let literal = text.contains(['"', '\\']) && !text.contains(['\'', '\n']) && is_literal(text);
    if literal {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => escape(other, &mut quoted),
        }
    }
    quoted.push('"');
    quoted
}

/// A string over several lines: literal, or basic where its text forbids that.
fn prose(text: &str) -> String {
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let is_plain = !text.contains("'''") && !text.lines().any(is_opening);
    if is_plain && is_literal(text) {
        return format!("'''\n{text}\n'''");
    }
    let mut quoted = String::with_capacity(text.len() + 16);
    quoted.push_str("\"\"\"\n");
    let mut run = 0;
    for line in text.split_inclusive('\n') {
        let mut line = line;
        // Else it would look as if git had left a merge unfinished.
        if is_opening(line) {
            quoted.push_str("\\u003C");
            line = &line[1..];
        }
        prose_line(line, &mut run, &mut quoted);
    }
    quoted.push_str("\n\"\"\"");
    quoted
}

/// A line of a basic string over several lines; `run` counts the quotes that stand next to each
/// other.
fn prose_line(line: &str, run: &mut usize, quoted: &mut String) {
    for c in line.chars() {
        *run = if c == '"' { *run + 1 } else { 0 };
        match c {
            '"' if *run == 3 => {
                quoted.push_str("\\\"");
                *run = 0;
            }
            '"' | '\n' => quoted.push(c),
            other => escape(other, quoted),
        }
    }
}

/// One character of a basic string, quotes and line feeds apart.
fn escape(c: char, into: &mut String) {
    match c {
        '\\' => into.push_str("\\\\"),
        '\t' => into.push('\t'),
        '\r' => into.push_str("\\r"),
        c if c.is_control() => into.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => into.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_chosen_for_the_fewest_escapes() {
        assert_eq!(line("plain"), "\"plain\"");
        assert_eq!(line("say \"hi\""), "'say \"hi\"'");
        assert_eq!(line("it's a \"thing\""), "\"it's a \\\"thing\\\"\"");
        assert_eq!(line("bell\u{7}"), "\"bell\\u0007\"");
        assert_eq!(prose("it's\n"), "'''\nit's\n\n'''");
        assert_eq!(prose("'''' \\"), "\"\"\"\n'''' \\\\\n\"\"\"");
        assert_eq!(prose("''' \"\"\"\""), "\"\"\"\n''' \"\"\\\"\"\n\"\"\"");
        let escaped = "\"\"\"\n\\u003C<<<<<< HEAD\n<<<<<<<< \n\"\"\"";
        assert_eq!(prose("<<<<<<< HEAD\n<<<<<<<< "), escaped);
    }

    #[test]
    fn long_lists_have_a_line_for_each() {
        let texts = |text: &str| Value::List(vec![text.into(), text.into()]);
        assert_eq!(value(&texts("a")).to_string(), "[\"a\", \"a\"]");
        let long = "a".repeat(60);
        let expected = format!("[\n    \"{long}\",\n    \"{long}\",\n]");
        assert_eq!(value(&texts(&long)).to_string(), expected);
    }
}
