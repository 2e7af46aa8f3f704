//! A terminal with the real program in it: what is typed goes in, what is shown is parsed, and
//! nothing is waited for by the clock.

use crate::keys;
use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system,
};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long anything may take on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a terminal. It is killed when this goes out of scope.
pub struct Terminal {
    // `None` after a hangup.
    ends: Option<Ends>,
    child: Box<dyn Child + Send + Sync>,
    shown: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Everything that the program wrote.
    pub written: Vec<u8>,
    deaf: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

/// The two ends of the line.
struct Ends {
    master: Box<dyn MasterPty + Send>,
    // Held, so that the line's settings can be read after the program has gone.
    _slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn screen(columns: u16, rows: u16) -> vt100::Parser {
    let positive = |n| NonZero::new(n).expect("a size of one at least");
    vt100::Parser::new(positive(rows), positive(columns), 0)
}

impl Terminal {
    /// Starts a program in a terminal of so many columns and rows.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Terminal {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a pty");
        let child = pair.slave.spawn_command(command).expect("a process");
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (show, shown) = channel();
        let deaf = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&deaf);
        let reader = thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length) = output.read(&mut buffer) {
                let over = length == 0 || stop.load(Ordering::SeqCst);
                if over || show.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Terminal {
            ends: Some(Ends {
                master: pair.master,
                _slave: pair.slave,
                writer,
            }),
            child,
            shown,
            parser: screen(columns, rows),
            written: Vec::new(),
            deaf,
            reader: Some(reader),
        }
    }

    /// Presses keys, such as `nA title<Enter>`.
    ///
    /// Escape has to be the last one: what follows it at once would be read as Alt and that key.
    pub fn keys(&mut self, script: &str) -> &mut Terminal {
        self.send(&keys::bytes(script))
    }

    /// Sends bytes as they are, taking in what the program shows meanwhile.
    pub fn send(&mut self, bytes: &[u8]) -> &mut Terminal {
        let writer = &mut self.ends.as_mut().expect("a line").writer;
        writer.write_all(bytes).expect("the program reads");
        writer.flush().expect("the program reads");
        self
    }

    /// Pastes a text as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Terminal {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Clicks on the first place where that text is shown.
    pub fn click(&mut self, text: &str) -> &mut Terminal {
        let (column, row) = self.place(text);
        self.send(format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m").as_bytes())
    }

    /// Turns the wheel down, `turns` times, where that text is shown.
    pub fn wheel(&mut self, text: &str, turns: usize) -> &mut Terminal {
        let (column, row) = self.place(text);
        self.send(format!("\x1b[<65;{column};{row}M").repeat(turns).as_bytes())
    }

    /// Column and row, from 1, of a text on the screen.
    fn place(&self, text: &str) -> (usize, usize) {
        let screen = self.text();
        let found = screen.lines().zip(1..).find_map(|(line, row)| {
            let at = line.find(text)?;
            Some((line[..at].chars().count() + 1, row))
        });
        found.unwrap_or_else(|| panic!("{text} is not on the screen:\n{screen}"))
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Terminal {
        let ends = self.ends.as_ref().expect("a line");
        ends.master
            .resize(size(columns, rows))
            .expect("another size");
        self.parser = screen(columns, rows);
        self
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// The screen itself.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Waits until the text is on the screen.
    pub fn wait(&mut self, text: &str) -> &mut Terminal {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until the text is on the screen no more.
    pub fn wait_without(&mut self, text: &str) -> &mut Terminal {
        self.wait_until(text, |screen| !screen.contents().contains(text))
    }

    /// Waits until the screen is as wanted; `what` says it for the message.
    pub fn wait_until(
        &mut self,
        what: &str,
        fine: impl Fn(&vt100::Screen) -> bool,
    ) -> &mut Terminal {
        let latest = Instant::now() + PATIENCE;
        while !fine(self.parser.screen()) {
            let left = latest.saturating_duration_since(Instant::now());
            match self.shown.recv_timeout(left) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("waited in vain: {what}\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program has gone: {what}\n{}", self.text())
                }
            }
        }
        self
    }

    /// Waits as a person does between a text and a command: until nothing was shown for a tenth of
    /// a second. Only after waiting for the text itself; what comes right behind a burst counts
    /// as part of the paste.
    pub fn wait_until_still(&mut self) -> &mut Terminal {
        while let Ok(bytes) = self.shown.recv_timeout(Duration::from_millis(100)) {
            self.take_in(&bytes);
        }
        self
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    /// The program's process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Sends a signal by its name.
    pub fn signal(&mut self, name: &str) -> &mut Terminal {
        let id = self.id().to_string();
        let status = std::process::Command::new("kill")
            .args(["-s", name, &id])
            .status();
        assert!(status.expect("kill").success());
        self
    }

    /// Waits until the process is stopped.
    pub fn wait_stopped(&mut self) -> &mut Terminal {
        let path = format!("/proc/{}/stat", self.id());
        let latest = Instant::now() + PATIENCE;
        loop {
            let stat = std::fs::read_to_string(&path).expect("a process");
            if stat
                .rsplit(") ")
                .next()
                .is_some_and(|rest| rest.starts_with('T'))
            {
                return self;
            }
            assert!(Instant::now() < latest, "not stopped: {stat}");
            thread::yield_now();
        }
    }

    /// Waits until the program has read everything that was sent.
    #[cfg(target_os = "linux")]
    pub fn wait_read(&mut self) -> &mut Terminal {
        use rustix::fs::{Mode, OFlags, open};
        let ends = self.ends.as_ref().expect("a line");
        let name = ends.master.tty_name().expect("a terminal has a name");
        let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::NONBLOCK;
        let tty = open(name, flags, Mode::empty()).expect("the terminal");
        let latest = Instant::now() + PATIENCE;
        while rustix::io::ioctl_fionread(&tty).expect("a number") > 0 {
            assert!(Instant::now() < latest, "not read");
            thread::yield_now();
        }
        self
    }

    /// Takes nothing any more of what the program writes.
    pub fn deafen(&mut self) {
        self.deaf.store(true, Ordering::SeqCst);
        // The reader sees it when it has something to read.
        self.keys("<Left>");
        self.reader
            .take()
            .expect("a reader")
            .join()
            .expect("a reader");
    }

    /// Closes the window: nothing reads and nothing types any more.
    pub fn hang_up(&mut self) {
        self.deafen();
        self.ends = None;
    }

    /// Waits for the end of the program, with what it says last.
    pub fn wait_exit(&mut self) -> ExitStatus {
        let latest = Instant::now() + PATIENCE;
        let status = loop {
            if let Ok(bytes) = self.shown.recv_timeout(Duration::from_millis(5)) {
                self.take_in(&bytes);
            }
            if let Some(status) = self.child.try_wait().expect("a process") {
                break status;
            }
            assert!(Instant::now() < latest, "still there:\n{}", self.text());
        };
        self.wait_until_still();
        status
    }

    /// Asserts that the terminal is as the program found it.
    pub fn assert_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "on the other screen");
        assert!(!screen.hide_cursor(), "without a cursor");
        assert!(!screen.bracketed_paste(), "with bracketed paste");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None);
        let master = &self.ends.as_ref().expect("a line").master;
        let settings = master.get_termios().expect("the line's settings");
        let local = format!("{:?}", settings.local_flags);
        assert!(
            local.contains("ICANON") && local.contains("ECHO"),
            "raw: {local}"
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
