//! Takes out of the wasm what nobody calls: what a panic would tell, and exports that the glue doesn't know. A panic's text
//! is shown to nobody, since it could hold personal data: it traps, and the trap itself is what the package's scripts take
//! for the end of the instance.

use anyhow::{Context, ensure};
use std::path::Path;
use walrus::ir::{Load, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataId, DataKind, FunctionId, FunctionKind, LocalFunction, Module};

/// Where every panic begins, by the start of the function's name. None of them ever returns.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already_",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "std::thread::local::panic_access_error",
    "std::panicking::",
    "__rustc::rust_begin_unwind",
    "__rustc::__rust_alloc_error_handler",
];

/// What writes a panic's text. All that the core and the binding write, they write by themselves.
const FORMATTING: &[&str] = &["core::fmt::", "std::io::", " as core::fmt::"];

/// What is only ever reached by a table that also holds what is called: ring lists opening beside sealing. Opening is done by
/// the browser, and clippy.toml keeps the core from asking ring for it.
const UNCALLED: &[&str] = &["ring::aead::aes_gcm::open"];

/// What the standard library's panics would say. With nobody left to say it, it is blanked; none of it is a text of ours.
const SAYINGS: &[&str] = &[
    "slice index starts at ",
    " but ends at ",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "removal index (is ",
    ") should be < len (is ",
    "assertion failed: self.is_char_boundary(idx)",
    "mid > len",
    "called `Result::unwrap()` on an `Err` value",
    "called `Option::unwrap()` on a `None` value",
    "internal error: entered unreachable code",
    "closure invoked recursively or after being dropped",
    "Tried to shrink to a larger capacity",
    "attempt to join into collection with len > usize::MAX",
    "capacity overflow",
    "attempt to divide by zero",
    "`async fn` resumed after completion",
    "`Ready` polled after completion",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
];

/// Has all of them trap at once, forgets the places in the sources that they would have named, and leaves only the exports
/// that `glue` has.
///
/// # Errors
/// When something else formats: it would trap as well.
pub(crate) fn trim(wasm: &Path, glue: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(wasm)?;
    let mut module = Module::from_buffer(&bytes).context("could not read the wasm")?;
    let (mut panics, mut formatting) = (0, Vec::new());
    for function in module.funcs.iter_mut() {
        let name = plain(function.name.as_deref().unwrap_or_default());
        let (id, FunctionKind::Local(local)) = (function.id(), &mut function.kind) else { continue };
        if PANICS.iter().any(|start| name.starts_with(start)) {
            panics += 1;
        } else if FORMATTING.iter().any(|part| name.starts_with(part) || (part.starts_with(' ') && name.contains(part)))
        {
            formatting.push(id);
        } else if !UNCALLED.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        let mut body = local.builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
    // Renamed in another release of Rust: the package would still be right, and larger.
    ensure!(panics > 5, "the wasm has only {panics} of the functions that panic: their names have changed");
    let glue = std::fs::read_to_string(glue)?;
    let strangers = module.exports.iter().filter(|export| !glue.contains(&export.name)).map(walrus::Export::id);
    for id in strangers.collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    walrus::passes::gc::run(&mut module);
    let callers: Vec<&str> = module
        .funcs
        .iter_local()
        .filter(|(_, local)| calls_any_of(local, &formatting))
        .map(|(id, _)| module.funcs.get(id).name.as_deref().unwrap_or("a function"))
        .collect();
    ensure!(callers.is_empty(), "formatting a text would trap here: {}", callers.join(", "));
    forget_places(&mut module);
    let segments: Vec<DataId> = module.data.iter().map(Data::id).collect();
    for id in segments {
        forget_sayings(&mut module.data.get_mut(id).value);
    }
    forget_digits(&mut module);
    module.emit_wasm_file(wasm).context("could not write the wasm")
}

/// `<core[c5930c85a12de822]::option::Option>::x` as `core::option::Option>::x`.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in name.trim_start_matches(['<', '&']).chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn calls_any_of(function: &LocalFunction, others: &[FunctionId]) -> bool {
    struct Search<'a>(&'a [FunctionId], bool);
    impl Visitor<'_> for Search<'_> {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.1 |= self.0.contains(function);
        }
    }
    let mut search = Search(others, false);
    dfs_in_order(&mut search, function, function.entry_block());
    search.1
}

/// Blanks every `core::panic::Location`, and the path that it points to.
fn forget_places(module: &mut Module) {
    let mut blanks = Vec::new();
    for (base, bytes) in module.data.iter().filter_map(segment) {
        for (at, words) in bytes.windows(PLACE).enumerate().filter(|(at, _)| (base + at) % 4 == 0) {
            if let Some((path, length)) = place(words)
                && module.data.iter().filter_map(segment).any(|segment| is_path(segment, path, length))
            {
                blanks.extend([(base + at, PLACE), (path, length)]);
            }
        }
    }
    let segments: Vec<DataId> = module.data.iter().map(Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let Some((base, _)) = segment(data) else { continue };
        for (at, length) in &blanks {
            let range = at.checked_sub(base).and_then(|start| data.value.get_mut(start..start + length));
            range.unwrap_or_default().fill(0);
        }
    }
}

