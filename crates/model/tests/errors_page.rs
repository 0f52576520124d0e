//! `docs/errors.md` is made from the catalogue. `PORTICO_UPDATE=1 cargo test -p portico-model` writes it anew.

use std::{env, fs, path::PathBuf};

use portico_model::{ErrorCode, FieldCode};

#[test]
fn the_errors_page_says_what_the_catalogue_says() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors.md");
    let made = make_page();
    if env::var_os("PORTICO_UPDATE").is_some() {
        fs::write(&page, &made).unwrap();
    }
    let kept = fs::read_to_string(&page).unwrap_or_default();
    assert!(kept == made, "docs/errors.md is out of date: PORTICO_UPDATE=1 cargo test -p portico-model");
}

fn make_page() -> String {
    let mut page = String::from(
        "# Errors\n\n\
         Every failure is a `PorticoError` with a `code`. Codes are never reused and never renamed. An error holds nothing\n\
         that a person typed. A code without a status is the SDK's own. This page is made from the catalogue in\n\
         `crates/model/src/catalogue.rs`.\n\n",
    );
    for code in ErrorCode::ALL {
        let status = code.status().map_or_else(|| "no status".to_owned(), |status| format!("HTTP {status}"));
        let retry = if code.retryable() { "may succeed later" } else { "not retryable" };
        page.push_str(&format!(
            "<a id=\"{name}\"></a>\n## `{name}`\n\n{title} ({status}, {retry}). {meaning}\n\n**What to do.** {remedy}\n\n",
            name = code.as_str(),
            title = code.title(),
            meaning = code.meaning(),
            remedy = code.remedy(),
        ));
    }
    page.push_str("## Codes of a field\n\nIn `errors`, one entry for each field that broke a rule.\n\n| code | meaning |\n| --- | --- |\n");
    for code in FieldCode::ALL {
        page.push_str(&format!("| `{}` | {} |\n", code.as_str(), code.detail()));
    }
    page
}
