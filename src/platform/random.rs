//! Randomness.

use portico_core::ports::{PortFault, Random};
use wasm_bindgen::JsCast;
use web_sys::Crypto;

use super::{Browser, global::global};

/// getRandomValues takes no more at once.
const LARGEST: usize = 65_536;

impl Random for Browser {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), PortFault> {
        let crypto: Crypto = global("crypto").ok_or(PortFault::Crypto)?.unchecked_into();
        for part in buffer.chunks_mut(LARGEST) {
            crypto.get_random_values_with_u8_array(part).map_err(|_| PortFault::Crypto)?;
        }
        Ok(())
    }
}
