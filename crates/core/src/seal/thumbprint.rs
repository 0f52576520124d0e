//! JWK thumbprints (RFC 7638, RFC 8037).

use portico_model::Jwk;

use crate::encoding::sha256_base64url;

/// The SHA-256 thumbprint; `None` for a key that has none.
pub(crate) fn thumbprint(key: &Jwk) -> Option<String> {
    key.thumbprint_input().map(|input| sha256_base64url(input.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_the_key_of_rfc_8037_appendix_a_3() {
        let key = Jwk {
            kty: "OKP".into(),
            crv: Some("Ed25519".into()),
            x: Some("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into()),
            ..Jwk::default()
        };
        assert_eq!(thumbprint(&key).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
