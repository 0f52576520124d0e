//! Numbers that follow from a seed, the same on every machine and for every release of every crate.

use std::env;

/// SplitMix64, by Steele, Lea and Flood (2014). For choosing messages; no key comes from it.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    /// Whether one of `many` came up.
    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let words = (0..length.div_ceil(8)).flat_map(|_| self.next().to_le_bytes());
        words.take(length).collect()
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// How many messages each peer gets in each direction.
pub(crate) fn count() -> usize {
    env::var("PROPTEST_CASES").map_or(1_000, |text| text.parse().expect("PROPTEST_CASES takes a number"))
}

/// What the messages follow from.
pub(crate) fn seed() -> u64 {
    env::var("PORTICO_SEED").map_or(1, |text| text.parse().expect("PORTICO_SEED takes a number"))
}
