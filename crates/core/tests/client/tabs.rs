//! Two tabs of one browser: whoever comes second is given the newer step, and nothing is done twice.

use std::collections::BTreeSet;

use portico_core::onboarding::{Onboarding, StepKind};
use portico_core::{CallOptions, Client};

use crate::support::{
    Browser, Fate, StepInput, World, ada, brand_names, home, right_answers, run, shown_card, step_kind,
};

async fn tab(world: &World, browser: &Browser) -> (Client<Browser>, Onboarding<Browser>) {
    let page = world.page(browser);
    page.connect(CallOptions::default()).await.unwrap();
    let onboarding = page.onboarding("acp_checking", "en-US", CallOptions::default()).await.unwrap();
    (page, onboarding)
}

/// How often something was made.
fn made(browser: &Browser, call: &str) -> usize {
    browser
        .records
        .borrow()
        .iter()
        .filter(|record| record.status == Some(201) && call == [record.method, " ", &record.path].concat())
        .count()
}

#[tokio::test]
async fn at_every_step_the_tab_that_comes_second_is_given_the_newer_step() {
    let (world, browser) = (World::start().await, Browser::new());
    let (first, ours) = tab(&world, &browser).await;
    let (second, theirs) = tab(&world, &browser).await;
    let mut steps = 0;
    while ours.step().kind != StepKind::Complete {
        let before = ours.step().kind;
        assert_eq!(theirs.step().kind, before);
        let newer = run(&world, &first, &ours, "123-45-6789").await;
        let same = run(&world, &second, &theirs, "123-45-6789").await;
        assert_eq!(newer.shown(), same.shown(), "{before:?}");
        steps += 1;
        assert!(steps < 12);
    }
    assert_eq!(ours.ids(), theirs.ids());
    for call in ["POST /netspend/accounts", "POST /netspend/people", "POST /netspend/cards/physical"] {
        assert_eq!(made(&browser, call), 1, "{call}");
    }
    let pins = browser
        .records
        .borrow()
        .iter()
        .filter(|record| record.path.ends_with("/pin") && record.status == Some(200))
        .count();
    assert_eq!(pins, 1);
}

#[tokio::test]
async fn of_two_tabs_that_submit_at_the_same_time_one_account_person_and_card_come() {
    let (world, browser) = (World::start().await, Browser::new());
    let ((first, ours), (second, theirs)) = (tab(&world, &browser).await, tab(&world, &browser).await);
    while ours.step().kind != StepKind::AwaitCard {
        let before = ours.step().kind;
        let (left, right) =
            tokio::join!(run(&world, &first, &ours, "123-45-6789"), run(&world, &second, &theirs, "123-45-6789"));
        assert_eq!((step_kind(&left), left.kind != before), (step_kind(&right), true));
    }
    assert_eq!(ours.ids(), theirs.ids());
    assert_eq!(shown_card(&ours.step()).id, shown_card(&theirs.step()).id);
    for table in ["accounts", "people", "cards"] {
        assert_eq!(world.count(table).await, 1, "{table}");
    }
}

#[tokio::test]
async fn however_two_tabs_interleave_a_write_has_one_key() {
    let world = World::start().await;
    let details = || StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    for head_start in 0..24 {
        let browser = Browser::new();
        let ((_first, ours), (_second, theirs)) = (tab(&world, &browser).await, tab(&world, &browser).await);
        browser.polite.set(true);
        let late = async {
            for _ in 0..head_start {
                tokio::task::yield_now().await;
            }
            theirs.submit(details(), CallOptions::default()).await
        };
        let (one, other) = tokio::join!(ours.submit(details(), CallOptions::default()), late);
        assert_eq!(step_kind(&one.unwrap()), step_kind(&other.unwrap()), "{head_start}");
        for path in ["/netspend/accounts", "/netspend/people"] {
            let seen = browser.seen.borrow();
            let writes = seen.iter().filter(|seen| seen.method == "POST" && seen.path.ends_with(path));
            let keys: BTreeSet<_> = writes.map(|seen| seen.header("idempotency-key").unwrap()).collect();
            assert_eq!(keys.len(), 1, "{path} {head_start}");
        }
    }
}

