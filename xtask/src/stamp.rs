//! What went into a build, as one number: the same number as last time means that there is nothing to build.

use crate::root::{root, target};
use anyhow::Context;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The content of files and folders. Times don't count: a fresh checkout has new times and old content.
#[derive(Debug)]
pub(crate) struct Stamp(u64);

impl Stamp {
    /// Reads all that lies under `inputs`, given from the root. What isn't there counts as empty.
    pub(crate) fn of(inputs: &[&str]) -> anyhow::Result<Self> {
        Self::of_in(&root(), inputs)
    }

    fn of_in(base: &Path, inputs: &[&str]) -> anyhow::Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            for file in files(&base.join(input))? {
                file.strip_prefix(base).unwrap_or(&file).hash(&mut hasher);
                std::fs::read(&file).with_context(|| format!("could not read {}", file.display()))?.hash(&mut hasher);
            }
        }
        Ok(Self(hasher.finish()))
    }

    /// Whether the build of this name was last written from the same inputs.
    pub(crate) fn is_fresh(&self, name: &str) -> bool {
        std::fs::read_to_string(path(name)).is_ok_and(|text| text == self.0.to_string())
    }

    /// Remembers that the build of this name is done.
    pub(crate) fn write(&self, name: &str) -> anyhow::Result<()> {
        let path = path(name);
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir)?;
        }
        std::fs::write(&path, self.0.to_string()).with_context(|| format!("could not write {}", path.display()))
    }
}

fn path(name: &str) -> PathBuf {
    target().join("stamps").join(name)
}

/// All files below, in a fixed order, without what is built or installed.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.file_name().is_some_and(|name| name == "node_modules" || name == "target") {
            continue;
        }
        found.extend(files(&entry)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_with_content_and_names_and_with_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        let stamp = || Stamp::of_in(dir.path(), &["in"]).unwrap().0;
        std::fs::create_dir_all(dir.path().join("in/deep")).unwrap();
        write("in/a", "1");
        let first = stamp();
        write("in/a", "1");
        assert_eq!(stamp(), first, "written again");
        write("in/deep/b", "2");
        let second = stamp();
        assert_ne!(second, first, "a new file");
        std::fs::rename(dir.path().join("in/deep/b"), dir.path().join("in/deep/c")).unwrap();
        assert_ne!(stamp(), second, "another name");
        write("elsewhere", "3");
        write("in/deep/c", "2");
        std::fs::rename(dir.path().join("in/deep/c"), dir.path().join("in/deep/b")).unwrap();
        assert_eq!(stamp(), second, "as it was");
    }
}
