//! Known answers from the RFCs and from Wycheproof, for all that this crate opens or agrees with.
//!
//! They run inside the crate, since the wire never shows the parts: `aead::open` takes any associated data, JWE only a
//! header. The one test prints a table: every vector was run, or is counted beside the reason why not.

mod rfc;
mod wycheproof;

use std::collections::BTreeMap;

/// What became of one set of vectors.
struct Set {
    name: String,
    vectors: usize,
    run: usize,
    skipped: BTreeMap<&'static str, usize>,
}

impl Set {
    fn new(name: impl Into<String>, vectors: usize) -> Self {
        Self { name: name.into(), vectors, run: 0, skipped: BTreeMap::new() }
    }

    /// Counts a vector whose answer has to be the known one.
    #[track_caller]
    fn answer<T: PartialEq + std::fmt::Debug>(&mut self, vector: &str, ours: &T, known: &T) {
        assert_eq!(ours, known, "{}: {vector}", self.name);
        self.run += 1;
    }

    /// Counts a vector that can't be run.
    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }
}

#[test]
fn every_known_answer_holds_and_every_skip_has_its_reason() {
    let sets: Vec<Set> = rfc::sets().into_iter().chain(wycheproof::sets()).collect();
    println!("\n{:<44}{:>8}{:>6}{:>9}", "known answers", "vectors", "run", "skipped");
    for set in &sets {
        let skipped: usize = set.skipped.values().sum();
        println!("{:<44}{:>8}{:>6}{skipped:>9}", set.name, set.vectors, set.run);
        for (reason, number) in &set.skipped {
            println!("{number:>10} × {reason}");
        }
        assert_eq!(set.run + skipped, set.vectors, "{}: a vector was neither run nor skipped", set.name);
    }
    // A new release of the vectors may have more, never fewer.
    let run: usize = sets.iter().map(|set| set.run).sum();
    assert!(run >= 1_424, "vectors are gone: {run} were run");
}
