//! Arrows only point down: `model ← core ← the binding`; `model, unseal ← sandbox`; `model, unseal ← gateway`. Read from
//! `cargo metadata`, as cargo resolves it, for the target that each part is built for.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, PackageId};
use std::collections::{BTreeMap, BTreeSet};

const NATIVE: &str = "x86_64-unknown-linux-gnu";
const WASM: &str = "wasm32-unknown-unknown";

/// What the packages of the workspace may depend on within it, directly.
const ALLOWED: &[(&str, &[&str])] = &[
    ("portico-model", &[]),
    ("portico-unseal", &["portico-model"]),
    ("portico-core", &["portico-model"]),
    ("portico", &["portico-core", "portico-model"]),
    ("portico-sandbox", &["portico-model", "portico-unseal"]),
    ("portico-gateway", &["portico-model", "portico-unseal"]),
    ("portico-arrows", &[]),
    ("portico-interop", &[]),
    ("portico-load", &["portico-unseal"]),
    ("xtask", &[]),
];

#[test]
fn every_package_depends_only_on_those_below_it() {
    let tree = Tree::of(NATIVE);
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    for target in [NATIVE, WASM] {
        let tree = Tree::of(target);
        for package in tree.members() {
            let allowed =
                allowed.get(package.as_str()).unwrap_or_else(|| panic!("{package} has no place in the house"));
            let found: Vec<String> = tree
                .direct(&package)
                .into_iter()
                .filter(|name| tree.is_member(name) && !allowed.contains(&name.as_str()))
                .collect();
            assert!(found.is_empty(), "{package} must not depend on {found:?} ({target})");
        }
    }
    assert_eq!(tree.members().len(), ALLOWED.len(), "a package of the table is gone");
}

#[test]
fn the_core_knows_no_browser_and_no_runtime() {
    for target in [NATIVE, WASM] {
        let tree = Tree::of(target);
        // getrandom's `js` brings wasm-bindgen in by way of ring, so only what the core itself names counts.
        let direct = tree.direct("portico-core");
        for package in
            ["wasm-bindgen", "wasm-bindgen-futures", "web-sys", "js-sys", "gloo-net", "tokio", "reqwest", "hyper"]
        {
            assert!(!direct.contains(package), "portico-core must not depend on {package} ({target})");
        }
    }
    let native = Tree::of(NATIVE).below("portico-core");
    for package in ["wasm-bindgen", "web-sys", "js-sys", "tokio", "reqwest", "hyper"] {
        assert!(!native.contains_key(package), "portico-core must not reach {package} natively");
    }
}

#[test]
fn the_servers_open_with_an_implementation_that_is_not_the_core_s() {
    let tree = Tree::of(NATIVE);
    for server in ["portico-sandbox", "portico-gateway"] {
        let below = tree.below(server);
        for package in ["portico-core", "portico"] {
            assert!(!below.contains_key(package), "{server} must not reach {package}");
        }
    }
    assert!(!tree.below("portico-sandbox").contains_key("portico-gateway"), "the sandbox stands for a platform");
    assert!(!tree.below("portico-gateway").contains_key("portico-sandbox"), "the gateway works with any platform");
    let unseal = tree.below("portico-unseal");
    assert!(!unseal.contains_key("ring"), "portico-unseal must be independent of the core's ring");
}

#[test]
fn the_model_does_no_i_o() {
    for target in [NATIVE, WASM] {
        let below = Tree::of(target).below("portico-model");
        for package in ["tokio", "reqwest", "axum", "sqlx", "ring", "web-sys", "jiff"] {
            assert!(!below.contains_key(package), "portico-model must not reach {package} ({target})");
        }
    }
}

#[test]
fn one_source_of_randomness_is_in_the_wasm() {
    let versions = Tree::of(WASM).below("portico").remove("getrandom").unwrap_or_default();
    let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
    assert!(
        matches!(versions.as_slice(), [only] if only.starts_with("0.2.")),
        "the wasm must hold one getrandom, 0.2, as ring needs it; it holds {versions:?}"
    );
}

#[test]
fn the_rsa_crate_is_reached_by_the_opening_side_alone() {
    let tree = Tree::of(NATIVE);
    for package in tree.members() {
        let allowed =
            matches!(package.as_str(), "portico-unseal" | "portico-sandbox" | "portico-gateway" | "portico-load");
        assert!(allowed || !tree.below(&package).contains_key("rsa"), "{package} must not reach rsa");
    }
    assert!(!Tree::of(WASM).below("portico").contains_key("rsa"), "the wasm must not hold rsa");
}

/// Normal dependencies, for one target.
struct Tree {
    metadata: Metadata,
}

impl Tree {
    fn of(target: &str) -> Self {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let metadata = MetadataCommand::new()
            .manifest_path(root)
            .features(CargoOpt::SomeFeatures(Vec::new()))
            .other_options(["--filter-platform".to_owned(), target.to_owned()])
            .exec()
            .expect("cargo metadata runs");
        Self { metadata }
    }

    fn members(&self) -> Vec<String> {
        self.metadata.workspace_packages().iter().map(|package| package.name.to_string()).collect()
    }

    fn is_member(&self, name: &str) -> bool {
        self.metadata.workspace_packages().iter().any(|package| package.name == name)
    }

    /// The names of what a member depends on by itself.
    fn direct(&self, member: &str) -> BTreeSet<String> {
        self.edges(&self.id(member)).iter().map(|id| self.metadata[id].name.to_string()).collect()
    }

    /// All that a member reaches, by name, with the versions.
    fn below(&self, member: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.id(member)];
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        while let Some(id) = open.pop() {
            for next in self.edges(&id) {
                if seen.insert(next.clone()) {
                    let package = &self.metadata[&next];
                    found.entry(package.name.to_string()).or_default().insert(package.version.to_string());
                    open.push(next);
                }
            }
        }
        found
    }

    /// Dependencies for tests and for build scripts are no part of what is shipped.
    fn edges(&self, id: &PackageId) -> Vec<PackageId> {
        let resolve = self.metadata.resolve.as_ref().expect("cargo resolves the workspace");
        let node = resolve.nodes.iter().find(|node| node.id == *id).expect("cargo knows its own package");
        let is_normal = |dependency: &&cargo_metadata::NodeDep| {
            dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal)
        };
        node.deps.iter().filter(is_normal).map(|dependency| dependency.pkg.clone()).collect()
    }

    fn id(&self, member: &str) -> PackageId {
        let package = self.metadata.workspace_packages().into_iter().find(|package| package.name == member);
        package.unwrap_or_else(|| panic!("{member} is no member of the workspace")).id.clone()
    }
}
