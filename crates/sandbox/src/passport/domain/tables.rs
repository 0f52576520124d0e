//! The platform's bodies as tables of fields.

use super::{
    field::{Field, Rule},
    rules,
};

/// Everything that a person has, followed by what else is given.
macro_rules! person {
    ($($more:expr),* $(,)?) => {
        &[
            Field::mandatory("firstName", Rule::Value(rules::name)),
            Field::mandatory("lastName", Rule::Value(rules::name)),
            Field::optional("middleName", Rule::Value(rules::name)),
            Field::optional("maidenName", Rule::Value(rules::name)),
            Field::optional("ssn", Rule::Value(rules::ssn)),
            Field::optional("dob", Rule::Value(rules::birth_date)),
            Field::optional("mailingAddress", Rule::List(ADDRESS, 10)),
            Field::optional("mobilePhone", Rule::Value(rules::phone)),
            Field::optional("homePhone", Rule::Value(rules::phone)),
            Field::optional("workPhone", Rule::Value(rules::phone)),
            Field::optional("email", Rule::Value(rules::email)),
            $($more),*
        ]
    };
}

const ADDRESS: &[Field] = &[
    Field::mandatory("addressLine1", Rule::Value(rules::text)),
    Field::optional("addressLine2", Rule::Value(rules::text)),
    Field::mandatory("city", Rule::Value(rules::name)),
    Field::mandatory("state", Rule::Value(rules::state)),
    Field::mandatory("zip", Rule::Value(rules::zip)),
    Field::optional("isPrimary", Rule::Value(rules::flag)),
];

const INDIVIDUAL: &[Field] = person!();

const OWNER: &[Field] = person![
    Field::optional("id", Rule::Value(rules::id)),
    Field::optional("externalId", Rule::Value(rules::external_id)),
    Field::optional("ownershipPercentage", Rule::Value(rules::percentage)),
    Field::optional("title", Rule::Value(rules::text)),
    Field::optional("isControlPerson", Rule::Value(rules::flag)),
];

const BUSINESS: &[Field] = &[
    Field::mandatory("legalName", Rule::Value(rules::text)),
    Field::optional("ein", Rule::Value(rules::ein)),
    Field::optional("stateOfIncorporation", Rule::Value(rules::state)),
    Field::optional("dateOfIncorporation", Rule::Value(rules::past_date)),
    Field::optional("doingBusinessAs", Rule::Value(rules::text)),
    Field::optional("phone", Rule::Value(rules::phone)),
    Field::optional("email", Rule::Value(rules::email)),
    Field::optional("businessCategory", Rule::Value(rules::text)),
    Field::optional("beneficialOwner", Rule::List(OWNER, 25)),
];

macro_rules! customer {
    ($part:expr) => {
        &[
            Field::mandatory("type", Rule::Choice(&["INDIVIDUAL", "BUSINESS"])),
            Field::optional("externalId", Rule::Value(rules::external_id)),
            $part,
            Field::optional("metaData", Rule::Value(rules::pairs)),
            Field::optional("tags", Rule::Value(rules::words)),
        ]
    };
}

/// A customer of type INDIVIDUAL.
pub(crate) const INDIVIDUAL_CUSTOMER: &[Field] = customer!(Field::mandatory("individual", Rule::Object(INDIVIDUAL)));

/// A customer of type BUSINESS.
pub(crate) const BUSINESS_CUSTOMER: &[Field] = customer!(Field::mandatory("business", Rule::Object(BUSINESS)));

const MODES: Rule = Rule::Choice(&["CLICKWRAP", "ESIGN", "WETSIGN"]);

const ACCEPTED_BY: &[Field] = &[
    Field::mandatory("entity", Rule::Choice(&["CUSTOMER", "BENEFICIAL_OWNER"])),
    Field::optional("id", Rule::Value(rules::id)),
    Field::optional("externalId", Rule::Value(rules::external_id)),
];

const ACCEPTANCE: &[Field] = &[
    Field::optional("ipAddress", Rule::Value(rules::ip_address)),
    Field::optional("acceptedOn", Rule::Value(rules::past_time)),
    Field::optional("acceptedBy", Rule::Object(ACCEPTED_BY)),
];

const DOCUMENT: &[Field] = &[
    Field::mandatory("type", Rule::Value(rules::text)),
    Field::mandatory("base64encodedContent", Rule::Value(rules::content)).also("base64EncodedContent"),
    Field::optional("name", Rule::Value(rules::text)),
];

const LINKED_DOCUMENT: &[Field] = &[
    Field::mandatory("purpose", Rule::Choice(&["AUTHORIZATION"])),
    Field::mandatory("document", Rule::Object(DOCUMENT)),
    Field::optional("acceptanceMode", MODES),
    Field::optional("acceptanceDetails", Rule::Object(ACCEPTANCE)),
];

/// The guide's table of an account's parameters.
pub(crate) const NEW_ACCOUNT: &[Field] = &[
    Field::optional("type", Rule::Choice(&["CHECKING"])),
    Field::optional("isCustomerOwned", Rule::Value(rules::flag)),
    Field::optional("nickName", Rule::Value(rules::text)),
    Field::optional("isPrimary", Rule::Value(rules::flag)),
    Field::optional("externalId", Rule::Value(rules::external_id)),
    Field::optional("purpose", Rule::Value(rules::text)),
    Field::optional("linkedDocument", Rule::OneOrList(LINKED_DOCUMENT, 5)),
    Field::optional("acceptanceMode", MODES),
    Field::optional("acceptanceDetails", Rule::Object(ACCEPTANCE)),
    Field::optional("metaData", Rule::Value(rules::pairs)),
    Field::optional("tags", Rule::Value(rules::words)),
];

/// An account's update. The last three are read so that a change of them gets its own code.
pub(crate) const ACCOUNT_UPDATE: &[Field] = &[
    Field::optional("nickName", Rule::Value(rules::text)),
    Field::mandatory("isPrimary", Rule::Value(rules::flag)),
    Field::optional("purpose", Rule::Value(rules::text)),
    Field::mandatory("externalId", Rule::Value(rules::external_id)),
    Field::mandatory("type", Rule::Value(rules::text)),
    Field::mandatory("isCustomerOwned", Rule::Value(rules::flag)),
];

const BALANCE_INSTRUCTION: &[Field] = &[
    Field::mandatory("preferredMethod", Rule::Choice(&["ACH", "CHECK"])),
    Field::optional("destination", Rule::Value(rules::any)),
];

/// What closes an account.
pub(crate) const CLOSING: &[Field] = &[
    Field::mandatory("reason", Rule::Value(rules::text)),
    Field::optional("comment", Rule::Value(rules::text)),
    Field::mandatory("outstandingBalanceInstruction", Rule::Object(BALANCE_INSTRUCTION)),
];
