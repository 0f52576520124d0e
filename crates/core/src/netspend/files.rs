//! Agreements' files, through the gateway and from nowhere else.

use portico_model::netspend::{Agreement, AgreementFile};

use crate::call::problem::{header, unexpected};
use crate::encoding::sha256_hex;
use crate::fault::Fault;
use crate::ports::HttpResponse;

/// An agreement's text as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementText {
    /// Such as `text/plain`.
    pub content_type: String,
    /// The text.
    pub text: String,
    /// Lower-case hex SHA-256 of exactly the bytes of `text`.
    pub sha256: String,
}

/// The path under the gateway of an agreement's most readable file. `None` when there is none, or when it is elsewhere.
pub(super) fn path(agreement: &Agreement, gateway_url: &str) -> Option<String> {
    path_of_file(&most_readable(agreement)?.url, gateway_url).map(ToOwned::to_owned)
}

/// Reads that file.
///
/// # Errors
/// `unexpected_answer` when it is no text.
pub(super) fn read_text(agreement: &Agreement, response: &HttpResponse) -> Result<AgreementText, Fault> {
    let promised = most_readable(agreement).map_or("", |file| &file.content_type);
    let content_type = header(response, "content-type").unwrap_or(promised).to_owned();
    let text = std::str::from_utf8(&response.body).map_err(|_| unexpected(response))?.to_owned();
    Ok(AgreementText { content_type, text, sha256: sha256_hex(&response.body) })
}

fn most_readable(agreement: &Agreement) -> Option<&AgreementFile> {
    let mut files = agreement.documents.iter().flat_map(|document| &document.files);
    let is_plain = |file: &&AgreementFile| file.content_type.starts_with("text/plain");
    files.clone().find(is_plain).or_else(|| files.next())
}

/// The path under the gateway of a file's URL. `None` for a URL that leads anywhere else.
fn path_of_file<'a>(url: &'a str, gateway_url: &str) -> Option<&'a str> {
    // scheme, nothing, host, path
    let mut parts = gateway_url.splitn(4, '/').skip(2);
    let (_host, folder) = (parts.next()?, parts.next());
    let on_this_origin = url.strip_prefix('/').and_then(|path| match folder {
        Some(folder) => path.strip_prefix(folder),
        None => url.strip_prefix(""),
    });
    let path = url.strip_prefix(gateway_url).or(on_this_origin)?;
    let stays = path.starts_with("/files/")
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte));
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
        for url in [
            "https://evil.example/portico/files/1.txt",
            "//evil.example/portico/files/1.txt",
            "https://bank.example/files/1.txt",
            "/portico/netspend/accounts",
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
