//! The USPS codes of states, the District of Columbia, territories and military post.

const CODES: &str = "AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO \
                     MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR PW RI SC SD TN TX UT VA VI VT WA WI WV WY";

/// Whether `code` is one of them, in capitals.
pub(crate) fn is_state(code: &str) -> bool {
    CODES.split(' ').any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_states_territories_and_nothing_else() {
        for code in ["CA", "DC", "PR", "AE", "WY"] {
            assert!(is_state(code), "{code}");
        }
        for code in ["", "ca", "XX", "C", "CAL", "A Z", "ON"] {
            assert!(!is_state(code), "{code:?}");
        }
    }
}
