//! Which state a ZIP code's first three digits belong to, after the USPS's list of three-digit prefixes.

/// State, and its prefixes as ranges. Prefixes that serve places in two states stand with both.
const PREFIXES: &[(&str, &[(u16, u16)])] = &[
    ("AA", &[(340, 340)]),
    ("AE", &[(90, 98)]),
    ("AK", &[(995, 999)]),
    ("AL", &[(350, 352), (354, 369)]),
    ("AP", &[(962, 966)]),
    ("AR", &[(716, 729)]),
    ("AS", &[(967, 967)]),
    ("AZ", &[(850, 853), (855, 857), (859, 860), (863, 865)]),
    ("CA", &[(900, 908), (910, 928), (930, 961)]),
    ("CO", &[(800, 816)]),
    ("CT", &[(60, 69)]),
    ("DC", &[(200, 200), (202, 205), (569, 569)]),
    ("DE", &[(197, 199)]),
    ("FL", &[(320, 339), (341, 342), (344, 344), (346, 347), (349, 349)]),
    ("FM", &[(969, 969)]),
    ("GA", &[(300, 319), (398, 399)]),
    ("GU", &[(969, 969)]),
    ("HI", &[(967, 968)]),
    ("IA", &[(500, 516), (520, 528)]),
    ("ID", &[(832, 838)]),
    ("IL", &[(600, 620), (622, 629)]),
    ("IN", &[(460, 479)]),
    ("KS", &[(660, 662), (664, 679)]),
    ("KY", &[(400, 418), (420, 427)]),
    ("LA", &[(700, 701), (703, 708), (710, 714)]),
    ("MA", &[(10, 27), (55, 55)]),
    ("MD", &[(206, 212), (214, 219)]),
    ("ME", &[(39, 49)]),
    ("MH", &[(969, 969)]),
    ("MI", &[(480, 499)]),
    ("MN", &[(550, 551), (553, 567)]),
    ("MO", &[(630, 631), (633, 641), (644, 658)]),
    ("MP", &[(969, 969)]),
    ("MS", &[(386, 397)]),
    ("MT", &[(590, 599)]),
    ("NC", &[(270, 289)]),
    ("ND", &[(580, 588)]),
    ("NE", &[(680, 681), (683, 693)]),
    ("NH", &[(30, 38)]),
    ("NJ", &[(70, 89)]),
    ("NM", &[(870, 871), (873, 875), (877, 884)]),
    ("NV", &[(889, 891), (893, 895), (897, 898)]),
    ("NY", &[(5, 5), (63, 63), (100, 149)]),
    ("OH", &[(430, 459)]),
    ("OK", &[(730, 731), (734, 741), (743, 749)]),
    ("OR", &[(970, 979)]),
    ("PA", &[(150, 196)]),
    ("PR", &[(6, 7), (9, 9)]),
    ("PW", &[(969, 969)]),
    ("RI", &[(28, 29)]),
    ("SC", &[(290, 299)]),
    ("SD", &[(570, 577)]),
    ("TN", &[(370, 385)]),
    ("TX", &[(733, 733), (750, 770), (772, 799), (885, 885)]),
    ("UT", &[(840, 847)]),
    ("VA", &[(201, 201), (220, 246)]),
    ("VI", &[(8, 8)]),
    ("VT", &[(50, 54), (56, 59)]),
    ("WA", &[(980, 986), (988, 994)]),
    ("WI", &[(530, 532), (534, 535), (537, 549)]),
    ("WV", &[(247, 268)]),
    ("WY", &[(820, 831), (834, 834)]),
];

/// Whether a ZIP code of the right form can be in `state`. True for a state that is not in the list: that it is unknown
/// is another field's error.
pub(crate) fn fits(postal_code: &str, state: &str) -> bool {
    let prefix = postal_code.get(..3).and_then(|prefix| prefix.parse::<u16>().ok());
    let ranges = PREFIXES.iter().find(|(code, _)| *code == state).map(|(_, ranges)| *ranges);
    match (prefix, ranges) {
        (Some(prefix), Some(ranges)) => ranges.iter().any(|(first, last)| (*first..=*last).contains(&prefix)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::states::is_state;

    #[test]
    fn knows_where_places_are() {
        for (zip, state) in [
            ("78701", "TX"),
            ("73301", "TX"),
            ("10001", "NY"),
            ("06390", "NY"),
            ("90210", "CA"),
            ("20500", "DC"),
            ("00901", "PR"),
            ("99501", "AK"),
            ("96910", "GU"),
            ("09012", "AE"),
            ("83414", "WY"),
            ("02134-1000", "MA"),
        ] {
            assert!(fits(zip, state), "{zip} {state}");
        }
        for (zip, state) in [("78701", "CA"), ("90210", "TX"), ("10001", "NJ"), ("00000", "NY"), ("34002", "FL")] {
            assert!(!fits(zip, state), "{zip} {state}");
        }
    }

    #[test]
    fn every_state_has_its_prefixes() {
        let mut count = 0;
        for (state, ranges) in PREFIXES {
            assert!(is_state(state) && !ranges.is_empty(), "{state}");
            assert!(ranges.iter().all(|(first, last)| first <= last), "{state}");
            count += 1;
        }
        assert_eq!(count, 62);
    }
}
