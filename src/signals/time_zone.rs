//! The IANA zone and the distance from UTC. They have to fit each other, and the address that the request comes from.

use js_sys::{Array, Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::reading::{Failure, Reading, global, member, object};

pub(super) fn read() -> Reading {
    let constructor: Function = member(&global("Intl")?, "DateTimeFormat")?.dyn_into().map_err(|_| Failure::Error)?;
    let format = Reflect::construct(&constructor, &Array::new()).map_err(|thrown| Failure::of(&thrown))?;
    let resolve: Function = member(&format, "resolvedOptions")?.dyn_into().map_err(|_| Failure::Error)?;
    let resolved = resolve.call0(&format).map_err(|thrown| Failure::of(&thrown))?;
    // JavaScript counts minutes towards UTC; everybody else counts them away from it.
    let offset: JsValue = (0.0 - Date::new_0().get_timezone_offset()).into();
    object(&[("zone", &member(&resolved, "timeZone")?), ("offset_minutes", &offset)])
}
