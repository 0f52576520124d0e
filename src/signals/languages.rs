//! The preferred languages. Three are enough to compare with the header; a longer list would single a person out.

use js_sys::Array;
use wasm_bindgen::JsCast;

use super::reading::{Failure, Reading, navigator};

pub(super) fn read() -> Reading {
    let languages: Array = navigator("languages")?.dyn_into().map_err(|_| Failure::Error)?;
    Ok(languages.slice(0, 3).into())
}
