//! Mailboxes.

use portico_model::FieldCode;

use super::wrong::needed;
use crate::encoding::all_bytes;

/// Longest path of RFC 5321 section 4.5.3.1.3, without its brackets.
const LONGEST: usize = 254;

/// A mailbox at a domain with a dot, in ASCII. Quoted local parts and address literals are legal and nobody has one.
pub(crate) fn check_email(text: &str) -> Result<&str, FieldCode> {
    let email = needed(text, LONGEST)?;
    let fits = email.rsplit_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
    if fits { Ok(email) } else { Err(FieldCode::EmailForm) }
}

fn is_local(local: &str) -> bool {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && all_bytes(atom, is_atom))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && all_bytes(label, |byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    domain.split('.').all(is_label)
        && domain.rsplit_once('.').is_some_and(|(_, top)| {
            top.len() >= 2 && (top.starts_with("xn--") || all_bytes(top, |byte| byte.is_ascii_alphabetic()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_mailboxes() {
        for email in ["a@b.co", "ada.lovelace+bank@mail.example.com", "o'brien@x-y.org", "1@2.xn--p1ai"] {
            assert_eq!(check_email(email), Ok(email));
        }
        assert_eq!(check_email(" a@b.co "), Ok("a@b.co"));
    }

    #[test]
    fn refuses_what_no_mail_reaches() {
        assert_eq!(check_email(""), Err(FieldCode::Required));
        for email in [
            "a",
            "@b.co",
            "a@",
            "a@b",
            "a@b.c",
            "a@.co",
            "a@b..co",
            "a@-b.co",
            "a@b-.co",
            ".a@b.co",
            "a.@b.co",
            "a..a@b.co",
            "a b@c.co",
            "a@b@c.co",
            "a@b.c0",
            "a@127.0.0.1",
            "é@b.co",
            "a@b.co\u{0}",
            "\"a\"@b.co",
        ] {
            assert_eq!(check_email(email), Err(FieldCode::EmailForm), "{email:?}");
        }
        assert_eq!(check_email(&format!("{}@b.co", "a".repeat(65))), Err(FieldCode::EmailForm));
        assert_eq!(check_email(&format!("{}@b.co", "a".repeat(250))), Err(FieldCode::TooLong));
    }
}
