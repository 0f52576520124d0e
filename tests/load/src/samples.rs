//! What calls took, by their kind.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, time::Duration};

use serde_json::{Value, json};

/// Times and errors. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Samples(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    is_counting: bool,
    /// Microseconds.
    times: BTreeMap<&'static str, Vec<u32>>,
    errors: BTreeMap<(&'static str, String), u64>,
    last: Duration,
}

impl Samples {
    /// From here on calls count.
    pub(crate) fn begin(&self) {
        self.0.borrow_mut().is_counting = true;
    }

    /// From here on they don't.
    pub(crate) fn end(&self) {
        self.0.borrow_mut().is_counting = false;
    }

    /// A call was answered as it should be.
    pub(crate) fn took(&self, kind: &'static str, time: Duration) {
        let mut inner = self.0.borrow_mut();
        inner.last = time;
        if inner.is_counting {
            let micros = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
            inner.times.entry(kind).or_default().push(micros);
        }
    }

    /// A call was not. An error counts whenever it comes.
    pub(crate) fn failed(&self, kind: &'static str, what: &str) {
        *self.0.borrow_mut().errors.entry((kind, what.to_owned())).or_default() += 1;
    }

    /// What the last good call took.
    pub(crate) fn last(&self) -> Duration {
        self.0.borrow().last
    }

    /// How many calls were answered.
    pub(crate) fn count(&self) -> usize {
        self.0.borrow().times.values().map(Vec::len).sum()
    }

    /// A row for all calls, and one for each kind.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let inner = self.0.borrow();
        let errors = |kind: &str| inner.errors.iter().filter(|((of, _), _)| *of == kind).map(|(_, count)| count).sum();
        let all = Row::new("all", inner.times.values().flatten().copied().collect(), inner.errors.values().sum());
        let mut kinds: Vec<&str> = inner.times.keys().copied().collect();
        kinds.extend(inner.errors.keys().map(|(kind, _)| *kind));
        kinds.sort_unstable();
        kinds.dedup();
        let times = |kind: &str| inner.times.get(kind).cloned().unwrap_or_default();
        std::iter::once(all).chain(kinds.iter().map(|kind| Row::new(kind, times(kind), errors(kind)))).collect()
    }

    /// What went wrong, and how often.
    pub(crate) fn errors(&self) -> Vec<Value> {
        let inner = self.0.borrow();
        let line = |((kind, what), count): (&(&str, String), &u64)| json!({"call": kind, "what": what, "count": count});
        inner.errors.iter().map(line).collect()
    }
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) calls: usize,
    pub(crate) errors: u64,
    /// Microseconds: the median, the 95th and the 99th of a hundred.
    pub(crate) percentiles: [u32; 3],
}

impl Row {
    fn new(kind: &str, mut times: Vec<u32>, errors: u64) -> Self {
        times.sort_unstable();
        let percentiles = [50, 95, 99].map(|of_hundred| percentile(&times, of_hundred));
        Self { kind: kind.to_owned(), calls: times.len(), errors, percentiles }
    }

    pub(crate) fn json(&self, seconds: f64) -> Value {
        let [p50, p95, p99] = self.percentiles.map(milliseconds);
        json!({"call": self.kind, "calls": self.calls, "calls_per_second": rate(self.calls, seconds), "p50_ms": p50,
            "p95_ms": p95, "p99_ms": p99, "errors": self.errors})
    }
}

/// The smallest value that `of_hundred` of a hundred don't exceed (nearest rank); 0 of nothing.
pub(crate) fn percentile<T: Copy + Default>(sorted: &[T], of_hundred: usize) -> T {
    let rank = (sorted.len() * of_hundred).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

/// From microseconds.
pub(crate) fn milliseconds(micros: u32) -> f64 {
    f64::from(micros) / 1_000.0
}

/// Per second, to a tenth.
pub(crate) fn rate(count: usize, seconds: f64) -> f64 {
    (f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let hundred: Vec<u32> = (1..=100).collect();
        assert_eq!([50, 95, 99].map(|of| percentile(&hundred, of)), [50, 95, 99]);
        assert_eq!([50, 99].map(|of| percentile(&[7_u32], of)), [7, 7]);
        assert_eq!(percentile::<u32>(&[], 50), 0);
    }

    #[test]
    fn counts_times_from_its_beginning_and_errors_always() {
        let samples = Samples::default();
        samples.took("a", Duration::from_micros(5));
        samples.failed("b", "500 internal_error");
        samples.begin();
        samples.took("a", Duration::from_micros(9));
        let rows = samples.rows();
        let seen: Vec<_> = rows.iter().map(|row| (row.kind.as_str(), row.calls, row.errors)).collect();
        assert_eq!(seen, [("all", 1, 1), ("a", 1, 0), ("b", 0, 1)]);
    }
}
