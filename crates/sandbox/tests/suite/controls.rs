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
                (Method::POST, "/accounts/x/balance"),
                (Method::GET, "/cards/x"),
                (Method::POST, "/cards/x/ship"),
                (Method::POST, "/sessions/x/expire"),
                (Method::GET, "/events"),
                (Method::POST, "/events/x/resend"),
                (Method::POST, "/faults"),
                (Method::GET, "/faults"),
                (Method::POST, "/reset"),
                (Method::GET, ""),
                (Method::POST, "/press"),
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

async fn press(platform: &Platform, fields: &str) -> Reply {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    platform.request(Method::POST, "/sandbox/press", &headers, Body::from(fields.to_owned())).await
}

#[tokio::test]
async fn the_page_presses_each_control_and_says_what_a_refusal_said() {
    Platform::each(async |platform| {
        assert!(page(platform, "/sandbox").await.text().contains("None yet."));
        let customer = Customer::with_card(platform).await;
        let shown = page(platform, "/sandbox").await;
        for id in [&customer.account_id, &customer.person_id, &customer.card_id, &customer.session_id] {
            assert!(shown.text().contains(id.as_str()));
        }
        assert!(shown.text().contains("account.created") && !shown.text().contains("Byron"));

        let before = platform.state.now();
        let fields = [
            "control=/sandbox/clock/advance&seconds=60".to_owned(),
            format!("control=/sandbox/accounts/{}/balance&available=-5.00", customer.account_id),
            format!("control=/sandbox/cards/{}/ship", customer.card_id),
            "control=/sandbox/faults&method=POST&path=/accounts&kind=status&when=before&times=1&status=503&ms="
                .to_owned(),
        ];
        for fields in fields {
            let pressed = press(platform, &fields).await;
            assert_eq!(
                (pressed.status.as_u16(), &pressed.headers["location"]),
                (303, &"/sandbox".parse().unwrap()),
                "{fields}"
            );
        }
        assert!(platform.state.now() >= before + 60);
        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        assert_eq!(account["balance"]["available"], "-5.00");
        customer.post(platform, "/accounts", &serde_json::json!({"provided_id": "acp_checking"})).await.expect(503);
        let expire = format!("control=/sandbox/sessions/{}/expire", customer.session_id);
        assert_eq!(press(platform, &expire).await.status.as_u16(), 303);
        customer.get(platform, &format!("/cards/{}", customer.card_id)).await.expect_problem(410, "session_expired");

        let refused = press(platform, "control=/sandbox/clock/advance&seconds=-1").await;
        assert!(refused.status.is_success() && refused.text().contains("validation_failed"));
        press(platform, "control=/netspend-api/v1/accounts").await.expect_problem(404, "route_not_found");
        press(platform, "control=/sandbox/press").await.expect_problem(404, "route_not_found");
    })
    .await;
}

#[tokio::test]
async fn the_page_shows_the_faults_with_their_hits_and_clears_them() {
    Platform::each(async |platform| {
        let customer = Customer::arrive(platform).await;
        let set = "control=/sandbox/faults&method=POST&path=/accounts/%3Cb%3E&kind=status&when=after&times=2";
        assert_eq!(press(platform, set).await.status.as_u16(), 303);
        let set = "control=/sandbox/faults&method=POST&path=/accounts&kind=status&when=before&times=2&status=502";
        assert_eq!(press(platform, set).await.status.as_u16(), 303);
        let body = serde_json::json!({"provided_id": "acp_checking"});
        customer.post(platform, "/accounts", &body).await.expect(502);
        let shown = page(platform, "/sandbox").await;
        for text in ["/accounts/&lt;b&gt;", "<td>status 502, before</td><td>1</td><td>1</td>"] {
            assert!(shown.text().contains(text), "{text}");
        }
        let clear = "DELETE /sandbox/faults";
        assert!(shown.text().contains(&format!("value=\"{clear}\"")));
        assert_eq!(press(platform, &format!("control={clear}")).await.status.as_u16(), 303);
        assert!(!page(platform, "/sandbox").await.text().contains("status 502"));
        let listed = platform.control(Method::GET, "/faults", None).await.expect(200);
        assert_eq!(listed, serde_json::json!({"faults": []}));
        customer.post(platform, "/accounts", &body).await.expect(201);
        for control in ["GET /sandbox/faults", "DELETE /accounts", "DELETE /sandbox/press"] {
            press(platform, &format!("control={control}")).await.expect_problem(404, "route_not_found");
        }
    })
    .await;
}

