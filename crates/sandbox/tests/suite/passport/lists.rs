//! Lists with filters, order and pages.

use serde_json::{Value, json};

use super::client::{Client, business, deposit, individual, refused, with};
use crate::support::Platform;

fn filter(key: &str, operator: &str, values: &Value) -> Value {
    json!({"criteria": {"filters": [{"key": key, "operator": operator, "values": values}]}})
}

fn ids(page: &Value) -> Vec<&str> {
    page["resources"].as_array().unwrap().iter().map(|found| found["externalId"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn customers_are_found_by_what_lies_sealed_and_by_their_status() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        client.customer(&with(individual("1234"), "/externalId", json!("a"))).await;
        client.customer(&with(individual("5678"), "/externalId", json!("b"))).await;
        client.customer(&with(business("1234"), "/externalId", json!("c"))).await;
        for (key, operator, values, found) in [
            ("individual.ssnLast4", "eq", json!(["5678"]), vec!["b"]),
            ("business.legalName", "like", json!(["meadow"]), vec!["c"]),
            ("externalId", "in", json!(["a", "c"]), vec!["c", "a"]),
            ("type", "ne", json!(["BUSINESS"]), vec!["b", "a"]),
            ("status", "eq", json!(["INACTIVE"]), vec![]),
            ("createdOn", "gte", json!(["01/01/2020"]), vec!["c", "b", "a"]),
        ] {
            let page = client.post("/v1/customer/list", &filter(key, operator, &values)).await.expect(200);
            assert_eq!(ids(&page), found, "{key} {operator}");
            assert_eq!(page["totalCount"], json!(found.len()));
            assert!(page["resources"].as_array().unwrap().iter().all(|found| found["individual"]["ssn"].is_null()));
        }
    })
    .await;
}

#[tokio::test]
async fn accounts_come_in_the_asked_order_page_by_page() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        for id in ["a", "b", "c", "d", "e"] {
            client.account(&customer, &with(deposit(), "/externalId", json!(id))).await;
        }
        let list = async |body: Value| client.post("/v1/account/list", &body).await.expect(200);
        let newest = list(json!({})).await;
        assert_eq!(ids(&newest), ["e", "d", "c", "b", "a"]);
        assert_eq!(
            (&newest["totalCount"], &newest["returnedCount"], &newest["hasMore"]),
            (&json!(5), &json!(5), &json!("false"))
        );
        let sort = json!({"sortBy": "externalId", "sortOrder": "asc"});
        let first = list(json!({"sortOptions": sort, "limit": 2})).await;
        assert_eq!((ids(&first), &first["hasMore"], &first["offset"]), (vec!["a", "b"], &json!("true"), &json!(0)));
        let rest = list(json!({"sortOptions": sort, "limit": 2, "offset": 4})).await;
        assert_eq!((ids(&rest), &rest["hasMore"]), (vec!["e"], &json!("false")));
        let page = list(json!({"sortOptions": sort, "limit": 1, "pageSize": 2, "pageNumber": 2})).await;
        assert_eq!((ids(&page), &page["pageNumber"]), (vec!["c", "d"], &json!(2)));
        let primary = list(filter("isPrimary", "eq", &json!([true]))).await;
        assert_eq!(ids(&primary), ["a"]);
    })
    .await;
}

#[tokio::test]
async fn a_bad_operator_field_or_value_has_a_code_of_its_own() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for (body, code, field) in [
            (filter("status", "is", &json!(["ACTIVE"])), "EC-BL-4415", "criteria.filters[0].operator"),
            (filter("accountNumber", "eq", &json!(["1"])), "EC-BL-4201", "criteria.filters[0].key"),
            (filter("id", "eq", &json!(["1"])), "EC-BL-4337", "criteria.filters[0].values"),
            (json!({"sortOptions": {"sortBy": "balance"}}), "EC-BL-4201", "sortOptions.sortBy"),
            (json!({"sortOptions": {"sortOrder": "up"}}), "EC-BL-4337", "sortOptions.sortOrder"),
            (json!({"limit": 101}), "EC-BL-4337", "limit"),
            (json!({"limit": "10"}), "EC-VA-0006", "limit"),
        ] {
            for path in ["/v1/account/list", "/v1/customer/list"] {
                assert_eq!(refused(&client.post(path, &body).await, 422, code), [field]);
            }
        }
    })
    .await;
}
