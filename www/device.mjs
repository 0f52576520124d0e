// @ts-check
import "./style/tokens.css";
import "./style/page.css";
import "./style/device.css";

import { Device } from "./device/device.mjs";

customElements.define("larkwell-device", Device);
