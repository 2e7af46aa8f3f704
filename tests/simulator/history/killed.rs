//! Kills in the middle of something: of a job, of the start, of a command.

use super::{History, unlocked};
use crate::disk::{Call, SimDisk};
use crate::program::Program;
use std::sync::{Arc, Mutex};

/// The process that dies, and how many changing calls it still makes.
#[derive(Debug, Clone, Default)]
pub struct Doom(Arc<Mutex<Option<(u32, usize)>>>, Arc<Mutex<bool>>);

impl Doom {
    /// Has a process die before the n-th changing call from now on.
    pub fn set(&self, pid: u32, n: usize) {
        *unlocked(&self.0) = Some((pid, n));
        *unlocked(&self.1) = false;
    }

    /// Lets it live. Returns whether it is dead already.
    pub fn lift(&self) -> bool {
        *unlocked(&self.0) = None;
        std::mem::take(&mut *unlocked(&self.1))
    }

    /// Kills who is to die at this call.
    pub fn strike(&self, call: &Call<'_>, disk: &SimDisk) {
        let mut doom = unlocked(&self.0);
        let Some((pid, left)) = &mut *doom else {
            return;
        };
        if call.pid != *pid || !call.kind.changes() {
            return;
        }
        if *left > 0 {
            *left -= 1;
            return;
        }
        disk.kill(*pid);
        *unlocked(&self.1) = true;
        *doom = None;
    }
}

impl History {
    /// Kills an app in the middle of a job.
    pub(super) fn kill_in(&mut self, app: usize, n: usize) {
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        self.doom.set(program.pid, n);
        program.work();
        if self.doom.lift() {
            self.kill(app);
        }
    }

    /// Kills an app while it starts.
    pub(super) fn kill_start(&mut self, app: usize, n: usize) {
        if self.apps[app].is_some() {
            return;
        }
        self.next_pid += 1;
        let (pid, root) = (self.next_pid, &self.root);
        self.doom.set(pid, n);
        let program = Program::start(&self.disk, &self.clock, pid, root, &self.settings);
        match self.doom.lift() {
            true => self.disk.kill(pid),
            false => self.apps[app] = Some(program),
        }
    }
}
