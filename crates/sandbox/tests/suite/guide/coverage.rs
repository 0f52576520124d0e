//! Every sentence of the guides has a test. `PORTICO_UPDATE=1 cargo test -p portico-sandbox coverage` writes the page anew.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

const PAGE: &str = "docs/guide-coverage.md";
const SUITE: &str = "crates/sandbox/tests/suite";

/// A guide, and where its tests are.
struct Guide {
    title: &'static str,
    /// Beside its notes, in `docs`.
    file: &'static str,
    notes: &'static str,
    /// The folder of its tests, and the one in it whose tests are another guide's.
    tests: &'static str,
    others: &'static str,
    /// Whether a line without a full stop heads a section. In the other guide it is a parameter or what one may say.
    has_headings: bool,
    sentences: usize,
}

const GUIDES: [Guide; 2] = [
    Guide {
        title: "Customer onboarding",
        file: "guides/customer-onboarding.txt",
        notes: "guides/customer-onboarding.json",
        tests: "",
        others: "passport",
        has_headings: true,
        sentences: 197,
    },
    Guide {
        title: "Open an account",
        file: "guides/open-an-account.txt",
        notes: "guides/open-an-account.json",
        tests: "passport",
        others: "none",
        has_headings: false,
        sentences: 92,
    },
];

/// What the tests of this suite don't say themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    /// Sentences about the SDK and the gateway, proven by tests elsewhere in the repository.
    elsewhere: Vec<Elsewhere>,
    /// Sentences that ask nothing of this product.
    not_a_requirement: Vec<NotARequirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    sentence: String,
    file: String,
    test: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotARequirement {
    sentence: String,
    reason: String,
}

/// A heading of the guide, or one of its sentences.
#[derive(Debug, PartialEq, Eq)]
enum Item {
    Heading(String),
    Sentence(String),
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The guide's lines without their bullets, broken where a sentence ends. A line that is no bullet and ends without a
/// full stop, a question mark or a colon is a heading.
fn items(guide: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for line in guide.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let (mark, rest) = words.split_once(' ').unwrap_or((&words, ""));
        let is_number = mark.strip_suffix('.').is_some_and(|digits| digits.parse::<u8>().is_ok());
        let is_bullet = mark == "•" || is_number;
        let text = if is_bullet { rest } else { &words };
        if text.is_empty() {
            continue;
        }
        if !is_bullet && !text.ends_with(['.', '?', ':']) {
            items.push(Item::Heading(text.to_owned()));
            continue;
        }
        let mut start = 0;
        for (end, _) in text.match_indices(' ') {
            let starts_anew =
                text[end + 1..].starts_with(|letter: char| letter.is_uppercase() || "\"“".contains(letter));
            if text[..end].ends_with(['.', '?']) && starts_anew {
                items.push(Item::Sentence(text[start..end].to_owned()));
                start = end + 1;
            }
        }
        items.push(Item::Sentence(text[start..].to_owned()));
    }
    items
}

/// Sentence → tests, from the doc comments of the tests in `folder`, without those in folders of the name `others`.
fn claims(folder: &Path, others: &str, found: &mut BTreeMap<String, Vec<String>>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            if !path.ends_with(others) {
                claims(&path, others, found);
            }
            continue;
        }
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let mut open: Vec<String> = Vec::new();
        let mut is_test = false;
        for line in fs::read_to_string(&path).unwrap().lines().map(str::trim) {
            if let Some(sentence) = line.strip_prefix("/// guide: ") {
                open.push(sentence.trim().to_owned());
            } else if let Some(more) = line.strip_prefix("/// ").filter(|_| !open.is_empty()) {
                // A long sentence goes on in the next line of the comment.
                let last = open.last_mut().unwrap();
                *last = format!("{last} {}", more.trim());
            } else if line.starts_with("#[") {
                is_test = is_test || is_test_attribute(line);
            } else {
                let function = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "));
                let function = function.and_then(|rest| rest.split('(').next()).filter(|_| is_test);
                is_test = false;
                for sentence in open.drain(..).flat_map(|claim| items(unquoted(&claim))) {
                    let function =
                        function.unwrap_or_else(|| panic!("{name}: claims a sentence, but is no test: {line}"));
                    found.entry(sentence.into_text()).or_default().push(format!("`{name}`: {function}"));
                }
            }
        }
    }
}

fn is_test_attribute(line: &str) -> bool {
    ["#[test]", "#[tokio::test]", "#[tokio::test("].iter().any(|attribute| line.starts_with(attribute))
}

/// Whether a file's text has a test of this name: of a script's, the beginning is enough, since a loop may make several.
fn has_test(file: &str, text: &str, test: &str) -> bool {
    if !file.ends_with(".rs") {
        return ['"', '`'].iter().any(|quote| text.contains(&format!("test({quote}{test}")));
    }
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        let function = line.strip_prefix("async ").unwrap_or(line);
        if is_test && function.starts_with(&format!("fn {test}(")) {
            return true;
        }
        is_test = is_test_attribute(line) || is_test && line.starts_with("#[");
    }
    false
}

