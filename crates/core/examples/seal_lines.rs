//! Values that the SDK sealed, as JSON lines for other JOSE libraries to open:
//!
//! ```text
//! cargo run -p portico-core --example seal_lines -- <count> <seed>
//! {"suite","jwk_private","plaintext_b64","jwe","use","sid"}
//! ```
//!
//! It goes the low level's way, with the platform's part played here: a key set of one key for each suite in turn, a
//! device statement opened, a session granted, and then the values. Plaintexts have 0 to 4 KB and follow from the seed;
//! keys are new in every run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "a tool of the tests, and what it shares with them it needs a part of"
)]

#[path = "../tests/support/offline.rs"]
mod offline;
#[path = "../tests/support/webcrypto.rs"]
mod webcrypto;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use portico_core::{CallOptions, Client, ClientConfig};
use portico_unseal::jws::verify_embedded;
use portico_unseal::{ContentKey, PrivateKey, Suite, jwe};
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use serde_json::{Value, json};

use self::offline::Offline;

/// Seconds since 1970 by every clock here.
const NOW: u32 = 1_795_238_229;
const LONGEST: u64 = 4096;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse().unwrap());
    let (Some(count), Some(seed)) = (arguments.next(), arguments.next()) else { panic!("seal_lines <count> <seed>") };
    let mut random = SplitMix(seed);
    let suites = [("ECDH-ES X25519", Suite::X25519), ("ECDH-ES P-256", Suite::P256), ("RSA-OAEP-256", Suite::Rsa)];
    let mut pages = Vec::new();
    for (name, suite) in suites {
        let key = PrivateKey::generate(suite).unwrap();
        let (page, sid) = open_session(&key, name).await;
        pages.push((name, private_jwk(&key), page, sid));
    }
    for (_, (name, key, page, sid)) in (0..count).zip(std::iter::repeat(&pages).flatten()) {
        let length = random.next() % (LONGEST + 1);
        let plaintext: Vec<u8> = (0..length).map(|_| random.next().to_be_bytes()[0]).collect();
        let use_ = format!("document:{:x}", random.next());
        if random.next().is_multiple_of(2) {
            page.prepare().await;
        }
        let jwe = page.seal(&plaintext, &use_, CallOptions::default()).await.unwrap();
        let line = json!({
            "suite": name, "jwk_private": key, "plaintext_b64": STANDARD.encode(&plaintext), "jwe": jwe, "use": use_,
            "sid": sid,
        });
        println!("{line}");
    }
}

/// A page in a session that the platform of this one key granted.
async fn open_session(key: &PrivateKey, name: &str) -> (Client<Offline>, String) {
    let config = ClientConfig {
        gateway_url: String::new(),
        origin: "https://bank.example".to_owned(),
        sdk_id: "PT-EXAMPLE".to_owned(),
        platform_key: String::new(),
        gateway_key: String::new(),
        timeout_ms: 30_000,
    };
    let page = Client::new(Offline::at(f64::from(NOW) * 1000.0), config);
    let handshake = page.initialize(&json!({"keys": [key.public_jwk()]}).to_string()).await.unwrap();
    let statement = jwe::Compact::parse(handshake.device_data(), 64 * 1024).unwrap().open(key).unwrap();
    let signed = verify_embedded(std::str::from_utf8(&statement).unwrap(), "device+jwt", 64 * 1024).unwrap();
    let statement: Value = serde_json::from_slice(&signed.payload).unwrap();
    let reply_key = ContentKey::from_jwk(&statement["reply_key"]).unwrap();
    let sid = format!("session of {name}");
    let grant = json!({
        "session_id": sid, "session_key": ContentKey::generate().unwrap().to_jwk(), "expires_at": "2026-11-21T12:00:00Z",
    });
    let claims = json!({"kid": "reply", "iat": NOW, "jti": name, "use": "session"});
    let sealed = jwe::seal_dir(&reply_key, claims.as_object().unwrap().clone(), grant.to_string().as_bytes()).unwrap();
    handshake.open(&sealed).await.unwrap();
    (page, sid)
}

/// The private key as a JWK.
fn private_jwk(key: &PrivateKey) -> Value {
    let (mut jwk, text) = (key.public_jwk(), key.to_text().unwrap());
    if key.suite() != Suite::Rsa {
        jwk["d"] = json!(*text);
        return jwk;
    }
    let key = RsaPrivateKey::from_pkcs8_der(&URL_SAFE_NO_PAD.decode(text.as_bytes()).unwrap()).unwrap();
    let number = |bytes: Vec<u8>| json!(URL_SAFE_NO_PAD.encode(bytes));
    let [p, q] = key.primes() else { panic!("an RSA key of two primes") };
    let inverse = key.crt_coefficient().unwrap();
    assert!(key.n().bits() >= 2048);
    for (name, value) in
        [("d", key.d()), ("p", p), ("q", q), ("dp", key.dp().unwrap()), ("dq", key.dq().unwrap()), ("qi", &inverse)]
    {
        jwk[name] = number(value.to_bytes_be());
    }
    jwk
}

/// Numbers that follow from a seed.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}
