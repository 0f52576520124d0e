// @ts-check
import { css, html, nothing } from "lit";

import { choices } from "../parts/choices.mjs";
import { listCountries } from "../parts/countries.mjs";
import { selectField } from "../parts/field.mjs";
import { infoIcon, lockIcon } from "../parts/icons.mjs";
import { checkImage, imageField, imageStyle } from "../parts/image-field.mjs";
import { notice, support } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { firstText, t } from "../texts/index.mjs";

/** @typedef {import("../../index.js").DocumentRequest} DocumentRequest */
/** @typedef {"frontImage" | "backImage"} Side */

/** What has one side alone: a page of a passport, a letter. */
const ONE_SIDED = new Set(["passport", "utility_bill"]);
/** What other countries give out too. */
const FOREIGN = new Set(["passport"]);
const STAGES = ["read", "encrypt", "encode"];

/** Documents that the platform asks for, one request at a time. Images are sealed here and kept nowhere. */
export class ProvideDocuments extends StepElement {
  static styles = [...StepElement.styles, imageStyle];

  static properties = { type: { state: true }, country: { state: true }, done: { state: true } };

  /** @type {Partial<Record<Side, File>>} */
  #images = {};
  /** @type {AbortController | undefined} ends the listening */
  #listening;

  constructor() {
    super();
    this.type = "";
    this.country = "US";
    /** How far sealing is, from 0 to 1; `undefined` while nothing is sealed. @type {number | undefined} */
    this.done = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#listening?.abort();
  }

