//! Tokens, sessions, accounts, agreements and what stands around them.

use portico_model::{
    ErrorCode as Code,
    netspend::{
        AccessToken, Account, Agreement, AgreementAcceptance, AgreementList, AgreementReceipt, AgreementSearch,
        AuthorizationCode, NewAccount, NewAuthorizationCode, NewSession, Redeemed, Redemption, Session, SessionInit,
        SessionPatch,
    },
};

use super::{ACCOUNT, PATCH, PERSON, POST, PUT, read, write};
use crate::calls::{Health, TokenRequest};
use crate::reference::operation::{
    Access, Body,
    Content::{self, Json},
    Operation, shape,
};

pub(super) const CALLS: &[Operation] = &[
    Operation {
        access: Access::Basic,
        body: Body::Form(shape::<TokenRequest>()),
        takes_key: false,
        ..write(
            POST,
            ("Token", "create_access_token", "/oauth/accesstoken"),
            "A token for the partner. It sees every account of the partner, and never reaches a browser.",
            shape::<TokenRequest>(),
            &[(200, Json(shape::<AccessToken>()))],
            &[&[Code::UnsupportedGrantType]],
        )
    },
    read(
        ("Sessions", "init_session", "/sessions/init"),
        "The keys to seal to, a nonce for one device statement, and the time of the platform.",
        &[(200, Json(shape::<SessionInit>()))],
        &[],
    ),
    Operation {
        takes_key: false,
        ..write(
            POST,
            ("Sessions", "create_session", "/sessions"),
            "Opens a session for an authentic device. A refusal never says which rule fired.",
            shape::<NewSession>(),
            &[(201, Json(shape::<Session>()))],
            &[&[
                Code::Unsealable,
                Code::DeviceNotAuthentic,
                Code::UnknownSdkId,
                Code::AccountNotFound,
                Code::PersonNotFound,
            ]],
        )
    },
    read(
        ("Sessions", "get_session", "/sessions/{id}"),
        "The part of a session that is no secret.",
        &[(200, Json(shape::<Session>()))],
        &[&[Code::SessionNotFound, Code::SessionExpired]],
    ),
    write(
        PATCH,
        ("Sessions", "move_session", "/sessions/{id}"),
        "Moves a session from anonymous to an account or a person, or from an account to its person.",
        shape::<SessionPatch>(),
        &[(200, Json(shape::<Session>()))],
        &[&[
            Code::SessionNotFound,
            Code::SessionExpired,
            Code::SessionSourceChangeNotAllowed,
            Code::AccountNotFound,
            Code::PersonNotFound,
        ]],
    ),
    Operation {
        method: "DELETE",
        ..read(
            ("Sessions", "end_session", "/sessions/{id}"),
            "Signs out.",
            &[(204, Content::Nothing)],
            &[&[Code::SessionNotFound]],
        )
    },
    write(
        POST,
        ("Accounts", "create_account", "/accounts"),
        "Opens an account from a context, or with the context of its parent.",
        shape::<NewAccount>(),
        &[(201, Json(shape::<Account>()))],
        &[ACCOUNT, &[Code::ValidationFailed, Code::ContextNotFound, Code::AccountInactive]],
    ),
    read(
        ("Accounts", "get_account", "/accounts/{id}"),
        "An account, and what is left to do for it. Reading changes nothing.",
        &[(200, Json(shape::<Account>()))],
        &[ACCOUNT],
    ),
    Operation {
        takes_key: false,
        ..write(
            POST,
            ("Agreements", "search_agreements", "/agreements/search"),
            "The agreements in force for a context, in the order in which they are shown.",
            shape::<AgreementSearch>(),
            &[(200, Json(shape::<AgreementList>()))],
            &[&[Code::ContextNotFound]],
        )
    },
    read(
        ("Agreements", "get_agreement", "/agreements/{id}"),
        "One agreement.",
        &[(200, Json(shape::<Agreement>()))],
        &[&[Code::AgreementNotFound]],
    ),
    read(
        ("Agreements", "list_accepted_agreements", "/people/{id}/agreements"),
        "What a person has accepted.",
        &[(200, Json(shape::<AgreementList>()))],
        &[PERSON],
    ),
    write(
        PUT,
        ("Agreements", "accept_agreement", "/people/{id}/agreements/{agreement_id}"),
        "Records that the person accepted. The first time counts.",
        shape::<AgreementAcceptance>(),
        &[(200, Json(shape::<AgreementReceipt>()))],
        &[PERSON, &[Code::ValidationFailed, Code::AgreementNotFound, Code::AgreementSuperseded, Code::AccountInactive]],
    ),
    write(
        POST,
        ("Micro-apps", "create_authorization_code", "/authorization_codes"),
        "A code with which a micro-app gets into the session: one use, five minutes.",
        shape::<NewAuthorizationCode>(),
        &[(201, Json(shape::<AuthorizationCode>()))],
        &[PERSON, &[Code::AccountInactive]],
    ),
    Operation {
        access: Access::Nothing,
        takes_key: false,
        ..write(
            POST,
            ("Micro-apps", "redeem_authorization_code", "/micro-apps/{purpose}/redeem"),
            "A micro-app redeems its code, which is all that it has.",
            shape::<Redemption>(),
            &[(200, Json(shape::<Redeemed>()))],
            &[&[Code::RouteNotFound, Code::AuthorizationCodeInvalid]],
        )
    },
    Operation {
        access: Access::Nothing,
        ..read(
            ("Files and health", "get_agreement_file", "/files/agreements/{name}"),
            "The text of an agreement.",
            &[(200, Content::Text)],
            &[&[Code::FileNotFound]],
        )
    },
    Operation {
        access: Access::Nothing,
        ..read(
            ("Files and health", "get_card_picture", "/files/cards/{name}"),
            "The picture of a card.",
            &[(200, Content::Picture)],
            &[&[Code::FileNotFound]],
        )
    },
    Operation {
        access: Access::Nothing,
        ..read(
            ("Files and health", "get_health", "/healthz"),
            "Whether the sandbox is up.",
            &[(200, Json(shape::<Health>()))],
            &[],
        )
    },
];