/// What a comment says, with the quotation marks around it taken away.
fn unquoted(claim: &str) -> &str {
    claim.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(claim)
}

impl Item {
    fn into_text(self) -> String {
        match self {
            Self::Heading(text) | Self::Sentence(text) => text,
        }
    }
}

/// The section of the page about one guide.
fn section(guide: &Guide) -> String {
    let mut items = items(&read(&format!("docs/{}", guide.file)));
    if !guide.has_headings {
        items = items.into_iter().map(|item| Item::Sentence(item.into_text())).collect();
    }
    let notes: Notes = serde_json::from_str(&read(&format!("docs/{}", guide.notes))).unwrap();
    let mut proven = BTreeMap::new();
    claims(&root().join(SUITE).join(guide.tests), guide.others, &mut proven);
    for note in &notes.elsewhere {
        assert!(has_test(&note.file, &read(&note.file), &note.test), "{} has no test {:?}", note.file, note.test);
        proven.entry(note.sentence.clone()).or_default().push(format!("`{}`: {}", note.file, note.test));
    }
    let sentences: Vec<&str> = items
        .iter()
        .filter_map(|item| match item {
            Item::Sentence(text) => Some(text.as_str()),
            Item::Heading(_) => None,
        })
        .collect();
    assert_eq!(sentences.len(), guide.sentences, "{}", guide.title);

    // Nothing claims what the guide doesn't say, and nothing is excused that has a test.
    for sentence in proven.keys().chain(notes.not_a_requirement.iter().map(|note| &note.sentence)) {
        assert!(sentences.contains(&sentence.as_str()), "{} does not say: {sentence}", guide.file);
    }
    let status = |sentence: &str| -> String {
        let excuse = notes.not_a_requirement.iter().find(|note| note.sentence == sentence);
        match (proven.get(sentence), excuse) {
            (Some(tests), None) => tests.join("<br>"),
            (None, Some(note)) => format!("not a requirement: {}", note.reason),
            (Some(_), Some(_)) => panic!("has a test, and is listed as needing none: {sentence}"),
            (None, None) => panic!("no test proves this sentence of {}: {sentence}", guide.file),
        }
    };

    let mut text = format!("\n## {}\n\n[The guide]({}), and [its list]({}).\n", guide.title, guide.file, guide.notes);
    let mut in_table = false;
    for item in &items {
        match item {
            Item::Heading(heading) => {
                text.push_str(&format!("\n### {heading}\n\n"));
                in_table = false;
            }
            Item::Sentence(sentence) => {
                if !in_table {
                    text.push_str(if text.ends_with("\n\n") { "" } else { "\n" });
                    text.push_str("| sentence | proven by |\n| --- | --- |\n");
                    in_table = true;
                }
                text.push_str(&format!("| {} | {} |\n", sentence.replace('|', "\\|"), status(sentence)));
            }
        }
    }
    text
}

#[test]
fn every_sentence_of_the_guides_has_a_test() {
    let mut page = String::from(
        "# The guides, sentence by sentence\n\n\
         Each sentence of the two guides with the tests that prove it. This page is made from the tests' own comments and\n\
         from a list for each guide of what is proven elsewhere or asks nothing of this product; a sentence without a test\n\
         fails `cargo test -p portico-sandbox coverage`.\n",
    );
    page.extend(GUIDES.iter().map(section));
    if env::var_os("PORTICO_UPDATE").is_some() {
        fs::write(root().join(PAGE), &page).unwrap();
    }
    let kept = fs::read_to_string(root().join(PAGE)).unwrap_or_default();
    assert!(kept == page, "{PAGE} is out of date: PORTICO_UPDATE=1 cargo test -p portico-sandbox coverage");
}

#[test]
fn what_proves_a_sentence_is_a_test_and_not_only_a_function_or_a_text() {
    let rust = "#[tokio::test]\n#[ignore]\nasync fn one() {\n}\nfn two() {}\n";
    let script = "test(\"three goes on\", () => {});\nt.test(`four ${x}`);\nconst five = \"five\";\n";
    let found = |file, text, names: [&str; 3]| names.map(|name| has_test(file, text, name));
    assert_eq!(found("a.rs", rust, ["one", "two", "on"]), [true, false, false]);
    assert_eq!(found("a.mjs", script, ["three", "four", "five"]), [true, true, false]);
}

#[test]
fn the_guide_is_broken_into_headings_and_sentences() {
    let text =
        "Title\n\nOne. Two with 2.5 parts? Three:\n  1. First\n    • “Quoted” item, e.g. small\n  2. Sub-heading?\n";
    let sentence = |text: &str| Item::Sentence(text.to_owned());
    let expected = [
        Item::Heading("Title".to_owned()),
        sentence("One."),
        sentence("Two with 2.5 parts?"),
        sentence("Three:"),
        sentence("First"),
        sentence("“Quoted” item, e.g. small"),
        sentence("Sub-heading?"),
    ];
    assert_eq!(items(text), expected);
}
