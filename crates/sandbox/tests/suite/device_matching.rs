//! Which device it is: the same one after what happens to devices, another one when it is another.

use portico_unseal::jws::SignatureKey;
use serde_json::{Value, json};

use super::support::{Platform, Visit, codes};

fn device_id(check: &Value) -> &str {
    check["match"]["device_id"].as_str().unwrap()
}

type Change = fn(&mut Visit);

/// What a device goes through without becoming another.
const CHANGES: [(&str, Change); 15] = [
    ("a reload", |_| {}),
    ("another window size", |visit| visit.set("window", json!([800, 600, 816, 680]))),
    ("zoom 67 %", |visit| {
        visit.set(
            "screen",
            json!({"long": 1920, "short": 1080, "css_long": 2292, "css_short": 1290, "ratio": 0.85, "depth": 24}),
        );
        visit.set("available", json!([2292, 1218]));
    }),
    ("zoom 110 %", |visit| {
        visit.set(
            "screen",
            json!({"long": 1920, "short": 1080, "css_long": 1396, "css_short": 785, "ratio": 1.4, "depth": 24}),
        );
        visit.set("available", json!([1396, 742]));
    }),
    ("another pixel ratio", |visit| {
        visit.set(
            "screen",
            json!({"long": 3070, "short": 1730, "css_long": 1536, "css_short": 864, "ratio": 2, "depth": 24}),
        );
    }),
    ("another monitor", |visit| {
        visit.set(
            "screen",
            json!({"long": 2560, "short": 1440, "css_long": 2560, "css_short": 1440, "ratio": 1, "depth": 24}),
        );
        visit.set("available", json!([2560, 1392]));
    }),
    ("a new minor version", |visit| visit.set("client_hints/full_version", json!("156.0.8100.2"))),
    ("a new major version", |visit| {
        let agent = visit.signals["user_agent"]["value"].as_str().unwrap().replace("Chrome/156", "Chrome/157");
        visit.headers["user-agent"] = json!(agent);
        visit.set("user_agent", json!(agent));
        visit.set("worker/user_agent", json!(agent));
        visit.set("client_hints/brands", json!([["Chromium", "157"], ["Google Chrome", "157"]]));
    }),
    ("a new system version", |visit| visit.set("client_hints/platform_version", json!("19.2.1"))),
    ("a new graphics driver", |visit| {
        let renderer =
            visit.signals["webgl"]["value"]["renderer"].as_str().unwrap().replace("D3D11)", "D3D11-31.0.101)");
        visit.set("webgl/renderer", json!(renderer));
    }),
    ("a journey", |visit| visit.be_in_zone("America/Denver")),
    ("another language", |visit| visit.set("languages", json!(["es-US", "es"]))),
    ("two new fonts", |visit| visit.set("fonts", json!(0b111_1011_1011_1101))),
    ("noise", |visit| {
        visit.lose("canvas", "noised");
        visit.lose("audio", "noised");
    }),
    ("a page without hints and touch", |visit| {
        visit.lose("client_hints", "blocked");
        visit.lose("touch", "timeout");
    }),
];

