//! Which of a customer's accounts is the primary one.

use portico_model::passport::AccountStatus;

use super::lifecycle::is_open;

/// What the choice looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) id: i64,
    pub(crate) status: AccountStatus,
    pub(crate) is_primary: bool,
}

/// The primary account after a change: the one that is it stays it while it is open; then the oldest open one; without
/// an open one, it stays where it was. `candidates` are all of the customer's, oldest first.
pub(crate) fn elect(candidates: &[Candidate]) -> Option<i64> {
    let is_usable = |candidate: &&Candidate| is_open(candidate.status);
    let current = candidates.iter().find(|candidate| candidate.is_primary);
    let elected = current.filter(is_usable).or_else(|| candidates.iter().find(is_usable)).or(current);
    elected.or(candidates.first()).map(|candidate| candidate.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_account_is_primary_as_long_as_there_is_one() {
        use AccountStatus::{Active, Blocked, Closed, Inactive};
        for (accounts, primary) in [
            (vec![], None),
            (vec![(Inactive, false)], Some(0)),
            (vec![(Active, true), (Active, false)], Some(0)),
            (vec![(Active, false), (Active, true)], Some(1)),
            (vec![(Blocked, true), (Inactive, false)], Some(1)),
            (vec![(Active, false), (Closed, true), (Active, false)], Some(0)),
            (vec![(Blocked, false), (Closed, true)], Some(1)),
        ] {
            let candidates: Vec<Candidate> =
                (0..).zip(&accounts).map(|(id, &(status, is_primary))| Candidate { id, status, is_primary }).collect();
            assert_eq!(elect(&candidates), primary, "{accounts:?}");
        }
    }
}
