//! Builds the npm package.

/// Builds pkg/dist.
pub(crate) fn run() -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
