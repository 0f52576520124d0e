// @ts-check
// The calls of cures that take more than a request. Images of identity documents are sealed like any document, and joined to
// their call outside of the wasm, whose memory they never enter; of a scan that gives way to another it is told that it is over.

/** @type {import("./on-demand.mjs").Tools} */
let lent;
/** @param {import("./on-demand.mjs").Tools} tools */
export const lend = (tools) => void (lent = tools);

/** Of these the documents are there, and nothing is to be sent. */
const SENT = /^(documents_already_sent|kyc_step_not_due)$/;

/** The largest image, in bytes: 10 MiB. */
const LARGEST_IMAGE = 10 * 1024 * 1024;

/** @typedef {import("./call.mjs").Limited} Limited */
/** @typedef {import("./document-worker.js").Part} Part */

/**
 * @typedef {object} Means What a client lends for this.
 * @property {(parts: Part[], use: string, checked: Limited) => Promise<Blob>} seal
 * @property {(operation: string, argument: string, checked: Limited) => Promise<any>} answer
 * @property {(blobs: Blob[]) => { names: string[], release: () => void }} attach
 * @property {() => number} now the platform's time in milliseconds since 1970; 0 where it was not asked yet
 * @property {() => void} expire tells that the scan that was open is over
 */

/**
 * The calls, whose options were checked.
 * @param {Means} means
 */
export function cures(means) {
  const { answer, now, expire } = means;
  /** What was last read of each person's scan. @type {Record<string, import("./answers.d.ts").IdentityScan>} */
  const scans = {};
  return {
    people: {
      sendDocuments: (/** @type {any} */ input, /** @type {Limited} */ checked) =>
        sendIdentityDocuments(input, checked, means),
      identityScan: async (/** @type {any} */ personId, /** @type {Limited} */ checked) => {
        const scan = await answer(
          "people.identityScan",
          lent.text({ personId: lent.id("personId", personId) }),
          checked,
        );
        const { identityScanId, expiresAt = "" } = scans[personId] ?? scan;
        scans[personId] = scan;
        // Another one: the last was over, by the platform's clock.
        if (identityScanId !== scan.identityScanId && Date.parse(expiresAt) <= now()) expire();
        return scan;
      },
    },
    steps: {
      send: (/** @type {StepDocuments} */ input, /** @type {Limited} */ checked) => sendOfStep(input, checked, means),
    },
  };
}

/** @typedef {Extract<import("./index.d.ts").StepInput, { kind: "provide_documents" }>} ProvideDocuments */
/** @typedef {ProvideDocuments & { requests: import("./answers.d.ts").DocumentRequest[] }} StepDocuments */

/**
 * Sends the documents of a step, unless they are there.
 * @param {StepDocuments} input
 * @param {Limited} checked
 * @param {Means} means
 */
async function sendOfStep({ documentRequestId, documents, requests }, checked, means) {
  const request = requests.find(({ id }) => id === documentRequestId);
  if (!request) throw lent.invalidOption([lent.wrong("documentRequestId", "the id of a request of this step")]);
  const { purpose, status } = request;
  try {
    await sendIdentityDocuments(
      { documentRequestId, purpose, documents, replace: status !== "requested" },
      checked,
      means,
    );
  } catch (/** @type {any} */ error) {
    if (!SENT.test(error.code)) throw error;
  }
}

/**
 * @param {import("./index.d.ts").IdentityDocuments} input
 * @param {Limited} checked
 * @param {Means} means
 * @returns {Promise<import("./index.d.ts").DocumentRequest>}
 */
async function sendIdentityDocuments(input, checked, { seal, answer, attach }) {
  const { id, invalidOption, wrong } = lent;
  const { documents, replace, ...rest } = input ?? {};
  const use = `document:${id("documentRequestId", rest.documentRequestId)}`;
  if (!Array.isArray(documents) || !documents.length) throw invalidOption([wrong("documents", "a list of documents")]);
  const images = documents.map(checkImages);
  const operation = replace ? "people.replaceDocuments" : "people.sendDocuments";
  // One key for the whole of it, also where it is sealed again.
  const { idempotencyKey = crypto.randomUUID() } = checked;
  for (let again = true; ; again = false) {
    const sealed = [];
    // One after the other: each takes several times its size while it is sealed. What is sealed is wiped, so it gets copies.
    for (const parts of images) {
      const copies = parts.map((part) => (part instanceof Uint8Array ? part.slice() : part));
      sealed.push(await seal(copies, use, checked));
    }
    const { names, release } = attach(sealed);
    const argument = {
      ...rest,
      documents: documents.map(({ documentType, country }, place) => {
        return { documentType, country, encryptedData: names[place] };
      }),
    };
    try {
      return await answer(operation, JSON.stringify(argument), { ...checked, idempotencyKey });
    } catch (error) {
      // The session or the platform's key changed in between.
      if (!again || /** @type {any} */ (error).code !== "unsealable") throw error;
    } finally {
      release();
    }
  }
}

/**
 * What is sealed of one document: JSON in parts, of which images become base64.
 * @param {import("./index.d.ts").IdentityDocument} document
 * @param {number} place
 * @returns {Part[]}
 */
function checkImages(document, place) {
  const { invalidOption, wrong } = lent;
  /** @type {Part[]} */
  const parts = [];
  for (const side of /** @type {const} */ (["front", "back"])) {
    const image = document?.[`${side}Image`];
    if (image === undefined && side === "back") continue;
    const field = `documents.${place}.${side}Image`;
    const isBytes = image instanceof Uint8Array;
    if (!isBytes && !(image instanceof Blob)) throw invalidOption([wrong(field, "a File, a Blob or a Uint8Array")]);
    const type = document[`${side}ImageContentType`] || (isBytes ? "" : image.type);
    if (!type) throw invalidOption([wrong(`${field}ContentType`, "a media type such as image/jpeg")]);
    if ((isBytes ? image.length : image.size) > LARGEST_IMAGE) throw invalidOption([wrong(field, "at most 10 MiB")]);
    parts.push(`${parts.length ? "," : "{"}"${side}_image_content_type":${JSON.stringify(type)},"${side}_image":"`);
    parts.push(/** @type {Part} */ (image), '"');
  }
  return [...parts, "}"];
}
