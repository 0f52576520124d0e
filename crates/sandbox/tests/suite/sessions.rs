//! Opening, moving and ending sessions.

use http::Method;
use portico_sandbox::Policy;
use portico_unseal::{jws::SignatureKey, thumbprint};
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply, Statement};

async fn open(platform: &Platform, bearer: &str, sealed: String) -> Reply {
    let body = json!({"encrypted_data": sealed});
    platform.call(Method::POST, "/sessions", &[("authorization", bearer)], Some(&body)).await
}

#[tokio::test]
async fn only_the_opening_answer_holds_something_sealed() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let path = format!("/sessions/{}", customer.session_id);
        let session = platform.call(Method::GET, &path, &[("authorization", &customer.bearer)], None).await.expect(200);
        assert_eq!(session.get("encrypted_data"), None);
        assert_eq!(session.get("source_type"), None);
        assert_eq!(session["device_jkt"], thumbprint(&customer.device.public_jwk()).unwrap());
        let headers = [("authorization", customer.bearer.as_str())];
        platform.call(Method::GET, "/sessions/unknown", &headers, None).await.expect_problem(404, "session_not_found");
    })
    .await;
}

#[tokio::test]
async fn takes_the_statement_under_either_documented_name_and_not_under_both() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        let headers = [("authorization", bearer.as_str())];
        let sealed = Statement::prepare(platform, &bearer).await.sealed(&device);
        let other = json!({"device_data": sealed});
        platform.call(Method::POST, "/sessions", &headers, Some(&other)).await.expect(201);
        for (body, pointer) in [
            (json!({}), "/encrypted_data"),
            (json!({"encrypted_data": "a", "device_data": "b"}), "/device_data"),
            (json!({"encrypted_data": "a", "source_type": "account"}), "/source_id"),
            (json!({"encrypted_data": "a", "source_id": "x"}), "/source_type"),
        ] {
            let reply = platform.call(Method::POST, "/sessions", &headers, Some(&body)).await;
            reply.expect_problem(400, "malformed_request");
            assert_eq!(reply.fields()[0].0, pointer);
        }
    })
    .await;
}

#[tokio::test]
async fn refuses_each_forged_statement_without_saying_which_rule_fired() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        for (member, value) in [
            ("v", json!(2)),
            ("aud", json!("another-platform")),
            ("origin", json!("javascript:alert(1)")),
            ("iat", json!(1)),
            ("reply_key", json!({"kty": "oct", "k": "AAAA"})),
            ("device", json!([])),
            ("nonce", json!(null)),
        ] {
            let mut statement = Statement::prepare(platform, &bearer).await;
            statement.body[member] = value;
            let problem = open(platform, &bearer, statement.sealed(&device)).await;
            assert_eq!(problem.expect_problem(403, "device_not_authentic")["reason"], "refused", "{member}");
        }
        let statement = Statement::prepare(platform, &bearer).await;
        let unsigned = statement.seal("not.a.jws".to_owned());
        let other_type = device.sign("dpop+jwt", serde_json::Map::new(), statement.body.to_string().as_bytes());
        let large = statement.seal("x".repeat(33_000));
        for sealed in [unsigned, statement.seal(other_type), large] {
            open(platform, &bearer, sealed).await.expect_problem(403, "device_not_authentic");
        }
    })
    .await;
}

#[tokio::test]
async fn says_that_an_sdk_id_is_unknown() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let mut statement = Statement::prepare(platform, &bearer).await;
        statement.body["sdk_id"] = json!("PT-SANDBOX-0");
        let sealed = statement.sealed(&SignatureKey::generate().unwrap());
        open(platform, &bearer, sealed).await.expect_problem(422, "unknown_sdk_id");
    })
    .await;
}

