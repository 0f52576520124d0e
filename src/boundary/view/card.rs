//! Cards.

use portico_model::netspend::{self, CardStatus, CardType, LockStatus, ShippingStatus};
use serde::Serialize;

/// `Card` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card<'a> {
    id: &'a str,
    r#type: CardType,
    status: CardStatus,
    lock_status: LockStatus,
    brand_name: &'a str,
    exp_month: u8,
    exp_year: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pan_last4: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<Shipping<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shipping<'a> {
    status: ShippingStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    carrier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracking_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_arrival: Option<&'a str>,
}

impl<'a> From<&'a netspend::Card> for Card<'a> {
    fn from(card: &'a netspend::Card) -> Self {
        Self {
            id: card.id.as_str(),
            r#type: card.kind,
            status: card.status,
            lock_status: card.lock_status,
            brand_name: &card.brand_name,
            exp_month: card.exp_month,
            exp_year: card.exp_year,
            pan_last4: card.pan_last4.as_deref(),
            shipping: card.shipping.as_ref().map(Shipping::from),
        }
    }
}

impl<'a> From<&'a netspend::Shipping> for Shipping<'a> {
    fn from(shipping: &'a netspend::Shipping) -> Self {
        Self {
            status: shipping.status,
            carrier: shipping.carrier.as_deref(),
            tracking_number: shipping.tracking_number.as_deref(),
            estimated_arrival: shipping.estimated_arrival.as_deref(),
        }
    }
}

/// `Brand` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Brand<'a> {
    brand_name: &'a str,
    card_type: CardType,
    image_url: &'a str,
    fee: &'a str,
}

impl<'a> From<&'a netspend::Brand> for Brand<'a> {
    fn from(brand: &'a netspend::Brand) -> Self {
        Self { brand_name: &brand.brand_name, card_type: brand.card_type, image_url: &brand.image_url, fee: &brand.fee }
    }
}

/// The answer of `cards.verify` in index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Verification<'a> {
    id: &'a str,
    expires_at: &'a str,
}

impl<'a> From<&'a netspend::Verification> for Verification<'a> {
    fn from(verification: &'a netspend::Verification) -> Self {
        Self { id: verification.id.as_str(), expires_at: &verification.expires_at }
    }
}
