//! The threads that do what is to be done on disk, and that hear of changes there.

use super::Wake;
use super::log::Alarm;
use crate::app::effect::{Job, Outcome};
use crate::store::Watcher;
use crate::worker::{Indexer, Worker};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::Duration;

/// How long others have to finish what they do, so that a look finds all of it.
const QUIET: Duration = Duration::from_millis(30);

/// Does the jobs of a queue until nobody can send any more.
pub fn work(mut worker: Worker, queue: Receiver<Job>, wake: Sender<Wake>) {
    let teller = wake.clone();
    let tell = move |outcome: Outcome| teller.send(Wake::Done(outcome)).is_ok();
    let indexer = Indexer::start(worker.store(), tell);
    watch(&mut worker, wake.clone());
    thread::spawn(move || {
        let _alarm = Alarm::new(wake.clone());
        for job in queue {
            // Whatever was to be saved before is saved.
            if matches!(job, Job::List | Job::Index) {
                indexer.ask();
            }
            if let Some(outcome) = worker.run(job)
                && wake.send(Wake::Done(outcome)).is_err()
            {
                return;
            }
        }
    });
}

/// Wakes the loop when something changes in the folders that were looked at, as far as the system
/// tells.
fn watch(worker: &mut Worker, wake: Sender<Wake>) {
    let Ok(watcher) = Watcher::new() else {
        return;
    };
    let watcher = Arc::new(watcher);
    worker.watch(Arc::clone(&watcher));
    thread::spawn(move || {
        let _alarm = Alarm::new(wake.clone());
        while watcher.wait().is_ok() {
            thread::sleep(QUIET);
            if wake.send(Wake::Outside).is_err() {
                return;
            }
        }
    });
}
