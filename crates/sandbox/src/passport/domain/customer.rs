//! A customer as one JSON document: `type`, `individual` or `business`, `metaData`, `tags`.

use jiff::civil::DateTime;
use portico_model::passport::{CustomerType, PassportCode};
use serde_json::{Map, Value};

use super::{
    field::{Fault, Faults, Field, Mode, Reader},
    owners::{self, NoSuchOwner},
    tables,
};

type Document = Map<String, Value>;

/// Why a customer is not taken.
#[derive(Debug)]
pub(crate) enum CustomerFault {
    /// Fields break their rules.
    Faults(Faults),
    /// A field that is fixed has another value.
    Fixed(String),
}

impl CustomerFault {
    pub(crate) fn code(&self) -> PassportCode {
        match self {
            Self::Faults(faults) => faults.code(),
            Self::Fixed(_) => PassportCode::FieldFixed,
        }
    }
}

/// A new customer's document, checked and in its stored form.
pub(crate) fn make(mut body: Document, now: DateTime) -> Result<(CustomerType, Document), CustomerFault> {
    let kind = match body.get("type").and_then(Value::as_str) {
        Some("BUSINESS") => CustomerType::Business,
        // Whatever else it is, the table of the other type says what is wrong with it.
        _ => CustomerType::Individual,
    };
    check(kind, &body, Mode::Whole, now)?;
    let listed = owners::take(&mut body);
    let known = owners::merge(Vec::new(), listed).map_err(owner_fault)?;
    owners::put(&mut body, known);
    finish(kind, body, now)
}

/// The document after an update, checked and in its stored form.
pub(crate) fn update(
    kind: CustomerType,
    mut document: Document,
    mut patch: Document,
    now: DateTime,
) -> Result<Document, CustomerFault> {
    let asked = patch.get("type").filter(|asked| !asked.is_null());
    if asked.is_some_and(|asked| document.get("type") != Some(asked)) {
        return Err(CustomerFault::Fixed("type".to_owned()));
    }
    check(kind, &patch, Mode::Patch, now)?;
    let is_emptied =
        patch.get("business").is_some_and(|business| business.get("beneficialOwner") == Some(&Value::Null));
    let mut known = owners::take(&mut document);
    if is_emptied {
        known.clear();
    }
    let known = owners::merge(known, owners::take(&mut patch)).map_err(owner_fault)?;
    merge(&mut document, patch);
    owners::put(&mut document, known);
    finish(kind, document, now).map(|(_, document)| document)
}

fn table(kind: CustomerType) -> &'static [Field] {
    match kind {
        CustomerType::Individual => tables::INDIVIDUAL_CUSTOMER,
        CustomerType::Business => tables::BUSINESS_CUSTOMER,
    }
}

fn check(kind: CustomerType, body: &Document, mode: Mode, now: DateTime) -> Result<(), CustomerFault> {
    let mut faults = Faults::default();
    Reader { mode, now }.check(table(kind), body, "", &mut faults);
    if faults.0.is_empty() { Ok(()) } else { Err(CustomerFault::Faults(faults)) }
}

/// The stored form: numbers as digits, no nulls, no external id (it has a place of its own). Checked as a whole.
fn finish(
    kind: CustomerType,
    mut document: Document,
    now: DateTime,
) -> Result<(CustomerType, Document), CustomerFault> {
    document.remove("externalId");
    drop_nulls(&mut document);
    check(kind, &document, Mode::Whole, now)?;
    check_together(&document)?;
    for part in ["individual", "business"] {
        if let Some(Value::Object(part)) = document.get_mut(part) {
            keep_digits(part);
        }
    }
    owners::each_mut(&mut document).for_each(keep_digits);
    Ok((kind, document))
}

/// Rules that take more than one field.
fn check_together(document: &Document) -> Result<(), CustomerFault> {
    let mut faults = Faults::default();
    let mut check_addresses = |person: &Value, path: String| {
        let addresses = person["mailingAddress"].as_array().into_iter().flatten();
        if addresses.filter(|address| address["isPrimary"] == true).count() > 1 {
            faults.note(path, Fault::Broken("Only one mailing address is the primary one."));
        }
    };
    if let Some(person) = document.get("individual") {
        check_addresses(person, "individual.mailingAddress".to_owned());
    }
    let listed = document.get("business").and_then(|business| business["beneficialOwner"].as_array());
    let listed: Vec<&Value> = listed.into_iter().flatten().collect();
    for (index, owner) in listed.iter().enumerate() {
        check_addresses(owner, format!("business.beneficialOwner[{index}].mailingAddress"));
    }
    let shares: f64 = listed.iter().filter_map(|owner| owner["ownershipPercentage"].as_f64()).sum();
    // Shares such as thirds are rounded by whoever sends them.
    if shares > 100.01 {
        faults.note("business.beneficialOwner".to_owned(), Fault::Broken("The shares are more than 100 percent."));
    }
    if faults.0.is_empty() { Ok(()) } else { Err(CustomerFault::Faults(faults)) }
}

/// RFC 7396: members replace, objects go on inside, null takes away.
fn merge(target: &mut Document, patch: Document) {
    for (name, value) in patch {
        match (target.get_mut(&name), value) {
            (_, Value::Null) => drop(target.remove(&name)),
            (Some(Value::Object(target)), Value::Object(patch)) if name != "metaData" => merge(target, patch),
            (_, value) => drop(target.insert(name, value)),
        }
    }
}

