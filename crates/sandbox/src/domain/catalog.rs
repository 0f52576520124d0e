//! The account contexts that the platform configured for its partner, and the cards that each of them has.

use portico_model::{
    id::ProvidedId,
    netspend::{AccountContext, AccountType, Brand, CardType, ContextProgram, FeatureName},
};

use super::agreements::{AgreementText, AgreementVersion, ESIGN, PRIVACY_POLICY, TERMS_CHECKING, TERMS_PREPAID};

/// A context: what every account that stems from it has in common.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) provided_id: &'static str,
    pub(crate) kind: AccountType,
    pub(crate) agreements: &'static [&'static AgreementText],
    pub(crate) brands: &'static [CardBrand],
    eligibility: &'static [&'static str],
    /// The features that it has switched on.
    features: &'static [FeatureName],
    fee_schedule: &'static str,
}

/// A look that a card can have.
#[derive(Debug)]
pub(crate) struct CardBrand {
    pub(crate) name: &'static str,
    /// Its picture's name under `/files/cards/`.
    pub(crate) picture: &'static str,
    /// The picture itself, SVG.
    pub(crate) svg: &'static str,
    fee: &'static str,
}

const PARTNER: &str = "Larkwell";
const BACKING_BANK: &str = "Larkwell Bank, N.A.";

const MEADOW: CardBrand = CardBrand {
    name: "Larkwell Meadow",
    picture: "meadow",
    svg: include_str!("../../files/cards/meadow.svg"),
    fee: "0.00",
};
const HARBOR: CardBrand = CardBrand {
    name: "Larkwell Harbor",
    picture: "harbor",
    svg: include_str!("../../files/cards/harbor.svg"),
    fee: "0.00",
};
const EMBER: CardBrand = CardBrand {
    name: "Larkwell Ember",
    picture: "ember",
    svg: include_str!("../../files/cards/ember.svg"),
    fee: "4.95",
};

static CONTEXTS: [Context; 2] = [
    Context {
        provided_id: "acp_checking",
        kind: AccountType::Dda,
        agreements: &[&TERMS_CHECKING, &ESIGN, &PRIVACY_POLICY],
        brands: &[MEADOW, HARBOR, EMBER],
        eligibility: &["us_resident", "age_18"],
        features: &FeatureName::ALL,
        fee_schedule: "Larkwell Checking, schedule A",
    },
    Context {
        provided_id: "acp_prepaid",
        kind: AccountType::Gpr,
        agreements: &[&TERMS_PREPAID, &ESIGN, &PRIVACY_POLICY],
        brands: &[MEADOW, HARBOR],
        eligibility: &["us_resident", "age_18"],
        features: &[FeatureName::Savings, FeatureName::MeToMe],
        fee_schedule: "Larkwell Prepaid, schedule P",
    },
];

impl Context {
    /// The context of this provided id.
    pub(crate) fn find(provided_id: &str) -> Option<&'static Self> {
        CONTEXTS.iter().find(|context| context.provided_id == provided_id)
    }

    /// Whether the feature is switched on.
    pub(crate) fn offers(&self, feature: FeatureName) -> bool {
        self.features.contains(&feature)
    }

    /// As an account shows it, with the terms in force.
    pub(crate) fn wire(&self, terms: &[AgreementVersion]) -> AccountContext {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        AccountContext {
            kind: "provided".to_owned(),
            provided_id: ProvidedId::from(self.provided_id),
            partner_name: PARTNER.to_owned(),
            backing_bank: BACKING_BANK.to_owned(),
            card_brands: self.brands.iter().map(|brand| brand.name.to_owned()).collect(),
            features: self.features.iter().map(|feature| feature.word().to_owned()).collect(),
            eligibility: texts(self.eligibility),
            fee_schedules: vec![self.fee_schedule.to_owned()],
            terms: terms.iter().map(AgreementVersion::term).collect(),
            program: ContextProgram { currency: "USD".to_owned(), locales: vec!["en-US".to_owned()] },
        }
    }
}

impl CardBrand {
    /// As a search shows it.
    pub(crate) fn wire(&self, public_url: &str) -> Brand {
        Brand {
            brand_name: self.name.to_owned(),
            card_type: CardType::Physical,
            image_url: format!("{public_url}/files/cards/{}.svg", self.picture),
            fee: self.fee.to_owned(),
        }
    }

    /// The picture of this name.
    pub(crate) fn picture(name: &str) -> Option<&'static str> {
        CONTEXTS.iter().flat_map(|context| context.brands).find(|brand| brand.picture == name).map(|brand| brand.svg)
    }

    /// The brand of this name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        CONTEXTS.iter().flat_map(|context| context.brands).find(|brand| brand.name == name)
    }
}
