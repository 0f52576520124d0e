//! Lists of what was told show the newest, however much there is.

use http::Method;
use serde_json::{Value, json};

use super::support::Platform;

/// 1,001 rows that were delivered, one a second.
async fn fill(platform: &Platform, table: &'static str) {
    let rows = format!(
        "INSERT INTO {table} (id, kind, payload, created_at, attempts, due_at, delivered_at) \
         WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1001) \
         SELECT 'n-' || (10000 + n), 'x', '{{}}', n, 1, n, n FROM numbers"
    );
    sqlx::query(sqlx::AssertSqlSafe(rows)).execute(&mut platform.connect().await).await.unwrap();
}

#[tokio::test]
async fn of_more_than_a_thousand_the_newest_are_listed_oldest_first() {
    Platform::each(async |platform| {
        for (table, path, member) in
            [("outbox", "/events", "events"), ("passport_notices", "/passport/webhook", "notices")]
        {
            fill(platform, table).await;
            let listed = platform.control(Method::GET, path, None).await.expect(200)[member].clone();
            let ids: Vec<&Value> = listed.as_array().unwrap().iter().map(|row| &row["id"]).collect();
            assert_eq!((ids.len(), ids[0], ids[999]), (1000, &json!("n-10002"), &json!("n-11001")), "{path}");
        }
    })
    .await;
}
