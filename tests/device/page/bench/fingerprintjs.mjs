import { load } from "@fingerprintjs/fingerprintjs";

const agent = await load({ monitoring: false });
const { visitorId } = await agent.get();
globalThis.ended();
globalThis.told = visitorId;
