//! What one signal gives.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::platform::global as js;

/// A signal's value, or why there is none. A reason is a signal as well.
pub(super) type Reading = Result<JsValue, Failure>;

/// Why a signal has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The browser doesn't have it.
    Absent,
    /// The browser, a policy or an extension forbids it.
    Blocked,
    /// Reading it failed in another way.
    Error,
}

/// A global of this name.
pub(super) fn global(name: &str) -> Reading {
    member(&js_sys::global(), name)
}

/// A member of `navigator`.
pub(super) fn navigator(name: &str) -> Reading {
    member(&global("navigator")?, name)
}

/// A member of `object`. Its getter may be anything that a page or an extension put there.
pub(super) fn member(object: &JsValue, name: &str) -> Reading {
    let value = Reflect::get(object, &name.into()).map_err(|thrown| Failure::of(&thrown))?;
    if value.is_undefined() || value.is_null() { Err(Failure::Absent) } else { Ok(value) }
}

/// A member that is a number.
pub(super) fn number(object: &JsValue, name: &str) -> Result<f64, Failure> {
    member(object, name)?.as_f64().filter(|number| number.is_finite()).ok_or(Failure::Error)
}

/// An object with these members.
pub(super) fn object(members: &[(&str, &JsValue)]) -> Reading {
    Ok(js::object(members).into())
}

impl Failure {
    /// What a thrown value says. Its text is not looked at.
    pub(super) fn of(thrown: &JsValue) -> Self {
        match thrown.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("SecurityError" | "NotAllowedError") => Self::Blocked,
            _ => Self::Error,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Blocked => "blocked",
            Self::Error => "error",
        }
    }
}
