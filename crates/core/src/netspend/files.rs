//! Agreements' files, through the gateway and from nowhere else.

use portico_model::ErrorCode;
use portico_model::netspend::AgreementFile;

use crate::call::Call;
use crate::call::shape::Expected;
use crate::client::Client;
use crate::encoding::all_bytes;
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Client<P> {
    /// The call for an agreement's text to show, from the files of its documents: plain text where there is one. Fetched from the gateway and
    /// from nowhere else. Its answer is `{contentType, text, sha256}`, with the lower-case hex SHA-256 of exactly the
    /// bytes of the text. Fails with `file_not_found`.
    ///
    /// # Errors
    /// `unexpected_answer` for an agreement without files, or a file that is not the gateway's.
    pub fn agreement_document(&self, files: &[AgreementFile]) -> Result<Call, Fault> {
        let file = most_readable(files).ok_or(ErrorCode::UnexpectedAnswer)?;
        let path = path_of_file(&file.url, &self.inner.config.gateway_url).ok_or(ErrorCode::UnexpectedAnswer)?;
        let mut call = Call::sessionless("GET", &[]);
        call.path = path.to_owned();
        call.accept = "text/*";
        call.expected = &Expected::Document;
        call.media_type.clone_from(&file.content_type);
        Ok(call)
    }
}

fn most_readable(files: &[AgreementFile]) -> Option<&AgreementFile> {
    files.iter().find(|file| file.content_type.starts_with("text/plain")).or_else(|| files.first())
}

/// The path under the gateway of a file's URL. `None` for a URL that leads anywhere else.
fn path_of_file<'a>(url: &'a str, gateway_url: &str) -> Option<&'a str> {
    // The third slash is the first after `https://host`.
    let path_start = gateway_url.match_indices('/').nth(2).map_or(gateway_url.len(), |(place, _)| place);
    let gateway_path = gateway_url.get(path_start..)?;
    let path = url.strip_prefix(gateway_url).or_else(|| url.strip_prefix(gateway_path))?;
    let stays = path.starts_with("/files/")
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
