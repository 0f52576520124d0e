//! `/sandbox`: a page with a button for each control, so that every path can be walked by hand.

use std::fmt::Write;

use axum::{
    body::Body,
    extract::{Form, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use http_body_util::BodyExt;
use portico_model::{ErrorCode, Problem};
use serde_json::{Map, Value, json};
use tower::ServiceExt;

use super::html::{escape, page};
use crate::{
    State,
    clock::rfc3339,
    faults::{Fault, FaultKind, When},
    http::Refusal,
    store::{Connection, agreements, cards, outbox, overview},
};

/// Fields of the page's forms that are numbers in a control's body.
const NUMBERS: [&str; 4] = ["seconds", "times", "status", "ms"];

/// What a control brings a scan or a review to, and what its button says.
const SCAN_RESULTS: [(&str, &str); 2] = [("passed", "Pass"), ("failed", "Fail")];
const REVIEW_RESULTS: [(&str, &str); 2] = [("accepted", "Accept"), ("rejected", "Reject")];

/// `GET /sandbox`.
pub(crate) async fn show(Shared(state): Shared<State>) -> Result<Response, Refusal> {
    render(&state, None).await
}

/// `POST /sandbox/press`: the form's `control` is the control's path, with `DELETE` before it for what is taken away, and
/// its other fields are the control's body.
pub(crate) async fn press(
    Shared(state): Shared<State>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let control = fields.iter().find(|(name, _)| name == "control").map(|(_, path)| path.as_str()).unwrap_or_default();
    let (method, path) = match control.strip_prefix("DELETE ") {
        Some(path) => (Method::DELETE, path),
        None => (Method::POST, control),
    };
    if !path.starts_with("/sandbox/") || path == "/sandbox/press" {
        return Err(ErrorCode::RouteNotFound.into());
    }
    let mut body = Map::new();
    for (name, value) in fields.iter().filter(|(name, value)| name != "control" && !value.is_empty()) {
        let number = value.parse::<i64>().ok().filter(|_| NUMBERS.contains(&name.as_str()));
        body.insert(name.clone(), number.map_or_else(|| json!(value), |number| json!(number)));
    }
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(Value::Object(body).to_string()))
        .map_err(|_| ErrorCode::RouteNotFound)?;
    let Ok(answer) = super::routes().with_state(state.clone()).oneshot(request).await;
    if answer.status().is_success() {
        return Ok(Redirect::to("/sandbox").into_response());
    }
    let told = told(answer).await;
    render(&state, Some(&told)).await
}

/// What a control that refused said.
async fn told(answer: Response) -> String {
    if let Some(refusal) = answer.extensions().get::<Refusal>() {
        let problem = refusal.problem("");
        let fields: String =
            problem.errors.iter().map(|error| format!(" {}: {}", error.pointer, error.detail)).collect();
        return format!("{} ({}).{fields}", problem.title, problem.code);
    }
    let status: StatusCode = answer.status();
    let bytes = answer.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    serde_json::from_slice::<Problem>(&bytes).map_or_else(|_| status.to_string(), |problem| problem.title)
}

async fn render(state: &State, told: Option<&str>) -> Result<Response, Refusal> {
    let mut connection = state.store.read().await?;
    let mut main = String::from("<h1>Test controls</h1>");
    if let Some(text) = told {
        let _ = write!(main, "<p class=\"alert\" role=\"alert\">{}</p>", escape(text));
    }
    main.push_str(&general(state));
    show_faults(&mut main, &state.faults.list().await);
    main.push_str(&keys_and_data());

    let accounts = overview::accounts(&mut connection).await?;
    table(&mut main, "Accounts", &["Account", "Context", "State", ""], &accounts, |row| {
        let balance = form(
            &format!("/sandbox/accounts/{}/balance", row.id),
            "Set balance",
            "<label>Dollars <input name=\"available\" value=\"-5.00\" size=\"8\"></label>",
        );
        let close = form(&format!("/sandbox/accounts/{}/close", row.id), "Close", "");
        vec![data(&row.id), escape(&row.first), escape(&row.second), balance + &close]
    });
    let people = overview::people(&mut connection).await?;
    table(&mut main, "People", &["Person", "KYC", "OFAC"], &people, |row| {
        vec![data(&row.id), escape(&row.first), escape(&row.second)]
    });
    let scans = overview::identity_scans(&mut connection).await?;
    table(&mut main, "Identity scans", &["Scan", "Person", "Status", ""], &scans, |row| {
        let path = format!("/sandbox/identity_scans/{}", row.id);
        vec![data(&row.id), data(&row.first), escape(&row.second), results(&path, &SCAN_RESULTS)]
    });
    let requests = overview::document_requests(&mut connection).await?;
    table(&mut main, "Document requests", &["Request", "Person", "Status", ""], &requests, |row| {
        let path = format!("/sandbox/document_requests/{}", row.id);
        vec![data(&row.id), data(&row.first), escape(&row.second), results(&path, &REVIEW_RESULTS)]
    });
    let all = cards::newest(&mut connection).await?;
    table(&mut main, "Cards", &["Card", "Type", "Status", "Ends in", ""], &all, |card| {
        let mail = card.shipping_status.map(|_| {
            let ship = form(&format!("/sandbox/cards/{}/ship", card.id), "Ship", "");
            format!("{ship}<a href=\"/sandbox/letterbox/{0}\">Letter and CVC</a>", escape(card.id.as_str()))
        });
        let status = format!("{}, {}", card.status.word(), card.lock_status.word());
        let last4 = card.pan_last4.as_deref().unwrap_or("no number");
        vec![data(card.id.as_str()), card.kind.word().to_owned(), status, escape(last4), mail.unwrap_or_default()]
    });
    let sessions = overview::sessions(&mut connection).await?;
    table(&mut main, "Sessions", &["Session", "Of", "Seen", ""], &sessions, |row| {
        let expire = form(&format!("/sandbox/sessions/{}/expire", row.id), "Expire", "");
        vec![data(&row.id), escape(&row.first), escape(&row.second), expire]
    });
    let in_force = agreements::all_in_force(&mut connection).await?;
    table(&mut main, "Agreements", &["Agreement in force", ""], &in_force, |version| {
        let revise = form(&format!("/sandbox/agreements/{}/revise", version.id()), "Revise", "");
        vec![data(&version.id()), revise]
    });
    let mut events = outbox::all(&mut connection).await?;
    events.reverse();
    table(&mut main, "Webhooks", &["Event", "Type", "Attempts", "Last outcome", ""], &events, |event| {
        let resend = form(&format!("/sandbox/events/{}/resend", event.id), "Resend", "");
        let outcome = event.outcome.as_deref().unwrap_or("waiting");
        vec![data(&event.id), data(&event.kind), event.attempts.to_string(), escape(outcome), resend]
    });
    show_passport(&mut main, &mut connection).await?;
    Ok(page("Test controls", "desk", &main))
}

/// The faults that were set, those that are used up included, and the button that forgets them.
fn show_faults(main: &mut String, faults: &[Fault]) {
    let heads = ["Method", "Path", "What", "Still to come", "Hits"];
    table(main, "Faults that were set", &heads, faults, |fault| {
        let what = match fault.kind {
            FaultKind::Status => format!("status {}", fault.status),
            FaultKind::Stall => format!("stall of {} ms", fault.ms),
            FaultKind::Close => "close".to_owned(),
        };
        let when = match fault.when {
            When::Before => "before",
            When::After => "after",
        };
        let (times, hits) = (fault.times.to_string(), fault.hits.to_string());
        vec![data(&fault.method), data(&fault.path), format!("{what}, {when}"), times, hits]
    });
    if !faults.is_empty() {
        main.push_str(&form("DELETE /sandbox/faults", "Forget the faults", ""));
    }
}

/// The controls of the Passport side.
async fn show_passport(main: &mut String, connection: &mut Connection) -> sqlx::Result<()> {
    let customers = overview::passport_customers(connection).await?;
    table(main, "Passport customers", &["Customer", "Type", "Status", ""], &customers, |row| {
        let path = format!("/sandbox/passport/customers/{}/status", row.id);
        let button = |(status, button): (&str, &str)| {
            form(&path, button, &format!("<input type=\"hidden\" name=\"status\" value=\"{status}\">"))
        };
        let buttons: String = [("ACTIVE", "Activate"), ("INACTIVE", "Deactivate")].map(button).concat();
        vec![data(&row.id), escape(&row.first), escape(&row.second), buttons]
    });
    let status = crate::passport::webhook_status(connection).await?.unwrap_or("none is set up");
    let _ = write!(main, "<h2>Passport webhook</h2><p>{}</p>", data(status));
    main.push_str(&form("/sandbox/passport/webhook/enable", "Enable", ""));
    Ok(())
}

/// The controls that belong to nothing in particular.
fn general(state: &State) -> String {
    let clock = form(
        "/sandbox/clock/advance",
        "Move the clock",
        "<label>Seconds <input name=\"seconds\" type=\"number\" min=\"1\" value=\"3600\" required></label>",
    );
    let fault = form(
        "/sandbox/faults",
        "Set the fault",
        "<label>Method <input name=\"method\" value=\"POST\" size=\"6\" required></label>\
         <label>Path <input name=\"path\" value=\"/cards/physical\" required></label>\
         <label>Kind <select name=\"kind\"><option>status</option><option>stall</option><option>close</option></select>\
         </label><label>When <select name=\"when\"><option>before</option><option>after</option></select></label>\
         <label>Times <input name=\"times\" type=\"number\" min=\"1\" value=\"1\"></label>\
         <label>Status <input name=\"status\" type=\"number\" min=\"400\" max=\"599\" value=\"503\"></label>\
         <label>Milliseconds <input name=\"ms\" type=\"number\" min=\"0\" value=\"30000\"></label>",
    );
    format!(
        "<p>It is <span class=\"data\">{}</span> here. <a href=\"/sandbox/letterbox\">Letterbox</a></p>\
         <h2>Clock</h2>{clock}<h2>Next calls go wrong</h2>{fault}",
        rfc3339(state.clock.now())
    )
}

fn keys_and_data() -> String {
    let rotate = form("/sandbox/keys/rotate", "Rotate the keys", "");
    let reset = form("/sandbox/reset", "Forget everything", "");
    format!("<h2>Keys and data</h2>{rotate}{reset}")
}

/// A form that presses one control.
fn form(path: &str, button: &str, fields: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/sandbox/press\"><input type=\"hidden\" name=\"control\" value=\"{}\">{fields}\
         <button type=\"submit\">{button}</button></form>",
        escape(path)
    )
}

/// A button for each result.
fn results(path: &str, results: &[(&str, &str)]) -> String {
    let button = |(result, button): &(&str, &str)| {
        form(path, button, &format!("<input type=\"hidden\" name=\"result\" value=\"{result}\">"))
    };
    results.iter().map(button).collect()
}

fn data(text: &str) -> String {
    format!("<span class=\"data\">{}</span>", escape(text))
}

/// A section with a table; the cells are HTML.
fn table<T>(main: &mut String, title: &str, heads: &[&str], rows: &[T], cells: impl Fn(&T) -> Vec<String>) {
    let _ = write!(main, "<h2>{title}</h2>");
    if rows.is_empty() {
        main.push_str("<p class=\"quiet\">None yet.</p>");
        return;
    }
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let _ = write!(main, "<div class=\"scroll\"><table><thead><tr>{heads}</tr></thead><tbody>");
    for row in rows {
        let cells: String = cells(row).iter().map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = write!(main, "<tr>{cells}</tr>");
    }
    main.push_str("</tbody></table></div>");
}
