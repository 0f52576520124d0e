//! The description of the calls: `/openapi.json`, and `/docs` as a page made from it.

mod document;
mod operation;
mod page;
mod schema;
mod table;

use axum::{Router, response::IntoResponse, routing::get};
use http::header::CONTENT_TYPE;

use crate::State;

/// The document, the page and the page's stylesheet.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/openapi.json", get(show_document))
        .route("/docs", get(page::show))
        .route("/docs/reference.css", get(page::stylesheet))
}

/// `GET /openapi.json`.
async fn show_document() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document::DOCUMENT.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{operation::Content, table::operations};
    use crate::{calls, http::calls_with_session};

    /// What the router has: each path with what it says about methods that it lacks.
    fn routed() -> BTreeMap<String, BTreeSet<String>> {
        calls::table().iter().map(|(path, methods)| (path.clone(), methods_of(&format!("{methods:?}")))).collect()
    }

    /// `MethodRouter` names its methods in its debug text alone: `get: None` where it has none.
    fn methods_of(text: &str) -> BTreeSet<String> {
        ["get", "put", "post", "patch", "delete"]
            .iter()
            .filter(|name| !text.contains(&format!(" {name}: None")))
            .map(|name| name.to_uppercase())
            .collect()
    }

    #[test]
    fn every_route_is_in_the_document_and_every_documented_call_has_a_route() {
        let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for operation in operations() {
            let is_new = documented.entry(operation.path()).or_default().insert(operation.method.to_string());
            assert!(is_new, "{} {} stands twice", operation.method, operation.path());
        }
        assert_eq!(documented, routed());
    }

    #[test]
    fn every_row_of_the_table_of_sessions_is_a_documented_call() {
        let documented: BTreeSet<(String, String)> = operations()
            .filter(|operation| operation.needs().is_some())
            .map(|operation| (operation.method.to_string(), operation.place.to_owned()))
            .collect();
        let rows = calls_with_session().map(|(method, path)| (method.to_string(), path.to_owned())).collect();
        assert_eq!(documented, rows);
    }

    #[test]
    fn each_operation_has_a_name_of_its_own_and_an_example_that_its_type_takes() {
        let mut names = BTreeSet::new();
        for operation in operations() {
            assert!(names.insert(operation.id), "{}", operation.id);
            let answers = operation.answers.iter().filter_map(|(_, content)| match content {
                Content::Json(shape) => Some(shape),
                Content::Text | Content::Picture | Content::Nothing => None,
            });
            for shape in operation.body.shape().into_iter().chain(answers) {
                let example = shape.example().unwrap_or_else(|| panic!("{} has no example", shape.name()));
                assert!((shape.reads)(example), "the example of {} is of another form", shape.name());
            }
        }
    }
}
