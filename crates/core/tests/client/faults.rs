//! A whole journey through a proxy that breaks connections: it completes, or stops with an error that says how to go on,
//! and going on completes. Nothing is done twice, and nothing takes longer than its time limit.
//!
//! Two seeds for each kind; `PORTICO_COUNT` seeds with it (20 are the full round). The first one is `PORTICO_SEED`, and a
//! failure names its own.

use std::cell::Cell;

use portico_core::onboarding::StepKind;
use portico_core::{CallOptions, Client, Fault};
use portico_model::ErrorCode;

use crate::support::{Break, Browser, Dice, Manner, Proxy, World, step_on};

/// What a call may take.
const LIMIT_MS: u32 = 3000;
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

/// Who onboards, and to what.
pub struct Way {
    pub provided_id: &'static str,
    /// Its last digits say how the checks end.
    pub ssn: &'static str,
    /// Asked for after the card is active.
    pub features: bool,
    /// Their partner vouches for them.
    pub partner_ref: Option<&'static str>,
    /// Their session ends before they tell how they will use the account, and while a scan of theirs is open.
    pub session_ends: bool,
}

/// A checking account, approved at once.
pub const STRAIGHT: Way =
    Way { provided_id: "acp_checking", ssn: "123-45-6789", features: false, partner_ref: None, session_ends: false };

/// One customer on their way.
pub struct Visit<'a> {
    way: &'a Way,
    /// Their partner's page remembers it.
    has_signed_in: Cell<bool>,
}

impl<'a> Visit<'a> {
    pub fn new(way: &'a Way) -> Self {
        Self { way, has_signed_in: Cell::new(false) }
    }
}

/// From wherever this browser stands to the end, or to what stops it.
pub async fn go_on(
    world: &World,
    page: &Client<Browser>,
    Visit { way, has_signed_in }: &Visit<'_>,
    manner: &Manner<'_>,
) -> Result<(), Fault> {
    let session = match way.partner_ref {
        Some(partner_ref) if !has_signed_in.get() => {
            let ticket = manner.call(|options| ticket(world, page, partner_ref, options)).await?;
            manner.call(|options| page.connect_with(&ticket, options)).await?
        }
        _ => manner.call(|options| page.connect(options)).await?,
    };
    has_signed_in.set(way.partner_ref.is_some());
    let onboarding =
        manner.call(|options| page.onboarding_with(way.provided_id, "en-US", way.features, options)).await?;
    while onboarding.step().kind != StepKind::Complete {
        if way.session_ends && ENDED_AT.contains(&onboarding.step().kind) {
            world.expire(&session.id).await;
        }
        step_on(world, page, &onboarding, way.ssn, manner).await?;
    }
    Ok(())
}

/// Where a session ends that does.
const ENDED_AT: [StepKind; 2] = [StepKind::ExpectedUse, StepKind::IdentityScan];

/// The partner's server gives a ticket, unless the page gives up before.
async fn ticket(
    world: &World,
    page: &Client<Browser>,
    partner_ref: &str,
    options: CallOptions,
) -> Result<String, Fault> {
    let given = world.ticket(page, partner_ref);
    let Some(abort) = options.abort else { return Ok(given.await) };
    tokio::select! {
        ticket = given => Ok(ticket),
        () = abort => Err(ErrorCode::Aborted.into()),
    }
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
    let (visit, manner) = (Visit::new(&STRAIGHT), Manner { options: &CallOptions::default, limit_ms: Some(LIMIT_MS) });
    while let Err(fault) = go_on(&world, &page, &visit, &manner).await {
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
