//! A partner's server that notices are posted to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State as Shared, routing::post};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use portico_model::passport::Notice;
use sha2::Sha256;
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout,
};

use crate::support::Platform;

/// Answers with a status, and hands over what came.
pub(crate) struct Receiver {
    pub(crate) url: String,
    status: Arc<AtomicU16>,
    notices: tokio::sync::Mutex<UnboundedReceiver<(HeaderMap, String)>>,
}

type Shares = (Arc<AtomicU16>, UnboundedSender<(HeaderMap, String)>);

impl Receiver {
    pub(crate) async fn start() -> Self {
        let status = Arc::new(AtomicU16::new(200));
        let (sender, notices) = unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let shares: Shares = (status.clone(), sender);
        let app = Router::new().route("/hook", post(receive)).with_state(shares);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, status, notices: notices.into() }
    }

    /// What it answers from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    /// The next notice, whose signature has to be the platform's.
    pub(crate) async fn next(&self, platform: &Platform) -> Notice {
        let mut notices = self.notices.lock().await;
        let (headers, body) = timeout(Duration::from_secs(20), notices.recv()).await.expect("nothing came").unwrap();
        let text = |name: &str| headers[name].to_str().unwrap();
        let secret = platform.kit()["webhook_secret"].as_str().unwrap().strip_prefix("whsec_").unwrap().to_owned();
        let mut hash = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(secret).unwrap()).unwrap();
        hash.update(format!("{}.{}.{body}", text("webhook-id"), text("webhook-timestamp")).as_bytes());
        let signature = STANDARD.encode(hash.finalize().into_bytes());
        assert_eq!(text("webhook-signature"), format!("v1,{signature}"));
        let notice: Notice = serde_json::from_str(&body).unwrap();
        assert_eq!((text("webhook-id"), text("x-amz-sns-message-type")), (&*notice.message_id, &*notice.kind));
        notice
    }

    /// Whether everything that came was taken out.
    pub(crate) async fn is_empty(&self) -> bool {
        self.notices.lock().await.is_empty()
    }
}

async fn receive(Shared((status, sender)): Shared<Shares>, headers: HeaderMap, body: Bytes) -> StatusCode {
    sender.send((headers, String::from_utf8(body.to_vec()).unwrap())).unwrap();
    StatusCode::from_u16(status.load(Ordering::Relaxed)).unwrap()
}
