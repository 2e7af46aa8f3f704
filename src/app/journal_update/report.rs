//! What the journal's writer reports, and what the app makes of it.

use super::super::{AUTOSAVE_ALONE, App};

/// What became of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalReport {
    /// What was told is written.
    Written,
    /// It could not be written: why, in two or three words.
    NotWritten(String),
    /// What was written is on the disk itself again.
    Synced,
    /// What was written cannot be brought to the disk itself.
    NotSynced {
        /// Why, in two or three words.
        short: String,
        /// Somebody removed a journal.
        is_deleted: bool,
    },
}

impl App {
    /// Takes in what became of the journal.
    pub(in crate::app) fn journal_report(&mut self, report: JournalReport) {
        match report {
            JournalReport::Written => {
                self.journal.again = false;
                if self.journal.failed.take().is_some() {
                    self.journal_says(None);
                }
            }
            JournalReport::NotWritten(short) => {
                let is_first = self.journal.failed.is_none() && !self.journal.again;
                self.tell_again();
                self.journal.again = is_first;
                if !is_first {
                    self.journal.failed = Some(self.elapsed);
                    self.journal_says(Some(short));
                }
            }
            JournalReport::Synced => self.journal_says(None),
            JournalReport::NotSynced {
                short,
                is_deleted: is_gone,
            } => {
                self.tell_again();
                if !is_gone {
                    self.journal.failed = Some(self.elapsed);
                    self.journal_says(Some(short));
                }
            }
        }
    }

    /// Tells the journal everything that is not saved once more: nobody knows what is in it.
    fn tell_again(&mut self) {
        let open: Vec<_> = self.journal.open.drain().map(|(item, _)| item).collect();
        self.journal.stale.extend(open);
        self.journal.typed = None;
        let files = &self.files;
        for open_event in self.open_event.iter_mut().chain(&mut self.leaving) {
            let mut items: Vec<_> = open_event.dirty.iter().copied().collect();
            items.extend(files.busy(Some(open_event.id)));
            open_event.changed.extend(&items);
            open_event.whole.extend(items);
        }
        let book = &self.saving.book;
        self.journal.book_changed |= book.dirty || !self.files.busy(None).is_empty();
    }

    /// Says why the journal cannot be written, or that it can.
    fn journal_says(&mut self, error: Option<String>) {
        if error == self.saving.no_journal {
            return;
        }
        if let Some(why) = &error {
            self.complain(format!(
                "The journal cannot be written ({why}); the text is saved whenever you pause"
            ));
            let soon = self.elapsed + AUTOSAVE_ALONE;
            self.saving.due = self.saving.due.map(|due| due.min(soon));
        }
        self.saving.no_journal = error;
    }
}
