//! Programs that seal and open in our stead. One process takes all lines of a direction.

use std::{
    env,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use serde_json::Value;

/// The browsers that the SDK itself is asked in.
pub(crate) const ENGINES: [&str; 2] = ["chromium", "firefox"];

/// Where the SDK in a browser is driven from.
const PAGE: &str = "../../seal/peer.mjs";

/// A JOSE library that is not ours, or the SDK in a browser.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    program: String,
    script: &'static str,
    /// What the script is told before the mode.
    about: Option<&'static str>,
}

impl Peer {
    /// npm's `jose`, on Node.js.
    pub(crate) fn jose() -> Self {
        Self { name: "jose", program: "node".to_owned(), script: "jose.mjs", about: None }
    }

    /// The SDK in a browser. It opens only.
    pub(crate) fn page(engine: &'static str) -> Self {
        Self { name: engine, program: "node".to_owned(), script: PAGE, about: Some(engine) }
    }

    /// Python's `jwcrypto`, in the environment that xtask made for it.
    pub(crate) fn jwcrypto() -> Self {
        Self { name: "jwcrypto", program: named("PORTICO_PYTHON"), script: "jwcrypto_peer.py", about: None }
    }

    /// The answers to `lines`, in their order.
    pub(crate) fn run(&self, mode: &str, lines: &[Value]) -> Vec<Value> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(self.script);
        let mut command = Command::new(&self.program);
        command.arg(script).args(self.about).arg(mode);
        let answers = answers(&mut command, lines);
        assert_eq!(answers.len(), lines.len(), "{} left lines unanswered", self.name);
        answers
    }
}

/// What the SDK seals in a browser.
pub(crate) fn lines_of_the_page(engine: &str, count: usize, seed: u64) -> Vec<Value> {
    let mut command = Command::new("node");
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(PAGE)).args([engine, "seal"]);
    answers(command.arg(count.to_string()).arg(seed.to_string()), &[])
}

/// What the SDK seals, by the program of `PORTICO_SEAL_LINES`.
pub(crate) fn lines_of_the_sdk(count: usize, seed: u64) -> Vec<Value> {
    let mut command = Command::new(named("PORTICO_SEAL_LINES"));
    answers(command.arg(count.to_string()).arg(seed.to_string()), &[])
}

fn named(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: `cargo xtask test --only interop` sets it"))
}

/// Runs it with `lines` as its input, and reads the lines that it prints.
fn answers(command: &mut Command, lines: &[Value]) -> Vec<Value> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut input = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        // Written beside the reading: a full pipe would stop both sides.
        scope.spawn(move || {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            // A program that ended early says so by its status.
            let _ = input.write_all(text.as_bytes());
        });
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{command:?} failed ({})", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}
