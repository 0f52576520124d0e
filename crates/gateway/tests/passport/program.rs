//! The program itself with a Passport customer: its log, and its memory with the largest agreement.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread::JoinHandle,
};

use axum::{Router, body::Body, extract::Request, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use http_body_util::BodyExt;
use portico_gateway::Clock;
use serde_json::json;

use crate::{
    page::{DEPOSIT, Page, deposit, made},
    sandbox::Sandbox,
    support::PUBLIC_URL,
};

struct Program {
    child: Child,
    address: SocketAddr,
    log: JoinHandle<String>,
}

impl Program {
    fn start(sandbox: &Sandbox, data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_portico-gateway"))
            .env_clear()
            .env("GATEWAY_ADDR", "127.0.0.1:0")
            .env("GATEWAY_PUBLIC_URL", PUBLIC_URL)
            .env("GATEWAY_NETSPEND_URL", format!("{}/netspend-api/v1", sandbox.origin))
            .env("GATEWAY_STARTER_KIT", sandbox.starter_kit())
            .env("GATEWAY_DATA", data)
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (ready, wait) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            for line in stderr.lines() {
                let line = line.unwrap();
                if let Some((_, rest)) = line.split_once("the gateway is ready addr=") {
                    ready.send(rest.split(' ').next().unwrap().parse::<SocketAddr>().unwrap()).unwrap();
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        Self { child, address: wait.recv().unwrap(), log }
    }

    /// A way to it that looks like the router of a gateway in process.
    fn router(&self) -> Router {
        let (address, client) = (self.address, reqwest::Client::new());
        Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let url = format!("http://{address}{}", parts.uri);
            let sent = client.request(parts.method, url).headers(parts.headers).body(body).send().await.unwrap();
            let mut response = Response::new(Body::empty());
            *response.status_mut() = sent.status();
            *response.headers_mut() = sent.headers().clone();
            *response.body_mut() = Body::from(sent.bytes().await.unwrap());
            response
        })
    }

    /// The most memory that it ever took.
    fn peak_megabytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
    }

    fn stop(mut self) -> String {
        let signal = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &signal]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log.join().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_set_for_passport_a_deposit_account_of_25_mb_opens_and_neither_memory_nor_log_hold_the_person() {
    let sandbox = Sandbox::start().await;
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(&sandbox, data.path());
    let mut page = Page::open(&program.router(), &Clock::system()).await;
    let ssn = "219097777";
    let customer = page.individual("crm-7-mark", ssn).await;
    page.accept_for(customer, DEPOSIT).await;

    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(25 * 1024 * 1024, b'x');
    let mut body = deposit("acc-mark");
    body["linkedDocument"]["document"]["base64encodedContent"] = json!(STANDARD.encode(pdf));
    let before = program.peak_megabytes();
    let account = made(&page.post(&format!("/customer/id/{customer}/account"), &body).await);
    // The body is 33.3 MB: it is held once, and not twice.
    let grown = program.peak_megabytes() - before;
    assert!(grown < 45, "the gateway grew by {grown} MB");
    assert_eq!(page.get(&format!("/customer/id/{customer}/account/id/{account}")).await.status, 200);
    assert_eq!(page.get("/customer/externalId/crm-7-mark").await.json["individual"]["ssnLast4"], "7777");

    drop(page);
    let log = program.stop();
    assert!(log.contains("gateway_key="), "{log}");
    assert!(log.contains(r#"method="POST" route="/customer/{customer}/account" status=201"#), "{log}");
    for mark in
        [ssn, "05/17/1990", "Byron", "ada@example.com", "-mark", "12 Mill Lane", &customer.to_string(), "203.0.113.7"]
    {
        assert!(!log.contains(mark), "{mark} is in the log:\n{log}");
    }
}
