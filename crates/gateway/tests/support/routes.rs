//! Requests for the rows of the allow-list.

use portico_gateway::allow_list::{BodyId, Kind, Route};
use serde_json::{Value, json};

use super::Browser;

/// Ids of one browser, of each kind.
pub struct Ids {
    pub account: String,
    pub person: String,
    pub card: String,
    pub session: String,
    pub document_request: String,
    jkt: String,
}

impl Ids {
    pub async fn of(browser: &mut Browser) -> Self {
        let account = browser.account().await;
        let person = browser.person(&account).await;
        let card = browser.card(&account, &person).await;
        let document_request = browser.document_request(&person).await;
        let session = browser.session.clone().unwrap();
        Self { account, person, card, session, document_request, jkt: browser.jkt() }
    }

    pub fn get(&self, kind: Kind) -> &str {
        match kind {
            Kind::Account => &self.account,
            Kind::Person => &self.person,
            Kind::Card => &self.card,
            Kind::Session => &self.session,
            Kind::DocumentRequest => &self.document_request,
            Kind::Agreement => "agreement",
            Kind::Feature => "savings",
            Kind::Customer | Kind::CustomerAccount => "1",
        }
    }

    /// A row's request with these ids in all of its places, which this browser may send.
    pub fn request(&self, route: &Route) -> (String, Option<String>) {
        let (path, body) = request(route, |_, kind| self.get(kind).to_owned());
        if route.template != "/sessions" {
            return (path, body);
        }
        let statement = format!("{{\"device_data\":\"{}\",", self.jkt);
        (path, body.map(|body| body.replacen('{', &statement, 1)))
    }
}

/// What a row has at a place, counted through path and body.
pub fn kind_at(route: &Route, place: usize) -> Kind {
    let in_body = |(_, what): &(&str, BodyId)| if let BodyId::Of(kind) = what { *kind } else { Kind::Person };
    route.path.iter().copied().chain(route.body.iter().map(in_body)).nth(place).unwrap()
}

/// A row's request with the ids that `pick` gives for each place in path and body.
pub fn request(route: &Route, pick: impl Fn(usize, Kind) -> String) -> (String, Option<String>) {
    let mut path = route.template.to_owned();
    for (place, kind) in route.path.iter().enumerate() {
        let (before, rest) = path.split_once('{').unwrap();
        path = format!("{before}{}{}", pick(place, *kind), rest.split_once('}').unwrap().1);
    }
    if !matches!(route.method, "POST" | "PUT" | "PATCH") {
        return (path, None);
    }
    let mut body = json!({});
    for (index, (pointer, what)) in route.body.iter().enumerate() {
        if *what == BodyId::BySourceType {
            body["source_type"] = json!("person");
        }
        let place = route.path.len() + index;
        put(&mut body, pointer, json!(pick(place, kind_at(route, place))));
    }
    (path, Some(body.to_string()))
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut at = body;
    for name in pointer.split('/').skip(1) {
        at = &mut at[name];
    }
    *at = value;
}
