//! Every forgery that the field knows, against every suite. None may open; what kind each was, a table says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use portico_unseal::{Expected, check_claims, jwe::Compact};
use serde_json::{Value, json};
use support::{MAX, Prepared, Receiver, decode, derive, encode};

/// A kind of forgery, and the forgeries.
type Row = (&'static str, Vec<String>);

#[test]
fn no_forgery_opens() {
    println!("\n{:<52}{:>8}{:>8}", "forgeries, over four suites", "tried", "opened");
    let mut totals: Vec<(&str, usize)> = Vec::new();
    for (suite, receiver) in Receiver::all() {
        let good = receiver.prepare();
        assert!(receiver.open(&good.seal()).is_ok(), "{suite}: the pattern of all forgeries opens");
        for (kind, forgeries) in rows(&receiver, &good) {
            for forgery in &forgeries {
                assert!(receiver.open(forgery).is_err(), "{suite}: {kind}: {forgery}");
            }
            match totals.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, number)) => *number += forgeries.len(),
                None => totals.push((kind, forgeries.len())),
            }
        }
    }
    for (kind, number) in totals {
        println!("{kind:<52}{number:>8}{:>8}", 0);
        assert!(number > 0, "{kind}: nothing was tried");
    }
}

#[test]
fn a_good_value_that_was_meant_for_something_else_is_refused() {
    let expected = Expected { kid: "k", sid: Some("s"), use_: "pin:c", now: 1_800_000_000 };
    let before_a_session = Expected { sid: None, ..expected };
    for (suite, receiver) in Receiver::all() {
        let good = receiver.prepare();
        let accepted = |value: &Prepared, expected: &Expected<'_>| {
            let sealed = value.seal();
            assert!(receiver.open(&sealed).is_ok(), "{suite}: it opens, and only its header speaks against it");
            check_claims(Compact::parse(&sealed, MAX).unwrap().header(), expected).is_ok()
        };
        assert!(accepted(&good, &expected));
        assert!(accepted(&good.with("sid", Value::Null), &before_a_session));
        for (what, value) in [
            ("another session's", good.with("sid", json!("other"))),
            ("no session's", good.with("sid", Value::Null)),
            ("another use's", good.with("use", json!("cvc:c"))),
            ("another target's", good.with("use", json!("pin:other"))),
            ("no use's", good.with("use", Value::Null)),
            ("another key's", good.with("kid", json!("other"))),
            ("stale", good.with("iat", json!(expected.now - 301))),
            ("from the future", good.with("iat", json!(expected.now + 301))),
            ("with a time as text", good.with("iat", json!("1800000000"))),
            ("with a broken time", good.with("iat", json!(1_800_000_000.5))),
            ("without a time", good.with("iat", Value::Null)),
            ("without an id", good.with("jti", Value::Null)),
            ("with an empty id", good.with("jti", json!(""))),
            ("with an id of another type", good.with("jti", json!(7))),
        ] {
            assert!(!accepted(&value, &expected), "{suite}: {what}");
        }
        assert!(!accepted(&good, &before_a_session), "{suite}: a session's, where there is none yet");
    }
}

fn rows(receiver: &Receiver, good: &Prepared) -> Vec<Row> {
    let mut rows = vec![
        ("a bit of the text flipped", flipped_text(&good.seal())),
        ("a bit of a part's bytes flipped", flipped_parts(&good.seal())),
        ("alg swapped", swapped(good, "alg", ALGS)),
        ("enc swapped", swapped(good, "enc", ENCS)),
        ("crit, whatever it says", values(good, "crit", &[json!([]), json!(["exp"]), json!("x"), json!({}), json!(0)])),
        ("zip, whatever it says", values(good, "zip", &[json!("DEF"), json!(""), json!([]), json!(false)])),
        ("a header member twice", duplicates(good)),
        ("a header that is no JSON object", no_objects(good)),
        ("empty, cut, longer and oversized parts", parts(good)),
        ("base64url that is not the one text of its bytes", non_canonical(&good.seal())),
        ("other forms than the compact one", other_forms(&good.seal())),
    ];
    if let Receiver::Platform(key) = receiver {
        match good.header["epk"]["kty"].as_str() {
            Some("OKP") => rows.push(("an epk of low order, sealed under what it leads to", low_order(good))),
            Some(_) => rows.push(("an epk off the curve", off_curve(good))),
            None => rows.push(("an RSA key part that is no number below n", rsa_numbers(good, &key.public_jwk()))),
        }
        if good.header.get("epk").is_some() {
            rows.push(("an epk that is missing, private or another's", other_epks(good)));
        }
    }
    rows
}

