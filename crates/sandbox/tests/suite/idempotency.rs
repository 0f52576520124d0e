//! Keys that make a call happen once (contract section 1.13).

use http::Method;
use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply, ssn};

async fn post(customer: &Customer, platform: &Platform, path: &str, key: &str, body: &Value) -> Reply {
    customer.call_with(platform, Method::POST, path, &[("idempotency-key", key)], Some(body)).await
}

async fn with_account(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    customer
}

#[tokio::test]
async fn the_same_bytes_get_the_same_answer_byte_for_byte() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let body = customer.person(platform, &ssn("1234"));
        let first = post(&customer, platform, "/people", "key-1", &body).await;
        first.expect(201);
        let again = post(&customer, platform, "/people", "\"key-1\"", &body).await;
        assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
        assert_ne!(again.headers["ns-request-id"], first.headers["ns-request-id"]);
    })
    .await;
}

#[tokio::test]
async fn the_same_request_sealed_afresh_gets_the_same_answer() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let first = post(&customer, platform, "/people", "k", &customer.person(platform, &ssn("1234"))).await;
        first.expect(201);
        let again = post(&customer, platform, "/people", "k", &customer.person(platform, &ssn("1234"))).await;
        assert_eq!(again.bytes, first.bytes);
    })
    .await;
}

#[tokio::test]
async fn another_request_under_the_key_is_refused_whether_clear_or_sealed_members_differ() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let first = post(&customer, platform, "/people", "k", &customer.person(platform, &ssn("1234"))).await;
        first.expect(201);
        let sealed = customer.person(platform, &ssn("1235"));
        let mut clear = customer.person(platform, &ssn("1234"));
        clear["first_name"] = json!("Augusta");
        for other in [sealed, clear] {
            let reply = post(&customer, platform, "/people", "k", &other).await;
            reply.expect_problem(422, "idempotency_key_reused");
        }
        let again = post(&customer, platform, "/people", "k", &customer.person(platform, &ssn("1234"))).await;
        assert_eq!(again.bytes, first.bytes);
    })
    .await;
}

#[tokio::test]
async fn a_repeat_is_opened_with_every_check() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let body = customer.person(platform, &ssn("1234"));
        post(&customer, platform, "/people", "k", &body).await.expect(201);
        // The same sealed value in another body is a replay, not a repeat.
        let mut replayed = body.clone();
        replayed["first_name"] = json!("Augusta");
        post(&customer, platform, "/people", "k", &replayed).await.expect_problem(422, "unsealable");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_is_counted_once_however_often_it_is_sent() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let wrong = if customer.cvc(platform).await == "111" { "222" } else { "111" };
        let path = format!("/cards/{}/verifications", customer.card_id);
        for _ in 0..4 {
            let use_ = format!("cvc:{}", customer.card_id);
            let sealed = customer.seal(platform, &use_, &json!({"verification_value": wrong}));
            let body = json!({"type": "cvc", "encrypted_data": sealed});
            let problem = post(&customer, platform, &path, "k", &body).await;
            assert_eq!(problem.expect_problem(422, "verification_failed")["attempts_left"], 2);
        }
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_read_or_opened_leaves_the_key_free() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut unsealable = customer.person(platform, &ssn("1234"));
        unsealable["encrypted_data"] = json!("x");
        post(&customer, platform, "/people", "k", &unsealable).await.expect_problem(422, "unsealable");
        post(&customer, platform, "/people", "k", &json!({})).await.expect_problem(400, "malformed_request");
        post(&customer, platform, "/people", "k", &customer.person(platform, &ssn("1234"))).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_key_belongs_to_device_method_and_path_and_not_to_the_session() {
    Platform::each(async |platform| {
        let key = SignatureKey::generate().unwrap();
        let text = key.to_text();
        let body = json!({"provided_id": "acp_checking"});
        let first = Customer::arrive_with(platform, key, json!({})).await;
        let account = post(&first, platform, "/accounts", "k", &body).await.expect(201);
        let same_device = Customer::arrive_with(platform, SignatureKey::from_text(&text).unwrap(), json!({})).await;
        assert_ne!(same_device.session_id, first.session_id);
        assert_eq!(post(&same_device, platform, "/accounts", "k", &body).await.expect(201), account);
        let other_device = Customer::arrive(platform).await;
        assert_ne!(post(&other_device, platform, "/accounts", "k", &body).await.expect(201)["id"], account["id"]);
        let other_path = post(&first, platform, "/people", "k", &body).await;
        other_path.expect_problem(400, "malformed_request");
    })
    .await;
}

