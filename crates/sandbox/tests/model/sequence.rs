//! One sequence: several customers take turns, answers are lost, the sandbox is killed, and the model watches.

use std::{collections::BTreeMap, pin::pin};

use http::Method;
use serde_json::{Value, json};
use tokio::task::yield_now;

use crate::{
    acts::Act,
    choose::choose,
    client::Client,
    model::{CONTEXTS, Model, Source, Visitor},
    random::Random,
    server::{Call, Server},
    support::Reply,
};

/// Calls of a sequence, the test controls among them; what sets it up and what looks at its end are not counted.
pub(crate) const CALLS: u64 = 100;
const CLIENTS: usize = 3;
/// Steps of the clock: none of their sums comes near to a period that the model knows of.
const STEPS: [i64; 3] = [60, 700, 1_000];
pub(crate) struct Sequence<'a> {
    pub(crate) server: &'a mut Server,
    pub(crate) random: Random,
    pub(crate) model: Model,
    pub(crate) clients: Vec<Client>,
    pub(crate) has_crashes: bool,
    /// The answers to the expected-use questions, once they were read.
    answers: Value,
    /// Calls by what became of them.
    pub(crate) outcomes: BTreeMap<String, u64>,
}

/// How a write is sent.
#[derive(Clone, Copy)]
enum Way {
    Once,
    /// Again, byte for byte and sealed afresh.
    Again,
    /// Twice at once.
    Twice,
    /// The caller hangs up, and asks again.
    HangUp,
    /// The process is killed before the effect, after it, or at any moment in between.
    Crash(&'static str),
}

impl<'a> Sequence<'a> {
    pub(crate) async fn begin(server: &'a mut Server, seed: u64) -> Self {
        server.control(Method::POST, "/reset", None).await.expect(204);
        let bearer = server.bearer().await;
        let (mut agreements, mut terms) = (BTreeMap::new(), [Vec::new(), Vec::new()]);
        for (context, (provided_id, _)) in CONTEXTS.iter().enumerate() {
            let body = json!({"provided_id": provided_id});
            let found = server.call(Method::POST, "/agreements/search", &bearer, Some(&body)).await.expect(200);
            for agreement in found["agreements"].as_array().unwrap() {
                let version = version(server, agreement).await;
                terms[context].push(version.0.clone());
                agreements.insert(version.0.clone(), vec![version]);
            }
        }
        let mut clients = Vec::new();
        for _ in 0..CLIENTS {
            clients.push(Client::arrive(server, &bearer).await);
        }
        let visitors = (0..CLIENTS).map(|_| Visitor::new()).collect();
        let model = Model { now: 0, agreements, terms, visitors };
        let (random, has_crashes) = (Random(seed), seed.is_multiple_of(4));
        let (answers, outcomes) = (json!([]), BTreeMap::new());
        Self { server, random, model, clients, has_crashes, answers, outcomes }
    }

    pub(crate) async fn run(&mut self) {
        let end = self.server.calls() + CALLS;
        while self.server.calls() < end {
            let who = self.random.below(CLIENTS);
            match self.random.below(40) {
                0 => {
                    let seconds = *self.random.pick(&STEPS);
                    self.advance(seconds).await;
                }
                1 | 2 => self.steal(who).await,
                3..=5 => self.replay(who).await,
                6 => self.reuse(who).await,
                7..=9 => self.read(who).await,
                10..=13 => self.cure(who).await,
                14 => self.revise().await,
                15 => self.close_account(who).await,
                _ => {
                    let act = choose(&mut self.random, &self.model, who);
                    self.act(who, &act).await;
                }
            }
        }
        self.look().await;
    }

    pub(crate) fn count(&mut self, outcome: &str) {
        *self.outcomes.entry(outcome.to_owned()).or_default() += 1;
    }

    pub(crate) async fn advance(&mut self, seconds: i64) {
        self.server.control(Method::POST, "/clock/advance", Some(json!({"seconds": seconds}))).await.expect(200);
        self.model.advance(seconds);
        for client in &mut self.clients {
            client.advance(seconds);
            // A session that nobody uses for half an hour is over: this one is in use.
            client.get(self.server, "/people/unknown").await.expect_problem(404, "person_not_found");
        }
        self.count("clock steps");
    }