fn flipped_text(sealed: &str) -> Vec<String> {
    let flip = |index: usize| {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[index / 8] ^= 1 << (index % 8);
        // With the highest bit set it is no text any more, and can't even be handed over.
        String::from_utf8(bytes).ok()
    };
    (0..sealed.len() * 8).filter_map(flip).collect()
}

fn flipped_parts(sealed: &str) -> Vec<String> {
    let parts: Vec<Vec<u8>> = sealed.split('.').map(decode).collect();
    let mut list = Vec::new();
    for part in 0..parts.len() {
        for index in 0..parts[part].len() * 8 {
            let mut flipped = parts.clone();
            flipped[part][index / 8] ^= 1 << (index % 8);
            list.push(flipped.iter().map(encode).collect::<Vec<_>>().join("."));
        }
    }
    list
}

const ALGS: &[&str] = &[
    "none",
    "dir",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A256KW",
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "A256KW",
    "A256GCMKW",
    "PBES2-HS256+A128KW",
    "HPKE-0",
    "ecdh-es",
    "rsa-oaep-256",
    "DIR",
    "",
];
const ENCS: &[&str] =
    &["A128GCM", "A192GCM", "A128CBC-HS256", "A256CBC-HS512", "C20P", "XC20P", "a256gcm", "A256GCM ", "none", ""];

fn swapped(good: &Prepared, name: &str, others: &[&str]) -> Vec<String> {
    let others = others.iter().filter(|other| good.header[name] != **other).map(|other| json!(other));
    let odd = [Value::Null, json!(256), json!(["A256GCM"]), json!([good.header[name]]), json!({})];
    others.chain(odd).map(|value| good.with(name, value).seal()).collect()
}

fn values(good: &Prepared, name: &str, values: &[Value]) -> Vec<String> {
    let mut list: Vec<String> = values.iter().map(|value| good.with(name, value.clone()).seal()).collect();
    // `null` too is a member that is there.
    list.push(good.seal_under(good.header.to_string().replacen('{', &format!("{{\"{name}\":null,"), 1)));
    list
}

fn duplicates(good: &Prepared) -> Vec<String> {
    let text = good.header.to_string();
    let mut list = Vec::new();
    for (name, value) in good.header.as_object().unwrap() {
        let escaped = format!("\\u{:04x}{}", name.as_bytes()[0], &name[1..]);
        for spelled in [name, &escaped] {
            for second in [value.clone(), json!("other"), Value::Null] {
                let member = format!("\"{spelled}\":{second}");
                list.push(good.seal_under(text.replacen('{', &format!("{{{member},"), 1)));
                list.push(good.seal_under(format!("{},{member}}}", text.strip_suffix('}').unwrap())));
            }
        }
    }
    // Deeper down as well.
    list.push(good.seal_under(text.replacen('{', "{\"later\":{\"a\":1,\"a\":1},", 1)));
    if good.header.get("epk").is_some() {
        list.push(good.seal_under(text.replacen("\"crv\":", "\"crv\":\"P-521\",\"crv\":", 1)));
        list.push(good.seal_under(text.replacen("\"x\":", "\"x\":\"AA\",\"x\":", 1)));
    }
    list
}

