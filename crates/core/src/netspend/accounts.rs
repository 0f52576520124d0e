//! Accounts (contract: section 1.5).

use portico_model::id::ProvidedId;
use portico_model::netspend::{Account, AccountContextRef, NewAccount};

use crate::call::limit::Scope;
use crate::call::request::{Body, Call};
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::json;
use crate::fault::Fault;
use crate::ports::Platform;

impl<P: Platform> Client<P> {
    /// Creates an account from a context.
    ///
    /// # Errors
    /// `context_not_found`, and those of every call.
    pub async fn create_account<A: Abort>(&self, provided_id: &str, options: CallOptions<A>) -> Result<Account, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.create_account(provided_id, inner.key_of(scope)?, scope).await).await
    }

    /// Reads an account.
    ///
    /// # Errors
    /// `account_not_found`, and those of every call.
    pub async fn account<A: Abort>(&self, account_id: &str, options: CallOptions<A>) -> Result<Account, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.read_account(account_id, scope).await).await
    }
}

impl<P: Platform> Inner<P> {
    pub(crate) async fn create_account(&self, provided_id: &str, key: String, scope: &Scope) -> Result<Account, Fault> {
        let context =
            AccountContextRef { kind: "provided".to_owned(), provided_id: ProvidedId(provided_id.to_owned()) };
        let new = NewAccount { account_context: Some(context), provided_id: None, parent_account_id: None };
        let call = Call::write("POST", &["accounts"], Body::Clear(json(&new)?), key);
        let account: Account = self.call(&call, scope).await?;
        self.remember_account(account.id.as_str()).await;
        Ok(account)
    }

    pub(crate) async fn read_account(&self, account_id: &str, scope: &Scope) -> Result<Account, Fault> {
        self.call(&Call::get(&["accounts", account_id]), scope).await
    }
}
