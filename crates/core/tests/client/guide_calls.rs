//! The calls beside the happy path, against answers of the contract's forms: what each sends and what a page is shown.

use std::cell::RefCell;
use std::rc::Rc;

use portico_core::ports::{Clock, HttpResponse};
use portico_core::{CallOptions, Client};
use portico_model::ErrorCode;
use portico_unseal::{ContentKey, jwe};
use serde_json::{Value, json};

use crate::support::{Browser, Calls, Fate, World, page};

fn answer(body: &Value) -> Fate {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Fate::Forged(HttpResponse { status: 200, headers, body: body.to_string().into_bytes() })
}

/// A page whose session belongs to the person `p`, in front of a platform that gives the same answer to every call.
async fn before(browser: &Browser, world: &World, body: Value) -> Client<Browser> {
    browser.network(|_| Fate::Answered);
    let client = world.page(browser);
    client.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    browser.network(move |seen| match seen.method {
        "PATCH" if seen.path.contains("/sessions/") => answer(&json!({})),
        _ if seen.path.ends_with("/init") => Fate::Answered,
        _ => answer(&body),
    });
    client
}

fn person() -> Value {
    json!({"id": "p", "status": "inactive", "kyc_status": "unchecked", "ofac_status": "unchecked", "account_state": "new",
        "workflows": [], "relationship": "secondary", "government_id_last4": "6789", "account_ids": ["a"], "first_name": "x"})
}

fn card() -> Value {
    json!({"id": "c", "type": "virtual", "status": "active", "lock_status": "unlocked", "brand_name": "Blue",
        "exp_month": 1, "exp_year": 2030, "pan_last4": "1234"})
}

/// Makes a call and gives its one request, as `METHOD path`, body and idempotency key, beside what the page is shown.
async fn made(browser: &Browser, client: &Client<Browser>, name: &str, input: Value) -> (String, Value, bool, Value) {
    browser.forget_seen();
    let shown = client.shown(name, input).await.unwrap();
    let seen = browser.seen.borrow();
    let is_its_own = |path: &str| !path.contains("/sessions");
    let [call] = &seen.iter().filter(|seen| is_its_own(&seen.path)).collect::<Vec<_>>()[..] else { panic!("{seen:?}") };
    let body = serde_json::from_str(&call.body).unwrap_or_default();
    (format!("{} {}", call.method, call.path), body, call.header("idempotency-key").is_some(), shown)
}

#[tokio::test]
async fn every_plain_call_goes_where_the_contract_says_under_a_key_when_it_writes() {
    let (world, browser) = (World::start().await, Browser::new());
    let request = json!({"id": "r", "status": "requested", "purpose": "identity", "document_types": ["passport"]});
    let feature = json!({"feature": "savings", "state": "eligible", "missing": []});
    let token = json!({"id": "t", "wallet": "apple_pay", "status": "created", "expires_at": "2026-11-21T00:00:00Z"});
    let account = json!({"id": "a", "account_state": "new", "type": "dda", "provided_id": "x", "workflows": [],
        "created_at": "t", "balance": {"available": "0.00", "currency": "USD"}});
    let about_card = json!({"cardId": "c"});
    let order = json!({"accountId": "a", "personId": "p", "replaces": "old"});
    for (name, input, method_and_path, body, answer) in [
        (
            "accounts.create",
            json!({"parentAccountId": "a"}),
            "POST /netspend/accounts",
            json!({"parent_account_id": "a"}),
            account,
        ),
        (
            "people.identityScan",
            json!({"personId": "p"}),
            "GET /netspend/people/p/kyc/identity_scan",
            Value::Null,
            json!({"identity_scan_id": "s", "status": "waiting"}),
        ),
        (
            "people.documentRequests",
            json!({"personId": "p"}),
            "GET /netspend/people/p/document_requests",
            Value::Null,
            json!({"document_requests": [request]}),
        ),
        (
            "cards.orderVirtual",
            order.clone(),
            "POST /netspend/cards/virtual",
            json!({"account_id": "a", "person_id": "p", "replaces": "old"}),
            card(),
        ),
        (
            "cards.orderDigital",
            json!({"accountId": "a", "personId": "p"}),
            "POST /netspend/cards/digital",
            json!({"account_id": "a", "person_id": "p"}),
            card(),
        ),
        ("cards.lock", about_card.clone(), "PUT /netspend/cards/c/lock", json!({"lock_status": "locked"}), card()),
        ("cards.unlock", about_card, "PUT /netspend/cards/c/lock", json!({"lock_status": "unlocked"}), card()),
        (
            "cards.close",
            json!({"cardId": "c", "reason": "lost"}),
            "POST /netspend/cards/c/close",
            json!({"reason": "lost"}),
            card(),
        ),
        (
            "cards.walletToken",
            json!({"cardId": "c", "wallet": "apple_pay"}),
            "POST /netspend/cards/c/wallet_tokens",
            json!({"wallet": "apple_pay"}),
            token,
        ),
        (
            "features.list",
            json!({"personId": "p"}),
            "GET /netspend/people/p/features",
            Value::Null,
            json!({"features": [feature]}),
        ),
        (
            "features.enroll",
            json!({"personId": "p", "feature": "savings", "eCommunicationsConsent": true}),
            "POST /netspend/people/p/features/savings/enrollments",
            json!({"e_communications_consent": true}),
            feature,
        ),
        (
            "microapps.authorizationCode",
            json!({}),
            "POST /netspend/authorization_codes",
            json!({}),
            json!({"code": "k", "expires_at": "2026-11-21T00:00:00Z"}),
        ),
    ] {
        let client = before(&browser, &world, answer).await;
        let (call, sent, has_key, shown) = made(&browser, &client, name, input).await;
        assert_eq!((call.as_str(), sent), (method_and_path, body), "{name}");
        assert_eq!(has_key, !method_and_path.starts_with("GET"), "{name}");
        assert!(shown.is_object() || shown.is_array(), "{name}");
    }
}

