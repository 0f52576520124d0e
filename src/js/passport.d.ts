// The calls of the Passport-style platform: deposit and clearing accounts of people and businesses.

import type { AgreementText } from "./answers.js";
import type { CallOptions } from "./index.js";

/**
 * `portico.passport`. SSN, EIN and birth dates are sealed in this browser to the gateway's own key set, whose thumbprint is
 * the option `gatewayKey`. Ids are the platform's numbers; paths in `PorticoError.errors` are the platform's, such as
 * `business.beneficialOwner[0].ssn`; `PorticoError.reason` is the platform's own code, such as `EC-BL-9001`.
 */
export interface Passport {
  readonly customers: PassportCustomers;
  readonly agreements: PassportAgreements;
  readonly accounts: PassportAccounts;
}

export interface PassportCustomers {
  /**
   * Creates a customer. `externalId` is made up when absent. When the answer gets lost, the customer is looked up by it in
   * what is left of the time limit; what can't be found ends with `outcome_unknown`, whose `reason` is the `externalId`:
   * nothing is ever sent twice.
   */
  create(input: NewPassportCustomer, options?: CallOptions): Promise<{ id: number; externalId: string }>;
  get(customer: PassportId, options?: CallOptions): Promise<PassportCustomer>;
  /** Changes what is passed. Owners are changed by their `id` or `externalId`; one with neither is added. */
  update(input: PassportId & PassportCustomerChange, options?: CallOptions): Promise<void>;
}

export interface PassportAgreements {
  list(options?: CallOptions): Promise<PassportAgreement[]>;
  /** The text to show, with the hash that an acceptance names. */
  document(agreement: PassportAgreement, options?: CallOptions): Promise<AgreementText>;
  /** Has the gateway record who accepted what, how and when. This browser remembers that it did, by ids alone. */
  accept(input: PassportCustomerRef & PassportAcceptance, options?: CallOptions): Promise<PassportReceipt>;
}

export interface PassportAccounts {
  /**
   * Opens an account. `isCustomerOwned: true` makes a deposit account, which takes the signed agreement and a customer with
   * all of their data: what is missing is told at once, before anything is sent. The right agreement has to be accepted
   * first, or this ends with `agreement_not_accepted`. A lost answer is looked up as in `customers.create`.
   */
  open(input: NewPassportAccount, options?: CallOptions): Promise<OpenedPassportAccount>;
  get(input: PassportAccountRef, options?: CallOptions): Promise<PassportAccount>;
  /** Oldest first. */
  list(customer: PassportCustomerRef, options?: CallOptions): Promise<PassportAccount[]>;
  /** Making an account the primary one takes the flag from another. `externalId` can be set once. */
  update(input: PassportAccountRef & PassportAccountChange, options?: CallOptions): Promise<void>;
  /** The account becomes `CLOSURE_INITIATED`, and `CLOSED` when the balance is paid out. */
  close(input: PassportAccountRef & PassportClosing, options?: CallOptions): Promise<void>;
  /**
   * Asks until the checks are through: `ACTIVE` or `BLOCKED`. Ends with `timed_out` after `timeoutMs`, five minutes when
   * absent; the checks go on, and asking again is safe.
   */
  waitForOutcome(
    input: PassportAccountRef,
    options?: Pick<CallOptions, "signal" | "timeoutMs">,
  ): Promise<PassportAccount>;
}

/** A customer, by one of their ids. */
export type PassportId = { id: number; externalId?: undefined } | { externalId: string; id?: undefined };

/** Whose account it is, by one of their ids. */
export type PassportCustomerRef =
  { customerId: number; customerExternalId?: undefined } | { customerExternalId: string; customerId?: undefined };

/** An account, by one of its ids. */
export type PassportAccountRef = PassportCustomerRef &
  ({ accountId: number; accountExternalId?: undefined } | { accountExternalId: string; accountId?: undefined });

/** What a customer is can't change. */
export type NewPassportCustomer = {
  /** Your own id, fixed once set: 1 to 100 letters, digits and `-_.:~`, of which the first is no full stop. */
  externalId?: string;
} & ({ type: "INDIVIDUAL"; individual: PassportIndividual } | { type: "BUSINESS"; business: PassportBusiness });

