// @ts-check
import { html, nothing, svg } from "lit";

/**
 * The step machine, for the picture and for the table. What is next is the platform's word alone; this draws what it can say.
 * @type {[from: string, to: string, when: string][]}
 */
export const MOVES = [
  ["person_details", "accept_agreements", "the checks approve"],
  ["person_details", "identity_questions", "conditional: questions cure it"],
  ["person_details", "identity_scan", "conditional: a scan cures it"],
  ["person_details", "provide_documents", "conditional: documents cure it"],
  ["person_details", "identity_review", "pending"],
  ["person_details", "declined", "the checks reject or block"],
  ["identity_questions", "identity_questions", "wrong answers, or their time is over"],
  ["identity_questions", "accept_agreements", "right answers"],
  ["identity_questions", "declined", "the third wrong set"],
  ["identity_scan", "identity_scan", "the scan failed"],
  ["identity_scan", "accept_agreements", "the scan passed"],
  ["identity_scan", "declined", "the third failed scan"],
  ["provide_documents", "identity_review", "documents are sent"],
  ["identity_review", "provide_documents", "the review could not use them"],
  ["identity_review", "accept_agreements", "the review approves"],
  ["identity_review", "declined", "the review rejects"],
  ["accept_agreements", "expected_use", "a DDA: all are accepted"],
  ["accept_agreements", "order_card", "a GPR: all are accepted, the account is active"],
  ["expected_use", "order_card", "answered, the account is active"],
  ["order_card", "await_card", "a card is made"],
  ["await_card", "activate_card", "the card was sent"],
  ["await_card", "order_card", "the card was closed"],
  ["activate_card", "enroll_features", "the PIN is set, and features are offered"],
  ["activate_card", "complete", "the PIN is set"],
  ["enroll_features", "complete", "chosen, or not now"],
  ["any step", "declined", "the account is closed"],
];

/** Column and row of each step. */
const PLACES = /** @type {Record<string, [column: number, row: number]>} */ ({
  person_details: [0, 0],
  identity_questions: [1, 1],
  identity_scan: [1, 2],
  provide_documents: [1, 3],
  identity_review: [1, 4],
  accept_agreements: [0, 5],
  declined: [1, 5],
  expected_use: [0, 6],
  order_card: [0, 7],
  await_card: [0, 8],
  activate_card: [0, 9],
  enroll_features: [0, 10],
  complete: [0, 11],
});

const WIDTH = 148;
const HEIGHT = 28;
const LEFT = [20, 204];
const PITCH = 46;
/** The lines that several moves share: out of the personal step, back to the agreements, and to the end. */
const OUT = 94;
const BACK = 186;
const END = 370;

/** @param {string} step */
function edgesOf(step) {
  const [column, row] = PLACES[step] ?? [0, 0];
  const left = LEFT[column] ?? 0;
  const top = 8 + row * PITCH;
  return { left, right: left + WIDTH, top, bottom: top + HEIGHT, middle: top + HEIGHT / 2, center: left + WIDTH / 2 };
}

const CURES = ["identity_questions", "identity_scan", "provide_documents", "identity_review"];
const MAIN = Object.keys(PLACES).filter((step) => PLACES[step]?.[0] === 0);

/** The moves as lines. Many share a line, as on a map of trains. */
function lines() {
  const agreements = edgesOf("accept_agreements");
  const declined = edgesOf("declined");
  const start = edgesOf("person_details");
  const down = MAIN.slice(1).map((step, index) => {
    const from = edgesOf(MAIN[index] ?? "");
    return `M${from.center} ${from.bottom}V${edgesOf(step).top}`;
  });
  const out = CURES.map((step) => `M${OUT} ${start.bottom}V${edgesOf(step).middle - 6}H${edgesOf(step).left}`);
  const back = CURES.filter((step) => step !== "provide_documents").map((step) => {
    const { left, middle } = edgesOf(step);
    return `M${left} ${middle + 6}H${BACK}V${agreements.middle}H${agreements.right}`;
  });
  const end = ["person_details", ...CURES.filter((step) => step !== "provide_documents")].map((step) => {
    const { right, middle } = edgesOf(step);
    return `M${right} ${middle}H${END}V${declined.middle}H${declined.right}`;
  });
  const documents = edgesOf("provide_documents");
  const review = edgesOf("identity_review");
  const around = (/** @type {string} */ from, /** @type {string} */ to) =>
    `M${edgesOf(from).left} ${edgesOf(from).middle}H8V${edgesOf(to).middle}H${edgesOf(to).left}`;
  return [
    ...down,
    ...out,
    ...back,
    ...end,
    `M${documents.center - 12} ${documents.bottom}V${review.top}`,
    `M${documents.center + 12} ${review.top}V${documents.bottom}`,
    around("accept_agreements", "order_card"),
    around("activate_card", "complete"),
  ];
}

/**
 * The step machine as a graph, with the current step lit and those that were seen on this page marked.
 * @param {string} current
 * @param {ReadonlySet<string>} seen
 */
export function machineGraph(current, seen) {
  const height = 8 + 12 * PITCH;
  return html`<svg class="machine" viewBox="0 0 384 ${height}" role="img" aria-label="Steps: ${tell(current)}">
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M1 1L7 4L1 7" class="head" />
      </marker>
    </defs>
    ${lines().map((line) => svg`<path class="move" d=${line} marker-end="url(#arrow)" />`)}
    ${Object.keys(PLACES).map((step) => {
      const { left, top, center, middle } = edgesOf(step);
      const state = step === current ? "current" : seen.has(step) ? "seen" : "";
      return svg`<g class="step ${state}" data-machine-step=${step} data-state=${state || nothing}>
        <rect x=${left} y=${top} width=${WIDTH} height=${HEIGHT} rx="8" />
        <text x=${center} y=${middle} dominant-baseline="central" text-anchor="middle">${step}</text>
      </g>`;
    })}
  </svg>`;
}

/**
 * The same as a table.
 * @param {string} current
 * @param {ReadonlySet<string>} seen
 */
export function machineTable(current, seen) {
  return html`<div class="table" role="region" aria-label="The step machine as a table" tabindex="0">
    <table>
      <thead>
        <tr>
          ${["Step", "Next", "When"].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${MOVES.map(([from, to, when], index) => {
          const isFirst = MOVES[index - 1]?.[0] !== from;
          const isCurrent = from === current || (from === "any step" && to === current);
          return html`<tr class=${isCurrent ? "lit" : ""}>
            <td>
              ${isFirst ? html`<code>${from}</code>` : nothing}${
                isFirst && isCurrent ? " (now)" : isFirst && seen.has(from) ? " (seen)" : nothing
              }
            </td>
            <td><code>${to}</code></td>
            <td>${when}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** @param {string} current */
const tell = (current) => (PLACES[current] ? `${current} is the current one` : "none is current");
