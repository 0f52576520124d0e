//! How many calls a caller may make: so many in each minute of the clock.

use std::{collections::HashMap, net::IpAddr};

use tokio::sync::Mutex;

use crate::refusal::Refusal;

const WINDOW_SECONDS: i64 = 60;
/// So many callers are counted at a time: what is counted must not be a way to fill the memory.
const MAX_CALLERS: usize = 20_000;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// A browser with a live binding.
    Binding(String),
    /// Anybody else, by address.
    Peer(Option<IpAddr>),
}

/// The counts of the current minute.
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_minute: u32,
    counts: Mutex<HashMap<Caller, Count>>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    window: i64,
    calls: u32,
}

impl RateLimit {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute, counts: Mutex::default() }
    }

    /// Counts one call of `caller` at `now`, in seconds.
    ///
    /// # Errors
    /// `rate_limited` with the seconds until the next minute, when the minute's calls are used up.
    pub(crate) async fn spend(&self, caller: Caller, now: i64) -> Result<(), Refusal> {
        let window = now.div_euclid(WINDOW_SECONDS);
        let mut counts = self.counts.lock().await;
        if counts.len() >= MAX_CALLERS {
            counts.retain(|_, count| count.window == window);
        }
        let caller = widen(caller);
        if counts.len() >= MAX_CALLERS && !counts.contains_key(&caller) {
            return Err(Refusal::rate_limited(WINDOW_SECONDS - now.rem_euclid(WINDOW_SECONDS)));
        }
        let count = counts.entry(caller).or_insert(Count { window, calls: 0 });
        if count.window != window {
            *count = Count { window, calls: 0 };
        }
        if count.calls >= self.per_minute {
            return Err(Refusal::rate_limited(WINDOW_SECONDS - now.rem_euclid(WINDOW_SECONDS)));
        }
        count.calls += 1;
        Ok(())
    }
}

/// One subscriber has a whole /64 of IPv6 addresses.
fn widen(caller: Caller) -> Caller {
    match caller {
        Caller::Peer(Some(IpAddr::V6(address))) => {
            Caller::Peer(Some(IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into())))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn refuses_the_call_above_the_minutes_number_and_takes_the_next_minutes() {
        let limit = RateLimit::new(2);
        let caller = || Caller::Binding("b".to_owned());
        assert!(limit.spend(caller(), 600).await.is_ok());
        assert!(limit.spend(caller(), 645).await.is_ok());
        let refusal = limit.spend(caller(), 645).await.unwrap_err().render("r");
        assert_eq!((refusal.status().as_u16(), &refusal.headers()["retry-after"]), (429, &"15".parse().unwrap()));
        assert!(limit.spend(Caller::Peer(None), 645).await.is_ok());
        assert!(limit.spend(caller(), 660).await.is_ok());
    }

    #[tokio::test]
    async fn counts_all_addresses_of_one_ipv6_subscriber_together() {
        let limit = RateLimit::new(1);
        let peer = |text: &str| Caller::Peer(Some(text.parse().unwrap()));
        assert!(limit.spend(peer("2001:db8::1"), 0).await.is_ok());
        assert!(limit.spend(peer("2001:db8::ffff:2"), 0).await.is_err());
        assert!(limit.spend(peer("2001:db8:0:1::1"), 0).await.is_ok());
    }
}
