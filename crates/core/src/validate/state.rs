//! States and territories.

use portico_model::FieldCode;

/// The two-letter codes of USPS Publication 28, appendix B: states, the district, territories, freely associated
/// states, armed forces.
const CODES: &str = "ALAKASAZARCACOCTDEDCFMFLGAGUHIIDILINIAKSKYLAMEMHMDMAMIMNMSMOMTNENVNHNJNMNYNCNDMPOHOKORPWPAPRRISCSDTNTXUTVTVI\
VAWAWVWIWYAAAEAP";

/// A code in any case, as capitals.
pub(crate) fn check_state(text: &str) -> Result<&'static str, FieldCode> {
    let code = text.trim_ascii();
    if code.is_empty() {
        return Err(FieldCode::Required);
    }
    let known = (0..CODES.len()).step_by(2).filter_map(|place| CODES.get(place..place + 2));
    known.into_iter().find(|known| known.eq_ignore_ascii_case(code)).ok_or(FieldCode::StateUnknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_all_codes_of_the_postal_service() {
        assert_eq!(CODES.len(), 2 * 62);
        for code in ["TX", "tx", " Ny ", "DC", "PR", "GU", "AE", "WY"] {
            assert_eq!(check_state(code).unwrap(), code.trim().to_uppercase());
        }
    }

    #[test]
    fn refuses_other_texts() {
        for text in ["XX", "T", "TEX", "Texas", "LA K", "é"] {
            assert_eq!(check_state(text), Err(FieldCode::StateUnknown), "{text}");
        }
        assert_eq!(check_state(" "), Err(FieldCode::Required));
    }
}
