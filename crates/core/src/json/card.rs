//! Cards.

use portico_model::id::{CardId, VerificationId};
use portico_model::netspend::{
    Brand, BrandList, Card, CardStatus, CardType, LockStatus, Shipping, ShippingStatus, Verification,
};

use super::account::read_progress;
use super::{Json, Read, read_all, read_optional};

/// A card's type under `name`.
pub(super) fn read_card_type(json: &Json, name: &str) -> Option<CardType> {
    json.one_of(
        name,
        &[("physical", CardType::Physical), ("virtual", CardType::Virtual), ("digital", CardType::Digital)],
    )
}

/// A card's `status`.
pub(super) fn read_card_status(json: &Json) -> Option<CardStatus> {
    json.one_of(
        "status",
        &[("unactivated", CardStatus::Unactivated), ("active", CardStatus::Active), ("closed", CardStatus::Closed)],
    )
}

impl Read for Card {
    fn read(json: &Json) -> Option<Self> {
        let (account_state, workflows) = read_progress(json)?;
        Some(Self {
            id: CardId(json.text("id")?),
            kind: read_card_type(json, "type")?,
            status: read_card_status(json)?,
            lock_status: json
                .one_of("lock_status", &[("unlocked", LockStatus::Unlocked), ("locked", LockStatus::Locked)])?,
            brand_name: json.text("brand_name")?,
            exp_month: u8::try_from(json.integer("exp_month")?).ok()?,
            exp_year: u16::try_from(json.integer("exp_year")?).ok()?,
            pan_last4: json.optional_text("pan_last4")?,
            shipping: read_optional(json, "shipping")?,
            account_state,
            workflows,
        })
    }
}

impl Read for Shipping {
    fn read(json: &Json) -> Option<Self> {
        let known = [
            ("pending", ShippingStatus::Pending),
            ("shipped", ShippingStatus::Shipped),
            ("delivered", ShippingStatus::Delivered),
        ];
        Some(Self {
            status: json.one_of("status", &known)?,
            carrier: json.optional_text("carrier")?,
            tracking_number: json.optional_text("tracking_number")?,
            estimated_arrival: json.optional_text("estimated_arrival")?,
        })
    }
}

impl Read for BrandList {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { brands: read_all(json.items("brands")?)? })
    }
}

impl Read for Brand {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            brand_name: json.text("brand_name")?,
            card_type: read_card_type(json, "card_type")?,
            image_url: json.text("image_url")?,
            fee: json.text("fee")?,
        })
    }
}

impl Read for Verification {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { id: VerificationId(json.text("id")?), expires_at: json.text("expires_at")? })
    }
}
