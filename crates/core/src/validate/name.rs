//! Names of people and of cities.

use portico_model::FieldCode;

use super::wrong::needed;

/// Longest name, in characters.
const LONGEST: usize = 80;

/// A name: letters of any script, and between them spaces, hyphens, apostrophes and full stops.
pub(crate) fn check_name(text: &str) -> Result<&str, FieldCode> {
    let name = needed(text, LONGEST)?;
    let fits = name.chars().all(|letter| is_letter(letter) || matches!(letter, ' ' | '-' | '\'' | '.' | '\u{2019}'));
    if fits && name.chars().any(is_letter) { Ok(name) } else { Err(FieldCode::NameForm) }
}

/// Letters by blocks instead of tables, which would weigh more than everything else in this folder: beyond ASCII all
/// that is no control, sign, space, punctuation, private use, emoji or other picture.
fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphabetic(),
        '\u{80}'..='\u{bf}' | '\u{d7}' | '\u{f7}' => matches!(letter, '\u{aa}' | '\u{ba}'),
        '\u{2000}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe6f}' | '\u{feff}'..='\u{ff20}' | '\u{fff0}'..='\u{ffff}' => false,
        '\u{1d000}'..='\u{1dfff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'.. => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_names_that_people_have() {
        for name in [
            "Ada",
            "Núñez",
            "O'Brien",
            "O\u{2019}Brien",
            "Anne-Marie",
            "St. John",
            "van der Berg",
            "Ng",
            "X",
            "李",
            "Łukasz",
            "Мария",
            "محمد",
            "José María",
            "e\u{301}a",
        ] {
            assert_eq!(check_name(name), Ok(name));
        }
        assert_eq!(check_name("  Ada \n"), Ok("Ada"));
        assert_eq!(check_name(&"é".repeat(80)), Ok("é".repeat(80).as_str()));
    }

    #[test]
    fn refuses_what_is_no_name() {
        for (name, code) in [
            ("", FieldCode::Required),
            ("  \t", FieldCode::Required),
            ("R2D2", FieldCode::NameForm),
            ("a@b", FieldCode::NameForm),
            ("a\u{0}b", FieldCode::NameForm),
            ("a\u{202e}b", FieldCode::NameForm),
            ("--", FieldCode::NameForm),
            (". '", FieldCode::NameForm),
            ("<b>", FieldCode::NameForm),
            ("Ada 😀", FieldCode::NameForm),
            ("１２", FieldCode::NameForm),
        ] {
            assert_eq!(check_name(name), Err(code), "{name:?}");
        }
        assert_eq!(check_name(&"é".repeat(81)), Err(FieldCode::TooLong));
    }
}
