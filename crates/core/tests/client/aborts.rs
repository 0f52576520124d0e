//! A journey that is aborted while it waits for any of its ports, before or after a request took effect: going on
//! completes, and nothing is done twice.
//!
//! A tenth of the places by a seed; every one with `PORTICO_COUNT=0`. The seed is `PORTICO_SEED`, and a failure names its
//! place.

use std::rc::Rc;

use portico_core::CallOptions;
use portico_core::call::Aborted;
use portico_model::ErrorCode;

use crate::faults::{STRAIGHT, Visit, Way, all_is_there_once, go_on, number};
use crate::support::{Browser, Dice, Manner, World};

/// Options of a call that is aborted as soon as the silent port was asked.
fn aborting(browser: &Browser) -> CallOptions {
    let browser = browser.clone();
    let abort: Aborted = Box::pin(async move { browser.met.notified().await });
    CallOptions { abort: Some(abort), ..CallOptions::default() }
}

/// How many ports a whole journey asks, with none of them silent; its calls are aborted at the one that is.
async fn journey(way: &Way, silent: u32) -> u32 {
    let (world, browser) = (World::start().await, Browser::new());
    browser.silent.set(silent);
    let mut page = world.page(&browser);
    let (visit, manner) = (Visit::new(way), Manner { options: &|| aborting(&browser), limit_ms: None });
    let mut aborts = 0;
    while let Err(fault) = go_on(&world, &page, &visit, &manner).await {
        assert!(fault.is(ErrorCode::Aborted), "PORTICO_PLACE={silent}: {fault:?}");
        aborts += 1;
        assert_eq!(aborts, 1, "PORTICO_PLACE={silent}");
        // Every other place is met by a reload.
        if silent.is_multiple_of(2) {
            page = world.page(&browser);
        }
    }
    assert_eq!(aborts, u32::from(silent > 0), "PORTICO_PLACE={silent}");
    all_is_there_once(&world).await;
    browser.asked.get()
}

async fn journeys(way: Way) {
    let asked = journey(&way, 0).await;
    let tenth = u64::from(asked.div_ceil(10));
    let (count, dice) = (number("PORTICO_COUNT", tenth), Dice::new(number("PORTICO_SEED", 20_261_121)));
    let all: Rc<[u32]> = (1..=asked).collect();
    let places: Vec<u32> = match number("PORTICO_PLACE", 0) {
        0 if count == 0 || count >= u64::from(asked) => all.to_vec(),
        0 => (0..count).map(|_| all[usize::try_from(dice.roll(u64::from(asked))).unwrap()]).collect(),
        place => vec![u32::try_from(place).unwrap()],
    };
    println!("{} of {asked} places", places.len());
    for place in places {
        journey(&way, place).await;
    }
}

#[tokio::test]
async fn a_journey_that_is_aborted_at_any_await_completes_when_it_goes_on() {
    journeys(STRAIGHT).await;
}

#[tokio::test]
async fn so_does_one_with_questions_and_features() {
    journeys(Way { provided_id: "acp_prepaid", ssn: "123-45-0001", features: true, ..STRAIGHT }).await;
}

#[tokio::test]
async fn so_does_one_with_a_ticket_and_documents() {
    journeys(Way { ssn: "123-45-0002", partner_ref: Some("ada"), ..STRAIGHT }).await;
}

#[tokio::test]
async fn so_does_one_with_a_scan_whose_session_ends() {
    journeys(Way { ssn: "123-45-0003", session_ends: true, ..STRAIGHT }).await;
}
