//! The calls of a process, and how they are made to fail.

use rustix::io::Errno;
use std::io;
use std::path::Path;

/// A call to the disk.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The process that calls.
    pub pid: u32,
    /// What it calls.
    pub kind: CallKind,
    /// The path, or the one that the file was opened with.
    pub path: &'a Path,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// Opening a file that is there.
    Open,
    /// Opening a file that may have to be made.
    Create,
    /// Reading a file.
    Read,
    /// Writing to a file.
    Write,
    /// Cutting a file, or making it longer.
    Truncate,
    /// Holding room for a file.
    Allocate,
    /// Syncing a file.
    Sync,
    /// Syncing a folder.
    SyncDir,
    /// Renaming in all ways.
    Rename,
    /// Giving a file a second name.
    Link,
    /// Removing a file.
    Unlink,
    /// Removing a folder.
    RemoveDir,
    /// Making a folder.
    MakeDir,
    /// Listing a folder.
    ReadDir,
    /// Describing a file, resolving a path, and asking what may be done.
    Look,
    /// Locking a file.
    Lock,
    /// Setting permissions, owner or attributes.
    Attribute,
}

impl CallKind {
    /// Whether the call changes something that others see, or brings it to disk.
    pub fn changes(self) -> bool {
        use CallKind::{Allocate, Lock, Look, Open, Read, ReadDir};
        !matches!(self, Open | Read | ReadDir | Look | Lock | Allocate)
    }
}

/// A plan by which the n-th call of a kind fails, from 0 on.
pub fn nth(
    kind: CallKind,
    mut n: usize,
    error: Errno,
) -> impl FnMut(&Call<'_>) -> Option<io::Error> + Send + 'static {
    let mut done = false;
    move |call| {
        if call.kind != kind || done {
            return None;
        }
        if n > 0 {
            n -= 1;
            return None;
        }
        done = true;
        Some(error.into())
    }
}
