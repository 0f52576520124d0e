//! Agreements' files, through the gateway and from nowhere else.

use portico_model::ErrorCode;
use portico_model::netspend::{Agreement, AgreementFile};

use crate::call::limit::Scope;
use crate::call::problem::{header, unexpected};
use crate::call::request::Call;
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::sha256_hex;
use crate::fault::Fault;
use crate::ports::Platform;

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

impl<P: Platform> Client<P> {
    /// The text to show: plain text where the agreement has it. Fetched from the gateway and from nowhere else.
    ///
    /// # Errors
    /// `file_not_found`; `unexpected_answer` for an agreement without files, a file that is not the gateway's, or one
    /// that is no text; and those of every call.
    pub async fn agreement_document<A: Abort>(
        &self,
        agreement: &Agreement,
        options: CallOptions<A>,
    ) -> Result<AgreementText, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.read_document(agreement, scope).await).await
    }
}

impl<P: Platform> Inner<P> {
    async fn read_document(&self, agreement: &Agreement, scope: &Scope) -> Result<AgreementText, Fault> {
        let file = most_readable(agreement).ok_or(ErrorCode::UnexpectedAnswer)?;
        let path = path_of_file(&file.url, &self.config.gateway_url).ok_or(ErrorCode::UnexpectedAnswer)?;
        let call = Call { path: path.to_owned(), accept: "text/*", ..Call::get(&[]).sessionless() };
        let response = self.deliver(&call, None, scope).await?;
        let content_type = header(&response, "content-type").unwrap_or(&file.content_type).to_owned();
        let sha256 = sha256_hex(&response.body);
        let text = std::str::from_utf8(&response.body).map_err(|_| unexpected(&response))?.to_owned();
        Ok(AgreementText { content_type, text, sha256 })
    }
}

fn most_readable(agreement: &Agreement) -> Option<&AgreementFile> {
    let mut files = agreement.documents.iter().flat_map(|document| &document.files);
    let is_plain = |file: &&AgreementFile| file.content_type.starts_with("text/plain");
    files.clone().find(is_plain).or_else(|| files.next())
}

/// The path under the gateway of a file's URL. `None` for a URL that leads anywhere else.
fn path_of_file<'a>(url: &'a str, gateway_url: &str) -> Option<&'a str> {
    let after_scheme = gateway_url.find("://")?.checked_add(3)?;
    let gateway_path =
        gateway_url.get(after_scheme..)?.find('/').and_then(|slash| gateway_url.get(after_scheme + slash..));
    let path = url.strip_prefix(gateway_url).or_else(|| url.strip_prefix(gateway_path.unwrap_or_default()))?;
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
