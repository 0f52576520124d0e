//! What is shown of a customer's numbers: the last four digits.

use serde_json::{Map, Value};

use super::owners;

type Document = Map<String, Value>;

/// What an answer shows of the document: of the numbers the last four digits.
pub(crate) fn mask(document: &mut Document) {
    if let Some(Value::Object(person)) = document.get_mut("individual") {
        mask_number(person, "ssn", "ssnLast4");
    }
    if let Some(Value::Object(business)) = document.get_mut("business") {
        mask_number(business, "ein", "einLast4");
    }
    for owner in owners::each_mut(document) {
        mask_number(owner, "ssn", "ssnLast4");
    }
}

/// The last four digits of every number that the checks look at: the customer's own, and the owners'.
pub(crate) fn last_fours(document: &Document) -> Vec<String> {
    let mut masked = document.clone();
    mask(&mut masked);
    let mut found = Vec::new();
    for (part, name) in [("individual", "ssnLast4"), ("business", "einLast4")] {
        found.extend(masked.get(part).and_then(|part| part[name].as_str()).map(str::to_owned));
    }
    for owner in owners::each_mut(&mut masked) {
        found.extend(owner.get("ssnLast4").and_then(Value::as_str).map(str::to_owned));
    }
    found
}

fn mask_number(object: &mut Document, name: &str, shown: &str) {
    if let Some(Value::String(number)) = object.remove(name) {
        let last = number.get(number.len().saturating_sub(4)..).unwrap_or_default();
        object.insert(shown.to_owned(), last.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_of_customers_and_owners_are_cut() {
        let document =
            json!({"business": {"ein": "123450004", "beneficialOwner": [{"ssn": "219090005"}, {"title": "CFO"}]}});
        let mut document = document.as_object().unwrap().clone();
        assert_eq!(last_fours(&document), ["0004", "0005"]);
        mask(&mut document);
        let shown =
            json!({"business": {"einLast4": "0004", "beneficialOwner": [{"ssnLast4": "0005"}, {"title": "CFO"}]}});
        assert_eq!(json!(document), shown);
    }
}
