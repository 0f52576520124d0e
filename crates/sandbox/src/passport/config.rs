//! The settings of this platform.

use std::env;

/// What the program was set up with.
#[derive(Clone, Debug)]
pub struct PassportConfig {
    /// The purposes that an account may have.
    pub purposes: Vec<String>,
    /// Where notices go; `None` keeps them.
    pub webhook_url: Option<String>,
}

impl Default for PassportConfig {
    fn default() -> Self {
        let purposes = ["Operating", "Payroll", "Settlement", "Savings", "Tax", "Reserve"];
        Self { purposes: purposes.map(str::to_owned).to_vec(), webhook_url: None }
    }
}

impl PassportConfig {
    /// The settings of the environment: `SANDBOX_PASSPORT_PURPOSES`, separated by commas, and
    /// `SANDBOX_PASSPORT_WEBHOOK_URL`.
    #[must_use]
    pub fn from_env() -> Self {
        let read = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let purposes = read("SANDBOX_PASSPORT_PURPOSES").map(|list| parse_list(&list));
        Self {
            purposes: purposes.unwrap_or_else(|| Self::default().purposes),
            webhook_url: read("SANDBOX_PASSPORT_WEBHOOK_URL"),
        }
    }
}

fn parse_list(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_purposes_has_commas_and_no_blanks() {
        assert_eq!(parse_list(" Operating, Pay roll ,,"), ["Operating", "Pay roll"]);
    }
}
