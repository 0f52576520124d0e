//! Measures the package as it is served: compressed by brotli.

use crate::build::{ON_DEMAND, dist};
use crate::command::{output, program};
use anyhow::{Context, bail};
use std::collections::BTreeMap;

/// What loader, glue and wasm, which every page loads, may take together, in bytes. The element is an import of its own, and
/// scripts that come when they are first used are no part of what is waited for: both are listed apart, and a page that uses
/// all of them loads the sum that is printed (docs/decisions/0005).
const BUDGET: u64 = 90_000;

/// Prints the bytes of each file below the folder, as they are and compressed.
const MEASURE: &str = r#"
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { brotliCompressSync } = require("node:zlib");
const folder = process.argv[1];
const sizes = {};
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  if (!/\.(m?js|wasm)$/.test(name)) continue;
  const bytes = readFileSync(join(folder, name));
  sizes[name.replaceAll("\\", "/")] = [bytes.length, brotliCompressSync(bytes).length];
}
console.log(JSON.stringify(sizes));
"#;

/// Prints the sizes, and fails above the budget.
pub(crate) fn run() -> anyhow::Result<()> {
    let measured = output(program("node").args(["--eval", MEASURE]).arg(dist()))?;
    let sizes: BTreeMap<String, [u64; 2]> = serde_json::from_str(&measured).context("the sizes are no JSON")?;
    let (element, package): (Vec<_>, Vec<_>) = sizes.iter().partition(|(name, _)| name.starts_with("element/"));
    let (later, first): (Vec<_>, Vec<_>) = package.iter().partition(|(name, _)| ON_DEMAND.contains(&name.as_str()));
    println!("{:<34} {:>9} {:>9}", "bytes", "as it is", "brotli");
    for (name, [raw, compressed]) in first.iter().chain(&later) {
        println!("{name:<34} {raw:>9} {compressed:>9}");
    }
    let total = line("loader, glue and wasm", &first);
    line("scripts loaded when first used", &later);
    line("all of these", &package);
    line("element, loaded by itself", &element);
    if total > BUDGET {
        bail!("the package takes {total} bytes, {} above its budget of {BUDGET}", total - BUDGET);
    }
    println!("{} bytes are left of the budget of {BUDGET}", BUDGET - total);
    Ok(())
}

fn line(name: &str, files: &[(&String, &[u64; 2])]) -> u64 {
    let (raw, compressed) =
        files.iter().fold((0, 0), |(raw, compressed), (_, [more, packed])| (raw + more, compressed + packed));
    println!("{name:<34} {raw:>9} {compressed:>9}");
    compressed
}
