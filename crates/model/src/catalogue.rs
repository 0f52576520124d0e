//! The one catalogue of error codes: what a platform, the gateway or the SDK itself can answer.
//!
//! The servers answer from it, `PorticoError` carries it, and the docs page is made from it. Codes are never reused and
//! never renamed. The texts are separate functions, so that a wasm build holds only the ones that it calls. What is marked by
//! the feature `wire` the SDK neither answers by itself nor treats in a way of its own: it hands on whatever code comes.

#[macro_use]
mod entry;
#[cfg(test)]
mod tests;

use crate::lines;

catalogue! {
    // Requests that no platform can read.
    #[cfg(feature = "wire")]
    MalformedRequest = "malformed_request", Some(400), false, "The request can't be read",
        "The body is no JSON of the documented form, or a header or parameter is malformed.",
        "Compare the request with the API's description; the errors list names the fields.";
    #[cfg(feature = "wire")]
    PayloadTooLarge = "payload_too_large", Some(413), false, "The body is too large",
        "The body is larger than this call takes.",
        "Send a smaller body; the limits are in the API's description.";
    #[cfg(feature = "wire")]
    UnsupportedMediaType = "unsupported_media_type", Some(415), false, "The media type is not supported",
        "The body is not sent as application/json.",
        "Send Content-Type: application/json.";
    #[cfg(feature = "wire")]
    MethodNotAllowed = "method_not_allowed", Some(405), false, "The method is not allowed here",
        "This path exists, but not with this method.",
        "Use a method that the API's description names for this path.";
    #[cfg(feature = "wire")]
    RouteNotFound = "route_not_found", Some(404), false, "There is no such call",
        "No call has this path, or the gateway does not forward it.",
        "Check the path; the gateway forwards an allow-list only.";
    ValidationFailed = "validation_failed", Some(422), false, "Some fields need another value",
        "One or more fields broke a rule; nothing was changed.",
        "Show each entry of errors beside its field; a pointer names the field, a code the rule.";
    RateLimited = "rate_limited", Some(429), true, "Too many requests",
        "This caller sent more requests than it may.",
        "Wait for as long as Retry-After says. The SDK does so by itself.";

    // Who calls.
    #[cfg(feature = "wire")]
    InvalidClient = "invalid_client", Some(401), false, "The API key or secret is wrong",
        "The partner's key and secret don't belong together, or are not known.",
        "Check the gateway's key and secret against the starter kit.";
    #[cfg(feature = "wire")]
    InvalidToken = "invalid_token", Some(401), false, "The access token is missing, wrong or over",
        "The call carries no access token that the platform knows.",
        "The gateway fetches a new one by itself; if this goes on, check its key and secret.";
    #[cfg(feature = "wire")]
    UnsupportedGrantType = "unsupported_grant_type", Some(400), false, "The grant type is not supported",
        "The token call takes grant_type=client_credentials alone.",
        "Send grant_type=client_credentials, form-encoded.";
    SessionRequired = "session_required", Some(403), false, "The call needs a session",
        "The header ns-session-id is missing, or names no session.",
        "Call connect() first.";
    SessionForbidden = "session_forbidden", Some(403), false, "The session may not do this",
        "The session belongs to another account or person than the call names, or is of a type that this call can't use.",
        "Use the session that made the resource, or move it to the account or person first.";
    PersonSessionRequired = "person_session_required", Some(403), false, "The call needs a person session",
        "Cards, secrets, PIN and features are connected to a person.",
        "Move the session to the person first; the onboarding engine does so by itself.";
    SessionExpired = "session_expired", Some(410), false, "The session has ended",
        "A session ends after 30 minutes without a call, and after 12 hours at most.",
        "Call connect() again: a new session opens and onboarding goes on where it stopped.";
    DeviceNotAuthentic = "device_not_authentic", Some(403), false, "The device was not accepted",
        "The platform opens no session for this device statement. The reason is stale_nonce or refused.",
        "On stale_nonce connect again. On refused ask the person to use another browser or to call support.";
    LoginRequired = "login_required", Some(401), false, "The visit has ended",
        "The gateway no longer knows this browser: it was idle for 30 minutes, or 12 hours have passed.",
        "Call connect() again; a returning customer signs in at the partner first.";
    InvalidDpopProof = "invalid_dpop_proof", Some(401), false, "The proof of possession was not accepted",
        "The DPoP header is missing, malformed, stale, replayed or made by another key.",
        "Let the SDK make the call; a proof is good for one request.";
    InvalidTicket = "invalid_ticket", Some(401), false, "The ticket was not accepted",
        "The ticket is malformed, over, for another browser, gateway or use, or signed by a key that the gateway doesn't know.",
        "Sign in at the partner again, and connect with the new ticket within its 60 seconds.";
    UseDpopNonce = "use_dpop_nonce", Some(401), true, "The proof needs the gateway's newest nonce",
        "The DPoP proof has no nonce, or one that is over. The answer's DPoP-Nonce is the newest.",
        "Let the SDK make the call: it proves again with the new nonce by itself.";
    #[cfg(feature = "wire")]
    InvalidSignature = "invalid_signature", Some(401), false, "The webhook's signature does not hold",
        "No signature of the webhook is by the gateway's key for it, or it was signed more than five minutes ago.",
        "Compare GATEWAY_WEBHOOK_SECRET with the platform's webhook secret, and the clocks of both.";
    OriginNotAllowed = "origin_not_allowed", Some(403), false, "This origin may not call the gateway",
        "The request comes from a page of another origin than the gateway's settings allow.",
        "Serve the page from the gateway's origin, or add the page's origin to the gateway's list.";

    // What is not there.
    AccountNotFound = "account_not_found", Some(404), false, "There is no such account",
        "The account does not exist, or this caller may not know of it.",
        "Use an id that this session made or was given.";
    PersonNotFound = "person_not_found", Some(404), false, "There is no such person",
        "The person does not exist, or this caller may not know of them.",
        "Use an id that this session made or was given.";
    #[cfg(feature = "wire")]
    CustomerNotFound = "customer_not_found", Some(404), false, "There is no such customer",
        "The Passport customer does not exist, or this caller may not know of it.",
        "Use an id or externalId that this visit made.";
    CardNotFound = "card_not_found", Some(404), false, "There is no such card",
        "The card does not exist, or this caller may not know of it.",
        "Use an id that this session made or was given.";
    #[cfg(feature = "wire")]
    FeatureNotFound = "feature_not_found", Some(404), false, "There is no such feature",
        "The features are savings, bank_transfer and me_to_me.",
        "Check the feature's name.";
    #[cfg(feature = "wire")]
    EventNotFound = "event_not_found", Some(404), false, "There is no such event",
        "The sandbox's outbox holds no event with this id.",
        "List the events; a reset removes them.";
    AgreementNotFound = "agreement_not_found", Some(404), false, "There is no such agreement",
        "The agreement does not exist, or does not belong to the account's context.",
        "Search the agreements by provided_id first.";
    #[cfg(feature = "wire")]
    DocumentRequestNotFound = "document_request_not_found", Some(404), false, "There is no such document request",
        "The request for documents does not exist, or this caller may not know of it.",
        "List the person's document requests first.";
    SessionNotFound = "session_not_found", Some(404), false, "There is no such session",
        "The session does not exist, or this caller may not know of it.",
        "Call connect() again.";
    #[cfg(feature = "wire")]
    ContextNotFound = "context_not_found", Some(404), false, "There is no such account context",
        "The platform has configured no context with this provided_id for this partner.",
        "Check the provided_id against the starter kit.";
    #[cfg(feature = "wire")]
    FileNotFound = "file_not_found", Some(404), false, "There is no such file",
        "The agreement's file or the card's picture does not exist.",
        "Search the agreements again: its links may have changed.";
    #[cfg(feature = "wire")]
    IdentityScanNotFound = "identity_scan_not_found", Some(404), false, "There is no such identity scan",
        "The identity scan does not exist, or this caller may not know of it.",
        "Read the person's identity scan first.";

    // Idempotency.
    #[cfg(feature = "wire")]
    IdempotencyKeyInvalid = "idempotency_key_invalid", Some(400), false, "The idempotency key is malformed",
        "An Idempotency-Key is a string of 1 to 255 visible characters, bare or in quotes.",
        "Send a random UUID.";
    IdempotencyKeyReused = "idempotency_key_reused", Some(422), false, "The idempotency key belongs to another request",
        "The same key came before with another request.",
        "Use one key for each logical call, and a new one when anything in it changes.";
    RequestInProgress = "request_in_progress", Some(409), true, "The same request is still running",
        "Another request with this idempotency key has not been answered yet.",
        "Wait a moment and send it again. The SDK does so by itself.";

    // Business rules.
    Unsealable = "unsealable", Some(422), false, "The sealed value can't be opened",
        "A sealed value is for another key, session, use or time, was used before, or was changed on the way.",
        "Seal again under the current key set. The SDK does so once by itself.";
    SessionSourceChangeNotAllowed = "session_source_change_not_allowed", Some(422), false,
        "The session can't move there",
        "A session moves from anonymous to account or person, and from account to person, and nowhere else.",
        "Open a new session.";
    AccountInactive = "account_inactive", Some(422), false, "The account is not active",
        "The account is new or closed; this call needs an active one.",
        "Finish the steps that the account's workflows list.";
    AccountNotNew = "account_not_new", Some(422), false, "The account already has a primary person",
        "An account has one primary person.",
        "Read the account's primary_person_id and go on with that person.";
    KycNotApproved = "kyc_not_approved", Some(422), false, "The person is not approved",
        "The person's KYC or OFAC check is not approved; this call needs it.",
        "Look at kyc_status and ofac_status, and follow the account's workflows.";
    PiiLocked = "pii_locked", Some(422), false, "The person's identity can't be changed any more",
        "Birth date and government id may change only while kyc_status is unchecked.",
        "Ask support to correct them.";
    #[cfg(feature = "wire")]
    PrimaryPersonRequired = "primary_person_required", Some(422), false, "The account has no primary person yet",
        "A secondary person joins an account that has a primary one.",
        "Create the primary person first.";
    OnboardingAlreadyBegun = "onboarding_already_begun", Some(422), false, "This session has begun an onboarding",
        "A session onboards one new customer: it made an account with its primary person, and makes no other one.",
        "Open a new session for another customer.";
    KycStepNotDue = "kyc_step_not_due", Some(422), false, "KYC does not ask for this",
        "The person's KYC check does not ask for this step, or the step is done.",
        "Look at kyc_status and at the steps of the workflow kyc_approve.";
    #[cfg(feature = "wire")]
    IdentityQuestionsExpired = "identity_questions_expired", Some(422), false, "The questions are no longer open",
        "Identity questions are open for ten minutes; this set is over, or none was opened.",
        "Read the identity questions again: that opens a new set.";
    #[cfg(feature = "wire")]
    DocumentsAlreadySent = "documents_already_sent", Some(422), false, "The documents were sent before",
        "POST sends a request's documents for the first time.",
        "Use PUT to put others in their place.";
    #[cfg(feature = "wire")]
    DocumentsNotSent = "documents_not_sent", Some(422), false, "No documents were sent yet",
        "PUT puts documents in the place of others, and there are none.",
        "Use POST to send the first ones.";
    AgreementSuperseded = "agreement_superseded", Some(422), false, "The agreement has a newer version",
        "The agreement was revised: this version can't be accepted any more.",
        "Search the agreements again and show the version in force.";
    #[cfg(feature = "wire")]
    AgreementNotAccepted = "agreement_not_accepted", Some(422), false, "The account's agreement was not accepted",
        "The gateway has no receipt of this customer for the agreement in force: a deposit account takes the Passport Account \
         Agreement, a clearing account the Payment Services Terms & Conditions.",
        "Show the agreement of this kind of account, accept it for this customer, then open the account.";
    AgreementDeclined = "agreement_declined", None, false, "The agreement was not accepted",
        "The person declined an agreement, so the account can't be opened. Nothing was sent and nothing is lost.",
        "Show the agreement again: onboarding stays at this step.";
    ExpectedUseNotApplicable = "expected_use_not_applicable", Some(422), false,
        "This account has no expected-use questions",
        "Expected use is asked for demand deposit accounts alone.",
        "Leave the step out; the account's workflows say whether it is due.";
    #[cfg(feature = "wire")]
    BrandNotAvailable = "brand_not_available", Some(422), false, "This card brand can't be ordered",
        "The brand is none of those that the account's context has.",
        "Search the brands by person_id and take one of them.";
    #[cfg(feature = "wire")]
    VerificationFailed = "verification_failed", Some(422), false, "The CVC is wrong",
        "The security code is not the card's. attempts_left says how many tries remain.",
        "Ask the person to read the three digits on the back of the card again.";
    #[cfg(feature = "wire")]
    VerificationLocked = "verification_locked", Some(422), false, "The card's verification is locked",
        "Three wrong security codes lock the card's verification for an hour.",
        "Wait an hour, or ask the person to call support.";
    InvalidVerification = "invalid_verification", Some(422), false, "The verification is not good for this",
        "The verification belongs to another card, is older than 15 minutes, or was used before.",
        "Verify the security code again.";
    CardClosed = "card_closed", Some(422), false, "The card is closed",
        "Nothing can be done with a closed card any more.",
        "Order another card; replaces names the closed one.";
    #[cfg(feature = "wire")]
    CardLocked = "card_locked", Some(422), false, "The card is locked",
        "The holder locked the card; a locked card shows no secrets and goes into no wallet.",
        "Unlock the card first, if the person wants that.";
    #[cfg(feature = "wire")]
    CardNotActive = "card_not_active", Some(422), false, "The card is not activated",
        "The card was ordered and has no PIN yet.",
        "Verify the security code and set a PIN first.";
    #[cfg(feature = "wire")]
    CardNotClosed = "card_not_closed", Some(422), false, "The card to replace is not closed",
        "A card is replaced after it was closed, so that no two of them are in use.",
        "Close the card first, and name it in replaces then.";
    #[cfg(feature = "wire")]
    CardAlreadyReplaced = "card_already_replaced", Some(422), false, "The card was replaced before",
        "Another card came in this card's place already.",
        "Use the newer card, or order one without replaces.";
    #[cfg(feature = "wire")]
    CardHasNoPan = "card_has_no_pan", Some(422), false, "The card has no number",
        "A digital card has no number and no security code: it lives in a wallet.",
        "Put the card into a wallet, or order a virtual card for paying online.";
    #[cfg(feature = "wire")]
    CardNotDigitizable = "card_not_digitizable", Some(422), false, "The card can't go into a wallet",
        "A virtual card is for paying online and can't be digitised.",
        "Order a digital card.";
    PinAlreadySet = "pin_already_set", Some(422), false, "The card is active already",
        "The card was activated before; the PIN was not changed.",
        "Go on: nothing is left to do for this card.";
    #[cfg(feature = "wire")]
    FeatureNotEligible = "feature_not_eligible", Some(422), false, "The person can't enrol in this feature",
        "Something that the feature asks for is not there; missing lists it.",
        "Read the features of the person, and bring what is missing.";
    #[cfg(feature = "wire")]
    AuthorizationCodeInvalid = "authorization_code_invalid", Some(422), false, "The authorization code is not good",
        "The code is unknown, older than five minutes, was used before, or its session has ended.",
        "Ask for a new code; each opens one micro-app.";
    #[cfg(feature = "wire")]
    AddressCanadianNotAllowed = "address_canadian_not_allowed", Some(422), false, "Canadian addresses are not served",
        "The address is in Canada.",
        "Ask for an address in the US.";
    #[cfg(feature = "wire")]
    AddressGeneralDeliveryNotAllowed = "address_general_delivery_not_allowed", Some(422), false,
        "General delivery is not served",
        "The address is a post office's general delivery.",
        "Ask for a street address.";
    #[cfg(feature = "wire")]
    AddressHasComponentMismatch = "address_has_component_mismatch", Some(422), false,
        "The parts of the address don't fit together",
        "ZIP code, city and state don't belong together.",
        "Show the address for correction.";
    #[cfg(feature = "wire")]
    AddressHasMultipleMatches = "address_has_multiple_matches", Some(422), false, "The address is ambiguous",
        "The address stands for more than one place.",
        "Ask for the flat or suite number.";
    #[cfg(feature = "wire")]
    AccountHasPendingTransfer = "account_has_pending_transfer", Some(422), false, "A transfer is pending",
        "The account can't be closed while a transfer is pending.",
        "Wait until the transfer is done.";
    #[cfg(feature = "wire")]
    AccountTransferNotFound = "account_transfer_not_found", Some(404), false, "There is no such transfer",
        "The transfer does not exist.",
        "Check the transfer's id.";

    // The servers themselves.
    InternalError = "internal_error", Some(500), true, "The platform failed",
        "Something on the platform's side went wrong; it is in the platform's log under the request id.",
        "Try again later; the SDK retries by itself. Name the request id to support.";
    UpstreamUnavailable = "upstream_unavailable", Some(502), true, "The platform can't be reached",
        "The gateway got no answer from the platform.",
        "Check that the platform is up and that the gateway's settings name it. The SDK retries by itself.";
    UpstreamTimeout = "upstream_timeout", Some(504), true, "The platform took too long",
        "The platform did not answer the gateway in time.",
        "Try again later. The SDK retries by itself.";

    // The SDK's own: on no wire.
    GatewayUnreachable = "gateway_unreachable", None, true, "The gateway can't be reached",
        "The browser got no answer: no network, a wrong gateway address, a blocked request, or a gateway that is down.",
        "Check the gateway option, the page's connect-src, and that the gateway runs.";
    Offline = "offline", None, true, "The browser is offline",
        "The browser says that it has no network.",
        "Wait for the online event and call again.";
    UnexpectedAnswer = "unexpected_answer", None, false, "The answer is not of the documented form",
        "What answered is not the gateway or not a platform with this contract, or its version doesn't fit.",
        "Check the gateway option: it has to name the gateway's path, such as /portico.";
    #[cfg(feature = "wire")]
    OutcomeUnknown = "outcome_unknown", None, false, "Nobody knows whether the call took effect",
        "The answer was lost and the platform documents no idempotency. Where an externalId was sent, reason has it.",
        "Read the resource before anything else, by that externalId; never send the call again blindly.";
    PassportRefused = "passport_refused", Some(422), false, "The platform refused the call",
        "The Passport-style platform said no and named no field. reason has its own code where it gave one.",
        "Look reason up in docs/passport-errors.md. Where fields are named, the code is validation_failed instead.";
    #[cfg(feature = "wire")]
    TimedOut = "timed_out", None, false, "The account's checks are not through yet",
        "waitForOutcome waited for as long as it was given. The checks go on.",
        "Wait again, or read the account later: nothing is lost.";
    UnknownSdkId = "unknown_sdk_id", Some(422), false, "The SDK id is not known",
        "The platform knows no SDK with this id.",
        "Check the sdkId option against the starter kit.";
    PlatformKeyMismatch = "platform_key_mismatch", None, false, "The key set is not the platform's",
        "The key set that came through the gateway is not signed by the key of the platformKey option; for passport, the \
         gateway's own set is not signed by that of gatewayKey.",
        "Check both options against the starter kit. If they are right, somebody swaps keys: stop.";
    NoUsableKey = "no_usable_key", None, false, "The platform has no key for sealing",
        "The platform's key set holds no key of a suite that this SDK knows.",
        "Update the SDK, or ask the platform which suites it has.";
    NotConnected = "not_connected", None, false, "There is no session yet",
        "The call needs a session.",
        "Await connect() first.";
    WrongStep = "wrong_step", None, false, "Onboarding is at another step",
        "What was submitted belongs to another step than the current one.",
        "Look at onboarding.step before submitting.";
    InvalidOption = "invalid_option", None, false, "An option is missing or of the wrong form",
        "An option or an argument of the call is missing, of another type, or out of range. errors names it.",
        "Compare the call with the package's types.";
    #[cfg(feature = "wire")]
    DocumentUnreadable = "document_unreadable", None, false, "The document could not be read",
        "A file that is to be sealed was moved, changed or deleted since it was chosen, or is too large for this device.",
        "Ask the person to choose the file again.";
    Aborted = "aborted", None, false, "The call was aborted",
        "The page aborted the call by its signal, or disconnected.",
        "Nothing to do. A write may have taken effect: read before writing again.";
    Timeout = "timeout", None, true, "The call took too long",
        "The call was not done within its time limit.",
        "Call again: an idempotency key keeps it from happening twice.";
    CryptoUnavailable = "crypto_unavailable", None, false, "WebCrypto is missing",
        "crypto.subtle is missing: the page is no secure context, or the browser is too old.",
        "Serve the page over https, or from localhost.";
    #[cfg(feature = "wire")]
    WasmUnsupported = "wasm_unsupported", None, false, "WebAssembly is switched off",
        "This browser has no WebAssembly, or it is switched off, as in some lockdown modes.",
        "Ask the person to use another browser or to allow this site.";
    #[cfg(feature = "wire")]
    WasmBlocked = "wasm_blocked_by_csp", None, false, "The page's CSP blocks WebAssembly",
        "The page's Content-Security-Policy forbids compiling WebAssembly.",
        "Add 'wasm-unsafe-eval' to script-src.";
    #[cfg(feature = "wire")]
    WasmUnreachable = "wasm_unreachable", None, true, "The wasm file can't be loaded",
        "The wasm file was not found, or the request for it failed.",
        "Check that portico_bg.wasm is served beside the script, or pass its address as the wasm option.";
    #[cfg(feature = "wire")]
    ScriptUnreachable = "script_unreachable", None, true, "A script of the package can't be loaded",
        "A script that is loaded when it is first used, such as documents.mjs, was not found, or the request for it failed.",
        "Check that all files of the package are served beside each other, and call again.";
    #[cfg(feature = "wire")]
    WasmInvalid = "wasm_invalid", None, false, "The wasm file is not the package's",
        "What came from the wasm file's address is no WebAssembly, or of another version than the script.",
        "Check the address: a server that answers every path with its start page is the usual cause.";
    InternalFault = "internal_fault", None, false, "The SDK failed",
        "A fault in the SDK itself. This instance is not used again.",
        "Reload the page: onboarding goes on where it stopped. Please report it with the SDK's version.";
}
