// @ts-check
// Sends images of identity documents: sealed like any document, and joined to their call outside of the wasm, whose memory
// they never enter.

/** @type {import("./on-demand.mjs").Tools} */
let lent;
/** @param {import("./on-demand.mjs").Tools} tools */
export const lend = (tools) => void (lent = tools);

/** The largest image, in bytes: 10 MiB. */
const LARGEST_IMAGE = 10 * 1024 * 1024;

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */
/** @typedef {import("./document-worker.js").Part} Part */

/**
 * @typedef {object} Means What a client lends for this.
 * @property {(parts: Part[], use: string, checked: CallOptions) => Promise<Blob>} seal
 * @property {(operation: string, argument: string, checked: CallOptions) => Promise<any>} answer
 * @property {(blobs: Blob[]) => { names: string[], release: () => void }} attach
 */

/**
 * @param {import("./index.d.ts").IdentityDocuments} input
 * @param {CallOptions} checked
 * @param {Means} means
 * @returns {Promise<import("./index.d.ts").DocumentRequest>}
 */
export async function sendIdentityDocuments(input, checked, { seal, answer, attach }) {
  const { id, invalidOption, wrong } = lent;
  const { documents, replace, ...rest } = input ?? {};
  const use = `document:${id("documentRequestId", rest.documentRequestId)}`;
  if (!Array.isArray(documents) || !documents.length) throw invalidOption([wrong("documents", "a list of documents")]);
  const images = documents.map(checkImages);
  const operation = replace ? "people.replaceDocuments" : "people.sendDocuments";
  // One key for the whole of it, also where it is sealed again.
  const options = { ...checked, idempotencyKey: checked.idempotencyKey ?? crypto.randomUUID() };
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
      return await answer(operation, JSON.stringify(argument), options);
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
