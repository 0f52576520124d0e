// The single calls, and what they take.

import type {
  Account,
  Agreement,
  AgreementReceipt,
  AgreementText,
  AuthorizationCode,
  Brand,
  Card,
  CardSecrets,
  DocumentRequest,
  Feature,
  FeatureName,
  IdentityQuestions,
  IdentityScan,
  Person,
  Progress,
  Question,
  Wallet,
  WalletToken,
} from "./answers.js";
import type { CallOptions } from "./index.js";

export interface Accounts {
  /** Creates an account from a context, or as a child of an account, whose context it inherits where none is named. */
  create(
    input: { providedId: string; parentAccountId?: string } | { providedId?: string; parentAccountId: string },
    options?: CallOptions,
  ): Promise<Account>;
  get(accountId: string, options?: CallOptions): Promise<Account>;
}

export interface People {
  /** Seals birth date and government id, and creates the person. A failed check does not fail the call. */
  create(input: PersonDetails & NewRelationship, options?: CallOptions): Promise<Person>;
  get(personId: string, options?: CallOptions): Promise<Person>;
  /** Changes what is passed. What is sealed can change only while `kycStatus` is `unchecked`, or ends with `pii_locked`. */
  update(input: Partial<PersonDetails> & { personId: string }, options?: CallOptions): Promise<Person>;
  /** Opens a new set of questions that cure a conditional person. */
  identityQuestions(personId: string, options?: CallOptions): Promise<IdentityQuestions>;
  /** Seals the answers. Wrong ones leave the person conditional, with new questions; the third wrong set ends it. */
  answerIdentityQuestions(
    input: { personId: string; answers: IdentityAnswer[] },
    options?: CallOptions,
  ): Promise<Person>;
  identityScan(personId: string, options?: CallOptions): Promise<IdentityScan>;
  documentRequests(personId: string, options?: CallOptions): Promise<DocumentRequest[]>;
  /** Seals images away from the page, as `sealDocument` does, and sends them. */
  sendDocuments(input: IdentityDocuments, options?: CallOptions): Promise<DocumentRequest>;
}

export interface Agreements {
  search(input: { providedId: string }, options?: CallOptions): Promise<Agreement[]>;
  get(agreementId: string, options?: CallOptions): Promise<Agreement>;
  /** The text to show, with the hash that an acceptance names. Plain text where there is one. */
  document(agreement: Agreement, options?: CallOptions): Promise<AgreementText>;
  accepted(personId: string, options?: CallOptions): Promise<Agreement[]>;
  accept(
    input: { personId: string; agreementId: string; documentSha256: string; locale: string },
    options?: CallOptions,
  ): Promise<AgreementReceipt>;
}

export interface ExpectedUse {
  get(personId: string, options?: CallOptions): Promise<Question[]>;
  answer(input: { personId: string; answers: Answer[] }, options?: CallOptions): Promise<Progress>;
}

export interface Cards {
  brands(personId: string, options?: CallOptions): Promise<Brand[]>;
  orderPhysical(input: NewCard & { brandName: string; address: Address }, options?: CallOptions): Promise<Card>;
  /** A card with a number, for paying online. It can't go into a wallet. */
  orderVirtual(input: NewCard, options?: CallOptions): Promise<Card>;
  /** A card without a number, for a wallet. */
  orderDigital(input: NewCard, options?: CallOptions): Promise<Card>;
  get(cardId: string, options?: CallOptions): Promise<Card>;
  /** Seals the CVC and has it checked. Three wrong ones lock the card's verification for an hour. */
  verify(input: { cardId: string; cvc: string }, options?: CallOptions): Promise<{ id: string; expiresAt: string }>;
  /** Seals the PIN, sets it and activates the card. */
  setPin(input: { cardId: string; verificationId: string; pin: string }, options?: CallOptions): Promise<Card>;
  /** Number and CVC of a physical or virtual card, sealed to this browser and opened in it. */
  secrets(cardId: string, options?: CallOptions): Promise<CardSecrets>;
  lock(cardId: string, options?: CallOptions): Promise<Card>;
  unlock(cardId: string, options?: CallOptions): Promise<Card>;
  /** For good. A card that `replaces` it can be ordered then. */
  close(
    input: { cardId: string; reason: "lost" | "stolen" | "damaged" | "not_needed" },
    options?: CallOptions,
  ): Promise<Card>;
  walletToken(input: { cardId: string; wallet: Wallet }, options?: CallOptions): Promise<WalletToken>;
}

export interface Features {
  list(personId: string, options?: CallOptions): Promise<Feature[]>;
  /** Savings needs `eCommunicationsConsent: true`. */
  enroll(
    input: { personId: string; feature: FeatureName; eCommunicationsConsent?: boolean },
    options?: CallOptions,
  ): Promise<Feature>;
}

export interface MicroApps {
  /** A passcode for the frame of a micro-app. */
  authorizationCode(options?: CallOptions): Promise<AuthorizationCode>;
}

/** What is known of a person. Checks run as soon as name, address, birth date and government id are there. */
export interface PersonDetails {
  firstName: string;
  middleName?: string;
  lastName: string;
  email?: string;
  /** A US number of ten digits in any form, or E.164. */
  phone?: string;
  address?: Address;
  /** `YYYY-MM-DD`. 18 years or older today. Leaves this browser sealed only. */
  dateOfBirth?: string;
  /** Leaves this browser sealed only. */
  governmentId?: { type: "ssn" | "passport" | "non_us_passport"; value: string };
}

/** A person as an onboarding needs them: whole. */
export interface NewPerson extends PersonDetails {
  email: string;
  phone: string;
  address: Address;
  dateOfBirth: string;
  governmentId: { type: "ssn" | "passport" | "non_us_passport"; value: string };
}

export interface NewRelationship {
  accountId: string;
  /** `primary` when absent. A secondary person needs an account that has a primary one. */
  relationship?: "primary" | "secondary";
}

export interface NewCard {
  accountId: string;
  personId: string;
  /** The closed card of the same person that this one takes the place of. */
  replaces?: string;
}

/** Documents for one request. */
export interface IdentityDocuments {
  documentRequestId: string;
  purpose: string;
  documents: IdentityDocument[];
  /** Takes the place of what was sent before. */
  replace?: boolean;
}

/** A document's images, of up to 10 MiB each. */
export interface IdentityDocument {
  documentType: "drivers_license" | "passport" | "utility_bill" | string;
  /** Such as `US`. */
  country: string;
  frontImage: Blob | Uint8Array;
  /** Such as `image/jpeg`. The Blob's own when absent. */
  frontImageContentType?: string;
  backImage?: Blob | Uint8Array;
  backImageContentType?: string;
}

/** An answer to a question that only the person can answer. */
export interface IdentityAnswer {
  questionId: string;
  answerId: string;
}

export interface Answer {
  questionId: string;
  optionId: string;
}

export interface Address {
  line1: string;
  line2?: string;
  city: string;
  /** Two-letter code. */
  state: string;
  /** Five digits, or nine with a hyphen. */
  postalCode: string;
  /** `US` when absent. */
  country?: string;
}