#[tokio::test]
async fn a_tab_whose_account_is_gone_takes_over_what_another_tab_has_made_since() {
    let (world, browser) = (World::start().await, Browser::new());
    let (first, ours) = tab(&world, &browser).await;
    run(&world, &first, &ours, "123-45-6789").await;
    // The gateway forgets the browser, and another tab begins anew.
    *browser.cookie.borrow_mut() = None;
    let (second, theirs) = tab(&world, &browser).await;
    while theirs.step().kind != StepKind::OrderCard {
        run(&world, &second, &theirs, "123-45-6789").await;
    }
    let kept = browser.stored.borrow()["onboardings"].clone();
    let step = ours.refresh(CallOptions::default()).await.unwrap();
    assert_eq!((step.shown(), ours.ids()), (theirs.step().shown(), theirs.ids()));
    assert_eq!(browser.stored.borrow()["onboardings"], kept);
    let (_, again) = tab(&world, &browser).await;
    assert_eq!(again.ids(), theirs.ids());
}

#[tokio::test]
async fn a_tab_whose_account_is_gone_leaves_another_tabs_first_write_its_key() {
    let (world, browser) = (World::start().await, Browser::new());
    let (first, ours) = tab(&world, &browser).await;
    run(&world, &first, &ours, "123-45-6789").await;
    *browser.cookie.borrow_mut() = None;
    let (_, theirs) = tab(&world, &browser).await;
    browser.network(|seen| match seen.path.ends_with("/accounts") {
        true => Fate::AnswerLost,
        false => Fate::Answered,
    });
    let details = || StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    theirs.submit(details(), CallOptions::default()).await.unwrap_err();
    browser.network(|_| Fate::Answered);
    assert_eq!(ours.refresh(CallOptions::default()).await.unwrap().kind, StepKind::PersonDetails);
    let (_, again) = tab(&world, &browser).await;
    again.submit(details(), CallOptions::default()).await.unwrap();
    assert_eq!(world.count("accounts").await, 2);
}

#[tokio::test]
async fn a_card_that_another_device_ordered_is_not_ordered_again() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = tab(&world, &browser).await;
    while onboarding.step().kind != StepKind::OrderCard {
        run(&world, &page, &onboarding, "123-45-6789").await;
    }
    // The store of another device knows nothing of what this one keeps.
    let before = browser.stored.borrow().clone();
    let (other, theirs) = tab(&world, &browser).await;
    run(&world, &other, &theirs, "").await;
    *browser.stored.borrow_mut() = before;
    let brand = brand_names(&onboarding.step())[1].clone();
    let order = StepInput::OrderCard { brand_name: brand, address: home() };
    let next = onboarding.submit(order, CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::AwaitCard);
    assert_eq!(shown_card(&next).id, shown_card(&theirs.step()).id);
    assert_eq!(made(&browser, "POST /netspend/cards/physical"), 1);
}

#[tokio::test]
async fn wrong_answers_of_another_tab_leave_new_questions_and_right_ones_the_next_step() {
    let (world, browser) = (World::start().await, Browser::new());
    let (first, ours) = tab(&world, &browser).await;
    run(&world, &first, &ours, "123-45-0001").await;
    let (second, theirs) = tab(&world, &browser).await;
    let old = right_answers(&second, &theirs, true).await;
    ours.submit(right_answers(&first, &ours, false).await, CallOptions::default()).await.unwrap();
    let fault = theirs.submit(old.clone(), CallOptions::default()).await.unwrap_err();
    assert_eq!(fault.code.as_str(), "identity_questions_expired");
    run(&world, &first, &ours, "").await;
    let next = theirs.submit(old, CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::AcceptAgreements);
}

#[tokio::test]
async fn a_second_onboarding_gets_a_session_of_its_own_by_itself_and_the_first_one_goes_on() {
    let (world, browser) = (World::start().await, Browser::new());
    let (page, onboarding) = tab(&world, &browser).await;
    run(&world, &page, &onboarding, "123-45-6789").await;
    let session = page.connect(CallOptions::default()).await.unwrap().id;

    let other = page.onboarding("acp_prepaid", "en-US", CallOptions::default()).await.unwrap();
    let input = StepInput::PersonDetails(Box::new(ada("123-45-6789")));
    let next = other.submit(input, CallOptions::default()).await.unwrap();
    assert_eq!(next.kind, StepKind::AcceptAgreements);
    assert_ne!(page.connect(CallOptions::default()).await.unwrap().id, session);
    assert_eq!(made(&browser, "POST /netspend/accounts"), 2);
    while onboarding.step().kind != StepKind::Complete {
        run(&world, &page, &onboarding, "").await;
    }
    while other.step().kind != StepKind::Complete {
        run(&world, &page, &other, "").await;
    }
}
