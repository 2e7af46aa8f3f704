//! Leaving the terminal to others for a while: the shell, or the person's own editor.

use super::{LAST_FLUSH, LAST_SAVE, Loop, TermError, Wake, signals};
use crate::app::input::Input;
use crate::store::Store;
use std::sync::Arc;
use std::time::Instant;

impl Loop {
    /// Goes back to the shell, with everything on disk, until it continues us.
    pub(super) fn suspend(&mut self) -> Result<(), TermError> {
        let effects = self.app.save_all();
        self.save(effects);
        let others = self.wait_for_disk();
        self.sync.finish(LAST_FLUSH);
        self.guard.leave();
        signals::stop()?;
        self.guard.enter_again()?;
        self.tell_time();
        self.update(Input::Look)?;
        for wake in others {
            self.take(wake)?;
        }
        Ok(())
    }

    /// Waits a little until everything is on disk; returns what else happened meanwhile.
    pub(super) fn wait_for_disk(&mut self) -> Vec<Wake> {
        let latest = Instant::now() + LAST_SAVE;
        let mut others = Vec::new();
        while self.app.under_way() > 0 {
            let wait = latest.saturating_duration_since(Instant::now());
            match self.woken.recv_timeout(wait) {
                Ok(Wake::Done(outcome)) => {
                    let effects = self.app.update(Input::Done(Box::new(outcome)));
                    self.save(effects);
                }
                Ok(other) => others.push(other),
                Err(_) => break,
            }
        }
        others
    }

    /// Leaves the terminal to an editor until it is closed.
    pub(super) fn lend_terminal<T>(
        &mut self,
        edit: impl FnOnce(&Store) -> T,
    ) -> Result<T, TermError> {
        let gate = Arc::clone(&self.gate);
        // The editor reads the terminal now, not we.
        let held = gate.lock();
        self.guard.leave();
        let edited = edit(&self.store);
        self.guard.enter_again()?;
        drop(held);
        self.tell_time();
        Ok(edited)
    }
}
