//! The body of a new account: up to 25 MB of an agreement in base64, held once.
//!
//! The long text is cut out of the body before it is parsed, and put back when the body is written anew: so everything else
//! is read, checked and changed, and the agreement is neither copied nor looked at.

use std::time::Duration;

use axum::body::Body;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt;
use portico_model::ErrorCode;
use portico_unseal::json::parse_strict_object;
use serde_json::{Map, Value};

use crate::{allow_list::MAX_UPLOAD_BYTES, payload::Payload};

/// Texts from this length on stay where they are.
const LONG: usize = 64 * 1024;
/// What is parsed of a body, once its long texts are out.
const MAX_REST: usize = 512 * 1024;
/// How long a body may take as a whole: 48 MB over a poor mobile network.
const MAX_TIME: Duration = Duration::from_secs(15 * 60);

/// A body without its long texts, for which others stand.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) body: Map<String, Value>,
    /// What stands for a long text, and the text with its quotes.
    long: Vec<(String, Bytes)>,
}

/// Reads a body to its end.
///
/// # Errors
/// `payload_too_large` above 48 MB, `malformed_request` when it breaks off or rests too long.
pub(super) async fn read(mut body: Body, rest_at_most: Duration) -> Result<Bytes, ErrorCode> {
    let hint = body.size_hint();
    if hint.lower() > MAX_UPLOAD_BYTES {
        return Err(ErrorCode::PayloadTooLarge);
    }
    // In one piece from the beginning where its length is told: growing would hold it twice.
    let mut whole = BytesMut::with_capacity(usize::try_from(hint.lower()).unwrap_or(0));
    let most = usize::try_from(MAX_UPLOAD_BYTES).unwrap_or(usize::MAX);
    let reading = async {
        loop {
            let frame = tokio::time::timeout(rest_at_most, body.frame()).await;
            match frame.map_err(|_| ErrorCode::MalformedRequest)? {
                None => return Ok(whole.freeze()),
                Some(Err(_)) => return Err(ErrorCode::MalformedRequest),
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    if whole.len() + data.len() > most {
                        return Err(ErrorCode::PayloadTooLarge);
                    }
                    whole.extend_from_slice(&data);
                }
            }
        }
    };
    tokio::time::timeout(MAX_TIME, reading).await.map_err(|_| ErrorCode::MalformedRequest)?
}

/// Parses a body whose members are named once each.
///
/// # Errors
/// `malformed_request` when it is no such object; `payload_too_large` when more than its long texts is long.
pub(super) fn parse(whole: &Bytes) -> Result<Parsed, ErrorCode> {
    let mut secret = [0; 16];
    getrandom::fill(&mut secret).map_err(|_| ErrorCode::InternalError)?;
    // Random, so that no text of the body is one.
    let stem = URL_SAFE_NO_PAD.encode(secret);
    let (mut rest, mut long, mut copied) = (Vec::new(), Vec::new(), 0);
    for (start, end) in long_texts(whole) {
        let name = format!("\"{stem}-{}\"", long.len());
        rest.extend_from_slice(whole.get(copied..start).unwrap_or_default());
        rest.extend_from_slice(name.as_bytes());
        long.push((name, whole.slice(start..end)));
        copied = end;
    }
    rest.extend_from_slice(whole.get(copied..).unwrap_or_default());
    if rest.len() > MAX_REST {
        return Err(ErrorCode::PayloadTooLarge);
    }
    let body = parse_strict_object(&rest).map_err(|_| ErrorCode::MalformedRequest)?;
    Ok(Parsed { body, long })
}

impl Parsed {
    /// The body as it goes up, with its long texts in their places.
    pub(super) fn into_payload(self) -> Payload {
        let mut payload = Payload::default();
        let text = Bytes::from(Value::Object(self.body).to_string());
        // In the order in which they are written now, which need not be that in which they came.
        let mut places: Vec<_> = self
            .long
            .iter()
            .filter_map(|(name, long)| find(&text, name.as_bytes()).map(|at| (at, at + name.len(), long)))
            .collect();
        places.sort_by_key(|(at, ..)| *at);
        let mut copied = 0;
        for (start, end, long) in places {
            payload.push(text.slice(copied..start));
            payload.push(long.clone());
            copied = end;
        }
        payload.push(text.slice(copied..));
        payload
    }
}

/// Where the values are, quotes included, that are long texts of base64's letters alone. No name of a member is one: names
/// have to be compared.
fn long_texts(whole: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = find_from(whole, at, |byte| byte == b'"') {
        let mut end = start + 1;
        let mut is_plain = true;
        loop {
            match whole.get(end) {
                None => return found,
                Some(b'"') => break,
                // Whatever is escaped is no end.
                Some(b'\\') => {
                    is_plain = false;
                    end += 2;
                }
                Some(byte) => {
                    is_plain = is_plain && (byte.is_ascii_alphanumeric() || b"+/=".contains(byte));
                    end += 1;
                }
            }
        }
        let after = end + 1;
        let next = find_from(whole, after, |byte| !byte.is_ascii_whitespace()).and_then(|next| whole.get(next));
        if is_plain && after - start > LONG && next != Some(&b':') {
            found.push((start, after));
        }
        at = after;
    }
    found
}

fn find_from(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| is(*byte)).map(|at| from + at)
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    async fn written(payload: Payload) -> Bytes {
        payload.collect().await.unwrap().to_bytes()
    }

    #[tokio::test]
    async fn long_texts_come_out_as_they_went_in_and_the_rest_is_read() {
        let (one, two) = ("QUJD".repeat(LONG), "eHl6".repeat(LONG));
        let body = json!({"z": one, "linkedDocument": [{"content": two}, {"content": "c2hvcnQ="}], "a\"b\\": "x\\\"y"});
        let whole = Bytes::from(serde_json::to_string_pretty(&body).unwrap());
        let mut parsed = parse(&whole).unwrap();
        assert_eq!(parsed.long.len(), 2);
        parsed.body.insert("added".to_owned(), json!(true));
        let payload = parsed.into_payload();
        let length = payload.len();
        let out = written(payload).await;
        assert_eq!(u64::try_from(out.len()).unwrap(), length);
        let mut expected = body;
        expected["added"] = json!(true);
        assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), expected);
    }

    #[test]
    fn names_are_compared_however_long_they_are_and_other_long_texts_are_too_much() {
        let name = "A".repeat(LONG + 1);
        let twice = format!("{{\"{name}\" : 1, \"{name}\": 2}}");
        assert_eq!(parse(&Bytes::from(twice)).unwrap_err(), ErrorCode::MalformedRequest);
        let other = json!({"nickName": "not base64 ".repeat(LONG)}).to_string();
        assert_eq!(parse(&Bytes::from(other)).unwrap_err(), ErrorCode::PayloadTooLarge);
        for text in ["", "\"", "{\"a", "{\"a\":\"b\\", "[1]", "{\"a\":1,\"a\":1}"] {
            assert_eq!(parse(&Bytes::from(text)).unwrap_err(), ErrorCode::MalformedRequest, "{text}");
        }
    }
}
