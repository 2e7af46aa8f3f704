//! Brings journals to the disk itself, in a thread that may wait as long as the disk takes.

use crate::store::Trouble;
use crate::store::journal::Flusher;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Within what time what was written is brought to the disk: what a power cut can take.
const LATEST: Duration = Duration::from_millis(250);

/// What is to be done.
pub enum Order {
    /// A journal was begun, and takes the place of others.
    Begun(Flusher, Vec<Flusher>),
    /// Something was written.
    Flush(Flusher),
    /// What it says is safe elsewhere.
    Remove(Flusher),
    /// Everything now; then the answer.
    All(Sender<()>),
}

/// The thread, for whoever gives it orders.
pub struct Flush {
    orders: Sender<Order>,
}

/// What the thread has in hand.
#[derive(Default)]
struct Hand {
    /// Journals with something new; those that were just begun, and what they take the place of.
    dirty: Vec<(Flusher, bool)>,
    replaced: Vec<Flusher>,
    due: Option<Instant>,
}

impl Flush {
    /// Starts it. `tell` is called when a disk stops taking what it is given, and when it does again.
    pub fn start(tell: impl Fn(Option<String>) + Send + 'static) -> Flush {
        let (orders, queue) = channel();
        thread::spawn(move || work(&queue, tell));
        Flush { orders }
    }

    /// Gives an order.
    pub fn order(&self, order: Order) {
        // Without its thread the journal is still written, only later on the disk itself.
        let _ = self.orders.send(order);
    }

    /// Has everything done, and waits for it no longer than that.
    pub fn finish(&self, within: Duration) {
        let (done, wait) = channel();
        self.order(Order::All(done));
        let _ = wait.recv_timeout(within);
    }
}

fn work(queue: &Receiver<Order>, tell: impl Fn(Option<String>)) {
    let mut hand = Hand::default();
    let mut is_well = true;
    loop {
        let order = match hand.due {
            Some(due) => queue.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let (now, done) = match order {
            Ok(Order::All(done)) => (true, Some(done)),
            Ok(order) => {
                hand.take(order);
                (hand.due.is_some_and(|due| due <= Instant::now()), None)
            }
            Err(RecvTimeoutError::Timeout) => (true, None),
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if !now {
            continue;
        }
        match hand.flush() {
            Ok(()) if is_well => {}
            Ok(()) => {
                is_well = true;
                tell(None);
            }
            Err(trouble) => {
                is_well = false;
                tell(Some(trouble.short().to_owned()));
            }
        }
        if let Some(done) = done {
            let _ = done.send(());
        }
    }
}

impl Hand {
    fn take(&mut self, order: Order) {
        let (flusher, is_new) = match order {
            Order::Begun(flusher, old) => {
                self.replaced.extend(old);
                (flusher, true)
            }
            Order::Flush(flusher) => (flusher, false),
            Order::Remove(flusher) => {
                self.dirty
                    .retain(|(dirty, _)| dirty.path() != flusher.path());
                flusher.remove();
                return;
            }
            Order::All(_) => return,
        };
        let mut dirty = self.dirty.iter();
        if !dirty.any(|(dirty, _)| dirty.path() == flusher.path()) {
            self.dirty.push((flusher, is_new));
        }
        self.due.get_or_insert_with(|| Instant::now() + LATEST);
    }

    fn flush(&mut self) -> Result<(), Trouble> {
        self.due = None;
        let mut result = Ok(());
        for (flusher, is_new) in std::mem::take(&mut self.dirty) {
            let mut done = flusher.flush();
            if is_new {
                done = done.and_then(|()| flusher.flush_name());
            }
            if let Err(trouble) = done {
                // What could not be brought there is tried again with whatever comes next.
                if !matches!(trouble, Trouble::Missing { .. }) {
                    self.dirty.push((flusher, is_new));
                }
                result = Err(trouble);
            }
        }
        // What took their place is on the disk.
        if result.is_ok() {
            self.replaced.drain(..).for_each(|old| old.remove());
        }
        result
    }
}
