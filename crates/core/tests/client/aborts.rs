//! A journey that is aborted while it waits for any of its ports, before or after a request took effect: going on
//! completes, and nothing is done twice.
//!
//! Some places by a seed; every one with `PORTICO_COUNT=0`. The seed is `PORTICO_SEED`, and a failure names its place.

use std::rc::Rc;

use portico_core::CallOptions;
use portico_core::call::Aborted;
use portico_model::ErrorCode;

use crate::faults::{all_is_there_once, go_on, number};
use crate::support::{Browser, Dice, World};

/// Options of a call that is aborted as soon as the silent port was asked.
fn aborting(browser: &Browser) -> CallOptions {
    let browser = browser.clone();
    let abort: Aborted = Box::pin(async move { browser.met.notified().await });
    CallOptions { abort: Some(abort), ..CallOptions::default() }
}

/// How many ports a whole journey asks, with none of them silent; its calls are aborted at the one that is.
async fn journey(silent: u32) -> u32 {
    let (world, browser) = (World::start().await, Browser::new());
    browser.silent.set(silent);
    let mut page = world.page(&browser);
    let options = || aborting(&browser);
    let mut aborts = 0;
    while let Err(fault) = go_on(&world, &page, &options).await {
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

#[tokio::test]
async fn a_journey_that_is_aborted_at_any_await_completes_when_it_goes_on() {
    let asked = journey(0).await;
    let (count, dice) = (number("PORTICO_COUNT", 11), Dice::new(number("PORTICO_SEED", 20_261_121)));
    let all: Rc<[u32]> = (1..=asked).collect();
    let places: Vec<u32> = match number("PORTICO_PLACE", 0) {
        0 if count == 0 || count >= u64::from(asked) => all.to_vec(),
        0 => (0..count).map(|_| all[usize::try_from(dice.roll(u64::from(asked))).unwrap()]).collect(),
        place => vec![u32::try_from(place).unwrap()],
    };
    println!("{} of {asked} places", places.len());
    for place in places {
        journey(place).await;
    }
}
