//! What holds for a whole notebook.

use super::layout::PostOptions;
use chrono_tz::Tz;

/// `notebook.toml`: the notebook's identity and its author's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notebook {
    /// A random identifier, made with the notebook, by which journals and locks know it wherever
    /// the folder is moved.
    pub id: String,
    /// The author's name, for the header.
    pub author: Option<String>,
    /// The author's home time zone: the header's date is written in it.
    pub time_zone: Option<Tz>,
    /// The category of new posts.
    pub category: Option<String>,
    /// Tags of new posts.
    pub tags: Vec<String>,
    /// How posts look.
    pub look: PostOptions,
}
