//! The disk of the operating system.

#[cfg(target_os = "linux")]
mod lease;

use super::{DirEntry, Disk, DiskFile, FileKind, Meta, OpenMode, Rename, handles};
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The file system of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

#[derive(Debug)]
struct RealFile(File);

impl Disk for RealDisk {
    fn open(&self, path: &Path, options: OpenMode) -> io::Result<Box<dyn DiskFile>> {
        let open = || match options.no_links {
            true => no_links(path, options),
            false => opened(path, options),
        };
        if options.urgent {
            handles::hold();
        }
        let file = match open() {
            Err(error) if options.urgent && handles::are_out(&error) && handles::give() => open(),
            opened => opened,
        }?;
        match kind(file.metadata()?.file_type()) {
            FileKind::File | FileKind::Dir => Ok(Box::new(RealFile(file))),
            FileKind::Symlink | FileKind::Other => Err(io::Error::other("not a plain file")),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        fs::metadata(path).map(|metadata| meta(&metadata))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Meta> {
        fs::symlink_metadata(path).map(|metadata| meta(&metadata))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            entries.push(DirEntry {
                name: entry.file_name(),
                kind: entry.file_type().map_or(FileKind::Other, kind),
            });
        }
        Ok(entries)
    }

    /// Folders are looked through before the first frame, so the other names are not even copied.
    #[cfg(target_os = "linux")]
    fn read_hidden(&self, path: &Path) -> io::Result<Vec<std::ffi::OsString>> {
        use rustix::fs::{Mode, OFlags, RawDir, open};
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let opened = open(path, flags, Mode::empty())?;
        let mut room = [std::mem::MaybeUninit::uninit(); 32 * 1024];
        let mut entries = RawDir::new(opened, &mut room);
        let mut names = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name.starts_with(b".") && name != b"." && name != b".." {
                names.push(OsStr::from_bytes(name).to_owned());
            }
        }
        Ok(names)
    }

