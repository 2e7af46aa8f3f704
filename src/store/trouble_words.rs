//! Troubles in few words, and what to do about each.

use super::trouble::{Trouble, is_fault};
use std::io;

impl Trouble {
    /// What is wrong in two or three words, for a line with little room.
    pub fn short(&self) -> &'static str {
        match self {
            Trouble::NoSpace { source, .. } => match source.kind() {
                io::ErrorKind::QuotaExceeded => "quota used up",
                io::ErrorKind::FileTooLarge => "too large for the disk",
                _ => "disk full",
            },
            Trouble::Unwritable { source, .. } if is_fault(source) => "the disk failed",
            Trouble::Unwritable { source, .. } if is_elsewhere(source) => "it is on another disk",
            Trouble::Missing { .. } => "it is gone",
            Trouble::Away { .. } => "the notebook is gone",
            Trouble::ReadOnly { .. } => "read-only",
            Trouble::Denied { .. } => "not permitted",
            Trouble::Busy { .. } => "the file is busy",
            Trouble::Lock { .. } => "no lock to be had",
            Trouble::Unconfirmed { .. } => "durability not confirmed",
            Trouble::TooLong { .. } | Trouble::TooLarge { .. } => "too long",
            Trouble::Newer { .. } => "written by a later hallway",
            Trouble::Conflict { .. } => "a git merge is unfinished",
            Trouble::Private { .. } => "a private person",
            Trouble::LeadsOut { .. } => "a link out of the notebook",
            Trouble::Handles { .. } => "too many open files",
            Trouble::Copy { .. } => "a copy of a sync program",
            Trouble::Syntax { .. } | Trouble::WrongType { .. } | Trouble::NotUtf8 { .. } => {
                "the file is broken"
            }
            _ => "it cannot be written",
        }
    }

    /// What a person can do about it, as one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self {
            Trouble::Missing { .. } => "`hallway list` shows what there is",
            Trouble::Unreadable { .. } => "see whether it is a plain file and yours to read",
            Trouble::NotUtf8 { .. } => {
                "save it as UTF-8 in your editor, or try: iconv -f LATIN1 -t UTF-8"
            }
            Trouble::Syntax { .. } => {
                "mend that line in an editor; hallway writes nothing to the file until it can read it"
            }
            Trouble::Conflict { .. } => {
                "keep the lines you want, delete the markers (<<<<<<<, =======, >>>>>>>), and try again"
            }
            Trouble::WrongType { .. } => {
                "mend that value in an editor; docs/format.md says what each key holds"
            }
            Trouble::Newer { .. } => {
                "install the hallway that wrote it; this one leaves the file alone"
            }
            Trouble::TooLarge { .. } => "see whether it is the right file, and split it if it is",
            Trouble::TooLong { .. } => "split the text over several sessions",
            Trouble::Taken { .. } => "choose another name",
            Trouble::Changed { .. } | Trouble::Overtaken { .. } => {
                "look at it first, then write it again"
            }
            Trouble::Gone { .. } => "save it as a new file, or leave it removed",
            Trouble::Away { .. } => {
                "put it back, or open hallway where it is now: unsaved text comes back there"
            }
            Trouble::Folder { .. } => "name a file",
            Trouble::NoSpace { .. } => {
                "free some space and save again; the file is whole as it was"
            }
            Trouble::ReadOnly { .. } => "write somewhere else; the file is whole as it was",
            Trouble::Denied { .. } => {
                "see who owns the file and its folder; the file is whole as it was"
            }
            Trouble::Unwritable { source, .. } if is_elsewhere(source) => {
                "the notebook's trash lies on another disk: make it a folder of the notebook; nothing was moved"
            }
            Trouble::Unwritable { source, .. } if is_fault(source) => {
                "copy the notebook to another disk; the file is whole as it was"
            }
            Trouble::Unwritable { .. } => "the file is whole as it was",
            Trouble::Lock { .. } => {
                "see whether the state folder (XDG_STATE_HOME) is yours to write; nothing was changed"
            }
            Trouble::Busy { .. } => "close the other program and save again; nothing was changed",
            Trouble::Unconfirmed { .. } => {
                "a power cut may still undo it: see what the system says of the disk (dmesg), and copy the notebook to another one"
            }
            Trouble::UnsafeName { .. } => "use letters, digits and hyphens",
            Trouble::Unsound { .. } => "please report this; the file is whole as it was",
            Trouble::Copy { .. } => {
                "`hallway recover` lists it; `hallway recover restore` merges it, `drop` puts it away"
            }
            Trouble::Handles { .. } => {
                "close other programs, or raise the limit (`ulimit -n 1024`); the file is whole as it was"
            }
            Trouble::LeadsOut { .. } => {
                "if you made that link, name its folder under allowed_link_folders in the config file; else remove it"
            }
            Trouble::Private { .. } => {
                "mark the person public first, or use -e EVENT for a link of the event alone"
            }
            Trouble::Relative { .. } => "write the whole path, from the root on, or unset it",
            Trouble::NoHome => "name a folder with --notebook or HALLWAY_NOTEBOOK",
        }
    }
}

/// Whether something was to be moved to another file system.
fn is_elsewhere(source: &io::Error) -> bool {
    source.kind() == io::ErrorKind::CrossesDevices
}
