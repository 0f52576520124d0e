//! The codes of this platform's errors, in one table.

macro_rules! codes {
    ($($variant:ident = $code:literal, $status:literal, $message:literal, $when:literal;)*) => {
        /// Why this platform refuses a call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PassportCode {
            $(#[doc = $when] $variant,)*
        }

        impl PassportCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// `errorCode` on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that it comes with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// `errorMessage` on the wire.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $message,)* }
            }

            /// When it is given.
            #[must_use]
            pub const fn when(self) -> &'static str {
                match self { $(Self::$variant => $when,)* }
            }

            /// The table's entry for a code off the wire; `None` for one that this version doesn't know.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == code)
            }
        }
    };
}

codes! {
    // The platform's own.
    Unauthorized = "EC-AUTH-0001", 401, "Authorization failed.",
        "There is no bearer token, or it is not valid any more.";
    HeaderMissing = "EC-VA-0001", 400, "A mandatory header is missing.",
        "A body comes without `Content-Type`.";
    HeaderInvalid = "EC-VA-0002", 415, "A header is invalid.",
        "`Content-Type` is another than `application/json`.";
    MalformedJson = "EC-VA-0004", 400, "The body is no valid JSON.",
        "The body is no JSON object, or names a member twice.";
    ValidationFailed = "EC-VA-0005", 422, "Validation failed.",
        "Mandatory fields are missing or break their rules; for a deposit account also those of the customer.";
    FieldValueInvalid = "EC-VA-0006", 422, "Invalid value for a field.",
        "All of the named fields have values of another JSON type, or none of those that are allowed.";
    ValueInvalid = "EC-VA-0007", 400, "Invalid value.",
        "An id in the path is no number.";
    FieldInvalid = "EC-VA-0008", 422, "Invalid field.",
        "All of the named fields are unknown to the call.";
    DocumentTypeInvalid = "EC-BL-0403", 422, "The document type must be SPAA.",
        "A linked document has another type than `SPAA`.";
    PurposeNotConfigured = "EC-BL-0632", 422, "The purpose is not configured for the program.",
        "The account's `purpose` is none of the program's.";
    OperatorInvalid = "EC-BL-4415", 422, "Invalid operator.",
        "A list's filter has an operator that its field doesn't take.";
    FilterFieldInvalid = "EC-BL-4201", 422, "Invalid field.",
        "A list is filtered or sorted by a field that can't be.";
    FilterValueInvalid = "EC-BL-4337", 422, "Invalid value.",
        "A list's filter has a value of the wrong form or number, or a page lies out of its bounds.";
    // Ours, where none is public.
    Internal = "EC-BL-9000", 500, "Internal error.",
        "The server failed.";
    ExternalIdTaken = "EC-BL-9001", 422, "The externalId is already in use.",
        "Another customer, or any account of any customer, has this `externalId`.";
    NotFound = "EC-BL-9002", 404, "Not found.",
        "There is no such customer, account or route.";
    CustomerInactive = "EC-BL-9003", 422, "The customer is not active.",
        "The customer was closed or blocked.";
    FieldFixed = "EC-BL-9004", 422, "The field can't be changed once it is set.",
        "`externalId`, `type` or `isCustomerOwned` is sent with another value than it has.";
    DocumentNotPdf = "EC-BL-9005", 422, "The document is no PDF.",
        "A linked document's content doesn't begin as a PDF does.";
    TooLarge = "EC-BL-9006", 413, "The request is too large.",
        "A document is larger than 25 MB, or the body larger than the call takes.";
    AccountStatusForbids = "EC-BL-9007", 422, "The account's status does not allow this.",
        "An account that is blocked, closed or about to be closed is changed, or one that is not active is closed.";
    PrimaryNeeded = "EC-BL-9008", 422, "A customer keeps one primary account.",
        "`isPrimary` is taken from the primary account: make another account primary instead.";
    MethodNotAllowed = "EC-BL-9009", 405, "The method is not allowed.",
        "The route has other methods; `Allow` names them.";
    TooManyRequests = "EC-BL-9010", 429, "Too many requests.",
        "More than 1000 calls in 10 seconds. `Retry-After` says when to come again.";
}
