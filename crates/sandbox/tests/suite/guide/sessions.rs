//! User session and API session.

use http::Method;
use portico_sandbox::Policy;
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use crate::support::{Customer, Platform, Seal, Statement, ssn};

async fn open(platform: &Platform, bearer: &str, body: &Value) -> crate::support::Reply {
    platform.call(Method::POST, "/sessions", &[("authorization", bearer)], Some(body)).await
}

/// guide: You need to initiate the following sessions:
/// guide: User Session
/// guide: Netspend API Session
#[tokio::test]
async fn one_call_initiates_the_user_session_and_the_api_session() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        // The user session: a key that only this device was given. The API session: an id that calls name.
        assert_eq!(customer.session_key.bytes().len(), 32);
        let session = customer.get(platform, &format!("/sessions/{}", customer.session_id)).await.expect(200);
        assert_eq!(session["id"], json!(customer.session_id));
        assert_eq!(session.get("encrypted_data"), None);
    })
    .await;
}

/// guide: Both these sessions are important for establishing a secure connection and for checking the features available to
/// the customer.
#[tokio::test]
async fn both_sessions_secure_the_connection() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let stranger = Customer::arrive(platform).await;
        // A value that was sealed in another session opens in none but that one.
        let use_ = format!("person:{}", customer.account_id);
        let mut body = customer.person(platform, &ssn("1234"));
        body["encrypted_data"] = json!(stranger.seal(platform, &use_, &ssn("1234")));
        customer.post(platform, "/people", &body).await.expect_problem(422, "unsealable");
        let account = customer.account(platform).await;
        assert!(account["account_context"]["features"].as_array().is_some_and(|features| !features.is_empty()));
    })
    .await;
}

/// guide: The Netspend system verifies the device using this data received in the encrypted form.
#[tokio::test]
async fn the_device_is_verified_by_the_encrypted_data() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        let statement = Statement::prepare(platform, &bearer).await;
        let clear = json!({"encrypted_data": statement.body.to_string()});
        open(platform, &bearer, &clear).await.expect_problem(422, "unsealable");
        let sealed = json!({"encrypted_data": statement.sealed(&device)});
        let session = open(platform, &bearer, &sealed).await.expect(201);
        let thumbprint = portico_unseal::thumbprint(&device.public_jwk()).unwrap();
        assert_eq!(session["device_jkt"], json!(thumbprint));
    })
    .await;
}

/// guide: The session connection is allowed only for authentic devices.
#[tokio::test]
async fn only_authentic_devices_get_a_session() {
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            let bearer = platform.bearer().await;
            let mut robot = Statement::prepare(platform, &bearer).await;
            robot.body["device"] = json!({"webdriver": true});
            let body = json!({"encrypted_data": robot.sealed(&SignatureKey::generate().unwrap())});
            let refused = open(platform, &bearer, &body).await;
            let problem = refused.expect_problem(403, "device_not_authentic");
            assert_eq!(problem["reason"], "refused");
            let forged = Statement::prepare(platform, &bearer).await;
            let body = json!({"encrypted_data": forged.seal("not.a.statement".to_owned())});
            open(platform, &bearer, &body).await.expect_problem(403, "device_not_authentic");
        },
    )
    .await;
}

/// guide: To establish a Netspend API session, three different forms are available:
/// guide: Anonymous
/// guide: Account
/// guide: Person
#[tokio::test]
async fn a_session_is_anonymous_or_an_account_s_or_a_person_s() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        for (kind, id) in
            [(None, None), (Some("account"), Some(&customer.account_id)), (Some("person"), Some(&customer.person_id))]
        {
            let mut more = json!({});
            if let (Some(kind), Some(id)) = (kind, id) {
                more = json!({"source_type": kind, "source_id": id});
            }
            let visitor = Customer::arrive_with(platform, SignatureKey::generate().unwrap(), more).await;
            let session = visitor.get(platform, &format!("/sessions/{}", visitor.session_id)).await.expect(200);
            assert_eq!(session.get("source_type").and_then(Value::as_str), kind);
            assert_eq!(session.get("source_id").and_then(Value::as_str), id.map(String::as_str));
        }
    })
    .await;
}

/// guide: When a person is new to Netspend, prior to initiating account creation, the session established from your mobile
/// app to the Netspend API is anonymous.
#[tokio::test]
async fn a_new_person_s_session_is_anonymous_before_the_account() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let session = customer.get(platform, &format!("/sessions/{}", customer.session_id)).await.expect(200);
        assert_eq!((session.get("source_type"), session.get("source_id")), (None, None));
        // It is enough for creating an account and its person.
        customer.open_account(platform, "acp_checking").await;
        customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await.expect(201);
    })
    .await;
}

