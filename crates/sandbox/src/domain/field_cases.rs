//! The table of cases that the SDK's checks are driven by as well: both give the same codes at the same pointers.
//!
//! A page's input may be written more freely than the wire: `wire` is what the SDK makes of it, and what is checked here.

use std::collections::BTreeSet;

use jiff::civil::Date;
use portico_model::{
    FieldCode,
    netspend::{Address, GovernmentIdType},
};
use serde::Deserialize;

use super::{fields, government_id};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    field: String,
    pointer: String,
    input: String,
    valid: bool,
    code: Option<String>,
    wire: Option<String>,
    today: Option<String>,
}

/// What the platform says about one value of one field, and where.
fn judge(case: &Case, text: &str) -> (String, Option<FieldCode>) {
    let today = case.today.as_deref().map_or(Date::constant(2026, 11, 21), |today| today.parse().unwrap());
    let code = match case.field.as_str() {
        "first_name" | "middle_name" | "last_name" => fields::check_name(text),
        "email" => fields::check_email(text),
        "phone" => fields::check_phone(text),
        "date_of_birth" => fields::check_birth_date(text, today),
        "ssn" => government_id::check(GovernmentIdType::Ssn, text),
        "passport" => government_id::check(GovernmentIdType::Passport, text),
        "non_us_passport" => government_id::check(GovernmentIdType::NonUsPassport, text),
        "pin" => fields::check_digits(text, 4, FieldCode::PinForm),
        "cvc" => fields::check_digits(text, 3, FieldCode::CvcForm),
        part => return judge_address(part, text),
    };
    (case.pointer.clone(), code)
}

/// The same for one part of an address, whose other parts are good.
fn judge_address(part: &str, text: &str) -> (String, Option<FieldCode>) {
    let mut address = Address {
        line1: "12 Mill Lane".into(),
        line2: None,
        city: "Austin".into(),
        state: "TX".into(),
        postal_code: "78701".into(),
        country: "US".into(),
    };
    match part {
        "line1" => address.line1 = text.into(),
        "line2" => address.line2 = Some(text.into()),
        "city" => address.city = text.into(),
        "state" => address.state = text.into(),
        "postal_code" => address.postal_code = text.into(),
        "country" => address.country = text.into(),
        other => panic!("no check for {other}"),
    }
    let mut errors = fields::Errors::default();
    // Whether the parts fit each other is another rule, with a code of its own.
    let _ = fields::check_address(&address, "/address", &mut errors);
    let errors = errors.into_list();
    assert!(errors.len() <= 1, "{errors:?}");
    let code = errors.first().map(|error| {
        let known = FieldCode::ALL.iter().find(|code| code.as_str() == error.code);
        *known.unwrap()
    });
    (errors.first().map_or_else(|| format!("/address/{part}"), |error| error.pointer.clone()), code)
}

#[test]
fn every_case_of_the_shared_table_gets_the_same_code_here() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../model/cases/fields.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        assert_eq!(case.valid, case.code.is_none());
        let text = case.wire.as_ref().unwrap_or(&case.input);
        let (pointer, code) = judge(case, text);
        if (pointer.as_str(), code.map(FieldCode::as_str)) != (case.pointer.as_str(), case.code.as_deref()) {
            wrong.push(format!("{} {:?}: {pointer} {code:?}, not {} {:?}", case.field, text, case.pointer, case.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let fields: BTreeSet<_> = cases.iter().map(|case| case.field.as_str()).collect();
    assert!(cases.len() >= 290 && fields.len() >= 17, "the table has shrunk");
}