  /** @returns {DocumentRequest[]} */
  get #requests() {
    return this.step.requests ?? [];
  }

  /** The first that waits for this person. */
  get #request() {
    return this.#requests.find(({ status }) => status === "requested" || status === "rejected");
  }

  get #types() {
    return this.#request?.documentTypes ?? [];
  }

  get #needsBack() {
    return this.type !== "" && !ONE_SIDED.has(this.type);
  }

  render() {
    const request = this.#request;
    if (!request) return nothing;
    const open = this.#requests.length;
    const current = this.#requests.indexOf(request) + 1;
    return this.screen({
      eyebrow: open > 1 ? t("documents-of", { current, total: open }) : "",
      heading: firstText([`documents-title-${request.purpose}`, "documents-title"]),
      lead: firstText([`documents-lead-${request.purpose}`, "documents-lead"]),
      body: html`${request.status === "rejected" ? this.#rejectedNotice() : nothing}
      ${choices({
        field: "documentType",
        name: "documentType",
        label: t("documents-type"),
        value: this.type,
        error: this.errorOf("documentType"),
        options: this.#types.map((type) => ({ value: type, content: nameOf(type) })),
        onChange: (type) => {
          this.type = type;
        },
      })}
      ${FOREIGN.has(this.type) ? this.#countryField() : nothing}
      ${this.type ? this.#image("frontImage", this.#needsBack ? "documents-front" : "documents-only") : nothing}
      ${this.#needsBack ? this.#image("backImage", "documents-back") : nothing}
      ${notice({ tone: "sealed", icon: lockIcon(), content: html`<p>${t("documents-sealed")}</p>` })}
      ${this.#progress()} ${support(this.supportPhone)}`,
      action: t("documents-send"),
      onSubmit: () => this.#send(request),
    });
  }

  #rejectedNotice() {
    return notice({
      tone: "warning",
      icon: infoIcon(),
      code: "documents_rejected",
      content: html`<strong>${t("documents-rejected.title")}</strong>
        <p>${t("documents-rejected.text")}</p>`,
    });
  }

  #countryField() {
    return selectField({
      field: "country",
      name: "country",
      label: t("documents-country"),
      value: this.country,
      error: this.errorOf("country"),
      options: listCountries(),
      choose: t("state-choose"),
      onInput: (event) => {
        this.country = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (event.target)).value;
      },
    });
  }

  /**
   * @param {Side} side
   * @param {string} label
   */
  #image(side, label) {
    return imageField({
      field: side,
      label: t(label),
      file: this.#images[side],
      error: this.errorOf(side),
      disabled: this.waiting.busy,
      onChoose: (file) => this.#choose(side, file),
    });
  }

  /**
   * @param {Side} side
   * @param {File | undefined} file
   */
  async #choose(side, file) {
    this.#images[side] = file;
    const code = file && checkImage(file);
    const others = [...this.errors].filter(([field]) => field !== side);
    this.errors = new Map(others);
    if (code) this.setErrors([{ field: side, code }]);
    this.requestUpdate();
    await this.updateComplete;
    // What was pressed is gone: the focus goes to what took its place.
    if (!code) this.focusField(side);
  }

  /** How far sealing is, in words too. There from the start, so that it is read out. */
  #progress() {
    const { done } = this;
    const percent = Math.floor((done ?? 0) * 100);
    return done === undefined || !this.waiting.busy
      ? nothing
      : html`<div class="sealing">
          <label for="sealing">${t(done < 1 ? "documents-sealing" : "documents-sending")}</label>
          <progress id="sealing" max="100" .value=${percent}>${percent}</progress>
        </div>`;
  }

  /** @param {DocumentRequest} request */
  async #send(request) {
    const sides = /** @type {Side[]} */ (this.#needsBack ? ["frontImage", "backImage"] : ["frontImage"]);
    const check = (/** @type {string} */ field) => {
      if (field === "documentType") return this.#types.includes(this.type) ? undefined : "required";
      if (field === "country") return this.country ? undefined : "required";
      const image = this.#images[/** @type {Side} */ (field)];
      return image ? checkImage(image) : "required";
    };
    const fields = FOREIGN.has(this.type) ? ["documentType", "country", ...sides] : ["documentType", ...sides];
    if (!this.accepts(this.type ? fields : ["documentType"], check)) return;
    const { frontImage, backImage } = this.#images;
    if (!frontImage) return;
    const document = {
      documentType: this.type,
      country: FOREIGN.has(this.type) ? this.country : "US",
      frontImage,
      ...(this.#needsBack && backImage && { backImage }),
    };
    this.#listen();
    await this.run((signal) =>
      this.submit({ kind: "provide_documents", documentRequestId: request.id, documents: [document] }, signal),
    );
    this.#listening?.abort();
    this.done = undefined;
    if (!this.failure && this.errors.size === 0 && this.isConnected) void this.focusHeading();
  }

  /** Sealing reports in three stages, each over all of the document. */
  #listen() {
    this.#listening?.abort();
    this.#listening = new AbortController();
    this.done = 0;
    this.client?.addEventListener(
      "document",
      ({ detail: { stage, loaded, total } }) => {
        const done = (STAGES.indexOf(stage) + (total > 0 ? loaded / total : 1)) / STAGES.length;
        this.done = Math.max(this.done ?? 0, Math.min(1, done));
      },
      { signal: this.#listening.signal },
    );
  }

  /** @param {string} field such as `documents.0.frontImage`, or as the platform opened it */
  fieldOf(field) {
    if (/back_?image/i.test(field)) return "backImage";
    if (/front_?image/i.test(field)) return "frontImage";
    if (/document_?type/i.test(field)) return "documentType";
    return /country$/.test(field) ? "country" : field;
  }

  /** @param {string} field */
  labelOf(field) {
    const labels = /** @type {Record<string, string>} */ ({
      frontImage: this.#needsBack ? "documents-front" : "documents-only",
      backImage: "documents-back",
    });
    const label = labels[field];
    return label ? `${t(label)}:` : "";
  }

  dropSecrets() {
    this.#images = {};
    this.type = "";
    this.done = undefined;
  }
}

/**
 * A document by its name, also one that this version does not know.
 * @param {string} type
 */
const nameOf = (type) => firstText([`document-${type}`, "document-other"], { name: type.replaceAll("_", " ") });
