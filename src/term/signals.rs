//! Signals, in a thread of their own, so that they are heard whatever the others do.

use super::{Wake, guard};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// What a signal asks for.
pub enum Meaning {
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

/// Sends every signal to the loop.
pub fn watch(wake: Sender<Wake>) -> io::Result<()> {
    let mut signals = Signals::new([SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                if wake.send(Wake::Signal(signal)).is_err() {
                    return;
                }
                if matches!(meaning(signal), Meaning::End) {
                    thread::sleep(LATEST);
                    guard::give_back();
                    std::process::exit(128 + signal);
                }
            }
        })?;
    Ok(())
}

/// What a signal asks for.
pub fn meaning(signal: i32) -> Meaning {
    match signal {
        SIGTSTP => Meaning::Stop,
        SIGCONT => Meaning::Continue,
        SIGWINCH => Meaning::Resize,
        _ => Meaning::End,
    }
}

/// Stops this process until it is continued.
pub fn stop() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}
