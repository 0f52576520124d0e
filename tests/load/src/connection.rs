//! One kept-alive connection.

use anyhow::{Context, bail};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// A server as the command line names it, such as `127.0.0.1:8788`.
pub(crate) struct Connection {
    authority: String,
    sender: SendRequest<Full<Bytes>>,
}

/// An answer, read to its end.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Reply {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The code of a problem body.
    pub(crate) fn code(&self) -> String {
        self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl Connection {
    pub(crate) async fn open(authority: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(authority).await.with_context(|| format!("{authority} does not answer"))?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // Ends when the sender is dropped, or with an error that the sender's call gets too.
        tokio::task::spawn_local(async move { drop(connection.await) });
        Ok(Self { authority: authority.to_owned(), sender })
    }

    /// Makes a call and reads its answer.
    pub(crate) async fn send(
        &mut self,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Bytes>,
    ) -> anyhow::Result<Reply> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.authority);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.unwrap_or_default()))?;
        self.sender.ready().await?;
        let (parts, body) = self.sender.send_request(request).await?.into_parts();
        Ok(Reply { status: parts.status, headers: parts.headers, bytes: body.collect().await?.to_bytes() })
    }

    /// The JSON of a call that has to be answered with 200 or 201.
    pub(crate) async fn fetch(
        &mut self,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Value> {
        let reply = self.send(method, path, headers, None).await?;
        if !reply.status.is_success() {
            bail!("{method} {path}: {} {}", reply.status, reply.code());
        }
        Ok(reply.json())
    }
}
