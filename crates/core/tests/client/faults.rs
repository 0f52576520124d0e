//! A whole journey through a proxy that breaks connections: it completes, or stops with an error that says how to go on,
//! and going on completes. Nothing is done twice, and nothing takes longer than its time limit.
//!
//! Two seeds for each kind; `PORTICO_COUNT` seeds with it (20 are the full round). The first one is `PORTICO_SEED`, and a
//! failure names its own.

use std::pin::pin;
use std::time::Duration;

use portico_core::onboarding::{Onboarding, StepKind};
use portico_core::{CallOptions, Client, Fault};
use portico_model::ErrorCode;
use tokio::time::{sleep, timeout};

use crate::support::{
    Break, Browser, Dice, Proxy, StepInput, World, ada, answer_all, brand_names, home, questions, read_agreements,
    shown_card,
};

/// What a call may take.
const LIMIT_MS: u32 = 3000;
/// What a call may be late by, counted from a timer of ours that was set for the same time just before. Whatever holds up
/// this process holds up both, so that a loaded machine counts for nothing but the little work between the two: 12 ms at
/// most in a debug build with three busy processes for each core, and twenty times that here.
const LATE: Duration = Duration::from_millis(250);

/// So many errors one customer goes on from. Where every fourth call stalls, a page that needs seven of them to get on comes
/// through once in eight tries, and some have taken more than sixty.
const MOST_STOPS: u32 = 250;

/// After which the same is tried again: what a page is told to do by `docs/errors.md`.
const GO_ON: [ErrorCode; 9] = [
    ErrorCode::GatewayUnreachable,
    ErrorCode::Timeout,
    ErrorCode::UnexpectedAnswer,
    ErrorCode::RequestInProgress,
    ErrorCode::UpstreamUnavailable,
    ErrorCode::InvalidDpopProof,
    ErrorCode::UseDpopNonce,
    ErrorCode::LoginRequired,
    ErrorCode::WrongStep,
];

pub fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A call within its time.
async fn timed<T>(call: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let mut call = pin!(call);
    let mut time_up = pin!(sleep(Duration::from_millis(LIMIT_MS.into())));
    tokio::select! {
        biased;
        result = &mut call => result,
        () = &mut time_up => timeout(LATE, call).await.expect("a call went on after its time limit"),
    }
}

/// Does what the step asks for.
async fn step_on(
    world: &World,
    page: &Client<Browser>,
    onboarding: &Onboarding<Browser>,
    options: &dyn Fn() -> CallOptions,
) -> Result<(), Fault> {
    let step = onboarding.step();
    let input = match step.kind {
        StepKind::PersonDetails => StepInput::PersonDetails(Box::new(ada("123-45-6789"))),
        StepKind::AcceptAgreements => read_agreements(page, &step, options).await?,
        StepKind::ExpectedUse => StepInput::ExpectedUse { answers: answer_all(&questions(&step)) },
        StepKind::OrderCard => StepInput::OrderCard { brand_name: brand_names(&step)[0].clone(), address: home() },
        StepKind::AwaitCard => {
            world.ship(shown_card(&step).id.as_str()).await;
            return timed(onboarding.refresh(options())).await.map(drop);
        }
        StepKind::ActivateCard => {
            let cvc = world.ship(shown_card(&step).id.as_str()).await;
            StepInput::ActivateCard { cvc, pin: "4071".into() }
        }
        other => panic!("{other:?}"),
    };
    timed(onboarding.submit(input, options())).await.map(drop)
}

/// From wherever this browser stands to the end, or to what stops it.
pub async fn go_on(world: &World, page: &Client<Browser>, options: &dyn Fn() -> CallOptions) -> Result<(), Fault> {
    timed(page.connect(options())).await?;
    let onboarding = timed(page.onboarding("acp_checking", "en-US", options())).await?;
    while onboarding.step().kind != StepKind::Complete {
        step_on(world, page, &onboarding, options).await?;
    }
    Ok(())
}

/// Whatever happened on the way.
pub async fn all_is_there_once(world: &World) {
    let count = |table| world.count(table);
    let made = [count("accounts").await, count("people").await, count("cards").await];
    assert_eq!(made, [1, 1, 1], "accounts, people, cards");
    assert_eq!(world.count("cards WHERE status = 'active' AND pin_sealed IS NOT NULL").await, 1);
    let events = world.count("outbox WHERE kind = 'account.created'").await;
    assert_eq!(events, 1, "an account opens once");
}

async fn journey(how: Break, seed: u64) -> (u32, u32) {
    let dice = Dice::new(seed);
    let proxy = Proxy::bind().await;
    let world = World::start_behind(&proxy.url).await;
    let broken = proxy.serve(world.gateway_itself.clone(), how, dice.clone());
    let browser = Browser::with_limit(LIMIT_MS);
    let (mut page, mut stops) = (world.page_within(&browser, LIMIT_MS), 0);
    while let Err(fault) = go_on(&world, &page, &CallOptions::default).await {
        // An agreement's text that was cut is not the platform's: it is read again.
        let is_cut_text = fault.errors.iter().any(|error| error.code == "document_changed");
        assert!(is_cut_text || GO_ON.iter().any(|code| fault.is(*code)), "{fault:?}");
        stops += 1;
        assert!(stops < MOST_STOPS, "it never ends: {fault:?}");
        // Some try again in the same page, others reload it.
        if dice.roll(2) == 0 {
            page = world.page_within(&browser, LIMIT_MS);
        }
    }
    all_is_there_once(&world).await;
    let broken = broken.load(std::sync::atomic::Ordering::Relaxed);
    (broken, stops)
}

async fn journeys(how: Break) {
    let (count, first) = (number("PORTICO_COUNT", 2).min(20), number("PORTICO_SEED", 20_261_121));
    let (mut broken, mut stops) = (0, 0);
    for seed in first..first + count {
        println!("{how:?}: PORTICO_COUNT=1 PORTICO_SEED={seed}");
        let (more_broken, more_stops) = journey(how, seed).await;
        (broken, stops) = (broken + more_broken, stops + more_stops);
    }
    println!("{how:?}: {count} journeys, {broken} connections broken, {stops} errors to go on from");
    assert!(broken > 0, "nothing was broken");
}

macro_rules! every_kind {
    ($($name:ident $kind:ident)*) => {
        $(#[tokio::test]
        async fn $name() {
            journeys(Break::$kind).await;
        })*

        #[test]
        fn every_kind_of_fault_has_its_test() {
            assert_eq!([$(Break::$kind),*], Break::ALL);
        }
    };
}

every_kind! {
    a_journey_survives_delays Delay
    a_journey_survives_cuts_before_the_request CutBeforeRequest
    a_journey_survives_cuts_in_the_middle_of_the_request CutMidRequest
    a_journey_survives_cuts_before_the_answer CutBeforeAnswer
    a_journey_survives_cuts_in_the_middle_of_the_answer CutMidAnswer
    a_journey_survives_resets Reset
    a_journey_survives_half_closed_connections HalfClose
    a_journey_survives_connections_that_stall_for_ever StallForEver
    a_journey_survives_requests_that_are_delivered_twice Duplicate
    a_journey_survives_a_slow_drip SlowDrip
    a_journey_survives_truncated_answers_without_a_length TruncatedWithoutLength
    a_journey_survives_garbage Garbage
}
