//! The cases of crates/model/cases/fields.json, which the sandbox runs through its own rules as well: the two can't drift
//! apart. A valid input that goes over the wire in another form says which: `wire`.

use serde_json::Value;

use super::check::check as judge;
use crate::call::Now;
use crate::call::problem::field_of;
use crate::time::{read_ms, whole_milliseconds};

const CASES: &str = include_str!("../../../model/cases/fields.json");

/// The rule that the table of calls has for a field.
fn rule(field: &str) -> &str {
    match field {
        "first_name" | "middle_name" | "last_name" | "city" => "name",
        "line1" | "line2" => "line",
        "date_of_birth" => "birth_date",
        "email" | "phone" | "state" | "postal_code" | "country" | "ssn" | "passport" | "non_us_passport" | "pin"
        | "cvc" => field,
        other => panic!("the table has a field that nobody checks: {other}"),
    }
}

#[test]
fn every_case_of_the_shared_table_is_judged_as_it_says() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let (mut met, mut wrong) = (Vec::new(), Vec::new());
    for case in &cases {
        let text = |name: &str| case[name].as_str();
        let (field, input) = (text("field").unwrap(), text("input").unwrap());
        let noon = [text("today").unwrap_or("2026-11-21"), "T12:00:00Z"].concat();
        let now = Now { ms: whole_milliseconds(read_ms(&noon)) };
        let expected = match case["valid"].as_bool().unwrap() {
            true => Ok(text("wire").unwrap_or(input).to_owned()),
            false => Err(text("code").unwrap().to_owned()),
        };
        let judged = judge(rule(field), input, now);
        let judged = judged.as_ref().map(|wire| wire.expose().clone()).map_err(|code| code.as_str().to_owned());
        if judged != expected {
            wrong.push(format!("{case}: {judged:?}"));
        }
        met.push((field, expected.is_ok()));
        assert!(!field_of(text("pointer").unwrap()).is_empty());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (field, valid) in met.iter().flat_map(|(field, _)| [(field, true), (field, false)]) {
        assert!(met.iter().any(|case| case == &(*field, valid)), "{field}: no case that is {valid}");
    }
}
