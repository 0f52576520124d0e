//! What can be wrong with one field. The SDK's checks and the platform's give the same codes at the same pointers.

use crate::lines;
use crate::problem::FieldError;

macro_rules! field_codes {
    ($($(#[doc = $doc:literal])* $(#[cfg($mark:meta)])? $variant:ident => $code:literal, $detail:literal;)*) => {
        /// The rule that a field broke.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FieldCode {
            $($(#[doc = $doc])* $(#[cfg($mark)])? $variant,)*
        }

        impl FieldCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(#[cfg($mark)])? Self::$variant,)*];

            /// The code as it stands on the wire. Never reused, never renamed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                const TEXTS: &[&str] = &[$($(#[cfg($mark)])? $code,)*];
                const LINES: [u8; lines::length(TEXTS)] = lines::join(TEXTS);
                self.line_of(lines::text(&LINES))
            }

            /// The line of this code in a text with one line for each: one text takes less room in a wasm build than a
            /// table of texts with their lengths.
            fn line_of(self, text: &'static str) -> &'static str {
                Self::ALL.iter().zip(text.split('\n')).find(|(code, _)| **code == self).map_or("", |(_, line)| line)
            }

            /// What is wrong, for a developer.
            #[must_use]
            pub fn detail(self) -> &'static str {
                const TEXTS: &[&str] = &[$($(#[cfg($mark)])? $detail,)*];
                const LINES: [u8; lines::length(TEXTS)] = lines::join(TEXTS);
                self.line_of(lines::text(&LINES))
            }
        }
    };
}

field_codes! {
    /// The field is missing or blank.
    Required => "required", "This field is needed.";
    /// The field is longer than the platform keeps.
    TooLong => "too_long", "This field is too long.";
    /// The value is of another JSON type or form than the field takes.
    WrongType => "wrong_type", "This field takes another type of value.";
    /// The platform does not know this field.
    UnknownField => "unknown_field", "The platform does not know this field.";
    /// A name with digits, control characters or nothing but punctuation.
    NameForm => "name_form", "A name has letters, and may have spaces, hyphens, apostrophes and full stops.";
    /// Not `YYYY-MM-DD`.
    DateForm => "date_form", "A date is written YYYY-MM-DD.";
    /// A date that the calendar doesn't have, such as 30 February.
    DateImpossible => "date_impossible", "The calendar does not have this date.";
    /// A date that has not come yet, or a birth date that lies more than 120 years back.
    DateOutOfRange => "date_out_of_range", "This date has not come yet, or is too long ago.";
    /// Younger than 18 today.
    UnderAge => "under_age", "The person has to be 18 or older.";
    /// Not nine digits.
    SsnForm => "ssn_form", "An SSN has nine digits.";
    /// Nine digits that the Social Security Administration never issues.
    SsnNeverIssued => "ssn_never_issued", "This number is never issued as an SSN.";
    /// Not nine digits, or beginning with 00.
    EinForm => "ein_form", "An EIN has nine digits.";
    /// Not a form of government id that the platform takes.
    GovernmentIdForm => "government_id_form", "A government id of this type is written differently.";
    /// Not one of the USPS codes of states and territories.
    StateUnknown => "state_unknown", "A state is given by its two-letter code.";
    /// Not five digits, nor ZIP+4.
    PostalCodeForm => "postal_code_form", "A ZIP code has five digits, or nine with a hyphen.";
    /// Only addresses in the United States are served.
    CountryUnsupported => "country_unsupported", "Only addresses in the US are served.";
    /// No mailbox at a domain.
    EmailForm => "email_form", "An e-mail address has a name, an @ and a domain.";
    /// Not a US number of ten digits, and not E.164.
    PhoneForm => "phone_form", "A phone number is a US number of ten digits, or is written in E.164.";
    /// Not one of the options that were offered.
    OptionUnknown => "option_unknown", "This is none of the options.";
    /// The hash of another text than the agreement's own.
    #[cfg(feature = "wire")]
    DocumentChanged => "document_changed", "The agreement's text is another one than the one that was shown.";
    /// Not exactly four digits.
    PinForm => "pin_form", "A PIN has four digits.";
    /// Not two capital letters.
    #[cfg(feature = "wire")]
    CountryForm => "country_form", "A country is given by its two-letter code in capitals.";
    /// Neither a JPEG nor a PNG nor a PDF, or another one than its content type says.
    #[cfg(feature = "wire")]
    ImageType => "image_type", "An image is a JPEG, a PNG or a PDF, and is what its content type says.";
    /// Not base64.
    #[cfg(feature = "wire")]
    ImageForm => "image_form", "An image is written in base64.";
    /// More than 10 MB.
    #[cfg(feature = "wire")]
    ImageTooLarge => "image_too_large", "An image has 10 MB at most.";
    /// Not three digits.
    CvcForm => "cvc_form", "A CVC has three digits.";
}

impl FieldError {
    /// The entry for `code` at `pointer`.
    #[must_use]
    pub fn new(pointer: &str, code: FieldCode) -> Self {
        Self { pointer: pointer.to_owned(), code: code.as_str().to_owned(), detail: code.detail().to_owned() }
    }
}