export interface PassportCustomerChange {
  individual?: Partial<PassportIndividual>;
  business?: Partial<PassportBusiness>;
}

/** A person. A deposit account needs all but `middleName`. */
export interface PassportIndividual {
  firstName: string;
  middleName?: string;
  lastName: string;
  /** Nine digits, as 3-2-4 or plain. Leaves this browser sealed only. */
  ssn?: string;
  /** `YYYY-MM-DD`. 18 years or older today. Leaves this browser sealed only. */
  dob?: string;
  /** One of them with `isPrimary: true` for a deposit account. A change replaces all of them. */
  mailingAddress?: PassportAddress[];
  /** A US number of ten digits in any form, or E.164. */
  mobilePhone?: string;
  email?: string;
}

/** A company. A deposit account needs all of it. */
export interface PassportBusiness {
  legalName: string;
  /** Nine digits, as 2-7 or plain. Leaves this browser sealed only. */
  ein?: string;
  /** Two-letter code. */
  stateOfIncorporation?: string;
  /** `YYYY-MM-DD`. */
  dateOfIncorporation?: string;
  doingBusinessAs?: string;
  phone?: string;
  email?: string;
  businessCategory?: string;
  beneficialOwner?: PassportOwner[];
}

/** Who owns or controls a company. A deposit account needs name, `ssn`, `dob` and a primary address of each. */
export interface PassportOwner extends Partial<PassportIndividual> {
  /** The platform's. In a change, the owner that changes. */
  id?: number;
  /** Your own, fixed once set. */
  externalId?: string;
  /** In percent. All shares together are 100 at most. */
  ownershipPercentage?: number;
  title?: string;
  isControlPerson?: boolean;
}

/** A postal address in the US. */
export interface PassportAddress {
  addressLine1: string;
  addressLine2?: string;
  city: string;
  /** Two-letter code. */
  state: string;
  /** Five digits, or nine. */
  zip: string;
  isPrimary?: boolean;
}

/** A customer as the platform knows them: of SSN and EIN the last four digits, and no birth date. */
export interface PassportCustomer {
  id: number;
  externalId?: string;
  type: "INDIVIDUAL" | "BUSINESS";
  /** `INACTIVE`: closed or blocked. */
  status: "ACTIVE" | "INACTIVE";
  statusReason?: string;
  individual?: Omit<PassportIndividual, "ssn" | "dob"> & { ssnLast4?: string };
  business?: Omit<PassportBusiness, "ein" | "beneficialOwner"> & {
    einLast4?: string;
    beneficialOwner?: (Omit<PassportOwner, "ssn" | "dob"> & { id: number; ssnLast4?: string })[];
  };
}

/** A deposit account needs the first, a clearing account the second. */
export type PassportAgreementType = "passport_account_agreement" | "payment_services_terms";

export interface PassportAgreement {
  type: PassportAgreementType;
  title: string;
  version: string;
  /** BCP 47 tag. */
  locale: string;
  contentType: string;
  url: string;
  documentSha256: string;
}

/** How an agreement was accepted: by a click, by an electronic signature, by pen. */
export type AcceptanceMode = "CLICKWRAP" | "ESIGN" | "WETSIGN";

export type PassportAcceptance = {
  type: PassportAgreementType;
  /** Of the text that was shown. */
  documentSha256: string;
  locale: string;
  acceptedBy: AcceptedBy;
} & (
  | {
      mode: "CLICKWRAP" | "ESIGN";
      /**
       * The click that accepted, of a mouse, a finger or a key on a button, as its listener got it. One that a script made
       * ends with `invalid_option`. A call that failed is repeated with the same one.
       */
      click: MouseEvent;
    }
  | {
      mode: "WETSIGN";
      /** Not looked at: a pen accepted. */
      click?: MouseEvent;
    }
);

/** Who accepted: an individual customer, or a business's owner by one of their ids. */
export interface AcceptedBy {
  entity: "CUSTOMER" | "BENEFICIAL_OWNER";
  id?: number;
  externalId?: string;
}

