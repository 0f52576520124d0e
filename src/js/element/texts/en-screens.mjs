// @ts-check

/** What the screens say, in Fluent's syntax. Short and plain; no exclamation marks; buttons say what they do. */
export const screens = `
## Every screen

continue = Continue
back = Back
optional = { $label } (optional)
step-of = Step { $current } of { $total }
summary-title = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
show = Show
hide = Hide
show-field = Show { $label }
hide-field = Hide { $label }
support-call = Questions? Call { $phone }.
support-none = Questions? Contact us.
new-tab = opens in a new tab

## Waiting

waiting-connect = Opening a safe connection …
waiting-send = Sending …
waiting-load = Loading …
waiting-long = This takes longer than usual. Nothing you typed is lost. You can wait, or stop and try again.
waiting-stop = Stop waiting

## The steps' short names

journey-contact = Your name
journey-address = Your address
journey-identity = Who you are
journey-agreements = Agreements
journey-use = How you use it
journey-card = Your card
journey-activate = Activate it
journey-features = Extras

## Person details

contact-title = Your name and how to reach you
contact-lead = Use your name as it stands on your ID.
first-name = First name
middle-name = Middle name
last-name = Last name
email = Email address
email-hint = We send you news about your account here.
phone = Mobile phone number
phone-hint = A US number, with area code.

address-title = Where you live
address-lead = Your home address in the United States. You can have your card sent somewhere else later.
line1 = Street address
line2 = Apartment, suite or unit
city = City
state = State
state-choose = Choose
postal-code = ZIP code

identity-title = Who you are
identity-lead = The law asks every bank to check who opens an account.
birth = What is your date of birth?
birth-hint = For example 4 / 27 / 1990.
month = Month
day = Day
year = Year
ssn = Social Security number
ssn-hint = It has nine digits.
identity-sealed = Both are locked on this device before they are sent. Only the bank's platform can open them.
identity-send = Send my details

details-again =
    .title = Some of your details are missing
    .text = We have your application, but not all that we need to check who you are: your name, home address, date of birth and Social Security number. Please enter them again. What you enter takes the place of what we have.

## Identity questions

questions-title = A few questions about you
questions-lead = They make sure that it is really you. Nobody else should know the answers.
questions-left = { $minutes ->
    [one] You have about 1 minute.
   *[other] You have about { $minutes } minutes.
}
questions-left-last = Less than a minute is left. When it is over, you get new questions.
questions-sealed = Questions and answers are locked between this device and the bank's platform. We never see them, and nothing is kept here.
questions-send = Send my answers
questions-wrong =
    .title = That did not match what is on file
    .text = It happens: memories differ. Please try again with these questions.
questions-over-title = The time for these questions is over
questions-over-lead = To keep you safe, questions are open for ten minutes.
questions-over-text = Nothing is lost. You get new questions when you are ready.
questions-new = Get new questions

## Identity scan

scan-title = Show us your ID
scan-lead = We could not be sure who you are from your details alone. A scan of your ID makes sure.
scan-how = How it works
scan-how-card = Have your driver's license, state ID or passport at hand.
scan-how-phone = Scan it with the bank's scanner. It asks for the number below if it does not know it yet.
scan-how-back = Come back to this page. It goes on by itself when the scan is through.
scan-number = Your scan number
scan-number-hint = It is good for one scan, within a day.
scan-leave = You can close this page and come back. You come back to this place.
scan-done = I have scanned my ID
scan-not-yet = The scan is not through yet. It can take a minute or two. We keep looking.
scan-failed =
    .title = That scan did not work
    .text = It may have been too dark or cut off. Please scan your ID once more, with the new number below.
scan-long = If it takes long
scan-long-text = Lay the ID on a dark table, in good light and flat, and scan it again. If it does not work, call us. We finish it with you.
desk = Open the sandbox's desk
desk-lead = This is a demo. The sandbox has a desk where you can play the bank's people: finish a scan, or review what was sent.

## Documents

documents-of = Document { $current } of { $total }
documents-title = We need a document from you
documents-title-identity = A document that shows who you are
documents-lead = We could not be sure from your details alone. A person at the bank looks at it.
documents-lead-identity = We could not be sure who you are from your details alone. A person at the bank looks at your document.
documents-type = Which one do you have at hand?
document-drivers_license = Driver's license
document-state_id = State ID card
document-passport = Passport
document-utility_bill = Utility bill with your address
document-other = Another document: { $name }
documents-country = Which country gave it to you?
documents-front = Front side
documents-back = Back side
documents-only = The page with your name
documents-sealed = The pictures are locked on this device before they are sent. Only the bank's platform can open them.
documents-send = Send my document
documents-sealing = Locking your pictures …
documents-sending = Sending …
documents-rejected =
    .title = We could not read what you sent
    .text = It was too dark, cut off or out of date. Please send it again, or send another document.
image-hint = A photo or scan (JPEG, PNG or PDF) of up to 10 MB.
image-choose = Choose a file
image-take = Take a photo
image-chosen = { $name }, { $size }
image-remove = Remove
image-remove-field = Remove { $label }

## Agreements

agreement-of = Agreement { $current } of { $total }
agreement-lead = Please read it. You can scroll inside the box.
agreement-open = Open it on its own page
agreement-elsewhere = This text can't be shown here. Please open it on its own page and read it there.
agreement-accept = Accept and continue
agreement-refuse = I do not accept
agreement-text = Text of: { $title }
agreement-note = When you press "Accept and continue", you agree to this text. We keep the date and the exact text that you saw.

refused-title = You chose not to accept
refused-text = That is fine. We can't open the account without this agreement, so nothing more happens for now.
refused-kept = What you told us so far is kept safe. You can come back to this page and go on from here.
refused-back = Go back to the agreement

## Expected use

use-title = How you will use your account
use-lead = The law asks us to know this. Your answers do not change what the account costs.
use-filter-hint = Type the first letters, or open the list and choose.
use-none = Nothing in the list starts like that
use-count = { $count ->
    [one] One choice
   *[other] { $count } choices
}
use-send = Save and continue

## Card

card-title = Choose your card
card-lead = It is the card for your new account. We send it by mail.
card-brands = Which one would you like?
card-fee-none = No fee
card-fee = { $fee } fee, once
card-address = Where should we send it?
card-address-lead = An address in the United States.
card-elsewhere = Send it to another address
card-order = Order this card

await-title = Your card is on its way
await-lead = We are getting it ready. It comes by mail, in a plain envelope.
await-what = When it is here, have the card at hand and come back to this page. You need the three digits on its back.
await-leave = You can close this page. You come back to this place.
await-here = My card is here
await-not-yet = The platform says your card has not left yet. Please try again in a little while.
await-letterbox = Open the sandbox's letterbox
await-letterbox-lead = This is a demo, so no mail comes. The sandbox has a letterbox where you can send the card to yourself.

activate-title = Activate your card
activate-lead = Have your card at hand.
activate-card = Card ending in { $last4 }
cvc = Security code
cvc-hint = The three digits on the back of your card.
pin = New PIN
pin-hint = Choose four digits that others would not guess.
pin-again = New PIN again
activate-sealed = Code and PIN are locked on this device before they are sent. Only the bank's platform can open them.
activate-send = Activate my card
tries-left = { $left ->
    [0] No try is left.
    [one] 1 try is left.
   *[other] { $left } tries are left.
}

## Extras

features-title = What else would you like?
features-lead = You can switch these on now or at any time later.
feature-savings = Savings
feature-savings-about = Put money aside and earn interest on it.
feature-bank_transfer = Transfers to other banks
feature-bank_transfer-about = Link an account that you have at another bank.
feature-me_to_me = Transfers between your own accounts
feature-me_to_me-about = Move money between the accounts that you have with us.
feature-other = { $name }
feature-other-about = You can switch it on.
feature-on = It is on.
feature-not-yet = Your account can't have it yet.
features-consent = I agree to get letters about my savings by email instead of on paper.
features-send = Save and continue
features-later = Not now

## The end

complete-title = Your account is open
complete-lead = Thank you. You can use your account now.
complete-lead-card = Thank you. You can use your account and your card now.
complete-card = Your card ending in { $last4 } is active. Its PIN is the one you chose.
complete-next = What you can do next
complete-next-deposit = Ask your employer to pay you into this account.
complete-next-pin = Keep your PIN in your head, not on paper.
complete-next-lost = If you lose your card, call us at once.

declined-title = We can't open an account for you
declined-title-account_closed = This account is closed
declined-kyc_rejected = We checked what you told us. With it, we can't open an account.
declined-kyc_blocked = We can't go on with this application.
declined-ofac_rejected = We can't go on with this application.
declined-account_closed = It was closed, so it can't be used or set up any more.
declined-means = What this means
declined-means-text = You owe nothing, and no card is sent. Your credit score stays as it is.
declined-means-account_closed = You owe nothing for opening it. No card of this account works any more.
declined-do = What you can do now
declined-do-call = Call us. A person looks at it with you.
declined-do-correct = If you think that you mistyped something, tell us. It can be put right.
declined-do-account_closed = Call us if you did not expect this, or if you would like a new account.

## While the bank looks

review-title = We are looking at your details
review-lead = A person checks what you told us. This mostly takes less than a day.
review-do = You have nothing to do now. You can close this page and come back to it.
review-looks = As long as the page is open, it looks by itself and goes on when there is news.
look-again = Look again
still-same = Nothing has changed yet.
`;
