//! Somebody between the browser and the gateway: a proxy of TCP that breaks connections in one way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    Delay,
    CutBeforeRequest,
    CutMidRequest,
    CutBeforeAnswer,
    CutMidAnswer,
    Reset,
    HalfClose,
    StallForEver,
    Duplicate,
    SlowDrip,
    TruncatedWithoutLength,
    Garbage,
}

impl Break {
    pub const ALL: [Self; 12] = [
        Self::Delay,
        Self::CutBeforeRequest,
        Self::CutMidRequest,
        Self::CutBeforeAnswer,
        Self::CutMidAnswer,
        Self::Reset,
        Self::HalfClose,
        Self::StallForEver,
        Self::Duplicate,
        Self::SlowDrip,
        Self::TruncatedWithoutLength,
        Self::Garbage,
    ];
}

/// Numbers from a seed: the same ones each time.
#[derive(Clone)]
pub struct Dice(Arc<AtomicU64>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)))
    }

    /// One of `0..sides` (xorshift64*).
    pub fn roll(&self, sides: u64) -> u64 {
        let mut state = self.0.load(Relaxed);
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        self.0.store(state, Relaxed);
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }
}

/// A proxy that breaks about every fourth connection.
pub struct Proxy {
    listener: TcpListener,
    pub url: String,
}

impl Proxy {
    pub async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, url }
    }

    /// Passes on to `upstream`, `host:port`. Counts what it broke.
    pub fn serve(self, upstream: String, how: Break, dice: Dice) -> Arc<AtomicU32> {
        let broken = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&broken);
        tokio::spawn(async move {
            loop {
                let (client, _) = self.listener.accept().await.unwrap();
                let hit = dice.roll(4) == 0;
                if hit {
                    count.fetch_add(1, Relaxed);
                }
                let (upstream, dice) = (upstream.clone(), dice.clone());
                // What breaks here is the point.
                tokio::spawn(async move { drop(pass(client, &upstream, hit.then_some(how), &dice).await) });
            }
        });
        broken
    }
}

/// One request, one answer.
async fn pass(mut client: TcpStream, upstream: &str, how: Option<Break>, dice: &Dice) -> std::io::Result<()> {
    if how == Some(Break::CutBeforeRequest) {
        return Ok(());
    }
    let request = read_message(&mut client).await?;
    if how == Some(Break::CutMidRequest) {
        let mut server = TcpStream::connect(upstream).await?;
        return server.write_all(&request[..request.len() / 2]).await;
    }
    let mut answer = exchange(upstream, &request).await?;
    match how {
        Some(Break::Delay) => tokio::time::sleep(Duration::from_millis(20 + dice.roll(180))).await,
        Some(Break::CutBeforeAnswer) => return Ok(()),
        Some(Break::CutMidAnswer) => answer.truncate(answer.len() / 2),
        Some(Break::Reset) => return client.set_zero_linger(),
        Some(Break::HalfClose) => {
            client.shutdown().await?;
            // Our other half stays open until the browser goes.
            return read_message(&mut client).await.map(drop);
        }
        Some(Break::StallForEver) => return read_message(&mut client).await.map(drop),
        Some(Break::Duplicate) => drop(exchange(upstream, &request).await?),
        Some(Break::SlowDrip) => {
            for piece in answer.chunks(64) {
                client.write_all(piece).await?;
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            return client.shutdown().await;
        }
        Some(Break::TruncatedWithoutLength) => answer = without_length(&answer),
        Some(Break::Garbage) => answer = (0..200).map(|_| u8::try_from(dice.roll(256)).unwrap()).collect(),
        _ => {}
    }
    client.write_all(&answer).await?;
    client.shutdown().await
}

/// Sends a request on a connection of its own, and reads the whole answer.
async fn exchange(upstream: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(upstream).await?;
    server.write_all(request).await?;
    read_message(&mut server).await
}

/// A message of HTTP/1.1: its head, and as much as `content-length` says. What ends before is no message.
async fn read_message(from: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let (mut message, mut room) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = end_of_head(&message) {
            let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
            if message.len() >= end + length.map_or(0, |length| length.trim().parse::<usize>().unwrap()) {
                return Ok(message);
            }
        }
        match from.read(&mut room).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => message.extend_from_slice(&room[..read]),
        }
    }
}

fn end_of_head(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|four| four == b"\r\n\r\n").map(|place| place + 4)
}

/// Half of the body, and a head that doesn't say how much there should be.
fn without_length(answer: &[u8]) -> Vec<u8> {
    let end = end_of_head(answer).unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let kept = head.split("\r\n").filter(|line| !line.to_lowercase().starts_with("content-length:"));
    let head = kept.collect::<Vec<_>>().join("\r\n").trim_end().to_owned() + "\r\nconnection: close\r\n\r\n";
    [head.as_bytes(), &answer[end..end + (answer.len() - end) / 2]].concat()
}
