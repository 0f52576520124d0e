//! Deliveries of `account.created`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State as Shared,
    routing::{any, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Method, StatusCode};
use portico_sandbox::run_deliveries;
use serde_json::Value;
use sha2::Sha256;
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout,
};

use super::support::{Customer, Platform};

/// A partner's server: answers with `status`, and hands over what came.
struct Receiver {
    url: String,
    status: Arc<AtomicU16>,
    /// What came where its redirects lead, which would be answered by a 200.
    redirected: Arc<AtomicUsize>,
    deliveries: tokio::sync::Mutex<UnboundedReceiver<(HeaderMap, String)>>,
}

type Shares = (Arc<AtomicU16>, UnboundedSender<(HeaderMap, String)>);

impl Receiver {
    async fn start(status: u16) -> Self {
        let status = Arc::new(AtomicU16::new(status));
        let (sender, deliveries) = unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let shares: Shares = (status.clone(), sender);
        let redirected = Arc::new(AtomicUsize::new(0));
        let count = redirected.clone();
        let elsewhere = any(async move || {
            count.fetch_add(1, Ordering::Relaxed);
            StatusCode::OK
        });
        let app = Router::new().route("/hook", post(receive)).route("/elsewhere", elsewhere).with_state(shares);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, status, redirected, deliveries: deliveries.into() }
    }

    async fn next(&self) -> (HeaderMap, String) {
        let mut deliveries = self.deliveries.lock().await;
        timeout(Duration::from_secs(20), deliveries.recv()).await.expect("nothing was delivered").unwrap()
    }
}

async fn receive(Shared((status, sender)): Shared<Shares>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    sender.send((headers, String::from_utf8(body.to_vec()).unwrap())).unwrap();
    let mut answer = HeaderMap::new();
    answer.insert("location", "/elsewhere".parse().unwrap());
    (StatusCode::from_u16(status.load(Ordering::Relaxed)).unwrap(), answer)
}

async fn activate(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_prepaid").await;
    customer.become_person(platform, "1234").await;
    customer.accept_all(platform, "acp_prepaid").await;
    customer
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers[name].to_str().unwrap()
}

/// What a receiver does after the Standard Webhooks specification.
fn assert_signed(platform: &Platform, headers: &HeaderMap, body: &str) {
    let secret = platform.kit()["webhook_secret"].as_str().unwrap().strip_prefix("whsec_").unwrap().to_owned();
    let mut hash = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(secret).unwrap()).unwrap();
    hash.update(format!("{}.{}.{body}", text(headers, "webhook-id"), text(headers, "webhook-timestamp")).as_bytes());
    let signature = STANDARD.encode(hash.finalize().into_bytes());
    assert_eq!(text(headers, "webhook-signature"), format!("v1,{signature}"));
}

/// The outbox's only event, when `delivered` is as given.
async fn event(platform: &Platform, attempts: i64, is_delivered: bool) -> Value {
    // The receiver has it before the sandbox has written that down.
    for _ in 0..10_000 {
        let events = platform.control(Method::GET, "/events", None).await.expect(200);
        let event = events["events"][0].clone();
        if event["attempts"] == attempts && event["delivered_at"].is_null() != is_delivered {
            return event;
        }
        tokio::task::yield_now().await;
    }
    panic!("the outbox never came to {attempts} attempts");
}

