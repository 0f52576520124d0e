//! What becomes of an entry of the catalogue: name, code, status, whether to try again, title, meaning, remedy.

macro_rules! catalogue {
    ($($(#[$mark:meta])* $variant:ident = $code:literal, $status:expr, $retryable:literal,
        $title:literal, $meaning:literal, $remedy:literal;)*) => {
        /// Every code that an error of this product can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$mark])* #[doc = $meaning] $variant,)*
        }

        impl ErrorCode {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$($(#[$mark])* Self::$variant,)*];

            /// The code as it stands on the wire and in `PorticoError.code`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.line_of(Self::CODES)
            }

            const CODES: &'static str = {
                const CODES: &[&str] = &[$($(#[$mark])* $code,)*];
                const LINES: [u8; lines::length(CODES)] = lines::join(CODES);
                lines::text(&LINES)
            };

            /// The line of this code in a text with one line for each: one text takes less room in a wasm build than a
            /// table of texts with their lengths.
            fn line_of(self, text: &'static str) -> &'static str {
                Self::ALL.iter().zip(text.split('\n')).find(|(code, _)| **code == self).map_or("", |(_, line)| line)
            }

            /// The code's HTTP status; `None` when it is the SDK's own and was on no wire.
            #[must_use]
            pub const fn status(self) -> Option<u16> {
                match self { $($(#[$mark])* Self::$variant => $status,)* }
            }

            /// Whether the same call may succeed later with nothing changed.
            #[must_use]
            pub const fn retryable(self) -> bool {
                match self { $($(#[$mark])* Self::$variant => $retryable,)* }
            }

            /// What went wrong, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $($(#[$mark])* Self::$variant => $title,)* }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $($(#[$mark])* Self::$variant => $meaning,)* }
            }

            /// What a developer does about it.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $($(#[$mark])* Self::$variant => $remedy,)* }
            }

            /// The catalogue's entry for a code off the wire; `None` for one that this version doesn't know.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                // A search, since a match over all of them takes kilobytes of wasm.
                let known = Self::ALL.iter().zip(Self::CODES.split('\n'));
                known.into_iter().find(|(_, known)| *known == code).map(|(known, _)| *known)
            }
        }
    };
}
