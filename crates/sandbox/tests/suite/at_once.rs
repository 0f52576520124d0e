//! Requests that reach a process of the sandbox at the same time.

use std::{collections::BTreeSet, sync::Arc};

use sqlx::Row;
use tokio::sync::Barrier;

use super::support::{Customer, Platform, Reply, ssn};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_sealed_people_at_once_under_one_key_are_one_person_of_a_process() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        platform.start_process();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/netspend-api/v1/people", platform.process_url());
        let together = Arc::new(Barrier::new(64));
        let tries: Vec<_> = (0..64)
            .map(|_| {
                let request = client
                    .post(&url)
                    .header("authorization", &customer.bearer)
                    .header("ns-session-id", &customer.session_id)
                    .header("idempotency-key", "one")
                    // Sealed anew in each of them.
                    .json(&customer.person(platform, &ssn("1234")));
                let together = Arc::clone(&together);
                tokio::spawn(async move {
                    together.wait().await;
                    // As the SDK does, until the first one is through.
                    loop {
                        let answer = request.try_clone().unwrap().send().await.unwrap();
                        let (status, headers) = (answer.status(), answer.headers().clone());
                        let reply = Reply { status, headers, bytes: answer.bytes().await.unwrap().to_vec() };
                        if reply.status != 409 {
                            return reply;
                        }
                        reply.expect_problem(409, "request_in_progress");
                    }
                })
            })
            .collect();
        let mut answers = BTreeSet::new();
        for one in tries {
            let reply = one.await.unwrap();
            reply.expect(201);
            answers.insert(reply.bytes);
        }
        assert_eq!(answers.len(), 1, "one answer, byte for byte");
        let count = sqlx::query("SELECT COUNT(*) AS count FROM people").fetch_one(&mut platform.connect().await).await;
        assert_eq!(count.unwrap().try_get::<i64, _>("count").unwrap(), 1, "people");
    })
    .await;
}
