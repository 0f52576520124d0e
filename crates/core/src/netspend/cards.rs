//! Cards (contract: section 1.9).

use super::shapes::{BRAND, CARD, VERIFICATION};
use crate::call::Call;
use crate::call::request::{secret_bytes, secret_object};
use crate::call::shape::Expected;
use crate::fault::Fault;
use crate::json::ObjectText;
use crate::pii::Pii;
use crate::validate::{AddressInput, Wrong, check_address, check_cvc, check_pin};

/// The card brands that a person can order. Fails with `person_not_found`.
#[must_use]
pub fn brands(person_id: &str) -> Call {
    let question = ObjectText::new().text("person_id", person_id);
    Call::search(&["cards", "brands", "search"], question, &Expected::ListIn("brands", BRAND)).about(person_id)
}

/// Orders a card of plastic: `[account_id, person_id, brand_name]`. Fails with `brand_not_available`,
/// `account_inactive` and `kyc_not_approved`.
///
/// # Errors
/// `validation_failed` with the address's wrong fields.
pub fn order_physical_card(names: [&str; 3], address: &AddressInput) -> Result<Call, Fault> {
    order_with(Wrong::default(), names, address)
}

/// The same with what is wrong already.
pub(crate) fn order_with(
    mut wrong: Wrong,
    [account_id, person_id, brand_name]: [&str; 3],
    address: &AddressInput,
) -> Result<Call, Fault> {
    let address = check_address(address, &mut wrong);
    wrong.end()?;
    let order = ObjectText::new()
        .text("account_id", account_id)
        .text("person_id", person_id)
        .text("brand_name", brand_name)
        .raw("address", &address);
    Ok(Call::write("POST", &["cards", "physical"], order, &Expected::One(CARD)).about(person_id))
}

/// Reads a card. Fails with `card_not_found`.
#[must_use]
pub fn card(card_id: &str) -> Call {
    Call::get(&["cards", card_id], &Expected::One(CARD)).about_known()
}

/// Seals the CVC and has it checked: good for 15 minutes and one PIN. Fails with `verification_failed`, which tells the
/// attempts that are left, and `verification_locked`.
///
/// # Errors
/// `validation_failed`.
pub fn verify_card(card_id: &str, cvc: &Pii<String>) -> Result<Call, Fault> {
    let mut wrong = Wrong::default();
    // Exposed to be checked, and to be sealed.
    wrong.take("cvc", check_cvc(cvc.expose()));
    wrong.end()?;
    let secret = secret_bytes(secret_object().text("verification_value", cvc.expose()));
    let body = ObjectText::new().text("type", "cvc");
    let call = Call::write("POST", &["cards", card_id, "verifications"], body, &Expected::One(VERIFICATION));
    Ok(call.about_known().sealing(["cvc:", card_id], secret))
}

/// Seals the PIN, sets it and activates the card. Fails with `invalid_verification` and `pin_already_set`.
///
/// # Errors
/// `validation_failed`.
pub fn set_pin(card_id: &str, verification_id: &str, pin: &Pii<String>) -> Result<Call, Fault> {
    let mut wrong = Wrong::default();
    // Exposed to be checked, and to be sealed.
    wrong.take("pin", check_pin(pin.expose()));
    wrong.end()?;
    let secret = secret_bytes(secret_object().text("pin", pin.expose()));
    let body = ObjectText::new().text("verification_id", verification_id);
    let call = Call::write("PUT", &["cards", card_id, "pin"], body, &Expected::One(CARD));
    Ok(call.about_known().sealing(["pin:", card_id], secret))
}
