//! Short names for what wasm and glue say to each other: wasm-bindgen's end in a random number, which no compression
//! makes smaller, and each stands in both of them.

use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeMap;

/// The glue with the names that wasm-opt gave, from what it printed of them.
pub(crate) fn shorten(glue: &str, printed: &str) -> anyhow::Result<String> {
    let renamed: Value = serde_json::from_str(printed).context("wasm-opt's list of names is no JSON")?;
    let mut words = BTreeMap::new();
    for import in list(&renamed, "imports") {
        if let [module, before, after] = import.as_slice() {
            words.insert((*before).to_owned(), (*after).to_owned());
            words.insert(format!("\"{module}\""), "\"a\"".to_owned());
        }
    }
    // The glue's own functions have the names of the exports that they call.
    for export in list(&renamed, "exports") {
        if let [before, after] = export.as_slice() {
            words.insert(format!("wasm.{before}"), format!("wasm.{after}"));
        }
    }
    let mut short = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(letter) = rest.chars().next() {
        let end = rest.find(|letter: char| !in_a_name(letter)).filter(|end| *end > 0).unwrap_or(letter.len_utf8());
        // `wasm.memory` of `wasm.memory.buffer`.
        let export =
            rest.strip_prefix("wasm.").and_then(|name| name.find(|letter| letter == '.' || !in_a_name(letter)));
        let (word, after) = rest.split_at(export.map_or(end, |length| length + "wasm.".len()));
        short.push_str(words.get(word).map_or(word, String::as_str));
        rest = after;
    }
    Ok(short)
}

fn in_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_$.\"/".contains(letter)
}

fn list<'a>(renamed: &'a Value, kind: &str) -> Vec<Vec<&'a str>> {
    let texts = |entry: &'a Value| entry.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    renamed.get(kind).and_then(Value::as_array).into_iter().flatten().map(texts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_imports_and_what_is_called_of_the_wasm_and_nothing_else() {
        let printed = r#"{"imports": [["./x_bg.js", "__wbg_take_63de", "b"]], "exports": [["start", "c"]]}"#;
        let glue = r#"const i = { __wbg_take_63de: f, __wbg_take_63de0: g, "./x_bg.js": i }; function start() { wasm.start.length; }"#;
        let short = r#"const i = { b: f, __wbg_take_63de0: g, "a": i }; function start() { wasm.c.length; }"#;
        assert_eq!(shorten(glue, printed).unwrap(), short);
    }
}
