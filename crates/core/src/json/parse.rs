//! JSON text (RFC 8259) as a tree. Strict: no name twice, nothing after the value.

use super::Json;

/// Deepest nesting. The wire's deepest is 7.
const DEEPEST: u8 = 32;

impl Json {
    /// The value that `bytes` hold. `None` when they are no JSON.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: std::str::from_utf8(bytes).ok()? };
        let value = reader.value(DEEPEST)?;
        reader.skip_space();
        reader.rest.is_empty().then_some(value)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        Some(letter)
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.skip_space();
        match self.rest.as_bytes().first()? {
            b'"' => self.text().map(Json::Text),
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b't' if self.take("true") => Some(Json::Bool),
            b'f' if self.take("false") => Some(Json::Bool),
            b'n' if self.take("null") => Some(Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        self.next();
        let mut members: Vec<(String, Json)> = Vec::new();
        self.skip_space();
        if self.take("}") {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.text()?;
            self.skip_space();
            if !self.take(":") || members.iter().any(|(known, _)| *known == name) {
                return None;
            }
            members.push((name, self.value(depth)?));
            self.skip_space();
            if !self.take(",") {
                return self.take("}").then_some(Json::Object(members));
            }
        }
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        self.next();
        let mut items = Vec::new();
        self.skip_space();
        if self.take("]") {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if !self.take(",") {
                return self.take("]").then_some(Json::List(items));
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        if !self.take("\"") {
            return None;
        }
        let mut text = String::new();
        loop {
            // What needs no unescaping is taken as a whole.
            let end = self.rest.find(['"', '\\'])?;
            let (plain, rest) = self.rest.split_at_checked(end)?;
            if plain.bytes().any(|byte| byte < 0x20) {
                return None;
            }
            text.push_str(plain);
            self.rest = rest;
            if self.next()? == '"' {
                return Some(text);
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            letter @ ('"' | '\\' | '/') => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.hex4()?;
                let second =
                    if (0xd800..0xdc00).contains(&first) && self.take("\\u") { Some(self.hex4()?) } else { None };
                let units = [first, second.unwrap_or_default()];
                let units = units.into_iter().take(if second.is_some() { 2 } else { 1 });
                let mut letters = char::decode_utf16(units);
                let letter = letters.next()?.ok()?;
                // A high surrogate that no low one follows, or two letters where one has to be.
                letters.next().is_none().then_some(letter)?
            }
            _ => return None,
        })
    }

    fn hex4(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        // `from_str_radix` takes a sign.
        let number = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok());
        self.rest = rest;
        number?
    }

    fn number(&mut self) -> Option<Json> {
        let end = self.rest.find([',', '}', ']', ' ', '\t', '\n', '\r']).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let digits = number.strip_prefix('-').unwrap_or(number);
        let (whole, more) = digits.split_at_checked(digits.find(['.', 'e', 'E']).unwrap_or(digits.len()))?;
        let is_whole = are_digits(whole) && (whole.len() == 1 || !whole.starts_with('0'));
        if !is_whole || !is_fraction_and_exponent(more) {
            return None;
        }
        let integer = if more.is_empty() { number.parse().ok() } else { None };
        Some(integer.map_or(Json::OtherNumber, Json::Integer))
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_fraction_and_exponent(text: &str) -> bool {
    let (fraction, exponent) = match text.find(['e', 'E']) {
        Some(place) => (text.get(..place).unwrap_or_default(), text.get(place + 1..)),
        None => (text, None),
    };
    fraction.strip_prefix('.').map_or(fraction.is_empty(), are_digits)
        && exponent.is_none_or(|exponent| are_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn to_value(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool => Value::from("boolean"),
            Json::Integer(number) => Value::from(*number),
            Json::OtherNumber => Value::from("other number"),
            Json::Text(text) => Value::from(text.as_str()),
            Json::List(items) => items.iter().map(to_value).collect(),
            Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), to_value(value))).collect(),
        }
    }

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [
            "null",
            "[]",
            "{}",
            "[1, -2,0]",
            r#"{"a": [{"b": null}], "c": "d"}"#,
            "\"\"",
            "-9223372036854775808",
            r#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00""#,
            "\"é😀\u{7f}\u{2028}\"",
            "\n[\t1\r,\n2 ]\n",
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(to_value(&Json::parse(text.as_bytes()).unwrap()), expected, "{text}");
        }
        for text in [" true ", "false"] {
            assert!(matches!(Json::parse(text.as_bytes()), Some(Json::Bool)), "{text}");
        }
        for text in ["1.5", "-0.0", "1e9", "1E+2", "0.1e-2", "9223372036854775808"] {
            assert!(matches!(Json::parse(text.as_bytes()), Some(Json::OtherNumber)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_json_and_names_that_stand_twice() {
        for text in [
            "",
            " ",
            "nul",
            "truee",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\":1",
            "[1",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "\"\\ud83d\\u0041\"",
            "\"a\nb\"",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "--1",
            "0x1",
            "1 2",
            "{} {}",
            "NaN",
            "{\"a\":1,\"a\":1}",
            "'a'",
        ] {
            assert!(Json::parse(text.as_bytes()).is_none(), "{text}");
        }
        assert!(Json::parse(b"\"\xff\"").is_none());
        assert!(Json::parse("[".repeat(33).as_bytes()).is_none());
        assert!(Json::parse(["[".repeat(33), "]".repeat(33)].concat().as_bytes()).is_none());
        assert!(Json::parse(["[".repeat(32), "]".repeat(32)].concat().as_bytes()).is_some());
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let written = serde_json::to_string(&text).unwrap();
            let read = Json::parse(written.as_bytes());
            prop_assert_eq!(read.as_ref().and_then(Json::as_text), Some(text.as_str()));
        }

        #[test]
        fn no_bytes_make_it_panic_and_it_takes_nothing_that_serde_json_refuses(bytes in any::<Vec<u8>>(), text in "[\\[\\]{}\",:0-9a-u\\\\ .+-]{0,24}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                if Json::parse(bytes).is_some() {
                    prop_assert!(serde_json::from_slice::<Value>(bytes).is_ok());
                }
            }
        }
    }
}
