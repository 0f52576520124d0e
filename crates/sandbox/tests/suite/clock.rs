//! The clock that the test control moves.

use http::Method;
use serde_json::json;

use super::support::Platform;

#[tokio::test]
async fn moves_forward_by_what_is_asked() {
    Platform::each(async |platform| {
        let before = platform.state.now();
        platform.advance(86_400).await;
        platform.advance(1).await;
        let moved = platform.state.now() - before;
        assert!((86_401..86_500).contains(&moved), "{moved}");
    })
    .await;
}

#[tokio::test]
async fn never_moves_back_nor_out_of_the_calendar() {
    Platform::each(async |platform| {
        for seconds in [json!(0), json!(-1), json!(i64::MAX), json!("1"), json!(null)] {
            let reply = platform.control(Method::POST, "/clock/advance", Some(&json!({"seconds": seconds}))).await;
            assert!(reply.status == 422 || reply.status == 400, "{seconds}");
        }
    })
    .await;
}
