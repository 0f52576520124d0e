//! Ports of this machine, and whether a server answers there.

use anyhow::bail;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// `wanted` when it is free, else the next free one after it.
pub(crate) fn free_from(wanted: u16) -> anyhow::Result<u16> {
    for port in wanted..wanted.saturating_add(200) {
        if is_free(port) {
            return Ok(port);
        }
    }
    bail!("no free port from {wanted} on; name another by --port")
}

/// Exactly this one, since a person named it.
pub(crate) fn claim(port: u16) -> anyhow::Result<u16> {
    if !is_free(port) {
        bail!(
            "port {port} is taken by another program. Leave --port out to take the next free one, name another, \
             or see who has it: `ss -ltnp 'sport = :{port}'` (Linux) or `lsof -iTCP:{port}` (macOS)"
        );
    }
    Ok(port)
}

/// Any free one: for what nobody types.
pub(crate) fn any() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Whether a server on this machine answers 200 to `GET path`.
pub(crate) fn answers(port: u16, path: &str) -> bool {
    get(port, path).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn get(port: u16, path: &str) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    // At once: `write!` sends piece by piece, and a server that answers the first piece resets the others.
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// On both loopback addresses: a browser tries `localhost` on IPv6 first, and would meet whoever listens there.
fn is_free(port: u16) -> bool {
    let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    let v6_taken =
        TcpStream::connect_timeout(&SocketAddr::from((Ipv6Addr::LOCALHOST, port)), Duration::from_millis(200));
    v4 && v6_taken.is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader};

    #[test]
    fn goes_past_a_port_that_is_taken_and_says_so_when_it_was_named() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = held.local_addr().unwrap().port();
        assert!(free_from(taken).unwrap() > taken);
        let error = claim(taken).unwrap_err().to_string();
        assert!(error.contains(&format!("port {taken} is taken")), "{error}");
    }

    #[test]
    fn knows_an_answer_from_silence() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            for answer in ["HTTP/1.1 200 OK\r\n\r\n{}", "HTTP/1.1 503 Service Unavailable\r\n\r\n"] {
                let (mut stream, _) = held.accept().unwrap();
                // To its end: closing with a part unread would reset the connection.
                let _request = BufReader::new(&stream)
                    .lines()
                    .take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty()))
                    .count();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        assert!(answers(port, "/healthz"));
        assert!(!answers(port, "/healthz"));
        server.join().unwrap();
        assert!(!answers(port, "/healthz"), "nobody listens any more");
    }
}
