//! What must be there: a model that counts.

use crate::shown::Shown;
use std::collections::{BTreeMap, BTreeSet};

/// What a token must be in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Exactly once.
    Once,
    /// Not at all: somebody deleted it.
    Removed,
    /// Nowhere but in the trash: its session was deleted.
    Trashed,
    /// In the trash, or once where it was: its session was deleted, and that may not have come to
    /// pass.
    Anywhere,
    /// At most once: a crash or a failed command may have taken it, or not.
    Loose,
}

/// Everything that was typed and counted.
#[derive(Debug, Clone, Default)]
pub struct Model {
    tokens: BTreeMap<u32, Wanted>,
    /// The least and the most that a counter may stand at.
    counts: BTreeMap<String, (i64, i64)>,
    /// What each app has changed that a power cut may take.
    fresh: BTreeMap<usize, Vec<Fresh>>,
    /// Sessions or events were removed, so that what stood in them may lie in the trash.
    pub removed: bool,
    /// A counter's session came or went, so that sums say nothing.
    pub uncounted: bool,
    /// Tokens that stand in a single value, of which somebody else's may stand in the file while
    /// this one is kept beside.
    values: BTreeSet<u32>,
    /// Tokens that were written in an editor that an app has open, or had.
    edits: BTreeMap<u32, usize>,
    next: u32,
}

/// A change that is not durable yet.
#[derive(Debug, Clone)]
enum Fresh {
    Token(u32),
    Count(String, i64),
}

