//! Values in. What a call is about is read by the core; here is what our own facade passes, and the few texts that a page
//! passes beside it.

use portico_core::{Fault, FieldFault, Json};
use portico_model::{ErrorCode, FieldCode};
use zeroize::Zeroizing;

use super::Refusal;

/// Reads the argument `text`.
///
/// # Errors
/// `invalid_option` for what is no JSON.
pub(crate) fn read(text: impl Into<Zeroizing<Vec<u8>>>) -> Result<Json, Refusal> {
    Json::parse(&text.into()).ok_or_else(|| ErrorCode::InvalidOption.into())
}

/// A text that has to be there and can't be blank, such as an id.
///
/// # Errors
/// `invalid_option`.
pub(crate) fn text(of: &Json, name: &str) -> Result<String, Refusal> {
    of.text(name).filter(|text| !text.trim_ascii().is_empty()).map(ToOwned::to_owned).ok_or_else(|| {
        let code = if of.get(name).is_none() { FieldCode::Required } else { FieldCode::WrongType };
        Fault::of_fields(ErrorCode::InvalidOption, vec![FieldFault::new(name, code)]).into()
    })
}

/// A whole number that may be absent.
pub(crate) fn whole(of: &Json, name: &str) -> Option<u32> {
    of.whole(name)?.try_into().ok()
}
