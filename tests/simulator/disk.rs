//! A disk in memory that forgets what was not synced, by a seed.
//!
//! What this module promises:
//! - What was synced survives every [`SimDisk::crash`]: the content of a file after `sync_all` or
//!   `sync_data`, the entries of a folder after `sync_dir`. A rename is one step, also across
//!   folders. Of the rest a seeded part survives, as [`Order`] says.
//! - [`SimDisk::kill`] loses nothing of what the process did, and nothing that it tries afterwards
//!   has any effect.
//! - The same calls with the same seed do the same.
//! - Not simulated: rights (all processes may do everything), the loss of permissions and
//!   attributes, numbers of inodes that are used again.

mod crash;
mod durable;
mod fault;
mod file;
mod inode;
mod outside;
mod process;
mod rename;
mod state;
#[cfg(test)]
mod tests;

pub use fault::{Call, CallKind, nth};
pub use outside::InPlace;

use crate::clock::{SimClock, unpoisoned};
use hallway::store::disk::Disk;
use process::Process;
use state::State;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

/// What a crash may make of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// What POSIX allows: each change of a folder survives or not on its own; a file has its old
    /// content, its new one, a beginning of it, or zeros at its end.
    Strict,
    /// As ext4 with `data=ordered`: changes of folders survive up to some moment; a file has its
    /// old content, its new one, or a beginning of it. A rename that replaces a file brings the
    /// content with it (`auto_da_alloc`).
    Ordered,
}

type Hook = Box<dyn FnMut(&Call<'_>) + Send>;
type Plan = Box<dyn FnMut(&Call<'_>) -> Option<io::Error> + Send>;

/// A simulated disk. All clones are the same disk.
#[derive(Clone)]
pub struct SimDisk {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    hook: Mutex<Option<Hook>>,
    plan: Mutex<Option<Plan>>,
}

impl SimDisk {
    /// An empty disk.
    pub fn new(order: Order, seed: u64, clock: SimClock) -> SimDisk {
        SimDisk::of(State::new(order, seed, clock))
    }

    /// Another disk that is as this one is now, on which no process lives: for a look at what a
    /// crash would make of it.
    pub fn fork(&self) -> SimDisk {
        let mut state = self.state().clone();
        state.end_all();
        SimDisk::of(state)
    }

    fn of(state: State) -> SimDisk {
        SimDisk {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                hook: Mutex::new(None),
                plan: Mutex::new(None),
            }),
        }
    }

    /// The disk as a new process sees it. A process of the same number that still lives is killed.
    pub fn process(&self, pid: u32) -> Arc<dyn Disk> {
        self.kill(pid);
        let life = self.state().begin_life(pid);
        Arc::new(Process {
            disk: self.clone(),
            pid,
            life,
        })
    }

    /// Ends a process as kill -9 does: its locks go, its files are closed, and what it wrote stays.
    pub fn kill(&self, pid: u32) {
        self.state().end_life(pid);
    }

    /// Cuts the power. All processes end, and what was not synced survives in part, as the seed
    /// decides.
    pub fn crash(&self, seed: u64) {
        crash::crash(&mut self.state(), seed);
    }

    /// Calls this before every call of a process, when nothing is locked: it may call the disk
    /// itself, kill, or crash. Calls that are made in it do not call it.
    pub fn before_calls(&self, act: impl FnMut(&Call<'_>) + Send + 'static) {
        *unpoisoned(&self.shared.hook) = Some(Box::new(act));
    }

    /// Calls nothing any more before calls.
    pub fn without_hook(&self) {
        *unpoisoned(&self.shared.hook) = None;
    }

    /// Has calls of processes fail for which this returns an error. Of a write that fails a
    /// beginning is written; the bytes that a sync did not bring to disk are never brought there,
    /// even if a later sync succeeds.
    pub fn fail(&self, plan: impl FnMut(&Call<'_>) -> Option<io::Error> + Send + 'static) {
        *unpoisoned(&self.shared.plan) = Some(Box::new(plan));
    }

    /// Lets all calls succeed again.
    pub fn without_failures(&self) {
        *unpoisoned(&self.shared.plan) = None;
    }

    /// Has no room for anything that was not allocated before, or has room again.
    pub fn set_full(&self, full: bool) {
        self.state().full = full;
    }

    /// Whether renames that exchange two files, and those that replace nothing, are to be had.
    pub fn set_renames(&self, exchange: bool, no_replace: bool) {
        let mut state = self.state();
        (state.exchanges, state.keeps) = (exchange, no_replace);
    }

    /// Whether it tells who has a file open for writing.
    pub fn set_tells_writers(&self, tells: bool) {
        self.state().tells_writers = tells;
    }

    /// The paths at which a process would have waited for ever for the other end of a pipe. It got
    /// an error instead.
    pub fn hangs(&self) -> Vec<PathBuf> {
        self.state().hangs.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        unpoisoned(&self.shared.state)
    }

    fn run_hook(&self, call: &Call<'_>) {
        let act = unpoisoned(&self.shared.hook).take();
        if let Some(mut act) = act {
            act(call);
            // A new one that was set meanwhile stays.
            unpoisoned(&self.shared.hook).get_or_insert(act);
        }
    }

    fn failure(&self, call: &Call<'_>) -> Option<io::Error> {
        let mut plan = unpoisoned(&self.shared.plan);
        plan.as_mut().and_then(|plan| plan(call))
    }
}

impl fmt::Debug for SimDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimDisk({:?})", self.state().order)
    }
}
