//! Whether a failed try is followed by another: one pure function.

use portico_model::ErrorCode;

use crate::fault::Fault;

/// How many tries a call has at most.
pub(crate) const MOST_TRIES: u32 = 5;
/// Upper bound of the first wait; each further one is twice as long.
const FIRST_WAIT_MS: u32 = 250;
/// Upper bound of every wait that no server asked for.
const LONGEST_WAIT_MS: u32 = 8_000;

/// What is known when a try failed.
pub(crate) struct FailedTry<'a> {
    /// Why.
    pub(crate) fault: &'a Fault,
    /// 1 for the first.
    pub(crate) attempt: u32,
    /// What the server asked for.
    pub(crate) retry_after_ms: Option<u32>,
    /// Whether trying again can't make it happen twice.
    pub(crate) repeatable: bool,
    /// What is left of the call's time.
    pub(crate) remaining_ms: f64,
    /// Any number: spreads the waits.
    pub(crate) random: u32,
}

/// How long to wait before the next try; `None` when there is none.
///
/// Only a lost connection, 409 `request_in_progress`, 429 and 5xx are tried again: a business answer never is. The wait
/// is spread over the whole range (full jitter), unless the server says how long. A wait that would outlast the call is
/// not begun: the fault is worth more than a timeout.
pub(crate) fn next_wait(failed: &FailedTry<'_>) -> Option<u32> {
    let again = match failed.fault.status {
        None => failed.fault.is(ErrorCode::GatewayUnreachable),
        Some(409) => failed.fault.is(ErrorCode::RequestInProgress),
        Some(429 | 500..=599) => true,
        Some(_) => false,
    };
    if !again || !failed.repeatable || failed.attempt >= MOST_TRIES {
        return None;
    }
    let wait = failed.retry_after_ms.unwrap_or_else(|| {
        let bound = FIRST_WAIT_MS.saturating_mul(1 << failed.attempt.saturating_sub(1).min(8)).min(LONGEST_WAIT_MS);
        failed.random % (bound + 1)
    });
    (f64::from(wait) < failed.remaining_ms).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_after(fault: &Fault, change: impl FnOnce(&mut FailedTry<'_>)) -> Option<u32> {
        let mut failed = FailedTry {
            fault,
            attempt: 1,
            retry_after_ms: None,
            repeatable: true,
            remaining_ms: 30_000.0,
            random: 123_456_789,
        };
        change(&mut failed);
        next_wait(&failed)
    }

    fn answer(status: u16, code: ErrorCode) -> Fault {
        let mut fault = Fault::new(code);
        fault.status = Some(status);
        fault
    }

    #[test]
    fn tries_again_only_what_the_rules_name() {
        for (fault, again) in [
            (Fault::new(ErrorCode::GatewayUnreachable), true),
            (answer(409, ErrorCode::RequestInProgress), true),
            (answer(429, ErrorCode::RateLimited), true),
            (answer(500, ErrorCode::InternalError), true),
            (answer(502, ErrorCode::UpstreamUnavailable), true),
            (answer(599, ErrorCode::UnexpectedAnswer), true),
            (Fault::new(ErrorCode::Offline), false),
            (Fault::new(ErrorCode::CryptoUnavailable), false),
            (answer(409, ErrorCode::MalformedRequest), false),
            (answer(422, ErrorCode::VerificationFailed), false),
            (answer(422, ErrorCode::Unsealable), false),
            (answer(401, ErrorCode::LoginRequired), false),
            (answer(404, ErrorCode::AccountNotFound), false),
            (answer(200, ErrorCode::UnexpectedAnswer), false),
        ] {
            assert_eq!(wait_after(&fault, |_| {}).is_some(), again, "{fault:?}");
            assert_eq!(wait_after(&fault, |failed| failed.repeatable = false), None);
        }
    }

    #[test]
    fn spreads_the_waits_under_a_bound_that_doubles_and_stops_after_the_last_try() {
        let lost = Fault::new(ErrorCode::GatewayUnreachable);
        for (attempt, bound) in [(1, 250), (2, 500), (3, 1000), (4, 2000)] {
            for random in [0, 1, 249, 250, 251, 99_991, u32::MAX] {
                let wait = wait_after(&lost, |failed| (failed.attempt, failed.random) = (attempt, random)).unwrap();
                assert!(wait <= bound, "{attempt} {random}");
            }
            assert_eq!(wait_after(&lost, |failed| (failed.attempt, failed.random) = (attempt, bound)), Some(bound));
        }
        assert_eq!(wait_after(&lost, |failed| failed.attempt = 5), None);
    }

    #[test]
    fn waits_for_as_long_as_the_server_says_unless_the_call_ends_before() {
        let busy = answer(429, ErrorCode::RateLimited);
        assert_eq!(wait_after(&busy, |failed| failed.retry_after_ms = Some(29_000)), Some(29_000));
        assert_eq!(wait_after(&busy, |failed| failed.retry_after_ms = Some(0)), Some(0));
        assert_eq!(wait_after(&busy, |failed| failed.retry_after_ms = Some(30_000)), None);
        assert_eq!(wait_after(&busy, |failed| failed.remaining_ms = -1.0), None);
    }
}
