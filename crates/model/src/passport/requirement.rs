//! What the platform has to know of a customer before a deposit account can be opened (the guide's step 2).

use serde_json::Value;

const INDIVIDUAL: &[&str] = &["firstName", "lastName", "ssn", "dob", "mailingAddress", "mobilePhone", "email"];
const BUSINESS: &[&str] = &[
    "legalName",
    "ein",
    "stateOfIncorporation",
    "dateOfIncorporation",
    "doingBusinessAs",
    "phone",
    "email",
    "businessCategory",
    "beneficialOwner",
];
/// Of each owner: what identifies a person.
const OWNER: &[&str] = &["firstName", "lastName", "ssn", "dob", "mailingAddress"];

/// The paths of all that is missing in `customer`, the body of a create or update with `type` and `individual` or
/// `business`. Empty: a deposit account can be opened.
///
/// ```
/// let customer = serde_json::json!({"type": "INDIVIDUAL", "individual": {"firstName": "Ada", "lastName": "Byron",
///     "ssn": "219-09-1234", "mobilePhone": "5125550123", "email": "ada@example.com",
///     "mailingAddress": [{"addressLine1": "12 Mill Lane"}]}});
/// let missing = portico_model::passport::missing_for_deposit(&customer);
/// assert_eq!(missing, ["individual.dob", "individual.mailingAddress"]);
/// ```
#[must_use]
pub fn missing_for_deposit(customer: &Value) -> Vec<String> {
    if customer["type"] != "BUSINESS" {
        return missing_in(&customer["individual"], INDIVIDUAL, "individual");
    }
    let business = &customer["business"];
    let mut missing = missing_in(business, BUSINESS, "business");
    for (index, owner) in business["beneficialOwner"].as_array().into_iter().flatten().enumerate() {
        missing.extend(missing_in(owner, OWNER, &format!("business.beneficialOwner[{index}]")));
    }
    missing
}

fn missing_in(object: &Value, names: &[&str], path: &str) -> Vec<String> {
    let absent = names.iter().filter(|name| !is_given(name, &object[**name]));
    absent.map(|name| format!("{path}.{name}")).collect()
}

fn is_given(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) if name == "mailingAddress" => list.iter().any(|address| address["isPrimary"] == true),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_everything_that_is_missing_in_the_guide_s_order() {
        let individual = missing_for_deposit(&json!({"type": "INDIVIDUAL"}));
        assert_eq!(individual.len(), 7);
        assert_eq!(individual.first().map(String::as_str), Some("individual.firstName"));
        let business = missing_for_deposit(&json!({"type": "BUSINESS", "business": {"legalName": "Larkwell"}}));
        assert_eq!(business.len(), 8);
        assert_eq!(business.last().map(String::as_str), Some("business.beneficialOwner"));
    }

    #[test]
    fn an_address_counts_when_it_is_the_primary_one() {
        let customer = |primary: Value| {
            missing_for_deposit(&json!({"individual": {"mailingAddress": [{"isPrimary": primary}]}}))
                .contains(&"individual.mailingAddress".to_owned())
        };
        assert_eq!([customer(json!(true)), customer(json!(false)), customer(Value::Null)], [false, true, true]);
    }

    #[test]
    fn each_owner_is_asked_for_and_an_empty_list_is_none() {
        let missing =
            |owners: Value| missing_for_deposit(&json!({"type": "BUSINESS", "business": {"beneficialOwner": owners}}));
        assert!(missing(json!([])).contains(&"business.beneficialOwner".to_owned()));
        let paths = missing(json!([{"firstName": "Ada", "lastName": "Byron", "ssn": "219091234", "dob": " ",
            "mailingAddress": [{"isPrimary": true}]}]));
        assert_eq!(paths.last().map(String::as_str), Some("business.beneficialOwner[0].dob"));
    }
}
