//! States and territories.

use portico_model::FieldCode;

/// The two-letter codes of USPS Publication 28, appendix B: states, the district, territories, freely associated
/// states, armed forces.
const CODES: &[u8] =
    b"ALAKASAZARCACOCTDEDCFMFLGAGUHIIDILINIAKSKYLAMEMHMDMAMIMNMSMOMTNENVNHNJNMNYNCNDMPOHOKORPWPAPRRISCSDTNTXUTVTVI\
VAWAWVWIWYAAAEAP";

/// A code in any case, as capitals.
pub(crate) fn check_state(text: &str) -> Result<String, FieldCode> {
    let code = text.trim_ascii().to_ascii_uppercase();
    if code.is_empty() {
        return Err(FieldCode::Required);
    }
    if CODES.chunks_exact(2).any(|known| known == code.as_bytes()) { Ok(code) } else { Err(FieldCode::StateUnknown) }
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
