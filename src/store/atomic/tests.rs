//! Writes as a person sees them: what is at the path afterwards, and what lies beside it.

use super::*;
use std::cell::Cell;
use std::fs::File;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder with one file in it.
fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("note.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_new_file_takes_no_place() {
    let (folder, path) = file("theirs");
    let error = write(&System::real(), &path, b"ours", ExpectedFile::New).unwrap_err();
    assert!(matches!(error, StoreError::Taken { .. }));
    assert_eq!(read(&path), "theirs");
    assert!(
        write(
            &System::real(),
            &folder.path().join("other"),
            b"ours",
            ExpectedFile::New
        )
        .unwrap()
        .is_confirmed()
    );
    assert_eq!(names(&folder), ["note.toml", "other"]);
    // Also where it came into being after the look.
    let system = System::real();
    let beside = Temporary::new(&system, &path, folder.path(), "", 0o666).unwrap();
    let error = exchange::write_new(system.disk(), beside, folder.path(), &path).unwrap_err();
    assert!(matches!(error, StoreError::Taken { .. }));
    assert_eq!(read(&path), "theirs");
    assert_eq!(names(&folder), ["note.toml", "other"]);
}

#[test]
fn what_is_not_as_expected_stays() {
    let (folder, path) = file("theirs");
    let is_old = |found: &[u8]| found == b"old";
    let error = write(
        &System::real(),
        &path,
        b"ours",
        ExpectedFile::Known(&is_old),
    )
    .unwrap_err();
    assert!(matches!(error, StoreError::Changed { .. }));
    assert_eq!(read(&path), "theirs");
    assert_eq!(names(&folder), ["note.toml"]);
}

/// Somebody writes after the last look: `interfere` is called once, right before the text takes its
/// place.
fn raced(interfere: impl Fn(&Path)) -> (Vec<String>, String) {
    let (folder, path) = file("old");
    let themes = Cell::new(0);
    let is_old = |found: &[u8]| {
        themes.set(themes.get() + 1);
        let is_old = found == b"old";
        if themes.get() == 1 {
            interfere(&path);
        }
        is_old
    };
    let error = write(
        &System::real(),
        &path,
        b"ours",
        ExpectedFile::Known(&is_old),
    )
    .unwrap_err();
    assert!(matches!(error, StoreError::Changed { .. }), "{error:?}");
    (names(&folder), read(&path))
}

#[test]
fn what_somebody_writes_at_the_last_moment_comes_back() {
    let whole = (vec!["note.toml".to_owned()], "theirs".to_owned());
    assert_eq!(
        raced(|path| std::fs::write(path, "theirs").unwrap()),
        whole,
        "written in place"
    );
    let renamed = |path: &Path| {
        let beside = path.with_extension("new");
        std::fs::write(&beside, "theirs").unwrap();
        std::fs::rename(beside, path).unwrap();
    };
    assert_eq!(raced(renamed), whole, "renamed");
}

#[test]
fn a_file_removed_at_the_last_moment_stays_removed() {
    let (folder, path) = file("old");
    let is_old = |found: &[u8]| {
        std::fs::remove_file(&path).unwrap();
        found == b"old"
    };
    let error = write(
        &System::real(),
        &path,
        b"ours",
        ExpectedFile::Known(&is_old),
    )
    .unwrap_err();
    assert!(matches!(error, StoreError::Changed { .. }), "{error:?}");
    assert!(names(&folder).is_empty());
}

#[cfg(unix)]
#[test]
fn a_backup_made_of_hard_links_keeps_the_old_text_unless_a_person_wants_one() {
    use std::os::unix::fs::MetadataExt;
    for (text, keep) in [
        ("short", false),
        ("short", true),
        ("a text that is longer than it was", true),
    ] {
        let (folder, path) = file("what it was");
        let other = folder.path().join("other.toml");
        std::fs::hard_link(&path, &other).unwrap();
        let number = path.metadata().unwrap().ino();
        let is_old = |found: &[u8]| found == b"what it was";
        let system = System::real();
        system.keep_hard_links(keep);
        let target = ExpectedFile::Known(&is_old);
        assert!(
            write(&system, &path, text.as_bytes(), target)
                .unwrap()
                .is_confirmed()
        );
        let backup = if keep { text } else { "what it was" };
        assert_eq!((read(&path), read(&other)), (text.into(), backup.into()));
        assert_eq!(path.metadata().unwrap().ino() == number, keep);
        assert_eq!(names(&folder), ["note.toml", "other.toml"]);
    }
}

#[cfg(unix)]
#[test]
fn the_mode_is_kept_and_a_new_file_has_the_usual_one() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = file("old");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o604)).unwrap();
    let _ = write(&System::real(), &path, b"ours", ExpectedFile::Any).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o604);
    let (usual, ours) = (folder.path().join("usual"), folder.path().join("ours"));
    std::fs::write(&usual, "").unwrap();
    let _ = write(&System::real(), &ours, b"ours", ExpectedFile::New).unwrap();
    assert_eq!(mode(&ours), mode(&usual));
}

#[cfg(unix)]
#[test]
fn a_file_of_somebody_else_stays_theirs() {
    use std::os::unix::fs::{MetadataExt, chown};
    let (_folder, path) = file("old");
    if chown(&path, Some(65_534), Some(65_534)).is_err() {
        eprintln!("skipped: no rights to give a file away");
        return;
    }
    let _ = write(&System::real(), &path, b"ours", ExpectedFile::Any).unwrap();
    let metadata = path.metadata().unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (65_534, 65_534));
    assert_eq!(read(&path), "ours");
}

#[cfg(target_os = "linux")]
#[test]
fn attributes_and_access_list_are_kept() {
    use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};
    let (_folder, path) = file("old");
    let old = File::open(&path).unwrap();
    // Owner rw, user 65534 r, group none, mask r, others none.
    let list: Vec<u8> = [
        vec![2, 0, 0, 0],
        entry(0x01, 6, u32::MAX),
        entry(0x02, 4, 65_534),
        entry(0x04, 0, u32::MAX),
        entry(0x10, 4, u32::MAX),
        entry(0x20, 0, u32::MAX),
    ]
    .concat();
    let attributes = [
        ("user.colour", b"blue".to_vec()),
        ("system.posix_acl_access", list),
    ];
    for (name, value) in &attributes {
        if fsetxattr(&old, *name, value, XattrFlags::empty()).is_err() {
            eprintln!("skipped: the file system has no {name}");
            return;
        }
    }
    let is_old = |found: &[u8]| found == b"old";
    let _ = write(
        &System::real(),
        &path,
        b"ours",
        ExpectedFile::Known(&is_old),
    )
    .unwrap();
    let new = File::open(&path).unwrap();
    for (name, value) in &attributes {
        let mut found = [0; 256];
        let length = fgetxattr(&new, *name, &mut found[..]).unwrap();
        assert_eq!(&found[..length], &value[..], "{name}");
    }
}

#[cfg(target_os = "linux")]
fn entry(tag: u16, rights: u16, id: u32) -> Vec<u8> {
    [
        &tag.to_le_bytes()[..],
        &rights.to_le_bytes(),
        &id.to_le_bytes(),
    ]
    .concat()
}