#[tokio::test]
async fn a_device_stays_the_same_through_what_happens_to_devices() {
    Platform::each(async |platform| {
        for (what, change) in CHANGES {
            // Each on a device of its own, so that no change is measured against another's.
            let mut before = Visit::of("windows_chrome");
            before.set("webgl/vendor", json!(what));
            before.set("platform", json!(format!("Win32 {what}")));
            before.set("worker/platform", json!(format!("Win32 {what}")));
            let first = before.check(platform).await;
            assert_eq!((codes(&first).pop(), &first["match"]["known"]), (Some("new_device"), &json!(false)), "{what}");
            change(&mut before);
            let second = before.check(platform).await;
            let found = &second["match"];
            println!("{what}: similarity {}", found["similarity"]);
            assert_eq!((&found["known"], &found["new_key"]), (&json!(true), &json!(true)), "{what}: {found}");
            assert_eq!(device_id(&first), device_id(&second), "{what}");
            assert!(codes(&second).contains(&"known_device_new_key"), "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn another_device_is_another() {
    let others: [(&str, Change); 6] = [
        ("an older version", |visit| {
            let agent = visit.signals["user_agent"]["value"].as_str().unwrap().replace("Chrome/156", "Chrome/150");
            visit.set("user_agent", json!(agent));
        }),
        ("another browser of the same machine", |visit| {
            let agent = visit.signals["user_agent"]["value"].as_str().unwrap().to_owned() + " Edg/156.0.0.0";
            visit.set("user_agent", json!(agent));
        }),
        ("another graphics card", |visit| {
            visit.set("webgl/renderer", json!("ANGLE (NVIDIA, GeForce RTX 4070, D3D11)"));
        }),
        ("another model of the same maker", |visit| {
            visit.set("cores", json!(24));
            visit.set("memory", json!(64));
            visit.set("canvas", json!(vec![90; 16]));
        }),
        ("another screen and other fonts", |visit| {
            visit.set(
                "screen",
                json!({"long": 3840, "short": 2160, "css_long": 3840, "css_short": 2160, "ratio": 1, "depth": 30}),
            );
            visit.set("fonts", json!(0b100_0100_0100_0010));
        }),
        ("another platform", |visit| visit.set("platform", json!("Linux x86_64"))),
    ];
    Platform::each(async |platform| {
        let first = Visit::of("windows_chrome").check(platform).await;
        let mut seen = vec![device_id(&first).to_owned()];
        for (what, change) in others {
            let mut visit = Visit::of("windows_chrome");
            change(&mut visit);
            let check = visit.check(platform).await;
            assert_eq!(check["match"]["known"], false, "{what}: {}", check["match"]);
            assert!(!seen.contains(&device_id(&check).to_owned()), "{what}");
            seen.push(device_id(&check).to_owned());
        }
        for name in ["android_chrome", "ios_safari", "mac_safari", "firefox"] {
            assert_eq!(Visit::of(name).check(platform).await["match"]["known"], false, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_known_key_is_its_device_whatever_it_looks_like() {
    Platform::each(async |platform| {
        let device = SignatureKey::generate().unwrap();
        let first = Visit::of("windows_chrome").check_with(platform, &device).await;
        let again = Visit::of("windows_chrome").check_with(platform, &device).await;
        assert_eq!(device_id(&first), device_id(&again));
        assert_eq!((&again["match"]["new_key"], &again["match"]["similarity"]), (&json!(false), &json!(1.0)));
        assert_eq!((codes(&again), &again["decision"]), (vec!["known_device"], &json!("allow")));
        // The key in quite another machine: the device is the same, and that is worth a reason, not a refusal.
        let moved = Visit::of("mac_safari").check_with(platform, &device).await;
        assert_eq!(device_id(&first), device_id(&moved));
        assert_eq!((codes(&moved), &moved["decision"]), (vec!["known_device", "key_moved"], &json!("allow")));
        // Whoever switches their browser's protection on has not moved.
        let own = SignatureKey::generate().unwrap();
        Visit::of("firefox").check_with(platform, &own).await;
        let resisting = Visit::of("firefox_resisting").check_with(platform, &own).await;
        assert!(!codes(&resisting).contains(&"key_moved"), "{}", resisting["reasons"]);
    })
    .await;
}

#[tokio::test]
async fn equal_signals_under_another_key_are_a_note_for_ten_minutes() {
    Platform::each(async |platform| {
        let visit = Visit::of("firefox");
        visit.check(platform).await;
        let copied = visit.check(platform).await;
        assert!(codes(&copied).contains(&"near_duplicate"));
        assert_eq!((&copied["decision"], &copied["score"]), (&json!("allow"), &json!(5)));
        platform.advance(601).await;
        assert!(!codes(&visit.check(platform).await).contains(&"near_duplicate"));
    })
    .await;
}

#[tokio::test]
async fn a_device_that_says_nothing_is_known_by_its_key_alone() {
    Platform::each(async |platform| {
        let silent = Visit { headers: json!({}), signals: json!({"webdriver": false}) };
        let device = SignatureKey::generate().unwrap();
        let first = silent.check_with(platform, &device).await;
        assert_eq!(first["match"]["known"], false);
        let again = silent.check_with(platform, &device).await;
        assert_eq!((device_id(&first), &again["match"]["similarity"]), (device_id(&again), &json!(null)));
        assert_eq!(silent.check(platform).await["match"]["known"], false);
    })
    .await;
}

#[tokio::test]
async fn a_refused_robot_is_not_remembered() {
    Platform::each_with(
        |config| config.policy = portico_sandbox::Policy::Enforce,
        async |platform| {
            let robot = Visit::of("robot_b_hidden");
            robot.check(platform).await;
            assert_eq!(robot.check(platform).await["match"]["known"], false);
        },
    )
    .await;
}

#[tokio::test]
async fn a_check_is_forgotten_after_ninety_days_and_a_device_after_half_a_year() {
    Platform::each(async |platform| {
        let old = Visit::of("mac_safari").check(platform).await;
        platform.advance(91 * 86_400).await;
        Visit::of("firefox").check(platform).await;
        let kept = platform.control(http::Method::GET, "/devices/checks", None).await.expect(200);
        assert!(!kept["checks"].as_array().unwrap().iter().any(|check| check["id"] == old["id"]));
        let again = Visit::of("mac_safari").check(platform).await;
        assert_eq!(device_id(&again), device_id(&old));
        platform.advance(181 * 86_400).await;
        Visit::of("firefox").check(platform).await;
        assert_eq!(Visit::of("mac_safari").check(platform).await["match"]["known"], false);
    })
    .await;
}
