//! The screen in physical pixels, so that zooming changes little, and in steps of 10, longer side first, so that turning
//! a phone changes nothing.

use super::reading::{Reading, global, number, object};

pub(super) fn read() -> Reading {
    let screen = global("screen")?;
    let ratio = number(&js_sys::global(), "devicePixelRatio")?;
    let (width, height) = (number(&screen, "width")? * ratio, number(&screen, "height")? * ratio);
    object(&[
        ("long", &bucketed(width.max(height), 10.0).into()),
        ("short", &bucketed(width.min(height), 10.0).into()),
        ("ratio", &bucketed(ratio, 0.25).into()),
        ("color_depth", &number(&screen, "colorDepth")?.into()),
    ])
}

/// The nearest multiple: rounding down would tell two values apart that differ by a hair.
fn bucketed(value: f64, step: f64) -> f64 {
    (value / step).round() * step
}
