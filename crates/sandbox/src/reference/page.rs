//! `GET /docs`: the document as a page, without a script and without a request to anywhere else.

use std::sync::LazyLock;

use axum::response::IntoResponse;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use portico_model::ErrorCode;
use serde_json::Value;

use super::{
    document::DOCUMENT,
    operation::Operation,
    schema::{members, reference},
    table::operations,
};
use crate::{controls::escape, http::Needs};

const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static PAGE: LazyLock<String> = LazyLock::new(make);

/// `GET /docs`.
pub(super) async fn show() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers, PAGE.as_str())
}

/// `GET /docs/reference.css`.
pub(super) async fn stylesheet() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../files/reference.css"))
}

fn make() -> String {
    let text = |pointer: &str| escape(DOCUMENT.pointer(pointer).and_then(Value::as_str).unwrap_or_default());
    let mut index = String::new();
    let mut calls = String::new();
    let mut subject = "";
    for operation in in_order() {
        if operation.subject != subject {
            subject = operation.subject;
            index.push_str(&format!("<h2>{subject}</h2>"));
            calls.push_str(&format!("<h2>{subject}</h2>"));
        }
        let (method, path) = (operation.method, operation.path());
        let short = operation.place;
        index.push_str(&format!("<a href=\"#{}\"><b>{method}</b> {short}</a>", operation.id));
        let details = DOCUMENT.get("paths").and_then(|paths| paths.get(&path));
        let details = details.and_then(|item| item.get(method.to_ascii_lowercase()));
        calls.push_str(&call(operation, &path, details.unwrap_or(&Value::Null)));
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/docs/reference.css\"></head><body>\
         <header><h1>{title}</h1><p>{about} <a href=\"/openapi.json\">openapi.json</a> \
         <a href=\"#types\">Types</a> <a href=\"#errors\">Errors</a></p></header>\
         <nav aria-label=\"Calls\">{index}</nav><main>{calls}\
         <h2 id=\"types\">Types</h2>{types}<h2 id=\"errors\">Errors</h2>{errors}</main></body></html>",
        title = text("/info/title"),
        about = text("/info/description"),
        types = types(),
        errors = errors(),
    )
}

/// The calls, with those of one subject together.
fn in_order() -> Vec<&'static Operation> {
    let mut sorted: Vec<&Operation> = operations().collect();
    let subjects: Vec<&str> = sorted.iter().map(|operation| operation.subject).collect();
    sorted.sort_by_key(|operation| subjects.iter().position(|subject| *subject == operation.subject));
    sorted
}

fn call(operation: &Operation, path: &str, details: &Value) -> String {
    let session = match operation.needs() {
        None => "",
        Some(Needs::Any) => ", any session",
        Some(Needs::Customer) => ", the session of an account or a person",
        Some(Needs::Person) => ", the session of a person",
    };
    let credential = match details.pointer("/security/0").and_then(Value::as_object) {
        Some(scheme) if scheme.contains_key("basic") => "API key and secret",
        Some(scheme) if scheme.contains_key("bearer") => "token",
        _ => "nothing",
    };
    let key = if operation.takes_key { "; takes <code>Idempotency-Key</code>" } else { "" };
    let request = match operation.body.shape() {
        Some(shape) => {
            let (media_type, limit) = operation.body.limits();
            let about = format!(
                "<h4>Request <span>{media_type}, {} KiB at most, {}</span></h4>",
                limit / 1024,
                reference(&shape.name())
            );
            let schema = DOCUMENT.pointer(&format!("/components/schemas/{}", shape.name()));
            [about, members(schema.unwrap_or(&Value::Null)), example(shape.example())].concat()
        }
        None => String::new(),
    };
    let empty = serde_json::Map::new();
    let answers = details.get("responses").and_then(Value::as_object).unwrap_or(&empty);
    let answers: String = answers.iter().map(|(status, answer)| row(status, answer)).collect();
    let good = details.get("responses").and_then(|all| all.get("200").or_else(|| all.get("201")));
    let good = good.and_then(|answer| answer.pointer("/content/application~1json/example"));
    format!(
        "<section id=\"{id}\"><h3><b>{method}</b> {path}</h3><p>{summary}</p>\
         <p class=\"quiet\">Needs {credential}{session}{key}.</p>{request}\
         <h4>Answers</h4><div class=\"scroll\"><table><tbody>{answers}</tbody></table></div>{example}</section>",
        id = operation.id,
        method = operation.method,
        path = escape(path),
        summary = escape(operation.summary),
        example = example(good),
    )
}

/// One answer: its type, or its codes with a link to each.
fn row(status: &str, answer: &Value) -> String {
    let codes = answer.pointer("/content/application~1problem+json/schema/allOf/1/properties/code/enum");
    let text = match codes.and_then(Value::as_array) {
        Some(codes) => codes
            .iter()
            .filter_map(Value::as_str)
            .map(|code| format!("<a href=\"#error-{code}\">{code}</a>"))
            .collect::<Vec<_>>()
            .join(" "),
        None => {
            let shape = answer.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str);
            let name = shape.and_then(|path| path.rsplit('/').next());
            let about = answer.get("description").and_then(Value::as_str).unwrap_or_default();
            name.map_or_else(|| escape(about), reference)
        }
    };
    format!("<tr><th scope=\"row\">{status}</th><td>{text}</td></tr>")
}

fn example(value: Option<&Value>) -> String {
    let text = value.and_then(|value| serde_json::to_string_pretty(value).ok());
    text.map_or_else(String::new, |text| {
        format!("<details><summary>Example</summary><pre tabindex=\"0\">{}</pre></details>", escape(&text))
    })
}

fn types() -> String {
    let empty = serde_json::Map::new();
    let schemas = DOCUMENT.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
    schemas
        .iter()
        .map(|(name, schema)| {
            let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
            let about = escape(about);
            format!("<section id=\"type-{name}\"><h3>{name}</h3><p>{about}</p>{}</section>", members(schema))
        })
        .collect()
}

fn errors() -> String {
    let rows: String = ErrorCode::ALL
        .iter()
        .filter_map(|code| code.status().map(|status| (code, status)))
        .map(|(code, status)| {
            format!(
                "<tr id=\"error-{name}\"><th scope=\"row\">{name}</th><td>{status}</td><td>{meaning} {remedy}</td></tr>",
                name = code.as_str(),
                meaning = escape(code.meaning()),
                remedy = escape(code.remedy()),
            )
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table><thead><tr><th>code</th><th>status</th><th>meaning, and what to do</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>"
    )
}