/** What the gateway keeps as evidence. */
export interface PassportReceipt {
  id: string;
  type: PassportAgreementType;
  documentSha256: string;
  locale: string;
  acceptanceMode: AcceptanceMode;
  /** By the gateway's clock. RFC 3339, UTC. */
  acceptedAt: string;
  /** The browser's, as the gateway saw it. */
  ipAddress?: string;
  acceptedBy: AcceptedBy;
}

/** The guide's parameters. */
export type NewPassportAccount = PassportCustomerRef & {
  /** `CHECKING` when absent. */
  type?: "CHECKING";
  nickName?: string;
  /** The customer's first account is primary by itself; setting it moves the flag. */
  isPrimary?: boolean;
  /** Your own id, unique over all accounts, fixed once set. Made up when absent. */
  externalId?: string;
  /** One of those that are configured for the program. */
  purpose?: string;
  /** How the linked document was accepted. What goes up is what the gateway's receipt says. */
  acceptanceMode?: AcceptanceMode;
  /** Who accepted it. What goes up is what the gateway's receipt says. */
  acceptedBy?: AcceptedBy;
} & (
    | {
        /** A deposit account, the customer's own. */
        isCustomerOwned: true;
        linkedDocument: SignedAgreement;
      }
    | {
        /** A clearing (FBO) account, managed by the platform. */
        isCustomerOwned?: false;
        linkedDocument?: SignedAgreement;
      }
  );

export interface SignedAgreement {
  /** A PDF of up to 25 MiB. Encoded in a worker, so that the page stays free; `document` events tell how far it is. */
  content: Blob | Uint8Array;
}

export interface OpenedPassportAccount {
  id: number;
  externalId: string;
  /** What the platform says beside its yes. Absent where it says nothing. */
  warnings?: string[];
}

export type PassportAccountStatus = "INACTIVE" | "ACTIVE" | "BLOCKED" | "CLOSURE_INITIATED" | "CLOSED";

/** An account as the platform has it: amounts are texts such as `"0.00"`, times `MM/DD/YYYY HH:mm:ss`. */
export interface PassportAccount {
  id: number;
  externalId?: string;
  type: "CHECKING" | string;
  isCustomerOwned: boolean;
  isPrimary: boolean;
  nickName?: string;
  purpose?: string;
  /** `INACTIVE` until the checks are through. */
  status: PassportAccountStatus;
  /** Such as `ACTIVATED_BY_SYSTEM`. */
  statusReason: string;
  statusDate: string;
  accountNumber?: string;
  routableAccount?: {
    accountNumber: string;
    routingNumber: string;
    wireAccountNumber: string;
    wireRoutingNumber: string;
  };
  balance?: { amount: string; asOn: string };
  availableBalance?: { amount: string; asOn: string };
  createdOn: string;
  lastUpdatedOn: string;
  /** Each with how it was accepted, whichever of the guide's forms the platform answers in. Absent where none was linked. */
  linkedDocument?: LinkedPassportDocument[];
  /** Of an account without a linked document. */
  acceptanceMode?: AcceptanceMode;
  acceptanceDetails?: PassportAcceptanceDetails;
}

export interface LinkedPassportDocument {
  purpose: "AUTHORIZATION" | string;
  /** Its content, or what stands for it: the platform says which. */
  document: { type: "SPAA" | string; base64encodedContent?: string; size?: number; sha256?: string };
  acceptanceMode?: AcceptanceMode;
  acceptanceDetails?: PassportAcceptanceDetails;
}

/** What the platform was told of an acceptance. */
export interface PassportAcceptanceDetails {
  ipAddress?: string;
  acceptedOn?: string;
  acceptedBy?: AcceptedBy;
}

export interface PassportAccountChange {
  purpose?: string;
  nickName?: string;
  isPrimary?: true;
  /** Where the account has none yet. */
  externalId?: string;
}

export interface PassportClosing {
  /** With `OTHERS`, `comment` says why. */
  reason: "OTHERS" | string;
  comment?: string;
  /** Where the rest of the money goes. */
  outstandingBalanceInstruction: { preferredMethod: "ACH" | "CHECK"; destination?: object };
}
