//! The cases of a customer's data for a deposit account, which the package's script is held to as well
//! (`tests/element/passport-deposit.test.mjs`): made by `PORTICO_UPDATE=1 cargo test -p portico-model`.

use std::{env, fs, path::Path};

use portico_model::passport::missing_for_deposit;
use serde_json::{Map, Value, json};

/// The members of `whole` that `choice` has a bit for.
fn chosen(whole: &Value, choice: usize) -> Value {
    let members = whole.as_object().into_iter().flatten().enumerate();
    let chosen = members.filter(|(place, _)| choice >> place & 1 == 1);
    Value::Object(chosen.map(|(_, (name, value))| (name.clone(), value.clone())).collect::<Map<_, _>>())
}

fn customers() -> Vec<Value> {
    let person = json!({"firstName": "Ada", "lastName": "Byron", "ssn": "219091234", "dob": "05/17/1990",
        "mailingAddress": [{}, {"isPrimary": true}], "mobilePhone": "5125550123", "email": "ada@example.com"});
    let business = json!({"legalName": "L", "ein": "123456789", "stateOfIncorporation": "TX", "dateOfIncorporation": "d",
        "doingBusinessAs": "L", "phone": "p", "email": "e", "businessCategory": "c", "beneficialOwner": [person]});
    let mut customers = vec![json!({}), json!({"type": "BUSINESS"})];
    for choice in 0..1 << 7 {
        customers.push(json!({"type": "INDIVIDUAL", "individual": chosen(&person, choice)}));
    }
    for place in 0..9 {
        customers.push(json!({"type": "BUSINESS", "business": chosen(&business, !(1 << place) & 511)}));
        customers.push(json!({"type": "BUSINESS", "business": chosen(&business, 1 << place)}));
    }
    for choice in 0..1 << 7 {
        let owners = json!([person, chosen(&person, choice)]);
        customers.push(json!({"type": "BUSINESS", "business": {"legalName": "L", "beneficialOwner": owners}}));
    }
    for individual in [
        json!({"firstName": " ", "lastName": null}),
        json!({"mailingAddress": []}),
        json!({"mailingAddress": [{"isPrimary": false}]}),
        json!({"mailingAddress": null, "dob": null, "ssn": null}),
        json!({"mailingAddress": [null, {"isPrimary": true}]}),
        json!(null),
    ] {
        customers.push(json!({"type": "INDIVIDUAL", "individual": individual}));
    }
    for owners in [json!([]), json!(null), json!([null, {"firstName": null, "mailingAddress": null}])] {
        customers.push(json!({"type": "BUSINESS", "business": {"legalName": "L", "beneficialOwner": owners}}));
    }
    customers.push(json!({"type": "BUSINESS", "business": null}));
    customers
}

#[test]
fn the_shared_cases_are_what_the_platform_says() {
    let line = |customer: &Value| json!([customer, missing_for_deposit(customer)]).to_string();
    let lines: Vec<_> = customers().iter().map(line).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/deposit.json");
    if env::var_os("PORTICO_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}
