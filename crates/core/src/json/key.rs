//! Keys.

use portico_model::Jwk;

use super::{Json, Read};

impl Read for Jwk {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            kty: json.text("kty")?,
            crv: json.optional_text("crv")?,
            x: json.optional_text("x")?,
            y: json.optional_text("y")?,
            n: json.optional_text("n")?,
            e: json.optional_text("e")?,
            k: json.optional_text("k")?,
            use_: json.optional_text("use")?,
            alg: json.optional_text("alg")?,
            kid: json.optional_text("kid")?,
        })
    }
}
