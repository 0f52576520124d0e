//! What a page can get at on the Passport side, as a model: three pages, random calls with one another's ids, externalIds and
//! receipts. Each call must do what the model of who owns what says, and the platform must never see one that names what
//! isn't its caller's.
//!
//! `PORTICO_COUNT` sequences of 150 calls, 3 without it; the first one's seed is `PORTICO_SEED`, each next one's is one more.

#![allow(clippy::print_stdout, reason = "what ran, and the seed of what failed, is shown")]

use std::{collections::BTreeMap, env};

use serde_json::json;

use crate::page::{CLEARING, Page, Place, deposit, individual, platform_outcome};

const CALLS: usize = 150;

/// Numbers from a seed: SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// A customer or an account, as the model knows it.
#[derive(Clone)]
struct Thing {
    owner: usize,
    external_id: String,
    id: i64,
    /// Of an account.
    customer: Option<usize>,
    has_receipt: bool,
}

struct Sequence<'a> {
    random: Random,
    place: &'a Place,
    pages: Vec<Page>,
    customers: Vec<Thing>,
    accounts: Vec<Thing>,
    outcomes: BTreeMap<String, u64>,
    /// How the last call ended.
    last: &'static str,
    names: usize,
    seed: u64,
}

impl Sequence<'_> {
    async fn run(&mut self) {
        for _ in 0..CALLS {
            let who = self.random.below(self.pages.len());
            let calls = self.place.sandbox.passed().await.len();
            match self.random.below(10) {
                0 => self.make_customer(who).await,
                1 | 2 => self.accept(who).await,
                3 | 4 => self.open_account(who).await,
                5 | 6 => self.call_customer(who).await,
                _ => self.call_account(who).await,
            }
            if matches!(self.last, "not there" | "not accepted") {
                assert_eq!(self.place.sandbox.passed().await.len(), calls, "what is refused here never goes up");
            }
            self.last = "";
        }
    }

    fn count(&mut self, outcome: &'static str) {
        self.last = outcome;
        *self.outcomes.entry(outcome.to_owned()).or_default() += 1;
    }

    /// A new name, or sometimes one that exists.
    fn name(&mut self, known: &[Thing]) -> String {
        if !known.is_empty() && self.random.below(4) == 0 {
            return known[self.random.below(known.len())].external_id.clone();
        }
        self.names += 1;
        format!("s{}-{}", self.seed, self.names)
    }

    /// One of the customers or accounts: mostly the caller's own.
    fn choose(&mut self, who: usize, things: &[Thing]) -> usize {
        let own: Vec<_> = (0..things.len()).filter(|at| things[*at].owner == who).collect();
        if own.is_empty() || self.random.below(3) == 0 {
            self.random.below(things.len())
        } else {
            own[self.random.below(own.len())]
        }
    }

    fn named(&mut self, thing: &Thing) -> String {
        if self.random.below(2) == 0 { format!("id/{}", thing.id) } else { format!("externalId/{}", thing.external_id) }
    }

    async fn make_customer(&mut self, who: usize) {
        let external_id = self.name(&self.customers.clone());
        let taken = self.customers.iter().any(|customer| customer.external_id == external_id);
        let answer = self.pages[who].post("/customer", &individual(&external_id)).await;
        if taken {
            assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"), "{external_id}");
            self.count("taken");
            return;
        }
        let id = crate::page::made(&answer);
        self.customers.push(Thing { owner: who, external_id, id, customer: None, has_receipt: false });
        self.count("made");
    }

    async fn accept(&mut self, who: usize) {
        if self.customers.is_empty() {
            return;
        }
        let at = self.choose(who, &self.customers.clone());
        let customer = self.customers[at].clone();
        let named = if self.random.below(2) == 0 {
            json!({"id": customer.id})
        } else {
            json!({"externalId": customer.external_id})
        };
        let answer = self.pages[who].accept(CLEARING, named, json!({"entity": "CUSTOMER"})).await;
        if customer.owner == who {
            assert_eq!(answer.status, 201, "{}", answer.json);
            self.customers[at].has_receipt = true;
            self.count("accepted");
        } else {
            assert_eq!(answer.outcome(), (404, "customer_not_found"));
            self.count("not there");
        }
    }

    async fn open_account(&mut self, who: usize) {
        if self.customers.is_empty() {
            return;
        }
        let at = self.choose(who, &self.customers.clone());
        let customer = self.customers[at].clone();
        let external_id = self.name(&self.accounts.clone());
        let taken = self.accounts.iter().any(|account| account.external_id == external_id);
        let is_deposit = self.random.below(5) == 0;
        let body = if is_deposit { deposit(&external_id) } else { json!({"externalId": external_id}) };
        let path = format!("/customer/{}/account", self.named(&customer));
        let answer = self.pages[who].post(&path, &body).await;
        let outcome = (answer.status.as_u16(), answer.code());
        if customer.owner != who {
            assert_eq!(outcome, (404, "customer_not_found"));
            self.count("not there");
        } else if is_deposit || !customer.has_receipt {
            assert_eq!(outcome, (422, "agreement_not_accepted"));
            self.count("not accepted");
        } else if taken {
            assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"));
            self.count("taken");
        } else {
            let id = crate::page::made(&answer);
            let account = Thing { owner: who, external_id, id, customer: Some(at), has_receipt: false };
            self.accounts.push(account);
            self.count("opened");
        }
    }

    async fn call_customer(&mut self, who: usize) {
        if self.customers.is_empty() {
            return;
        }
        let at = self.choose(who, &self.customers.clone());
        let customer = self.customers[at].clone();
        let path = format!("/customer/{}", self.named(&customer));
        let page = &mut self.pages[who];
        let answer = match self.random.below(3) {
            0 => page.get(&path).await,
            1 => page.get(&format!("{path}/account")).await,
            _ => page.post(&path, &json!({"tags": ["a"]})).await,
        };
        self.judge(customer.owner == who, &answer, "customer_not_found");
    }

    async fn call_account(&mut self, who: usize) {
        if self.accounts.is_empty() {
            return;
        }
        let at = self.choose(who, &self.accounts.clone());
        let account = self.accounts[at].clone();
        // Mostly through its own customer.
        let own = account.customer.unwrap();
        let through = if self.random.below(3) > 0 { own } else { self.choose(who, &self.customers.clone()) };
        let customer = self.customers[through].clone();
        let path = format!("/customer/{}/account/{}", self.named(&customer), self.named(&account));
        let page = &mut self.pages[who];
        let answer = match self.random.below(2) {
            0 => page.get(&path).await,
            _ => page.post(&path, &json!({"nickName": "x"})).await,
        };
        if customer.owner != who {
            return self.judge(false, &answer, "customer_not_found");
        }
        if account.owner != who {
            return self.judge(false, &answer, "account_not_found");
        }
        if through == own {
            self.judge(true, &answer, "");
        } else {
            // Both are its own, and don't belong together: the platform says so.
            assert_eq!(platform_outcome(&answer), (404, "EC-BL-9002"), "{path}");
            self.count("not together");
        }
    }

    fn judge(&mut self, is_own: bool, answer: &crate::support::browser::Answer, code: &str) {
        if is_own {
            assert!(answer.status.is_success(), "{}", answer.json);
            self.count("let through");
        } else {
            assert_eq!(answer.outcome(), (404, code));
            self.count("not there");
        }
    }
}

