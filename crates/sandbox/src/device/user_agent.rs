//! What a user agent string, a platform string and a client hint say about browser and system.

use serde::{Deserialize, Serialize};

/// The browser, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    Chrome,
    Edge,
    Opera,
    Samsung,
    Firefox,
    Safari,
}

/// The engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EngineKind {
    Blink,
    Gecko,
    WebKit,
}

/// The operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Windows,
    Mac,
    Linux,
    Android,
    Ios,
    ChromeOs,
}

/// A user agent string, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UserAgent {
    pub(crate) family: Family,
    pub(crate) engine: EngineKind,
    pub(crate) system: Option<System>,
    pub(crate) major: Option<u32>,
}

impl UserAgent {
    /// `None` for what no browser calls itself.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        const TOKENS: [(&str, Family); 12] = [
            ("EdgiOS/", Family::Edge),
            ("EdgA/", Family::Edge),
            ("Edg/", Family::Edge),
            ("OPR/", Family::Opera),
            ("OPT/", Family::Opera),
            ("SamsungBrowser/", Family::Samsung),
            ("FxiOS/", Family::Firefox),
            ("Firefox/", Family::Firefox),
            ("CriOS/", Family::Chrome),
            ("HeadlessChrome/", Family::Chrome),
            ("Chrome/", Family::Chrome),
            ("Version/", Family::Safari),
        ];
        let system = system_of(text);
        let (family, major) = TOKENS.iter().find_map(|(token, family)| {
            let (_, version) = text.split_once(token)?;
            let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
            Some((*family, digits.parse().ok()))
        })?;
        let engine = match (system, family) {
            // Every browser there had WebKit's engine for years, and says so.
            (Some(System::Ios), _) | (_, Family::Safari) => EngineKind::WebKit,
            (_, Family::Firefox) => EngineKind::Gecko,
            _ => EngineKind::Blink,
        };
        Some(Self { family, engine, system, major })
    }
}

fn system_of(text: &str) -> Option<System> {
    const TOKENS: [(&str, System); 9] = [
        ("Windows", System::Windows),
        ("Android", System::Android),
        ("iPhone", System::Ios),
        ("iPad", System::Ios),
        ("iPod", System::Ios),
        ("CrOS", System::ChromeOs),
        ("Macintosh", System::Mac),
        ("Linux", System::Linux),
        ("X11", System::Linux),
    ];
    TOKENS.iter().find(|(token, _)| text.contains(token)).map(|(_, system)| *system)
}

impl System {
    /// Of `navigator.platform`.
    pub(crate) fn of_platform(text: &str) -> Option<Self> {
        const STARTS: [(&str, System); 7] = [
            ("Win", System::Windows),
            ("Mac", System::Mac),
            ("iPhone", System::Ios),
            ("iPad", System::Ios),
            ("iPod", System::Ios),
            ("Linux", System::Linux),
            ("Android", System::Android),
        ];
        STARTS.iter().find(|(start, _)| text.starts_with(start)).map(|(_, system)| *system)
    }

    /// Of `userAgentData.platform`, and of the header of the same meaning.
    pub(crate) fn of_hint(text: &str) -> Option<Self> {
        Some(match text {
            "Windows" => Self::Windows,
            "macOS" => Self::Mac,
            "Linux" => Self::Linux,
            "Android" => Self::Android,
            "iOS" => Self::Ios,
            "Chrome OS" | "Chromium OS" => Self::ChromeOs,
            _ => return None,
        })
    }

    /// Whether one machine may call itself both. Android and ChromeOS are Linux to `navigator.platform`, and a phone or
    /// tablet that asks for a desktop's page calls itself the desktop.
    pub(crate) fn goes_with(self, other: Self) -> bool {
        let kin = |one, two| (self == one && other == two) || (self == two && other == one);
        self == other
            || kin(Self::Android, Self::Linux)
            || kin(Self::ChromeOs, Self::Linux)
            || kin(Self::Ios, Self::Mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_call_themselves() {
        use EngineKind::{Blink, Gecko, WebKit};
        let apple = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (text, family, engine, system, major) in [
            (format!("Mozilla/5.0 (X11; Linux x86_64) {apple} HeadlessChrome/156.0.0.0 Safari/537.36"), Family::Chrome, Blink, System::Linux, 156),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {apple} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0"), Family::Edge, Blink, System::Windows, 156),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {apple} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36"), Family::Samsung, Blink, System::Android, 29),
            (format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {apple} Chrome/156.0.0.0 Safari/537.36"), Family::Chrome, Blink, System::ChromeOs, 156),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0".to_owned(), Family::Firefox, Gecko, System::Linux, 153),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15".to_owned(), Family::Safari, WebKit, System::Mac, 26),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0.0.0 Mobile/15E148 Safari/604.1".to_owned(), Family::Chrome, WebKit, System::Ios, 156),
        ] {
            let expected = UserAgent { family, engine, system: Some(system), major: Some(major) };
            assert_eq!(UserAgent::parse(&text), Some(expected), "{text}");
        }
        assert_eq!(UserAgent::parse("curl/8.5.0"), None);
    }

    #[test]
    fn knows_which_systems_share_a_machine() {
        assert!(System::Android.goes_with(System::Linux) && System::Linux.goes_with(System::Android));
        assert!(System::Ios.goes_with(System::Mac) && System::ChromeOs.goes_with(System::Linux));
        assert!(!System::Windows.goes_with(System::Linux) && !System::Mac.goes_with(System::Linux));
        assert_eq!(System::of_platform("Linux armv8l"), Some(System::Linux));
        assert_eq!(System::of_hint("Chrome OS"), Some(System::ChromeOs));
        assert_eq!((System::of_platform("BeOS"), System::of_hint("Unknown")), (None, None));
    }
}
