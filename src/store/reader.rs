//! Takes values of the right type out of a table, or says where the wrong one is and what was
//! expected.

use super::parse::PathStep;
use super::time;
use super::value::{Table, Value};
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

/// A value that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The way to it.
    pub steps: Vec<PathStep>,
    /// What was expected and what is there.
    pub message: String,
}

impl Wrong {
    /// A wrong value right under `key`.
    pub fn at(key: &str, message: impl Into<String>) -> Wrong {
        Wrong {
            steps: vec![PathStep::Key(key.to_owned())],
            message: message.into(),
        }
    }

    /// The same, seen from a table that holds the one it was found in.
    pub fn under(mut self, step: PathStep) -> Wrong {
        self.steps.insert(0, step);
        self
    }

    /// The way as people write it: `entries[2].at`, counted from 1.
    pub fn key(&self) -> String {
        let mut key = String::new();
        for step in &self.steps {
            match step {
                PathStep::Key(name) => {
                    if !key.is_empty() {
                        key.push('.');
                    }
                    key.push_str(name);
                }
                PathStep::Index(index) => key.push_str(&format!("[{}]", index + 1)),
            }
        }
        key
    }
}

/// A result of taking something out of a table.
pub type ReadResult<T> = Result<T, Wrong>;

/// A table that is being decoded.
#[derive(Clone, Copy)]
pub struct TableReader<'a>(pub &'a Table);

fn expected(key: &str, what: &str, found: &Value) -> Wrong {
    Wrong::at(key, format!("expected {what}, found {}", found.kind()))
}

impl<'a> TableReader<'a> {
    /// The text of a key.
    pub fn text(self, key: &str) -> ReadResult<Option<String>> {
        self.0
            .get(key)
            .map(|value| match value.as_text() {
                Some(text) => Ok(text.to_owned()),
                None => Err(expected(key, "text in quotes", value)),
            })
            .transpose()
    }

    /// The prose of a key. In a file the line break before the closing quotes is not part of it.
    pub fn prose(self, key: &str) -> ReadResult<Option<String>> {
        if let Some(Value::Prose(text)) = self.0.get(key) {
            return Ok(Some(text.clone()));
        }
        let text = self.text(key)?;
        Ok(text.map(|text| text.strip_suffix('\n').map(str::to_owned).unwrap_or(text)))
    }

    /// The number of a key, which has to fit.
    pub fn number<T: TryFrom<i64>>(self, key: &str) -> ReadResult<Option<T>> {
        self.0
            .get(key)
            .map(|value| match value {
                Value::Whole(number) => T::try_from(*number)
                    .map_err(|_| Wrong::at(key, format!("{number} is out of range"))),
                other => Err(expected(key, "a number", other)),
            })
            .transpose()
    }

    /// Whether a key is true.
    pub fn bool(self, key: &str) -> ReadResult<Option<bool>> {
        self.0
            .get(key)
            .map(|value| match value {
                Value::Bool(yes) => Ok(*yes),
                other => Err(expected(key, "true or false", other)),
            })
            .transpose()
    }

    /// Whether a key is there and true.
    pub fn is(self, key: &str) -> ReadResult<bool> {
        Ok(self.bool(key)?.unwrap_or(false))
    }

    /// The day of a key.
    pub fn date(self, key: &str) -> ReadResult<Option<NaiveDate>> {
        self.0
            .get(key)
            .map(|value| {
                let Value::Time(time) = value else {
                    return Err(expected(
                        key,
                        "a date such as 2017-03-02, without quotes",
                        value,
                    ));
                };
                time::date(time).ok_or_else(|| {
                    expected(key, "a date such as 2017-03-02, without a time", value)
                })
            })
            .transpose()
    }

    /// The moment of a key.
    pub fn moment(self, key: &str) -> ReadResult<Option<DateTime<FixedOffset>>> {
        self.0
            .get(key)
            .map(|value| {
                let what =
                    "a time with an offset such as 2017-03-02T10:00:00-08:00, without quotes";
                let Value::Time(time) = value else {
                    return Err(expected(key, what, value));
                };
                time::moment(time).ok_or_else(|| expected(key, what, value))
            })
            .transpose()
    }

    /// The time zone of a key.
    pub fn zone(self, key: &str) -> ReadResult<Option<Tz>> {
        self.text(key)?
            .map(|name| {
                Tz::from_str_insensitive(&name).map_err(|_| {
                    Wrong::at(
                        key,
                        format!("\"{name}\" is no IANA time zone such as Europe/Berlin"),
                    )
                })
            })
            .transpose()
    }

    /// One of a set of words.
    pub fn word<T>(
        self,
        key: &str,
        from: impl Fn(&str) -> Option<T>,
        all: &[&str],
    ) -> ReadResult<Option<T>> {
        self.text(key)?
            .map(|word| {
                from(&word).ok_or_else(|| {
                    let words = all.join(", ");
                    Wrong::at(key, format!("\"{word}\" is none of {words}"))
                })
            })
            .transpose()
    }

    /// The texts of a key in brackets.
    pub fn texts(self, key: &str) -> ReadResult<Vec<String>> {
        self.elements(key, |element| {
            element
                .as_text()
                .map(str::to_owned)
                .ok_or_else(|| format!("expected text in quotes, found {}", element.kind()))
        })
    }

    /// The elements of an array, each decoded by `decode`, which says what is wrong with it.
    pub fn elements<T>(
        self,
        key: &str,
        decode: impl Fn(&'a Value) -> Result<T, String>,
    ) -> ReadResult<Vec<T>> {
        let Some(value) = self.0.get(key) else {
            return Ok(Vec::new());
        };
        let elements = value
            .elements()
            .ok_or_else(|| expected(key, "a list", value))?;
        let decoded = elements.iter().enumerate().map(|(index, element)| {
            decode(element).map_err(|message| Wrong {
                steps: vec![PathStep::Key(key.to_owned()), PathStep::Index(index)],
                message,
            })
        });
        decoded.collect()
    }

    /// The tables of an array, each decoded by `decode`.
    pub fn tables<T>(
        self,
        key: &str,
        decode: impl Fn(TableReader<'a>) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let Some(value) = self.0.get(key) else {
            return Ok(Vec::new());
        };
        let elements = value
            .elements()
            .ok_or_else(|| expected(key, &format!("tables under [[{key}]]"), value))?;
        let decoded = elements.iter().enumerate().map(|(index, element)| {
            let inner = match element {
                Value::Table(table) => decode(TableReader(table)),
                other => Err(Wrong {
                    steps: Vec::new(),
                    message: format!("expected a table, found {}", other.kind()),
                }),
            };
            inner.map_err(|wrong| {
                wrong
                    .under(PathStep::Index(index))
                    .under(PathStep::Key(key.to_owned()))
            })
        });
        decoded.collect()
    }

    /// The table of a key, decoded by `decode`.
    pub fn table<T>(
        self,
        key: &str,
        decode: impl FnOnce(TableReader<'a>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        match self.0.get(key) {
            None => Ok(None),
            Some(Value::Table(table)) => decode(TableReader(table))
                .map(Some)
                .map_err(|wrong| wrong.under(PathStep::Key(key.to_owned()))),
            Some(other) => Err(expected(key, &format!("a table under [{key}]"), other)),
        }
    }
}
