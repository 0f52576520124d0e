//! The row for a request.

use http::Method;

use super::{ALLOW_LIST, Route};

/// A row that fits, with the ids in the path.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) ids: Vec<String>,
}

/// Why no row fits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotFound {
    /// No row has this path.
    Path,
    /// Rows have this path, with these methods.
    Method(Vec<&'static str>),
}

/// The row for a request. `path` is raw, as it came: nothing in it is decoded, so an escaped slash or dot fits nowhere.
pub(crate) fn find(method: &Method, path: &str) -> Result<Found, NotFound> {
    let (route, ids) = find_in(ALLOW_LIST, method, |route| route.method, |route| fit(route.template, path))?;
    Ok(Found { route, ids })
}

/// The row of any list that has the method, among those that fit, and what fitting gave.
pub(crate) fn find_in<R, T>(
    rows: &'static [R],
    method: &Method,
    method_of: impl Fn(&R) -> &'static str,
    fit: impl Fn(&R) -> Option<T>,
) -> Result<(&'static R, T), NotFound> {
    let mut others = Vec::new();
    for row in rows {
        if let Some(found) = fit(row) {
            if method_of(row) == method.as_str() {
                return Ok((row, found));
            }
            others.push(method_of(row));
        }
    }
    Err(if others.is_empty() { NotFound::Path } else { NotFound::Method(others) })
}

fn fit(template: &str, path: &str) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            if !is_id(segment) {
                return None;
            }
            ids.push(segment.to_owned());
        } else if expected != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(ids)
}

/// An opaque id that can stand in a path as it is.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_names_as_many_ids_as_its_path_has() {
        for route in ALLOW_LIST {
            assert_eq!(route.template.matches('{').count(), route.path.len(), "{route:?}");
        }
    }

    #[test]
    fn each_row_is_found_by_its_own_path_and_gives_the_ids() {
        for route in ALLOW_LIST {
            let path = route.template.replace("{id}", "a1").replace("{agreement_id}", "b2").replace("{feature}", "c3");
            let found = find(&route.method.parse().unwrap(), &path).unwrap();
            assert_eq!(found.route.template, route.template);
            assert_eq!(found.ids.len(), route.path.len());
        }
    }

    #[test]
    fn a_path_that_is_written_in_another_way_fits_nowhere() {
        for path in [
            "/accounts/",
            "/accounts/a/",
            "//accounts/a",
            "/accounts/..",
            "/accounts/a%2fb",
            "/accounts/%61",
            "/accounts/a.b",
            "/Accounts/a",
            "/accounts/a/b",
            "/people/a/agreements/b/c",
            "",
            "/",
            "/cards/a/pan",
            "/document_requests/a",
            "/people/a/kyc",
            "/oauth/accesstoken",
        ] {
            assert_eq!(find(&Method::GET, path).unwrap_err(), NotFound::Path, "{path}");
        }
    }

    #[test]
    fn tells_the_methods_of_a_path_that_has_others() {
        assert_eq!(find(&Method::DELETE, "/accounts").unwrap_err(), NotFound::Method(vec!["POST"]));
        assert_eq!(find(&Method::POST, "/people/a/expected_use").unwrap_err(), NotFound::Method(vec!["GET", "PUT"]));
    }
}
