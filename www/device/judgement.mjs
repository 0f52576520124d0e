// @ts-check
import { html, nothing } from "lit";

/**
 * How the platform judged the session of this browser.
 *
 * The platform tells no page its decision or its reasons, and this page is no exception: in the demo the sandbox's own
 * page stands in a frame, and nothing here can read it.
 */
export class Judgement {
  #host;
  /** @type {import("@portico/web-sdk").Portico | undefined} */
  #portico = undefined;
  /** Address of the sandbox's pages on devices. Empty outside the demo. */
  #devices = "";
  #session = "";
  #resumed = false;
  #bytes = 0;
  #code = "";
  #busy = false;

  /** @param {import("lit").ReactiveElement} host redrawn when something changes */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {import("@portico/web-sdk").Portico} portico opens the next session
   * @param {string | undefined} devices
   */
  use(portico, devices) {
    this.#portico = portico;
    this.#devices = devices ?? "";
    portico.addEventListener("call", ({ detail }) => {
      const statement = detail.sealed.find(({ use }) => use === "device");
      if (statement) this.#bytes = statement.bytes;
    });
  }

  render() {
    return html`<section class="judgement" aria-labelledby="judgement">
      <h2 id="judgement">How it was judged</h2>
      ${this.#devices ? this.#inDemo() : this.#elsewhere()}
    </section>`;
  }

  #elsewhere() {
    return html`<p data-judgement="kept">
      The platform keeps its judgement to itself: a page that knew the rules would help those who break them. A refused
      device learns the code <code>device_not_authentic</code> and nothing else.
    </p>`;
  }

  #inDemo() {
    return html`<p>
        A page learns whether it has a session, and never why not. This is a demo, so the sandbox shows its records of
        this session below, in a frame that this page can't read.
      </p>
      <div class="actions">
        <button class="main-button" type="button" @click=${() => void this.#open(false)}>Open a session</button>
        ${
          this.#session
            ? html`<button class="quiet-button" type="button" @click=${() => void this.#open(true)}>
                Sign out and open another
              </button>`
            : nothing
        }
      </div>
      <p role="status" class="outcome">${this.#say()}</p>
      ${this.#session ? this.#frame(`${this.#devices}/${encodeURIComponent(this.#session)}`) : nothing}`;
  }

  #say() {
    if (this.#busy) return "Opening a session";
    if (this.#code) return html`No session. The code is <code data-code=${this.#code}>${this.#code}</code>.`;
    if (!this.#session) return nothing;
    const sealed =
      this.#bytes > 0
        ? html` The statement had <b data-figure="sealed">${this.#bytes} B</b> when it was sealed, a third more than
            before.`
        : nothing;
    return this.#resumed
      ? html`This browser's session <code>${this.#session}</code> goes on: it was judged when it was opened.`
      : html`Session <code>${this.#session}</code> is open.${sealed}`;
  }

  /** @param {string} address */
  #frame(address) {
    return html`<p>
        <a href=${address} target="_blank" rel="noopener"
          >The sandbox's record<span class="unseen">, in a new tab</span></a
        >
      </p>
      <iframe
        src=${address}
        sandbox="allow-scripts"
        referrerpolicy="no-referrer"
        title="The sandbox's record of this session"
      ></iframe>`;
  }

  /** @param {boolean} anew whether a session that this browser has is to end first */
  async #open(anew) {
    const portico = this.#portico;
    if (!portico || this.#busy) return;
    this.#busy = true;
    this.#code = "";
    this.#host.requestUpdate();
    try {
      if (anew) await portico.disconnect();
      const { id, resumed } = await portico.connect();
      this.#session = id;
      this.#resumed = resumed;
    } catch (error) {
      this.#session = "";
      this.#code = error instanceof Error && "code" in error ? String(error.code) : "internal_fault";
    }
    this.#busy = false;
    this.#host.requestUpdate();
  }
}
