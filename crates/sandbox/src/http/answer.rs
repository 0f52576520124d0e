//! A finished answer: status and bytes, so that it can be stored and given again as it was.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header::CONTENT_TYPE};
use portico_model::problem::PROBLEM_JSON;
use serde::{Deserialize, Serialize};

use super::Refusal;

/// An answer with a JSON body, or none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    status: u16,
    is_problem: bool,
    body: String,
}

impl Answer {
    /// 200 with `body`.
    pub(crate) fn ok<T: Serialize>(body: &T) -> Result<Self, Refusal> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with `body`.
    pub(crate) fn created<T: Serialize>(body: &T) -> Result<Self, Refusal> {
        Self::with(StatusCode::CREATED, body)
    }

    /// The problem body of a refusal.
    pub(crate) fn refused(refusal: &Refusal, request_id: &str) -> Result<Self, Refusal> {
        let answer = Self::with(refusal.status(), &refusal.problem(request_id))?;
        Ok(Self { is_problem: true, ..answer })
    }

    /// The same with more members, for a reader that knows another form of error too.
    pub(crate) fn refused_with(refusal: &Refusal, request_id: &str, more: &[(&str, &str)]) -> Result<Self, Refusal> {
        let mut body = serde_json::to_value(refusal.problem(request_id)).unwrap_or_default();
        if let Some(members) = body.as_object_mut() {
            members.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
        }
        let answer = Self::with(refusal.status(), &body)?;
        Ok(Self { is_problem: true, ..answer })
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    fn with<T: Serialize>(status: StatusCode, body: &T) -> Result<Self, Refusal> {
        let body = serde_json::to_string(body).map_err(|_| Refusal::internal(&"an answer can't be written"))?;
        Ok(Self { status: status.as_u16(), is_problem: false, body })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = if self.is_problem { PROBLEM_JSON } else { "application/json" };
        (status, [(CONTENT_TYPE, kind)], self.body).into_response()
    }
}
