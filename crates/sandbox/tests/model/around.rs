//! What goes on around the customers' writes: reading, stealing, asking again, and what the platform decides.

use http::Method;
use serde_json::{Value, json};

use crate::{
    model::{Cure, Source},
    sequence::{Sequence, version},
    support::Reply,
};

/// An answer is 200, or the refusal that the model knows of.
#[track_caller]
fn check(reply: &Reply, expected: Result<(), &str>) {
    match expected {
        Ok(()) => assert_eq!(reply.status, 200, "{}", reply.text()),
        Err(code) => assert_eq!(reply.json()["code"], code, "{}", reply.text()),
    }
}

impl Sequence<'_> {
    /// Reads, and tries to order for, what another browser made.
    pub(crate) async fn steal(&mut self, who: usize) {
        let other = (who + 1 + self.random.below(self.clients.len() - 1)) % self.clients.len();
        let (visitor, client) = (&self.model.visitors[other], &self.clients[who]);
        if let Some(account) = visitor.accounts.last() {
            let reply = client.get(self.server, &format!("/accounts/{}", account.id)).await;
            reply.expect_problem(403, "session_forbidden");
        }
        if let (Some(person), Source::Person(_)) = (visitor.people.last(), self.model.visitors[who].source) {
            let body = json!({"account_id": visitor.accounts[person.account].id, "person_id": person.id});
            let order = client.call(Method::POST, "/cards/virtual", None, Some(&body));
            self.server.send(&order).await.expect_problem(403, "session_forbidden");
            if let Some(card) = visitor.cards.last() {
                let reply = client.get(self.server, &format!("/cards/{}/secrets", card.id)).await;
                reply.expect_problem(403, "session_forbidden");
            }
        }
        self.count("stolen in vain");
    }

    /// Asks for an old answer again.
    pub(crate) async fn replay(&mut self, who: usize) {
        let Some(index) = self.random.index(self.clients[who].kept.len()) else { return };
        let kept = &self.clients[who].kept[index];
        let reply = self.server.send(&kept.call).await;
        assert_eq!((reply.status.as_u16(), &reply.bytes), (kept.status, &kept.bytes), "{}", kept.call.path);
        self.count("old answers");
    }

    /// Uses the key of an account's opening for another account.
    pub(crate) async fn reuse(&mut self, who: usize) {
        let kept = self.clients[who].kept.iter().find(|kept| kept.call.path.ends_with("/accounts"));
        let Some(kept) = kept else { return };
        let mut call = kept.call.clone();
        call.body = Some(json!({"provided_id": "acp_other"}).to_string());
        self.server.send(&call).await.expect_problem(422, "idempotency_key_reused");
        self.count("keys reused in vain");
    }

    /// Reads a card's secrets, or asks for identity questions.
    pub(crate) async fn read(&mut self, who: usize) {
        let visitor = &self.model.visitors[who];
        let (people, cards) = (visitor.people.len(), visitor.cards.len());
        if let Some(card) = self.random.index(cards).filter(|_| self.random.percent(50)) {
            let (expected, id) = (visitor.secrets(card), visitor.cards[card].id.clone());
            let reply = self.clients[who].get(self.server, &format!("/cards/{id}/secrets")).await;
            check(&reply, expected);
            if expected.is_ok() {
                let opened = self.clients[who].open(&reply.json()["encrypted_data"], &format!("card_secrets:{id}"));
                assert_eq!(opened["cvv2"], visitor.cards[card].cvc.as_str());
            }
            self.count("secrets");
        } else if let Some(person) = self.random.index(people) {
            self.ask(who, person).await;
        }
    }

    /// Asks for a person's identity questions.
    async fn ask(&mut self, who: usize, person: usize) {
        let visitor = &self.model.visitors[who];
        let (expected, id) = (visitor.ask(person), visitor.people[person].id.clone());
        let reply = self.clients[who].get(self.server, &format!("/people/{id}/kyc/identity_questions")).await;
        check(&reply, expected);
        if expected.is_ok() {
            let use_ = format!("identity_questions:{id}");
            let set = self.clients[who].open(&reply.json()["encrypted_data"], &use_);
            let now = self.model.now;
            let questions = &mut self.model.visitors[who].people[person].questions;
            match questions {
                Some((until, old)) if now < *until => assert_eq!(*old, set, "an open set stays"),
                _ => *questions = Some((now + 600, set)),
            }
        }
        self.count("identity questions");
    }

    /// The next step of a cure: the questions, the scan's end, the review's.
    pub(crate) async fn cure(&mut self, who: usize) {
        let Some(index) = self.random.index(self.model.visitors[who].people.len()) else { return };
        let visitor = &self.model.visitors[who];
        let person = &visitor.people[index];
        if visitor.source == Source::Anonymous {
            return;
        }
        let is_closed = visitor.accounts[person.account].state == "closed";
        let is_right = self.random.percent(60);
        match person.cure {
            Some(Cure::Questions) => self.ask(who, index).await,
            Some(Cure::Scan) => {
                let path = format!("/people/{}/kyc/identity_scan", person.id);
                let scan = self.clients[who].get(self.server, &path).await.expect(200);
                assert_eq!(scan["status"], "waiting");
                let path = format!("/identity_scans/{}", scan["identity_scan_id"].as_str().unwrap());
                let result = if is_right { "passed" } else { "failed" };
                let expected = if is_closed { Err("account_inactive") } else { Ok(()) };
                self.decide(who, index, &path, result, expected).await;
            }
            Some(Cure::Documents) => {
                let Some(request) = &person.request else { return };
                let expected = match (is_closed, person.is_reviewed) {
                    (true, _) => Err("account_inactive"),
                    (false, true) => Ok(()),
                    (false, false) => Err("kyc_step_not_due"),
                };
                let result = if is_right { "accepted" } else { "rejected" };
                let path = format!("/document_requests/{request}");
                self.decide(who, index, &path, result, expected).await;
            }
            None => {}
        }
    }

    async fn decide(&mut self, who: usize, person: usize, path: &str, result: &str, expected: Result<(), &str>) {
        let reply = self.server.control(Method::POST, path, Some(json!({"result": result}))).await;
        check(&reply, expected);
        if expected.is_ok() {
            let person = &mut self.model.visitors[who].people[person];
            person.is_reviewed = false;
            person.cured(result == "passed" || result == "accepted");
            self.model.settle();
        }
        self.count("scans and reviews");
    }

    /// A new version of an agreement is in force.
    pub(crate) async fn revise(&mut self) {
        if !self.random.percent(30) {
            return;
        }
        let origins: Vec<String> = self.model.agreements.keys().cloned().collect();
        let origin = self.random.pick(&origins);
        let path = format!("/agreements/{origin}/revise");
        let agreement = self.server.control(Method::POST, &path, None).await.expect(200);
        let version = version(self.server, &agreement).await;
        self.model.agreements.get_mut(origin).unwrap().push(version);
        self.count("agreements revised");
    }

    /// The platform closes an account.
    pub(crate) async fn close_account(&mut self, who: usize) {
        let Some(index) = self.random.index(self.model.visitors[who].accounts.len()) else { return };
        if !self.random.percent(15) {
            return;
        }
        let account = &mut self.model.visitors[who].accounts[index];
        self.server.control(Method::POST, &format!("/accounts/{}/close", account.id), None).await.expect(200);
        account.state = "closed";
        self.count("accounts closed");
    }

    /// Everything is as the model has it, and the partner was told once.
    pub(crate) async fn look(&mut self) {
        let events = self.server.control(Method::GET, "/events", None).await.expect(200);
        let told = |kind: &str, id: &str| {
            let of = |event: &&Value| event["type"] == kind && event["data"]["id"] == id;
            events["events"].as_array().unwrap().iter().filter(of).count()
        };
        for (visitor, client) in self.model.visitors.iter().zip(&self.clients) {
            for (index, account) in visitor.accounts.iter().enumerate() {
                let shown = client.get(self.server, &format!("/accounts/{}", account.id)).await.expect(200);
                assert_eq!(shown["account_state"], account.state, "{account:?}");
                let primary = visitor.primary(index).map(|person| person.id.as_str());
                assert_eq!(shown["primary_person_id"].as_str(), primary);
                let mut cards: Vec<_> = visitor
                    .cards
                    .iter()
                    .filter(|card| card.account == index)
                    .map(|card| json!({"id": card.id, "type": card.kind, "status": card.status}))
                    .collect();
                cards.sort_by_key(|card| card["id"].to_string());
                let mut listed = shown["cards"].as_array().unwrap().clone();
                listed.sort_by_key(|card| card["id"].to_string());
                assert_eq!(listed, cards);
                assert!(cards.is_empty() || account.was_active, "a card without an account that ever was active");
                assert_eq!(told("account.created", &account.id), usize::from(account.was_active), "{account:?}");
                assert_eq!(told("account.closed", &account.id), usize::from(account.state == "closed"));
            }
            for person in &visitor.people {
                let shown = client.get(self.server, &format!("/people/{}", person.id)).await.expect(200);
                assert_eq!((&shown["kyc_status"], &shown["ofac_status"]), (&json!(person.kyc), &json!(person.ofac)));
            }
        }
        self.count("looks");
    }
}
