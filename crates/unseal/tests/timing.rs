//! Failures after the key look-up take one class of time, whatever failed: coarsely, by medians of interleaved runs.
//!
//! A short value shows whether the key's own work was done, a long one whether the content was tried. Leaving either out
//! makes a class several times faster. What is measured is this thread's time on the processor, so that waiting for other
//! programs doesn't count; and since a difference that is there is there in every round, one quiet round is enough to pass.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use portico_unseal::jwe::Compact;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use support::{MAX, Prepared, Receiver};

/// Values are opened that many times each, in turns.
const RUNS: usize = 31;
/// Rounds until a difference counts as there.
const ROUNDS: usize = 6;
/// How many times as long as the fastest class the slowest may take. A class that leaves its work out is beyond 4.
const FACTOR: f64 = 2.0;

/// Failures, each by another cause, of a value with this content.
fn failures(good: &Prepared, content: &[u8]) -> Vec<(&'static str, Compact)> {
    let parse = |text: String| Compact::parse(&text, 8 * MAX).unwrap();
    let seal = |value: &Prepared| value.seal_text(value.header.to_string(), content);
    let mut wrong_tag = seal(good);
    let last = wrong_tag.pop().unwrap();
    wrong_tag.push(if last == 'A' { 'Q' } else { 'A' });
    let mut list = vec![("a wrong tag", parse(wrong_tag))];
    if good.encrypted_key.is_empty() {
        let without = |name: &str| {
            let mut changed = good.clone();
            changed.header["epk"].as_object_mut().unwrap().remove(name);
            changed
        };
        list.push(("no epk", parse(seal(&good.with("epk", Value::Null)))));
        list.push(("an epk without x", parse(seal(&without("x")))));
        let mut far = good.clone();
        far.header["epk"]["x"] = json!("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        list.push(("an epk of low order, or off the curve", parse(seal(&far))));
        list.push(("an apu that is no base64url", parse(seal(&good.with("apu", json!("="))))));
        let rsa = Prepared { encrypted_key: vec![1; 256], ..good.with("alg", json!("RSA-OAEP-256")) };
        list.push(("another suite's value", parse(seal(&rsa))));
    } else {
        let with_key = |key: Vec<u8>| parse(seal(&Prepared { encrypted_key: key, ..good.clone() }));
        let mut flipped = good.encrypted_key.clone();
        flipped[255] ^= 1;
        list.push(("a key part with a flipped bit", with_key(flipped)));
        list.push(("a key part of ones", with_key(vec![1; 256])));
        list.push(("a key part above the modulus", with_key(vec![0xff; 256])));
        list.push(("a short key part", with_key(vec![1; 16])));
        let ecdh = Prepared { encrypted_key: Vec::new(), ..good.with("alg", json!("ECDH-ES")) };
        list.push(("another suite's value", parse(seal(&ecdh))));
    }
    list
}

/// How long this thread has been on a processor.
fn used() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

/// The median time of each, measured in turns, so that what slows one slows all.
fn medians(receiver: &Receiver, values: &[(&'static str, Compact)]) -> Vec<Duration> {
    let Receiver::Platform(key) = receiver else { return Vec::new() };
    let mut times = vec![Vec::with_capacity(RUNS); values.len()];
    for _ in 0..RUNS {
        for (index, (what, value)) in values.iter().enumerate() {
            let start = used();
            let opened = value.open(key);
            times[index].push(used() - start);
            assert!(opened.is_err(), "{what}");
        }
    }
    let median = |list: &mut Vec<Duration>| {
        list.sort_unstable();
        list[RUNS / 2]
    };
    times.iter_mut().map(median).collect()
}

#[test]
fn no_failure_after_the_key_look_up_is_told_apart_by_its_time() {
    println!("\n{:<10}{:<8}{:<42}{:>10}", "suite", "value", "what is wrong", "median");
    for (suite, receiver) in Receiver::all() {
        if matches!(receiver, Receiver::Client(_)) {
            continue;
        }
        let good = receiver.prepare();
        for (length, content) in [("short", vec![b'x'; 16]), ("long", vec![b'x'; 4 * MAX])] {
            let values = failures(&good, &content);
            let mut round = 0;
            let times = loop {
                round += 1;
                let times = medians(&receiver, &values);
                let (fastest, slowest) = (times.iter().min().unwrap(), times.iter().max().unwrap());
                if slowest.as_secs_f64() <= FACTOR * fastest.as_secs_f64() {
                    break times;
                }
                assert!(round < ROUNDS, "{suite}, {length}: a class of time apart: {values:?} took {times:?}");
            };
            for ((what, _), time) in values.iter().zip(times) {
                println!("{suite:<10}{length:<8}{what:<42}{:>7} µs", time.as_micros());
            }
        }
    }
}
