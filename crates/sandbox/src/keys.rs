//! The key file: every secret that the sandbox lives on, made at the first start and kept in one file of mode 0600.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use portico_model::Jwk;
use portico_unseal::{ContentKey, PrivateKey, Suite, jws::SignatureKey, thumbprint};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    http::Refusal,
    key_ring::{KeyRing, OpeningKeys, Retired, SUITES},
    random::{generate_bytes, generate_token},
};

/// The platform's keys and the partner's credentials.
#[derive(Debug)]
pub(crate) struct Keys {
    /// What opens sealed values.
    pub(crate) opening: KeyRing,
    /// Signs the key set.
    pub(crate) signing: SignatureKey,
    /// The set as it was last served.
    key_set: RwLock<Option<Arc<KeySet>>>,
    /// Encrypts at rest.
    pub(crate) vault: ContentKey,
    /// Hashes requests for comparison: a PIN alone has only 10,000 preimages.
    pub(crate) idempotency: ContentKey,
    /// What the one partner was given.
    pub(crate) partner: Partner,
    path: PathBuf,
}

/// The public halves of the keys that open, and the same set signed. It bears no time: it is the same until the keys are
/// others.
#[derive(Debug)]
pub(crate) struct KeySet {
    of: Arc<OpeningKeys>,
    pub(crate) jwks: Vec<Jwk>,
    pub(crate) jws: String,
}

/// The partner's credentials, as the starter kit has them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Partner {
    pub(crate) api_key: String,
    pub(crate) api_secret: String,
    pub(crate) sdk_id: String,
    pub(crate) webhook_secret: String,
}

impl std::fmt::Debug for Partner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Partner([redacted])")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    x25519: String,
    p256: String,
    rsa: String,
    signing: String,
    vault: Value,
    idempotency: Value,
    partner: Partner,
    /// The keys that the last rotations took out of the set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    retired: Vec<RetiredKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RetiredKey {
    suite: SuiteName,
    secret: String,
    opens_until: i64,
}

