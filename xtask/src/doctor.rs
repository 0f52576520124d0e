//! `cargo xtask doctor`: what is needed, what is there, and the command that mends what is not.

use crate::setup::Machine;
use crate::tools::{self, Tool};
use std::process::ExitCode;

/// Prints the table. Fails when something that a command needs is missing; what is optional may be.
pub(crate) fn run() -> ExitCode {
    let machine = Machine::here();
    let mut missing = 0_u32;
    println!("{:<34}{:<12}{:<52}for", "what", "state", "version, or the command that mends it");
    for tool in tools::ALL.iter().copied().chain([Tool::Nextest]) {
        let (state, text) = match tool.version() {
            Some(version) => ("ok", version.chars().take(50).collect()),
            None if tool == Tool::Nextest => ("not there", machine.command(tool.mend())),
            None => {
                missing += 1;
                ("MISSING", machine.command(tool.mend()))
            }
        };
        println!("{:<34}{state:<12}{text:<52}{}", tool.name(), tool.purpose());
    }
    if missing == 0 {
        println!("\nAll is there.");
        ExitCode::SUCCESS
    } else {
        println!("\n{missing} missing. `cargo xtask setup` installs what it can.");
        ExitCode::FAILURE
    }
}
