//! Files of our own on this machine, which nobody else may read.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A new folder with mode 0700, removed with everything in it when this is dropped.
#[derive(Debug)]
pub struct PrivateFolder {
    path: PathBuf,
}

impl PrivateFolder {
    /// Makes a folder below `parent` whose name starts with `name`.
    ///
    /// # Errors
    /// When `parent` cannot be written to.
    pub fn new(parent: &Path, name: &str) -> io::Result<Self> {
        let process = std::process::id();
        let mut attempt = 0_u32;
        loop {
            // A folder that is there already, whoever made it, is never taken.
            let path = parent.join(format!("{name}-{process}-{attempt}"));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 1_000 => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes a new file with mode 0600 and returns where it is.
    ///
    /// # Errors
    /// When there is a file of that name, or the disk takes no more.
    pub fn write(&self, name: &str, content: &str) -> io::Result<PathBuf> {
        let path = self.path.join(name);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(content.as_bytes())?;
        Ok(path)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // What cannot be removed stays in a folder that only its owner can open.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_the_owner_can_read_and_nothing_stays() {
        let folder = PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-file").unwrap();
        let other = PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-file").unwrap();
        assert_ne!(folder.path, other.path);
        let file = folder.write("kubeconfig", "text").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder.path), mode(&file)), (0o700, 0o600));
        assert_eq!(fs::read_to_string(&file).unwrap(), "text");
        let again = folder.write("kubeconfig", "other").unwrap_err();
        assert_eq!(again.kind(), ErrorKind::AlreadyExists);
        let path = folder.path.clone();
        drop(folder);
        assert!(!path.exists());
    }
}
