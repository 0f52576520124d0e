//! The customer onboarding guide, sentence by sentence. A test says which sentences it proves by lines `guide: …` above it,
//! in the guide's own words; `docs/guide-coverage.md` is made from them.

mod accounts;
mod agreements;
mod cards;
mod coverage;
mod expected_use;
mod partner;
mod people;
mod sessions;
