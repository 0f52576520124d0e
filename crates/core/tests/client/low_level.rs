//! A partner whose own server speaks to the platform: the test plays that server, and the page sends nothing.

use portico_core::{CallOptions, Client, ConnectionState, Handshake};
use portico_model::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Browser, Calls, World};

/// Initialization data, as the platform gives it to the partner's server.
async fn initialization_data(world: &World) -> Value {
    let (status, data) = world.platform("GET", "/sessions/init", None, Value::Null).await;
    assert_eq!(status, 200);
    data
}

async fn begin(page: &Client<Browser>, data: &Value) -> Handshake<Browser> {
    page.initialize(&data.to_string()).await.unwrap()
}

/// Opens a session by way of the partner's server, and gives its id.
async fn open(world: &World, handshake: &Handshake<Browser>) -> String {
    let body = json!({"device_data": handshake.device_data()});
    let (status, session) = world.platform("POST", "/sessions", None, body).await;
    assert_eq!(status, 201, "{session}");
    let info = handshake.open(session["encrypted_data"].as_str().unwrap()).await.unwrap();
    assert_eq!((json!(info.id), json!(info.expires_at)), (session["id"].clone(), session["expires_at"].clone()));
    assert!(!info.resumed);
    info.id
}

/// Makes an account and a person whose secrets the page sealed.
async fn make_person(world: &World, page: &Client<Browser>, session: &str) -> (u16, Value) {
    let account = json!({"account_context": {"type": "provided", "provided_id": "acp_checking"}});
    let (_, account) = world.platform("POST", "/accounts", Some(session), account).await;
    let account = account["id"].as_str().unwrap();
    let secrets = json!({"date_of_birth": "1990-12-10", "government_id": {"type": "ssn", "value": "123456789"}});
    let use_ = format!("person:{account}");
    let sealed = page.seal(secrets.to_string().as_bytes(), &use_, CallOptions::default()).await.unwrap();
    let person = json!({
        "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com", "phone": "+15125550143",
        "relationship": "primary", "identity_context": {"type": "account", "account_id": account},
        "address": {"line1": "1 Main St", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"},
        "encrypted_data": sealed,
    });
    world.platform("POST", "/people", Some(session), person).await
}

#[tokio::test]
async fn the_platform_opens_what_is_sealed_in_a_session_that_the_partners_server_opened() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let handshake = begin(&page, &initialization_data(&world).await).await;
    assert_eq!(page.state(), ConnectionState::Initializing);
    let session = open(&world, &handshake).await;
    assert_eq!(*browser.states.borrow(), [ConnectionState::Initializing, ConnectionState::Ready]);
    let (status, person) = make_person(&world, &page, &session).await;
    assert_eq!((status, person["kyc_status"].as_str()), (201, Some("approved")), "{person}");
    assert!(browser.seen.borrow().is_empty() && browser.stored.borrow().is_empty());

    // There is no gateway to ask, and nothing to tell it.
    let asked = page.create_account("acp_checking", CallOptions::default()).await;
    assert!(asked.unwrap_err().is(ErrorCode::NotConnected));
    page.disconnect(CallOptions::default()).await.unwrap();
    assert_eq!(page.state(), ConnectionState::Closed);
    assert!(page.seal(b"1", "pin:c", CallOptions::default()).await.unwrap_err().is(ErrorCode::NotConnected));
    assert!(browser.seen.borrow().is_empty());
}

#[tokio::test]
async fn the_platform_opens_every_suite_that_its_set_is_cut_down_to() {
    let world = World::start().await;
    for kty in ["OKP", "OKP", "EC", "EC", "RSA", "RSA"] {
        let data = initialization_data(&world).await;
        let keys: Vec<&Value> = data["jwks"].as_array().unwrap().iter().filter(|key| key["kty"] == kty).collect();
        assert_eq!(keys.len(), 1);
        // A set without a signature, by whoever trusts its own server.
        let bare = json!({"keys": keys, "nonce": data["nonce"], "now": data["now"]});
        let page = world.page(&Browser::new());
        let session = open(&world, &begin(&page, &bare).await).await;
        page.prepare().await;
        assert_eq!(make_person(&world, &page, &session).await.0, 201, "{kty}");
    }
}

#[tokio::test]
async fn initialization_data_counts_only_under_the_platforms_signature() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let data = initialization_data(&world).await;
    let initialize = async |data: Value| page.initialize(&data.to_string()).await.unwrap_err();
    let mut unsigned = data.clone();
    unsigned.as_object_mut().unwrap().remove("jwks_jws");
    let mut forged = data.clone();
    forged["jwks_jws"] = json!(data["jwks_jws"].as_str().unwrap().replacen(".e", ".f", 1));
    let mut both = forged.clone();
    both["keys"] = data["jwks"].clone();
    for wrong in [unsigned, forged, both, json!({}), json!("a text")] {
        assert!(initialize(wrong).await.is(ErrorCode::PlatformKeyMismatch));
    }
    for nothing in [json!([]), json!({"keys": []}), json!({"keys": "none"})] {
        assert!(initialize(nothing).await.is(ErrorCode::NoUsableKey));
    }
    assert!(page.initialize("{").await.unwrap_err().is(ErrorCode::InvalidOption));
    assert_eq!(page.state(), ConnectionState::New);
}

#[tokio::test]
async fn a_handshake_opens_its_own_answer_once() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    let answer = async |handshake: &Handshake<Browser>| {
        let body = json!({"encrypted_data": handshake.device_data()});
        let (_, session) = world.platform("POST", "/sessions", None, body).await;
        session["encrypted_data"].as_str().unwrap().to_owned()
    };
    let first = begin(&page, &initialization_data(&world).await).await;
    let second = begin(&page, &initialization_data(&world).await).await;
    let (of_first, of_second) = (answer(&first).await, answer(&second).await);
    for foreign in [of_first.as_str(), "", "a.b.c.d.e", &of_second[1..]] {
        assert!(second.open(foreign).await.unwrap_err().is(ErrorCode::Unsealable));
    }
    assert_eq!(page.state(), ConnectionState::Initializing);
    second.open(&of_second).await.unwrap();
    assert!(second.open(&of_second).await.unwrap_err().is(ErrorCode::NotConnected));
    assert!(first.open(&of_first).await.unwrap_err().is(ErrorCode::NotConnected));

    let third = begin(&page, &initialization_data(&world).await).await;
    page.disconnect(CallOptions::default()).await.unwrap();
    assert!(third.open(&answer(&third).await).await.unwrap_err().is(ErrorCode::NotConnected));
    assert_eq!(page.state(), ConnectionState::Closed);
}
