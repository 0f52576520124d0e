//! The ports in one value, and those of them that answer at once.

use portico_core::{
    ConnectionState,
    call::CallRecord,
    ports::{Clock, Observer, PortFault, Random},
};

use super::Ports;
use crate::boundary::view;

/// The browser that the page runs in, seen from one gateway.
#[derive(Debug)]
pub struct Browser {
    pub(super) ports: Ports,
}

impl Browser {
    /// The browser behind `ports`.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

impl Clock for Browser {
    fn monotonic_ms(&self) -> f64 {
        self.ports.monotonic()
    }

    fn wall_ms(&self) -> f64 {
        self.ports.wall()
    }

    fn read_ms(&self, text: &str) -> f64 {
        self.ports.read_time(text)
    }
}

impl Random for Browser {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), PortFault> {
        if self.ports.random(buffer) { Ok(()) } else { Err(PortFault::Crypto) }
    }
}

impl Observer for Browser {
    fn call(&self, record: &CallRecord) {
        self.ports.tell("call", &view::record(record));
    }

    fn state_changed(&self, state: ConnectionState) {
        self.ports.tell("statechange", view::state(state));
    }
}
