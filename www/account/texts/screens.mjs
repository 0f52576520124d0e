// @ts-check

/** What the screens of the second journey say, in Fluent's syntax: short, plain, no exclamation marks. */
export const screens = `
## The steps' short names

acct-journey-kind = What you open
acct-journey-name = Your name
acct-journey-company = The company
acct-journey-contact = How to reach you
acct-journey-address = Your address
acct-journey-registration = Registration
acct-journey-identity = Who you are
acct-journey-owners = Owners
acct-journey-agreement = Agreement
acct-journey-outcome = Our checks

## What is opened

acct-kind-title = What would you like to open?
acct-kind-lead = Two answers, and we know what to ask you.
acct-who = Who is it for?
acct-who-individual = Me, as one person
acct-who-individual-more = You work under your own name.
acct-who-business = A company
acct-who-business-more = A firm with its own tax number and with owners.
acct-what = Which account?
acct-what-deposit = Deposit account
acct-what-deposit-more = The money in it is yours. You pay and get paid with it.
acct-what-clearing = Clearing account
acct-what-clearing-more = Money of your customers passes through it. Larkwell holds it for them.

## Customer's data

acct-later = Add this later
acct-later-hint = You don't have it at hand? You can add it later. We ask again before the account opens.
acct-send = Save my details
acct-name-title = Your name
acct-name-lead = Write it as it stands on your ID.
acct-company-title = About the company
acct-company-lead = Write the name as it stands on the company's papers.
acct-legal-name = Legal name
acct-dba = Name that customers know
acct-dba-hint = The name you do business under. If it is the same, write it again.
acct-category = What does the company do?
acct-category-choose = Choose
acct-contact-title-individual = How to reach you
acct-contact-title-business = How to reach the company
acct-contact-lead = We write and call only about this account.
acct-email-hint = News about the account goes here.
acct-company-phone = Company phone number
acct-address-title = Where you live
acct-address-lead = Your home address in the United States.
acct-registration-title = How the company is registered
acct-registration-lead = You find all of it on the papers of the company.
acct-state = State of incorporation
acct-incorporated = When was it incorporated?
acct-incorporated-hint = For example 4 / 27 / 2015.
acct-ein = Employer Identification Number (EIN)
acct-ein-hint = The company's tax number. It has nine digits.
acct-ein-sealed = The number is locked on this device before it is sent. Larkwell's server opens it once, in memory, to pass it to the bank. It is stored nowhere on the way.
acct-identity-title = Who you are
acct-identity-lead = The law asks every bank to check who opens an account.
acct-identity-sealed = Both are locked on this device before they are sent. Larkwell's server opens them once, in memory, to pass them to the bank. They are stored nowhere on the way.

## Owners

acct-owners-title = Who owns the company?
acct-owners-lead = Add everyone who owns 25 percent or more, and the one who runs the company day to day.
acct-owners-list = Owners of the company
acct-owners-none = No owner yet.
acct-owner-add = Add an owner
acct-owner-edit = Edit
acct-owner-edit-name = Edit { $name }
acct-owner-remove = Remove
acct-owner-remove-name = Remove { $name }
acct-owner-removed = { $name } was removed.
acct-owner-share = owns { $share } %
acct-owner-control = runs the company
acct-owner-incomplete = Some details come later
acct-owner-of = Owner { $number }
acct-owner-title = About this owner
acct-owner-lead = Write the name as it stands on the owner's ID.
acct-owner-percent = Share of the company in percent
acct-owner-percent-hint = A number from 0 to 100.
acct-owner-role = Job title
acct-owner-runs = Does this person run the company day to day?
acct-owner-runs-yes = Yes
acct-owner-runs-no = No
acct-owner-address-title = Where { $name } lives
acct-owner-address-lead = The owner's home address in the United States.
acct-owner-identity-title = Who { $name } is
acct-owner-identity-lead = The law asks every bank to check who owns a company.
acct-owner-birth = Date of birth
acct-owner-ssn = Social Security number
acct-owner-save = Save this owner
acct-owner-back = Back to the owners

## Agreement

acct-agreement-lead = Please read it to its end. You can scroll inside the box.
acct-agreement-unread = You are not at the end of the text yet.
acct-agreement-read = You have reached the end of the text.
acct-agreement-how = How would you like to sign?
acct-agreement-click = Here on this page
acct-agreement-click-more = You press the button. We keep the text, the time and who accepted it.
acct-agreement-paper = On paper
acct-agreement-paper-more = You print it, sign it, and give us the signed page as a PDF.
acct-agreement-by = Who accepts it for the company?
acct-agreement-file = Signed agreement
acct-agreement-file-hint = A PDF of 25 MB or less.
acct-agreement-file-choose = Choose a PDF
acct-agreement-file-change = Choose another PDF
acct-agreement-file-none = No file chosen
acct-agreement-accept = Accept and open the account
acct-agreement-hand-in = Hand in and open the account
acct-agreement-note = When you press the button, you agree to this text. We keep the date and the exact text that you saw.

## Waiting for the outcome

acct-checking-title = We are checking your details
acct-checking-lead = This mostly takes a few seconds. You have nothing to do.
acct-checking = Checking …
acct-review-title = A person looks at your details
acct-review-lead = This mostly takes less than a day. You have nothing to do.
acct-review-leave = You can close this page. Come back to it in this browser within half an hour, or ask us by phone.
acct-review-again = Look again
acct-review-same = Nothing has changed yet.

## Missing data

acct-missing-title = A few details are still missing
acct-missing-lead = Without them we can't open a deposit account. All you gave us so far is kept.
acct-missing-lead-clearing = Without them we can't open the account. All you gave us so far is kept.
acct-missing-of-person = About you
acct-missing-of-company = About the company
acct-missing-of-owner = About { $name }
acct-missing-sealed = Dates of birth and tax numbers are locked on this device before they are sent. Larkwell's server opens them once, in memory, to pass them to the bank. They are stored nowhere on the way.
acct-missing-send = Save and open the account

## The end

acct-open-title-deposit = Your deposit account is open
acct-open-title-clearing = Your clearing account is open
acct-open-lead = Thank you. You can use it now.
acct-open-id = Account ID
acct-open-number = Account number
acct-open-routing = Routing number
acct-open-masked = ends in { $last4 }
acct-open-next = What you can do next
acct-open-next-deposit = Give both numbers to whoever pays you.
acct-open-next-clearing = Use the account ID when you move money for your customers.
acct-open-next-keep = Keep the account ID: we ask for it when you call.
acct-blocked-title = We can't open this account
acct-blocked-lead = We checked what you told us. With it, we can't let this account be used.
acct-blocked-means = What this means
acct-blocked-means-text = You owe nothing, and no money moves. Your credit score stays as it is.
acct-blocked-do = What you can do now
acct-blocked-call = Call us. A person looks at it with you.
acct-blocked-correct = If you think that you mistyped something, tell us. It can be put right.
acct-blocked-id = When you call, tell us the account ID { $id }.
acct-again = Open another account

## Categories of companies

acct-category-accounting = Accounting and tax
acct-category-agriculture = Farming and food
acct-category-construction = Building and repair
acct-category-education = Education
acct-category-health = Health care
acct-category-hospitality = Restaurants and hotels
acct-category-it = Software and technology
acct-category-legal = Legal services
acct-category-manufacturing = Making goods
acct-category-nonprofit = Charity or association
acct-category-property = Homes and property
acct-category-retail = Shops and online shops
acct-category-services = Other services
acct-category-transport = Transport
acct-category-wholesale = Wholesale
`;