#[tokio::test]
async fn no_sequence_gets_at_another_pages_customer_or_account() {
    let number = |name: &str, default: u64| env::var(name).map_or(default, |text| text.parse().unwrap());
    let (count, first) = (number("PORTICO_COUNT", 3), number("PORTICO_SEED", 20_261_121));
    let mut outcomes = BTreeMap::<String, u64>::new();
    for seed in (first..).take(usize::try_from(count).unwrap()) {
        println!("sequence of PORTICO_SEED={seed}");
        let place = Place::new().await;
        let pages = vec![place.page().await, place.page().await, place.page().await];
        let mut sequence = Sequence {
            random: Random(seed),
            place: &place,
            pages,
            customers: Vec::new(),
            accounts: Vec::new(),
            outcomes: BTreeMap::new(),
            last: "",
            names: 0,
            seed,
        };
        sequence.run().await;
        // What exists is what was made: no refused call had an effect.
        assert_eq!(place.sandbox.all("customer").await.len(), sequence.customers.len());
        assert_eq!(place.sandbox.all("account").await.len(), sequence.accounts.len());
        sequence.outcomes.into_iter().for_each(|(outcome, number)| *outcomes.entry(outcome).or_default() += number);
    }
    println!("{count} sequences of {CALLS} calls from PORTICO_SEED={first}: {outcomes:#?}");
    assert!(count < 3 || outcomes.len() >= 7, "the sequences do too little: {outcomes:#?}");
}
