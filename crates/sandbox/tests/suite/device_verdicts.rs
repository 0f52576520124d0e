//! Whole browsers: people's are let in, robots' are not, and what protects a person is never held against them.

use portico_sandbox::Policy;
use portico_unseal::jws::SignatureKey;
use serde_json::json;

use super::support::{PEOPLE, Platform, ROBOTS, Visit, codes};

#[tokio::test]
async fn people_get_a_session_and_robots_get_none_where_the_policy_is_to_enforce() {
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            for (list, status, decision, outcome) in
                [(&PEOPLE[..], 201, "allow", "accepted"), (&ROBOTS[..], 403, "deny", "refused")]
            {
                for (name, _) in list {
                    let device = SignatureKey::generate().unwrap();
                    let reply = Visit::of(name).ask(platform, &device).await;
                    let check = super::support::newest_check(platform).await;
                    println!("{name}: {decision} {} {:?}", check["score"], codes(&check));
                    assert_eq!(reply.status.as_u16(), status, "{name}: {check}");
                    assert_eq!((&check["decision"], &check["outcome"]), (&json!(decision), &json!(outcome)), "{name}");
                    assert_eq!(check.get("session_id").is_some(), status == 201, "{name}");
                    assert!(!codes(&check).contains(&"malformed_signal"), "{name}");
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn each_robot_is_known_by_what_it_can_t_hide() {
    Platform::each(async |platform| {
        for (name, expected) in [
            ("robot_a_default", &["webdriver", "headless_name"][..]),
            ("robot_b_hidden", &["worker_brands_missing"]),
            ("robot_c_other_system", &["worker_brands_missing", "user_agent_platform", "client_hints_platform"]),
            ("robot_d_redefined", &["identity_lies", "worker_brands_missing", "worker_platform", "worker_cores"]),
            ("robot_i_chromedriver", &["automation_globals"]),
        ] {
            // Observed, it gets its session all the same.
            Visit::of(name).ask(platform, &SignatureKey::generate().unwrap()).await.expect(201);
            let check = super::support::newest_check(platform).await;
            assert_eq!((&check["decision"], &check["outcome"]), (&json!("deny"), &json!("accepted")), "{name}");
            for code in expected {
                assert!(codes(&check).contains(code), "{name}: {code} is not in {:?}", codes(&check));
            }
        }
    })
    .await;
}

type Tool = (&'static str, fn(&mut Visit));

/// What people do to protect themselves, each as a change of a visit.
const TOOLS: [Tool; 8] = [
    ("noise", |visit| {
        visit.lose("canvas", "noised");
        visit.lose("audio", "noised");
    }),
    ("a replaced readback", |visit| {
        visit.set("lies", json!(["HTMLCanvasElement.prototype.toDataURL", "AudioBuffer.prototype.getChannelData"]));
    }),
    ("the privacy control", |visit| {
        visit.set("gpc", json!(true));
    }),
    ("blocked storage", |visit| {
        let blocked = json!({"cookies": false, "local": "blocked", "session": false, "database": "blocked"});
        visit.set("storage", blocked);
    }),
    ("a blocked worker", |visit| {
        visit.lose("worker", "blocked");
    }),
    ("no consent to matching", |visit| {
        skip(visit, &["time_zone", "languages", "platform", "client_hints", "screen", "display", "cores", "memory"]);
        skip(visit, &["touch", "webgl", "audio", "canvas", "fonts"]);
    }),
    ("no consent to context", |visit| {
        skip(visit, &["user_agent", "window", "available", "offsets", "attention", "frame", "storage"]);
    }),
    ("no consent to automation", |visit| {
        skip(visit, &["webdriver", "headless", "globals", "worker", "engine", "lies"]);
    }),
];

fn skip(visit: &mut Visit, signals: &[&str]) {
    for signal in signals {
        visit.signals[*signal] = json!({"state": "skipped"});
    }
}

#[tokio::test]
async fn any_combination_of_privacy_tools_is_allowed() {
    Platform::each_with(
        |config| config.policy = Policy::Enforce,
        async |platform| {
            let browsers = ["windows_chrome", "firefox", "firefox_resisting", "ios_safari"];
            for combination in 0..1_usize << TOOLS.len() {
                let name = browsers[combination % browsers.len()];
                let mut visit = Visit::of(name);
                let mut used = Vec::new();
                for (index, (tool, apply)) in TOOLS.iter().enumerate() {
                    if combination >> index & 1 == 1 {
                        apply(&mut visit);
                        used.push(*tool);
                    }
                }
                let check = visit.check(platform).await;
                assert_eq!(check["decision"], "allow", "{name} with {used:?}: {}", check["reasons"]);
                assert!(check["score"].as_u64().unwrap() < 30);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_browser_without_client_hints_is_not_expected_to_have_them_in_its_worker() {
    Platform::each(async |platform| {
        for name in ["firefox", "mac_safari", "ios_safari"] {
            let check = Visit::of(name).check(platform).await;
            assert_eq!(check["score"], 0, "{name}: {}", check["reasons"]);
        }
    })
    .await;
}
