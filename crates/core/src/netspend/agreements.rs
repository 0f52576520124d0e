//! Agreements and their acceptance (contract: section 1.7).

use portico_model::id::ProvidedId;
use portico_model::netspend::{
    Agreement, AgreementAcceptance, AgreementList, AgreementReceipt, AgreementSearch, CLICKWRAP,
};
use portico_model::{ErrorCode, FieldCode};

use crate::call::limit::Scope;
use crate::call::request::{Body, Call};
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::json;
use crate::fault::{Fault, FieldFault};
use crate::ports::Platform;
use crate::time::write_rfc3339;

impl<P: Platform> Client<P> {
    /// The agreements of a context, in the order in which they are shown.
    ///
    /// # Errors
    /// `context_not_found`, and those of every call.
    pub async fn search_agreements<A: Abort>(
        &self,
        provided_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Agreement>, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.search_agreements(provided_id, scope).await).await
    }

    /// Reads an agreement.
    ///
    /// # Errors
    /// `agreement_not_found`, and those of every call.
    pub async fn agreement<A: Abort>(&self, agreement_id: &str, options: CallOptions<A>) -> Result<Agreement, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                inner.move_to_known(scope).await?;
                inner.call(&Call::get(&["agreements", agreement_id]), scope).await
            })
            .await
    }

    /// What a person has accepted.
    ///
    /// # Errors
    /// `person_not_found`, and those of every call.
    pub async fn accepted_agreements<A: Abort>(
        &self,
        person_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Agreement>, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                inner.move_to_person(person_id, scope).await?;
                let list: AgreementList = inner.call(&Call::get(&["people", person_id, "agreements"]), scope).await?;
                Ok(list.agreements)
            })
            .await
    }

    /// Records that a person accepted an agreement, now. `document_sha256` is that of the text that was shown, `locale`
    /// its BCP 47 tag. Doing it again changes nothing.
    ///
    /// # Errors
    /// `agreement_not_found`, `validation_failed`, and those of every call.
    pub async fn accept_agreement<A: Abort>(
        &self,
        person_id: &str,
        agreement_id: &str,
        document_sha256: &str,
        locale: &str,
        options: CallOptions<A>,
    ) -> Result<AgreementReceipt, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                inner.accept_agreement([person_id, agreement_id, document_sha256, locale], scope).await
            })
            .await
    }
}

impl<P: Platform> Inner<P> {
    pub(crate) async fn search_agreements(&self, provided_id: &str, scope: &Scope) -> Result<Vec<Agreement>, Fault> {
        let question = AgreementSearch { provided_id: ProvidedId(provided_id.to_owned()) };
        let call = Call::search(&["agreements", "search"], &question)?;
        Ok(self.call::<AgreementList>(&call, scope).await?.agreements)
    }

    /// The key is new for each logical call, and not kept over a reload: the call is idempotent by itself.
    pub(crate) async fn accept_agreement(
        &self,
        [person_id, agreement_id, document_sha256, locale]: [&str; 4],
        scope: &Scope,
    ) -> Result<AgreementReceipt, Fault> {
        if !is_sha256(document_sha256) {
            let errors = vec![FieldFault::new("documentSha256", FieldCode::WrongType)];
            return Err(Fault { errors, ..Fault::new(ErrorCode::ValidationFailed) });
        }
        self.move_to_person(person_id, scope).await?;
        // The receipt bears a time, and the device's clock is nobody's witness.
        self.freshen(self.clock.get().is_none(), scope).await?;
        let acceptance = AgreementAcceptance {
            accepted_at: write_rfc3339(self.now_ms()),
            locale: locale.to_owned(),
            document_sha256: document_sha256.to_owned(),
            acceptance_mode: CLICKWRAP.to_owned(),
        };
        let path = ["people", person_id, "agreements", agreement_id];
        let call = Call::write("PUT", &path, Body::Clear(json(&acceptance)?), self.key_of(scope)?);
        self.call(&call, scope).await
    }
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
