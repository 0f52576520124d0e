//! Texts joined into one at compile time, each with the end of its line: one text takes less room in a wasm build than a
//! table of texts with their lengths.
#![expect(clippy::indexing_slicing, reason = "what is out of bounds here doesn't compile")]

/// The length of all `texts` as lines.
pub(crate) const fn length(texts: &[&str]) -> usize {
    let (mut length, mut text) = (0, 0);
    while text < texts.len() {
        length += texts[text].len() + 1;
        text += 1;
    }
    length
}

/// All `texts` as lines.
pub(crate) const fn join<const LENGTH: usize>(texts: &[&str]) -> [u8; LENGTH] {
    let mut lines = [b'\n'; LENGTH];
    let (mut place, mut text) = (0, 0);
    while text < texts.len() {
        let bytes = texts[text].as_bytes();
        let mut byte = 0;
        while byte < bytes.len() {
            lines[place] = bytes[byte];
            byte += 1;
            place += 1;
        }
        place += 1;
        text += 1;
    }
    lines
}

/// The lines as text.
pub(crate) const fn text(lines: &[u8]) -> &str {
    match std::str::from_utf8(lines) {
        Ok(text) => text,
        Err(_) => "",
    }
}
