//! The people that nobody else may learn of.

use super::parse::read_bytes;
use super::{Store, Trouble};
use crate::model::entry::{Mark, Person};
use crate::rst::name::normalise;
use std::collections::HashSet;

impl Store {
    /// Names (normalised) and URLs of all people of the notebook who are private. What they are called elsewhere, too, is none of the link book's business.
    ///
    /// # Errors
    /// When the events cannot be listed. An event that cannot be read is passed over.
    pub fn private_names(&self) -> Result<HashSet<String>, Trouble> {
        let mut found = HashSet::new();
        let mut add = |people: &[Person]| {
            for person in people
                .iter()
                .filter(|person| person.mark != Some(Mark::Public))
            {
                found.insert(normalise(&person.name));
                found.extend(person.url.clone());
            }
        };
        for folder in self.event_folders()? {
            if let Ok(event) = self.event(&folder) {
                add(event.value.people.owner());
            }
            for name in self.session_names(&folder)? {
                // Most sessions have no people, and to find that out they need not be understood.
                let path = self.session_path(&folder, &name)?;
                let bytes = read_bytes(self.disk(), &path)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                if bytes.windows(6).any(|six| six == b"people")
                    && let Ok(session) = self.session(&folder, &name)
                {
                    add(session.value.people.owner());
                }
            }
        }
        found.remove("");
        Ok(found)
    }
}
