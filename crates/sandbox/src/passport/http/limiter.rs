//! The platform's documented limit: 1000 calls in 10 seconds.

use tokio::sync::Mutex;

const MOST: u32 = 1_000;
const WINDOW: i64 = 10;

/// Counts the one partner's calls. A window begins with the first call after the former one's end.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<(i64, u32)>);

impl Limiter {
    /// Counts a call at `now`. `Err` has the seconds until the window's end.
    pub(crate) async fn count(&self, now: i64) -> Result<(), i64> {
        let mut window = self.0.lock().await;
        let (start, count) = &mut *window;
        if now >= *start + WINDOW {
            (*start, *count) = (now, 0);
        }
        if *count >= MOST {
            return Err(*start + WINDOW - now);
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn takes_a_thousand_and_more_after_ten_seconds() {
        let limiter = Limiter::default();
        for call in 0..1_000 {
            assert_eq!(limiter.count(100 + call / 200).await, Ok(()));
        }
        assert_eq!(limiter.count(104).await, Err(6));
        assert_eq!(limiter.count(109).await, Err(1));
        assert_eq!(limiter.count(110).await, Ok(()));
    }
}
