//! The platform changes its keys while a session goes on.

use portico_core::CallOptions;
use serde_json::json;

use crate::support::{Browser, Calls, World, ada};

/// Until then a retired key still opens: ten minutes.
const RETIRED_S: u32 = 601;

#[tokio::test]
async fn keys_that_the_platform_no_longer_has_are_replaced_and_nothing_agreed_with_them_is_used() {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    let account = page.create_account("acp_checking", CallOptions::default()).await.unwrap();
    for _ in 0..4 {
        page.prepare().await;
    }
    let kid = |sealed: &str| {
        use base64::Engine as _;
        let header = sealed.split('.').next().unwrap();
        let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(header).unwrap();
        serde_json::from_slice::<serde_json::Value>(&header).unwrap()["kid"].clone()
    };
    let seal = async || page.seal(b"1234", "pin:c", CallOptions::default()).await.unwrap();
    let former = kid(&seal().await);

    world.control("/keys/rotate", json!({})).await;
    world.control("/clock/advance", json!({"seconds": RETIRED_S})).await;
    browser.forget_seen();
    page.create_person(account.id.as_str(), ada("123-45-6789"), CallOptions::default()).await.unwrap();
    let calls = browser.calls();
    assert_eq!(calls[..2], ["POST /netspend/people", "GET /netspend/sessions/init"]);
    // The platform's clock went ahead of the gateway's, so that the proof has to be made once more.
    assert!(calls[2..].iter().all(|call| call == "POST /netspend/people"), "{calls:?}");
    for _ in 0..6 {
        assert_ne!(kid(&seal().await), former);
    }
}
