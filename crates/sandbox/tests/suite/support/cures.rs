//! What a customer does to cure a conditional check.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use portico_unseal::jwe::Compact;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row};

use super::{Customer, Platform, Reply};

/// The smallest beginnings of the three kinds of image.
pub(crate) const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
pub(crate) const PNG: &[u8] = &[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 1];
pub(crate) const PDF: &[u8] = b"%PDF-1.7 ...";

impl Customer {
    /// Up to a person whose SSN ends in `last4`, on an account of this context.
    pub(crate) async fn with_person(platform: &Platform, provided_id: &str, last4: &str) -> Self {
        let mut customer = Self::arrive(platform).await;
        customer.open_account(platform, provided_id).await;
        customer.become_person(platform, last4).await;
        customer
    }

    pub(crate) async fn patch(&self, platform: &Platform, path: &str, body: &Value) -> Reply {
        self.call(platform, Method::PATCH, path, Some(body)).await
    }

    /// The account as it stands.
    pub(crate) async fn account(&self, platform: &Platform) -> Value {
        self.get(platform, &format!("/accounts/{}", self.account_id)).await.expect(200)
    }

    /// The person as they stand.
    pub(crate) async fn person_now(&self, platform: &Platform) -> Value {
        self.get(platform, &format!("/people/{}", self.person_id)).await.expect(200)
    }

    /// Opens what the platform sealed for `use_` in this session.
    pub(crate) fn open(&self, sealed: &Value, use_: &str) -> Value {
        let sealed = Compact::parse(sealed.as_str().unwrap(), 65_536).unwrap();
        assert_eq!(sealed.header()["use"], use_);
        assert_eq!(sealed.header()["sid"], json!(self.session_id));
        serde_json::from_slice(&sealed.open_dir(&self.session_key).unwrap()).unwrap()
    }

    fn questions_path(&self) -> String {
        format!("/people/{}/kyc/identity_questions", self.person_id)
    }

    /// The questions, opened.
    pub(crate) async fn identity_questions(&self, platform: &Platform) -> Value {
        let answer = self.get(platform, &self.questions_path()).await.expect(200);
        self.open(&answer["encrypted_data"], &format!("identity_questions:{}", self.person_id))
    }

    /// Answers each question by the option that is right, or by one that is not.
    pub(crate) async fn answer_identity(&self, platform: &Platform, questions: &Value, right: bool) -> Reply {
        let answers: Vec<Value> = questions["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| {
                let options = question["answer_options"].as_array().unwrap();
                let option = options.iter().find(|option| (option["text"] == "Correct") == right).unwrap();
                json!({"question_id": question["id"], "answer_id": option["answer_id"]})
            })
            .collect();
        self.send_identity_answers(platform, &json!({"answers": answers})).await
    }

    /// Sends answers as they are given.
    pub(crate) async fn send_identity_answers(&self, platform: &Platform, answers: &Value) -> Reply {
        let sealed = self.seal(platform, &format!("identity_answers:{}", self.person_id), answers);
        self.put(platform, &self.questions_path(), &json!({"encrypted_data": sealed})).await
    }

    /// The person's identity scan.
    pub(crate) async fn identity_scan(&self, platform: &Platform) -> Value {
        self.get(platform, &format!("/people/{}/kyc/identity_scan", self.person_id)).await.expect(200)
    }

    /// The person's requests for documents.
    pub(crate) async fn document_requests(&self, platform: &Platform) -> Vec<Value> {
        let path = format!("/people/{}/document_requests", self.person_id);
        self.get(platform, &path).await.expect(200)["document_requests"].as_array().unwrap().clone()
    }

    /// The body that sends one passport with these sealed members.
    pub(crate) fn document(&self, platform: &Platform, request: &str, images: &Value) -> Value {
        let sealed = self.seal(platform, &format!("document:{request}"), images);
        json!({"purpose": "identity", "documents": [
            {"document_type": "passport", "country": "US", "encrypted_data": sealed}]})
    }

    /// Sends a front image, as the first or in the place of another.
    pub(crate) async fn send_document(&self, platform: &Platform, method: Method, request: &str) -> Reply {
        let body = self.document(platform, request, &front("image/jpeg", JPEG));
        self.call(platform, method, &format!("/document_requests/{request}/documents"), Some(&body)).await
    }
}

impl Platform {
    /// The events of the outbox with their data, oldest first.
    pub(crate) async fn events(&self) -> Vec<Value> {
        let mut connection = self.connect().await;
        let query = sqlx::query(AssertSqlSafe("SELECT payload FROM outbox ORDER BY created_at, id"));
        let rows = query.fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.try_get::<String, _>("payload").unwrap()).unwrap()).collect()
    }

    /// The types of the outbox's events, oldest first.
    pub(crate) async fn event_types(&self) -> Vec<String> {
        self.events().await.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    /// A test control with a result to bring about.
    pub(crate) async fn decide(&self, path: &str, result: &str) -> Reply {
        self.control(Method::POST, path, Some(&json!({"result": result}))).await
    }
}

/// A document's sealed members with a front alone.
pub(crate) fn front(content_type: &str, image: &[u8]) -> Value {
    json!({"front_image_content_type": content_type, "front_image": STANDARD.encode(image)})
}

/// The open steps of a workflow, by name and related id.
pub(crate) fn steps(standing: &Value, workflow: &str) -> Vec<(String, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let workflows = standing["workflows"].as_array().unwrap();
    let found = workflows.iter().filter(|found| found["name"] == workflow);
    found
        .flat_map(|found| found["steps"].as_array().unwrap())
        .map(|step| (text(&step["step"]).unwrap(), text(&step["related_id"])))
        .collect()
}