/// Blanks every one of [`SAYINGS`].
fn forget_sayings(bytes: &mut [u8]) {
    for saying in SAYINGS {
        let found = |bytes: &[u8]| bytes.windows(saying.len()).position(|text| text == saying.as_bytes());
        while let Some(at) = found(bytes) {
            bytes.get_mut(at..at + saying.len()).unwrap_or_default().fill(0);
        }
    }
}

/// Blanks the standard library's table of the numbers 00 to 99, unless something still reads it: the core writes its numbers
/// without, and what formats is a trap.
fn forget_digits(module: &mut Module) {
    let table: String = (0..100).map(|number| format!("{number:02}")).collect();
    let found = module.data.iter().find_map(|data| {
        let (base, bytes) = segment(data)?;
        let at = bytes.windows(table.len()).position(|text| text == table.as_bytes())?;
        Some((data.id(), at, base + at))
    });
    let Some((id, at, address)) = found else { return };
    // One digit alone is read from the second byte of a pair; nothing reads before the first.
    let mut search = Addresses(address..address + table.len(), false);
    for (_, local) in module.funcs.iter_local() {
        dfs_in_order(&mut search, local, local.entry_block());
    }
    if !search.1 {
        let data = module.data.get_mut(id);
        data.value.get_mut(at..at + table.len()).unwrap_or_default().fill(0);
    }
}

/// Whether code names an address in the range: as a number, or as the offset of a load.
struct Addresses(std::ops::Range<usize>, bool);

impl Addresses {
    fn note(&mut self, address: impl TryInto<usize>) {
        self.1 |= address.try_into().is_ok_and(|address| self.0.contains(&address));
    }
}

impl Visitor<'_> for Addresses {
    fn visit_value(&mut self, value: &Value) {
        if let Value::I32(number) = value {
            self.note(*number);
        }
    }

    fn visit_load(&mut self, load: &Load) {
        self.note(load.arg.offset);
    }
}

/// The bytes of a place: four words.
const PLACE: usize = 16;

/// Address and length of the path that a place of this form would have. Line and column follow them.
fn place(words: &[u8]) -> Option<(usize, usize)> {
    let word = |at: usize| u32::from_le_bytes(words.get(at..at + 4)?.try_into().ok()?).try_into().ok();
    let (path, length, line, column): (usize, usize, usize, usize) = (word(0)?, word(4)?, word(8)?, word(12)?);
    ((1..100_000).contains(&line) && (1..1_000).contains(&column)).then_some((path, length))
}

fn is_path((base, bytes): (usize, &[u8]), path: usize, length: usize) -> bool {
    let text = path.checked_sub(base).and_then(|start| bytes.get(start..start.checked_add(length)?));
    text.is_some_and(|text| text.ends_with(b".rs") && text.iter().all(u8::is_ascii_graphic))
}

/// Where a segment of data lies, and what is in it.
fn segment(data: &Data) -> Option<(usize, &[u8])> {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => {
            Some((usize::try_from(offset).ok()?, &data.value))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_the_compiler_s_numbers_out_of_names() {
        assert_eq!(plain("core[c5930c85a12de822]::panicking::panic_fmt"), "core::panicking::panic_fmt");
        assert_eq!(plain("<&usize as core[c5930c85a12de822]::fmt::Debug>::fmt"), "usize as core::fmt::Debug>::fmt");
    }

    #[test]
    fn blanks_what_a_panic_would_say_and_nothing_beside_it() {
        let mut bytes = b"ab`async fn` resumed after completioncdmid > lenmid > len.".to_vec();
        forget_sayings(&mut bytes);
        assert_eq!(bytes, [&b"ab"[..], &[0; 35], b"cd", &[0; 18], b"."].concat());
    }

    #[test]
    fn knows_a_place_by_its_path_and_blanks_nothing_else() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let words = |words: [u32; 4]| words.map(u32::to_le_bytes).concat();
        let text = b"src/lib.rs\0\0say \"a.rs\"".to_vec();
        let places = [words([16, 10, 7, 3]), words([16, 11, 7, 3]), words([16, 10, 0, 3])].concat();
        for (at, value) in [(16, text.clone()), (64, places.clone())] {
            module.data.add(DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(at)) }, value);
        }
        forget_places(&mut module);
        let [left_text, left_places] = [0, 1].map(|at| module.data.iter().nth(at).unwrap().value.clone());
        assert_eq!(left_text, [&[0; 10], &text[10..]].concat());
        assert_eq!(left_places, [&[0; 16], &places[16..]].concat());
    }
}