#[tokio::test]
async fn a_nonce_is_good_once_and_for_five_minutes() {
    Platform::each(async |platform| {
        let bearer = platform.bearer().await;
        let device = SignatureKey::generate().unwrap();
        let stale = async |sealed: String| {
            let problem = open(platform, &bearer, sealed).await.expect_problem(403, "device_not_authentic");
            assert_eq!(problem["reason"], "stale_nonce");
        };
        let statement = Statement::prepare(platform, &bearer).await;
        open(platform, &bearer, statement.sealed(&device)).await.expect(201);
        stale(statement.sealed(&device)).await;
        let mut unknown = Statement::prepare(platform, &bearer).await;
        unknown.body["nonce"] = json!("never-given");
        stale(unknown.sealed(&device)).await;
        let mut in_time = Statement::prepare(platform, &bearer).await;
        let mut late = Statement::prepare(platform, &bearer).await;
        platform.advance(250).await;
        in_time.sign_at(platform.state.now());
        open(platform, &bearer, in_time.sealed(&device)).await.expect(201);
        platform.advance(50).await;
        late.sign_at(platform.state.now());
        stale(late.sealed(&device)).await;
    })
    .await;
}

#[tokio::test]
async fn a_robot_that_says_so_is_observed_or_refused_as_the_policy_is() {
    let visit = async |platform: &Platform| {
        let bearer = platform.bearer().await;
        let mut statement = Statement::prepare(platform, &bearer).await;
        statement.body["device"]["webdriver"] = json!(true);
        open(platform, &bearer, statement.sealed(&SignatureKey::generate().unwrap())).await
    };
    Platform::each(async |platform| {
        visit(platform).await.expect(201);
    })
    .await;
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            assert_eq!(visit(platform).await.expect_problem(403, "device_not_authentic")["reason"], "refused");
            Customer::arrive(platform).await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_session_moves_forward_and_never_back() {
    Platform::each(async |platform| {
        let mut first = Customer::arrive(platform).await;
        first.open_account(platform, "acp_checking").await;
        let account = first.account_id.clone();
        first.move_session(platform, "account", &account).await.expect(200);
        let body = first.person(platform, &super::support::ssn("1234"));
        let person = first.post(platform, "/people", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
        let moved = first.move_session(platform, "person", &person).await.expect(200);
        assert_eq!((&moved["source_type"], &moved["source_id"]), (&json!("person"), &json!(person)));
        // Where it is already, it may be told to go.
        first.move_session(platform, "person", &person).await.expect(200);
        let refused = "session_source_change_not_allowed";
        first.move_session(platform, "account", &account).await.expect_problem(422, refused);

        let mut second = Customer::arrive(platform).await;
        second.open_account(platform, "acp_checking").await;
        second.move_session(platform, "account", &second.account_id).await.expect(200);
        second.move_session(platform, "account", &account).await.expect_problem(422, refused);
        second.move_session(platform, "person", &person).await.expect_problem(422, refused);
        second.move_session(platform, "person", "unknown").await.expect_problem(404, "person_not_found");
        let nowhere = first.move_session(platform, "nowhere", &account).await;
        nowhere.expect_problem(400, "malformed_request");
    })
    .await;
}

#[tokio::test]
async fn a_returning_customer_gets_a_session_of_their_own_at_once() {
    Platform::each(async |platform| {
        let before = Customer::with_card(platform).await;
        let more = json!({"source_type": "person", "source_id": before.person_id});
        let after = Customer::arrive_with(platform, SignatureKey::generate().unwrap(), more).await;
        after.get(platform, &format!("/cards/{}", before.card_id)).await.expect(200);
        after.get(platform, &format!("/accounts/{}", before.account_id)).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn slides_for_thirty_minutes_and_ends_after_twelve_hours() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let path = format!("/accounts/{}", customer.account_id);
        for _ in 0..25 {
            platform.advance(1_700).await;
            customer.get(platform, &path).await.expect(200);
        }
        // That was 700 seconds less than twelve hours: a call came a moment ago, and still the session ends.
        platform.advance(700).await;
        customer.bearer = platform.bearer().await;
        customer.get(platform, &path).await.expect_problem(410, "session_expired");

        // A use counts to the second, written down or not.
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        let path = format!("/accounts/{}", customer.account_id);
        for seconds in [50, 1_790, 20, 1_799, 59, 1_795] {
            platform.advance(seconds).await;
            customer.get(platform, &path).await.expect(200);
        }

        let idle = Customer::arrive(platform).await;
        platform.advance(1_800).await;
        idle.get(platform, "/agreements/x").await.expect_problem(410, "session_expired");
        let own = format!("/sessions/{}", idle.session_id);
        idle.get(platform, &own).await.expect_problem(410, "session_expired");
    })
    .await;
}

#[tokio::test]
async fn signing_out_and_the_test_control_end_a_session() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let path = format!("/sessions/{}", customer.session_id);
        customer.call(platform, Method::DELETE, &path, None).await.expect(204);
        customer.get(platform, "/accounts/x").await.expect_problem(410, "session_expired");
        let unknown = customer.call(platform, Method::DELETE, "/sessions/unknown", None).await;
        unknown.expect_problem(404, "session_not_found");

        let other = Customer::arrive(platform).await;
        platform.control(Method::POST, &format!("/sessions/{}/expire", other.session_id), None).await.expect(204);
        other.get(platform, "/accounts/x").await.expect_problem(410, "session_expired");
        platform.control(Method::POST, "/sessions/unknown/expire", None).await.expect_problem(404, "session_not_found");
    })
    .await;
}

