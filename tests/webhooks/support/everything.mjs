// Something of each type that the sandbox tells its partner.

import { makeCustomer } from "./customer.mjs";

/** Contract, section 1.12. */
export const TYPES = [
  "account.closed",
  "account.created",
  "card.modified",
  "document_request.modified",
  "person.kyc.identity_scan.modified",
  "person.kyc.modified",
];

const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000)]).toString("base64");

/** Customers with two cures, an account, a card that is sent, and an account that is closed. */
export async function doEverything(url, kit) {
  const control = async (path, body = {}) => {
    const answer = await fetch(`${url}/sandbox${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const scanned = await makeCustomer(url, kit, { ssn: "219090003" });
  const { identity_scan_id } = await scanned.send("GET", `/people/${scanned.personId}/kyc/identity_scan`);
  await control(`/identity_scans/${identity_scan_id}`, { result: "passed" });

  const { accountId, personId, send, seal, acceptAll } = await makeCustomer(url, kit, { ssn: "219090002" });
  const { document_requests } = await send("GET", `/people/${personId}/document_requests`);
  const [{ id, purpose }] = document_requests;
  const images = { front_image_content_type: "image/jpeg", front_image: PHOTO };
  const encrypted_data = await seal(JSON.stringify(images), `document:${id}`);
  const documents = [{ document_type: "passport", country: "US", encrypted_data }];
  await send("POST", `/document_requests/${id}/documents`, { purpose, documents });
  await control(`/document_requests/${id}`, { result: "accepted" });
  await acceptAll();
  const { brands } = await send("POST", "/cards/brands/search", { person_id: personId });
  const address = { line1: "12 Mill Lane", city: "Austin", state: "TX", postal_code: "78701", country: "US" };
  const order = { account_id: accountId, person_id: personId, brand_name: brands[0].brand_name, address };
  const card = await send("POST", "/cards/physical", order);
  await control(`/cards/${card.id}/ship`);
  await control(`/accounts/${accountId}/close`);
}

/** The sandbox's events, with how often each was tried. */
export const eventsOf = async (url) => (await (await fetch(`${url}/sandbox/events`)).json()).events;
