//! The product's source files, as the tests about them read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::TokenStream;

/// One file of `src`.
pub(crate) struct Source {
    /// Where it is, relative to `src`, with `/`.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl Source {
    /// The module that the file is, from the crate's root: `aws/eks.rs` and `aws/eks/mod.rs` are both `aws`, `eks`.
    pub(crate) fn module(&self) -> Vec<String> {
        let stem = self.path.strip_suffix(".rs").unwrap();
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        module
    }

    /// Whether the whole file is compiled for tests only.
    pub(crate) fn is_test(&self) -> bool {
        self.module().iter().any(|name| name == "tests")
    }

    /// The file in tokens: comments are gone, and a string is one literal.
    pub(crate) fn tokens(&self) -> TokenStream {
        TokenStream::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

/// Every Rust file below a folder of the repository, in the order of their paths.
pub(crate) fn files(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().components();
        let names: Vec<_> = relative.map(|part| part.as_os_str().to_str().unwrap()).collect();
        Source { path: names.join("/"), text: fs::read_to_string(&path).unwrap() }
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}
