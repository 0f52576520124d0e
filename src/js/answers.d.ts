// What the platform answers, as a page is shown it.

/** What the platform says of a session. */
export interface Session {
  id: string;
  /** Absent while it is anonymous. */
  sourceType?: "account" | "person";
  sourceId?: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  /** RFC 3339, UTC. */
  expiresAt: string;
}

export interface Account {
  id: string;
  accountState: "new" | "active" | "closed";
  type: "dda" | "gpr";
  providedId: string;
  primaryPersonId?: string;
  /** What the account carries from the context that it stems from. */
  accountContext?: {
    partnerName?: string;
    backingBank?: string;
    cardBrands?: string[];
    features?: string[];
    eligibility?: string[];
    feeSchedules?: string[];
  };
  workflows: Workflow[];
  createdAt: string;
  balance: { available: string; currency: string };
  cards: { id: string; type: CardType; status: CardStatus }[];
}

export interface Workflow {
  name: string;
  steps: { step: string; relatedId?: string }[];
}

export interface Person {
  id: string;
  status: "inactive" | "active" | "closed";
  kycStatus: "unchecked" | "pending" | "approved" | "conditional" | "rejected" | "blocked";
  ofacStatus: "unchecked" | "approved" | "rejected";
  relationship?: "primary" | "secondary";
  /** Absent where no government id is known. */
  governmentIdLast4?: string;
  accountIds?: string[];
  accountState: "new" | "active" | "closed";
  workflows: Workflow[];
}

export interface Agreement {
  id: string;
  type: "cardholder_terms" | "esign" | "privacy_policy" | string;
  /** Its title, for people. */
  description: string;
  documents: { type: string; files: { contentType: string; url: string }[] }[];
  acceptedAt?: string;
}

export interface AgreementText {
  contentType: string;
  text: string;
  /** Lower-case hex SHA-256 of exactly the bytes of `text`. */
  sha256: string;
}

export interface AgreementReceipt {
  agreementId: string;
  acceptedAt: string;
  recordedAt: string;
  locale: string;
  documentSha256: string;
  acceptanceMode: "CLICKWRAP";
}

export interface Question {
  id: string;
  text: string;
  type: "single_choice";
  options: { id: string; text: string }[];
}

export interface Brand {
  brandName: string;
  cardType: CardType;
  imageUrl: string;
  /** Dollars and cents, such as `"0.00"`. */
  fee: string;
}

export type CardType = "physical" | "virtual" | "digital";
export type CardStatus = "unactivated" | "active" | "closed";

export interface Card {
  id: string;
  type: CardType;
  status: CardStatus;
  lockStatus: "unlocked" | "locked";
  brandName: string;
  /** 1 to 12. */
  expMonth: number;
  expYear: number;
  /** Absent for a digital card. */
  panLast4?: string;
  shipping?: {
    status: "pending" | "shipped" | "delivered";
    carrier?: string;
    trackingNumber?: string;
    estimatedArrival?: string;
  };
}

/** Where the account stands after a write. */
export interface Progress {
  accountState?: "new" | "active" | "closed";
  workflows?: Workflow[];
}

/** Questions about oneself that cure a conditional person. They came sealed; show them and keep them nowhere. */
export interface IdentityQuestions {
  questions: { id: string; question: string; answerOptions: { answerId: string; text: string }[] }[];
  /** RFC 3339, UTC. Later answers end with `identity_questions_expired`. */
  expiresAt?: string;
}

/** A scan of an identity document, by the platform's own means. */
export interface IdentityScan {
  identityScanId: string;
  status?: "waiting" | "passed" | "failed" | string;
  /** RFC 3339, UTC. */
  expiresAt?: string;
}

/** Documents that the platform asks for. */
export interface DocumentRequest {
  id: string;
  status: "requested" | "under_review" | "accepted" | "rejected";
  purpose: string;
  /** Those that are taken. */
  documentTypes?: string[];
}

/** Opened in this browser alone. Show them, and keep them nowhere. */
export interface CardSecrets {
  pan: string;
  cvv2: string;
}

/** For handing a digital card to a wallet. */
export interface WalletToken {
  id: string;
  wallet: Wallet | string;
  status?: string;
  /** RFC 3339, UTC. */
  expiresAt?: string;
}

export type Wallet = "apple_pay" | "google_pay" | "samsung_pay";

export type FeatureName = "savings" | "bank_transfer" | "me_to_me";

/** Whether a person may use a feature. */
export interface Feature {
  feature: FeatureName | string;
  state: "not_eligible" | "eligible" | "enrolled";
  /** What is missing, as codes: `account_inactive`, `card_not_activated`, `e_communications_consent_missing`. */
  missing?: string[];
}

/** The passcode of a micro-app: for one use, within five minutes. */
export interface AuthorizationCode {
  code: string;
  /** RFC 3339, UTC. */
  expiresAt: string;
}
