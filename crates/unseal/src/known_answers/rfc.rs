//! The examples of RFC 7516 appendix A, RFC 7518 appendix C, RFC 7638 and RFC 8037 appendix A.

use serde_json::{Value, json};
use x25519_dalek::{PublicKey, StaticSecret};

use super::Set;
use crate::{
    aead, base64url, concat_kdf,
    jwe::{
        Compact,
        content_key::{agree_p256, agree_x25519},
    },
    thumbprint,
};

pub(super) fn sets() -> Vec<Set> {
    vec![rfc_7516(), rfc_7518(), rfc_7638(), rfc_8037()]
}

fn bytes(text: &str) -> [u8; 32] {
    base64url::decode_array(text).unwrap()
}

/// A.1's key part, 256 bytes.
const A1_KEY: &str = "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e\
                      9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XW\
                      Rxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRc\
                      Z_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg";

/// None of its five examples uses a suite of the contract as a whole; A.1 has our content encryption.
fn rfc_7516() -> Set {
    let mut set = Set::new("RFC 7516 appendix A", 5);
    let header = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    let (iv, tag) = ("48V1_ALb6US04U3b", "XFBoMYUZodetZdvTiFvSkQ");
    let ciphertext = "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A";
    let key = [
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110, 91, 112, 46, 34, 105,
        47, 130, 203, 46, 122, 234, 64, 252,
    ];
    let opened = aead::open(
        &key,
        &base64url::decode_array(iv).unwrap(),
        header.as_bytes(),
        &base64url::decode(ciphertext).unwrap(),
        &base64url::decode_array(tag).unwrap(),
    );
    let known = b"The true sign of intelligence is not knowledge but imagination.".as_slice();
    set.answer("A.1, its A256GCM from the given content key on", &opened.unwrap().as_slice(), &known);
    set.skip("A.2: RSA1_5 and A128CBC-HS256 are no algorithms of the contract (refused by name, see below)");
    set.skip("A.3: A128KW and A128CBC-HS256 are no algorithms of the contract (refused by name, see below)");
    set.skip("A.4: the JSON serialization, which the contract doesn't have");
    set.skip("A.5: the flattened JSON serialization, which the contract doesn't have");
    // A.2's header is `{"alg":"RSA1_5","enc":"A128CBC-HS256"}`; what follows it doesn't matter.
    let a1 = [header, A1_KEY, iv, ciphertext, tag].join(".");
    let a2 = a1.replace(header, "eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0");
    let a3 = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1o\
              OQ.AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
    for text in [&a1, &a2, a3] {
        assert!(Compact::parse(text, 4_096).is_err(), "an algorithm that the contract doesn't have was taken: {text}");
    }
    set
}

fn rfc_7518() -> Set {
    let mut set = Set::new("RFC 7518 appendix C", 2);
    let z = bytes("nlbZHYFxNdNyg0KDv4QmnPsxbqPagGpI9tqneYz-kMQ");
    // Alice's ephemeral key and Bob's static one, from both ends.
    let alice =
        (bytes("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0"), bytes("SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"));
    let bob = p256::SecretKey::from_slice(&bytes("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw")).unwrap();
    let shared = agree_p256(&bob, Some(alice)).unwrap();
    set.answer("Z, by Bob", &shared.raw_secret_bytes().as_slice(), &z.as_slice());
    let key = concat_kdf::derive(&z, "A128GCM", b"Alice", b"Bob", 128).unwrap();
    set.answer("the derived key", &base64url::encode(key.as_slice()).as_str(), &"VqqN6vgjbSBcIijNcacQGg");
    set
}

fn rfc_7638() -> Set {
    let mut set = Set::new("RFC 7638 section 3.1", 1);
    let key = json!({
        "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi\
              FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb\
              9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls\
              1jF44-csFCur-kEgU8awapJzKnqDKgw",
    });
    set.answer("the thumbprint", &thumbprint(&key).unwrap().as_str(), &"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    set
}

fn rfc_8037() -> Set {
    let mut set = Set::new("RFC 8037 appendix A", 7);
    for _ in ["A.1", "A.2"] {
        set.skip("A.1, A.2: Ed25519 keys, which this crate doesn't have; A.3's thumbprint reads the public one");
    }
    let ed25519: Value = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let known = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    set.answer("A.3, the thumbprint", &thumbprint(&ed25519).unwrap().as_str(), &known);
    for _ in ["A.4", "A.5"] {
        set.skip("A.4, A.5: Ed25519 signatures, which the contract doesn't have");
    }
    // Bob's private key is RFC 7748's (section 6.1), which A.6 goes on with.
    let bob = StaticSecret::from(bytes("XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"));
    assert_eq!(PublicKey::from(&bob).as_bytes(), &bytes("3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"));
    let shared = agree_x25519(&bob, Some(bytes("hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"))).unwrap();
    set.answer("A.6, Z", shared.as_bytes(), &bytes("Sl2dW6TOLeFyjjv0gDUPJeB-IclH0Z4zdvCbPB4WF0I"));
    set.skip("A.7: X448, which the contract doesn't have");
    set
}
