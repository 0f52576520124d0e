//! The key file: every secret that the sandbox lives on, made at the first start and kept in one file of mode 0600.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use portico_unseal::{ContentKey, PrivateKey, Suite, jws::SignatureKey, thumbprint};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::random::{generate_bytes, generate_token};

/// The platform's keys and the partner's credentials.
#[derive(Debug)]
pub(crate) struct Keys {
    /// What opens sealed values, in the order in which the key set lists them.
    pub(crate) opening: Vec<PrivateKey>,
    /// Signs the key set.
    pub(crate) signing: SignatureKey,
    /// Encrypts at rest.
    pub(crate) vault: ContentKey,
    /// Hashes requests for comparison: a PIN alone has only 10,000 preimages.
    pub(crate) idempotency: ContentKey,
    /// What the one partner was given.
    pub(crate) partner: Partner,
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
            Ok(text) => Self::from_file(&serde_json::from_slice(&text).context("keys.json is no key file")?)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let (keys, file) = Self::generate()?;
                write_private(&path, &serde_json::to_vec_pretty(&file)?).context("keys.json can't be written")?;
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

    fn generate() -> anyhow::Result<(Self, KeyFile)> {
        let generate = |suite| PrivateKey::generate(suite)?.to_text().map_err(anyhow::Error::from);
        let hex: String = generate_bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let file = KeyFile {
            x25519: generate(Suite::X25519)?.to_string(),
            p256: generate(Suite::P256)?.to_string(),
            rsa: generate(Suite::Rsa)?.to_string(),
            signing: SignatureKey::generate()?.to_text().to_string(),
            vault: ContentKey::generate()?.to_jwk(),
            idempotency: ContentKey::generate()?.to_jwk(),
            partner: Partner {
                api_key: format!("pk_sandbox_{}", generate_token()?),
                api_secret: generate_token()?,
                sdk_id: format!("PT-SANDBOX-{hex}"),
                webhook_secret: format!("whsec_{}", STANDARD.encode(generate_bytes::<32>()?)),
            },
        };
        Ok((Self::from_file(&file)?, file))
    }

    fn from_file(file: &KeyFile) -> anyhow::Result<Self> {
        let suites = [(Suite::X25519, &file.x25519), (Suite::P256, &file.p256), (Suite::Rsa, &file.rsa)];
        let opening = suites
            .into_iter()
            .map(|(suite, text)| PrivateKey::from_text(suite, text).context("keys.json has a malformed key"))
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Self {
            opening,
            signing: SignatureKey::from_text(&file.signing)?,
            vault: ContentKey::from_jwk(&file.vault)?,
            idempotency: ContentKey::from_jwk(&file.idempotency)?,
            partner: file.partner.clone(),
        })
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
