//! What is made ready in idle time, and what that spares.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_core::{CallOptions, Client, Json};

use crate::support::{Browser, World};

const THREE_MINUTES: u32 = 180_000;

async fn connected(world: &World, browser: &Browser) -> Client<Browser> {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    page
}

#[tokio::test]
async fn idle_time_is_asked_for_until_four_agreements_wait_and_again_when_one_is_used() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    // One ask, however many values there were.
    assert_eq!(*browser.idle_asks.borrow(), [0]);
    for _ in 0..4 {
        page.prepare().await;
    }
    assert_eq!(*browser.idle_asks.borrow(), [0, 0, 0, 0, 0]);
    page.prepare().await;
    assert_eq!(browser.idle_asks.borrow()[5..], [THREE_MINUTES]);
    page.seal(b"4071", "pin:c", CallOptions::default()).await.unwrap();
    page.seal(b"4071", "pin:c", CallOptions::default()).await.unwrap();
    assert_eq!(browser.idle_asks.borrow()[6..], [0]);
}

#[tokio::test]
async fn a_value_is_sealed_at_once_by_an_agreement_that_waits_or_by_one_that_is_made_now_and_each_serves_one() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = connected(&world, &browser).await;
    for _ in 0..9 {
        page.prepare().await;
    }
    let mut heads = BTreeSet::new();
    for _ in 0..9 {
        let sealed = page.seal_at_once(b"4071", "pin:c").unwrap();
        let begun = page.begin_at_once("pin:c").unwrap();
        assert!(heads.insert(epk(&sealed)) && heads.insert(epk(&begun.head)));
    }
    page.seal(b"4071", "pin:c", CallOptions::default()).await.unwrap();
}

fn epk(sealed: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(sealed.split('.').next().unwrap()).unwrap();
    Json::parse(&header).unwrap().get("epk").unwrap().text("x").unwrap().to_owned()
}

#[tokio::test]
async fn nothing_is_sealed_at_once_without_a_session_or_by_a_clock_that_may_be_wrong() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.prepare().await;
    assert!(page.seal_at_once(b"4071", "pin:c").is_none() && browser.idle_asks.borrow().is_empty());
    let page = connected(&world, &browser).await;
    page.prepare().await;
    // The device slept.
    browser.clock_error_ms.set(3_600_000.0);
    assert!(page.seal_at_once(b"4071", "pin:c").is_none());
    browser.forget_seen();
    page.seal(b"4071", "pin:c", CallOptions::default()).await.unwrap();
    assert!(!browser.calls().is_empty() && browser.calls().iter().all(|call| call == "GET /netspend/sessions/init"));
    page.prepare().await;
    assert!(page.seal_at_once(b"4071", "pin:c").is_some());
    page.prepare().await;
    page.disconnect(CallOptions::default()).await.unwrap();
    assert!(page.seal_at_once(b"4071", "pin:c").is_none());
}
