// @ts-check

/**
 * What a person reads when something is not right, in Fluent's syntax: what happened and what to do, never "invalid".
 *
 * `error-<field>-<code>` wins over `error-<code>`; fields are written as in the package's types with hyphens for full
 * stops. `notice-…` stand in a step, `trouble-…` take its place.
 */
export const errors = `
## Fields, by the code of the rule

error-required = Please fill in this field
error-too_long = Please shorten this
error-wrong_type = Please write this another way
error-unknown_field = Please leave this out
error-name_form = Use letters only. Spaces, hyphens, apostrophes and full stops are fine
error-date_form = Enter the date in numbers, for example 4 / 27 / 1990
error-date_impossible = The calendar does not have this date. Please check month and day
error-date_out_of_range = Please check the year
error-under_age = You have to be 18 or older to open an account
error-ssn_form = Enter all nine digits
error-ssn_never_issued = This number can't be right. Please check it on your Social Security card
error-ein_form = Enter all nine digits
error-government_id_form = Please check this number on your document
error-state_unknown = Choose a state from the list
error-postal_code_form = Enter a ZIP code with five digits
error-country_unsupported = Enter an address in the United States
error-email_form = Enter an email address like name@example.com
error-phone_form = Enter a US phone number with ten digits
error-option_unknown = Choose one of the answers
error-pin_form = Enter four digits
error-cvc_form = Enter three digits
error-country_form = Choose a country from the list
error-image_type = Choose a photo (JPEG or PNG) or a PDF
error-image_form = Choose the file again
error-image_too_large = Choose a file of 10 MB or less
error-document_changed = This text has changed. Please read it again

error-firstName-required = Enter your first name
error-lastName-required = Enter your last name
error-email-required = Enter your email address
error-phone-required = Enter your phone number
error-address-line1-required = Enter your street address
error-address-city-required = Enter your city
error-address-state-required = Choose your state
error-address-postalCode-required = Enter your ZIP code
error-dateOfBirth-required = Enter month, day and year of your birth
error-governmentId-value-required = Enter your Social Security number
error-cvc-required = Enter the three digits on the back of your card
error-pin-required = Choose a PIN with four digits
error-pinAgain-required = Enter your new PIN again
error-pinAgain-mismatch = The two PINs are not the same. Please enter them again
error-answer_required = Choose an answer
error-documentType-required = Choose a document
error-country-required = Choose the country
error-frontImage-required = Choose a photo or a file of this side
error-backImage-required = Choose a photo or a file of the back side
error-eCommunicationsConsent-required = Savings needs this. Please agree, or take savings out
error-brandName-required = Choose a card
error-brandName-option_unknown = Choose one of the cards

## Addresses, as the platform judges them

error-address_canadian_not_allowed = Enter an address in the United States. We can't serve Canada
error-address_general_delivery_not_allowed = Enter a street address. We can't use general delivery
error-address_has_component_mismatch = ZIP code, city and state do not fit together. Please check all three
error-address_has_multiple_matches = There is more than one place like this. Please add the apartment or unit

## In a step, with everything kept

notice-unreachable =
    .title = We could not reach the bank
    .text = Nothing you typed is lost. Wait a moment and press the button again.
notice-offline =
    .title = You are offline
    .text = Nothing you typed is lost. Check your connection and press the button again.
notice-busy =
    .title = The bank is busy just now
    .text = Nothing you typed is lost. Wait a minute and press the button again.
notice-slow =
    .title = That took too long
    .text = Nothing you typed is lost. Press the button again; it will not happen twice.
notice-failed =
    .title = Something went wrong on the bank's side
    .text = Nothing you typed is lost. Press the button again. If it goes on, call us.
notice-verification_failed =
    .title = That security code is not the card's
    .text = Look at the three digits on the back of your card and enter them again.
notice-verification_locked =
    .title = The card is locked for an hour
    .text = The security code was wrong three times, so we locked it to keep you safe. Try again in an hour, or call us.
notice-card_closed =
    .title = This card can't be activated any more
    .text = It was closed. Call us and we send you a new one.
notice-brand_not_available =
    .title = We don't have this card any more
    .text = Please choose another one.
notice-document =
    .title = We could not read your file
    .text = It may have been moved or changed since you chose it. Please choose it again and press the button again.
notice-fields =
    .title = Something needs another look
    .text = Please check what you typed and press the button again.
notice-stopped =
    .title = We stopped waiting
    .text = Nothing you typed is lost. Press the button again when you are ready.
notice-document_changed =
    .title = This text has changed
    .text = Nothing was accepted yet. Please read the new text and press the button again.
notice-text =
    .title = We could not load the text
    .text = You can only accept what you have seen. Please load it again.
notice-reload = Load it again

## Instead of a step

trouble-offline =
    .title = You are offline
    .text = This device has no connection to the internet. Nothing is lost.
    .todo = Check your Wi-Fi or mobile data, then try again.
trouble-unreachable =
    .title = We can't reach the bank right now
    .text = It is not your fault, and nothing is lost.
    .todo = Wait a minute and try again.
trouble-expired =
    .title = Your visit was paused for too long
    .text = To keep you safe we ended it. What you sent us is kept, and so is your place.
    .todo = Press the button to go on where you were.
trouble-device =
    .title = We can't open a safe connection with this browser
    .text = We could not make sure that it is really you who uses this device.
    .todo = Try again. If it goes on, use another browser or call us.
trouble-wasm_unsupported =
    .title = This browser can't lock your details
    .text = A part that we need to keep your details safe (WebAssembly) is switched off.
    .todo = Switch it on, turn off lockdown mode for this page, or use another browser.
trouble-crypto_unavailable =
    .title = This browser can't lock your details
    .text = It is too old, or this page was not opened over a safe connection.
    .todo = Check that the address starts with https, or use another browser.
trouble-setup =
    .title = This page is not set up right
    .text = That is our mistake, not yours. Nothing was sent and nothing is lost.
    .todo = Please tell us the code below. We mend it.
trouble-loading =
    .title = A part of this page did not load
    .text = Nothing was sent and nothing is lost.
    .todo = Check your connection and try again.
trouble-internal_fault =
    .title = This page stopped working
    .text = That is our mistake, not yours. What you sent us is kept.
    .todo = Press the button. You go on where you were.
trouble-unknown =
    .title = Something went wrong
    .text = We don't know yet what it was. What you sent us is kept.
    .todo = Try again. If it goes on, call us and tell us the code below.
try-again = Try again
reload-page = Reload the page
for-support-code = Code { $code }
for-support-request = Request { $request }
`;
