// @ts-check

/** What a person reads when something is not right in the second journey. The rules are those of the element's texts. */
export const errors = `
error-who-required = Choose who the account is for
error-what-required = Choose an account
error-legalName-required = Enter the legal name of the company
error-doingBusinessAs-required = Enter the name that customers know
error-businessCategory-required = Choose what the company does
error-mobilePhone-required = Enter your mobile phone number
error-mobilePhone-phone_form = Enter a US phone number with ten digits
error-stateOfIncorporation-required = Choose the state
error-dateOfIncorporation-required = Enter month, day and year
error-dateOfIncorporation-date_out_of_range = Enter a day that has come
error-stateOfIncorporation-state_unknown = Choose a state from the list
error-ein-required = Enter the EIN of the company
error-ssn-required = Enter the Social Security number
error-dob-required = Enter month, day and year of birth
error-dob-under_age = Enter the birth date of someone who is 18 or older
error-ownershipPercentage-required = Enter the share in percent
error-ownershipPercentage-percentage_form = Enter a number from 0 to 100
error-isControlPerson-required = Choose yes or no
error-owners-required = Add at least one owner
error-owners-owners_incomplete = Enter the first and last name of each owner
error-owners-shares_too_many = Together the shares are more than 100 percent. Please check them
error-acceptedBy-required = Choose who accepts the agreement
error-read-required = Please read to the end of the text first. Scroll down in the box
error-signedAgreement-required = Choose the PDF with the signed agreement
error-signedAgreement-pdf_form = This file is not a PDF. Choose a PDF
error-signedAgreement-pdf_too_large = Choose a PDF of 25 MB or less

notice-customer_inactive =
    .title = We can't go on with this customer
    .text = The customer is closed or blocked. Please call us.
notice-agreement_changed =
    .title = This text has changed
    .text = Nothing was opened yet. Please read the new text and accept it.
notice-agreement_refused =
    .title = The agreement has to be accepted again
    .text = Your details are kept. Please read the text and accept it once more.
notice-lost =
    .title = This visit has ended
    .text = To keep you safe we ended it. Please check what you typed, and send it once more.
`;
