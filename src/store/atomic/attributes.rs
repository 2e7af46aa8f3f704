//! What a file has besides its text: owner, mode, access list, extended attributes.

use std::fs::{File, Metadata};
use std::io;

/// Gives the new file what the old one has. Returns whether owner, group, access list and the attributes of users could all be given; a label of
/// the system that could not be is what the system wants it to be.
pub fn keep(old: &File, metadata: &Metadata, new: &File) -> io::Result<bool> {
    // The owner first: a change of it takes bits off the mode. The access list last: it is part of the mode.
    let owner = keep_owner(metadata, new)?;
    new.set_permissions(metadata.permissions())?;
    let lists = keep_extended(old, new);
    Ok(owner && lists)
}

#[cfg(unix)]
fn keep_owner(old: &Metadata, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    let group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
    let user = new.uid() == old.uid() || fchown(file, Some(old.uid()), None).is_ok();
    Ok(group && user)
}

#[cfg(not(unix))]
fn keep_owner(_old: &Metadata, _file: &File) -> io::Result<bool> {
    Ok(true)
}

/// What guards a file's very bytes, and would be wrong for others.
#[cfg(target_os = "linux")]
const OF_THE_BYTES: [&[u8]; 3] = [b"security.ima", b"security.evm", b"security.capability"];

/// The access list; a folder may give its new files one of their own.
#[cfg(target_os = "linux")]
const ACCESS: &[u8] = b"system.posix_acl_access";

#[cfg(target_os = "linux")]
fn keep_extended(old: &File, new: &File) -> bool {
    use rustix::fs::{XattrFlags, fgetxattr, fremovexattr, fsetxattr};
    let (names, given) = (names(old), names(new));
    let mut all = true;
    if given.iter().any(|name| name == ACCESS) && !names.iter().any(|name| name == ACCESS) {
        all &= fremovexattr(new, ACCESS).is_ok();
    }
    for name in names {
        if OF_THE_BYTES.contains(&&name[..]) {
            continue;
        }
        let mut value = Vec::with_capacity(64 * 1024);
        let read = fgetxattr(old, &name[..], rustix::buffer::spare_capacity(&mut value));
        let kept = read.is_ok() && fsetxattr(new, &name[..], &value, XattrFlags::empty()).is_ok();
        let is_the_systems = name.starts_with(b"security.") || name.starts_with(b"trusted.");
        all &= kept || is_the_systems;
    }
    all
}

#[cfg(not(target_os = "linux"))]
fn keep_extended(_old: &File, _new: &File) -> bool {
    true
}

/// The names of a file's extended attributes; none where the file system has no such thing.
#[cfg(target_os = "linux")]
fn names(file: &File) -> Vec<Vec<u8>> {
    let mut list = Vec::with_capacity(64 * 1024);
    match rustix::fs::flistxattr(file, rustix::buffer::spare_capacity(&mut list)) {
        Ok(_) => {}
        Err(_) => return Vec::new(),
    }
    let names = list.split(|byte| *byte == 0);
    let names = names.filter(|name| !name.is_empty());
    names.map(<[u8]>::to_vec).collect()
}
