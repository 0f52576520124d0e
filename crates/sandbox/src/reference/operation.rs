//! What the document says of one call, as data. What follows from the call's kind isn't repeated in the table.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use portico_model::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

use crate::http::{BASE, MAX_BODY, MAX_DOCUMENTS, MAX_FORM, Needs, needs};

/// An example of each body, by the name of its type. All of the people, numbers and values in it are invented.
static EXAMPLES: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../files/examples.json")).unwrap_or_default());

/// A call.
pub(super) struct Operation {
    pub(super) method: &'static str,
    /// Under the platform's base path; from the root for a call that anybody may make.
    pub(super) place: &'static str,
    /// Its name: unique, for generated clients.
    pub(super) id: &'static str,
    pub(super) subject: &'static str,
    pub(super) summary: &'static str,
    pub(super) access: Access,
    pub(super) body: Body,
    pub(super) answers: &'static [(u16, Content)],
    /// Whether it takes an `Idempotency-Key`.
    pub(super) takes_key: bool,
    /// The codes that don't follow from all of that.
    pub(super) errors: &'static [&'static [ErrorCode]],
}

/// By what a caller is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing: what is asked for is a secret itself, or public. These calls are not under the platform's base path.
    Nothing,
    /// The partner's key and secret.
    Basic,
    /// The partner's token, and a session where the table of sessions says so.
    Bearer,
}

/// A request's body.
#[derive(Clone, Copy)]
pub(super) enum Body {
    Nothing,
    Form(Shape),
    Json(Shape),
    /// JSON that carries sealed images.
    Documents(Shape),
}

/// An answer's body.
#[derive(Clone, Copy)]
pub(super) enum Content {
    Nothing,
    Json(Shape),
    Text,
    Picture,
}

/// One of the wire's types.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    name: fn() -> Cow<'static, str>,
    schema: fn() -> RefOr<Schema>,
    parts: fn(&mut Vec<(String, RefOr<Schema>)>),
    /// Whether a value is of this type.
    #[cfg_attr(not(test), allow(dead_code, reason = "what the tests hold the examples against"))]
    pub(super) reads: fn(&Value) -> bool,
}

/// The shape of `T`.
pub(super) const fn shape<T: ToSchema + DeserializeOwned>() -> Shape {
    Shape { name: T::name, schema: T::schema, parts: T::schemas, reads: |value| T::deserialize(value).is_ok() }
}

impl Shape {
    pub(super) fn name(&self) -> Cow<'static, str> {
        (self.name)()
    }

    /// Its schema and those of its parts, by name.
    pub(super) fn collect(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((self.name().into_owned(), (self.schema)()));
        (self.parts)(schemas);
    }

    pub(super) fn example(&self) -> Option<&'static Value> {
        EXAMPLES.get(self.name().as_ref())
    }
}

impl Body {
    pub(super) fn shape(&self) -> Option<&Shape> {
        match self {
            Self::Nothing => None,
            Self::Form(shape) | Self::Json(shape) | Self::Documents(shape) => Some(shape),
        }
    }

    /// Its media type and how many bytes it may have.
    pub(super) fn limits(&self) -> (&'static str, usize) {
        match self {
            Self::Nothing => ("", 0),
            Self::Form(_) => ("application/x-www-form-urlencoded", MAX_FORM),
            Self::Json(_) => ("application/json", MAX_BODY),
            Self::Documents(_) => ("application/json", MAX_DOCUMENTS),
        }
    }
}

impl Operation {
    /// The whole path.
    pub(super) fn path(&self) -> String {
        let base = if self.access == Access::Nothing { "" } else { BASE };
        [base, self.place].concat()
    }

    /// Which session it needs.
    pub(super) fn needs(&self) -> Option<Needs> {
        needs(self.method, self.place).filter(|_| self.access == Access::Bearer)
    }

    /// The names in the path, each with the segment before it.
    pub(super) fn parameters(&self) -> Vec<(&'static str, &'static str)> {
        let mut before = "";
        let mut found = Vec::new();
        for segment in self.place.split('/') {
            if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                found.push((before, name));
            }
            before = segment;
        }
        found
    }

    /// Every code that it can answer with, by status.
    pub(super) fn refusals(&self) -> BTreeMap<u16, Vec<ErrorCode>> {
        use ErrorCode as Code;
        let mut codes = vec![Code::RateLimited, Code::InternalError];
        codes.extend_from_slice(match self.access {
            Access::Nothing => &[],
            Access::Basic => &[Code::InvalidClient],
            Access::Bearer => &[Code::InvalidToken],
        });
        codes.extend_from_slice(match self.needs() {
            None => &[],
            Some(Needs::Any) => &[Code::SessionRequired, Code::SessionExpired],
            Some(Needs::Customer) => &[Code::SessionRequired, Code::SessionExpired, Code::SessionForbidden],
            Some(Needs::Person) => &[Code::SessionRequired, Code::SessionExpired, Code::PersonSessionRequired],
        });
        if !self.parameters().is_empty() {
            // What can be no name at all, such as one with a NUL in it, is no path either.
            codes.extend([Code::MalformedRequest, Code::RouteNotFound]);
        }
        codes.extend_from_slice(match self.body {
            Body::Nothing => &[],
            Body::Form(_) => &[Code::PayloadTooLarge, Code::UnsupportedMediaType],
            Body::Json(_) | Body::Documents(_) => {
                &[Code::MalformedRequest, Code::PayloadTooLarge, Code::UnsupportedMediaType]
            }
        });
        if self.takes_key {
            codes.extend([Code::IdempotencyKeyInvalid, Code::IdempotencyKeyReused, Code::RequestInProgress]);
        }
        codes.extend(self.errors.iter().copied().flatten());
        let mut refusals: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
        // In the catalogue's order, each once.
        for code in ErrorCode::ALL.iter().filter(|code| codes.contains(code)) {
            refusals.entry(code.status().unwrap_or(500)).or_default().push(*code);
        }
        refusals
    }
}
