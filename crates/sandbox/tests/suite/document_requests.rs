//! Requests for documents, and their sealed images.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use serde_json::{Value, json};
use sqlx::Row;

use super::support::{Customer, JPEG, PDF, PNG, Platform, front, steps};

async fn with_request(platform: &Platform) -> (Customer, String) {
    let customer = Customer::with_person(platform, "acp_checking", "0002").await;
    let request = customer.document_requests(platform).await.remove(0);
    assert_eq!((&request["status"], &request["purpose"]), (&json!("requested"), &json!("identity")));
    let id = request["id"].as_str().unwrap().to_owned();
    (customer, id)
}

/// A JPEG of this many bytes.
fn jpeg_of(length: usize) -> Vec<u8> {
    let mut image = vec![b'Z'; length];
    image[..JPEG.len()].copy_from_slice(JPEG);
    image
}

#[tokio::test]
async fn accepted_documents_approve() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let person = customer.person_now(platform).await;
        assert_eq!(steps(&person, "kyc_approve"), [("provide_documents".to_owned(), Some(id.clone()))]);
        let early = customer.send_document(platform, Method::PUT, &id).await;
        early.expect_problem(422, "documents_not_sent");
        let sent = customer.send_document(platform, Method::POST, &id).await.expect(201);
        assert_eq!(sent["status"], "under_review");
        // Now it is the platform's turn.
        assert_eq!(steps(&sent, "kyc_approve"), [("identity_review_pending".to_owned(), Some(id.clone()))]);
        let twice = customer.send_document(platform, Method::POST, &id).await;
        twice.expect_problem(422, "documents_already_sent");
        customer.send_document(platform, Method::PUT, &id).await.expect(200);
        let done = platform.decide(&format!("/document_requests/{id}"), "accepted").await.expect(200);
        assert_eq!(done["status"], "accepted");
        assert_eq!(customer.person_now(platform).await["kyc_status"], "approved");
        let types = platform.event_types().await;
        assert_eq!(types[..3], ["document_request.modified"; 3]);
        assert_eq!(types[3..], ["person.kyc.modified"]);
        let data = json!({"id": id, "person_id": customer.person_id, "status": "under_review"});
        assert_eq!(platform.events().await[0]["data"], data);
        let late = customer.send_document(platform, Method::PUT, &id).await;
        late.expect_problem(422, "kyc_step_not_due");
    })
    .await;
}

#[tokio::test]
async fn rejected_documents_are_replaced_twice_and_the_third_time_the_person_is_rejected() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let control = format!("/document_requests/{id}");
        platform.decide(&control, "accepted").await.expect_problem(422, "kyc_step_not_due");
        let tries = [(Method::POST, "conditional"), (Method::PUT, "conditional"), (Method::PUT, "rejected")];
        for (method, status) in tries {
            customer.send_document(platform, method, &id).await;
            platform.decide(&control, "rejected").await.expect(200);
            let person = customer.person_now(platform).await;
            assert_eq!(person["kyc_status"], status);
            let expected =
                if status == "conditional" { vec![("provide_documents".into(), Some(id.clone()))] } else { vec![] };
            assert_eq!(steps(&person, "kyc_approve"), expected);
        }
        let unknown = platform.decide("/document_requests/unknown", "accepted").await;
        unknown.expect_problem(404, "document_request_not_found");
    })
    .await;
}

#[tokio::test]
async fn an_image_is_what_its_content_type_says_or_its_field_is_named() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let path = format!("/document_requests/{id}/documents");
        let both = |front: Value, back: Value| {
            let mut both = front;
            both.as_object_mut().unwrap().extend(back.as_object().unwrap().clone());
            both
        };
        for (images, pointer, code) in [
            (front("image/png", JPEG), "front_image", "image_type"),
            (front("image/gif", b"GIF89a"), "front_image_content_type", "image_type"),
            (json!({"front_image_content_type": "image/png", "front_image": "%%%"}), "front_image", "image_form"),
            (front("image/png", b""), "front_image", "required"),
            (
                both(
                    front("image/png", PNG),
                    json!({"back_image_content_type": "image/jpeg",
                    "back_image": STANDARD.encode(PDF)}),
                ),
                "back_image",
                "image_type",
            ),
            (both(front("image/png", PNG), json!({"back_image": "AAAA"})), "back_image_content_type", "required"),
            (both(front("image/png", PNG), json!({"back_image_content_type": "image/png"})), "back_image", "required"),
        ] {
            let body = customer.document(platform, &id, &images);
            let reply = customer.post(platform, &path, &body).await;
            reply.expect_problem(422, "validation_failed");
            let pointer = format!("/documents/0/encrypted_data/{pointer}");
            assert_eq!(reply.fields(), [(pointer, code.to_owned())]);
        }
        let mut body = customer.document(platform, &id, &front("application/pdf", PDF));
        body["purpose"] = json!("income");
        body["documents"][0]["document_type"] = json!("library_card");
        body["documents"][0]["country"] = json!("usa");
        let reply = customer.post(platform, &path, &body).await;
        let fields = reply.fields();
        assert_eq!(
            fields.iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>(),
            ["option_unknown", "option_unknown", "country_form"]
        );
        let none = json!({"purpose": "identity", "documents": []});
        let reply = customer.post(platform, &path, &none).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/documents".to_owned(), "required".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn of_an_image_only_type_length_and_hash_stay() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let text = STANDARD.encode(jpeg_of(1024 * 1024));
        let images = json!({"front_image_content_type": "image/jpeg", "front_image": text,
            "back_image_content_type": "image/jpeg", "back_image": text});
        let body = customer.document(platform, &id, &images);
        customer.post(platform, &format!("/document_requests/{id}/documents"), &body).await.expect(201);
        let mut connection = platform.connect().await;
        let rows = sqlx::query("SELECT length FROM documents ORDER BY side").fetch_all(&mut connection).await.unwrap();
        let lengths: Vec<i64> = rows.iter().map(|row| row.try_get("length").unwrap()).collect();
        assert_eq!(lengths, [1024 * 1024; 2]);
        if platform.is_sqlite() {
            let file = std::fs::read(platform.folder.path().join("sandbox.db-wal")).unwrap();
            assert!(!String::from_utf8_lossy(&file).contains(&"Z".repeat(64)), "an image is in the database");
        }
    })
    .await;
}

