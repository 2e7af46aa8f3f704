//! Reads the terminal in a thread of its own.
//!
//! Promises: the thread waits in one system call while nothing comes, for as long as that takes;
//! everything that can be read at once is one batch, with the time at which it was read; somebody
//! else can have the terminal for a while, and then no byte of theirs is taken.

use super::Wake;
use super::log::Alarm;
use super::parser::InputParser;
use ratatui::crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a batch waits for more of itself: a text that is pasted without brackets has to be
/// known as one.
const MORE: Duration = Duration::from_micros(150);

/// How long the thread is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// The most bytes of one batch.
const BATCH: usize = 1024 * 1024;

/// The thread, to pause it. It has ended when this was dropped: what is typed from then on is for
/// whoever has the terminal next.
pub struct InputThread {
    shared: Arc<InputState>,
    /// Wakes the thread; nothing once it is to end.
    wake: Option<PipeWriter>,
}

/// The terminal is somebody else's until this is dropped.
pub struct Paused<'a> {
    thread: &'a InputThread,
}

#[derive(Default)]
struct InputState {
    state: Mutex<ThreadState>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum ThreadState {
    #[default]
    Reads,
    /// It is to pause.
    Asked,
    Paused,
    Ended,
}

impl InputThread {
    /// Starts the thread, which sends everything that it reads to the loop.
    pub fn start(wake: Sender<Wake>, escape_timeout: Duration) -> io::Result<InputThread> {
        let shared = Arc::new(InputState::default());
        let (woken, waker) = io::pipe()?;
        let mut input = Input {
            woken,
            shared: Arc::clone(&shared),
            parser: InputParser::new(escape_timeout),
            began: Instant::now(),
        };
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                let _alarm = Alarm::new(wake.clone());
                let _end = InputEnd(Arc::clone(&input.shared));
                input.run(&wake);
            })?;
        Ok(InputThread {
            shared,
            wake: Some(waker),
        })
    }

    /// Leaves the terminal to somebody else. What was read but is unfinished is forgotten.
    pub fn pause(&self) -> io::Result<Paused<'_>> {
        let mut state = self.shared.lock();
        if *state != ThreadState::Ended {
            *state = ThreadState::Asked;
            self.wake
                .as_ref()
                .map_or(Ok(()), |mut wake| wake.write_all(&[0]))?;
        }
        let is_awaited = |state| state == ThreadState::Asked;
        self.shared.wait_for_thread(state, is_awaited);
        Ok(Paused { thread: self })
    }
}

impl Drop for InputThread {
    fn drop(&mut self) {
        self.wake = None;
        let is_awaited = |state| state != ThreadState::Ended;
        self.shared.wait_for_thread(self.shared.lock(), is_awaited);
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        let shared = &self.thread.shared;
        let mut state = shared.lock();
        if *state != ThreadState::Ended {
            *state = ThreadState::Reads;
            shared.changed.notify_all();
        }
    }
}

impl InputState {
    // No state is broken by a thread that panics while it holds it.
    fn lock(&self) -> MutexGuard<'_, ThreadState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, ThreadState>) -> MutexGuard<'a, ThreadState> {
        let waited = self.changed.wait(state);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the thread, as long as `is_awaited` holds. Where somebody else took what it was
    /// about to read it does not come, and nobody waits for ever.
    fn wait_for_thread(
        &self,
        state: MutexGuard<'_, ThreadState>,
        is_awaited: impl Fn(ThreadState) -> bool,
    ) {
        let condition = |state: &mut ThreadState| is_awaited(*state);
        // Whether it came in time makes no difference.
        let _ = self.changed.wait_timeout_while(state, PATIENCE, condition);
    }
}

/// Says so when the thread ends, however it does.
struct InputEnd(Arc<InputState>);

impl Drop for InputEnd {
    fn drop(&mut self) {
        *self.0.lock() = ThreadState::Ended;
        self.0.changed.notify_all();
    }
}

/// What the thread has.
struct Input {
    woken: PipeReader,
    shared: Arc<InputState>,
    parser: InputParser,
    began: Instant,
}

/// What there is to do.
enum InputReady {
    Input,
    Pause,
    /// Nothing came in time.
    Nothing,
}

impl Input {
    fn run(&mut self, wake: &Sender<Wake>) {
        loop {
            let mut events = Vec::new();
            let read = match self.wait() {
                Ok(InputReady::Input) => self.read(&mut events),
                Ok(InputReady::Pause) => self.pause(),
                Ok(InputReady::Nothing) => {
                    self.parser.expire(self.began.elapsed(), &mut events);
                    Ok(())
                }
                Err(error) => Err(error),
            };
            // What was read before the terminal went away counts.
            let is_over = read.is_err_and(|error| !is_nothing(&error));
            let sent = match events.is_empty() {
                true => Ok(()),
                false => wake.send(Wake::Read(events, Instant::now())),
            };
            if is_over {
                // Nobody hears it when the loop is over.
                let _ = wake.send(Wake::Hangup);
            }
            if is_over || sent.is_err() {
                return;
            }
        }
    }

    /// Waits until there is something to read, or what is unfinished has waited long enough.
    fn wait(&self) -> io::Result<InputReady> {
        let deadline = self.parser.deadline();
        let left = deadline.map(|deadline| deadline.saturating_sub(self.began.elapsed()));
        let stdin = io::stdin();
        let mut fds = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(&self.woken, PollFlags::IN),
        ];
        poll(&mut fds, timespec(left).as_ref())?;
        let [input, woken] = [fds[0].revents(), fds[1].revents()];
        if !woken.is_empty() {
            return Ok(InputReady::Pause);
        }
        // A terminal that is gone may still have something to read.
        if input.contains(PollFlags::IN) {
            return Ok(InputReady::Input);
        }
        match input.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            true => Err(io::ErrorKind::BrokenPipe.into()),
            false => Ok(InputReady::Nothing),
        }
    }

    /// Reads everything that is there.
    fn read(&mut self, events: &mut Vec<Event>) -> io::Result<()> {
        let stdin = io::stdin();
        let mut buffer = [0; 16 * 1024];
        let mut sum = 0;
        while sum < BATCH {
            let length = rustix::io::read(&stdin, &mut buffer)?;
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let now = self.began.elapsed();
            self.parser.feed(&buffer[..length], now, events);
            sum += length;
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            poll(&mut fds, timespec(Some(MORE)).as_ref())?;
            if !fds[0].revents().contains(PollFlags::IN) {
                break;
            }
        }
        Ok(())
    }

    /// Waits until the terminal is ours again.
    fn pause(&mut self) -> io::Result<()> {
        let mut byte = [0];
        self.woken.read_exact(&mut byte)?;
        self.parser.reset();
        let mut state = self.shared.lock();
        if *state == ThreadState::Asked {
            *state = ThreadState::Paused;
            self.shared.changed.notify_all();
        }
        while *state == ThreadState::Paused {
            state = self.shared.wait(state);
        }
        Ok(())
    }
}

/// Whether an error only says that there was nothing to read after all.
fn is_nothing(error: &io::Error) -> bool {
    let nothing = [io::ErrorKind::Interrupted, io::ErrorKind::WouldBlock];
    nothing.contains(&error.kind())
}

fn timespec(duration: Option<Duration>) -> Option<Timespec> {
    // A duration that is too long for the system is none that anybody waits for.
    duration.and_then(|duration| duration.try_into().ok())
}
