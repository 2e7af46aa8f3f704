//! The index of the notebook, brought up to date by a thread of its own: once when the app is open,
//! and whenever it is asked for. Once it also looks for what killed saves left beside their files,
//! and for journals of copies of the notebook.

use super::recovery::{left_over, of_copies};
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
    /// Starts it; it ends when this is dropped, or when nobody listens to `tell` any more.
    pub fn start(store: &Store, tell: impl Fn(Outcome) -> bool + Send + 'static) -> Indexer {
        let (ask, asked) = channel();
        let store = store.clone();
        thread::spawn(move || {
            thread::sleep(HEAD_START);
            work(&store, &asked, tell);
        });
        Indexer { ask }
    }

    /// Asks for what has changed.
    pub fn ask(&self) {
        // Without the thread there is only no index.
        let _ = self.ask.send(());
    }
}

/// Looks for what killed saves left, and for what was typed in other copies of the notebook. Where
/// the state folder cannot be read there is nothing to tell, and that is told elsewhere.
fn tell_left_over(store: &Store, tell: &impl Fn(Outcome) -> bool) {
    let leftovers = store.leftovers(&[]).unwrap_or_default();
    let mut told = left_over(&leftovers);
    told.extend(of_copies(&store.pending_of_copies().unwrap_or_default()));
    if !told.is_empty() {
        tell(Outcome::LeftOver(told));
    }
}

fn work(store: &Store, asked: &Receiver<()>, tell: impl Fn(Outcome) -> bool) {
    let cache = Folders::of_system().ok().map(|folders| folders.cache);
    let first = match &cache {
        Some(cache) => store.index(cache),
        None => store.refresh_index(&Index::default()),
    };
    let mut index = first.index;
    tell_left_over(store, &tell);
    loop {
        if !tell(Outcome::Indexed(index.clone())) {
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
