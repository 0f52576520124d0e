//! The single calls by the names that the facade has for them.

use portico_core::{Client, Fault, Plan, netspend};
use portico_model::ErrorCode;
use zeroize::Zeroizing;

use super::{
    Refusal,
    fields::{Fields, read},
    input,
};
use crate::platform::Browser;

/// Describes the call `operation` of the argument `input`.
///
/// # Errors
/// `invalid_option` for an argument of the wrong form, and what the core checks before anything is sent.
pub(crate) fn plan(client: &Client<Browser>, operation: &str, input: Zeroizing<Vec<u8>>) -> Result<Plan, Refusal> {
    Ok(read(input, |fields| describe(client, operation, fields))??)
}

fn describe(client: &Client<Browser>, operation: &str, fields: &mut Fields<'_>) -> Result<Plan, Fault> {
    let call = match operation {
        "accounts.create" => netspend::create_account(&fields.text("providedId")),
        "accounts.get" => netspend::account(&fields.text("accountId")),
        "people.create" => return Ok(netspend::create_person(&fields.text("accountId"), input::person(fields))),
        "people.get" => netspend::person(&fields.text("personId")),
        "agreements.search" => netspend::search_agreements(&fields.text("providedId")),
        "agreements.get" => netspend::agreement(&fields.text("agreementId")),
        "agreements.document" => client.agreement_document(&input::agreement_files(fields))?,
        "agreements.accepted" => netspend::accepted_agreements(&fields.text("personId")),
        "agreements.accept" => {
            let names = ["personId", "agreementId", "documentSha256", "locale"];
            return netspend::accept_agreement(names.map(|name| fields.text(name)));
        }
        "expectedUse.get" => netspend::expected_use(&fields.text("personId")),
        "expectedUse.answer" => netspend::answer_expected_use(&fields.text("personId"), &input::answers(fields)),
        "cards.brands" => netspend::brands(&fields.text("personId")),
        "cards.orderPhysical" => {
            let [account, person, brand] = ["accountId", "personId", "brandName"].map(|name| fields.text(name));
            netspend::order_physical_card([&account, &person, &brand], &fields.object("address", input::address))?
        }
        "cards.get" => netspend::card(&fields.text("cardId")),
        "cards.verify" => netspend::verify_card(&fields.text("cardId"), &fields.typed("cvc"))?,
        "cards.setPin" => {
            netspend::set_pin(&fields.text("cardId"), &fields.text("verificationId"), &fields.typed("pin"))?
        }
        _ => return Err(ErrorCode::InvalidOption.into()),
    };
    Ok(call.into())
}