impl Keys {
    /// The keys of `folder`, made when they are not there yet, and the starter kit beside them.
    ///
    /// # Errors
    /// When the folder can't be written, or the key file is not one.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).context("the data folder can't be made")?;
        let path = folder.join("keys.json");
        let keys = match fs::read(&path) {
            Ok(text) => Self::from_file(serde_json::from_slice(&text).context("keys.json is no key file")?, path)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let keys = Self::generate(path)?;
                keys.write(&keys.opening.keys())?;
                keys
            }
            Err(error) => return Err(error).context("keys.json can't be read"),
        };
        let kit = folder.join("starter-kit.json");
        if !kit.exists() {
            write_private(&kit, &serde_json::to_vec_pretty(&keys.starter_kit())?)
                .context("starter-kit.json can't be written")?;
        }
        Ok(keys)
    }

    /// The public half of the key-signing key as its thumbprint: the SDK's `platformKey`.
    #[must_use]
    pub(crate) fn platform_key(&self) -> String {
        thumbprint(&self.signing.public_jwk()).unwrap_or_default()
    }

    /// The set as it is now.
    pub(crate) fn key_set(&self) -> Result<Arc<KeySet>, Refusal> {
        let keys = self.opening.keys();
        let served = self.key_set.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(served) = served.filter(|served| Arc::ptr_eq(&served.of, &keys)) {
            return Ok(served);
        }
        let public: Vec<Value> = keys.current.iter().map(|key| key.public_jwk()).collect();
        let payload = json!({"keys": public}).to_string();
        let jwks = serde_json::from_value(Value::Array(public))
            .map_err(|_| Refusal::internal(&"the key set can't be written"))?;
        let jws = self.signing.sign("jwk-set+jwt", Map::new(), payload.as_bytes());
        let fresh = Arc::new(KeySet { of: keys, jwks, jws });
        *self.key_set.write().unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }

    /// What a partner needs to begin.
    fn starter_kit(&self) -> Value {
        let Partner { api_key, api_secret, sdk_id, webhook_secret } = &self.partner;
        json!({
            "api_key": api_key,
            "api_secret": api_secret,
            "sdk_id": sdk_id,
            "platform_key": self.platform_key(),
            "webhook_secret": webhook_secret,
            "provided_ids": {"dda": "acp_checking", "gpr": "acp_prepaid"},
        })
    }

    /// Puts `next` in the place of the keys that open, on disk and then here.
    ///
    /// # Errors
    /// When the key file can't be written; nothing has changed then.
    pub(crate) fn put(&self, next: OpeningKeys) -> anyhow::Result<()> {
        self.write(&next)?;
        self.opening.replace(next);
        Ok(())
    }

    fn generate(path: PathBuf) -> anyhow::Result<Self> {
        let hex: String = generate_bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            opening: KeyRing::new(OpeningKeys::generate()?),
            signing: SignatureKey::generate()?,
            key_set: RwLock::default(),
            vault: ContentKey::generate()?,
            idempotency: ContentKey::generate()?,
            partner: Partner {
                api_key: format!("pk_sandbox_{}", generate_token()?),
                api_secret: generate_token()?,
                sdk_id: format!("PT-SANDBOX-{hex}"),
                webhook_secret: format!("whsec_{}", STANDARD.encode(generate_bytes::<32>()?)),
            },
            path,
        })
    }

    fn from_file(file: KeyFile, path: PathBuf) -> anyhow::Result<Self> {
        let read = |suite, text: &str| {
            PrivateKey::from_text(suite, text).map(Arc::new).context("keys.json has a malformed key")
        };
        let current = SUITES.into_iter().zip([&file.x25519, &file.p256, &file.rsa]);
        let current = current.map(|(suite, text)| read(suite, text)).collect::<anyhow::Result<_>>()?;
        let retired = file.retired.iter().map(|entry| {
            let key = read(entry.suite.into(), &entry.secret)?;
            Ok(Retired { key, opens_until: entry.opens_until })
        });
        Ok(Self {
            opening: KeyRing::new(OpeningKeys { current, retired: retired.collect::<anyhow::Result<_>>()? }),
            signing: SignatureKey::from_text(&file.signing)?,
            key_set: RwLock::default(),
            vault: ContentKey::from_jwk(&file.vault)?,
            idempotency: ContentKey::from_jwk(&file.idempotency)?,
            partner: file.partner,
            path,
        })
    }

    /// Writes the key file, with `opening` as the keys that open.
    fn write(&self, opening: &OpeningKeys) -> anyhow::Result<()> {
        let secret = |suite| {
            let key = opening.of(suite).context("a suite has no key")?;
            Ok::<_, anyhow::Error>(key.to_text()?.to_string())
        };
        let retired = opening.retired.iter().map(|retired| {
            let secret = retired.key.to_text()?.to_string();
            Ok(RetiredKey { suite: retired.key.suite().into(), secret, opens_until: retired.opens_until })
        });
        let file = KeyFile {
            x25519: secret(Suite::X25519)?,
            p256: secret(Suite::P256)?,
            rsa: secret(Suite::Rsa)?,
            retired: retired.collect::<anyhow::Result<_>>()?,
            signing: self.signing.to_text().to_string(),
            vault: self.vault.to_jwk(),
            idempotency: self.idempotency.to_jwk(),
            partner: self.partner.clone(),
        };
        write_private(&self.path, &serde_json::to_vec_pretty(&file)?).context("keys.json can't be written")
    }
}

/// A suite by the name of its member in the key file.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SuiteName {
    X25519,
    P256,
    Rsa,
}

impl From<Suite> for SuiteName {
    fn from(suite: Suite) -> Self {
        match suite {
            Suite::X25519 => Self::X25519,
            Suite::P256 => Self::P256,
            Suite::Rsa => Self::Rsa,
        }
    }
}

impl From<SuiteName> for Suite {
    fn from(name: SuiteName) -> Self {
        match name {
            SuiteName::X25519 => Self::X25519,
            SuiteName::P256 => Self::P256,
            SuiteName::Rsa => Self::Rsa,
        }
    }
}

/// Makes the key file and the starter kit of `folder`, if they are not there yet, without starting anything.
///
/// # Errors
/// When the folder can't be written, or the key file is not one.
pub fn generate_keys(folder: &Path) -> anyhow::Result<()> {
    Keys::open(folder).map(drop)
}

/// Writes a file that only its owner reads; never half of one.
fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}
