//! What a body may hold: nothing of the sealed class in clear, and nobody's ids but where the call has them.

use portico_model::ErrorCode;
use serde_json::Value;

/// Members of the sealed class, or of objects that hold other ids of a government's.
const SEALED: [&str; 5] = ["ssn", "ein", "dob", "secondaryidentification", "taxidentification"];
/// Members that name somebody's property wherever they stand.
const IDS: [&str; 12] = [
    "id",
    "externalid",
    "customer",
    "customerid",
    "customerexternalid",
    "account",
    "accountid",
    "accountexternalid",
    "externalaccount",
    "programaffiliate",
    "owners",
    "destination",
];

/// Where a call has ids: pointers, in which `*` is any name or index.
pub(super) type Places = &'static [&'static str];

/// Of a customer's create and update. The owners' ids are the platform's to check: they count within the customer alone.
pub(super) const CUSTOMER: Places =
    &["/externalId", "/business/beneficialOwner/*/id", "/business/beneficialOwner/*/externalId"];
/// Of a new account.
pub(super) const NEW_ACCOUNT: Places = &[
    "/externalId",
    "/acceptanceDetails/acceptedBy/id",
    "/acceptanceDetails/acceptedBy/externalId",
    "/linkedDocument/acceptanceDetails/acceptedBy/id",
    "/linkedDocument/acceptanceDetails/acceptedBy/externalId",
    "/linkedDocument/*/acceptanceDetails/acceptedBy/id",
    "/linkedDocument/*/acceptanceDetails/acceptedBy/externalId",
];
/// Of an account's update.
pub(super) const ACCOUNT_UPDATE: Places = &["/externalId"];
/// Of what closes an account: where the money goes is looked at by itself.
pub(super) const CLOSING: Places = &["/outstandingBalanceInstruction/destination"];

/// Refuses a body with a sealed member in clear, or with an id where the call has none.
pub(super) fn check(body: &Value, places: Places) -> Result<(), ErrorCode> {
    walk(body, &mut Vec::new(), places)
}

fn walk<'a>(value: &'a Value, at: &mut Vec<&'a str>, places: Places) -> Result<(), ErrorCode> {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                // A platform may read a name in another case than ours.
                let plain = name.to_ascii_lowercase();
                if SEALED.contains(&plain.as_str()) {
                    return Err(ErrorCode::MalformedRequest);
                }
                at.push(name);
                let is_place = places.iter().any(|place| fits(place, at));
                // The partner's own pairs mean nothing to the platform.
                let is_free = matches!(at.as_slice(), ["metaData", _]);
                if IDS.contains(&plain.as_str()) && !is_place && !is_free {
                    return Err(ErrorCode::MalformedRequest);
                }
                if at.as_slice() != ["outstandingBalanceInstruction", "destination"] {
                    walk(member, at, places)?;
                }
                at.pop();
            }
        }
        Value::Array(items) => {
            for item in items {
                at.push("*");
                walk(item, at, places)?;
                at.pop();
            }
        }
        _ => {}
    }
    Ok(())
}

fn fits(place: &str, at: &[&str]) -> bool {
    place.split('/').skip(1).eq(at.iter().copied())
}

/// The ids in the place where an account's money goes, by any name and at any depth; a bare text or number is one.
pub(super) fn destination(body: &Value) -> Vec<&Value> {
    let mut ids = Vec::new();
    match body.pointer("/outstandingBalanceInstruction/destination") {
        None | Some(Value::Null) => {}
        Some(destination @ (Value::Object(_) | Value::Array(_))) => named(destination, &mut ids),
        Some(scalar) => ids.push(scalar),
    }
    ids
}

fn named<'a>(value: &'a Value, ids: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_id = IDS.contains(&name.to_ascii_lowercase().as_str());
                if is_id && !member.is_object() && !member.is_array() { ids.push(member) } else { named(member, ids) }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, ids)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn refuses_sealed_members_in_clear_at_any_depth_and_in_any_case() {
        for body in [
            json!({"individual": {"ssn": "219091234"}}),
            json!({"individual": {"DOB": null}}),
            json!({"business": {"ein": ""}}),
            json!({"business": {"beneficialOwner": [{"firstName": "Ada"}, {"Dob": "05/17/1990"}]}}),
            json!({"metaData": {"ssn": "219091234"}}),
            json!({"individual": {"taxIdentification": {"type": "ITIN"}}}),
        ] {
            assert_eq!(check(&body, CUSTOMER), Err(ErrorCode::MalformedRequest), "{body}");
        }
        assert_eq!(check(&json!({"individual": {"firstName": "Ada"}}), CUSTOMER), Ok(()));
    }

    #[test]
    fn takes_ids_in_their_places_alone() {
        let owner = json!({"business": {"beneficialOwner": [{"id": 1, "externalId": "o"}]}, "metaData": {"id": "x"}});
        assert_eq!(check(&owner, CUSTOMER), Ok(()));
        let by = json!({"acceptedBy": {"entity": "CUSTOMER", "id": 4}});
        for body in [
            json!({"externalId": "a", "acceptanceDetails": by}),
            json!({"linkedDocument": {"acceptanceDetails": by}}),
            json!({"linkedDocument": [{"acceptanceDetails": by}]}),
        ] {
            assert_eq!(check(&body, NEW_ACCOUNT), Ok(()), "{body}");
        }
        for body in [
            json!({"id": 4}),
            json!({"individual": {"id": 4}}),
            json!({"customer": {"id": 4}}),
            json!({"customerId": 4}),
            json!({"CustomerID": 4}),
            json!({"linkedDocument": {"document": {"id": 4}}}),
            json!({"configuration": {"sweep": {"destination": {"externalAccount": 4}}}}),
        ] {
            assert_eq!(check(&body, NEW_ACCOUNT), Err(ErrorCode::MalformedRequest), "{body}");
        }
    }

    #[test]
    fn finds_where_the_money_goes_however_it_is_written() {
        let of = |destination: Value| {
            let body = json!({"outstandingBalanceInstruction": {"destination": destination}});
            assert_eq!(check(&body, CLOSING), Ok(()));
            destination_count(&body)
        };
        assert_eq!(of(json!(7)), 1);
        assert_eq!(of(json!("7")), 1);
        assert_eq!(of(json!({"account": {"id": 7, "externalId": "a"}})), 2);
        assert_eq!(of(json!([{"externalAccount": 7}, {"accountId": "8"}])), 2);
        assert_eq!(of(json!({"addressLine1": "12 Mill Lane"})), 0);
        assert_eq!(of(Value::Null), 0);
    }

    fn destination_count(body: &Value) -> usize {
        destination(body).len()
    }
}
