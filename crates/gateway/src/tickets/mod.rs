//! Tickets: the partner's login vouches for a returning customer (contract, section 4).
//!
//! A page never says who its customer is. It hands over what the partner's server signed for this browser's key, and the
//! gateway knows which of the platform's people that is: it saw the person made, or the partner's server told it.

mod admit;
mod check;
mod people;
mod person;
mod settings;

pub use self::settings::TicketSettings;
pub(crate) use self::{
    admit::{Ticket, admit},
    people::{ROUTE, name_person},
    person::Belongings,
};
