//! Somebody on the way who changes answers, and values that are not for this session.

use portico_core::ports::{Clock, HttpResponse};
use portico_core::{CallOptions, Fault, SessionInfo};
use portico_model::ErrorCode;
use portico_unseal::jws::SignatureKey;
use portico_unseal::{ContentKey, PrivateKey, Suite, jwe};
use serde_json::{Map, Value, json};

use crate::support::{Browser, Fate, World};

/// Connects while `change` is done to the answer of each request to a path that ends so.
async fn connect_with(
    world: &World,
    end: &'static str,
    change: impl Fn(&mut Value) + Clone + 'static,
) -> Result<SessionInfo, Fault> {
    let browser = Browser::new();
    browser.network(move |seen| {
        if !seen.path.ends_with(end) {
            return Fate::Answered;
        }
        let change = change.clone();
        Fate::Changed(Box::new(move |response: &mut HttpResponse| {
            let mut body = serde_json::from_slice(&response.body).unwrap();
            change(&mut body);
            response.body = body.to_string().into_bytes();
        }))
    });
    world.page(&browser).connect(CallOptions::default()).await
}

/// A key set that holds somebody else's key, signed by somebody else.
fn forged_set() -> String {
    let key = PrivateKey::generate(Suite::X25519).unwrap();
    let signing = SignatureKey::generate().unwrap();
    let set = json!({"keys": [key.public_jwk()]}).to_string();
    let more = Map::from_iter([("jwk".to_owned(), signing.public_jwk())]);
    signing.sign("jwk-set+jwt", more, set.as_bytes())
}

#[tokio::test]
async fn keys_that_the_platform_did_not_sign_are_never_used() {
    let world = World::start().await;
    let forged = forged_set();
    let genuine_header_only = |body: &mut Value, forged: &str| {
        let set = body["jwks_jws"].as_str().unwrap();
        let (header, _) = set.split_once('.').unwrap();
        let (_, rest) = forged.split_once('.').unwrap();
        body["jwks_jws"] = json!(format!("{header}.{rest}"));
    };
    let swapped = forged.clone();
    let outcomes = [
        connect_with(&world, "/init", move |body| body["jwks_jws"] = json!(swapped)).await,
        connect_with(&world, "/init", move |body| genuine_header_only(body, &forged)).await,
        connect_with(&world, "/init", |body| drop(body.as_object_mut().unwrap().remove("jwks_jws"))).await,
        connect_with(&world, "/init", |body| body["jwks_jws"] = json!("a.b.c")).await,
        connect_with(&world, "/init", |body| {
            let set = body["jwks_jws"].as_str().unwrap().to_owned();
            body["jwks_jws"] = json!(set.replacen(".e", ".f", 1));
        })
        .await,
    ];
    for outcome in outcomes {
        assert!(outcome.unwrap_err().is(ErrorCode::PlatformKeyMismatch));
    }
    // The unsigned list beside it counts for nothing.
    connect_with(&world, "/init", |body| body["jwks"] = json!([])).await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_not_this_devices_is_refused() {
    let world = World::start().await;
    let outcomes = [
        connect_with(&world, "/sessions", |body| body["id"] = json!("another")).await,
        connect_with(&world, "/sessions", |body| body["device_jkt"] = json!("A".repeat(43))).await,
        connect_with(&world, "/sessions", |body| drop(body.as_object_mut().unwrap().remove("encrypted_data"))).await,
        connect_with(&world, "/sessions", |body| body["encrypted_data"] = json!("a.b.c.d.e")).await,
        connect_with(&world, "/sessions", |body| {
            let key = ContentKey::generate().unwrap();
            let claims = json!({"kid": "reply", "iat": 0, "jti": "j", "use": "session"});
            body["encrypted_data"] = json!(jwe::seal_dir(&key, claims.as_object().unwrap().clone(), b"{}").unwrap());
        })
        .await,
        connect_with(&world, "/init", |body| body["now"] = json!("yesterday")).await,
    ];
    for outcome in outcomes {
        assert!(outcome.unwrap_err().is(ErrorCode::UnexpectedAnswer));
    }
}

#[tokio::test]
async fn a_value_for_this_session_opens_once_and_no_other_does() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let session = page.connect(CallOptions::default()).await.unwrap();
    let raw = browser.session_keys.borrow()["session"].clone();
    let key = {
        use base64::Engine as _;
        let k = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw.as_slice());
        ContentKey::from_jwk(&json!({"kty": "oct", "k": k})).unwrap()
    };
    // The sandbox's clock is the machine's.
    let now = (browser.wall_ms() / 1000.0) as i64;
    let seal = |change: &dyn Fn(&mut Value)| {
        let mut claims =
            json!({"kid": "session", "sid": session.id, "iat": now, "jti": "j-1", "use": "card_secrets:c"});
        change(&mut claims);
        jwe::seal_dir(&key, claims.as_object().unwrap().clone(), b"the value").unwrap()
    };
    let open = async |sealed: &str| page.open(sealed, "card_secrets:c", CallOptions::default()).await;
    for wrong in [
        seal(&|claims| claims["sid"] = json!("another")),
        seal(&|claims| claims["use"] = json!("card_secrets:d")),
        seal(&|claims| claims["iat"] = json!(now - 400)),
        seal(&|claims| claims["kid"] = json!("reply")),
    ] {
        assert!(open(&wrong).await.unwrap_err().is(ErrorCode::Unsealable));
    }
    let sealed = seal(&|_| {});
    let mut changed = sealed.clone();
    changed.replace_range(changed.len() - 4.., "AAAA");
    assert!(open(&changed).await.unwrap_err().is(ErrorCode::Unsealable));
    assert_eq!(open(&sealed).await.unwrap(), b"the value");
    assert!(open(&sealed).await.unwrap_err().is(ErrorCode::Unsealable));

    // Over a reload the key is still there, and the clock is asked for.
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let again = seal(&|claims| claims["jti"] = json!("j-2"));
    assert_eq!(page.open(&again, "card_secrets:c", CallOptions::default()).await.unwrap(), b"the value");
}