#[tokio::test]
async fn two_images_of_ten_megabytes_are_one_call_and_an_image_of_one_byte_more_is_too_large() {
    const FULL: usize = 10 * 1024 * 1024;
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let path = format!("/document_requests/{id}/documents");
        let large = customer.document(platform, &id, &front("image/jpeg", &jpeg_of(FULL + 1)));
        let reply = customer.post(platform, &path, &large).await;
        reply.expect_problem(422, "validation_failed");
        let pointer = "/documents/0/encrypted_data/front_image".to_owned();
        assert_eq!(reply.fields(), [(pointer, "image_too_large".to_owned())]);
        let text = STANDARD.encode(jpeg_of(FULL));
        let both = json!({"front_image_content_type": "image/jpeg", "front_image": text,
            "back_image_content_type": "image/jpeg", "back_image": text});
        let reply = customer.post(platform, &path, &customer.document(platform, &id, &both)).await;
        assert_eq!(reply.expect(201)["status"], "under_review");
    })
    .await;
}

#[tokio::test]
async fn documents_that_are_sealed_anew_under_one_key_are_one_call() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let path = format!("/document_requests/{id}/documents");
        let key = [("idempotency-key", "documents")];
        let send = async |image: &[u8]| {
            let body = customer.document(platform, &id, &front("image/jpeg", image));
            customer.call_with(platform, Method::POST, &path, &key, Some(&body)).await
        };
        let sent = send(JPEG).await;
        sent.expect(201);
        let again = send(JPEG).await;
        assert_eq!((again.status, again.text()), (sent.status, sent.text()));
        send(&[JPEG, &[9]].concat()).await.expect_problem(422, "idempotency_key_reused");
    })
    .await;
}

#[tokio::test]
async fn a_body_beyond_the_limits_is_too_large() {
    Platform::each(async |platform| {
        let (customer, id) = with_request(platform).await;
        let path = format!("/document_requests/{id}/documents");
        // Written by hand: a JSON writer in a build for tests takes its time with so much.
        let send = async |length: usize| {
            let body = format!(r#"{{"documents":[],"purpose":"{}"}}"#, "x".repeat(length));
            let headers = [
                ("authorization", customer.bearer.as_str()),
                ("ns-session-id", customer.session_id.as_str()),
                ("content-type", "application/json"),
            ];
            platform.request(Method::POST, &format!("/netspend-api/v1{path}"), &headers, body.into()).await
        };
        send(48 * 1024 * 1024).await.expect_problem(413, "payload_too_large");
        // Two images of 10 MB, in base64 inside a sealed value that is base64 itself, are this long.
        send(2 * (10 * 1024 * 1024) / 9 * 16 + 4_096).await.expect_problem(422, "validation_failed");
        let large = json!({"provided_id": "x".repeat(256 * 1024)});
        customer.post(platform, "/accounts", &large).await.expect_problem(413, "payload_too_large");
    })
    .await;
}

#[tokio::test]
async fn nobody_sends_documents_for_another() {
    Platform::each(async |platform| {
        let (_, id) = with_request(platform).await;
        let (stranger, _) = with_request(platform).await;
        let reply = stranger.send_document(platform, Method::POST, &id).await;
        reply.expect_problem(403, "session_forbidden");
        let unknown = stranger.send_document(platform, Method::POST, "unknown").await;
        unknown.expect_problem(404, "document_request_not_found");
    })
    .await;
}
