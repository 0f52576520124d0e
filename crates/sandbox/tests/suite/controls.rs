//! Test controls and the letterbox.

use axum::body::Body;
use http::Method;

use super::support::{Customer, Platform, Reply};

#[tokio::test]
async fn there_are_none_unless_they_are_switched_on() {
    Platform::each_with(
        |config| config.controls = false,
        async |platform| {
            for (method, path) in [
                (Method::POST, "/clock/advance"),
                (Method::POST, "/keys/rotate"),
                (Method::GET, "/cards/x"),
                (Method::POST, "/cards/x/ship"),
                (Method::POST, "/sessions/x/expire"),
                (Method::GET, "/events"),
                (Method::GET, "/letterbox"),
                (Method::GET, "/letterbox/x"),
                (Method::GET, "/letterbox.css"),
            ] {
                platform.control(method, path, None).await.expect_problem(404, "route_not_found");
            }
        },
    )
    .await;
}

async fn page(platform: &Platform, path: &str) -> Reply {
    let page = platform.request(Method::GET, path, &[], Body::empty()).await;
    assert_eq!(
        (page.status.as_u16(), page.headers["content-type"].to_str().unwrap()),
        (200, "text/html; charset=utf-8")
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("script"));
    assert!(!page.text().contains("<script") && !page.text().contains("style="));
    page
}

#[tokio::test]
async fn the_letterbox_shows_the_letter_and_its_button_ships_the_card() {
    Platform::each(async |platform| {
        assert!(page(platform, "/sandbox/letterbox").await.text().contains("No card has been ordered yet"));
        let customer = Customer::with_card(platform).await;
        let path = format!("/sandbox/letterbox/{}", customer.card_id);
        assert!(page(platform, "/sandbox/letterbox").await.text().contains(&path));
        let letter = page(platform, &path).await;
        assert!(letter.text().contains(&customer.cvc(platform).await));
        assert!(letter.text().contains("Ship the card"));
        // A letter names nobody: these pages are open to whoever runs the sandbox.
        assert!(!letter.text().contains("Byron") && !letter.text().contains("Mill Lane"));

        let foreign = [("sec-fetch-site", "cross-site")];
        let refused = platform.request(Method::POST, &path, &foreign, Body::empty()).await;
        refused.expect_problem(403, "origin_not_allowed");
        let own = [("sec-fetch-site", "same-origin")];
        let shipped = platform.request(Method::POST, &path, &own, Body::empty()).await;
        assert_eq!((shipped.status.as_u16(), shipped.headers["location"].to_str().unwrap()), (303, path.as_str()));
        assert!(page(platform, &path).await.text().contains("On its way"));
        let unknown = platform.request(Method::GET, "/sandbox/letterbox/x", &[], Body::empty()).await;
        unknown.expect_problem(404, "card_not_found");
    })
    .await;
}

#[tokio::test]
async fn serves_the_pictures_and_texts_that_answers_link_to() {
    Platform::each(async |platform| {
        for (path, kind, start) in [
            ("/sandbox/letterbox.css", "text/css; charset=utf-8", ":root"),
            ("/files/cards/harbor.svg", "image/svg+xml", "<svg"),
            ("/files/agreements/agr_privacy_2026_1.txt", "text/plain; charset=utf-8", "PRIVACY POLICY"),
        ] {
            let file = platform.request(Method::GET, path, &[], Body::empty()).await;
            assert_eq!((file.status.as_u16(), file.headers["content-type"].to_str().unwrap()), (200, kind));
            assert!(file.text().starts_with(start), "{path}");
        }
        for path in ["/files/cards/x.svg", "/files/cards/harbor", "/files/agreements/x.txt", "/files/agreements/x"] {
            let file = platform.request(Method::GET, path, &[], Body::empty()).await;
            file.expect_problem(404, "file_not_found");
        }
    })
    .await;
}
