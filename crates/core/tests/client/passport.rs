//! The Passport side: what a page passes is checked, sealed to the gateway and told to the platform in its own forms.

use portico_core::ports::HttpResponse;
use portico_core::{CallOptions, Client, Fault};
use portico_model::ErrorCode;
use portico_model::passport::missing_for_deposit;
use serde_json::{Value, json};

use crate::support::{Browser, Calls, Fate, World};

async fn start() -> (World, Browser, Client<Browser>) {
    let (world, browser) = (World::start().await, Browser::new());
    let page = world.page(&browser);
    page.connect(CallOptions::default()).await.unwrap();
    browser.forget_seen();
    (world, browser, page)
}

fn home() -> Value {
    json!({"addressLine1": "12 Mill Lane", "city": "Austin", "state": "TX", "zip": "78701", "isPrimary": true})
}

fn ada(external_id: &str) -> Value {
    json!({"type": "INDIVIDUAL", "externalId": external_id, "individual": {"firstName": "Ada", "lastName": "Byron",
        "ssn": "219-09-1234", "dob": "1990-05-17", "mailingAddress": [home()], "mobilePhone": "(512) 555-0123",
        "email": "ada@example.com"}})
}

fn larkwell(external_id: &str) -> Value {
    let owner = |name: &str, ssn: &str| {
        json!({"firstName": name, "lastName": "Byron", "ssn": ssn, "dob": "1985-01-31", "mailingAddress": [home()],
            "externalId": format!("{external_id}-{name}"), "ownershipPercentage": 33.3, "isControlPerson": name == "Ada"})
    };
    let mut nameless = owner("Eve", "219-09-9999");
    nameless.as_object_mut().unwrap().retain(|name, _| name != "ssn" && name != "dob");
    json!({"type": "BUSINESS", "externalId": external_id, "business": {"legalName": "Larkwell Books LLC",
        "ein": "12-3456789", "stateOfIncorporation": "tx", "dateOfIncorporation": "2019-02-28",
        "doingBusinessAs": "Larkwell", "phone": "5125550123", "email": "office@example.com",
        "businessCategory": "Bookshop", "beneficialOwner": [owner("Ada", "219091234"), nameless, owner("Max", "219-09-5678")]}})
}

/// By the id that is given where `by` is a number.
fn of(by: &Value, more: Value) -> Value {
    let mut input = more;
    let (kind, key) = by.as_str().map_or_else(|| ("id", by.to_string()), |key| ("externalId", key.to_owned()));
    input["by"] = kind.into();
    input["key"] = key.into();
    input
}

/// The account, once its checks are through.
async fn settled(page: &Client<Browser>, account: Value) -> Value {
    for _ in 0..2_000 {
        let read = page.shown("passport.accounts.get", account.clone()).await.unwrap();
        if read["status"] != "INACTIVE" {
            return read;
        }
    }
    panic!("the checks never ended");
}

async fn refused(page: &Client<Browser>, name: &str, input: Value) -> Fault {
    page.shown(name, input).await.unwrap_err()
}

fn fields(fault: &Fault) -> Vec<String> {
    fault.errors.iter().map(|error| format!("{}: {}", error.field, error.code)).collect()
}

#[tokio::test]
async fn a_person_goes_to_the_platform_in_its_forms_and_leaves_the_page_without_numbers_and_dates() {
    let (world, browser, page) = start().await;
    let made = page.shown("passport.customers.create", ada("crm-1")).await.unwrap();
    let seen = browser.seen.borrow().clone();
    let paths: Vec<_> = seen.iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect();
    assert_eq!(paths, ["GET /passport/keys", "POST /passport/customer"]);
    for seen in &seen {
        for secret in ["219", "1990", "05/17"] {
            assert!(!seen.body.replace("5550123", "").contains(secret), "{secret} in {}", seen.body);
        }
    }
    let stored = world.passport(&format!("/customer/id/{}", made["id"])).await;
    assert_eq!(stored["externalId"], "crm-1");
    let individual = &stored["individual"];
    assert_eq!((&individual["ssnLast4"], &individual["dob"]), (&json!("1234"), &json!("05/17/1990")));
    assert_eq!(individual["mobilePhone"], "+15125550123");

    let shown = page.shown("passport.customers.get", of(&"crm-1".into(), json!({}))).await.unwrap();
    assert_eq!((&shown["id"], &shown["status"]), (&made["id"], &json!("ACTIVE")));
    assert_eq!(shown["individual"]["mailingAddress"], json!([home()]));
    assert!(shown["individual"].get("dob").is_none() && shown.get("url").is_none(), "{shown}");

    let change = json!({"individual": {"lastName": "Lovelace", "dob": "1991-06-18"}});
    page.shown("passport.customers.update", of(&made["id"], change)).await.unwrap();
    let stored = world.passport("/customer/externalId/crm-1").await;
    assert_eq!(
        (&stored["individual"]["lastName"], &stored["individual"]["dob"]),
        (&json!("Lovelace"), &json!("06/18/1991"))
    );
    assert_eq!(stored["individual"]["mailingAddress"], json!([home()]), "what is not passed stays");
    // Nothing to seal is nothing sealed.
    page.shown("passport.customers.update", of(&made["id"], json!({"individual": {"email": "a@b.example"}})))
        .await
        .unwrap();
    assert!(!browser.seen.borrow().last().unwrap().body.contains("encrypted_data"));
}

