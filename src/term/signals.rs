//! Signals, in a thread of their own, so that they are heard whatever the other threads do.
//!
//! Promises: TERM, HUP and INT end the program within a second, also when the disk or the terminal
//! takes nothing. Any other signal that ends it gives the terminal back first. While an editor has
//! the terminal, what the keyboard sends (interrupt, quit, stop) is the editor's.

use super::{Wake, guard};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// What a signal asks for.
pub(super) enum Meaning {
    /// Save and leave.
    End,
    /// Back to the shell.
    Stop,
    /// Go on; somebody else stopped us.
    Continue,
    /// The terminal has another size.
    Resize,
}

/// Within what time a signal to end has ended the program, even if the loop hangs.
const LATEST: Duration = Duration::from_millis(950);

/// The signals that end the program as they are, after the terminal was given back.
const FATAL: [i32; 8] = [
    SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU,
];

/// The signals that the keyboard sends.
const KEYBOARD: [i32; 3] = [SIGINT, SIGQUIT, SIGTSTP];

/// Who has the terminal.
static HOLDER: Mutex<SignalHolder> = Mutex::new(SignalHolder::Us);

/// Which signals of the keyboard came and were not handled yet. The thread may be late.
static CAME: OnceLock<[Arc<AtomicBool>; 3]> = OnceLock::new();

/// Who has the terminal.
#[derive(Debug, Clone, Copy)]
enum SignalHolder {
    Us,
    /// An editor, whose process is known once it runs.
    Editor(Option<Pid>),
    /// We have it again; these signals of the keyboard were still the editor's.
    UsAgain([bool; 3]),
}

/// Whether the thread runs.
static WATCHED: AtomicBool = AtomicBool::new(false);

/// Whether a signal to end has come.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Makes a write to a file that may grow no more an error of that write. By itself the signal would
/// end the program; a handler, unlike ignoring it, is not passed on to the programs that we start.
///
/// # Errors
/// When the system refuses a handler.
pub fn survive_file_size_limit() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    Ok(())
}

/// Sends every signal to the loop.
pub(super) fn watch(wake: Sender<Wake>) -> io::Result<()> {
    // Before the thread's own handler, so that the thread never sees one of these too early.
    let came = CAME.get_or_init(Default::default);
    for (signal, came) in KEYBOARD.into_iter().zip(came) {
        signal_hook::flag::register(signal, Arc::clone(came))?;
    }
    let own = [SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH];
    let mut signals = Signals::new(own.iter().chain(&FATAL))?;
    WATCHED.store(true, Ordering::SeqCst);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                // Before an editor ends that is told, too.
                if matches!(signal, SIGTERM | SIGHUP) {
                    ENDING.store(true, Ordering::SeqCst);
                }
                if is_of_the_editor(signal) {
                    continue;
                }
                if FATAL.contains(&signal) {
                    guard::give_back_now();
                    if emulate_default_handler(signal).is_err() {
                        std::process::exit(128 + signal);
                    }
                }
                if wake.send(Wake::Signal(signal)).is_err() {
                    return;
                }
                if matches!(meaning(signal), Meaning::End) {
                    thread::sleep(LATEST);
                    guard::give_back_now();
                    std::process::exit(128 + signal);
                }
            }
        })?;
    Ok(())
}

/// Handles a signal that an editor has the terminal for; false when it is for us all the same.
fn is_of_the_editor(signal: i32) -> bool {
    let mut holder = holder();
    let key = KEYBOARD.iter().position(|one| *one == signal);
    if let (Some(key), Some(came)) = (key, CAME.get()) {
        came[key].store(false, Ordering::SeqCst);
    }
    match (&mut *holder, key) {
        (SignalHolder::Us, _) => false,
        (SignalHolder::UsAgain(late), Some(key)) => std::mem::take(&mut late[key]),
        (SignalHolder::UsAgain(_), None) => false,
        (SignalHolder::Editor(_), Some(_)) => true,
        (SignalHolder::Editor(editor), None) => pass_on(*editor, signal),
    }
}

/// Passes on to an editor what was sent to us; true when it is not for us as well.
fn pass_on(editor: Option<Pid>, signal: i32) -> bool {
    let sent = match signal {
        SIGCONT => Signal::CONT,
        SIGTERM => Signal::TERM,
        SIGHUP => Signal::HUP,
        _ => return false,
    };
    // An editor that has just ended needs no signal.
    let _ = editor.map(|editor| kill_process(editor, sent));
    signal == SIGCONT
}

/// Whether a signal to end has come.
pub(super) fn is_ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// What a signal asks for.
pub(super) fn meaning(signal: i32) -> Meaning {
    match signal {
        SIGTSTP => Meaning::Stop,
        SIGCONT => Meaning::Continue,
        SIGWINCH => Meaning::Resize,
        _ => Meaning::End,
    }
}

/// Stops this process until it is continued.
pub(super) fn stop() -> io::Result<()> {
    emulate_default_handler(SIGTSTP)
}

/// The keyboard's signals are an editor's until this is dropped.
pub struct Lent {
    /// Where no thread handles signals: whether interrupt and quit end us again.
    ends: Option<Arc<AtomicBool>>,
}

impl Lent {
    /// Leaves the keyboard's signals to whoever is started next.
    pub fn new() -> io::Result<Lent> {
        *holder() = SignalHolder::Editor(None);
        if WATCHED.load(Ordering::SeqCst) {
            return Ok(Lent { ends: None });
        }
        let ends = Arc::new(AtomicBool::new(false));
        let lent = Lent {
            ends: Some(Arc::clone(&ends)),
        };
        for signal in [SIGINT, SIGQUIT] {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&ends))?;
        }
        Ok(lent)
    }

    /// Says which process has the terminal.
    pub fn to(&self, editor: Pid) {
        *holder() = SignalHolder::Editor(Some(editor));
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut holder = holder();
        let came = CAME.get();
        let late = came.map(|came| came.each_ref().map(|one| one.load(Ordering::SeqCst)));
        *holder = SignalHolder::UsAgain(late.unwrap_or_default());
        if let Some(ends) = &self.ends {
            ends.store(true, Ordering::SeqCst);
        }
    }
}

fn holder() -> MutexGuard<'static, SignalHolder> {
    HOLDER.lock().unwrap_or_else(PoisonError::into_inner)
}
