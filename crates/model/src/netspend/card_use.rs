//! What becomes of a card after its order: secrets, lock, close, replacement, wallets (contract: section 1.9).

use serde::{Deserialize, Serialize};

use super::{LockStatus, Sealed};
use crate::id::{AccountId, CardId, PersonId, WalletTokenId};

/// Body of `POST /cards/virtual` and of `POST /cards/digital`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCard {
    /// The account that it draws on.
    pub account_id: AccountId,
    /// Whose card it is.
    pub person_id: PersonId,
    /// The closed card in whose place it comes. Absent for a card more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<CardId>,
}

/// Answer of `GET /cards/{id}/secrets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedCardSecrets {
    /// Sealed [`super::CardSecrets`] (`dir` under the session key, use `card_secrets:<card>`).
    pub encrypted_data: Sealed,
}

/// Body of `PUT /cards/{id}/lock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CardLock {
    /// What the card becomes. What it is already answers as if it had become so.
    pub lock_status: LockStatus,
}

/// Body of `POST /cards/{id}/close`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CardClosure {
    /// Why.
    pub reason: CloseReason,
}

/// Why a card is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Nobody knows where it is.
    Lost,
    /// Somebody else has it.
    Stolen,
    /// It doesn't work any more.
    Damaged,
    /// The holder wants it no longer.
    NotNeeded,
}

/// Body of `POST /cards/{id}/wallet_tokens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWalletToken {
    /// Where the card goes.
    pub wallet: Wallet,
}

/// A phone's wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wallet {
    /// Apple Pay.
    ApplePay,
    /// Google Pay.
    GooglePay,
    /// Samsung Pay.
    SamsungPay,
}

/// A card's stand-in for a wallet: the wallet takes it in, and the card's number stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalletToken {
    /// Its id.
    pub id: WalletTokenId,
    /// Where it goes.
    pub wallet: Wallet,
    /// Where it stands.
    pub status: WalletTokenStatus,
    /// Until when the wallet may take it in.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// Where a wallet token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WalletTokenStatus {
    /// Made, and not yet taken in.
    Created,
}
