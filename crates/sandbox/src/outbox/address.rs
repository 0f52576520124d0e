//! Where a webhook may go. A URL of the partner's must not become a way into the network that the platform stands in.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// The webhook's host is, or resolves to, an address that is not the public internet's.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a webhook's address is private")]
pub(crate) struct PrivateAddress;

type LookingUp = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;
type LookUp = Arc<dyn Fn(String) -> LookingUp + Send + Sync>;

/// Resolves names, and refuses those that lead anywhere private. The connection is made to the very addresses that were
/// looked at: a name that is asked for a second time could answer otherwise.
#[derive(Clone)]
pub(crate) struct PublicResolver(LookUp);

impl fmt::Debug for PublicResolver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PublicResolver")
    }
}

impl PublicResolver {
    /// With the machine's own resolver.
    pub(crate) fn system() -> Self {
        Self(Arc::new(|name| {
            Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect::<Vec<_>>()) })
        }))
    }

    async fn look_up(self, name: String) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let addresses = (self.0)(name).await?;
        // One private address among public ones is refused too: which of them is taken is the connector's choice.
        if addresses.iter().any(|address| !is_public(address.ip())) {
            return Err(PrivateAddress.into());
        }
        Ok(addresses)
    }
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolver, name) = (self.clone(), name.as_str().to_owned());
        Box::pin(async move {
            let addresses = resolver.look_up(name).await?;
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

/// A host that is written as an address passes by every resolver. A URL knows all the ways to write one (`0x7f.1`).
pub(crate) fn check_literal(url: &Url) -> Result<(), PrivateAddress> {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match host.parse::<IpAddr>() {
        Ok(address) if !is_public(address) => Err(PrivateAddress),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether an address is one of the public internet's.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // This network; carriers' own (RFC 6598); protocol assignments; 6to4 relays; benchmarks; reserved, broadcast.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(address) {
        return is_public_v4(inner);
    }
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is routed at all: that leaves out loopback, unique local, link-local and multicast. Out of it, the
    // documentation's prefixes, and Teredo, which hides another address.
    first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0x0db8 || second == 0)) && first != 0x3fff
}

/// The IPv4 address that an IPv6 one leads to: mapped, compatible, translated (RFC 6052), 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let join = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(join(high, low)),
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: [&str; 26] = [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ];
    const PUBLIC: [&str; 7] =
        ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::"];

    #[test]
    fn knows_private_addresses_in_every_dress() {
        for text in PRIVATE {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in PUBLIC {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn sees_an_address_in_a_url_however_it_is_written() {
        let private = [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "https://[::1]:8/",
            "http://[::ffff:7f00:1]/",
        ];
        for url in private {
            assert!(check_literal(&Url::parse(url).unwrap()).is_err(), "{url}");
        }
        for url in ["https://partner.example/hook", "http://1.1.1.1/", "https://[2606:4700::1111]/"] {
            assert!(check_literal(&Url::parse(url).unwrap()).is_ok(), "{url}");
        }
    }

    /// A resolver of names that answers as told.
    fn resolver(answer: &'static [&'static str]) -> PublicResolver {
        PublicResolver(Arc::new(move |_| {
            let addresses = answer.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
            Box::pin(async move { Ok(addresses) })
        }))
    }

    #[tokio::test]
    async fn refuses_a_name_that_has_a_private_address_among_others() {
        let ask = async |answer| resolver(answer).look_up("partner.example".to_owned()).await;
        assert_eq!(ask(&["1.1.1.1", "2606:4700::1111"]).await.unwrap().len(), 2);
        for answer in [&["127.0.0.1"][..], &["1.1.1.1", "10.0.0.1"], &["2606:4700::1111", "::ffff:192.168.0.1"]] {
            assert!(ask(answer).await.unwrap_err().is::<PrivateAddress>(), "{answer:?}");
        }
    }
}
