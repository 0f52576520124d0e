// Documents: sealed here, opened by the platform in the page.

import { openSession } from "./session.mjs";

/** A file of so many bytes that can be told from any other. */
export function fileOf(bytes) {
  const content = new Uint8Array(bytes);
  for (let index = 0; index < bytes; index += 1) content[index] = (index * 31 + (index >> 8) * 7) & 255;
  return new File([content], "passport.jpg", { type: "image/jpeg" });
}

/** Seals a document of so many bytes, given as `form`, and opens it again. */
export async function roundTrip(bytes, form, suite) {
  const { portico, platform } = await openSession(suite);
  const file = fileOf(bytes);
  const given = { File: file, Blob: new Blob([file]), Uint8Array: new Uint8Array(await file.arrayBuffer()) }[form];
  const events = [];
  portico.addEventListener("document", ({ detail }) => events.push(detail));
  const sealed = await portico.sealDocument(given, { use: "document:r1" });
  const opened = await platform.unseal(await sealed.text());
  const expected = new Uint8Array(await file.arrayBuffer());
  const { plaintext } = opened;
  return {
    isBlob: sealed instanceof Blob,
    type: sealed.type,
    same: plaintext.length === expected.length && plaintext.every((byte, index) => byte === expected[index]),
    use: opened.header.use,
    stages: [...new Set(events.map(({ stage }) => stage))],
    where: [...new Set(events.map(({ where }) => where))],
    counted: events.every(({ loaded, total }) => total === bytes && loaded <= total),
  };
}

/** What a document ends with that is aborted as soon as a stage is told, and how it ends that is aborted before. */
export async function abortAt(stage) {
  const { portico } = await openSession();
  const controller = new AbortController();
  portico.addEventListener("document", ({ detail }) => detail.stage === stage && controller.abort());
  if (!stage) controller.abort();
  return codeOf(portico.sealDocument(fileOf(4_000_000), { use: "document:r1", signal: controller.signal }));
}

/** What sealing ends with in one client, before a script of the package can be had and after. */
export async function withoutScript() {
  const { portico } = await openSession();
  const seal = () => codeOf(portico.sealDocument(fileOf(5), { use: "document:r1" }));
  return [await seal(), await seal(), await seal()];
}

/** The codes for what can't be sealed. */
export async function refusals() {
  const { portico } = await openSession();
  const use = "document:r1";
  return {
    text: await codeOf(portico.sealDocument("a path", { use })),
    nothing: await codeOf(portico.sealDocument(undefined, { use })),
    large: await codeOf(portico.sealDocument(new Blob([new Uint8Array(26_214_401)]), { use })),
    noUse: await codeOf(portico.sealDocument(new Blob(["x"]), {})),
  };
}

const codeOf = (promise) =>
  promise.then(
    () => "sealed",
    ({ code }) => code,
  );
