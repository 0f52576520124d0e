//! Ctrl-C and SIGTERM: the first asks to stop, the second stops at once.

use anyhow::Context;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Turns true when somebody asks to stop.
#[derive(Clone, Debug)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From here on a signal sets the flag and no longer ends this process: whoever calls this has to look.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order: a second signal finds the flag that the first one set.
            flag::register_conditional_shutdown(signal, 130, Arc::clone(&asked))
                .context("could not listen for signals")?;
            flag::register(signal, Arc::clone(&asked)).context("could not listen for signals")?;
        }
        Ok(Self(asked))
    }

    /// Whether somebody has asked.
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