    async fn act(&mut self, who: usize, act: &Act) {
        self.prepare(who, act).await;
        let key = self.clients[who].fresh_key();
        let (call, afresh) = (self.draft(who, act, &key), self.draft(who, act, &key));
        let is_kept = self.model.admit(who, act).is_ok();
        let way = self.way(is_kept);
        let reply = match way {
            Way::Once | Way::Again => self.server.send(&call).await,
            Way::Twice => {
                let (one, other) = tokio::join!(self.server.send(&call), self.server.send(&call));
                let reply = self.settle(&call, false).await;
                for twin in [one, other] {
                    assert!(is_in_progress(&twin) || twin.bytes == reply.bytes, "{} {}", twin.text(), reply.text());
                }
                reply
            }
            Way::HangUp => {
                let patience = self.random.below(60);
                {
                    let mut sent = pin!(self.server.try_send(&call));
                    for _ in 0..patience {
                        tokio::select! { biased; _ = &mut sent => break, () = yield_now() => {} }
                    }
                }
                self.settle(&call, false).await
            }
            Way::Crash(when) => self.crash(&call, when).await,
        };
        let expected = self.model.expect(who, act);
        self.check(act, &reply, expected);
        let answer = if reply.bytes.is_empty() { Value::Null } else { reply.json() };
        self.model.apply(who, act, expected, &answer);
        if expected.is_ok()
            && let Some(account) = act.account(&self.model, who)
        {
            assert_eq!(answer["account_state"], self.model.visitors[who].accounts[account].state, "{act:?}");
        }
        if matches!(act, Act::Order { .. }) && expected.is_ok() {
            let card = self.model.visitors[who].cards.last_mut().unwrap();
            let shown = self.server.control(Method::GET, &format!("/cards/{}", card.id), None).await.expect(200);
            shown["cvc"].as_str().unwrap_or_default().clone_into(&mut card.cvc);
        }
        if is_kept {
            self.clients[who].keep(call.clone(), &reply);
        }
        match way {
            Way::Again => {
                for again in [&call, &afresh] {
                    let again = self.server.send(again).await;
                    assert_eq!((again.status, &again.bytes), (reply.status, &reply.bytes), "{act:?}");
                }
                self.count("asked again");
            }
            Way::Crash(_) => {
                self.look().await;
                for who in 0..CLIENTS {
                    self.replay(who).await;
                }
                self.count("kills");
            }
            Way::Twice => self.count("asked twice at once"),
            Way::HangUp => self.count("hung up"),
            Way::Once => {}
        }
        self.count(&match expected {
            Ok(_) => "done".to_owned(),
            Err(code) => format!("refused: {code}"),
        });
    }

    fn way(&mut self, is_kept: bool) -> Way {
        let number = self.random.below(100);
        let crash = *self.random.pick(&["before", "after", "any"]);
        match number {
            _ if !is_kept => Way::Once,
            0..=4 if self.has_crashes => Way::Crash(crash),
            5..=12 => Way::Again,
            13..=17 => Way::Twice,
            18..=22 => Way::HangUp,
            _ => Way::Once,
        }
    }

    fn draft(&self, who: usize, act: &Act, key: &str) -> Call {
        let client = &self.clients[who];
        let (method, path, body) = act.draft(&self.model, who, client, &self.answers);
        client.call(method, &path, Some(key), Some(&body))
    }

    /// Reads what the act's body is made of.
    async fn prepare(&mut self, who: usize, act: &Act) {
        let visitor = &self.model.visitors[who];
        if visitor.source == Source::Anonymous {
            return;
        }
        match act {
            Act::ExpectedUse { person } if self.answers == json!([]) => {
                let path = format!("/people/{}/expected_use", visitor.people[*person].id);
                let list = self.clients[who].get(self.server, &path).await.expect(200);
                let questions = list["questions"].as_array().unwrap();
                if !questions.is_empty() {
                    let answer = |question: &Value| json!({"question_id": question["id"], "option_id": question["options"][0]["id"]});
                    self.answers = questions.iter().map(answer).collect();
                }
            }
            Act::SendDocuments { person, .. } if visitor.people[*person].request.is_none() => {
                let path = format!("/people/{}/document_requests", visitor.people[*person].id);
                let list = self.clients[who].get(self.server, &path).await.expect(200);
                let id = list["document_requests"][0]["id"].as_str().map(str::to_owned);
                self.model.visitors[who].people[*person].request = id;
            }
            _ => {}
        }
    }

    #[track_caller]
    fn check(&self, act: &Act, reply: &Reply, expected: Result<u16, &'static str>) {
        match expected {
            Ok(status) => assert_eq!(reply.status.as_u16(), status, "{act:?}: {}", reply.text()),
            Err(code) => {
                assert!(reply.status.is_client_error(), "{act:?} is no {code}: {}", reply.text());
                assert_eq!(reply.json()["code"], code, "{act:?}: {}", reply.text());
            }
        }
    }

    /// Kills the process around a call and asks again.
    async fn crash(&mut self, call: &Call, when: &str) -> Reply {
        if when == "any" {
            let patience = self.random.below(60);
            let mut sent = pin!(self.server.try_send(call));
            for _ in 0..patience {
                tokio::select! { biased; _ = &mut sent => break, () = yield_now() => {} }
            }
        } else {
            self.server.stall(&call.path, when).await;
            tokio::select! {
                answer = self.server.try_send(call) => panic!("answered: {:?}", answer.map(|reply| reply.status)),
                () = self.server.stalled() => {}
            }
        }
        self.server.crash();
        self.settle(call, true).await
    }

    /// Asks until there is an answer. A process that was killed has taken its running marks along.
    async fn settle(&mut self, call: &Call, was_killed: bool) -> Reply {
        loop {
            let reply = self.server.send(call).await;
            if !is_in_progress(&reply) {
                return reply;
            }
            assert!(!was_killed, "a mark outlived its process: {}", call.path);
            yield_now().await;
        }
    }
}

fn is_in_progress(reply: &Reply) -> bool {
    reply.status == 409 && reply.json()["code"] == "request_in_progress"
}

/// An agreement's id, and the hash of its text.
pub(crate) async fn version(server: &Server, agreement: &Value) -> (String, String) {
    use sha2::{Digest, Sha256};
    let text = server.file(agreement["documents"][0]["files"][0]["url"].as_str().unwrap()).await;
    let hash = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    (agreement["id"].as_str().unwrap().to_owned(), hash)
}
