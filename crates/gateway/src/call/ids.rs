//! Whose ids a call names, and whose the ids in its answer become.

use portico_model::ErrorCode;
use serde_json::Value;

use super::caller::Caller;
use crate::{
    allow_list::{BodyId, Found, ID_MEMBERS, Kind, Route, is_id},
    refusal::Refusal,
    state::State,
};

/// Refuses a path that names what is not the caller's.
pub(super) async fn check_path(state: &State, found: &Found, caller: &Caller) -> Result<(), Refusal> {
    for (kind, id) in found.route.path.iter().zip(&found.ids) {
        check(state, caller, *kind, id).await?;
    }
    Ok(())
}

/// Refuses a body that names what is not the caller's, or names anything where the route has no id.
pub(super) async fn check_body(state: &State, route: &Route, caller: &Caller, body: &Value) -> Result<(), Refusal> {
    let mut named = Vec::new();
    id_members(body, "", &mut named);
    if named.iter().any(|pointer| !route.body.iter().any(|(known, _)| known == pointer)) {
        return Err(ErrorCode::MalformedRequest.into());
    }
    for (pointer, what) in route.body {
        match body.pointer(pointer) {
            None | Some(Value::Null) => {}
            Some(Value::String(id)) => check(state, caller, kind(*what, body)?, id).await?,
            Some(_) => return Err(ErrorCode::MalformedRequest.into()),
        }
    }
    Ok(())
}

fn kind(what: BodyId, body: &Value) -> Result<Kind, Refusal> {
    match (what, body.get("source_type").and_then(Value::as_str)) {
        (BodyId::Of(kind), _) => Ok(kind),
        (BodyId::BySourceType, Some("account")) => Ok(Kind::Account),
        (BodyId::BySourceType, Some("person")) => Ok(Kind::Person),
        (BodyId::BySourceType, _) => Err(ErrorCode::MalformedRequest.into()),
    }
}

async fn check(state: &State, caller: &Caller, kind: Kind, id: &str) -> Result<(), Refusal> {
    let own = match (kind, &caller.binding) {
        (kind, _) if kind.is_public() => true,
        (Kind::Session, Some(binding)) => binding.session == id,
        (_, Some(binding)) => state.store().owns(&binding.id, kind, id).await?,
        (_, None) => false,
    };
    if own { Ok(()) } else { Err(kind.not_found().into()) }
}

/// Pointers of all members, at any depth, whose name says that they hold somebody's id.
fn id_members(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let pointer = [at, "/", &name.replace('~', "~0").replace('/', "~1")].concat();
                if ID_MEMBERS.contains(&name.as_str()) {
                    found.push(pointer.clone());
                }
                id_members(member, &pointer, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                id_members(item, &[at, "/", &index.to_string()].concat(), found);
            }
        }
        _ => {}
    }
}

/// Gives the caller's binding the ids that the route's answers make. A primary person that was made under a ticket is from
/// then on who the ticket's customer is.
pub(super) async fn learn(
    state: &State,
    route: &'static Route,
    caller: &Caller,
    is_primary: bool,
    answer: &Value,
) -> Result<(), Refusal> {
    let Some(binding) = &caller.binding else { return Ok(()) };
    for (kind, id) in learned(route, answer) {
        match (&binding.partner_ref, kind) {
            // Whoever signed in may be an account's secondary person, and may not become its primary one.
            (Some(_), Kind::Person) if route.method == "GET" => continue,
            (Some(partner_ref), Kind::Person) if is_primary && route.method == "POST" => {
                state.store().learn_person(partner_ref, id).await?;
            }
            _ => {}
        }
        state.store().learn(&binding.id, kind, id).await?;
    }
    Ok(())
}

/// The ids in an answer that become the caller's.
pub(crate) fn learned<'a>(route: &'static Route, answer: &'a Value) -> impl Iterator<Item = (Kind, &'a str)> {
    route.learns.iter().flat_map(move |(pointer, kind)| {
        let segments: Vec<_> = pointer.split('/').skip(1).collect();
        let mut ids = Vec::new();
        collect(answer, &segments, &mut ids);
        ids.into_iter().map(move |id| (*kind, id))
    })
}

/// What stands at a pointer in which `*` is each item of a list, and `[name=value]` each item that has this member.
fn collect<'a>(value: &'a Value, segments: &[&str], ids: &mut Vec<&'a str>) {
    match (segments.split_first(), value) {
        (None, Value::String(id)) if is_id(id) => ids.push(id),
        (Some((&"*", rest)), Value::Array(items)) => items.iter().for_each(|item| collect(item, rest, ids)),
        (Some((wanted, rest)), Value::Array(items)) => {
            items.iter().filter(|item| has(item, wanted)).for_each(|item| collect(item, rest, ids));
        }
        (Some((name, rest)), Value::Object(members)) => {
            if let Some(member) = members.get(*name) {
                collect(member, rest, ids);
            }
        }
        _ => {}
    }
}

/// Whether an item has the member that `[name=value]` says.
fn has(item: &Value, wanted: &str) -> bool {
    let wanted = wanted.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.split_once('='));
    wanted.is_some_and(|(name, value)| item.get(name).and_then(Value::as_str) == Some(value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_id_members_at_any_depth_by_their_pointers() {
        let body = json!({"account_id": "a", "list": [{"x": {"person_id": 1}}], "a/b": {"card_id": "c"}, "id": "no"});
        let mut found = Vec::new();
        id_members(&body, "", &mut found);
        found.sort();
        assert_eq!(found, ["/account_id", "/a~1b/card_id", "/list/0/x/person_id"]);
    }

    #[test]
    fn collects_single_ids_those_of_each_item_and_those_of_items_that_are_marked() {
        let answer = json!({
            "id": "a",
            "cards": [{"id": "c1"}, {"id": 5}, {"id": "c2"}, {"id": "no id"}],
            "steps": [{"step": "a", "id": "s1"}, {"step": "b", "id": "s2"}, {"id": "s3"}, 7, {"step": "b", "id": "s4"}],
        });
        let at = |segments: &[&str]| {
            let mut ids = Vec::new();
            collect(&answer, segments, &mut ids);
            ids
        };
        assert_eq!(at(&["id"]), ["a"]);
        assert_eq!(at(&["cards", "*", "id"]), ["c1", "c2"]);
        assert_eq!(at(&["steps", "[step=b]", "id"]), ["s2", "s4"]);
        assert!(at(&["steps", "[step=c]", "id"]).is_empty() && at(&["steps", "0", "id"]).is_empty());
        assert!(at(&["cards"]).is_empty() && at(&["primary_person_id"]).is_empty());
    }
}
