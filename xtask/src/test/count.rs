//! How many tests passed and failed, read from what a runner prints.

/// Tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Whose closing lines to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// no tests: it holds or it doesn't, and counts as one
    Check,
    /// `cargo nextest`, `cargo test` and the runner for browsers
    Cargo,
    /// `cargo test --doc`, where nobody has to write an example
    Examples,
    /// `node --test` with its `spec` reporter
    Node,
}

impl Count {
    /// A check that held, or didn't.
    pub(crate) fn of_check(held: bool) -> Self {
        Self { passed: u64::from(held), failed: u64::from(!held) }
    }

    /// Reads a runner's output. A runner that failed has failed at least once, whatever it printed; one that ran nothing
    /// has failed too, since a part that tests nothing would look like success for ever.
    pub(crate) fn read(kind: Kind, output: &str, succeeded: bool) -> Self {
        let mut count = match kind {
            Kind::Check => return Self::of_check(succeeded),
            Kind::Cargo | Kind::Examples => cargo(output),
            Kind::Node => node(output),
        };
        let nothing_ran = count == Self::default() && kind != Kind::Examples;
        if count.failed == 0 && (!succeeded || nothing_ran) {
            count.failed = 1;
        }
        count
    }
}

/// A runner's own lines only: nextest repeats, indented, what a test that failed has printed, and that ends like libtest.
///
/// nextest: `Summary [ 0.5s] 12 tests run: 10 passed (1 slow), 2 failed, 3 skipped`; libtest: `test result: ok. 3 passed;
/// 0 failed; …`, once for each binary.
fn cargo(output: &str) -> Count {
    let mut sum = Count::default();
    for line in output.lines() {
        if let Some((_, counts)) = line.trim().strip_prefix("Summary [").and_then(|rest| rest.split_once(" run: ")) {
            sum.passed += number_before(counts, "passed");
            for word in ["failed", "timed out", "exec failed"] {
                sum.failed += number_before(counts, word);
            }
        } else if let Some(counts) = line.strip_prefix("test result: ") {
            sum.passed += number_before(counts, "passed");
            sum.failed += number_before(counts, "failed");
        }
    }
    sum
}

/// `ℹ pass 12`, `ℹ fail 1`, `ℹ cancelled 0`; the mark is `#` in older versions.
fn node(output: &str) -> Count {
    let mut sum = Count::default();
    for line in output.lines().map(str::trim) {
        let mut words = line.split_whitespace();
        let (Some("ℹ" | "#"), Some(word), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let number = number.parse().unwrap_or(0);
        match word {
            "pass" => sum.passed += number,
            "fail" | "cancelled" => sum.failed += number,
            _ => {}
        }
    }
    sum
}

/// The number right before the word: `10` in `10 passed`.
fn number_before(text: &str, word: &str) -> u64 {
    text.split([',', ';', '.', '('])
        .filter_map(|piece| piece.trim().split_once(' '))
        .filter(|(_, rest)| *rest == word || rest.starts_with(&format!("{word} ")))
        .filter_map(|(number, _)| number.parse::<u64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u64, failed: u64) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn reads_each_runner_s_closing_lines() {
        let rows = [
            (Kind::Cargo, "   Summary [   0.512s] 12 tests run: 12 passed, 3 skipped", true, count(12, 0)),
            (
                Kind::Cargo,
                "     Summary [ 9.1s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out",
                false,
                count(9, 3),
            ),
            (Kind::Cargo, "Summary [ 0.1s] 1 test run: 0 passed, 1 exec failed, 0 skipped", false, count(0, 1)),
            (Kind::Cargo, "Summary [ 0.1s] 5 tests run: 5 passed (1 flaky), 0 skipped", true, count(5, 0)),
            (
                Kind::Cargo,
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
                true,
                count(3, 0),
            ),
            (
                Kind::Cargo,
                "test result: ok. 3 passed; 0 failed;\ntest result: FAILED. 4 passed; 2 failed;",
                false,
                count(7, 2),
            ),
            (
                Kind::Node,
                "ℹ tests 13\nℹ suites 0\nℹ pass 12\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0",
                false,
                count(12, 1),
            ),
            (Kind::Node, "# pass 2\n# fail 0\n# a comment of 3 words", true, count(2, 0)),
            (Kind::Check, "anything", true, count(1, 0)),
            (Kind::Check, "", false, count(0, 1)),
        ];
        for (kind, output, succeeded, expected) in rows {
            assert_eq!(Count::read(kind, output, succeeded), expected, "{output}");
        }
    }

    #[test]
    fn takes_what_a_failed_test_printed_for_no_result_of_its_own() {
        let output = "    test result: FAILED. 0 passed; 1 failed;\n     Summary [ 1s] 9 tests run: 8 passed, 1 failed";
        assert_eq!(Count::read(Kind::Cargo, output, false), count(8, 1));
    }

    #[test]
    fn counts_a_runner_that_ran_nothing_or_broke_as_one_failure() {
        for (output, succeeded) in [("", true), ("error[E0001]: it does not compile", false), ("no tests to run", true)]
        {
            assert_eq!(Count::read(Kind::Cargo, output, succeeded), count(0, 1), "{output}");
        }
        assert_eq!(Count::read(Kind::Examples, "", true), count(0, 0), "no example is no failure");
        assert_eq!(Count::read(Kind::Examples, "error", false), count(0, 1));
        let all_well_but_the_exit = "test result: ok. 3 passed; 0 failed;";
        assert_eq!(Count::read(Kind::Cargo, all_well_but_the_exit, false), count(3, 1));
    }
}