#[tokio::test]
async fn owners_numbers_are_sealed_by_their_places_in_the_list() {
    let (world, browser, page) = start().await;
    let made = page.shown("passport.customers.create", larkwell("firm")).await.unwrap();
    let sent = browser.seen.borrow().last().unwrap().body.clone();
    for secret in ["219", "1985", "123456789", "12-345"] {
        assert!(!serde_json::from_str::<Value>(&sent).unwrap()["business"].to_string().contains(secret), "{secret}");
    }
    let stored = world.passport(&format!("/customer/id/{}", made["id"])).await;
    let business = &stored["business"];
    assert_eq!((&business["einLast4"], &business["dateOfIncorporation"]), (&json!("6789"), &json!("02/28/2019")));
    assert_eq!(business["stateOfIncorporation"], "TX");
    let owner = |place: usize, name: &str| business["beneficialOwner"][place][name].clone();
    assert_eq!(
        [owner(0, "ssnLast4"), owner(1, "ssnLast4"), owner(2, "ssnLast4")],
        [json!("1234"), Value::Null, json!("5678")]
    );
    assert_eq!(
        [owner(0, "dob"), owner(1, "dob"), owner(2, "dob")],
        [json!("01/31/1985"), Value::Null, json!("01/31/1985")]
    );
    assert_eq!(owner(0, "ownershipPercentage"), json!(33.3));
    // The second owner's missing ones are mended by an update, which names them by their own id.
    let change =
        json!({"business": {"beneficialOwner": [{"id": owner(1, "id"), "ssn": "219 09 9999", "dob": "1980-12-31"}]}});
    page.shown("passport.customers.update", of(&made["id"], change)).await.unwrap();
    let stored = world.passport(&format!("/customer/id/{}", made["id"])).await;
    assert_eq!(stored["business"]["beneficialOwner"][1]["ssnLast4"], "9999");
    let shown = page.shown("passport.customers.get", of(&made["id"], json!({}))).await.unwrap();
    assert_eq!(shown["business"]["beneficialOwner"][2]["ssnLast4"], "5678");
    assert!(!shown.to_string().contains("dob"));
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_by_the_platform_s_paths_and_nothing_is_sent() {
    let (_world, browser, page) = start().await;
    let mut firm = larkwell("firm");
    let business = &mut firm["business"];
    business["legalName"] = " ".into();
    business["ein"] = "00-3456789".into();
    business["stateOfIncorporation"] = "Texas".into();
    business["dateOfIncorporation"] = "2999-01-01".into();
    business["beneficialOwner"][0]["dob"] = "2015-01-31".into();
    business["beneficialOwner"][2]["ssn"] = "666-09-5678".into();
    business["beneficialOwner"][2]["mailingAddress"][0]["zip"] = "7870".into();
    let fault = refused(&page, "passport.customers.create", firm).await;
    assert!(fault.is(ErrorCode::ValidationFailed));
    assert_eq!(
        fields(&fault),
        [
            "business.legalName: required",
            "business.stateOfIncorporation: state_unknown",
            "business.dateOfIncorporation: date_out_of_range",
            "business.beneficialOwner[2].mailingAddress[0].zip: postal_code_form",
            "business.ein: ein_form",
            "business.beneficialOwner[0].dob: under_age",
            "business.beneficialOwner[2].ssn: ssn_never_issued",
        ]
    );
    let mut person = ada("crm");
    person["individual"]["firstname"] = "Ada".into();
    person["individual"]["ssnLast4"] = "1234".into();
    person["individual"]["mobilePhone"] = 5.into();
    let fault = refused(&page, "passport.customers.create", person).await;
    assert!(fault.is(ErrorCode::InvalidOption));
    assert_eq!(
        fields(&fault),
        [
            "individual.mobilePhone: wrong_type",
            "individual.firstname: unknown_field",
            "individual.ssnLast4: unknown_field"
        ]
    );
    assert!(browser.seen.borrow().is_empty());
}

#[tokio::test]
async fn an_ssn_in_each_wrong_form_is_refused_in_the_page_without_being_repeated() {
    let (_world, browser, page) = start().await;
    for (ssn, code) in [
        ("21909123", "ssn_form"),
        ("2190912345", "ssn_form"),
        ("219-091234", "ssn_form"),
        ("2190-9-1234", "ssn_form"),
        ("21909123a", "ssn_form"),
        ("٢١٩٠٩١٢٣٤", "ssn_form"),
        ("000-09-1234", "ssn_never_issued"),
        ("666-09-1234", "ssn_never_issued"),
        ("900-09-1234", "ssn_never_issued"),
        ("219-00-1234", "ssn_never_issued"),
        ("219-09-0000", "ssn_never_issued"),
    ] {
        let mut person = ada("crm");
        person["individual"]["ssn"] = ssn.into();
        let fault = refused(&page, "passport.customers.create", person).await;
        assert_eq!(fields(&fault), [format!("individual.ssn: {code}")], "{ssn}");
        assert!(!format!("{fault:?}").contains(ssn));
    }
    assert!(browser.seen.borrow().is_empty());
}

#[tokio::test]
async fn an_external_id_is_used_once_and_never_changed() {
    let (world, _browser, page) = start().await;
    let first = page.shown("passport.customers.create", ada("crm-1")).await.unwrap();
    let fault = refused(&page, "passport.customers.create", larkwell("crm-1")).await;
    assert_eq!((fault.code.as_str(), fault.reason.as_deref()), ("validation_failed", Some("EC-BL-9001")));
    assert_eq!(fields(&fault), ["externalId: EC-BL-9001"]);
    let fault = refused(&page, "passport.customers.update", of(&first["id"], json!({"externalId": "crm-2"}))).await;
    assert_eq!((fault.status, fault.reason.as_deref()), (Some(422), Some("EC-BL-9004")));
    assert_eq!(world.passport("/customer/externalId/crm-1").await["individual"]["lastName"], "Byron");
}

#[tokio::test]
async fn accounts_are_opened_listed_changed_and_closed_once_their_agreement_is_accepted() {
    let (_world, browser, page) = start().await;
    let customer = page.shown("passport.customers.create", ada("crm-1")).await.unwrap()["id"].clone();
    let open = |external: &str, more: Value| {
        let mut input = of(&customer, more);
        input["externalId"] = external.into();
        input
    };
    let fault = refused(&page, "passport.accounts.open", open("a-1", json!({}))).await;
    assert_eq!((fault.code.as_str(), fault.status), ("agreement_not_accepted", Some(422)));

    let agreements = page.shown("passport.agreements.list", json!({})).await.unwrap();
    for agreement in agreements.as_array().unwrap() {
        let file = json!({"documents": [{"files": [agreement]}]});
        let document = page.shown("agreements.document", file).await.unwrap();
        assert_eq!(document["sha256"], agreement["documentSha256"]);
        let input = json!({"type": agreement["type"], "customer": {"id": customer}, "locale": "en-US",
            "documentSha256": document["sha256"], "acceptanceMode": "CLICKWRAP", "acceptedBy": {"entity": "CUSTOMER"}});
        let receipt = page.shown("passport.agreements.accept", input).await.unwrap();
        assert_eq!((&receipt["type"], &receipt["acceptanceMode"]), (&agreement["type"], &json!("CLICKWRAP")));
        assert_eq!(receipt["acceptedBy"]["entity"], "CUSTOMER");
    }

    let first = page.shown("passport.accounts.open", open("a-1", json!({"nickName": "Till"}))).await.unwrap();
    // "%PDF-1.7" in base64.
    let document = json!({"document": {"base64encodedContent": "JVBERi0xLjc="}});
    let deposit = json!({"isCustomerOwned": true, "isPrimary": true, "purpose": "Operating", "linkedDocument": document,
        "acceptanceMode": "ESIGN", "acceptanceDetails": {"acceptedBy": {"entity": "CUSTOMER", "id": customer}}});
    let second = page.shown("passport.accounts.open", open("a-2", deposit)).await.unwrap();
    let list = page.shown("passport.accounts.list", of(&customer, json!({}))).await.unwrap();
    let shown: Vec<_> =
        list.as_array().unwrap().iter().map(|account| (account["id"].clone(), account["isPrimary"].clone())).collect();
    assert_eq!(shown, [(first["id"].clone(), json!(false)), (second["id"].clone(), json!(true))]);
    // What the page says of the acceptance gives way to the gateway's receipt of it.
    let accepted = &list[1]["linkedDocument"][0];
    assert_eq!(accepted["acceptanceMode"], "CLICKWRAP");
    assert_eq!(accepted["acceptanceDetails"]["acceptedBy"], json!({"entity": "CUSTOMER"}));
    assert!(accepted["acceptanceDetails"]["ipAddress"].is_string());

    let account = |external: &str, more: Value| {
        let mut input = of(&"crm-1".into(), more);
        input["accountBy"] = "externalId".into();
        input["accountKey"] = external.into();
        input
    };
    for (input, reason) in [
        (account("a-2", json!({"isPrimary": false})), "EC-BL-9008"),
        (account("a-1", json!({"externalId": "a-3"})), "EC-BL-9004"),
        (account("a-1", json!({"purpose": "Hobby"})), "EC-BL-0632"),
    ] {
        let fault = refused(&page, "passport.accounts.update", input).await;
        assert_eq!((fault.code.as_str(), fault.reason.as_deref()), ("validation_failed", Some(reason)));
    }
    page.shown("passport.accounts.update", account("a-1", json!({"isPrimary": true, "nickName": "Shop"})))
        .await
        .unwrap();
    let read = page.shown("passport.accounts.get", account("a-1", json!({}))).await.unwrap();
    assert_eq!((&read["isPrimary"], &read["nickName"]), (&json!(true), &json!("Shop")));
    assert_eq!(read["balance"]["amount"], "0.00");

    settled(&page, account("a-1", json!({}))).await;
    let closing = json!({"reason": "OTHERS", "comment": "moved", "outstandingBalanceInstruction": {"preferredMethod": "CHECK",
        "destination": {"addressLine1": "12 Mill Lane"}}});
    browser.forget_seen();
    page.shown("passport.accounts.close", account("a-1", closing)).await.unwrap();
    let read = page.shown("passport.accounts.get", account("a-1", json!({}))).await.unwrap();
    assert_eq!(read["status"], "CLOSURE_INITIATED");
}

fn with_headers(status: u16, headers: &[(&str, &str)]) -> Fate {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Fate::Forged(HttpResponse { status, headers, body: Vec::new() })
}

#[tokio::test]
async fn what_was_made_is_named_by_location_and_a_warning_is_no_failure() {
    let (_world, browser, page) = start().await;
    let open = || of(&json!(7), json!({"externalId": "a-1"}));
    let place = ("location", "/v1/customer/id/7/account/id/4009308");
    let told = r#"299 - "WARN-9001: the first one is primary", 299 - "WARN-9002: more""#;
    browser.network(move |_| with_headers(299, &[place, ("warning", told)]));
    let made = page.shown("passport.accounts.open", open()).await.unwrap();
    assert_eq!(made, json!({"id": 4_009_308, "warning": told}));
    browser.network(move |_| with_headers(201, &[place]));
    assert_eq!(page.shown("passport.accounts.open", open()).await.unwrap(), json!({"id": 4_009_308}));
    for place in ["", "/v1/customer/id/7/account/id/", "4009308x/y"] {
        browser.network(move |_| with_headers(201, &[("location", place)]));
        assert!(refused(&page, "passport.accounts.open", open()).await.is(ErrorCode::UnexpectedAnswer), "{place}");
    }
    browser.network(|_| with_headers(204, &[]));
    page.shown("passport.customers.update", of(&json!(7), json!({"individual": {"email": "a@b.example"}})))
        .await
        .unwrap();
    assert!(refused(&page, "passport.customers.get", of(&json!(7), json!({}))).await.is(ErrorCode::UnexpectedAnswer));
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_never_sent_again_and_a_read_is() {
    let (world, browser, page) = start().await;
    browser.network(|seen| if seen.method == "POST" { Fate::AnswerLost } else { Fate::Answered });
    let fault = refused(&page, "passport.customers.create", ada("crm-1")).await;
    assert!(fault.is(ErrorCode::GatewayUnreachable) && fault.retryable && fault.status.is_none());
    assert_eq!(browser.seen.borrow().iter().filter(|seen| seen.method == "POST").count(), 1);
    // It was done, and this browser finds it.
    let mut lost = true;
    browser.network(move |_| if std::mem::take(&mut lost) { Fate::AnswerLost } else { Fate::Answered });
    let found = page.shown("passport.customers.get", of(&"crm-1".into(), json!({}))).await.unwrap();
    assert_eq!(found["id"], world.passport("/customer/externalId/crm-1").await["id"]);

    browser.forget_seen();
    browser.network(|_| with_headers(503, &[]));
    let fault = refused(&page, "passport.accounts.open", of(&json!(7), json!({"externalId": "a-1"}))).await;
    assert!(fault.is(ErrorCode::UpstreamUnavailable) && fault.retryable);
    assert_eq!(browser.seen.borrow().len(), 1);
}

#[tokio::test]
async fn a_gateway_whose_key_the_page_was_not_given_is_sent_nothing_sealed() {
    let world = World::start().await;
    for gateway_key in [String::new(), world.config().platform_key] {
        let browser = Browser::new();
        let page = Client::new(browser.clone(), portico_core::ClientConfig { gateway_key, ..world.config() });
        page.connect(CallOptions::default()).await.unwrap();
        browser.forget_seen();
        assert!(refused(&page, "passport.customers.create", ada("crm")).await.is(ErrorCode::PlatformKeyMismatch));
        assert_eq!(browser.calls(), ["GET /passport/keys"]);
    }
}

#[tokio::test]
async fn a_value_that_the_gateway_can_not_open_is_sealed_again_once_under_keys_asked_for_anew() {
    let (_world, browser, page) = start().await;
    let mut once = true;
    browser.network(move |seen| match seen.method {
        "POST" if std::mem::take(&mut once) => Fate::problem(422, json!({"code": "unsealable"})),
        _ => Fate::Answered,
    });
    page.shown("passport.customers.create", ada("crm-1")).await.unwrap();
    assert_eq!(
        browser.calls(),
        ["GET /passport/keys", "POST /passport/customer", "GET /passport/keys", "POST /passport/customer"]
    );
    browser.network(|seen| match seen.method {
        "POST" => Fate::problem(422, json!({"code": "unsealable"})),
        _ => Fate::Answered,
    });
    browser.forget_seen();
    assert!(refused(&page, "passport.customers.create", ada("crm-2")).await.is(ErrorCode::Unsealable));
    assert_eq!(browser.seen.borrow().iter().filter(|seen| seen.method == "POST").count(), 2);
}

#[tokio::test]
async fn what_a_deposit_account_takes_is_asked_of_the_platform_s_own_answer() {
    let (world, _browser, page) = start().await;
    let mut person = ada("crm-1");
    for name in ["ssn", "dob", "email"] {
        person["individual"].as_object_mut().unwrap().remove(name);
    }
    person["individual"]["mailingAddress"][0]["isPrimary"] = false.into();
    let customer = page.shown("passport.customers.create", person).await.unwrap()["id"].clone();
    let check = async || page.shown("passport.customers.check", of(&customer, json!({}))).await;
    let given = async || {
        let shown = check().await.unwrap();
        assert_eq!(shown["type"], "INDIVIDUAL");
        let text = shown.to_string().replace(r#""ssnLast4":"#, r#""ssn":"#);
        missing_for_deposit(&serde_json::from_str(&text).unwrap())
    };
    assert_eq!(given().await, ["individual.ssn", "individual.dob", "individual.mailingAddress", "individual.email"]);
    let mended = json!({"individual": {"ssn": "219-09-1234", "dob": "1990-05-17", "email": "ada@example.com",
        "mailingAddress": [home()]}});
    page.shown("passport.customers.update", of(&customer, mended)).await.unwrap();
    assert!(given().await.is_empty());
    // A blocked or closed customer opens nothing.
    world.control(&format!("/passport/customers/{customer}/status"), json!({"status": "INACTIVE"})).await;
    let fault =
        refused(&page, "passport.customers.update", of(&customer, json!({"individual": {"email": "a@b.example"}})))
            .await;
    assert_eq!((fault.code.as_str(), fault.reason.as_deref()), ("passport_refused", Some("EC-BL-9003")));
}
