//! Every rule by the smallest change that breaks it, and the page that is made from the rules.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use http::Method;
use serde_json::{Value, json};

use super::support::{Platform, Visit, codes};

type Change = fn(&mut Visit);

/// Rule, browser, and the change after which the rule speaks. Before it, no rule but history does.
const BREACHES: &[(&str, &str, Change)] = &[
    ("no_signals", "firefox", |visit| visit.signals = json!({"later": {"value": 1}})),
    ("signals_missing", "firefox", |visit| visit.signals = json!({"webdriver": {"value": false}})),
    ("malformed_signal", "firefox", |visit| visit.set("cores", json!("eight"))),
    ("malformed_signal", "firefox", |visit| visit.signals["webgl"] = json!({"state": "odd"})),
    ("durations_zero", "windows_chrome", |visit| {
        for signal in visit.signals.as_object_mut().unwrap().values_mut() {
            signal.as_object_mut().unwrap().remove("ms");
        }
    }),
    ("webdriver", "firefox", |visit| visit.set("webdriver", json!(true))),
    ("headless_name", "windows_chrome", |visit| visit.set("headless", json!(["app_version"]))),
    ("headless_name", "windows_chrome", |visit| {
        visit.headers["sec-ch-ua"] = json!("\"Chromium\";v=\"156\", \"HeadlessChrome\";v=\"156\"");
    }),
    ("automation_globals", "firefox", |visit| visit.set("globals", json!(["__webdriver_evaluate"]))),
    ("webdriver_hidden", "firefox", |visit| visit.set("lies", json!(["navigator.webdriver"]))),
    ("identity_lies", "firefox", |visit| visit.set("lies", json!(["navigator.platform"]))),
    ("worker_brands_missing", "windows_chrome", |visit| visit.set("worker/brands", json!(0))),
    ("worker_brands_missing", "windows_chrome", |visit| {
        visit.signals["worker"]["value"].as_object_mut().unwrap().remove("brands");
    }),
    ("worker_user_agent", "firefox", |visit| visit.set("worker/user_agent", json!("Mozilla/5.0 Firefox/152.0"))),
    ("worker_platform", "firefox", |visit| visit.set("worker/platform", json!("Win32"))),
    ("worker_cores", "firefox", |visit| visit.set("worker/cores", json!(2))),
    ("worker_language", "firefox", |visit| visit.set("worker/language", json!("ru"))),
    ("worker_time_zone", "firefox", |visit| visit.set("worker/time_zone", json!("Asia/Tokyo"))),
    ("engine_eval", "firefox", |visit| visit.set("engine/eval", json!(33))),
    ("engine_eval", "windows_chrome", |visit| visit.set("engine/eval", json!(37))),
    ("engine_product", "firefox", |visit| visit.set("engine/product", json!("20030107"))),
    ("engine_vendor", "mac_safari", |visit| visit.set("engine/vendor", json!("Google Inc."))),
    ("engine_chrome", "firefox", |visit| visit.set("engine/chrome", json!(true))),
    ("user_agent_strange", "firefox", |visit| visit.set("user_agent", json!("curl/8.5.0"))),
    ("user_agent_platform", "firefox", |visit| visit.set("platform", json!("MacIntel"))),
    ("client_hints_platform", "windows_chrome", |visit| visit.set("client_hints/platform", json!("macOS"))),
    ("client_hints_engine", "firefox", |visit| {
        visit.set("client_hints", json!({"brands": [["Chromium", "156"]], "mobile": false, "platform": "Linux"}));
    }),
    ("client_hints_version", "windows_chrome", |visit| {
        visit.set("client_hints/brands", json!([["Chromium", "150"], ["Google Chrome", "150"]]));
    }),
    ("touch_mobile", "android_chrome", |visit| visit.set("touch", json!(0))),
    ("renderer_system", "firefox", |visit| {
        visit.set("webgl", json!({"vendor": "x", "renderer": "ANGLE (Intel, Direct3D11)", "texture": 16384}));
    }),
    ("header_origin", "firefox", |visit| visit.signals["moved"] = json!(1)),
    ("header_user_agent", "firefox", |visit| visit.headers["user-agent"] = json!("python-requests/2.32")),
    ("header_brands", "windows_chrome", |visit| visit.headers["sec-ch-ua"] = json!("\"Chromium\";v=\"150\"")),
    ("header_platform", "windows_chrome", |visit| visit.headers["sec-ch-ua-platform"] = json!("\"Linux\"")),
    ("header_mobile", "windows_chrome", |visit| visit.headers["sec-ch-ua-mobile"] = json!("?1")),
    ("header_full_version", "windows_chrome", |visit| {
        visit.headers["sec-ch-ua-full-version-list"] = json!("\"Chromium\";v=\"156.0.1.2\"");
    }),
    ("header_language", "firefox", |visit| visit.headers["accept-language"] = json!("ru-RU,ru;q=0.9")),
    ("time_zone_unknown", "firefox", |visit| {
        for path in ["time_zone", "worker/time_zone"] {
            visit.set(path, json!("Europe/Atlantis"));
        }
    }),
    ("time_zone_offsets", "firefox", |visit| visit.signals["offsets"]["value"][1] = json!(60)),
    ("time_zone_now", "firefox", |visit| visit.signals["offsets"]["value"][2] = json!(-300)),
    ("screen_empty", "firefox", |visit| visit.set("screen/ratio", json!(0))),
    ("screen_ratio", "firefox", |visit| visit.set("screen/ratio", json!(2))),
    ("screen_available", "firefox", |visit| visit.set("available", json!([2560, 1053]))),
    ("window_inner", "firefox", |visit| visit.set("window", json!([9000, 918, 1853, 1003]))),
    ("memory_steps", "windows_chrome", |visit| visit.set("memory", json!(6))),
    ("cores_impossible", "ios_safari", |visit| {
        for path in ["cores", "worker/cores"] {
            visit.set(path, json!(2.5));
        }
    }),
    ("architecture", "windows_chrome", |visit| visit.set("engine/nan", json!(0))),
    ("software_renderer", "firefox", |visit| visit.set("webgl/renderer", json!("llvmpipe (LLVM 15.0.7, 256 bits)"))),
    ("no_webgl", "firefox", |visit| visit.lose("webgl", "absent")),
    ("no_taskbar", "firefox", |visit| visit.set("available", json!([1920, 1080]))),
    ("out_of_sight", "firefox", |visit| visit.set("attention", json!({"visible": false, "focus": false}))),
    ("readback_noised", "firefox", |visit| visit.lose("canvas", "noised")),
    ("readback_replaced", "firefox", |visit| visit.set("lies", json!(["CanvasRenderingContext2D.getImageData"]))),
    ("fingerprinting_resisted", "firefox", |visit| {
        visit.set("worker/time_zone", json!("UTC"));
        visit.set("touch", json!(5));
        visit.set("offsets", json!([0, 0, 0]));
        visit.be_in_zone("UTC");
    }),
    ("group_skipped", "firefox", |visit| visit.signals["fonts"] = json!({"state": "skipped"})),
    ("privacy_control", "firefox", |visit| visit.set("gpc", json!(true))),
    ("storage_blocked", "firefox", |visit| visit.set("storage", json!({"cookies": true, "database": "blocked"}))),
    ("signal_blocked", "firefox", |visit| visit.lose("worker", "blocked")),
];

