//! What is wrong with an input, gathered.

use portico_model::{ErrorCode, FieldCode};

use crate::fault::{Fault, FieldFault};

/// Gathers what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Wrong {
    /// What a program got wrong: members that are missing, unknown or of another type.
    malformed: Vec<FieldFault>,
    /// What a person got wrong.
    broken: Vec<FieldFault>,
}

impl Wrong {
    /// Notes that what a person typed into `field` breaks the rule `code`.
    pub(crate) fn note(&mut self, field: &str, code: FieldCode) {
        self.broken.push(FieldFault::new(field, code));
    }

    /// Notes that the argument has the wrong form at `field`. Once for each: what follows from it is no news.
    pub(crate) fn malformed(&mut self, field: &str, code: FieldCode) {
        if !self.malformed.iter().any(|fault| fault.field == field) {
            self.malformed.push(FieldFault::new(field, code));
        }
    }

    /// Ends the checks. An argument of the wrong form is told by itself: what it holds can't be judged.
    ///
    /// # Errors
    /// `invalid_option` or `validation_failed` when anything was noted.
    pub(crate) fn end(self) -> Result<(), Fault> {
        if !self.malformed.is_empty() {
            return Err(Fault::of_fields(ErrorCode::InvalidOption, self.malformed));
        }
        if self.broken.is_empty() {
            return Ok(());
        }
        Err(Fault::of_fields(ErrorCode::ValidationFailed, self.broken))
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
