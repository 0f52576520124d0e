//! Values in. One pass over the members of an argument that finds everything that is wrong with its form, by name and
//! without the value. What a value means is for the core to check.

use portico_core::{Fault, FieldFault, Json, Pii};
use portico_model::{ErrorCode, FieldCode};
use zeroize::{Zeroize, Zeroizing};

use super::Refusal;

/// The members of one object, taken out one by one.
pub(crate) struct Fields<'a> {
    /// `address.` for the members of `address`; empty at the top.
    prefix: String,
    members: Vec<(String, Json)>,
    faults: &'a mut Vec<FieldFault>,
}

/// Reads the argument `text`. `take` takes all members that it knows; any other is a fault, so that a misspelt optional
/// member doesn't get lost in silence.
pub(crate) fn read<T>(
    text: impl Into<Zeroizing<Vec<u8>>>,
    take: impl FnOnce(&mut Fields<'_>) -> T,
) -> Result<T, Refusal> {
    let mut faults = Vec::new();
    let mut fields = Fields { prefix: String::new(), members: members(&text.into())?, faults: &mut faults };
    let taken = take(&mut fields);
    fields.finish();
    verdict(faults).map(|()| taken)
}

// Apart from `read`, and never inlined: there is one of that for each argument type.
#[inline(never)]
fn members(text: &[u8]) -> Result<Vec<(String, Json)>, Refusal> {
    match Json::parse(text) {
        Some(Json::Object(members)) => Ok(members),
        _ => Err(ErrorCode::InvalidOption.into()),
    }
}

#[inline(never)]
fn verdict(faults: Vec<FieldFault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Fault::of_fields(ErrorCode::InvalidOption, faults).into())
}

impl Fields<'_> {
    /// A text that has to be there and can't be blank, such as an id.
    pub(crate) fn text(&mut self, name: &str) -> String {
        match self.optional_text(name) {
            Some(text) if !text.trim().is_empty() => text,
            Some(_) => self.fault(name, FieldCode::Required),
            // Of another type: that fault stands already.
            None if self.has_fault(name) => String::new(),
            None => self.fault(name, FieldCode::Required),
        }
    }

    /// A text that may be absent.
    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Json::Text(text) => Some(text),
            _ => self.fault(name, FieldCode::WrongType),
        }
    }

    /// What a person typed. Empty when absent: the core says what it lacks, and beside which field.
    pub(crate) fn typed(&mut self, name: &str) -> Pii<String> {
        self.optional_text(name).unwrap_or_default().into()
    }

    /// What a person may have typed.
    pub(crate) fn optional_typed(&mut self, name: &str) -> Option<Pii<String>> {
        self.optional_text(name).map(Pii::from)
    }

    /// True or false, which has to be there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            Some(Json::Flag(flag)) => flag,
            Some(_) => self.fault(name, FieldCode::WrongType),
            None => self.fault(name, FieldCode::Required),
        }
    }

    /// A whole number that may be absent.
    pub(crate) fn whole(&mut self, name: &str) -> Option<u32> {
        match self.take(name)? {
            Json::Number(number) => number.parse().ok().or_else(|| self.fault(name, FieldCode::WrongType)),
            _ => self.fault(name, FieldCode::WrongType),
        }
    }

    /// A whole number of milliseconds.
    pub(crate) fn milliseconds(&mut self, name: &str) -> u32 {
        self.whole(name).unwrap_or_else(|| self.fault(name, FieldCode::WrongType))
    }

    /// The members of the object `name`. Read as an empty one when absent, so that its own members are the faults.
    pub(crate) fn object<T>(&mut self, name: &str, take: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        let members = match self.take(name) {
            Some(Json::Object(members)) => members,
            Some(_) => self.fault(name, FieldCode::WrongType),
            None => Vec::new(),
        };
        let mut inner = Fields { prefix: [&self.prefix, name, "."].concat(), members, faults: self.faults };
        let taken = take(&mut inner);
        inner.finish();
        taken
    }

    /// The objects of the list `name`. An absent list is an empty one.
    pub(crate) fn list<T>(&mut self, name: &str, mut take: impl FnMut(&mut Fields<'_>) -> T) -> Vec<T> {
        let items = match self.take(name) {
            Some(Json::List(items)) => items,
            Some(_) => self.fault(name, FieldCode::WrongType),
            None => Vec::new(),
        };
        let mut taken = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            let prefix = [&self.prefix, name, ".", &at.to_string()].concat();
            let Json::Object(members) = item else {
                self.faults.push(FieldFault::new(&prefix, FieldCode::WrongType));
                continue;
            };
            let mut inner = Fields { prefix: [&prefix, "."].concat(), members, faults: self.faults };
            taken.push(take(&mut inner));
            inner.finish();
        }
        taken
    }

    /// Records that `name` broke a rule; gives the value that stands in for it, which nobody sees.
    pub(crate) fn fault<T: Default>(&mut self, name: &str, code: FieldCode) -> T {
        self.faults.push(FieldFault::new(&[&self.prefix, name].concat(), code));
        T::default()
    }

    /// Leaves members alone that the caller has no use for, such as those of an object that we gave out ourselves.
    pub(crate) fn ignore_the_rest(&mut self) {
        self.members.clear();
    }

    fn take(&mut self, name: &str) -> Option<Json> {
        let place = self.members.iter().position(|(known, _)| known == name)?;
        Some(self.members.remove(place).1).filter(|value| *value != Json::Null)
    }

    fn has_fault(&self, name: &str) -> bool {
        let field = [&self.prefix, name].concat();
        self.faults.last().is_some_and(|fault| fault.field == field)
    }

    #[inline(never)]
    fn finish(self) {
        for (name, mut value) in self.members {
            // A misspelt field holds what a person typed as well.
            value.zeroize();
            self.faults.push(FieldFault::new(&[self.prefix.as_str(), &name].concat(), FieldCode::UnknownField));
        }
    }
}