fn no_objects(good: &Prepared) -> Vec<String> {
    let text = good.header.to_string();
    let with = |before: &str, after: &str| [before.as_bytes(), text.as_bytes(), after.as_bytes()].concat();
    let headers = [
        Vec::new(),
        b"{}".to_vec(),
        b"null".to_vec(),
        with("[", "]"),
        with("\u{feff}", ""),
        with("", "{}"),
        with("", "\0"),
        text.replace('"', "'").into_bytes(),
        text.replacen('}', ",}", 1).into_bytes(),
        text.replacen('{', "{/**/", 1).into_bytes(),
        text.replacen(":\"", ":\"\u{1}", 1).into_bytes(),
        text.replacen("\"s\"", "\"\\ud800\"", 1).into_bytes(),
        [text.replacen('}', "", 1).into_bytes(), b",\"l\":\"\xff\"}".to_vec()].concat(),
        [text.replacen('{', "{\"l\":", 1).into_bytes(), vec![b'['; 4_000]].concat(),
        text.replacen('{', &format!("{{\"l\":\"{}\",", "x".repeat(4_096)), 1).into_bytes(),
    ];
    headers.iter().map(|header| good.seal_under(header)).collect()
}

fn parts(good: &Prepared) -> Vec<String> {
    let sealed = good.seal();
    let parts: Vec<&str> = sealed.split('.').collect();
    let mut list = Vec::new();
    for index in 0..5 {
        let bytes = decode(parts[index]);
        let longer = [bytes.as_slice(), &[0]].concat();
        let shorter = bytes.get(..bytes.len().saturating_sub(1)).unwrap_or_default().to_vec();
        let shifted = [&[0], bytes.as_slice()].concat();
        for other in [Vec::new(), longer, shorter, shifted, vec![0; 40_000]] {
            if other != bytes {
                let mut changed = parts.clone();
                let text = encode(other);
                changed[index] = &text;
                list.push(changed.join("."));
            }
        }
        let mut missing = parts.clone();
        missing.remove(index);
        list.push(missing.join("."));
        let mut twice = parts.clone();
        twice.insert(index, parts[index]);
        list.push(twice.join("."));
    }
    list.push(good.seal_text(good.header.to_string(), &[b'x'; MAX]));
    list.extend(["", ".", "....", ".....", "a.b.c.d.e"].map(str::to_owned));
    list
}

fn non_canonical(sealed: &str) -> Vec<String> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let parts: Vec<&str> = sealed.split('.').collect();
    let mut list = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut texts = vec![format!("{part}="), format!("{part}=="), format!(" {part}"), format!("{part}\n")];
        texts.push(format!("{part}A"));
        if let Some(last) = part.bytes().last() {
            // Bits at the end that stand for no byte: a lax reader ignores them.
            let spare = match part.len() % 4 {
                2 => 4,
                3 => 2,
                _ => 0,
            };
            let value = ALPHABET.iter().position(|letter| *letter == last).unwrap();
            for bits in 1..1_usize << spare {
                let other = char::from(ALPHABET[value | bits]);
                texts.push(format!("{}{other}", &part[..part.len() - 1]));
            }
            texts.push(format!("{}\n{}", &part[..1], &part[1..]));
            texts.push(format!("{}%3D{}", &part[..1], &part[1..]));
        }
        for text in texts.iter().filter(|text| text != part) {
            let mut changed = parts.clone();
            changed[index] = text;
            list.push(changed.join("."));
        }
    }
    let ordinary = sealed.replace('-', "+").replace('_', "/");
    list.extend((ordinary != sealed).then_some(ordinary));
    list
}

fn other_forms(sealed: &str) -> Vec<String> {
    let parts: Vec<&str> = sealed.split('.').collect();
    let flattened = json!({"protected": parts[0], "encrypted_key": parts[1], "iv": parts[2], "ciphertext": parts[3],
        "tag": parts[4]});
    let general = json!({"protected": parts[0], "recipients": [{"encrypted_key": parts[1]}], "iv": parts[2],
        "ciphertext": parts[3], "tag": parts[4]});
    let quoted = json!(sealed).to_string();
    vec![flattened.to_string(), general.to_string(), quoted, format!("{sealed}\0"), sealed.replace('.', ":")]
}

