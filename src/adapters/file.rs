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

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
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

/// Writes a file with mode 0600 in the place of whatever has its name.
///
/// The new file is put there whole: who reads the name sees the old text or the new one, and a link of that name is
/// replaced and not followed.
///
/// # Errors
/// When its folder cannot be written to, or the disk takes no more.
pub fn replace(path: &Path, content: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    let beside = PrivateFolder::new(folder, ".emr-onramp")?;
    let written = beside.write(&name.to_string_lossy(), content)?;
    fs::rename(written, path)
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
    fn a_file_is_replaced_whole_and_a_link_is_not_followed() {
        let folder = PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-file").unwrap();
        let target = folder.write("target", "other").unwrap();
        let path = folder.path.join("link");
        std::os::unix::fs::symlink(&target, &path).unwrap();
        for content in ["one", "two"] {
            replace(&path, content).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "other");
        assert_eq!(fs::read_dir(&folder.path).unwrap().count(), 2);
        assert!(replace(&folder.path.join("no/such/folder"), "text").is_err());
    }

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