impl Model {
    /// A token that nobody typed yet.
    pub fn token(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Takes in what a key changed on the screen of an app.
    pub fn changed(&mut self, app: usize, before: &Shown, after: &Shown) {
        for (token, count) in &after.tokens {
            if before.count(*token) < *count {
                self.set(app, *token, Wanted::Once);
            }
        }
        for token in before.tokens.keys() {
            if after.count(*token) == 0 {
                self.set(app, *token, Wanted::Removed);
            }
        }
        let names = before.counts.keys().chain(after.counts.keys());
        let mut deltas = BTreeMap::new();
        for name in names {
            let at = |shown: &Shown| shown.counts.get(name).copied().unwrap_or(0);
            let delta = at(after) - at(before);
            if delta.abs() > 1 {
                self.uncounted = true;
            }
            if delta != 0 {
                deltas.insert(name.clone(), delta);
            }
        }
        for (name, delta) in deltas {
            let count = self.counts.entry(name.clone()).or_default();
            *count = (count.0 + delta, count.1 + delta);
            let fresh = self.fresh.entry(app).or_default();
            fresh.push(Fresh::Count(name, delta));
        }
    }

    /// Takes in that a key deleted a session with all that it said.
    pub fn deleted(&mut self, app: usize, before: &Shown, after: &Shown, alone: bool) {
        let gone = before
            .tokens
            .keys()
            .filter(|token| after.count(**token) == 0);
        // Another app that has it open may write it once more.
        let wanted = if alone {
            Wanted::Trashed
        } else {
            Wanted::Anywhere
        };
        for token in gone {
            self.set(app, *token, wanted);
        }
    }

    fn set(&mut self, app: usize, token: u32, wanted: Wanted) {
        // What a crash may have taken, and was not, is known again.
        self.tokens.insert(token, wanted);
        let fresh = self.fresh.entry(app).or_default();
        fresh.push(Fresh::Token(token));
    }

    /// Another program wrote a token, and said so.
    pub fn wrote(&mut self, token: u32, done: bool) {
        let wanted = if done { Wanted::Once } else { Wanted::Loose };
        self.tokens.insert(token, wanted);
    }

    /// A token was saved in the editor of an app.
    pub fn edited(&mut self, app: usize, token: u32) {
        self.set(app, token, Wanted::Once);
        self.edits.insert(token, app);
    }

    /// The editor of an app failed: what was saved in it stays out.
    pub fn refused(&mut self, app: usize) {
        for (token, _) in self.edits.iter().filter(|(_, of)| **of == app) {
            self.tokens.insert(*token, Wanted::Removed);
        }
        self.came_back(app);
    }

    /// The editor of an app is closed.
    pub fn came_back(&mut self, app: usize) {
        self.edits
            .values_mut()
            .filter(|of| **of == app)
            .for_each(|of| *of = usize::MAX);
    }

    /// A token was written in a copy of the notebook.
    pub fn wrote_elsewhere(&mut self, token: u32) {
        self.tokens.insert(token, Wanted::Removed);
    }

    /// Another program counted.
    pub fn counted(&mut self, name: &str, by: i64, done: bool) {
        let count = self.counts.entry(name.to_owned()).or_default();
        count.1 += by;
        if done {
            count.0 += by;
        }
    }

    /// What an app changed so far is durable.
    pub fn durable(&mut self, app: usize) {
        self.fresh.remove(&app);
    }

    /// An app was killed: what it changed is safe, but for a power cut.
    pub fn durable_but_for_power(&mut self, app: usize) {
        let fresh = self.fresh.remove(&app).unwrap_or_default();
        self.fresh.entry(usize::MAX).or_default().extend(fresh);
    }

    /// The power was cut: what killed apps left may be lost, too.
    pub fn forget_fresh(&mut self) {
        self.lost(usize::MAX);
    }

    /// What an app changed since it was durable may be lost.
    pub fn lost(&mut self, app: usize) {
        for fresh in self.fresh.remove(&app).unwrap_or_default() {
            match fresh {
                Fresh::Token(token) => {
                    self.tokens.insert(token, Wanted::Loose);
                }
                Fresh::Count(name, delta) => {
                    let count = self.counts.entry(name).or_default();
                    count.0 -= delta.max(0);
                    count.1 -= delta.min(0);
                }
            }
        }
    }

    /// A token stands in a single value.
    pub fn is_value(&mut self, token: u32) {
        self.values.insert(token);
    }

    /// What was deleted may come back.
    pub fn undelete(&mut self) {
        for wanted in self.tokens.values_mut() {
            match *wanted {
                Wanted::Removed => *wanted = Wanted::Loose,
                Wanted::Trashed => *wanted = Wanted::Anywhere,
                _ => {}
            }
        }
    }

    /// Compares with what the notebook says in the end. `elsewhere` is the trash, the backups and
    /// the earlier versions.
    pub fn judge(&self, found: &Shown, trash: &Shown, versions: &Shown) -> Result<(), String> {
        for (token, wanted) in &self.tokens {
            let count = found.count(*token);
            let right = match wanted {
                Wanted::Once if count == 0 => {
                    let in_trash = self.removed && trash.count(*token) > 0;
                    let is_kept = self.values.contains(token) && versions.count(*token) > 0;
                    // A text whose note is gone waits where its editor left it.
                    let waits = self.removed
                        && self.edits.contains_key(token)
                        && versions.count(*token) > 0;
                    in_trash || is_kept || waits
                }
                Wanted::Once => count == 1,
                Wanted::Removed => count == 0,
                Wanted::Trashed => count == 0 && trash.count(*token) > 0,
                Wanted::Anywhere => count == 1 || count == 0 && trash.count(*token) > 0,
                Wanted::Loose => count <= 1,
            };
            if !right {
                let (trash, versions) = (trash.count(*token), versions.count(*token));
                return Err(format!(
                    "token {token} is {wanted:?}, and stands there {count} times (trash {trash}, versions {versions})"
                ));
            }
        }
        for token in found.tokens.keys() {
            if !self.tokens.contains_key(token) && found.count(*token) > 1 {
                return Err(format!(
                    "token {token}, half typed, is there more than once"
                ));
            }
        }
        if self.uncounted || self.removed {
            return Ok(());
        }
        for (name, (least, most)) in &self.counts {
            let count = found.counts.get(name).copied().unwrap_or(0);
            if !(*least..=*most).contains(&count) {
                return Err(format!("{name} stands at {count}, not {least} to {most}"));
            }
        }
        Ok(())
    }
}
