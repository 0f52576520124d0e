//! What is wrong with an input, gathered.

use portico_model::{ErrorCode, FieldCode};

use crate::fault::{Fault, FieldFault};
use crate::json::ObjectText;

/// Gathers what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<FieldFault>);

/// The members of a body, each checked on its way in.
pub(crate) struct Form<'a> {
    pub(crate) members: ObjectText,
    pub(crate) wrong: &'a mut Wrong,
}

impl Form<'_> {
    /// The member `name`, or a note about `field`.
    pub(crate) fn text(self, name: &'static str, field: &str, checked: Result<&str, FieldCode>) -> Self {
        self.optional(name, field, checked.map(Some))
    }

    /// The same of a member that may be absent.
    pub(crate) fn optional(
        mut self,
        name: &'static str,
        field: &str,
        checked: Result<Option<&str>, FieldCode>,
    ) -> Self {
        match checked {
            Ok(value) => self.members = self.members.optional(name, value),
            Err(code) => self.wrong.note(field, code),
        }
        self
    }
}

impl Wrong {
    /// Notes that `field` broke the rule `code`.
    pub(crate) fn note(&mut self, field: &str, code: FieldCode) {
        self.0.push(FieldFault::new(field, code));
    }

    /// The value of a check, or `None` with a note.
    pub(crate) fn take<T>(&mut self, field: &str, checked: Result<T, FieldCode>) -> Option<T> {
        checked.map_err(|code| self.note(field, code)).ok()
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// `validation_failed` when anything was noted.
    pub(crate) fn end(self) -> Result<(), Fault> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Fault::of_fields(ErrorCode::ValidationFailed, self.0))
    }
}

/// A text that has to be there, trimmed, of at most `most` characters.
pub(crate) fn needed(text: &str, most: usize) -> Result<&str, FieldCode> {
    match text.trim_ascii() {
        "" => Err(FieldCode::Required),
        text if text.chars().nth(most).is_some() => Err(FieldCode::TooLong),
        text => Ok(text),
    }
}

/// A text that may be missing or blank.
pub(crate) fn optional(text: Option<&str>, most: usize) -> Result<Option<&str>, FieldCode> {
    match text.map(str::trim_ascii).unwrap_or_default() {
        "" => Ok(None),
        text => needed(text, most).map(Some),
    }
}
