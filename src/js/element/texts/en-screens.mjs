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

## Steps of later versions

later-title = We need to know a little more
later-identity_questions = Before we can open your account, we would like to ask you some questions that only you can answer. This page can't ask them yet.
later-identity_scan = Before we can open your account, we would like to see your ID. This page can't scan it yet.
later-provide_documents = Before we can open your account, we need a document from you. This page can't take it yet.
later-next = What happens next
later-call = Call us and we finish this step with you by phone. It takes about ten minutes.
later-kept = What you told us is kept. You do not have to type it again.
later-again = Look again
review-title = We are looking at your details
review-lead = A person checks what you told us. This mostly takes less than a day.
review-do = You have nothing to do now. You can close this page and come back to it.
still-same = Nothing has changed yet.
`;
