//! Ids. Opaque strings: nobody but the platform may read meaning into one.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands on the wire.
            // In a wasm build the call takes more room than what it does.
            #[inline(always)]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )*};
}

ids! {
    /// A platform session. Bearer of nothing by itself: the gateway takes it only with the proof of the session's key.
    SessionId;
    /// An account.
    AccountId;
    /// A person: primary or secondary holder of an account.
    PersonId;
    /// An agreement that a person accepts. Not shown to customers.
    AgreementId;
    /// A physical, virtual or digital card.
    CardId;
    /// A passed CVC verification: good for one PIN.
    VerificationId;
    /// A card's stand-in for a wallet.
    WalletTokenId;
    /// A scan of a person's identity document.
    IdentityScanId;
    /// The platform's request for a person's documents.
    DocumentRequestId;
    /// A context that the platform configured for the partner, from which accounts stem.
    ProvidedId;
}
