//! Cards (contract: section 1.9).

use portico_model::id::{AccountId, PersonId, VerificationId};
use portico_model::netspend::{
    Address, Brand, BrandList, BrandSearch, Card, CvcSecret, NewPhysicalCard, NewPin, NewVerification, PinSecret,
    Sealed, Verification, VerificationType,
};
use zeroize::Zeroize;

use crate::call::limit::Scope;
use crate::call::request::{Body, Call, Sealing, secret_json};
use crate::call::{Abort, CallOptions};
use crate::client::{Client, Inner};
use crate::encoding::json;
use crate::fault::Fault;
use crate::pii::Pii;
use crate::ports::Platform;
use crate::validate::{AddressInput, Wrong, check_address, check_cvc, check_pin};

impl<P: Platform> Client<P> {
    /// The card brands that a person can order.
    ///
    /// # Errors
    /// `person_not_found`, and those of every call.
    pub async fn brands<A: Abort>(&self, person_id: &str, options: CallOptions<A>) -> Result<Vec<Brand>, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.search_brands(person_id, scope).await).await
    }

    /// Orders a card of plastic.
    ///
    /// # Errors
    /// `validation_failed` with the address's wrong fields, before anything is sent; `brand_not_available`,
    /// `account_inactive`, `kyc_not_approved`, and those of every call.
    pub async fn order_physical_card<A: Abort>(
        &self,
        account_id: &str,
        person_id: &str,
        brand_name: &str,
        address: AddressInput,
        options: CallOptions<A>,
    ) -> Result<Card, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                let mut wrong = Wrong::default();
                let checked = check_address(&address, &mut wrong);
                wrong.end()?;
                let address = checked.ok_or(portico_model::ErrorCode::InternalFault)?;
                inner.order_card([account_id, person_id, brand_name], address, inner.key_of(scope)?, scope).await
            })
            .await
    }

    /// Reads a card.
    ///
    /// # Errors
    /// `card_not_found`, and those of every call.
    pub async fn card<A: Abort>(&self, card_id: &str, options: CallOptions<A>) -> Result<Card, Fault> {
        let inner = &*self.inner;
        inner.within(options, async |scope| inner.read_card(card_id, scope).await).await
    }

    /// Seals the CVC and has it checked: good for 15 minutes and one PIN.
    ///
    /// # Errors
    /// `validation_failed` before anything is sent; `verification_failed` with the attempts that are left;
    /// `verification_locked`, and those of every call.
    pub async fn verify_card<A: Abort>(
        &self,
        card_id: &str,
        cvc: Pii<String>,
        options: CallOptions<A>,
    ) -> Result<Verification, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                let mut wrong = Wrong::default();
                // Exposed to be checked.
                wrong.take("cvc", check_cvc(cvc.expose()));
                wrong.end()?;
                inner.verify_card(card_id, &cvc, inner.key_of(scope)?, scope).await
            })
            .await
    }

    /// Seals the PIN, sets it and activates the card.
    ///
    /// # Errors
    /// `validation_failed` before anything is sent; `invalid_verification`, `pin_already_set`, and those of every call.
    pub async fn set_pin<A: Abort>(
        &self,
        card_id: &str,
        verification_id: &str,
        pin: Pii<String>,
        options: CallOptions<A>,
    ) -> Result<Card, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                let mut wrong = Wrong::default();
                // Exposed to be checked.
                wrong.take("pin", check_pin(pin.expose()));
                wrong.end()?;
                inner.set_pin(card_id, verification_id, &pin, inner.key_of(scope)?, scope).await
            })
            .await
    }
}

impl<P: Platform> Inner<P> {
    pub(crate) async fn search_brands(&self, person_id: &str, scope: &Scope) -> Result<Vec<Brand>, Fault> {
        self.move_to_person(person_id, scope).await?;
        let question = BrandSearch { person_id: PersonId(person_id.to_owned()) };
        let call = Call::search(&["cards", "brands", "search"], &question)?;
        Ok(self.call::<BrandList>(&call, scope).await?.brands)
    }

    pub(crate) async fn order_card(
        &self,
        [account_id, person_id, brand_name]: [&str; 3],
        address: Address,
        key: String,
        scope: &Scope,
    ) -> Result<Card, Fault> {
        self.move_to_person(person_id, scope).await?;
        let order = NewPhysicalCard {
            account_id: AccountId(account_id.to_owned()),
            person_id: PersonId(person_id.to_owned()),
            brand_name: brand_name.to_owned(),
            address,
        };
        self.call(&Call::write("POST", &["cards", "physical"], Body::Clear(json(&order)?), key), scope).await
    }

    pub(crate) async fn read_card(&self, card_id: &str, scope: &Scope) -> Result<Card, Fault> {
        self.move_to_known(scope).await?;
        self.call(&Call::get(&["cards", card_id]), scope).await
    }

    pub(crate) async fn verify_card(
        &self,
        card_id: &str,
        cvc: &Pii<String>,
        key: String,
        scope: &Scope,
    ) -> Result<Verification, Fault> {
        self.move_to_known(scope).await?;
        // Exposed to be sealed.
        let mut secret = CvcSecret { verification_value: cvc.expose().clone() };
        let text = secret_json(&secret);
        secret.verification_value.zeroize();
        let sealing = Sealing {
            use_: ["cvc:", card_id].concat(),
            secret: text?,
            write: Box::new(|encrypted_data: Sealed| {
                json(&NewVerification { kind: VerificationType::Cvc, encrypted_data })
            }),
        };
        let call = Call::write("POST", &["cards", card_id, "verifications"], Body::Sealing(sealing), key);
        self.call(&call, scope).await
    }

    pub(crate) async fn set_pin(
        &self,
        card_id: &str,
        verification_id: &str,
        pin: &Pii<String>,
        key: String,
        scope: &Scope,
    ) -> Result<Card, Fault> {
        self.move_to_known(scope).await?;
        // Exposed to be sealed.
        let mut secret = PinSecret { pin: pin.expose().clone() };
        let text = secret_json(&secret);
        secret.pin.zeroize();
        let verification_id = VerificationId(verification_id.to_owned());
        let sealing = Sealing {
            use_: ["pin:", card_id].concat(),
            secret: text?,
            write: Box::new(move |encrypted_data: Sealed| {
                json(&NewPin { verification_id: verification_id.clone(), encrypted_data })
            }),
        };
        self.call(&Call::write("PUT", &["cards", card_id, "pin"], Body::Sealing(sealing), key), scope).await
    }
}
