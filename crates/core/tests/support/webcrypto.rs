//! What WebCrypto does in a browser, by ring and RustCrypto.

use std::fmt;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::ToSec1Point;
use portico_core::ports::{Agreement, PortFault};
use portico_model::Jwk;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Oaep, RsaPublicKey, rand_core::OsRng};
use zeroize::Zeroizing;

/// A key that was taken in.
#[derive(Clone)]
pub enum Handle {
    Ecdh(p256::PublicKey),
    Rsa(Rc<RsaPublicKey>),
    Content(Rc<[u8; 32]>),
}

impl fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ecdh(_) => "ECDH",
            Self::Rsa(_) => "RSA-OAEP",
            Self::Content(_) => "AES-GCM",
        })
    }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).unwrap();
    bytes
}

/// A new device key.
pub fn generate_device_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

/// Its public half.
pub fn public_jwk(key: &EcdsaKeyPair) -> Jwk {
    let point = key.public_key().as_ref();
    Jwk {
        kty: "EC".into(),
        crv: Some("P-256".into()),
        x: Some(URL_SAFE_NO_PAD.encode(&point[1..33])),
        y: Some(URL_SAFE_NO_PAD.encode(&point[33..])),
        ..Jwk::default()
    }
}

pub fn sign(key: &EcdsaKeyPair, message: &[u8]) -> Result<Vec<u8>, PortFault> {
    let signature = key.sign(&SystemRandom::new(), message).map_err(|_| PortFault::Crypto)?;
    Ok(signature.as_ref().to_vec())
}

pub fn verify(key: &Jwk, message: &[u8], signature: &[u8]) -> Result<bool, PortFault> {
    let coordinate = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref().unwrap_or_default());
    let x = coordinate(&key.x).map_err(|_| PortFault::Rejected)?;
    let y = coordinate(&key.y).map_err(|_| PortFault::Rejected)?;
    let point = [&[4][..], &x, &y].concat();
    Ok(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok())
}

/// Opens ciphertext with its tag.
#[allow(clippy::disallowed_methods, reason = "the port's part, which only the package leaves to WebCrypto")]
pub fn decrypt(key: &[u8; 32], iv: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, PortFault> {
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
    let mut buffer = ciphertext.to_vec();
    let nonce = Nonce::assume_unique_for_key(*iv);
    let opened = cipher.open_in_place(nonce, Aad::from(aad), &mut buffer).map_err(|_| PortFault::Rejected)?;
    Ok(opened.to_vec())
}

pub fn import_public_key(jwk: &str) -> Result<Handle, PortFault> {
    let jwk: Jwk = serde_json::from_str(jwk).map_err(|_| PortFault::Rejected)?;
    let member =
        |text: Option<String>| URL_SAFE_NO_PAD.decode(text.unwrap_or_default()).map_err(|_| PortFault::Rejected);
    if jwk.kty == "RSA" {
        let number = |bytes: Vec<u8>| BigUint::from_bytes_be(&bytes);
        let (n, e) = (number(member(jwk.n)?), number(member(jwk.e)?));
        let key = RsaPublicKey::new_with_max_size(n, e, 8192).map_err(|_| PortFault::Rejected)?;
        return Ok(Handle::Rsa(Rc::new(key)));
    }
    let point = [vec![4], member(jwk.x)?, member(jwk.y)?].concat();
    p256::PublicKey::from_sec1_bytes(&point).map(Handle::Ecdh).map_err(|_| PortFault::Rejected)
}

pub fn agree(key: &Handle) -> Result<Agreement, PortFault> {
    match key {
        Handle::Ecdh(theirs) => {
            let ours = p256::SecretKey::from_slice(&random::<32>()).map_err(|_| PortFault::Crypto)?;
            let secret = Zeroizing::new(ours.diffie_hellman(theirs).raw_secret_bytes().to_vec());
            Ok(Agreement { secret, public: ours.public_key().to_sec1_point(false).as_bytes().to_vec() })
        }
        Handle::Rsa(theirs) => {
            let secret = Zeroizing::new(random::<32>().to_vec());
            let public = theirs.encrypt(&mut OsRng, Oaep::new::<rsa::sha2::Sha256>(), &secret);
            let public = public.map_err(|_| PortFault::Crypto)?;
            assert_eq!(public.len(), theirs.size());
            Ok(Agreement { secret, public })
        }
        Handle::Content(_) => Err(PortFault::Crypto),
    }
}

pub fn encrypt(key: &Handle, iv: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, PortFault> {
    let Handle::Content(key) = key else { return Err(PortFault::Crypto) };
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_slice()).unwrap());
    let mut buffer = plaintext.to_vec();
    let nonce = Nonce::assume_unique_for_key(*iv);
    cipher.seal_in_place_append_tag(nonce, Aad::from(aad), &mut buffer).map_err(|_| PortFault::Crypto)?;
    Ok(buffer)
}
