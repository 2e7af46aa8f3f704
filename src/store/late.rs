//! What somebody else writes into a file just while it is saved.
//!
//! What this module promises: it is brought together with what was saved, whichever of the two
//! versions it was made from, and what cannot be is left where the person finds it.

use super::Store;
use super::atomic::{self, Late};
use super::disk::Disk;
use super::document::{Document, Loaded, decode_text};
use super::durable::Durable;
use super::error::StoreError;
use super::merge::{MergeConflict, Same, merge};
use super::parse::SourceText;
use super::reader::TableReader;
use super::save::Attempt;
use super::value::Table;
use super::watch::{PATIENCE, read_stable};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What others wrote late, and is merged in by the next attempt.
#[derive(Default)]
pub struct LateWrites {
    /// Where it lies.
    pub left: Vec<PathBuf>,
    /// Single values that both had set; theirs count.
    pub conflicts: Vec<MergeConflict>,
    /// Where ours is kept, and whether that is known to be on disk.
    pub backup: Option<(PathBuf, Durable)>,
}

impl LateWrites {
    /// Removes what is in the file now.
    pub fn remove(&self, disk: &dyn Disk) {
        for left in &self.left {
            // One that stays is known at the next start.
            let _ = disk.remove_file(left);
        }
    }
}

impl Store {
    /// Takes that the file said what was just written, and something else right afterwards: whoever
    /// wrote that may have read it, or what the file said before.
    pub(super) fn was_overtaken<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        ours: Attempt<T>,
        path: &Path,
    ) -> Result<(), StoreError> {
        self.keep_old(loaded, &ours, false);
        let theirs = read_stable(self.system(), path, None, PATIENCE)?;
        let theirs = String::from_utf8_lossy(&theirs.unwrap_or_default()).into_owned();
        loaded.attempts.clear();
        let plain = match have_read(&ours.text.plain, &ours.plain, &theirs) {
            Some(true) => ours.plain,
            Some(false) => ours.text.plain,
            None => {
                loaded.may_hold(ours.wanted.clone());
                ours.text.plain
            }
        };
        loaded.text = Some(SourceText { plain, ..ours.text });
        loaded.value = ours.wanted;
        Ok(())
    }

    /// Brings together what was just written and what somebody else wrote into the file that it
    /// replaced: the first is what the file says now, both is what is to be saved.
    pub(super) fn take_late<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        ours: Attempt<T>,
        path: &Path,
        theirs: Late,
        late: &mut LateWrites,
    ) -> Result<(), StoreError> {
        let read = || {
            let text = SourceText::decode(path, &theirs.bytes)?;
            decode_text::<T>(path, &text)
        };
        let value = match read() {
            Ok(value) => value.encode(),
            // What an editor broke is left to it.
            Err(store_error) => {
                let folder = path.parent().unwrap_or(path);
                let bytes = ours.text.encode(&ours.plain);
                atomic::put_back(self.disk(), folder, path, &bytes, &theirs.left)?;
                return Err(store_error);
            }
        };
        let base = match &ours.bytes {
            Some(bytes) => decode_text::<T>(path, &SourceText::decode(path, bytes)?)?.encode(),
            None => Table::default(),
        };
        let merged = merge(Same::Twice, &base, &ours.wanted.encode(), &value);
        if !merged.conflicts.is_empty() {
            let (kept, durable) = self.keep_ours(loaded)?;
            late.backup = late.backup.take().or(kept.map(|kept| (kept, durable)));
            late.conflicts.extend(merged.conflicts);
        }
        self.keep_old(loaded, &ours, false);
        loaded.value =
            T::decode(TableReader(&merged.table)).map_err(|wrong| StoreError::Unsound {
                path: path.to_owned(),
                key: wrong.key(),
            })?;
        loaded.text = Some(SourceText {
            plain: ours.plain,
            ..ours.text
        });
        loaded.attempts.clear();
        late.left.push(theirs.left);
        Ok(())
    }
}

/// Whether somebody who wrote `theirs` had read `new` rather than `old`: most of the words that are
/// in `new` alone are there. Nothing where these differ in numbers only.
fn have_read(old: &str, new: &str, theirs: &str) -> Option<bool> {
    let old: HashSet<&str> = old.lines().collect();
    let is_number = |line: &str| {
        let value = line.split_once(" = ").map_or("", |(_, value)| value);
        value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    };
    let tells = |line: &&str| !old.contains(line) && !line.starts_with('[') && !is_number(line);
    let added: HashSet<&str> = new.lines().filter(tells).collect();
    let theirs: HashSet<&str> = theirs.lines().collect();
    let found = added.intersection(&theirs).count();
    (!added.is_empty()).then_some(found * 2 > added.len())
}