/// Every encoding of a point of low order there is, and their twins with the ignored bit set. Each leads to the secret
/// of all zeros, so these values are sealed as well as any good one.
fn low_order(good: &Prepared) -> Vec<String> {
    let p = |last: u8, low: u8| {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (low, last);
        bytes
    };
    let small = |value: u8| {
        let mut bytes = [0; 32];
        bytes[0] = value;
        bytes
    };
    let hex = |text: &str| -> [u8; 32] {
        let byte = |index| u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).unwrap();
        std::array::from_fn(byte)
    };
    let mut points = vec![
        small(0),
        small(1),
        hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        p(0x7f, 0xec),
        p(0x7f, 0xed),
        p(0x7f, 0xee),
    ];
    for index in 0..points.len() {
        let mut twin = points[index];
        twin[31] |= 0x80;
        points.push(twin);
    }
    let zeros = Prepared { content_key: derive(&[0; 32]), ..good.clone() };
    let epk = |point: &[u8; 32]| json!({"kty": "OKP", "crv": "X25519", "x": encode(point)});
    points.iter().map(|point| zeros.with("epk", epk(point)).seal()).collect()
}

fn off_curve(good: &Prepared) -> Vec<String> {
    let (x, y) = (decode(good.header["epk"]["x"].as_str().unwrap()), decode(good.header["epk"]["y"].as_str().unwrap()));
    let zeros = vec![0; 32];
    // The field's prime: zero written in another way.
    let prime: Vec<u8> = [&[0xff; 4][..], &[0, 0, 0, 1], &[0; 12], &[0xff; 12]].concat();
    let mut flipped = y.clone();
    flipped[31] ^= 1;
    let points = [
        (zeros.clone(), zeros.clone()),
        (x.clone(), x.clone()),
        (y.clone(), x.clone()),
        (x.clone(), flipped),
        (x.clone(), zeros.clone()),
        (zeros.clone(), y.clone()),
        (prime.clone(), y.clone()),
        (x.clone(), prime),
        (vec![0xff; 32], vec![0xff; 32]),
        // The same point, its numbers longer or shorter than 32 bytes.
        ([vec![0], x.clone()].concat(), y.clone()),
        (x[1..].to_vec(), y.clone()),
        (x.clone(), Vec::new()),
        ([vec![4], x, y].concat(), zeros),
    ];
    let epk = |(x, y): (Vec<u8>, Vec<u8>)| json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y)});
    points.into_iter().map(|point| good.with("epk", epk(point)).seal()).collect()
}

fn other_epks(good: &Prepared) -> Vec<String> {
    let epk = &good.header["epk"];
    let change = |name: &str, value: Value| {
        let mut changed = epk.clone();
        changed[name] = value;
        changed
    };
    let mut list = vec![Value::Null, json!(epk.to_string()), json!([epk]), json!({}), json!(7)];
    list.extend(
        ["EC", "OKP", "RSA", "oct", "okp"].iter().filter(|it| epk["kty"] != **it).map(|it| change("kty", json!(it))),
    );
    let curves = ["P-256", "P-384", "P-521", "X25519", "X448", "Ed25519", "secp256k1"];
    list.extend(curves.iter().filter(|it| epk["crv"] != **it).map(|it| change("crv", json!(it))));
    list.push(change("d", json!(encode([7; 32]))));
    list.push(change("d", Value::Null));
    let x = epk["x"].as_str().unwrap();
    for other in [json!(format!("{x}=")), json!(x[1..]), json!(format!("{x}AA")), json!(""), json!(7), Value::Null] {
        list.push(change("x", other));
    }
    list.into_iter().map(|epk| good.with("epk", epk).seal()).collect()
}

fn rsa_numbers(good: &Prepared, jwk: &Value) -> Vec<String> {
    let n = decode(jwk["n"].as_str().unwrap());
    let mut one = vec![0; 256];
    one[255] = 1;
    let cut = good.encrypted_key[..255].to_vec();
    let longer = [&[0], good.encrypted_key.as_slice()].concat();
    let keys = [vec![0; 256], one, n, vec![0xff; 256], vec![1; 256], cut, longer, vec![7; 32], vec![7; 512]];
    keys.map(|encrypted_key| Prepared { encrypted_key, ..good.clone() }.seal()).to_vec()
}
