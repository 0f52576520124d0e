//! Ordering and activating cards, and the features that follow.

use serde_json::{Value, json};

use crate::support::{Customer, Platform};

/// guide: The customer can order a physical card, a digital card, or a virtual card.
/// guide: To create a virtual card, you can make a request to POST /cards/virtual endpoint.
/// guide: To create a digital card, create a request to POST /cards/digital endpoint.
/// guide: For any of these requests, provide account_id and person_id in the request.
#[tokio::test]
async fn each_kind_of_card_is_ordered_at_its_own_endpoint_for_an_account_and_a_person() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        for kind in ["physical", "virtual", "digital"] {
            let path = format!("/cards/{kind}");
            let whole = if kind == "physical" { customer.order() } else { customer.order_without_mail() };
            for name in ["account_id", "person_id"] {
                let mut body = whole.clone();
                body.as_object_mut().unwrap().remove(name);
                customer.post(platform, &path, &body).await.expect_problem(400, "malformed_request");
            }
            assert_eq!(customer.post(platform, &path, &whole).await.expect(201)["type"], kind);
        }
        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        assert_eq!(account["cards"].as_array().unwrap().len(), 3);
    })
    .await;
}

/// guide: Ordering of a physical card takes a route through multiple endpoints.
/// guide: Various available brands of cards are presented to the person as part of onboarding.
/// guide: To get and display these brand options, you can make a request to POST /cards/brands/search endpoint with
/// person_id as part of the request.
/// guide: Based on the selection of a brand, the card can be ordered for the person.
/// guide: To order a card, make a request to POST /cards/physical endpoint.
#[tokio::test]
async fn a_physical_card_is_ordered_in_any_of_the_brands_that_the_search_finds() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        let search = "/cards/brands/search";
        customer.post(platform, search, &json!({})).await.expect_problem(400, "malformed_request");
        let found = customer.post(platform, search, &json!({"person_id": customer.person_id})).await.expect(200);
        let brands = found["brands"].as_array().unwrap();
        assert!(brands.len() > 1);
        for brand in brands {
            let image = brand["image_url"].as_str().unwrap().strip_prefix(&platform.config.public_url).unwrap();
            let image = platform.request(http::Method::GET, image, &[], axum::body::Body::empty()).await;
            assert_eq!(image.headers["content-type"], "image/svg+xml");
            let mut order = customer.order();
            order["brand_name"] = brand["brand_name"].clone();
            let card = customer.post(platform, "/cards/physical", &order).await.expect(201);
            assert_eq!(card["brand_name"], brand["brand_name"]);
        }
    })
    .await;
}

/// guide: Provide account_id, person_id, brand_name, and address in the request.
#[tokio::test]
async fn an_order_of_a_physical_card_lacks_none_of_its_four_members() {
    Platform::each(async |platform| {
        let customer = Customer::with_active_account(platform).await;
        for name in ["account_id", "person_id", "brand_name", "address"] {
            let mut order = customer.order();
            order.as_object_mut().unwrap().remove(name);
            customer.post(platform, "/cards/physical", &order).await.expect_problem(400, "malformed_request");
        }
        customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
    })
    .await;
}

/// guide: Once received, the customers activate their physical card.
/// guide: To activate the physical card, make a request to the PUT /cards/{card_id}/pin endpoint by providing card_id
/// while making the request.
#[tokio::test]
async fn a_physical_card_is_active_once_its_pin_is_set_with_what_is_printed_on_it() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let path = format!("/cards/{}", customer.card_id);
        assert_eq!(customer.get(platform, &path).await.expect(200)["status"], "unactivated");
        customer.set_pin(platform, "unknown", "4821").await.expect_problem(422, "invalid_verification");
        let verification = customer.verify(platform, &customer.cvc(platform).await).await.expect(201);
        let answer = customer.set_pin(platform, verification["id"].as_str().unwrap(), "4821").await.expect(200);
        assert_eq!((&answer["id"], &answer["status"]), (&json!(customer.card_id), &json!("active")));
        assert_eq!(customer.get(platform, &path).await.expect(200)["status"], "active");
    })
    .await;
}

