//! Brings journals to the disk itself: what is to be done, and the thread that does it and may wait
//! as long as the disk takes.

use crate::app::journal_update::JournalReport;
use crate::store::StoreError;
use crate::store::journal::Flusher;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Within what time what was written is brought to the disk: what a power cut can take.
const LATEST: Duration = Duration::from_millis(250);

/// After what time a disk that took nothing is tried again, whether anything comes or not.
const RETRY: Duration = Duration::from_secs(1);

/// What is to be done.
#[derive(Debug)]
pub enum SyncCommand {
    /// A journal was begun, and takes the place of others.
    Begun(Flusher, Vec<Flusher>),
    /// Something was written.
    Flush(Flusher),
    /// What it says is safe elsewhere.
    Remove(Flusher),
    /// Everything now; then the answer.
    All(Sender<()>),
}

/// The thread, for whoever gives it commands.
pub struct JournalSync {
    commands: Sender<SyncCommand>,
}

impl JournalSync {
    /// Starts it. `report` is called when a disk stops taking what it is given, and when it does
    /// again.
    pub fn start(report: impl Fn(JournalReport) + Send + 'static) -> JournalSync {
        let (commands, queue) = channel();
        thread::spawn(move || work(&queue, report));
        JournalSync { commands }
    }

    /// Gives a command.
    pub fn command(&self, command: SyncCommand) {
        // Without its thread the journal is still written, only later on the disk itself.
        let _ = self.commands.send(command);
    }

    /// Has everything done, and waits for it no longer than that.
    pub fn finish(&self, within: Duration) {
        let (done, wait) = channel();
        self.command(SyncCommand::All(done));
        let _ = wait.recv_timeout(within);
    }
}