fn drop_nulls(object: &mut Document) {
    object.retain(|_, value| !value.is_null());
    for value in object.values_mut() {
        match value {
            Value::Object(inner) => drop_nulls(inner),
            Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(drop_nulls),
            _ => {}
        }
    }
}

fn keep_digits(object: &mut Document) {
    for name in ["ssn", "ein"] {
        if let Some(Value::String(number)) = object.get_mut(name) {
            number.retain(|letter| letter.is_ascii_digit());
        }
    }
}

fn owner_fault(fault: NoSuchOwner) -> CustomerFault {
    let path = |name| format!("business.beneficialOwner[{}].{name}", fault.index);
    if fault.is_fixed {
        return CustomerFault::Fixed(path("externalId"));
    }
    let mut faults = Faults::default();
    faults.note(path(if fault.by_id { "id" } else { "externalId" }), Fault::NotAllowed);
    CustomerFault::Faults(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::masking::{last_fours, mask},
        *,
    };

    const NOW: DateTime = DateTime::constant(2027, 1, 15, 8, 0, 0, 0);

    fn object(value: &Value) -> Document {
        value.as_object().unwrap().clone()
    }

    fn ada() -> Document {
        object(&json!({"type": "INDIVIDUAL", "externalId": "x", "individual": {"firstName": "Ada", "lastName": "Byron",
            "middleName": null, "ssn": "219-09-1234", "email": "ada@example.com"}}))
    }

    fn firm(shares: [i64; 2]) -> Document {
        let owner =
            |share| json!({"firstName": "Ada", "lastName": "Byron", "ssn": "219090005", "ownershipPercentage": share});
        object(&json!({"type": "BUSINESS", "business": {"legalName": "Larkwell", "ein": "12-3450004",
            "beneficialOwner": [owner(shares[0]), owner(shares[1])]}}))
    }

    fn paths(fault: CustomerFault) -> Vec<String> {
        match fault {
            CustomerFault::Faults(faults) => faults.0.into_iter().map(|(path, _)| path).collect(),
            CustomerFault::Fixed(path) => vec![path],
        }
    }

    #[test]
    fn keeps_digits_and_shows_the_last_four() {
        let (_, mut document) = make(ada(), NOW).unwrap();
        assert_eq!(document["individual"]["ssn"], "219091234");
        assert!(document.get("externalId").is_none() && document["individual"].get("middleName").is_none());
        mask(&mut document);
        assert!(document["individual"].get("ssn").is_none());
        assert_eq!(document["individual"]["ssnLast4"], "1234");
        let (_, business) = make(firm([50, 50]), NOW).unwrap();
        assert_eq!(last_fours(&business), ["0004", "0005", "0005"]);
    }

    #[test]
    fn an_update_changes_what_it_names_and_null_takes_optional_fields_away() {
        let (kind, document) = make(ada(), NOW).unwrap();
        let patch = object(&json!({"individual": {"lastName": "Lovelace", "email": null}}));
        let changed = update(kind, document.clone(), patch, NOW).unwrap();
        assert_eq!(changed["individual"], json!({"firstName": "Ada", "lastName": "Lovelace", "ssn": "219091234"}));
        let patch = object(&json!({"individual": {"lastName": null}}));
        assert_eq!(paths(update(kind, document, patch, NOW).unwrap_err()), ["individual.lastName"]);
    }

    #[test]
    fn the_type_is_fixed_and_the_other_type_s_object_is_unknown() {
        let (kind, document) = make(ada(), NOW).unwrap();
        let other = update(kind, document.clone(), object(&json!({"type": "BUSINESS"})), NOW).unwrap_err();
        assert_eq!(other.code(), PassportCode::FieldFixed);
        let business = update(kind, document.clone(), object(&json!({"business": {}})), NOW).unwrap_err();
        assert_eq!(business.code(), PassportCode::FieldInvalid);
        assert!(update(kind, document, object(&json!({"type": "INDIVIDUAL"})), NOW).is_ok());
    }

    #[test]
    fn shares_and_primary_addresses_are_seen_together() {
        assert_eq!(paths(make(firm([60, 50]), NOW).unwrap_err()), ["business.beneficialOwner"]);
        let address =
            json!({"addressLine1": "1 A", "city": "Austin", "state": "TX", "zip": "78701", "isPrimary": true});
        let mut body = ada();
        body["individual"]["mailingAddress"] = json!([address, address]);
        assert_eq!(paths(make(body, NOW).unwrap_err()), ["individual.mailingAddress"]);
    }

    #[test]
    fn an_owner_of_another_business_is_none() {
        let (kind, document) = make(firm([50, 50]), NOW).unwrap();
        let patch = object(&json!({"business": {"beneficialOwner": [{"id": 7, "title": "CEO"}]}}));
        assert_eq!(paths(update(kind, document.clone(), patch, NOW).unwrap_err()), ["business.beneficialOwner[0].id"]);
        let patch = object(&json!({"business": {"beneficialOwner": null}}));
        assert!(update(kind, document, patch, NOW).unwrap()["business"].get("beneficialOwner").is_none());
    }
}