#[tokio::test]
async fn each_call_asks_for_its_kind_of_session() {
    Platform::each(async |platform| {
        let anonymous = Customer::arrive(platform).await;
        let headers = [("authorization", anonymous.bearer.as_str())];
        for (method, path) in [
            (Method::POST, "/accounts"),
            (Method::GET, "/accounts/x"),
            (Method::POST, "/people"),
            (Method::POST, "/person"),
            (Method::GET, "/people/x"),
            (Method::GET, "/agreements/x"),
            (Method::GET, "/people/x/agreements"),
            (Method::PUT, "/people/x/agreements/y"),
            (Method::GET, "/people/x/expected_use"),
            (Method::PUT, "/people/x/expected_use"),
            (Method::POST, "/cards/brands/search"),
            (Method::POST, "/cards/physical"),
            (Method::GET, "/cards/x"),
            (Method::POST, "/cards/x/verifications"),
            (Method::PUT, "/cards/x/pin"),
        ] {
            let body = (method != Method::GET).then(|| json!({}));
            let reply = platform.call(method.clone(), path, &headers, body.as_ref()).await;
            reply.expect_problem(403, "session_required");
            let strange = [headers[0], ("ns-session-id", "unknown")];
            let reply = platform.call(method, path, &strange, body.as_ref()).await;
            reply.expect_problem(403, "session_required");
        }
        for (method, path, code) in [
            (Method::GET, "/agreements/agr_esign_2026_1", "session_forbidden"),
            (Method::GET, "/people/x/agreements", "session_forbidden"),
            (Method::PUT, "/people/x/agreements/y", "session_forbidden"),
            (Method::GET, "/people/x/expected_use", "session_forbidden"),
            (Method::PUT, "/people/x/expected_use", "session_forbidden"),
            (Method::POST, "/cards/brands/search", "session_forbidden"),
            (Method::POST, "/cards/physical", "person_session_required"),
            (Method::GET, "/cards/x", "person_session_required"),
            (Method::POST, "/cards/x/verifications", "person_session_required"),
            (Method::PUT, "/cards/x/pin", "person_session_required"),
        ] {
            let body = (method != Method::GET).then(|| json!({}));
            anonymous.call(platform, method, path, body.as_ref()).await.expect_problem(403, code);
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_what_is_another_s() {
    Platform::each(async |platform| {
        let owner = Customer::with_card(platform).await;
        let mut stranger = Customer::arrive(platform).await;
        let account = format!("/accounts/{}", owner.account_id);
        let person = format!("/people/{}", owner.person_id);
        stranger.get(platform, &account).await.expect_problem(403, "session_forbidden");
        stranger.get(platform, &person).await.expect_problem(403, "session_forbidden");
        stranger.open_account(platform, "acp_checking").await;
        stranger.become_person(platform, "9876").await;
        stranger.get(platform, &account).await.expect_problem(403, "session_forbidden");
        let card = format!("/cards/{}", owner.card_id);
        stranger.get(platform, &card).await.expect_problem(403, "session_forbidden");
        stranger.get(platform, &format!("{person}/agreements")).await.expect_problem(403, "session_forbidden");
        let brands = stranger.post(platform, "/cards/brands/search", &json!({"person_id": owner.person_id})).await;
        brands.expect_problem(403, "session_forbidden");
        let mut order: Value = owner.order();
        stranger.post(platform, "/cards/physical", &order).await.expect_problem(403, "session_forbidden");
        order["person_id"] = json!(stranger.person_id);
        stranger.post(platform, "/cards/physical", &order).await.expect_problem(403, "session_forbidden");
    })
    .await;
}
