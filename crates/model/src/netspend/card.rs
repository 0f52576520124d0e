//! Cards (contract: section 1.9).

use serde::{Deserialize, Serialize};

use super::{AccountState, Address, Sealed, Workflow};
use crate::id::{AccountId, CardId, PersonId, VerificationId};

/// Body of `POST /cards/brands/search`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BrandSearch {
    /// Who wants a card.
    pub person_id: PersonId,
}

/// The brands that a person can order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrandList {
    /// The brands, in the order in which they are shown.
    pub brands: Vec<Brand>,
}

/// A look that a card can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Brand {
    /// Its name, for ordering and for people.
    pub brand_name: String,
    /// What kind of card it is for.
    pub card_type: CardType,
    /// Its picture. Through the gateway: a path of the gateway's own.
    pub image_url: String,
    /// Dollars and cents, such as `"0.00"`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[0-9]+\.[0-9]{2}$"))]
    pub fee: String,
}

/// Body of `POST /cards/physical`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPhysicalCard {
    /// The account that it draws on.
    pub account_id: AccountId,
    /// Whose card it is.
    pub person_id: PersonId,
    /// One of the brands.
    pub brand_name: String,
    /// Where it is sent.
    pub address: Address,
    /// The closed card in whose place it comes. Absent for a card more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<CardId>,
}

/// What a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardType {
    /// Plastic, sent by mail.
    Physical,
    /// A number for online use; can't go into a wallet.
    Virtual,
    /// No number; can go into a wallet.
    Digital,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// Ordered; a PIN activates it.
    Unactivated,
    /// In use.
    Active,
    /// For good.
    Closed,
}

/// Whether the holder locked the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LockStatus {
    /// In use.
    Unlocked,
    /// Refuses payments.
    Locked,
}

/// A card. Its number and CVC only through `GET /cards/{id}/secrets`, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: CardType,
    /// Where it stands.
    pub status: CardStatus,
    /// Whether the holder locked it.
    pub lock_status: LockStatus,
    /// Its look.
    pub brand_name: String,
    /// 1 to 12.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12))]
    pub exp_month: u8,
    /// Four digits.
    pub exp_year: u16,
    /// Absent for a digital card, which has no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{4}$"))]
    pub pan_last4: Option<String>,
    /// The closed card in whose place it came. Absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<CardId>,
    /// The mail. Absent for a card that isn't physical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// Where the account stands. Only in the answer to a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_state: Option<AccountState>,
    /// What is left to do for the account. Only in the answer to a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Vec<Workflow>>,
}

/// How far a card's letter is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipping {
    /// Where it stands.
    pub status: ShippingStatus,
    /// Who carries it. Absent until it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Absent until it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_arrival: Option<String>,
}

/// Where a card's letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShippingStatus {
    /// The card is being made.
    Pending,
    /// It was sent.
    Shipped,
    /// It arrived.
    Delivered,
}

/// Body of `POST /cards/{id}/verifications`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewVerification {
    /// What is verified.
    #[serde(rename = "type")]
    pub kind: VerificationType,
    /// Sealed [`super::CvcSecret`], use `cvc:<card>`.
    pub encrypted_data: Sealed,
}

/// What a verification asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationType {
    /// The three digits on the back.
    Cvc,
}

/// A passed verification: good for 15 minutes and one PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verification {
    /// Its id.
    pub id: VerificationId,
    /// When it ends.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// Body of `PUT /cards/{id}/pin`: sets the PIN and activates the card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPin {
    /// The passed verification.
    pub verification_id: VerificationId,
    /// Sealed [`super::PinSecret`], use `pin:<card>`.
    pub encrypted_data: Sealed,
}
