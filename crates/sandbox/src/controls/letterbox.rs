//! The letterbox: what the postman would bring, as plain pages without a script.

use axum::{
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use http::header::CONTENT_TYPE;
use portico_model::netspend::ShippingStatus;

use super::{
    cards::{Letter, find, send},
    html::{escape, page},
};
use crate::{
    State,
    clock::rfc3339,
    domain::catalog::CardBrand,
    http::Refusal,
    store::cards::{self, CardRow},
};

/// `GET /sandbox/letterbox.css`.
pub(crate) async fn stylesheet() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../files/letterbox.css"))
}

/// `GET /sandbox/letterbox`: the letters, newest first.
pub(crate) async fn list(Shared(state): Shared<State>) -> Result<Response, Refusal> {
    let cards = cards::newest(&mut *state.store.read().await?).await?;
    let items: String = cards.iter().filter_map(list_item).collect();
    let body = if items.is_empty() {
        "<p class=\"quiet\">No card has been ordered yet.</p>".to_owned()
    } else {
        format!("<ul class=\"letters\">{items}</ul>")
    };
    Ok(page("Letterbox", "", &format!("<h1>Letterbox</h1>{INTRO}{body}")))
}

/// `GET /sandbox/letterbox/{card_id}`: one letter.
pub(crate) async fn show(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let card = find(&mut *state.store.read().await?, &id).await?;
    Ok(page("A card letter", "", &letter(&Letter::open(&state, card)?)))
}

/// `POST /sandbox/letterbox/{card_id}`: the page's button ships the card.
pub(crate) async fn ship(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Redirect, Refusal> {
    let card = send(&state, &id).await?;
    Ok(Redirect::to(&format!("/sandbox/letterbox/{}", card.id)))
}

const INTRO: &str = "<p class=\"quiet\">Cards that were ordered in this sandbox. In the real world they come by mail; \
                     here you open the letter yourself.</p>";

/// A card's line; none for a card that nobody sends.
fn list_item(card: &CardRow) -> Option<String> {
    let (status, last4) = (card.shipping_status?, card.pan_last4.as_deref()?);
    Some(format!(
        "<li><a href=\"/sandbox/letterbox/{id}\"><img src=\"/files/cards/{picture}.svg\" alt=\"\" width=\"96\" \
         height=\"60\"><span><strong>{brand}</strong> ending in <span class=\"data\">{last4}</span><br>\
         <span class=\"quiet\">{status}, ordered {ordered}</span></span></a></li>",
        id = escape(card.id.as_str()),
        picture = picture(card),
        brand = escape(&card.brand_name),
        last4 = escape(last4),
        status = describe(status),
        ordered = rfc3339(card.created_at),
    ))
}

fn letter(Letter { card, cvc, last4, shipping: status }: &Letter) -> String {
    let shipping = if *status == ShippingStatus::Pending {
        format!(
            "<form method=\"post\" action=\"/sandbox/letterbox/{}\"><p>The card is still being made.</p>\
             <button type=\"submit\">Ship the card</button></form>",
            escape(card.id.as_str())
        )
    } else {
        let detail = |text: &Option<String>| escape(text.as_deref().unwrap_or("unknown"));
        format!(
            "<dl><div><dt>Carrier</dt><dd>{}</dd></div><div><dt>Tracking number</dt><dd class=\"data\">{}</dd></div>\
             <div><dt>Expected</dt><dd class=\"data\">{}</dd></div></dl>",
            detail(&card.carrier),
            detail(&card.tracking_number),
            detail(&card.estimated_arrival)
        )
    };
    format!(
        "<p><a href=\"/sandbox/letterbox\">All letters</a></p><h1>Your new card</h1><article class=\"letter\">\
         <img src=\"/files/cards/{picture}.svg\" alt=\"{brand} card\" width=\"320\" height=\"200\">\
         <p>Here is your card ending in <span class=\"data\">{last4}</span>. Turn it over: on the back is a security \
         code of three digits.</p>\
         <p class=\"back\"><span class=\"stripe\"></span><span class=\"label\">Security code</span> \
         <strong class=\"data\" id=\"cvc\">{cvc}</strong></p>\
         <p>Go back to the page where you ordered it, type the code and choose a PIN. The card then works at once.</p>\
         </article><h2>{status}</h2>{shipping}",
        picture = picture(card),
        brand = escape(&card.brand_name),
        last4 = escape(last4),
        cvc = escape(cvc),
        status = describe(*status),
    )
}

fn picture(card: &CardRow) -> &'static str {
    CardBrand::find(&card.brand_name).map_or("meadow", |brand| brand.picture)
}

fn describe(status: ShippingStatus) -> &'static str {
    match status {
        ShippingStatus::Pending => "Being made",
        ShippingStatus::Shipped => "On its way",
        ShippingStatus::Delivered => "Delivered",
    }
}