#[tokio::test]
async fn requests_at_once_under_one_key_have_one_effect() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let body = json!({"provided_id": "acp_checking"});
        let tries = (0..8).map(|_| post(&customer, platform, "/accounts", "k", &body));
        let mut ids = Vec::new();
        for reply in join_all(tries).await {
            if reply.status == 409 {
                reply.expect_problem(409, "request_in_progress");
            } else {
                ids.push(reply.expect(201)["id"].clone());
            }
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(post(&customer, platform, "/accounts", "k", &body).await.expect(201)["id"], ids[0]);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_orders_at_once_under_one_key_are_one_card() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        for (kind, order) in [
            ("physical", customer.order()),
            ("virtual", customer.order_without_mail()),
            ("digital", customer.order_without_mail()),
        ] {
            let path = format!("/cards/{kind}");
            let tries = (0..64).map(|_| post(&customer, platform, &path, "one", &order));
            let mut answers = Vec::new();
            for reply in join_all(tries).await {
                if reply.status == 409 {
                    reply.expect_problem(409, "request_in_progress");
                } else {
                    reply.expect(201);
                    answers.push(reply.bytes);
                }
            }
            assert!(!answers.is_empty());
            answers.push(post(&customer, platform, &path, "one", &order).await.bytes);
            answers.dedup();
            assert_eq!(answers.len(), 1, "one answer, byte for byte");
            let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
            let of_kind = |card: &&Value| card["type"] == kind;
            assert_eq!(account["cards"].as_array().unwrap().iter().filter(of_kind).count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn each_new_call_happens_once_under_its_key_and_refuses_another_body_there() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let card = format!("/cards/{}", customer.card_id);
        let feature = format!("/people/{}/features/savings/enrollments", customer.person_id);
        let (yes, no) = (json!({"e_communications_consent": true}), json!({"e_communications_consent": false}));
        let digital = customer.order_kind(platform, "digital").await;
        let wallet = format!("/cards/{}/wallet_tokens", digital["id"].as_str().unwrap());
        let mut replaced = customer.order_without_mail();
        replaced["replaces"] = json!("unknown");
        for (method, path, body, other) in [
            (
                Method::PUT,
                &format!("{card}/lock"),
                json!({"lock_status": "locked"}),
                json!({"lock_status": "unlocked"}),
            ),
            (Method::POST, &wallet, json!({"wallet": "apple_pay"}), json!({"wallet": "google_pay"})),
            (Method::POST, &feature, yes, no),
            (Method::POST, &"/cards/virtual".to_owned(), customer.order_without_mail(), replaced),
            (Method::POST, &format!("{card}/close"), json!({"reason": "lost"}), json!({"reason": "stolen"})),
        ] {
            let key = [("idempotency-key", "k")];
            let call = async |body: &Value| customer.call_with(platform, method.clone(), path, &key, Some(body)).await;
            let first = call(&body).await;
            assert!(first.status.is_success(), "{path}: {}", first.text());
            let again = call(&body).await;
            assert_eq!((again.status, &again.bytes), (first.status, &first.bytes), "{path}");
            call(&other).await.expect_problem(422, "idempotency_key_reused");
        }
        let code = async || post(&customer, platform, "/authorization_codes", "k", &json!({})).await.expect(201);
        assert_eq!(code().await, code().await);
    })
    .await;
}

#[tokio::test]
async fn writers_at_once_wait_for_each_other() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let body = json!({"provided_id": "acp_checking"});
        let replies = join_all((0..16).map(|_| customer.post(platform, "/accounts", &body))).await;
        let mut ids: Vec<_> = replies.iter().map(|reply| reply.expect(201)["id"].to_string()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 16);
    })
    .await;
}

#[tokio::test]
async fn only_one_of_two_primary_persons_at_once_is_taken() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let bodies = [customer.person(platform, &ssn("1234")), customer.person(platform, &ssn("4321"))];
        let replies = join_all(bodies.iter().map(|body| customer.post(platform, "/people", body))).await;
        let mut statuses: Vec<_> = replies.iter().map(|reply| reply.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day() {
    Platform::each(async |platform| {
        let device = SignatureKey::generate().unwrap();
        let text = device.to_text();
        let body = json!({"provided_id": "acp_checking"});
        let customer = Customer::arrive_with(platform, device, json!({})).await;
        let first = post(&customer, platform, "/accounts", "k", &body).await.expect(201);
        let later = async || Customer::arrive_with(platform, SignatureKey::from_text(&text).unwrap(), json!({})).await;
        platform.advance(86_300).await;
        assert_eq!(post(&later().await, platform, "/accounts", "k", &body).await.expect(201), first);
        platform.advance(101).await;
        assert_ne!(post(&later().await, platform, "/accounts", "k", &body).await.expect(201)["id"], first["id"]);
    })
    .await;
}

#[tokio::test]
async fn two_servers_on_one_database_have_one_effect_under_one_key() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let other = platform.twin().await;
        let person = customer.person(platform, &ssn("1234"));
        // The same bytes each time: the sealed value is spent by whichever comes first.
        for (path, body) in [("/accounts", json!({"provided_id": "acp_checking"})), ("/people", person)] {
            let tries = (0..8).map(|index| {
                let server = if index % 2 == 0 { &*platform } else { &other };
                post(&customer, server, path, "k", &body)
            });
            let mut answers = Vec::new();
            for reply in join_all(tries).await {
                if reply.status == 409 {
                    reply.expect_problem(409, "request_in_progress");
                } else {
                    reply.expect(201);
                    answers.push(reply.bytes);
                }
            }
            for server in [platform, &other] {
                answers.push(post(&customer, server, path, "k", &body).await.bytes);
            }
            answers.dedup();
            assert_eq!(answers.len(), 1, "one answer, byte for byte");
        }
        other.state.close().await;
    })
    .await;
}

#[tokio::test]
async fn refuses_a_malformed_key() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        for key in ["", "\"open", "a b"] {
            let reply = post(&customer, platform, "/accounts", key, &json!({"provided_id": "acp_checking"})).await;
            reply.expect_problem(400, "idempotency_key_invalid");
        }
    })
    .await;
}

/// All of them at once, on the test's one thread: they take turns wherever one waits.
async fn join_all<F: Future<Output = Reply>>(futures: impl IntoIterator<Item = F>) -> Vec<Reply> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, reply) in &mut running {
            if reply.is_none()
                && let std::task::Poll::Ready(done) = future.as_mut().poll(context)
            {
                *reply = Some(done);
            }
        }
        if running.iter().all(|(_, reply)| reply.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    running.into_iter().filter_map(|(_, reply)| reply).collect()
}
