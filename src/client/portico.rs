//! The client.

use js_sys::{Function, Promise, Uint8Array};
use portico_core::{Client, ClientConfig};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use zeroize::{Zeroize, Zeroizing};

use super::Onboarding;
use crate::{
    boundary::{
        PageOptions, Refusal,
        fields::read,
        input, promise,
        view::{self, all, json},
    },
    platform::Browser,
    signals,
};

/// One client of one page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Portico {
    client: Client<Browser>,
}

#[wasm_bindgen]
impl Portico {
    /// A client from the checked options `{gatewayUrl, origin, sdkId, platformKey, timeoutMs}`. `observer` is called with
    /// an event's type and its detail.
    ///
    /// # Errors
    /// `invalid_option`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: String, observer: Function) -> Result<Self, JsValue> {
        let config = read(options, |fields| ClientConfig {
            gateway_url: fields.text("gatewayUrl"),
            origin: fields.text("origin"),
            sdk_id: fields.text("sdkId"),
            platform_key: fields.text("platformKey"),
            timeout_ms: fields.milliseconds("timeoutMs"),
        })?;
        let browser = Browser::new(&config.gateway_url, observer);
        Ok(Self { client: Client::new(browser, config) })
    }

    /// `state` of index.d.ts.
    #[must_use]
    pub fn state(&self) -> String {
        view::state(self.client.state()).to_owned()
    }

    /// Opens the session, or goes on with this browser's.
    pub fn connect(&self, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let info = client.connect(signals::collect(), options.into()).await?;
            Ok(json(&view::SessionInfo::from(&info)))
        })
    }

    /// Ends the session and clears what this browser kept.
    pub fn disconnect(&self, options: PageOptions) -> Promise {
        self.start(async move |client| {
            client.disconnect(options.into()).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Thumbprint of this browser's key.
    pub fn thumbprint(&self) -> Promise {
        self.start(async move |client| Ok(client.thumbprint().await?))
    }

    /// The onboarding of `{providedId, locale}`.
    pub fn onboarding(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let (provided_id, locale) = read(input, |fields| (fields.text("providedId"), fields.text("locale")))?;
            Ok(Onboarding::from(client.onboarding(&provided_id, &locale, options.into()).await?))
        })
    }

    /// Creates an account from `{providedId}`.
    #[wasm_bindgen(js_name = createAccount)]
    pub fn create_account(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let provided_id = read(input, |fields| fields.text("providedId"))?;
            Ok(json(&view::Account::from(&client.create_account(&provided_id, options.into()).await?)))
        })
    }

    /// Reads an account.
    pub fn account(&self, id: String, options: PageOptions) -> Promise {
        self.start(async move |client| Ok(json(&view::Account::from(&client.account(&id, options.into()).await?))))
    }

    /// Creates the person `{accountId, …}`.
    #[wasm_bindgen(js_name = createPerson)]
    pub fn create_person(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let (account_id, person) = read(input, |fields| (fields.text("accountId"), input::person(fields)))?;
            Ok(json(&view::Person::from(&client.create_person(&account_id, person, options.into()).await?)))
        })
    }

    /// Reads a person.
    pub fn person(&self, id: String, options: PageOptions) -> Promise {
        self.start(async move |client| Ok(json(&view::Person::from(&client.person(&id, options.into()).await?))))
    }

    /// The agreements of `{providedId}`.
    #[wasm_bindgen(js_name = searchAgreements)]
    pub fn search_agreements(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let provided_id = read(input, |fields| fields.text("providedId"))?;
            let agreements = client.search_agreements(&provided_id, options.into()).await?;
            Ok(json(&all::<_, view::Agreement<'_>>(&agreements)))
        })
    }

    /// Reads an agreement.
    pub fn agreement(&self, id: String, options: PageOptions) -> Promise {
        self.start(async move |client| Ok(json(&view::Agreement::from(&client.agreement(&id, options.into()).await?))))
    }

    /// The text of an agreement.
    #[wasm_bindgen(js_name = agreementDocument)]
    pub fn agreement_document(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let agreement = read(input, input::agreement)?;
            Ok(json(&view::AgreementText::from(&client.agreement_document(&agreement, options.into()).await?)))
        })
    }

    /// What a person accepted.
    #[wasm_bindgen(js_name = acceptedAgreements)]
    pub fn accepted_agreements(&self, person_id: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let agreements = client.accepted_agreements(&person_id, options.into()).await?;
            Ok(json(&all::<_, view::Agreement<'_>>(&agreements)))
        })
    }

    /// Accepts `{personId, agreementId, documentSha256, locale}`.
    #[wasm_bindgen(js_name = acceptAgreement)]
    pub fn accept_agreement(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let [person, agreement, sha256, locale] = read(input, |fields| {
                ["personId", "agreementId", "documentSha256", "locale"].map(|name| fields.text(name))
            })?;
            let receipt = client.accept_agreement(&person, &agreement, &sha256, &locale, options.into()).await?;
            Ok(json(&view::AgreementReceipt::from(&receipt)))
        })
    }

    /// The expected-use questions of a person.
    #[wasm_bindgen(js_name = expectedUse)]
    pub fn expected_use(&self, person_id: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let questions = client.expected_use(&person_id, options.into()).await?;
            Ok(json(&all::<_, view::Question<'_>>(&questions)))
        })
    }

    /// Answers `{personId, answers}`.
    #[wasm_bindgen(js_name = answerExpectedUse)]
    pub fn answer_expected_use(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let (person_id, answers) = read(input, |fields| (fields.text("personId"), input::answers(fields)))?;
            client.answer_expected_use(&person_id, answers, options.into()).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// The card brands for a person.
    pub fn brands(&self, person_id: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            Ok(json(&all::<_, view::Brand<'_>>(&client.brands(&person_id, options.into()).await?)))
        })
    }

    /// Orders `{accountId, personId, brandName, address}`.
    #[wasm_bindgen(js_name = orderPhysicalCard)]
    pub fn order_physical_card(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let ([account, person, brand], address) = read(input, |fields| {
                let texts = ["accountId", "personId", "brandName"].map(|name| fields.text(name));
                (texts, fields.object("address", input::address))
            })?;
            let card = client.order_physical_card(&account, &person, &brand, address, options.into()).await?;
            Ok(json(&view::Card::from(&card)))
        })
    }

    /// Reads a card.
    pub fn card(&self, id: String, options: PageOptions) -> Promise {
        self.start(async move |client| Ok(json(&view::Card::from(&client.card(&id, options.into()).await?))))
    }

    /// Verifies `{cardId, cvc}`.
    #[wasm_bindgen(js_name = verifyCard)]
    pub fn verify_card(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let (card_id, cvc) = read(input, |fields| (fields.text("cardId"), fields.typed("cvc")))?;
            Ok(json(&view::Verification::from(&client.verify_card(&card_id, cvc, options.into()).await?)))
        })
    }

    /// Sets the PIN of `{cardId, verificationId, pin}`.
    #[wasm_bindgen(js_name = setPin)]
    pub fn set_pin(&self, input: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let ([card, verification], pin) = read(input, |fields| {
                (["cardId", "verificationId"].map(|name| fields.text(name)), fields.typed("pin"))
            })?;
            Ok(json(&view::Card::from(&client.set_pin(&card, &verification, pin, options.into()).await?)))
        })
    }

    /// Seals bytes for the platform.
    pub fn seal(&self, value: Vec<u8>, purpose: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let value = Zeroizing::new(value);
            Ok(client.seal(&value, &purpose, options.into()).await?)
        })
    }

    /// Opens what the platform sealed.
    pub fn open(&self, sealed: String, purpose: String, options: PageOptions) -> Promise {
        self.start(async move |client| {
            let mut opened = client.open(&sealed, &purpose, options.into()).await?;
            let bytes = Uint8Array::from(opened.as_slice());
            opened.zeroize();
            Ok(bytes)
        })
    }
}

impl Portico {
    /// Runs `work` on a handle of the client, so that nothing of this object is borrowed while it waits.
    fn start<T: Into<JsValue>>(
        &self,
        work: impl AsyncFnOnce(Client<Browser>) -> Result<T, Refusal> + 'static,
    ) -> Promise {
        let client = self.client.clone();
        promise(async move { work(client).await })
    }
}
