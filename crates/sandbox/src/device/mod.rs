//! The platform's check of device statements (contract section 3.2): what can only be a forgery is refused, what
//! remains is scored by rules that are data, and the device is looked up among those that came before.

mod browser_headers;
mod evidence;
mod facts;
mod judge;
mod known_device;
mod matching;
mod record;
mod report;
mod rules;
mod score;
mod statement;
mod step_up;
mod user_agent;

pub(crate) use browser_headers::BrowserHeaders;
pub(crate) use judge::{Verdict, judge};
pub(crate) use matching::MEASURES;
pub(crate) use record::{SIGNALS, read_record};
pub(crate) use report::Report;
pub(crate) use rules::{all as rules, find as find_rule};
pub(crate) use score::{CONTEXT_CAP, DENY_AT, MATCH_AT, STEP_UP_AT};
pub(crate) use statement::read as read_statement;
pub(crate) use step_up::soften;
