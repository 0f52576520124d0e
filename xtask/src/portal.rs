//! The demo's portal, bundled by webpack.

use crate::command::{node, run};
use crate::root::root;
use crate::stamp::Stamp;
use std::path::PathBuf;

/// What goes into the bundle beside `www`. The package is in it as it is built.
const INPUTS: &[&str] = &["pkg/dist", "pkg/package.json", "src/js", "webpack.config.js", "package-lock.json"];

/// Where the portal's files are once they are built.
pub(crate) fn dist() -> PathBuf {
    root().join("www/dist")
}

/// Bundles it when something has changed. The package has to be built before.
pub(crate) fn build() -> anyhow::Result<()> {
    let inputs = inputs()?;
    let stamp = Stamp::of(&inputs.iter().map(String::as_str).collect::<Vec<_>>())?;
    if dist().join("index.html").is_file() && stamp.is_fresh("portal") {
        return Ok(());
    }
    println!("portal: webpack");
    run(node("node_modules/webpack/bin/webpack.js").args(["--mode", "production", "--stats", "errors-warnings"]))?;
    stamp.write("portal")
}

/// The portal's sources lie beside its bundle, which is no input.
fn inputs() -> anyhow::Result<Vec<String>> {
    let mut all: Vec<String> = INPUTS.iter().map(|&input| input.to_owned()).collect();
    for entry in std::fs::read_dir(root().join("www"))? {
        let name = entry?.file_name();
        if name != "dist" {
            all.push(format!("www/{}", name.to_string_lossy()));
        }
    }
    all.sort();
    Ok(all)
}