/// guide: Virtual cards can be used for online transactions that require PAN.
/// guide: Virtual cards cannot be digitized.
/// guide: Digital cards do not have a PAN but they can be added to the wallet.
#[tokio::test]
async fn a_virtual_card_has_a_number_and_no_place_in_a_wallet_and_a_digital_one_the_other_way_round() {
    Platform::each(async |platform| {
        let mut customer = Customer::with_active_account(platform).await;
        let token = json!({"wallet": "apple_pay"});
        customer.order_kind(platform, "virtual").await;
        let path = format!("/cards/{}", customer.card_id);
        let secrets = customer.get(platform, &format!("{path}/secrets")).await.expect(200);
        let secrets = customer.open_sealed(&secrets["encrypted_data"], &format!("card_secrets:{}", customer.card_id));
        assert_eq!(secrets["pan"].as_str().unwrap().len(), 16);
        let refused = customer.post(platform, &format!("{path}/wallet_tokens"), &token).await;
        refused.expect_problem(422, "card_not_digitizable");

        customer.order_kind(platform, "digital").await;
        let path = format!("/cards/{}", customer.card_id);
        customer.get(platform, &format!("{path}/secrets")).await.expect_problem(422, "card_has_no_pan");
        let added = customer.post(platform, &format!("{path}/wallet_tokens"), &token).await.expect(201);
        assert_eq!(added["status"], "created");
    })
    .await;
}

/// guide: Once the card is activated, customers will need funds in their accounts.
/// guide: So, after the cards are ordered, customers need to enroll in the money movement features like bank transfer,
/// savings, and so on.
/// guide: For customers to enroll into these features, they need to fulfill the feature specific eligibility
/// requirements.
#[tokio::test]
async fn after_the_card_is_activated_each_feature_opens_by_its_own_requirements() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        let path = format!("/people/{}/features", customer.person_id);
        let enroll = |feature: &str| format!("{path}/{feature}/enrollments");
        for feature in ["bank_transfer", "savings"] {
            let refused = customer.post(platform, &enroll(feature), &json!({})).await;
            let problem = refused.expect_problem(422, "feature_not_eligible");
            assert_eq!(problem["missing"][0], "card_not_activated");
        }
        customer.activate_card(platform).await;
        let list = customer.get(platform, &path).await.expect(200);
        let states: Vec<&Value> = list["features"].as_array().unwrap().iter().map(|entry| &entry["state"]).collect();
        assert_eq!(states, ["eligible"; 3]);
        // Each has a requirement that the other doesn't have.
        let overdrawn = json!({"available": "-1.00"});
        let balance = format!("/accounts/{}/balance", customer.account_id);
        platform.control(http::Method::POST, &balance, Some(&overdrawn)).await.expect(200);
        customer.post(platform, &enroll("bank_transfer"), &json!({})).await.expect(201);
        let consent = json!({"e_communications_consent": true});
        let refused = customer.post(platform, &enroll("savings"), &consent).await;
        assert_eq!(refused.expect_problem(422, "feature_not_eligible")["missing"], json!(["negative_balance"]));
    })
    .await;
}

/// guide: A person session is important as all the allowed features such as Me to Me and Bank Transfer are connected to
/// a person and hence to a person session.
#[tokio::test]
async fn features_are_for_a_person_session_alone() {
    Platform::each(async |platform| {
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let other = Customer::arrive(platform).await;
        other.move_session(platform, "account", &customer.account_id).await.expect(200);
        for feature in ["me_to_me", "bank_transfer"] {
            let path = format!("/people/{}/features/{feature}/enrollments", customer.person_id);
            other.post(platform, &path, &json!({})).await.expect_problem(403, "person_session_required");
            customer.post(platform, &path, &json!({})).await.expect(201);
        }
    })
    .await;
}
