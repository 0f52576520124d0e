//! Rows that come with the script that needs them.

use std::cell::Cell;

use crate::netspend::CallForm;

thread_local! {
    static ROWS: Cell<&'static [CallForm]> = const { Cell::new(NATIVE) };
}

#[cfg(any(test, feature = "native"))]
const NATIVE: &[CallForm] = super::table::CALLS;
#[cfg(not(any(test, feature = "native")))]
const NATIVE: &[CallForm] = &[];

/// The rows that are known by now.
pub(crate) fn rows() -> &'static [CallForm] {
    ROWS.get()
}

/// Takes rows in, for all clients of this page: a line each, with head, body, what is sealed and answer apart by tabs. Only
/// the first text counts, and stays for good.
pub(crate) fn learn(text: String) {
    if rows().is_empty() {
        let text: &'static str = text.leak();
        ROWS.set(text.lines().map(row).collect::<Vec<_>>().leak());
    }
}

fn row(line: &'static str) -> CallForm {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    CallForm { head: cell(), body: cell(), sealed: cell(), answer: cell() }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use super::*;
    use crate::passport::table::CALLS;

    fn cells(form: &CallForm) -> [&str; 4] {
        [form.head, form.body, form.sealed, form.answer]
    }

    #[test]
    fn what_the_script_brings_is_the_table() {
        let lines: Vec<_> = CALLS.iter().map(|form| cells(form).join("\t")).collect();
        let text = lines.join("\n");
        assert!(!text.contains(['`', '$', '\\']));
        let script = format!(
            "// Made from crates/core/src/passport/table.rs by `PORTICO_UPDATE=1 cargo test -p portico-core`.\n\
             // prettier-ignore\nexport const CALLS = `{text}`;\n"
        );
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/js/passport-calls.mjs");
        if env::var_os("PORTICO_UPDATE").is_some() {
            fs::write(&path, &script).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), script);
        let learned: Vec<_> = lines.join("\n").leak().lines().map(row).collect();
        assert_eq!(learned.iter().map(cells).collect::<Vec<_>>(), CALLS.iter().map(cells).collect::<Vec<_>>());
    }
}