#[tokio::test]
async fn the_page_closes_a_passport_customer_and_enables_the_webhook() {
    Platform::each(async |platform| {
        let client = crate::passport::client::Client::new(platform).await;
        let path = client.customer(&crate::passport::client::individual("1234")).await;
        let id = path.rsplit('/').next().unwrap();
        let control = format!("/sandbox/passport/customers/{id}/status");
        for (status, button) in [("INACTIVE", "Deactivate"), ("ACTIVE", "Activate")] {
            let shown = page(platform, "/sandbox").await;
            let form = format!("value=\"{control}\"><input type=\"hidden\" name=\"status\" value=\"{status}\">");
            assert!(shown.text().contains(&form) && shown.text().contains(&format!(">{button}</button>")));
            let pressed = press(platform, &format!("control={control}&status={status}")).await;
            assert_eq!(pressed.status.as_u16(), 303, "{}", pressed.text());
            assert!(page(platform, "/sandbox").await.text().contains(&format!("<td>{status}</td>")));
            assert_eq!(client.read(&path).await["status"], status);
        }
        assert!(page(platform, "/sandbox").await.text().contains("none is set up"));
        let enabled = press(platform, "control=/sandbox/passport/webhook/enable").await;
        assert!(enabled.status.is_success() && enabled.text().contains("role=\"alert\""));
    })
    .await;
}

#[tokio::test]
async fn the_page_finishes_scans_and_reviews_and_revises_agreements() {
    Platform::each(async |platform| {
        let scanned = Customer::with_person(platform, "acp_prepaid", "0003").await;
        let scan = scanned.identity_scan(platform).await["identity_scan_id"].as_str().unwrap().to_owned();
        let asked = Customer::with_person(platform, "acp_prepaid", "0002").await;
        let request = asked.document_requests(platform).await[0]["id"].as_str().unwrap().to_owned();
        let shown = page(platform, "/sandbox").await;
        for text in [
            format!("value=\"/sandbox/identity_scans/{scan}\""),
            format!("value=\"/sandbox/document_requests/{request}\""),
            "value=\"/sandbox/agreements/agr_privacy_2026_1/revise\"".to_owned(),
            "name=\"result\" value=\"passed\"".to_owned(),
            "name=\"result\" value=\"failed\"".to_owned(),
            "name=\"result\" value=\"accepted\"".to_owned(),
            "name=\"result\" value=\"rejected\"".to_owned(),
        ] {
            assert!(shown.text().contains(&text), "{text}");
        }

        let review = format!("control=/sandbox/document_requests/{request}&result=accepted");
        let early = press(platform, &review).await;
        assert!(early.status.is_success() && early.text().contains("kyc_step_not_due"));
        asked.send_document(platform, Method::POST, &request).await.expect(201);
        let scan = format!("control=/sandbox/identity_scans/{scan}&result=passed");
        for fields in [review.as_str(), scan.as_str(), "control=/sandbox/agreements/agr_privacy_2026_1/revise"] {
            assert_eq!(press(platform, fields).await.status.as_u16(), 303, "{fields}");
        }
        for customer in [&scanned, &asked] {
            assert_eq!(customer.person_now(platform).await["kyc_status"], "approved");
        }
        assert!(page(platform, "/sandbox").await.text().contains("agr_privacy_2026_1_r2"));
    })
    .await;
}

#[tokio::test]
async fn no_other_site_presses_a_control() {
    Platform::each(async |platform| {
        let foreign = [("sec-fetch-site", "cross-site"), ("content-type", "application/json")];
        for path in ["/sandbox/press", "/sandbox/reset", "/sandbox/keys/rotate", "/sandbox/clock/advance"] {
            let refused = platform.request(Method::POST, path, &foreign, Body::from("{}")).await;
            refused.expect_problem(403, "origin_not_allowed");
        }
    })
    .await;
}