/// guide: It shares only the data that is encrypted for the key shared.
#[tokio::test]
async fn it_shares_only_what_is_encrypted_for_the_shared_key() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let statement = Statement::prepare(platform, &bearer).await;
        let body = json!({"encrypted_data": statement.sealed(&SignatureKey::generate().unwrap())});
        let answer = open(platform, &bearer, &body).await;
        let session = answer.expect(201);
        // What the platform shares is sealed to the key that the device shared, and opens under no other.
        let sealed = portico_unseal::jwe::Compact::parse(session["encrypted_data"].as_str().unwrap(), 4_096).unwrap();
        let grant: Value = serde_json::from_slice(&sealed.open_dir(&statement.reply_key).unwrap()).unwrap();
        assert!(!answer.text().contains(grant["session_key"]["k"].as_str().unwrap()));
        assert!(sealed.open_dir(&portico_unseal::ContentKey::generate().unwrap()).is_err());
        // A statement for another key than the shared ones is refused.
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let seal = Seal::new(&customer.keys[0], Some(&customer.session_id), "device", platform.state.now(), "x".into());
        let forged = seal
            .forge(&customer.keys[0], |header| header.replace(customer.keys[0].0["kid"].as_str().unwrap(), "other"));
        open(platform, &bearer, &json!({"encrypted_data": forged})).await.expect_problem(422, "unsealable");
    })
    .await;
}

/// guide: You can establish an anonymous session by making a request to the POST /sessions endpoint.
#[tokio::test]
async fn post_sessions_establishes_an_anonymous_session() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let statement = Statement::prepare(platform, &bearer).await;
        let body = json!({"device_data": statement.sealed(&SignatureKey::generate().unwrap())});
        let session = open(platform, &bearer, &body).await.expect(201);
        assert!(session["id"].is_string() && session["encrypted_data"].is_string());
        assert_eq!(session.get("source_type"), None);
    })
    .await;
}

/// guide: However, you are advised to create an anonymous session only once while onboarding the new customer and create a
/// person session as soon as the user logs in.
#[tokio::test]
async fn one_anonymous_session_onboards_one_customer_and_a_login_gets_a_person_session() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let first = customer.person_id.clone();
        customer.open_account(platform, "acp_prepaid").await;
        let second = customer.post(platform, "/people", &customer.person(platform, &ssn("4321"))).await;
        second.expect_problem(422, "onboarding_already_begun");
        let source = json!({"source_type": "person", "source_id": first});
        let back = Customer::arrive_with(platform, SignatureKey::generate().unwrap(), source).await;
        back.get(platform, &format!("/people/{first}")).await.expect(200);
    })
    .await;
}

/// guide: To move from an anonymous session to a person session, make a request to GET /sessions/{session_id} to first get
/// the session id and then the PATCH /sessions/{session_id} endpoint to add person details to the session.
#[tokio::test]
async fn get_and_patch_move_an_anonymous_session_to_the_person() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let person = customer.post(platform, "/people", &customer.person(platform, &ssn("1234"))).await.expect(201);
        let path = format!("/sessions/{}", customer.session_id);
        let session = customer.get(platform, &path).await.expect(200);
        let id = session["id"].as_str().unwrap();
        let patch = json!({"source_type": "person", "source_id": person["id"]});
        let moved = customer.patch(platform, &format!("/sessions/{id}"), &patch).await.expect(200);
        assert_eq!((&moved["source_type"], &moved["source_id"]), (&json!("person"), &person["id"]));
        let back = json!({"source_type": "account", "source_id": customer.account_id});
        let refused = customer.patch(platform, &path, &back).await;
        refused.expect_problem(422, "session_source_change_not_allowed");
    })
    .await;
}

/// guide: The header - ns-session-id is mandatory while making a request.
#[tokio::test]
async fn the_session_header_is_mandatory() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let path = format!("/people/{}", customer.person_id);
        let bearer = [("authorization", customer.bearer.as_str())];
        platform.call(Method::GET, &path, &bearer, None).await.expect_problem(403, "session_required");
        let headers = [bearer[0], ("ns-session-id", customer.session_id.as_str())];
        platform.call(Method::GET, &path, &headers, None).await.expect(200);
    })
    .await;
}
