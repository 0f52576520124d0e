//! Where things are.

use std::path::{Path, PathBuf};

/// The repository's root: xtask lies one folder below it.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A program of one of our crates, as the dev profile builds it.
pub(crate) fn built(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// The same as the release profile builds it.
pub(crate) fn released(name: &str) -> PathBuf {
    target().join("release").join(name)
}
