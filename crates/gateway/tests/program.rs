//! The program itself: its start, its log, its memory, its end.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread::JoinHandle,
};

use http::header;
use serde_json::json;
use support::{
    Platform, Stage,
    browser::{Browser, Call},
};

/// What a person typed, a credential or a bearer's value: nothing of it may stand in the log.
const MARKS: [&str; 6] = ["Quilliam", "Zephyrine", "4242-MARK", "the-secret", "token-1", "mark-in-query"];

struct Program {
    child: Child,
    addr: SocketAddr,
    log: JoinHandle<String>,
}

impl Program {
    fn start(platform: &Platform, data: &Path) -> Self {
        let mut command = command(data);
        command
            .env("GATEWAY_API_KEY", "the-key")
            .env("GATEWAY_API_SECRET", "the-secret")
            .env("GATEWAY_PUBLIC_URL", support::PUBLIC_URL)
            .env("GATEWAY_NETSPEND_URL", platform.base_url())
            .env("RUST_LOG", "trace");
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (ready, wait) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            for line in stderr.lines() {
                let line = line.unwrap();
                if let Some((_, rest)) = line.split_once("the gateway is ready addr=") {
                    let addr = rest.split(' ').next().unwrap().parse::<SocketAddr>();
                    ready.send(addr.unwrap()).unwrap();
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        let addr = wait.recv().unwrap();
        Self { child, addr, log }
    }

    /// Sends SIGTERM and gives how it ended and everything that it logged.
    fn stop(mut self) -> (ExitStatus, String) {
        let signal = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &signal]).status().unwrap().success());
        (self.child.wait().unwrap(), self.log.join().unwrap())
    }

    fn resident_megabytes(&self) -> u64 {
        self.megabytes("VmRSS:")
    }

    /// The most that it ever took.
    fn peak_megabytes(&self) -> u64 {
        self.megabytes("VmHWM:")
    }

    fn megabytes(&self, which: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(which)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
    }

    async fn send(&self, client: &reqwest::Client, call: Call) -> reqwest::Response {
        let url = format!("http://{}{}", self.addr, call.path);
        let mut request = client.request(call.method.parse().unwrap(), url);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        request.body(call.body.unwrap_or_default()).send().await.unwrap()
    }
}

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portico-gateway"));
    command
        .env_clear()
        .env("GATEWAY_ADDR", "127.0.0.1:0")
        .env("GATEWAY_DATA", data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_leaves_one_plain_line_for_each_call_and_nothing_of_the_person_in_the_log() {
    let stage = Stage::with(|config| config.clock = portico_gateway::Clock::system()).await;
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(&stage.platform, data.path());
    let client = reqwest::Client::new();
    assert!(program.resident_megabytes() < 60, "{} MB", program.resident_megabytes());

    let mut browser = Browser::new(&stage.router, &portico_gateway::Clock::system());
    let body = json!({"device_data": browser.jkt(), "first_name": "Quilliam", "last_name": "Zephyrine"}).to_string();
    let call = browser.call("GET", "/sessions/init", None);
    let begun = program.send(&client, call).await;
    browser.nonce = Some(begun.headers()["dpop-nonce"].to_str().unwrap().to_owned());
    let call = browser.call("POST", "/sessions?q=mark-in-query", Some(body.clone()));
    let opened = program.send(&client, call).await;
    assert_eq!(opened.status(), 201);
    let cookie = opened.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let session = opened.json::<serde_json::Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    (browser.cookie, browser.session) = (Some(cookie.clone()), Some(session.clone()));
    let call = browser.call("POST", "/accounts", Some(body.clone())).with("idempotency-key", "4242-MARK");
    assert_eq!(program.send(&client, call).await.status(), 201);
    for (method, path, body) in [
        ("POST", "/people", Some(body.replacen('{', "{\"x\":1,\"x\":2,", 1))),
        ("GET", "/people/Quilliam", None),
        ("GET", "/Zephyrine", None),
        ("QUILLIAM", "/people", None),
    ] {
        let call = browser.call(method, path, body);
        assert!(program.send(&client, call).await.status().is_client_error());
    }
    let mut page = Call::new("GET", "/portico/netspend/accounts/Zephyrine");
    page.headers.push(("origin".to_owned(), "https://quilliam.example".to_owned()));
    assert_eq!(program.send(&client, page).await.status(), 403);
    assert_eq!(program.send(&client, Call::new("GET", "/Quilliam?Zephyrine")).await.status(), 404);
    assert_eq!(program.send(&client, Call::new("GET", "/healthz")).await.status(), 200);

    drop(client);
    let (status, log) = program.stop();
    assert!(status.success(), "{status}");
    assert!(log.contains("the gateway has stopped"), "{log}");
    let calls: Vec<_> = log.lines().filter(|line| line.contains(" call method=")).collect();
    assert_eq!(calls.len(), 10, "{log}");
    assert!(calls.iter().any(|line| line.contains(r#"method="POST" route="/accounts" status=201 ms="#)), "{log}");
    let cookie = cookie.split_once('=').unwrap().1;
    for mark in MARKS.into_iter().chain([cookie, &session, "dpop+jwt", &browser.jkt()]) {
        assert!(!log.to_lowercase().contains(&mark.to_lowercase()), "{mark} is in the log:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_no_cookie_no_secret_and_nothing_of_the_person() {
    let stage = Stage::new().await;
    let mut browser = stage.connected().await;
    let body = json!({"first_name": "Quilliam", "last_name": "Zephyrine", "encrypted_data": "4242-MARK"});
    assert_eq!(browser.post("/people", &body).await.status, 201);
    stage.state.close().await;
    let cookie = browser.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    for entry in std::fs::read_dir(&stage.config.data).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for mark in MARKS.into_iter().chain([cookie.as_str(), "the-key"]) {
            assert!(!bytes.windows(mark.len()).any(|window| window == mark.as_bytes()), "{mark}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_47_mb_passes_through_without_being_held() {
    let stage = Stage::new().await;
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(&stage.platform, data.path());
    let client = reqwest::Client::new();
    let mut browser = Browser::new(&stage.router, &portico_gateway::Clock::system());
    let send = async |browser: &mut Browser, method, path: &str, body| {
        let call = browser.call(method, path, body);
        let answer = program.send(&client, call).await;
        assert!(answer.status().is_success(), "{method} {path}: {}", answer.status());
        browser.nonce = Some(answer.headers()["dpop-nonce"].to_str().unwrap().to_owned());
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE) {
            browser.cookie = Some(cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        }
        answer.json::<serde_json::Value>().await.unwrap()
    };
    send(&mut browser, "GET", "/sessions/init", None).await;
    let statement = json!({"device_data": browser.jkt()}).to_string();
    let session = send(&mut browser, "POST", "/sessions", Some(statement)).await;
    browser.session = session["id"].as_str().map(str::to_owned);
    let person = send(&mut browser, "POST", "/people", Some("{}".to_owned())).await;
    let list = format!("/people/{}/document_requests", person["id"].as_str().unwrap());
    let requests = send(&mut browser, "GET", &list, None).await;
    let path = format!("/document_requests/{}/documents", requests["document_requests"][0]["id"].as_str().unwrap());

    let before = program.peak_megabytes();
    let document = format!(r#"{{"documents":"{}"}}"#, "x".repeat(47 * 1024 * 1024));
    send(&mut browser, "POST", &path, Some(document.clone())).await;
    let grown = program.peak_megabytes() - before;
    assert!(grown < 8, "the gateway grew by {grown} MB");
    assert!(stage.platform.last().await.body == document, "it arrived as it was sent");
    assert!(program.stop().0.success());
}

#[test]
fn a_missing_key_ends_the_start_with_the_name_of_its_variable() {
    let data = tempfile::tempdir().unwrap();
    let output = command(data.path()).output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(log.contains("GATEWAY_API_KEY is not set: "), "{log}");
}
