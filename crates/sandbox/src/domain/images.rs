//! Images of documents: which they are by their first bytes, and how large they may be.

use base64::{Engine, engine::general_purpose::STANDARD};
use portico_model::FieldCode;
use zeroize::Zeroizing;

/// The most that one image may have, in bytes.
const MAX_IMAGE: usize = 10 * 1024 * 1024;

/// What an image begins with.
const MAGIC: [(&str, &[u8]); 3] = [
    ("image/jpeg", &[0xff, 0xd8, 0xff]),
    ("image/png", &[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n']),
    ("application/pdf", b"%PDF-"),
];

/// The bytes of an image in base64, if they are what `content_type` says. The first code is about the type's own field.
pub(crate) fn decode(content_type: &str, text: &str) -> Result<Zeroizing<Vec<u8>>, (Option<FieldCode>, FieldCode)> {
    let Some((_, magic)) = MAGIC.iter().find(|(known, _)| *known == content_type) else {
        return Err((Some(FieldCode::ImageType), FieldCode::ImageType));
    };
    if text.is_empty() {
        return Err((None, FieldCode::Required));
    }
    // The longest text that 10 MB can have; what is longer need not be decoded first.
    if text.len() > MAX_IMAGE.div_ceil(3) * 4 {
        return Err((None, FieldCode::ImageTooLarge));
    }
    let bytes = STANDARD.decode(text).map(Zeroizing::new).map_err(|_| (None, FieldCode::ImageForm))?;
    if bytes.len() > MAX_IMAGE {
        return Err((None, FieldCode::ImageTooLarge));
    }
    if bytes.starts_with(magic) { Ok(bytes) } else { Err((None, FieldCode::ImageType)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(content_type: &str, bytes: &[u8]) -> Option<FieldCode> {
        decode(content_type, &STANDARD.encode(bytes)).err().map(|(_, code)| code)
    }

    #[test]
    fn knows_the_three_types_by_their_first_bytes() {
        for (content_type, magic) in MAGIC {
            assert_eq!(code(content_type, &[magic, &[1, 2, 3]].concat()), None, "{content_type}");
            for (other, magic) in MAGIC {
                assert_eq!(code(content_type, magic).is_none(), other == content_type, "{content_type} {other}");
            }
        }
        for content_type in ["image/gif", "image/svg+xml", "IMAGE/PNG", ""] {
            assert_eq!(code(content_type, b"GIF89a"), Some(FieldCode::ImageType), "{content_type}");
        }
    }

    #[test]
    fn takes_ten_megabytes_and_no_byte_more() {
        let mut image = vec![0; MAX_IMAGE];
        image[..5].copy_from_slice(b"%PDF-");
        assert_eq!(code("application/pdf", &image), None);
        image.push(0);
        assert_eq!(code("application/pdf", &image), Some(FieldCode::ImageTooLarge));
    }

    #[test]
    fn refuses_what_is_no_base64_or_nothing() {
        for (text, expected) in [
            ("", FieldCode::Required),
            ("/9j/4A=", FieldCode::ImageForm),
            ("data:image/jpeg;base64,/9j/", FieldCode::ImageForm),
        ] {
            assert_eq!(decode("image/jpeg", text).err(), Some((None, expected)), "{text}");
        }
    }
}
