//! The log, and what happens when hallway makes a mistake of its own.
//!
//! Promises: the terminal is given back, the journal keeps what was shown, the log says where it
//! happened, and one line says so to the person. What a note says is never in the log: a panic's
//! own words may quote it, so only its place is written down.

use super::{Wake, guard};
use crate::app::App;
use crate::store::Store;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, Once};
use std::thread;

/// Opens the log and has every panic told there.
pub fn start(store: &Store) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a log the app does as well.
        if let Ok(file) = store.log() {
            let log = tracing_subscriber::fmt()
                .with_writer(Mutex::new(file))
                .with_ansi(false)
                // What it would say of itself goes to the standard error: over the screen.
                .log_internal_errors(false)
                .finish();
            let _ = tracing::subscriber::set_global_default(log);
        }
        let path = store.log_path();
        std::panic::set_hook(Box::new(move |info| crash_report(info, &path)));
    });
}

fn crash_report(info: &PanicHookInfo<'_>, log: &Path) {
    let place = info.location().map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}:{}", place.file(), place.line()),
    );
    let thread = thread::current();
    let name = thread.name().unwrap_or("unnamed");
    tracing::error!(
        place,
        thread = name,
        "panic\n{}",
        calls(&Backtrace::force_capture())
    );
    // The loop ends by itself when one of its threads does.
    if name != "main" {
        return;
    }
    guard::give_back();
    let _ = writeln!(io::stderr(), "{}", farewell(&format!("at {place}"), log));
}

/// The calls of a backtrace, which are names and places only.
fn calls(trace: &Backtrace) -> String {
    let mut calls = String::new();
    for line in trace.to_string().lines().take(60) {
        let _ = writeln!(calls, "{}", line.trim_end());
    }
    calls
}

/// What a person reads at last.
pub fn farewell(place: &str, log: &Path) -> String {
    format!(
        "hallway crashed {place}. Your text is safe: open hallway again and it is there.\n\
         The log is {}; please report it.",
        log.display()
    )
}

/// Tells whoever leaves what is not in its file, and where it is.
pub fn goodbye(app: &App) {
    let Some(store_error) = &app.saving.failure else {
        return;
    };
    let said = match app.saving.no_journal {
        None => "it is safe in the journal and comes back at the next start",
        Some(_) => "and there is no journal either, so it is lost",
    };
    guard::give_back();
    // Where nobody reads it, nobody has to know.
    let _ = writeln!(io::stderr(), "note: not saved: {}; {said}", store_error.why);
}

/// Wakes the loop when the thread that holds this panics.
pub struct Alarm {
    wake: Sender<Wake>,
}

impl Alarm {
    /// An alarm for the present thread.
    pub fn new(wake: Sender<Wake>) -> Alarm {
        Alarm { wake }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.wake.send(Wake::Broken);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_thread_that_panics_wakes_the_loop() {
        let (wake, woken) = channel();
        let thread = thread::spawn(move || {
            let _alarm = Alarm::new(wake);
            panic!("on purpose");
        });
        assert!(thread.join().is_err());
        assert!(matches!(woken.recv(), Ok(Wake::Broken)));
    }

    #[test]
    fn the_last_words_say_where_the_log_is_and_that_the_text_is_safe() {
        let text = farewell("at src/x.rs:1", Path::new("/state/log/hallway.log"));
        assert!(text.contains("src/x.rs:1"));
        assert!(text.contains("Your text is safe"));
        assert!(text.contains("/state/log/hallway.log"));
    }

    #[test]
    fn the_log_is_for_its_owner_and_begun_anew_when_it_is_long() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
        store
            .log()
            .unwrap()
            .write_all(&vec![b'x'; 1024 * 1024 + 1])
            .unwrap();
        store.log().unwrap().write_all(b"new\n").unwrap();
        let path = store.log_path();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new\n");
        assert!(path.with_extension("log.old").exists());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
