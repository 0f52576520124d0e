//! Cards and features.

use portico_model::{
    ErrorCode as Code,
    netspend::{
        BrandList, BrandSearch, Card, CardClosure, CardLock, Feature, FeatureList, NewCard, NewEnrollment,
        NewPhysicalCard, NewPin, NewVerification, NewWalletToken, SealedCardSecrets, Verification, WalletToken,
    },
};

use super::{ADDRESS, ORDER, PERSON, POST, PUT, USABLE, read, write};
use crate::reference::operation::{Content::Json, Operation, shape};

pub(super) const CALLS: &[Operation] = &[
    Operation {
        takes_key: false,
        ..write(
            POST,
            ("Cards", "search_card_brands", "/cards/brands/search"),
            "The looks that a card of this person can have.",
            shape::<BrandSearch>(),
            &[(200, Json(shape::<BrandList>()))],
            &[PERSON],
        )
    },
    write(
        POST,
        ("Cards", "order_physical_card", "/cards/physical"),
        "Orders a card that comes by mail.",
        shape::<NewPhysicalCard>(),
        &[(201, Json(shape::<Card>()))],
        &[ORDER, ADDRESS, &[Code::ValidationFailed]],
    ),
    write(
        POST,
        ("Cards", "order_virtual_card", "/cards/virtual"),
        "A card with a number for paying online, in use at once.",
        shape::<NewCard>(),
        &[(201, Json(shape::<Card>()))],
        &[ORDER],
    ),
    write(
        POST,
        ("Cards", "order_digital_card", "/cards/digital"),
        "A card without a number for a wallet, in use at once.",
        shape::<NewCard>(),
        &[(201, Json(shape::<Card>()))],
        &[ORDER],
    ),
    read(
        ("Cards", "get_card", "/cards/{id}"),
        "A card, without its number.",
        &[(200, Json(shape::<Card>()))],
        &[&[Code::CardNotFound, Code::SessionForbidden]],
    ),
    write(
        POST,
        ("Cards", "verify_card", "/cards/{id}/verifications"),
        "Proves that the person holds the card, by its security code. Three wrong ones lock this for an hour.",
        shape::<NewVerification>(),
        &[(201, Json(shape::<Verification>()))],
        &[
            USABLE,
            &[
                Code::ValidationFailed,
                Code::Unsealable,
                Code::CardHasNoPan,
                Code::VerificationFailed,
                Code::VerificationLocked,
            ],
        ],
    ),
    write(
        PUT,
        ("Cards", "set_pin", "/cards/{id}/pin"),
        "Sets the PIN and activates the card.",
        shape::<NewPin>(),
        &[(200, Json(shape::<Card>()))],
        &[USABLE, &[Code::ValidationFailed, Code::Unsealable, Code::PinAlreadySet, Code::InvalidVerification]],
    ),
    read(
        ("Cards", "get_card_secrets", "/cards/{id}/secrets"),
        "Number and security code, sealed to the session.",
        &[(200, Json(shape::<SealedCardSecrets>()))],
        &[USABLE, &[Code::CardHasNoPan, Code::CardNotActive, Code::CardLocked]],
    ),
    write(
        PUT,
        ("Cards", "lock_card", "/cards/{id}/lock"),
        "Locks or unlocks a card.",
        shape::<CardLock>(),
        &[(200, Json(shape::<Card>()))],
        &[USABLE],
    ),
    write(
        POST,
        ("Cards", "close_card", "/cards/{id}/close"),
        "Closes a card for good.",
        shape::<CardClosure>(),
        &[(200, Json(shape::<Card>()))],
        &[USABLE],
    ),
    write(
        POST,
        ("Cards", "create_wallet_token", "/cards/{id}/wallet_tokens"),
        "What a wallet takes in instead of the card.",
        shape::<NewWalletToken>(),
        &[(201, Json(shape::<WalletToken>()))],
        &[USABLE, &[Code::CardNotDigitizable, Code::CardNotActive, Code::CardLocked]],
    ),
    read(
        ("Features", "list_features", "/people/{id}/features"),
        "Savings, bank transfer and me-to-me, and what is missing for each.",
        &[(200, Json(shape::<FeatureList>()))],
        &[PERSON],
    ),
    write(
        POST,
        ("Features", "enroll_in_feature", "/people/{id}/features/{feature}/enrollments"),
        "Enrols the person. 200 when they were enrolled before.",
        shape::<NewEnrollment>(),
        &[(200, Json(shape::<Feature>())), (201, Json(shape::<Feature>()))],
        &[PERSON, &[Code::FeatureNotFound, Code::FeatureNotEligible]],
    ),
];
