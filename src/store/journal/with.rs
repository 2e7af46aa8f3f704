//! Single values of an event or a session by their keys, as TOML.

use super::Snapshot;
use toml_edit::{DocumentMut, Item, Table, Value};

impl Snapshot {
    /// What it says with another value, given as TOML, under a key with the keys above it
    /// (`closing.title`), or without any; nothing when that is no sound content.
    pub fn with(&self, key: &str, value: Option<&str>) -> Option<Snapshot> {
        let kind = self.kind();
        let mut document: DocumentMut = self.toml().parse().ok()?;
        let mut table: &mut Table = document.as_table_mut();
        let mut keys: Vec<&str> = key.split('.').collect();
        let last = keys.pop()?;
        for key in keys {
            let below = table.entry(key).or_insert(Item::Table(Table::new()));
            table = below.as_table_mut()?;
        }
        match value {
            Some(value) => {
                let value: Value = value.trim().parse().ok()?;
                table.insert(last, Item::Value(value));
            }
            None => {
                table.remove(last);
            }
        }
        Snapshot::parse(kind, &document.to_string())
    }

    /// Two texts, given as TOML, as one; nothing when one of them is no text.
    pub fn joined(one: Option<&str>, other: Option<&str>) -> Option<String> {
        let text = |value: Option<&str>| -> Option<String> {
            let value: Value = value?.trim().parse().ok()?;
            value.as_str().map(str::to_owned)
        };
        let (one, other) = (text(one)?, text(other)?);
        let between = match one.contains('\n') || other.contains('\n') {
            true => "\n\n",
            false => " / ",
        };
        Some(Value::from(format!("{one}{between}{other}")).to_string())
    }
}