/// Rules that a single visit can't show; other tests do.
const ELSEWHERE: [&str; 13] = [
    "form",
    "size",
    "signature",
    "schema",
    "audience",
    "sdk_id",
    "nonce",
    "time",
    "known_device",
    "known_device_new_key",
    "new_device",
    "key_moved",
    "near_duplicate",
];

#[tokio::test]
async fn every_rule_speaks_when_it_is_broken_and_only_then() {
    Platform::each(async |platform| {
        for (code, browser, change) in BREACHES {
            let mut visit = Visit::of(browser);
            let before = visit.check(platform).await;
            assert!(!codes(&before).contains(code), "{code} without a cause: {}", before["reasons"]);
            change(&mut visit);
            let bearer = platform.bearer().await;
            let mut statement = visit.statement(platform, &bearer).await;
            if *code == "header_origin" {
                statement.body["origin"] = json!("https://elsewhere.example");
            }
            let device = portico_unseal::jws::SignatureKey::generate().unwrap();
            visit.send(platform, &bearer, statement.sealed(&device)).await.expect(201);
            let after = super::support::newest_check(platform).await;
            assert!(codes(&after).contains(code), "{code}: {}", after["reasons"]);
        }
    })
    .await;
}

async fn rules(platform: &Platform) -> Value {
    platform.control(Method::GET, "/devices/rules", None).await.expect(200)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

#[tokio::test]
async fn no_rule_is_without_a_test() {
    Platform::each(async |platform| {
        let listed = rules(platform).await;
        let listed: BTreeSet<&str> =
            listed["rules"].as_array().unwrap().iter().map(|rule| text(rule, "code")).collect();
        let tried: BTreeSet<&str> = BREACHES.iter().map(|(code, ..)| *code).chain(ELSEWHERE).collect();
        assert_eq!(listed, tried);
    })
    .await;
}

#[tokio::test]
async fn the_rules_page_says_what_the_rules_say() {
    Platform::each(async |platform| {
        let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/device-rules.md");
        let made = make_page(&rules(platform).await);
        if env::var_os("PORTICO_UPDATE").is_some() {
            fs::write(&page, &made).unwrap();
        }
        let kept = fs::read_to_string(&page).unwrap_or_default();
        assert!(kept == made, "docs/device-rules.md is out of date: PORTICO_UPDATE=1 cargo test -p portico-sandbox");
    })
    .await;
}

fn make_page(rules: &Value) -> String {
    let thresholds = &rules["thresholds"];
    let mut page = format!(
        "# How the sandbox judges a device\n\n\
         Made from the rules in `crates/sandbox/src/device/rules/`; `PORTICO_UPDATE=1 cargo test -p portico-sandbox\n\
         the_rules_page` writes it anew. A score is the sum of the weights of what was found, 100 at most. Below\n\
         {step_up} the decision is `allow`, below {deny} `step_up`, from there on `deny`. Rules of the class `context`\n\
         count no more than {cap} together. Rules of the class `privacy` count nothing: what a person does for their\n\
         privacy is recorded so that a missing signal is understood, and never held against them. `hard` ones refuse\n\
         under every policy. The caller never learns which rule fired.\n\n\
         | code | class | weight | compares | why | source |\n| --- | --- | ---: | --- | --- | --- |\n",
        step_up = thresholds["step_up"],
        deny = thresholds["deny"],
        cap = thresholds["context_cap"],
    );
    for rule in rules["rules"].as_array().unwrap() {
        page.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            text(rule, "code"),
            text(rule, "class"),
            rule["weight"],
            text(rule, "compares"),
            text(rule, "why"),
            text(rule, "source"),
        ));
    }
    page.push_str(&format!(
        "\n## Which device it is\n\n\
         A device is known by its key. Under another key it is the same device from a similarity of {} on: the weighted\n\
         mean over the signals that both visits have, the former visit first. What is absent, noised or skipped is no\n\
         evidence, neither way. At most 200 devices of the same platform, model and renderer are compared, those that\n\
         were seen last first. Devices that look alike, as identical phones do, are told apart by their keys alone, and\n\
         nothing is refused because of a likeness.\n\n\
         | signal | weight | compared by |\n| --- | ---: | --- |\n",
        thresholds["similarity"],
    ));
    for measure in rules["matching"].as_array().unwrap() {
        page.push_str(&format!("| {} | {} | {} |\n", text(measure, "signal"), measure["weight"], text(measure, "how")));
    }
    page.push_str(
        "\nSignals and headers are kept encrypted: with a check for 90 days, with a device until it was not seen for 180.\n",
    );
    page
}
