//! Keys and messages.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_unseal::{ContentKey, PrivateKey, Suite};
use serde_json::{Value, json};

use crate::random::Random;

/// What opens a message.
pub(crate) enum Opener {
    Platform(PrivateKey),
    Client(ContentKey),
}

/// A few keys of each suite, new in each run: finding an RSA key takes its time.
pub(crate) struct Keys([Vec<Opener>; 4]);

impl Keys {
    pub(crate) fn generate() -> Self {
        let platform = |suite| Opener::Platform(PrivateKey::generate(suite).unwrap());
        let many = |number: usize, suite| (0..number).map(|_| platform(suite)).collect();
        Self([many(4, Suite::X25519), many(4, Suite::P256), many(2, Suite::Rsa), clients()])
    }

    /// A key of any suite, each suite as likely as the others.
    pub(crate) fn any(&self, random: &mut Random) -> &Opener {
        let suite = random.pick(&self.0);
        random.pick(suite)
    }
}

/// A few sessions' keys.
pub(crate) fn clients() -> Vec<Opener> {
    (0..4).map(|_| Opener::Client(ContentKey::generate().unwrap())).collect()
}

/// What a peer is asked to seal: suite, public key, header, plaintext, and for agreements sometimes the parties' infos.
pub(crate) fn message(random: &mut Random, key: &Opener) -> Value {
    let (suite, jwk) = match key {
        Opener::Client(key) => ("dir", key.to_jwk()),
        Opener::Platform(key) => (name(key.suite()), key.public_jwk()),
    };
    let alg = jwk.get("alg").cloned().unwrap_or_else(|| json!("dir"));
    let text = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
    let mut header = json!({
        "alg": alg, "enc": "A256GCM", "kid": jwk.get("kid").cloned().unwrap_or_else(|| json!("session")),
        "iat": 1_700_000_000 + random.below(300_000_000), "jti": text(random.bytes(16)),
        "use": format!("{}:{}", random.pick(&["person", "pin", "cvc", "document"]), text(random.bytes(9))),
    });
    if !random.one_in(4) {
        header["sid"] = json!(text(random.bytes(16)));
    }
    // Members that a receiver doesn't know, in forms that JSON's writers differ over.
    if random.one_in(4) {
        let odd =
            [json!("ünï \u{1f511} \"\\/\u{7f}"), json!({"ä": [1, -2.5, null, true]}), json!("\u{2028}<&>'"), json!([])];
        header["later"] = random.pick(&odd).clone();
    }
    let length = match random.below(10) {
        0 => random.below(17),
        1 => 2_048 + random.below(20_000),
        _ => random.below(2_048),
    };
    let mut line = json!({"suite": suite, "jwk": jwk, "header": header, "plaintext_b64": text(random.bytes(length))});
    if alg == "ECDH-ES" && random.one_in(4) {
        let (apu, apv) = (1 + random.below(40), 1 + random.below(40));
        line["apu"] = json!(text(random.bytes(apu)));
        line["apv"] = json!(text(random.bytes(apv)));
    }
    line
}

fn name(suite: Suite) -> &'static str {
    match suite {
        Suite::X25519 => "ECDH-ES X25519",
        Suite::P256 => "ECDH-ES P-256",
        Suite::Rsa => "RSA-OAEP-256",
    }
}
