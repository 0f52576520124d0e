//! Measures the package.

/// Prints the sizes.
pub(crate) fn run() -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
