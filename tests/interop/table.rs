//! What held: one row for each suite of a direction.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::random::seed;

/// Counts messages and mismatches.
pub(crate) struct Table {
    title: String,
    rows: BTreeMap<String, (usize, usize)>,
    first: Option<String>,
}

impl Table {
    pub(crate) fn new(title: String) -> Self {
        Self { title, rows: BTreeMap::new(), first: None }
    }

    pub(crate) fn add(&mut self, suite: &str, outcome: Result<(), String>, line: &Value) {
        let row = self.rows.entry(suite.to_owned()).or_default();
        row.0 += 1;
        if let Err(why) = outcome {
            row.1 += 1;
            self.first.get_or_insert_with(|| format!("{why}: {line}"));
        }
    }

    /// Prints the table, and fails when a message didn't come out as it went in or never came.
    pub(crate) fn finish(self, sent: usize) {
        let sum = |of: fn(&(usize, usize)) -> usize| self.rows.values().map(of).sum::<usize>();
        let (came, mismatches) = (sum(|row| row.0), sum(|row| row.1));
        let mut text = format!("\n{:<34}{:>10}{:>12}   seed {}\n", self.title, "messages", "mismatches", seed());
        for (suite, (messages, mismatches)) in &self.rows {
            text.push_str(&format!("  {suite:<32}{messages:>10}{mismatches:>12}\n"));
        }
        println!("{text}  {:<32}{came:>10}{mismatches:>12}", "all");
        assert_eq!(came, sent, "{}: some messages never came out", self.title);
        assert_eq!(mismatches, 0, "{}: the first: {}", self.title, self.first.unwrap_or_default());
    }
}