#[tokio::test]
async fn a_person_is_created_and_changed_with_and_without_what_is_sealed() {
    let (world, browser) = (World::start().await, Browser::new());
    let client = before(&browser, &world, person()).await;
    let name = json!({"accountId": "a", "relationship": "secondary", "firstName": "Ada", "lastName": "Lovelace"});
    let (call, sent, _, shown) = made(&browser, &client, "people.create", name).await;
    let context = json!({"type": "account", "account_id": "a"});
    let body =
        json!({"first_name": "Ada", "last_name": "Lovelace", "relationship": "secondary", "identity_context": context});
    assert_eq!((call.as_str(), sent), ("POST /netspend/people", body));
    assert_eq!(
        (&shown["relationship"], &shown["governmentIdLast4"], &shown["firstName"]),
        (&json!("secondary"), &json!("6789"), &Value::Null)
    );

    let sealed = json!({"personId": "p", "email": "ada@example.com", "dateOfBirth": "1990-12-10",
        "governmentId": {"type": "passport", "value": "a12345678"}});
    let (call, sent, has_key, _) = made(&browser, &client, "people.update", sealed).await;
    assert_eq!((call.as_str(), &sent["email"], has_key), ("PATCH /netspend/people/p", &json!("ada@example.com"), true));
    assert!(sent["encrypted_data"].is_string() && !sent.to_string().contains("1990"));
    assert_eq!(browser.records.borrow().last().unwrap().sealed.as_ref().unwrap().use_, "person:p");

    let wrong =
        json!({"personId": "p", "governmentId": {"type": "passport", "value": "12"}, "dateOfBirth": "2020-01-01"});
    let fault = client.call("people.update", page(&wrong), CallOptions::default()).await.unwrap_err();
    let fields: Vec<_> = fault.errors.iter().map(|error| (error.field.as_str(), &*error.code)).collect();
    assert_eq!(fields, [("dateOfBirth", "under_age"), ("governmentId.value", "government_id_form")]);
}

/// Seals what the platform would seal to this browser's session.
fn seal(browser: &Browser, session: &str, use_: &str, value: &Value) -> String {
    use base64::Engine as _;
    let raw = browser.session_keys.borrow()["session"].clone();
    let k = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw.as_slice());
    let key = ContentKey::from_jwk(&json!({"kty": "oct", "k": k})).unwrap();
    // The sandbox's clock is the machine's.
    let now = (browser.wall_ms() / 1000.0) as i64;
    let claims = json!({"kid": "session", "sid": session, "iat": now, "jti": use_, "use": use_});
    jwe::seal_dir(&key, claims.as_object().unwrap().clone(), value.to_string().as_bytes()).unwrap()
}

