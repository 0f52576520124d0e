//! Where the checks of an account end, by the documented test values (contract section 5).

/// What the checks found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All passed.
    Passed,
    /// One failed; the account's `statusReason`.
    Failed(&'static str),
    /// A reviewer looks at it until the clock is moved.
    UnderReview,
}

/// Runs KYC/CIP, compliance and document verification, in this order; the first that fails counts. `last_fours` are
/// the last digits of the customer's SSN or EIN and of the owners' SSNs.
pub(crate) fn run(last_fours: &[String], has_document: bool) -> Verdict {
    let any = |digits: &str| last_fours.iter().any(|found| found == digits);
    if any("0004") {
        Verdict::Failed("BLOCKED_BY_KYC")
    } else if any("0005") {
        Verdict::Failed("BLOCKED_BY_COMPLIANCE")
    } else if any("0002") && has_document {
        Verdict::Failed("BLOCKED_BY_DOCUMENT_VERIFICATION")
    } else if any("0006") {
        Verdict::UnderReview
    } else {
        Verdict::Passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_as_the_last_four_digits_ask_for() {
        for (digits, has_document, verdict) in [
            (vec!["1234"], true, Verdict::Passed),
            (vec![], false, Verdict::Passed),
            (vec!["0004"], true, Verdict::Failed("BLOCKED_BY_KYC")),
            (vec!["1234", "0005"], false, Verdict::Failed("BLOCKED_BY_COMPLIANCE")),
            (vec!["0002"], true, Verdict::Failed("BLOCKED_BY_DOCUMENT_VERIFICATION")),
            (vec!["0002"], false, Verdict::Passed),
            (vec!["0006"], true, Verdict::UnderReview),
            (vec!["0006", "0004"], true, Verdict::Failed("BLOCKED_BY_KYC")),
        ] {
            let digits: Vec<String> = digits.into_iter().map(str::to_owned).collect();
            assert_eq!(run(&digits, has_document), verdict, "{digits:?}");
        }
    }
}
