//! Reading.

use super::value::Json;

/// How deep lists and objects may nest: far beyond this wire, and no danger to a stack.
const DEEPEST: u32 = 64;
/// How many members an object may have: names are compared with each other.
const MOST_MEMBERS: usize = 1024;

/// Reads one value and nothing after it.
pub(super) fn read(text: &[u8]) -> Option<Json> {
    let mut rest = Rest(text);
    let value = rest.value(DEEPEST)?;
    rest.space();
    rest.0.is_empty().then_some(value)
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.0 {
            self.0 = rest;
        }
    }

    fn take(&mut self, literal: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(literal)?;
        Some(())
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// One value. A list or object takes one of the `levels`.
    fn value(&mut self, levels: u32) -> Option<Json> {
        self.space();
        Some(match self.0.first()? {
            b'"' => Json::Text(self.string()?),
            b'[' => self.list(levels.checked_sub(1)?)?,
            b'{' => self.object(levels.checked_sub(1)?)?,
            b't' => self.take(b"true").map(|()| Json::Flag(true))?,
            b'f' => self.take(b"false").map(|()| Json::Flag(false))?,
            b'n' => self.take(b"null").map(|()| Json::Null)?,
            _ => Json::Number(self.number()?),
        })
    }

    fn list(&mut self, levels: u32) -> Option<Json> {
        let mut items = Vec::new();
        self.take(b"[")?;
        self.space();
        if self.take(b"]").is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(levels)?);
            self.space();
            match self.next()? {
                b',' => {}
                b']' => return Some(Json::List(items)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, levels: u32) -> Option<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.take(b"{")?;
        self.space();
        if self.take(b"}").is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            self.take(b":")?;
            let value = self.value(levels)?;
            // A header or grant that says two things means neither.
            if members.len() == MOST_MEMBERS || members.iter().any(|(known, _)| *known == name) {
                return None;
            }
            members.push((name, value));
            self.space();
            match self.next()? {
                b',' => {}
                b'}' => return Some(Json::Object(members)),
                _ => return None,
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.take(b"\"")?;
        // No escape is shorter than what it stands for. With room for all of it, growing leaves no copy of a secret.
        let mut escaped = false;
        let end = self.0.iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        })?;
        let mut bytes = Vec::with_capacity(end);
        loop {
            match self.next()? {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' => {
                    let letter = self.escape()?;
                    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..=0x1f => return None,
                byte => bytes.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                // Above the basic plane: two units of UTF-16.
                let code = if unit & 0xfc00 == 0xd800 {
                    self.take(b"\\u")?;
                    let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    0x1_0000 + ((unit & 0x3ff) << 10) + low
                } else {
                    unit
                };
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }

    fn number(&mut self) -> Option<String> {
        let start = self.0;
        let _sign = self.take(b"-");
        if self.take(b"0").is_none() {
            self.digits()?;
        }
        if self.take(b".").is_some() {
            self.digits()?;
        }
        if let [b'e' | b'E', rest @ ..] = self.0 {
            self.0 = rest;
            if let [b'+' | b'-', rest @ ..] = self.0 {
                self.0 = rest;
            }
            self.digits()?;
        }
        let written = start.get(..start.len() - self.0.len())?;
        String::from_utf8(written.to_vec()).ok()
    }

    fn digits(&mut self) -> Option<()> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = self.0.get(count..)?;
        (count > 0).then_some(())
    }
}
