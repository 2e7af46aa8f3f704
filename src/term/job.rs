//! A program that has the terminal instead of us, and we: one job for the shell.
//!
//! Promises: when the program stops, so do we, and the shell has its prompt; when the shell goes on
//! with us, so does the program. Where no shell could do that, the program goes on at once.
//!
//! Both are in one process group. What the keyboard sends reaches both, and programs that stop by
//! themselves often stop the whole group; some stop alone, so it is looked whether the program is
//! stopped, whatever stopped it.

use super::signals;
use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgid, getpgrp, getpid, getppid, getsid, kill_process,
    waitid,
};
use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::Duration;

/// How long a program has to be stopped before we stop, too. Whoever continues the whole group
/// continues us first now and then.
const STOPPED: Duration = Duration::from_millis(20);

/// Waits for the end of a program that has the terminal.
pub fn wait(child: &mut Child) -> io::Result<ExitStatus> {
    let program = Pid::from_child(child);
    while is_stopped(program, WaitIdOptions::empty())? {
        thread::sleep(STOPPED);
        if !is_stopped(program, WaitIdOptions::NOHANG)? {
            continue;
        }
        if has_shell() {
            signals::stop()?;
        }
        match kill_process(program, Signal::CONT) {
            Ok(()) | Err(Errno::SRCH) => {}
            Err(error) => return Err(error.into()),
        }
    }
    child.wait()
}

/// Waits until a program is stopped or has ended, and returns whether it is stopped.
fn is_stopped(program: Pid, options: WaitIdOptions) -> io::Result<bool> {
    let both = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(program), both | options) {
            Ok(status) => return Ok(status.is_some_and(|status| status.stopped())),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether there is a shell that can continue us. A terminal that was opened for us alone has none.
fn has_shell() -> bool {
    let session = getsid(None);
    let Some(parent) = getppid().filter(|_| session != Ok(getpid())) else {
        return false;
    };
    // Without job control a shell that leads the session is in our group.
    let is_leader = session == Ok(parent) && getpgid(Some(parent)) == Ok(getpgrp());
    getsid(Some(parent)) == session && !is_leader
}
