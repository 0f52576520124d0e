//! A content key that only the platform can find, ready for one sealing.

use portico_model::ErrorCode;

use super::agreement;
use super::concat_kdf::derive_content_key;
use super::content_key::ContentKey;
use super::envelope::A256GCM;
use super::public_key::Suite;
use super::stack::clear_stack;
use crate::encoding::base64url;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::ports::{Agreement, Random, Sealing};

/// What one agreement gives. Used once.
pub(crate) struct Agreed<H> {
    /// Our ephemeral public key as JWK text: the header's `epk`. Absent for RSA.
    pub(crate) epk: Option<String>,
    /// The wrapped content key in base64url. Empty for ECDH-ES.
    pub(crate) encrypted_key: String,
    /// The key for the content.
    pub(crate) content_key: ContentKey,
    /// The same, as far as the place has taken it in.
    pub(crate) handle: Option<H>,
}

/// Agrees with an X25519 key, at once.
///
/// # Errors
/// `no_usable_key` when it is no point that can be agreed with; `crypto_unavailable` when there is no randomness.
pub(crate) fn agree_x25519<H, R: Random>(random: &R, public: &[u8; 32]) -> Result<Agreed<H>, Fault> {
    // A random key in memory that is wiped: of the same length and kind.
    let ours = ContentKey::generate(random)?;
    let agreed = agreement::agree(public, A256GCM, ours.bytes());
    clear_stack();
    let (x, content_key) = agreed.ok_or(ErrorCode::NoUsableKey)?;
    let epk = ObjectText::new().text("kty", "OKP").text("crv", "X25519").text("x", &base64url(&x)).end();
    Ok(Agreed { epk: Some(epk), encrypted_key: String::new(), content_key, handle: None })
}

/// Agrees with a key of another suite, which the place took in as `key`.
///
/// # Errors
/// `crypto_unavailable`.
pub(crate) async fn agree_by_port<S: Sealing>(
    port: &S,
    suite: Suite,
    key: &S::Handle,
) -> Result<Agreed<S::Handle>, Fault> {
    let agreement = port.agree(key).await?;
    let agreed = read(suite, &agreement);
    clear_stack();
    agreed.ok_or_else(|| ErrorCode::CryptoUnavailable.into())
}

fn read<H>(suite: Suite, Agreement { secret, public }: &Agreement) -> Option<Agreed<H>> {
    if suite == Suite::Rsa {
        let content_key = ContentKey::from_slice(secret)?;
        return Some(Agreed { epk: None, encrypted_key: base64url(public), content_key, handle: None });
    }
    let (x, y) = public.strip_prefix(&[4])?.split_at_checked(32)?;
    let content_key = derive_content_key(secret, A256GCM)?;
    let epk = ObjectText::with_room(160).text("kty", "EC").text("crv", "P-256");
    let epk = epk.text("x", &base64url(x)).text("y", &base64url(y)).end();
    Some(Agreed { epk: Some(epk), encrypted_key: String::new(), content_key, handle: None })
}
