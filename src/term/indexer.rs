//! The index of the notebook, brought up to date by a thread of its own: once when the app is open, and whenever it is asked for. Once it also looks
//! for what killed saves left beside their files.

use super::Wake;
use super::recovery::left_over;
use crate::app::effect::Outcome;
use crate::store::index::Index;
use crate::store::{Folders, Store};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// What the first frame has for itself before files are read for the index.
const HEAD_START: Duration = Duration::from_millis(50);

/// The thread, to ask.
pub struct Indexer {
    ask: Sender<()>,
}

impl Indexer {
    /// Starts it; it ends when this is dropped, or when nobody is there to wake.
    pub fn start(store: &Store, wake: Sender<Wake>) -> Indexer {
        let (ask, asked) = channel();
        let store = store.clone();
        thread::spawn(move || {
            thread::sleep(HEAD_START);
            work(&store, &asked, &wake);
        });
        Indexer { ask }
    }

    /// Asks for what has changed.
    pub fn ask(&self) {
        // Without the thread there is only no index.
        let _ = self.ask.send(());
    }
}

/// Looks for what killed saves left. Where the state folder cannot be read there is nothing to tell, and that is told elsewhere.
fn tell_left_over(store: &Store, wake: &Sender<Wake>) {
    let strays = store.strays(&[]).unwrap_or_default();
    if !strays.is_empty() {
        let told = Outcome::LeftOver(left_over(&strays));
        let _ = wake.send(Wake::Done(told));
    }
}

fn work(store: &Store, asked: &Receiver<()>, wake: &Sender<Wake>) {
    let cache = Folders::of_system().ok().map(|folders| folders.cache);
    let first = match &cache {
        Some(cache) => store.index(cache),
        None => store.refresh_index(&Index::default()),
    };
    let mut index = first.index;
    tell_left_over(store, wake);
    loop {
        let told = wake.send(Wake::Done(Outcome::Indexed(index.clone())));
        if told.is_err() {
            return;
        }
        index = loop {
            if asked.recv().is_err() {
                return;
            }
            // Several questions have one answer.
            asked.try_iter().for_each(drop);
            let now = store.refresh_index(&index);
            if now.changed {
                break now.index;
            }
        };
        if let Some(cache) = &cache {
            store.keep_index(&index, cache);
        }
    }
}
