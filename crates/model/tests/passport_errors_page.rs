//! `docs/passport-errors.md` is made from the table of codes. `PORTICO_UPDATE=1 cargo test -p portico-model` writes it
//! anew.

use std::{env, fs, path::PathBuf};

use portico_model::passport::PassportCode;

#[test]
fn the_page_of_passport_codes_says_what_the_table_says() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/passport-errors.md");
    let made = make_page();
    if env::var_os("PORTICO_UPDATE").is_some() {
        fs::write(&page, &made).unwrap();
    }
    let kept = fs::read_to_string(&page).unwrap_or_default();
    assert!(kept == made, "docs/passport-errors.md is out of date: PORTICO_UPDATE=1 cargo test -p portico-model");
}

fn make_page() -> String {
    let mut page = String::from(
        "# The Passport-style platform's error codes\n\n\
         The body of a refused call is `{errorCode, errorMessage, errors: [{field, message}]}`. `errors` names fields, and never\n\
         what they hold. Codes in the 9000s are ours, where the platform documents none. This page is made from the table in\n\
         `crates/model/src/passport/code.rs`.\n\n\
         | code | status | message | when |\n| --- | --- | --- | --- |\n",
    );
    for code in PassportCode::ALL {
        let (name, status, message, when) = (code.as_str(), code.status(), code.message(), code.when());
        page.push_str(&format!("| `{name}` | {status} | {message} | {when} |\n"));
    }
    page
}
