//! Troubles in few words, and what to do about each.

use super::error::{StoreError, is_fault};
use std::io;

impl StoreError {
    /// What is wrong in two or three words, for a line with little room.
    pub fn short(&self) -> &'static str {
        match self {
            StoreError::NoSpace { source, .. } => match source.kind() {
                io::ErrorKind::QuotaExceeded => "quota used up",
                io::ErrorKind::FileTooLarge => "too large for the disk",
                _ => "disk full",
            },
            StoreError::Unwritable { source, .. } if is_fault(source) => "the disk failed",
            StoreError::Unwritable { source, .. } if is_other_disk(source) => {
                "it is on another disk"
            }
            StoreError::Missing { .. } => "it is gone",
            StoreError::Unmounted { .. } => "the notebook is gone",
            StoreError::ReadOnly { .. } => "read-only",
            StoreError::Denied { .. } => "not permitted",
            StoreError::Busy { .. } => "the file is busy",
            StoreError::Lock { .. } => "no lock to be had",
            StoreError::Unconfirmed { .. } => "durability not confirmed",
            StoreError::TooLong { .. } | StoreError::TooLarge { .. } => "too long",
            StoreError::Newer { .. } => "written by a later hallway",
            StoreError::Conflict { .. } => "a git merge is unfinished",
            StoreError::Private { .. } => "a private person",
            StoreError::LeadsOut { .. } => "a link out of the notebook",
            StoreError::Handles { .. } => "too many open files",
            StoreError::Copy { .. } => "a copy of a sync program",
            StoreError::Syntax { .. }
            | StoreError::WrongType { .. }
            | StoreError::NotUtf8 { .. } => "the file is broken",
            _ => "it cannot be written",
        }
    }

    /// What a person can do about it, as one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self {
            StoreError::Missing { .. } => "`hallway list` shows what there is",
            StoreError::Unreadable { .. } => "see whether it is a plain file and yours to read",
            StoreError::NotUtf8 { .. } => {
                "save it as UTF-8 in your editor, or try: iconv -f LATIN1 -t UTF-8"
            }
            StoreError::Syntax { .. } => {
                "fix that line in an editor; hallway does not write to the file until it can read it"
            }
            StoreError::Conflict { .. } => {
                "keep the lines you want, delete the markers (<<<<<<<, =======, >>>>>>>), and try again"
            }
            StoreError::WrongType { .. } => {
                "fix that value in an editor; docs/format.md says what each key holds"
            }
            StoreError::Newer { .. } => {
                "install the hallway that wrote it; this one leaves the file alone"
            }
            StoreError::TooLarge { .. } => {
                "see whether it is the right file, and split it if it is"
            }
            StoreError::TooLong { .. } => "split the text over several sessions",
            StoreError::Taken { .. } => "choose another name",
            StoreError::Changed { .. } | StoreError::Overtaken { .. } => {
                "look at it first, then write it again"
            }
            StoreError::Deleted { .. } => "save it as a new file, or leave it removed",
            StoreError::Unmounted { .. } => {
                "put it back, or open hallway where it is now: unsaved text comes back there"
            }
            StoreError::Folder { .. } => "name a file",
            StoreError::NoSpace { .. } => {
                "free some space and save again; the file is whole as it was"
            }
            StoreError::ReadOnly { .. } => "write somewhere else; the file is whole as it was",
            StoreError::Denied { .. } => {
                "see who owns the file and its folder; the file is whole as it was"
            }
            StoreError::Unwritable { source, .. } if is_other_disk(source) => {
                "the notebook's trash lies on another disk: make it a folder of the notebook; nothing was moved"
            }
            StoreError::Unwritable { source, .. } if is_fault(source) => {
                "copy the notebook to another disk; the file is whole as it was"
            }
            StoreError::Unwritable { .. } => "the file is whole as it was",
            StoreError::Lock { .. } => {
                "see whether the state folder (XDG_STATE_HOME) is yours to write; nothing was changed"
            }
            StoreError::Busy { .. } => {
                "close the other program and save again; nothing was changed"
            }
            StoreError::Unconfirmed { .. } => {
                "a power cut may still undo it: see what the system says of the disk (dmesg), and copy the notebook to another one"
            }
            StoreError::UnsafeName { .. } => "use letters, digits and hyphens",
            StoreError::Unsound { .. } => "please report this; the file is whole as it was",
            StoreError::Copy { .. } => {
                "`hallway recover` lists it; `hallway recover restore` merges it, `drop` puts it away"
            }
            StoreError::Handles { .. } => {
                "close other programs, or raise the limit (`ulimit -n 1024`); the file is whole as it was"
            }
            StoreError::LeadsOut { .. } => {
                "if you made that link, name its folder under allowed_link_folders in the config file; else remove it"
            }
            StoreError::Private { .. } => {
                "mark the person public first, or use -e EVENT for a link of the event alone"
            }
            StoreError::Relative { .. } => "write the whole path, from the root on, or unset it",
            StoreError::NoHome => "name a folder with --notebook or HALLWAY_NOTEBOOK",
        }
    }
}

/// Whether something was to be moved to another file system.
fn is_other_disk(source: &io::Error) -> bool {
    source.kind() == io::ErrorKind::CrossesDevices
}