#[tokio::test]
async fn an_active_account_is_told_once_and_signed() {
    let receiver = Receiver::start(200).await;
    Platform::each_with(
        |config| config.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            let deliveries = tokio::spawn(run_deliveries(platform.state.clone()));
            let customer = activate(platform).await;
            let (headers, body) = receiver.next().await;
            assert_signed(platform, &headers, &body);
            assert_eq!(text(&headers, "ns-delivery-count"), "1");
            assert_eq!(text(&headers, "content-type"), "application/json");
            let told: Value = serde_json::from_str(&body).unwrap();
            assert_eq!((told["type"].as_str(), told["data_type"].as_str()), (Some("account.created"), Some("account")));
            assert_eq!(told["data"]["id"].as_str(), Some(customer.account_id.as_str()));
            assert_eq!(told["id"].as_str(), Some(text(&headers, "webhook-id")));
            assert!(!body.contains("Ada") && !body.contains("Byron"));
            event(platform, 1, true).await;
            deliveries.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn only_a_200_counts_and_an_event_is_tried_again_later_and_over_a_restart() {
    let receiver = Receiver::start(200).await;
    Platform::each_with(
        |config| config.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            receiver.status.store(302, Ordering::Relaxed);
            let deliveries = tokio::spawn(run_deliveries(platform.state.clone()));
            activate(platform).await;
            let (first, body) = receiver.next().await;
            assert_eq!(event(platform, 1, false).await["outcome"], "status 302");
            assert_eq!(receiver.redirected.load(Ordering::Relaxed), 0, "the redirect was followed");
            receiver.status.store(202, Ordering::Relaxed);
            platform.advance(5).await;
            let (second, same) = receiver.next().await;
            assert_eq!((text(&second, "ns-delivery-count"), same.as_str()), ("2", body.as_str()));
            assert_eq!(text(&second, "webhook-id"), text(&first, "webhook-id"));
            assert_ne!(text(&second, "webhook-timestamp"), text(&first, "webhook-timestamp"));
            event(platform, 2, false).await;
            deliveries.abort();
            let _ = deliveries.await;
            platform.restart().await;
            receiver.status.store(200, Ordering::Relaxed);
            platform.advance(10).await;
            let deliveries = tokio::spawn(run_deliveries(platform.state.clone()));
            let (third, same) = receiver.next().await;
            assert_eq!((text(&third, "ns-delivery-count"), same.as_str()), ("3", body.as_str()));
            assert_signed(platform, &third, &same);
            event(platform, 3, true).await;
            deliveries.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn a_receiver_that_stays_away_is_tried_for_72_hours_with_pauses_that_double() {
    let receiver = Receiver::start(503).await;
    Platform::each_with(
        |config| config.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            receiver.status.store(503, Ordering::Relaxed);
            let deliveries = tokio::spawn(run_deliveries(platform.state.clone()));
            activate(platform).await;
            let start = platform.state.now();
            let mut body = String::new();
            let (mut pauses, mut last) = (Vec::new(), 0);
            let tries = loop {
                let (headers, this) = receiver.next().await;
                assert_signed(platform, &headers, &this);
                assert!(body.is_empty() || body == this, "the body never changes");
                body = this;
                let tries = i64::try_from(pauses.len()).unwrap() + 1;
                assert_eq!(text(&headers, "ns-delivery-count"), tries.to_string());
                let told: i64 = text(&headers, "webhook-timestamp").parse().unwrap();
                assert!((last + 1..=platform.state.now()).contains(&told), "signed anew");
                last = told;
                let event = event(platform, tries, false).await;
                assert_eq!(event["outcome"], "status 503");
                let Some(next) = event["next_attempt_at"].as_str() else { break tries };
                let next = next.parse::<jiff::Timestamp>().unwrap().as_second();
                pauses.push(next - told);
                platform.advance((next - platform.state.now()).max(1)).await;
            };
            let expected = (0..).map(|doublings| (5 << doublings).min(6 * 3_600));
            for (pause, expected) in pauses.iter().zip(expected) {
                // From the end of the attempt on, which may take its seconds.
                assert!((expected..=expected + 10).contains(pause), "{pause} where {expected} is due");
            }
            let lasted = platform.state.now() - start;
            assert!((66 * 3_600..72 * 3_600).contains(&lasted) && tries > 20, "{tries} tries in {lasted} s");
            let given_up = event(platform, tries, false).await;
            assert!(given_up["given_up_at"].is_string());

            // Whoever mended the receiver asks for it again.
            receiver.status.store(200, Ordering::Relaxed);
            let path = format!("/events/{}/resend", given_up["id"].as_str().unwrap());
            platform.control(Method::POST, &path, None).await.expect(204);
            let (headers, this) = receiver.next().await;
            assert_eq!((text(&headers, "ns-delivery-count"), this), ((tries + 1).to_string().as_str(), body));
            assert_eq!(event(platform, tries + 1, true).await["outcome"], "delivered");
            platform.control(Method::POST, "/events/x/resend", None).await.expect_problem(404, "event_not_found");
            deliveries.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn no_webhook_goes_to_a_private_address_unless_that_is_allowed() {
    let receiver = Receiver::start(200).await;
    Platform::each_with(
        |config| {
            config.webhook_url = Some(receiver.url.replace("127.0.0.1", "localhost"));
            config.webhook_private = false;
        },
        async |platform| {
            let deliveries = tokio::spawn(run_deliveries(platform.state.clone()));
            activate(platform).await;
            let refused = event(platform, 1, false).await;
            assert_eq!(refused["outcome"], "private address refused");
            assert!(receiver.deliveries.lock().await.try_recv().is_err());
            deliveries.abort();
        },
    )
    .await;
}
