//! Where symbolic links lead.

use crate::store::StoreError;
use crate::store::disk::Disk;
use std::io;
use std::path::{Path, PathBuf};

/// How many links are followed, as Linux does.
const MOST: usize = 40;

/// The file that `path` leads to at the end of all symbolic links, whether it exists or not.
///
/// # Errors
/// When a link leads round in a circle, or one on the way cannot be looked at; the trouble names
/// that one. To write at a link whose end is not known would put a file in its place.
pub fn resolve(disk: &dyn Disk, path: &Path) -> Result<PathBuf, StoreError> {
    let mut end = path.to_owned();
    for _ in 0..=MOST {
        match disk.symlink_metadata(&end) {
            Ok(metadata) if metadata.is_symlink() => {
                let next = disk.read_link(&end);
                let next = next.map_err(|error| StoreError::reading(&end, error))?;
                end = match end.parent() {
                    Some(folder) => folder.join(next),
                    None => next,
                };
            }
            Ok(_) => return Ok(end),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(end),
            Err(error) => return Err(StoreError::reading(&end, error)),
        }
    }
    let source = io::Error::other("its symbolic links lead round in a circle");
    Err(StoreError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::RealDisk;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_chain_ends_at_what_is_there_or_would_be() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        symlink("sub/b", at("a")).unwrap();
        symlink("../c", at("sub/b")).unwrap();
        let end = resolve(&RealDisk, &at("a")).unwrap();
        assert_eq!(end, at("sub").join("../c"));
        std::fs::write(at("c"), "").unwrap();
        assert_eq!(resolve(&RealDisk, &at("a")).unwrap(), end);
        assert_eq!(resolve(&RealDisk, &at("c")).unwrap(), at("c"));
    }

    #[test]
    fn a_circle_and_a_way_through_a_file_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("two", at("one")).unwrap();
        symlink("one", at("two")).unwrap();
        symlink("self", at("self")).unwrap();
        for name in ["one", "self"] {
            let store_error = resolve(&RealDisk, &at(name)).unwrap_err();
            assert!(store_error.to_string().contains(name), "{store_error}");
            assert!(store_error.to_string().contains("circle"), "{store_error}");
        }
        std::fs::write(at("file"), "").unwrap();
        symlink("file/inside", at("through")).unwrap();
        let store_error = resolve(&RealDisk, &at("through")).unwrap_err();
        assert!(
            store_error.to_string().contains("file/inside"),
            "{store_error}"
        );
    }
}
