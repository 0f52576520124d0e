//! The table of calls. Names are those of the wire, which are camel case already. Of a customer, what a page passes and what
//! it is shown is one text: what is sealed is marked, and so is what only answers have.
//!
//! `by` and `key` say by which of its ids something is named: src/js/passport.mjs makes them of a page's own.

use crate::call::notation::Notation;
use crate::netspend::{CallForm, read, seal, write};

// Texts that can be joined have to be literals.
macro_rules! person {
    () => {
        "firstName+:name middleName?:name lastName+:name ssn?%:ssn ssnLast4?< dob?%:dob mailingAddress?[addressLine1:line \
         addressLine2?:line city:name state:state zip:postal_code isPrimary?!] mobilePhone?:phone email?:email"
    };
}
macro_rules! who {
    () => {
        "(entity=CUSTOMER|BENEFICIAL_OWNER id?& externalId?)"
    };
}
macro_rules! mode {
    () => {
        "=CLICKWRAP|ESIGN|WETSIGN"
    };
}
macro_rules! account {
    () => {
        "id# status=INACTIVE|ACTIVE|BLOCKED|CLOSURE_INITIATED|CLOSED *"
    };
}

const CUSTOMER: Notation = concat!(
    "id<# type+=INDIVIDUAL|BUSINESS externalId+ status<=ACTIVE|INACTIVE statusReason?< individual?%(",
    person!(),
    ") business?%(legalName+:line ein?%:ein einLast4?< stateOfIncorporation?:state dateOfIncorporation?:past_date \
     doingBusinessAs?:line phone?:phone email?:email businessCategory?:line beneficialOwner?%[",
    person!(),
    " id?& externalId? ownershipPercentage?& title?:line isControlPerson?!])"
);
/// What its headers tell.
const MADE: Notation = "id# warning?";

pub(crate) const CALLS: &[CallForm] = &[
    seal("passport.customers.create POST /passport/customer any dated whole", CUSTOMER, "passport:externalId %", MADE),
    seal("passport.customers.update POST /passport/customer/:by/:key any dated", CUSTOMER, "passport:key %", ""),
    read("passport.customers.get GET /passport/customer/:by/:key any", CUSTOMER),
    // What src/js/passport.mjs looks through before a deposit account is opened: birth dates come down masked.
    read("passport.customers.check GET /passport/customer/:by/:key any", "type individual?& business?&"),
    read(
        "passport.agreements.list GET /passport/agreements any",
        "=agreements[type title version locale content_type url document_sha256]",
    ),
    write(
        "passport.agreements.accept POST /passport/agreements/:type/receipts any",
        concat!(
            "customer(id?& externalId?) document_sha256:sha256 locale acceptance_mode",
            mode!(),
            " accepted_by",
            who!()
        ),
        "id type document_sha256 locale acceptance_mode accepted_at ip_address? accepted_by&",
    ),
    // The document's content is put in on the way out: see src/js/passport.mjs.
    write(
        "passport.accounts.open POST /passport/customer/:by/:key/account any",
        concat!(
            "type?=CHECKING isCustomerOwned?! nickName?:line isPrimary?! externalId purpose?:line linkedDocument?(\
             purpose'AUTHORIZATION document(type'SPAA base64encodedContent)) acceptanceMode?",
            mode!(),
            " acceptanceDetails?(acceptedBy",
            who!(),
            ")"
        ),
        MADE,
    ),
    read("passport.accounts.list GET /passport/customer/:by/:key/account any", concat!("=resources[", account!(), "]")),
    read("passport.accounts.get GET /passport/customer/:by/:key/account/:accountBy/:accountKey any", account!()),
    write(
        "passport.accounts.update POST /passport/customer/:by/:key/account/:accountBy/:accountKey any",
        "purpose?:line nickName?:line isPrimary?! externalId?",
        "",
    ),
    write(
        "passport.accounts.close POST /passport/customer/:by/:key/account/:accountBy/:accountKey/close any",
        "reason:line comment?:line outstandingBalanceInstruction(preferredMethod=ACH|CHECK destination?&)",
        "",
    ),
];
