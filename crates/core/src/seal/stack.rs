//! Wasm's stack is memory like any other, and ciphers and agreements leave what they worked on there (measured).

use zeroize::Zeroize;

/// Overwrites the part of the stack that a primitive may have used, once it has returned.
#[inline(never)]
pub(crate) fn clear_stack() {
    // By words: what is wiped for certain is wiped element by element, and bytes take as long as sealing a short value.
    let mut used = [0_u64; 2048];
    used.zeroize();
}
