//! The beneficial owners in a business customer's document.

use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// An update names an owner that the business doesn't have, or gives one another external id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoSuchOwner {
    /// Which entry of the update.
    pub(crate) index: usize,
    pub(crate) by_id: bool,
    pub(crate) is_fixed: bool,
}

/// Takes the list out of a document.
pub(crate) fn take(document: &mut Object) -> Vec<Object> {
    let list = document.get_mut("business").and_then(Value::as_object_mut);
    let list = list.and_then(|business| business.remove("beneficialOwner"));
    let Some(Value::Array(items)) = list else { return Vec::new() };
    items.into_iter().filter_map(|item| if let Value::Object(owner) = item { Some(owner) } else { None }).collect()
}

/// Puts the list into a document; an empty one is no list.
pub(crate) fn put(document: &mut Object, owners: Vec<Object>) {
    if let (Some(Value::Object(business)), false) = (document.get_mut("business"), owners.is_empty()) {
        let list = owners.into_iter().map(Value::Object).collect();
        business.insert("beneficialOwner".to_owned(), Value::Array(list));
    }
}

/// Every owner, to change.
pub(crate) fn each_mut(document: &mut Object) -> impl Iterator<Item = &mut Object> {
    let list = document.get_mut("business").and_then(|business| business.get_mut("beneficialOwner"));
    list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// The owner with this id or external id.
pub(crate) fn find<'a>(document: &'a Object, id: Option<i64>, external_id: Option<&str>) -> Option<&'a Value> {
    let list = document.get("business").and_then(|business| business["beneficialOwner"].as_array())?;
    list.iter().find(|owner| {
        id.is_none_or(|id| owner["id"] == id) && external_id.is_none_or(|external| owner["externalId"] == external)
    })
}

/// Owners that an update names are changed, others added, and those that it doesn't name stay.
pub(crate) fn merge(mut known: Vec<Object>, listed: Vec<Object>) -> Result<Vec<Object>, NoSuchOwner> {
    for (index, entry) in listed.into_iter().enumerate() {
        let fault = NoSuchOwner { index, by_id: true, is_fixed: false };
        let text = |owner: &Object| owner.get("externalId").and_then(Value::as_str).map(str::to_owned);
        let external = text(&entry);
        let id = entry.get("id").filter(|id| !id.is_null());
        let place = match id {
            Some(id) => Some(known.iter().position(|owner| owner.get("id") == Some(id)).ok_or(fault)?),
            None => external.as_ref().and_then(|_| known.iter().position(|owner| text(owner) == external)),
        };
        let taken = known
            .iter()
            .enumerate()
            .any(|(at, owner)| external.is_some() && text(owner) == external && Some(at) != place);
        if taken {
            return Err(NoSuchOwner { by_id: false, ..fault });
        }
        match place.and_then(|place| known.get_mut(place)) {
            Some(owner) => {
                // Taking it away is a change as well.
                let is_changed = entry.contains_key("externalId") && text(owner).is_some() && text(owner) != external;
                if is_changed {
                    return Err(NoSuchOwner { is_fixed: true, ..fault });
                }
                for (name, value) in entry {
                    if value.is_null() { drop(owner.remove(&name)) } else { drop(owner.insert(name, value)) }
                }
            }
            None => known.push(entry),
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list(value: &Value) -> Vec<Object> {
        value.as_array().unwrap().iter().map(|owner| owner.as_object().unwrap().clone()).collect()
    }

    fn merged(listed: &Value) -> Result<Value, NoSuchOwner> {
        let known = list(&json!([{"id": 1, "externalId": "a", "title": "CEO"}, {"id": 2, "title": "CFO"}]));
        merge(known, list(listed)).map(|owners| json!(owners))
    }

    #[test]
    fn changes_the_named_ones_adds_new_ones_and_keeps_the_others() {
        let changed =
            merged(&json!([{"id": 2, "title": null, "externalId": "b"}, {"externalId": "a", "title": "Chair"},
            {"externalId": "c"}]));
        let expected = json!([{"id": 1, "externalId": "a", "title": "Chair"}, {"id": 2, "externalId": "b"},
            {"externalId": "c"}]);
        assert_eq!(changed.unwrap(), expected);
    }

    #[test]
    fn refuses_unknown_ids_and_other_external_ids() {
        for (listed, by_id, is_fixed) in [
            (json!([{"id": 3}]), true, false),
            (json!([{"id": 2, "externalId": "a"}]), false, false),
            (json!([{"id": 1, "externalId": "z"}]), true, true),
            (json!([{"id": 1, "externalId": null}]), true, true),
        ] {
            assert_eq!(merged(&listed).unwrap_err(), NoSuchOwner { index: 0, by_id, is_fixed }, "{listed}");
        }
        assert_eq!(merged(&json!([{"externalId": "n"}, {"externalId": "n"}])).unwrap()[2], json!({"externalId": "n"}));
    }
}