#[tokio::test]
async fn what_comes_sealed_is_opened_for_its_own_use_alone() {
    let (world, browser) = (World::start().await, Browser::new());
    let client = world.page(&browser);
    let session = client.connect(CallOptions::default()).await.unwrap().id;
    let next = Rc::new(RefCell::new(Value::Null));
    let given = Rc::clone(&next);
    browser.network(move |_| answer(&given.borrow()));

    let secrets = json!({"pan": "4000001234567899", "cvv2": "123"});
    *next.borrow_mut() = json!({"encrypted_data": seal(&browser, &session, "card_secrets:c", &secrets)});
    assert_eq!(client.shown("cards.secrets", json!({"cardId": "c"})).await.unwrap(), secrets);
    let again = client.shown("cards.secrets", json!({"cardId": "c"})).await.unwrap_err();
    assert!(again.is(ErrorCode::Unsealable), "a value opens once");
    *next.borrow_mut() = json!({"encrypted_data": seal(&browser, &session, "card_secrets:other", &secrets)});
    assert!(client.shown("cards.secrets", json!({"cardId": "c"})).await.unwrap_err().is(ErrorCode::Unsealable));

    let questions = json!({"questions": [{"id": "q", "question": "Where?", "answer_options": [{"answer_id": "1", "text": "Correct"}]}]});
    let sealed = seal(&browser, &session, "identity_questions:p", &questions);
    *next.borrow_mut() = json!({"encrypted_data": sealed, "expires_at": "2026-11-21T00:10:00Z", "workflows": []});
    let shown = client.shown("people.identityQuestions", json!({"personId": "p"})).await.unwrap();
    assert_eq!(shown["questions"][0]["answerOptions"][0], json!({"answerId": "1", "text": "Correct"}));
    assert_eq!(shown["expiresAt"], "2026-11-21T00:10:00Z");

    browser.forget_seen();
    *next.borrow_mut() = person();
    let answers = json!({"personId": "p", "answers": [{"questionId": "q", "answerId": "secret-choice"}]});
    client.shown("people.answerIdentityQuestions", answers).await.unwrap();
    let seen = browser.seen.borrow();
    let put = seen.iter().find(|seen| seen.method == "PUT").unwrap();
    assert_eq!(put.path, "/netspend/people/p/kyc/identity_questions");
    assert!(put.body.starts_with(r#"{"encrypted_data":""#) && !put.body.contains("secret-choice"));
}

#[tokio::test]
async fn the_session_of_this_browser_is_read_without_bearing_it() {
    let (world, browser) = (World::start().await, Browser::new());
    let client = world.page(&browser);
    let unconnected = client.shown("sessions.current", json!({})).await.unwrap_err();
    assert!(unconnected.is(ErrorCode::NotConnected));
    let session = client.connect(CallOptions::default()).await.unwrap();
    assert_eq!(client.shown("sessions.current", json!({})).await.unwrap()["id"], json!(session.id));
    assert_eq!(browser.seen.borrow().last().unwrap().header("ns-session-id"), None);
}

#[tokio::test]
async fn arguments_of_the_wrong_form_are_told_by_their_names_and_never_sent() {
    let (world, browser) = (World::start().await, Browser::new());
    let client = before(&browser, &world, json!({})).await;
    for (name, input, fields) in [
        ("accounts.create", json!({}), &["providedId required"][..]),
        ("accounts.create", json!({"parentAccountId": 1}), &["parentAccountId wrong_type"]),
        ("cards.get", json!({"cardId": " "}), &["cardId required"]),
        ("cards.orderVirtual", json!({"accountId": "a", "personId": "p", "replaces": ""}), &["replaces required"]),
        (
            "features.enroll",
            json!({"personId": "p", "feature": "savings", "consent": true}),
            &["consent unknown_field"],
        ),
        (
            "people.answerIdentityQuestions",
            json!({"personId": "p", "answers": [{"questionId": "q"}, 7]}),
            &["answers.0.answerId required", "answers.1 wrong_type"],
        ),
        ("people.update", json!({"personId": "p", "address": "mark"}), &["address wrong_type"]),
        ("people.create", json!({"accountId": "a", "firstName": 7}), &["firstName wrong_type"]),
    ] {
        let fault = client.call(name, page(&input), CallOptions::default()).await.unwrap_err();
        assert!(fault.is(ErrorCode::InvalidOption), "{name} {fault:?}");
        let found: Vec<_> = fault.errors.iter().map(|error| format!("{} {}", error.field, error.code)).collect();
        assert_eq!(found, fields, "{name}");
    }
    let words =
        client.call("cards.close", page(&json!({"cardId": "c", "reason": "bored"})), CallOptions::default()).await;
    assert!(words.unwrap_err().is(ErrorCode::ValidationFailed));
    let unknown = client.call("cards.melt", page(&json!({})), CallOptions::default()).await;
    assert!(unknown.unwrap_err().is(ErrorCode::InvalidOption));
    assert!(browser.seen.borrow().is_empty());
}
