//! Agreements' files, through the gateway and from nowhere else.

use portico_model::{ErrorCode, FieldCode};

use crate::call::Call;
use crate::call::shape::DOCUMENT;
use crate::client::Inner;
use crate::encoding::all_bytes;
use crate::fault::{Fault, FieldFault};
use crate::json::Json;
use crate::ports::Platform;

impl<P: Platform> Inner<P> {
    /// The call for the text to show of an agreement that a page got from here: plain text where there is one. Fetched
    /// from the gateway and from nowhere else. Its answer is `{contentType, text, sha256}`, with the lower-case hex SHA-256
    /// of exactly the bytes of the text. Fails with `file_not_found`.
    ///
    /// # Errors
    /// `invalid_option` for what is no agreement; `unexpected_answer` for one without files, or with a file that is not
    /// the gateway's.
    pub(crate) fn document_call(&self, agreement: &Json) -> Result<Call, Fault> {
        if !matches!(agreement.get("documents"), Some(Json::List(_))) {
            let errors = vec![FieldFault::new("documents", FieldCode::Required)];
            return Err(Fault::of_fields(ErrorCode::InvalidOption, errors));
        }
        let files = || agreement.list("documents").iter().flat_map(|document| document.list("files"));
        let is_plain = |file: &&Json| file.text("contentType").is_some_and(|kind| kind.starts_with("text/plain"));
        let file = files().find(is_plain).or_else(|| files().next()).ok_or(ErrorCode::UnexpectedAnswer)?;
        let url = file.text("url").unwrap_or_default();
        let path = path_of_file(url, &self.config.gateway_url).ok_or(ErrorCode::UnexpectedAnswer)?;
        let mut call = Call::get(path.to_owned());
        call.session = false;
        call.accept = "text/*";
        call.expected = DOCUMENT;
        call.media_type = file.text("contentType").unwrap_or_default().to_owned();
        Ok(call)
    }
}

/// The path under the gateway of a file's URL. `None` for a URL that leads anywhere else.
fn path_of_file<'a>(url: &'a str, gateway_url: &str) -> Option<&'a str> {
    // The third slash is the first after `https://host`.
    let path_start = gateway_url.match_indices('/').nth(2).map_or(gateway_url.len(), |(place, _)| place);
    let gateway_path = gateway_url.get(path_start..)?;
    let path = url.strip_prefix(gateway_url).or_else(|| url.strip_prefix(gateway_path))?;
    let stays = ["/files/", "/passport/agreements/"].iter().any(|folder| path.starts_with(folder))
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
        && all_bytes(path, |byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte));
    stays.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_files_of_the_gateway_alone() {
        let gateway = "https://bank.example/portico";
        for url in ["/portico/files/agreements/1.txt", "https://bank.example/portico/files/agreements/1.txt"] {
            assert_eq!(path_of_file(url, gateway), Some("/files/agreements/1.txt"));
        }
        assert_eq!(path_of_file("/files/a.txt", "https://bank.example"), Some("/files/a.txt"));
        let terms = "/passport/agreements/payment_services_terms/document";
        assert_eq!(path_of_file(&format!("/portico{terms}"), gateway), Some(terms));
        for url in [
            "https://evil.example/portico/files/1.txt",
            "//evil.example/portico/files/1.txt",
            "https://bank.example/files/1.txt",
            "/portico/netspend/accounts",
            "/portico/passport/customer/id/1",
            "/portico/passport/agreements/../customer/id/1",
            "/portico/files/../netspend/accounts",
            "/portico/files/%2e%2e/netspend",
            "/portico/files/1.txt?x=1",
            "/portico/files/1.txt#x",
            "",
        ] {
            assert_eq!(path_of_file(url, gateway), None, "{url}");
        }
    }
}
