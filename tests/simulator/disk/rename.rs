//! Renaming.

use super::Order;
use super::inode::{Body, Ino};
use super::state::{Change, Found, Name, State};
use hallway::store::disk::Rename;
use rustix::io::Errno;
use std::io;
use std::path::Path;
use std::sync::Arc;

impl State {
    /// Renames; `false` where there is no such rename.
    pub fn rename(&mut self, from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
        match how {
            Rename::Exchange if !self.exchanges => return Ok(false),
            Rename::NoReplace if !self.keeps => return Ok(false),
            _ => {}
        }
        match self.rename_here(from, to, how) {
            Ok(()) => Ok(true),
            // The system says the same of a folder into itself and of what the file system lacks.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput && how != Rename::Replace => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    fn rename_here(&mut self, from: &Path, to: &Path, how: Rename) -> io::Result<()> {
        let (from, to) = (self.look(from, false)?, self.look(to, false)?);
        let Found::There(ino, from) = from else {
            return Err(Errno::NOENT.into());
        };
        match (to, how) {
            (Found::Free(_), Rename::Exchange) => return Err(Errno::NOENT.into()),
            (Found::There(..), Rename::NoReplace) => return Err(Errno::EXIST.into()),
            (Found::There(other, _), _) if other == ino => {}
            (Found::There(other, to), Rename::Exchange) => {
                self.may_move(ino, to.0)?;
                self.may_move(other, from.0)?;
                self.swap((from, ino), (to, other));
            }
            (Found::There(other, to), _) => {
                self.may_move(ino, to.0)?;
                if self.is_dir(other) && self.is_inside(from.0, other) {
                    return Err(Errno::NOTEMPTY.into());
                }
                self.may_replace(ino, other)?;
                self.take(&to);
                self.take(&from);
                self.put(&to, ino);
                let content = self.brought_along(ino);
                self.pending.push(Change::Move {
                    from,
                    to,
                    ino,
                    content,
                });
            }
            (Found::Free(to), _) => {
                self.may_move(ino, to.0)?;
                self.take(&from);
                self.put(&to, ino);
                self.pending.push(Change::Move {
                    from,
                    to,
                    ino,
                    content: None,
                });
            }
        }
        Ok(())
    }

    fn swap(&mut self, one: (Name, Ino), other: (Name, Ino)) {
        self.take(&one.0);
        self.take(&other.0);
        self.put(&one.0, other.1);
        self.put(&other.0, one.1);
        self.pending.push(Change::Swap { one, other });
    }

    /// A folder cannot be moved into itself.
    fn may_move(&self, ino: Ino, into: Ino) -> io::Result<()> {
        match self.is_dir(ino) && self.is_inside(into, ino) {
            true => Err(Errno::INVAL.into()),
            false => Ok(()),
        }
    }

    fn may_replace(&self, ino: Ino, old: Ino) -> io::Result<()> {
        match (self.is_dir(ino), &self.inode(old).body) {
            (true, Body::Dir(folder)) if folder.now.is_empty() => Ok(()),
            (true, Body::Dir(_)) => Err(Errno::NOTEMPTY.into()),
            (true, _) => Err(Errno::NOTDIR.into()),
            (false, Body::Dir(_)) => Err(Errno::ISDIR.into()),
            (false, _) => Ok(()),
        }
    }

    /// What comes to disk together with a rename that replaces a file.
    fn brought_along(&self, ino: Ino) -> Option<Arc<Vec<u8>>> {
        match self.order {
            Order::Ordered => self.content(ino).ok().map(|one| one.could_be_durable()),
            Order::Strict => None,
        }
    }
}
