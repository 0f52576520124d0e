//! Notices in the style of Amazon SNS: written with the change that they tell, delivered afterwards.

mod deliver;
mod subscription;

pub(crate) use deliver::{Sender, deliver_due};
pub(crate) use subscription::{announce, confirm, enable, subscribe};
