//! Copies in the state folder of what a write replaces, for their owner alone.

use super::atomic::{Target, make_folder, write};
use super::snapshot::owner_only;
use super::write_file::hash;
use super::{Store, Trouble};
use std::path::{Path, PathBuf};

impl Store {
    /// Keeps `bytes` under the state folder, named after the file they belong to, and returns where. The same bytes are kept once.
    pub fn backup(&self, of: &Path, bytes: &[u8]) -> Result<PathBuf, Trouble> {
        let folder = self.state().join("backups");
        make_folder(self.disk(), &folder)?;
        let name = of.file_name().map(|name| name.to_string_lossy());
        let name = name.as_deref().unwrap_or("file");
        let path = folder.join(format!("{}-{name}", &hash(bytes)[..16]));
        match write(self.system(), &path, bytes, Target::Private) {
            Ok(_) => Ok(path),
            // One that an earlier hallway kept may be readable for others.
            Err(Trouble::Taken { .. }) => owner_only(self.disk(), &path).map(|()| path),
            Err(trouble) => Err(trouble),
        }
    }
}
