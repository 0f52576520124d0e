//! How objects are written down: what an answer has to be (shape.rs), and what a page passes in (netspend/describe.rs);
//! or both at once, where a resource is read as it is written.
//!
//! A text and no tables of Rust: a table is pointers and numbers, of which nothing compresses, and was a third of the
//! package's data.
//!
//! ```text
//! id name?:name type=dda|gpr exp_year# accepted! address(line1:line) steps[step related_id?]
//! ```
//!
//! Members stand apart by one space. After a name come its marks, then its form:
//!
//! | mark | the member |
//! | --- | --- |
//! | `?` | may be absent |
//! | `~` | is an empty list where it is absent |
//! | `-` | is for the onboarding alone: no page is shown it |
//! | `+` | is needed in an onboarding, and may be absent in a call by itself |
//! | `^` | stands for its first word, or what its rule makes of a blank text, where it is absent |
//! | `%` | is sealed, where its call seals `%`, and no page is shown it; or has such members |
//! | `<` | is in answers alone |
//!
//! | form | the value |
//! | --- | --- |
//! | none | a text; in what a page passes an id, which is not blank |
//! | `:rule` | a text that fulfils a rule of `validate` |
//! | `=one\|other` | one of these texts |
//! | `'text` | this text |
//! | `#` | a whole number |
//! | `!` | `true` or `false` |
//! | `*` | a list of texts |
//! | `@` | the platform's time |
//! | `&` | any value |
//! | `(…)` | an object |
//! | `[…]` | a list of objects |
//! | `{…}` | an object on the wire, whose members a page passes beside the others |
//!
//! Members that end with ` *` are shown with all others that the answer has.

/// The members of an object, written down.
pub(crate) type Notation = &'static str;

/// One member.
pub(crate) struct Member {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    marks: &'static str,
    /// The first letter of its form; a space for none.
    pub(crate) form: u8,
    /// What follows that letter: members, words, a rule.
    pub(crate) inner: Notation,
}

impl Member {
    /// Whether it is an object, or a list of them.
    pub(crate) fn has_members(&self) -> bool {
        matches!(self.form, b'(' | b'[')
    }

    /// Whether it bears this mark.
    pub(crate) fn is(&self, mark: u8) -> bool {
        self.marks.bytes().any(|known| known == mark)
    }
}

/// The members of a notation, one after the other.
pub(crate) struct Members(pub(crate) Notation);

impl Iterator for Members {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        let (mut depth, mut end) = (0, 0);
        for byte in self.0.bytes() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                b' ' if depth == 0 => break,
                _ => {}
            }
            end += 1;
        }
        let (member, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.get(1..).unwrap_or_default();
        let count = |text: &str, rule: fn(u8) -> bool| text.bytes().take_while(|byte| rule(*byte)).count();
        let (name, rest) =
            member.split_at_checked(count(member, |byte| byte.is_ascii_alphanumeric() || byte == b'_'))?;
        let (marks, form) = rest.split_at_checked(count(rest, |byte| b"?~-+^%<".contains(&byte)))?;
        let first = form.bytes().next().unwrap_or(b' ');
        let closing = usize::from(matches!(first, b'(' | b'[' | b'{'));
        let inner = form.get(1..form.len() - closing).unwrap_or_default();
        (!name.is_empty()).then_some(Member { name, marks, form: first, inner })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_marks_and_forms_to_any_depth() {
        let text = "id name?:name a-?=x|y n# list~[b c(d[e])] o(p) {".trim_end_matches(" {");
        let read: Vec<_> =
            Members(text).map(|member| (member.name, member.marks, char::from(member.form), member.inner)).collect();
        assert_eq!(
            read,
            [
                ("id", "", ' ', ""),
                ("name", "?", ':', "name"),
                ("a", "-?", '=', "x|y"),
                ("n", "", '#', ""),
                ("list", "~", '[', "b c(d[e])"),
                ("o", "", '(', "p"),
            ]
        );
        assert_eq!(Members("").count(), 0);
    }
}