    fn rename(&self, from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
        match how {
            Rename::Replace => fs::rename(from, to).map(|()| true),
            Rename::NoReplace | Rename::Exchange => flagged(from, to, how),
        }
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn make_dir(&self, path: &Path, mode: u32) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut))]
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
        #[cfg(not(unix))]
        let _ = mode;
        builder.create(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        if cfg!(not(unix)) {
            return Ok(());
        }
        match File::open(path) {
            // A journal's name has to be on disk, too. The handle is kept again right after.
            Err(error) if handles::are_out(&error) && handles::give() => {
                let synced = File::open(path).and_then(|folder| folder.sync_all());
                handles::hold();
                synced
            }
            opened => opened?.sync_all(),
        }
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    #[cfg(unix)]
    fn may_write(&self, path: &Path) -> io::Result<()> {
        use rustix::fs::{Access, access};
        Ok(access(path, Access::WRITE_OK)?)
    }

    #[cfg(not(unix))]
    fn may_write(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    #[cfg(unix)]
    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(path, mode)
    }

    #[cfg(not(unix))]
    fn set_mode(&self, _path: &Path, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    fn process(&self) -> u32 {
        std::process::id()
    }
}

impl DiskFile for RealFile {
    fn read_to_end(&self, into: &mut Vec<u8>, most: u64) -> io::Result<()> {
        match most {
            // Without a limit the standard library asks for the length first.
            u64::MAX => (&self.0).read_to_end(into),
            most => (&self.0).take(most).read_to_end(into),
        }
        .map(|_| ())
    }

    fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        (&self.0).write_all(bytes)
    }

    fn rewind(&self) -> io::Result<()> {
        (&self.0).rewind()
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync_all(&self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn lock(&self) -> io::Result<()> {
        self.0.lock()
    }

    fn try_lock(&self) -> io::Result<bool> {
        taken(self.0.try_lock())
    }

    fn try_lock_shared(&self) -> io::Result<bool> {
        taken(self.0.try_lock_shared())
    }

    fn metadata(&self) -> io::Result<Meta> {
        self.0.metadata().map(|metadata| meta(&metadata))
    }

    #[cfg(target_os = "linux")]
    fn is_being_written(&self) -> Option<bool> {
        lease::is_being_written(&self.0)
    }

    #[cfg(not(target_os = "linux"))]
    fn is_being_written(&self) -> Option<bool> {
        None
    }

    #[cfg(target_os = "linux")]
    fn allocate(&self, from: u64, to: u64) -> io::Result<()> {
        use rustix::fs::{FallocateFlags, fallocate};
        use rustix::io::Errno;
        match fallocate(&self.0, FallocateFlags::KEEP_SIZE, from, to - from) {
            Ok(()) | Err(Errno::NOTSUP | Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn allocate(&self, _from: u64, _to: u64) -> io::Result<()> {
        Ok(())
    }

    #[cfg(unix)]
    fn set_mode(&self, mode: u32) -> io::Result<()> {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        self.0.set_permissions(mode)
    }

    #[cfg(not(unix))]
    fn set_mode(&self, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    #[cfg(unix)]
    fn set_owner(&self, user: Option<u32>, group: Option<u32>) -> io::Result<()> {
        std::os::unix::fs::fchown(&self.0, user, group)
    }

    #[cfg(not(unix))]
    fn set_owner(&self, _user: Option<u32>, _group: Option<u32>) -> io::Result<()> {
        Ok(())
    }

    #[cfg(target_os = "linux")]
    fn attribute_names(&self) -> Vec<Vec<u8>> {
        let mut list = Vec::with_capacity(64 * 1024);
        match rustix::fs::flistxattr(&self.0, rustix::buffer::spare_capacity(&mut list)) {
            Ok(_) => {}
            Err(_) => return Vec::new(),
        }
        let names = list.split(|byte| *byte == 0);
        let names = names.filter(|name| !name.is_empty());
        names.map(<[u8]>::to_vec).collect()
    }

    #[cfg(target_os = "linux")]
    fn attribute(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        let mut value = Vec::with_capacity(64 * 1024);
        rustix::fs::fgetxattr(&self.0, name, rustix::buffer::spare_capacity(&mut value))?;
        Ok(value)
    }

    #[cfg(target_os = "linux")]
    fn set_attribute(&self, name: &[u8], value: &[u8]) -> io::Result<()> {
        let flags = rustix::fs::XattrFlags::empty();
        Ok(rustix::fs::fsetxattr(&self.0, name, value, flags)?)
    }

    #[cfg(target_os = "linux")]
    fn remove_attribute(&self, name: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::fremovexattr(&self.0, name)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn attribute_names(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    #[cfg(not(target_os = "linux"))]
    fn attribute(&self, _name: &[u8]) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(not(target_os = "linux"))]
    fn set_attribute(&self, _name: &[u8], _value: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(not(target_os = "linux"))]
    fn remove_attribute(&self, _name: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn opened(path: &Path, options: OpenMode) -> io::Result<File> {
    let mut all = OpenOptions::new();
    all.read(options.read)
        .write(options.write)
        .append(options.append)
        .create(options.create)
        .create_new(options.create_new)
        .truncate(options.truncate);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let mut flags = OFlags::NOCTTY;
        flags.set(OFlags::NONBLOCK, options.nonblock);
        flags.set(OFlags::NOFOLLOW, options.no_follow || options.no_links);
        all.mode(options.mode).custom_flags(flags.bits() as i32);
    }
    all.open(path)
}

/// Opens a path in which nothing may be a link.
#[cfg(target_os = "linux")]
fn no_links(path: &Path, options: OpenMode) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;
    let writes = options.write || options.append;
    let mut flags = match (options.read, writes) {
        (true, true) => OFlags::RDWR,
        (false, true) => OFlags::WRONLY,
        (_, false) => OFlags::RDONLY,
    };
    let makes = options.create || options.create_new;
    flags |= OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NOFOLLOW;
    flags.set(OFlags::NONBLOCK, options.nonblock);
    flags.set(OFlags::APPEND, options.append);
    flags.set(OFlags::CREATE, makes);
    flags.set(OFlags::EXCL, options.create_new);
    flags.set(OFlags::TRUNC, options.truncate);
    let mode = match makes {
        true => Mode::from_raw_mode(options.mode),
        false => Mode::empty(),
    };
    match openat2(CWD, path, flags, mode, ResolveFlags::NO_SYMLINKS) {
        Ok(file) => Ok(File::from(file)),
        // A kernel, or a cage around the process, that does not know the call.
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => opened(path, options),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn no_links(path: &Path, options: OpenMode) -> io::Result<File> {
    opened(path, options)
}

/// Whether a lock was taken.
fn taken(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn kind(kind: fs::FileType) -> FileKind {
    if kind.is_file() {
        FileKind::File
    } else if kind.is_dir() {
        FileKind::Dir
    } else if kind.is_symlink() {
        FileKind::Symlink
    } else {
        FileKind::Other
    }
}

#[cfg(unix)]
fn meta(metadata: &Metadata) -> Meta {
    use std::os::unix::fs::MetadataExt;
    Meta {
        kind: kind(metadata.file_type()),
        len: metadata.len(),
        modified: metadata.modified().ok(),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
        dev: metadata.dev(),
        ino: metadata.ino(),
        nlink: metadata.nlink(),
        mode: metadata.mode() & 0o7777,
        uid: metadata.uid(),
        gid: metadata.gid(),
    }
}

#[cfg(not(unix))]
fn meta(metadata: &Metadata) -> Meta {
    Meta {
        kind: kind(metadata.file_type()),
        len: metadata.len(),
        modified: metadata.modified().ok(),
        changed: (0, 0),
        dev: 0,
        ino: 0,
        nlink: 1,
        mode: 0o666,
        uid: 0,
        gid: 0,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn flagged(from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match how {
        Rename::Replace => RenameFlags::empty(),
        Rename::NoReplace => RenameFlags::NOREPLACE,
        Rename::Exchange => RenameFlags::EXCHANGE,
    };
    match renameat_with(CWD, from, CWD, to, flags) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn flagged(_from: &Path, _to: &Path, _how: Rename) -> io::Result<bool> {
    Ok(false)
}
