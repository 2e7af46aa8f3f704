//! The values that files are made of, between TOML text and the model.
//!
//! A document's canonical encoding is a [`Table`] in the order in which a fresh file is written.
//! Reading gives the same type, so that one decoder serves files and merges alike.

use std::collections::HashMap;
use std::sync::OnceLock;
use toml_edit::Datetime;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string on one line.
    Text(String),
    /// A string that is written over several lines, without the line break before the closing
    /// quotes.
    Prose(String),
    /// An integer.
    Whole(i64),
    /// A boolean.
    Bool(bool),
    /// A date, or a date with a time and an offset.
    Time(Datetime),
    /// An array in brackets.
    List(Vec<Value>),
    /// An array of tables with a `[[header]]` each.
    Headed(Vec<Value>),
    /// A table.
    Table(Table),
    /// Something that hallway never writes, by what it is.
    Other(&'static str),
}

/// Keys with values, in order.
#[derive(Debug, Clone, Default)]
pub struct Table {
    fields: Vec<TableField>,
    /// Where each key stands, in a table of many, once somebody has asked for one.
    places: OnceLock<HashMap<String, usize>>,
}

/// From how many fields on a table finds its keys by an index.
const MANY: usize = 32;

impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.fields == other.fields
    }
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct TableField {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
    /// It says what holds anyway, so a file need not mention it; where a file does, it stays.
    pub usual: bool,
}

impl Value {
    /// The elements of an array of either form.
    pub fn elements(&self) -> Option<&[Value]> {
        match self {
            Value::List(elements) | Value::Headed(elements) => Some(elements),
            _ => None,
        }
    }

    /// The text of a string of either form.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Prose(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) | Value::Prose(_) => "text",
            Value::Whole(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Time(time) => match (time.date.is_some(), time.time.is_some(), time.offset) {
                (true, true, Some(_)) => "a date with a time",
                (true, true, None) => "a time without an offset",
                (true, false, _) => "a date",
                _ => "a time of day",
            },
            Value::List(_) | Value::Headed(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }
}

impl Table {
    /// The fields, in order.
    pub fn fields(&self) -> &[TableField] {
        &self.fields
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.field(key).map(|field| &field.value)
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&TableField> {
        match self.fields.len() < MANY {
            true => self.fields.iter().find(|field| field.key == key),
            false => self.places().get(key).map(|at| &self.fields[*at]),
        }
    }

    fn places(&self) -> &HashMap<String, usize> {
        self.places.get_or_init(|| {
            let mut places = HashMap::with_capacity(self.fields.len());
            for (at, field) in self.fields.iter().enumerate() {
                places.entry(field.key.clone()).or_insert(at);
            }
            places
        })
    }

    /// Whether there is nothing in it that a file has to say.
    pub fn is_silent(&self) -> bool {
        self.fields.iter().all(|field| field.usual)
    }

    /// Adds a field that every file has.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.push(key, value.into(), false);
    }

    /// Adds a field that a fresh file leaves out where `usual` holds.
    pub fn unless(&mut self, usual: bool, key: &str, value: impl Into<Value>) {
        self.push(key, value.into(), usual);
    }

    /// Adds a field where there is a value.
    pub fn may<T: Into<Value>>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.push(key, value.into(), false);
        }
    }

    /// Adds texts in brackets; none are usual.
    pub fn texts(&mut self, key: &str, texts: &[String]) {
        let elements = texts.iter().map(|text| Value::Text(text.clone())).collect();
        self.push(key, Value::List(elements), texts.is_empty());
    }

    /// Adds prose; none is usual.
    pub fn prose(&mut self, key: &str, text: &str) {
        self.push(key, Value::Prose(text.to_owned()), text.is_empty());
    }

    /// Adds an array of tables where there are any.
    pub fn tables<T>(&mut self, key: &str, items: &[T], encode: impl Fn(&T) -> Table) {
        if !items.is_empty() {
            let elements = items.iter().map(|item| Value::Table(encode(item)));
            self.push(key, Value::Headed(elements.collect()), false);
        }
    }

    /// Adds a table where it has something to say.
    pub fn table(&mut self, key: &str, table: Table) {
        if !table.is_silent() {
            self.push(key, Value::Table(table), false);
        }
    }

    /// Adds a field.
    pub fn push(&mut self, key: &str, value: Value, usual: bool) {
        self.places.take();
        self.fields.push(TableField {
            key: key.to_owned(),
            value,
            usual,
        });
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Bool(yes)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Whole(number)
    }
}

impl From<Datetime> for Value {
    fn from(time: Datetime) -> Value {
        Value::Time(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One after the other would be forty thousand million comparisons.
    #[test]
    fn a_key_of_very_many_is_found_at_once() {
        let mut table = Table::default();
        for number in 0..200_000 {
            table.set(&format!("key {number}"), number);
        }
        table.set("key 7", "again");
        for number in 0..200_000_i64 {
            let found = table.get(&format!("key {number}"));
            assert_eq!(found, Some(&Value::Whole(number)));
        }
        assert_eq!(table.get("key"), None);
        table.set("key", true);
        assert_eq!(table.get("key"), Some(&Value::Bool(true)));
    }
}
