//! An account's life: INACTIVE → ACTIVE | BLOCKED → CLOSURE_INITIATED → CLOSED.

use portico_model::passport::AccountStatus;

use super::checks::Verdict;

/// `statusReason` of a new account.
pub(crate) const PENDING_VERIFICATION: &str = "PENDING_VERIFICATION";
/// `statusReason` while a reviewer looks at it.
pub(crate) const UNDER_REVIEW: &str = "UNDER_REVIEW";
/// `statusReason` while it is being closed.
pub(crate) const CLOSURE_REQUESTED: &str = "CLOSURE_REQUESTED";
const ACTIVATED: &str = "ACTIVATED_BY_SYSTEM";
const CLOSED: &str = "CLOSED_BY_SYSTEM";
/// How long an account is being closed, in seconds: an hour, in which pending money would arrive. Longer would outlive
/// the token of whoever moves the clock.
pub(crate) const CLOSING_TIME: i64 = 3_600;

/// Where an account stands, and why.
pub(crate) type Standing = (AccountStatus, &'static str);

/// Where a new account goes after its checks; `None` while it stays where it is.
pub(crate) const fn after_checks(verdict: Verdict) -> Option<Standing> {
    match verdict {
        Verdict::Passed => Some((AccountStatus::Active, ACTIVATED)),
        Verdict::Failed(reason) => Some((AccountStatus::Blocked, reason)),
        Verdict::UnderReview => None,
    }
}

/// Where an account goes when the time that it waited for has come.
pub(crate) const fn after_closing() -> Standing {
    (AccountStatus::Closed, CLOSED)
}

/// Whether its name, purpose and primacy may change, and it may be the primary one.
pub(crate) const fn is_open(status: AccountStatus) -> bool {
    matches!(status, AccountStatus::Inactive | AccountStatus::Active)
}

/// Whether it may be closed.
pub(crate) const fn may_close(status: AccountStatus) -> bool {
    matches!(status, AccountStatus::Active)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_from_status_to_status_as_documented() {
        assert_eq!(after_checks(Verdict::Passed), Some((AccountStatus::Active, ACTIVATED)));
        assert_eq!(after_checks(Verdict::Failed("X")), Some((AccountStatus::Blocked, "X")));
        assert_eq!(after_checks(Verdict::UnderReview), None);
        use AccountStatus::{Active, Blocked, Closed, ClosureInitiated, Inactive};
        let table = [(Inactive, true, false), (Active, true, true), (Blocked, false, false)];
        let ends = [(ClosureInitiated, false, false), (Closed, false, false)];
        for (status, open, closable) in table.into_iter().chain(ends) {
            assert_eq!((is_open(status), may_close(status)), (open, closable), "{status:?}");
        }
    }
}