fn work(queue: &Receiver<SyncCommand>, report: impl Fn(JournalReport)) {
    let mut unsynced = Unsynced::default();
    let mut due: Option<Instant> = None;
    loop {
        let command = match due {
            Some(due) => queue.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let done = match command {
            Ok(SyncCommand::All(done)) => Some(done),
            Ok(command) => {
                unsynced.take(command);
                if unsynced.is_dirty() {
                    let latest = Instant::now() + LATEST;
                    due = Some(due.map_or(latest, |due| due.min(latest)));
                }
                if due.is_none_or(|due| due > Instant::now()) {
                    continue;
                }
                None
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if let Some(news) = unsynced.flush() {
            report(news);
        }
        due = unsynced.is_dirty().then(|| Instant::now() + RETRY);
        if let Some(done) = done {
            let _ = done.send(());
        }
    }
}

/// What is not on the disk itself yet.
#[derive(Debug, Default)]
pub struct Unsynced {
    /// Journals with something new, and whether they were just begun.
    dirty: Vec<(Flusher, bool)>,
    /// Journals that another one, at that path, takes the place of.
    replaced: Vec<(PathBuf, Flusher)>,
    /// A journal whose folder has a removal that is not on the disk itself yet.
    removed: Option<Flusher>,
    /// Journals that could not be removed so far.
    unremoved: Vec<Flusher>,
    /// The disk took nothing the last time.
    failed: bool,
}

impl Unsynced {
    /// Whether there is something to bring to the disk.
    pub fn is_dirty(&self) -> bool {
        !self.dirty.is_empty() || self.removed.is_some() || !self.unremoved.is_empty()
    }

    /// Takes a command. Removing is done at once.
    pub fn take(&mut self, command: SyncCommand) {
        let (flusher, is_new) = match command {
            SyncCommand::Begun(flusher, old) => {
                let path = flusher.path().to_owned();
                for (by, _) in &mut self.replaced {
                    // What took the place of others is replaced itself.
                    if old.iter().any(|old| old.path() == by) {
                        by.clone_from(&path);
                    }
                }
                let old = old.into_iter().map(|old| (path.clone(), old));
                self.replaced.extend(old);
                (flusher, true)
            }
            SyncCommand::Flush(flusher) => (flusher, false),
            SyncCommand::Remove(flusher) => {
                self.dirty
                    .retain(|(dirty, _)| dirty.path() != flusher.path());
                // Those first, and durably, so that neither a kill nor a power cut leaves one that
                // nothing replaces.
                self.remove_replaced(|by| by == flusher.path());
                if let Some(removed) = self.removed.take()
                    && let Err(error) = removed.flush_name()
                {
                    tracing::warn!(
                        what = error.short(),
                        "a removal may be undone by a power cut"
                    );
                }
                self.remove(flusher);
                return;
            }
            SyncCommand::All(_) => return,
        };
        let mut dirty = self.dirty.iter();
        if !dirty.any(|(dirty, _)| dirty.path() == flusher.path()) {
            self.dirty.push((flusher, is_new));
        }
    }

    /// Brings everything to the disk; says so when that begins to fail, and when it works again.
    pub fn flush(&mut self) -> Option<JournalReport> {
        let failed = std::mem::take(&mut self.failed);
        match self.try_flush() {
            Ok(()) => failed.then_some(JournalReport::Synced),
            Err((error, is_gone)) => {
                self.failed = true;
                Some(JournalReport::NotSynced {
                    short: error.short().to_owned(),
                    is_deleted: is_gone,
                })
            }
        }
    }

    fn try_flush(&mut self) -> Result<(), (StoreError, bool)> {
        let mut result = Ok(());
        for left in std::mem::take(&mut self.unremoved) {
            self.remove(left);
        }
        if let Some(removed) = self.removed.take()
            && let Err(error) = removed.flush_name()
        {
            self.removed = Some(removed);
            result = Err((error, false));
        }
        for (flusher, is_new) in std::mem::take(&mut self.dirty) {
            let mut done = flusher.flush();
            if is_new {
                done = done.and_then(|()| flusher.flush_name());
            }
            match done {
                // What took their place is on the disk.
                Ok(()) => self.remove_replaced(|by| by == flusher.path()),
                Err(error) => {
                    let is_gone = matches!(error, StoreError::Missing { .. });
                    // What could not be brought there is tried again.
                    if !is_gone {
                        self.dirty.push((flusher, is_new));
                    }
                    result = Err((error, is_gone));
                }
            }
        }
        result
    }

    fn remove_replaced(&mut self, is_by: impl Fn(&std::path::Path) -> bool) {
        let all = std::mem::take(&mut self.replaced);
        for (by, old) in all {
            match is_by(&by) {
                true => self.remove(old),
                false => self.replaced.push((by, old)),
            }
        }
    }

    /// Removes a journal; one that stays is tried again.
    fn remove(&mut self, journal: Flusher) {
        match journal.remove() {
            true => self.removed = Some(journal),
            false => self.unremoved.push(journal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::journal::{Journal, JournalOrigin};

    const PATIENCE: Duration = Duration::from_secs(30);

    #[test]
    fn a_disk_that_took_nothing_is_tried_again_though_nothing_comes() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let store = Store::new(folder.path().join("notebook"), &state);
        let journal = Journal::begin(&store, &JournalOrigin::default(), &[]).unwrap();
        let journals = journal.flusher().path().parent().unwrap().to_owned();
        let (reports, heard) = channel();
        let sync = JournalSync::start(move |report| reports.send(report).unwrap());
        // Where the folder is not to be had, its removal cannot be confirmed.
        let away = folder.path().join("away");
        std::fs::rename(&journals, &away).unwrap();
        sync.command(SyncCommand::Remove(journal.flusher()));
        let first = heard.recv_timeout(PATIENCE);
        assert!(matches!(first, Ok(JournalReport::NotSynced { .. })));
        std::fs::rename(&away, &journals).unwrap();
        let second = heard.recv_timeout(PATIENCE);
        assert!(matches!(second, Ok(JournalReport::Synced)));
    }
}
