//! The Netspend-style calls, one file each subject.

mod accounts;
mod agreements;
mod authorization_codes;
mod card_orders;
mod card_use;
mod cards;
mod expected_use;
mod features;
mod files;
mod init;
mod kyc;
mod people;
mod person_fields;
mod person_patch;
mod person_wire;
mod pin;
mod sessions;
mod standing;
mod token;
mod verifications;
mod visibility;

use axum::{
    Router,
    routing::{MethodRouter, get, post, put},
};

pub(crate) use cards::emit_modified;
pub(crate) use files::Health;
pub(crate) use kyc::{conclude, documents::review, scan::finish};
pub(crate) use standing::settle_account;
pub(crate) use token::TokenRequest;

use crate::{State, http::BASE};

/// All of them.
pub(crate) fn routes() -> Router<State> {
    table().into_iter().fold(Router::new(), |router, (path, methods)| router.route(&path, methods))
}

/// Each path with its calls: what the document of the calls is held against.
pub(crate) fn table() -> Vec<(String, MethodRouter<State>)> {
    let platform = [
        ("/oauth/accesstoken", post(token::create)),
        ("/sessions/init", get(init::show)),
        ("/sessions", post(sessions::create)),
        ("/sessions/{id}", get(sessions::show).patch(sessions::change).delete(sessions::end)),
        ("/accounts", post(accounts::create)),
        ("/accounts/{id}", get(accounts::show)),
        ("/people", post(people::create)),
        ("/person", post(people::create)),
        ("/people/{id}", get(people::show).patch(person_patch::change)),
        ("/people/{id}/kyc/identity_questions", get(kyc::questions::show).put(kyc::questions::answer)),
        ("/people/{id}/kyc/identity_scan", get(kyc::scan::show)),
        ("/people/{id}/document_requests", get(kyc::documents::list)),
        ("/document_requests/{id}/documents", post(kyc::documents::send).put(kyc::documents::replace)),
        ("/agreements/search", post(agreements::search)),
        ("/agreements/{id}", get(agreements::show)),
        ("/people/{id}/agreements", get(agreements::accepted)),
        ("/people/{id}/agreements/{agreement_id}", put(agreements::accept)),
        ("/people/{id}/expected_use", get(expected_use::show).put(expected_use::answer)),
        ("/cards/brands/search", post(cards::brands)),
        ("/cards/physical", post(card_orders::physical)),
        ("/cards/virtual", post(card_orders::online)),
        ("/cards/digital", post(card_orders::digital)),
        ("/cards/{id}", get(cards::show)),
        ("/cards/{id}/verifications", post(verifications::create)),
        ("/cards/{id}/pin", put(pin::set)),
        ("/cards/{id}/secrets", get(card_use::secrets)),
        ("/cards/{id}/lock", put(card_use::lock)),
        ("/cards/{id}/close", post(card_use::close)),
        ("/cards/{id}/wallet_tokens", post(card_use::make_wallet_token)),
        ("/people/{id}/features", get(features::list)),
        ("/people/{id}/features/{feature}/enrollments", post(features::enroll)),
        ("/authorization_codes", post(authorization_codes::create)),
    ];
    let root = [
        ("/micro-apps/{purpose}/redeem", post(authorization_codes::redeem)),
        ("/files/agreements/{name}", get(files::agreement)),
        ("/files/cards/{name}", get(files::card)),
        ("/healthz", get(files::health)),
    ];
    let platform = platform.into_iter().map(|(path, methods)| ([BASE, path].concat(), methods));
    platform.chain(root.into_iter().map(|(path, methods)| (path.to_owned(), methods))).collect()
}
