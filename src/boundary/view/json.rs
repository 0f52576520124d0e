//! The text that crosses.

use serde::Serialize;

/// JSON text of a view. A view has string keys and no number that JSON lacks, so none fails; `null` if one ever did.
pub(crate) fn json<T: Serialize>(view: &T) -> String {
    serde_json::to_string(view).unwrap_or_else(|_| "null".to_owned())
}

/// The views of a list.
pub(crate) fn all<'a, T, V: From<&'a T>>(values: &'a [T]) -> Vec<V> {
    values.iter().map(V::from).collect()
}
