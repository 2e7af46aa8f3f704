//! What a file has besides its text: owner, mode, access list, extended attributes.

use crate::store::disk::{DiskFile, Meta};
use std::io;

/// Gives the new file what the old one has. Returns whether owner, group, access list and the
/// attributes of users could all be given; a label of the system that could not be is what the
/// system wants it to be.
pub fn keep(old: &dyn DiskFile, meta: &Meta, new: &dyn DiskFile) -> io::Result<bool> {
    // The owner first: a change of it takes bits off the mode. The access list last: it is part of
    // the mode.
    let owner = keep_owner(meta, new)?;
    new.set_mode(meta.mode)?;
    let lists = keep_extended(old, new);
    Ok(owner && lists)
}

fn keep_owner(old: &Meta, file: &dyn DiskFile) -> io::Result<bool> {
    let new = file.metadata()?;
    let group = new.gid == old.gid || file.set_owner(None, Some(old.gid)).is_ok();
    let user = new.uid == old.uid || file.set_owner(Some(old.uid), None).is_ok();
    Ok(group && user)
}

/// What guards a file's very bytes, and would be wrong for others.
const OF_THE_BYTES: [&[u8]; 3] = [b"security.ima", b"security.evm", b"security.capability"];

/// The access list; a folder may give its new files one of their own.
const ACCESS: &[u8] = b"system.posix_acl_access";

fn keep_extended(old: &dyn DiskFile, new: &dyn DiskFile) -> bool {
    let (names, given) = (old.attribute_names(), new.attribute_names());
    let mut all = true;
    if given.iter().any(|name| name == ACCESS) && !names.iter().any(|name| name == ACCESS) {
        all &= new.remove_attribute(ACCESS).is_ok();
    }
    for name in names {
        if OF_THE_BYTES.contains(&&name[..]) {
            continue;
        }
        let value = old.attribute(&name);
        let kept = value.is_ok_and(|value| new.set_attribute(&name, &value).is_ok());
        let is_the_systems = name.starts_with(b"security.") || name.starts_with(b"trusted.");
        all &= kept || is_the_systems;
    }
    all
}
