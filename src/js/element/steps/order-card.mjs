// @ts-check
import { css, html, nothing } from "lit";

import { ADDRESS_FIELDS, addressFields, emptyAddress } from "../parts/address-fields.mjs";
import { choices } from "../parts/choices.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";
import { firstLook } from "./first-look.mjs";

/** @typedef {Extract<import("../../index.js").Step, { kind: "order_card" }>} OrderStep */

const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Which card, and where to. */
export class OrderCard extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .brands .choice {
        padding: 12px 16px 12px 12px;
      }

      .brand {
        align-items: center;
        display: grid;
        gap: 0 16px;
        grid-template-columns: 104px minmax(0, 1fr);
      }

      .brand img {
        aspect-ratio: 1.586;
        border-radius: 6px;
        display: block;
        grid-row: span 2;
        height: auto;
        width: 100%;
      }

      .brand b {
        align-self: end;
        font-weight: 600;
        line-height: 1.3;
      }

      .brand .quiet {
        align-self: start;
      }

      .where {
        display: grid;
        gap: 16px;
      }

      .where legend {
        margin-bottom: 12px;
      }

      .known {
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        font-style: normal;
        padding: 12px 16px;
      }

      .where .button {
        justify-self: start;
        margin-top: -8px;
        padding-left: 0;
      }
    `,
  ];

  static properties = { brandName: { state: true }, editing: { state: true } };

  #address = emptyAddress();

  constructor() {
    super();
    this.brandName = "";
    this.editing = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("step")) return;
    const { brands, address } = /** @type {OrderStep} */ (this.step);
    if (!brands.some((brand) => brand.brandName === this.brandName)) {
      this.brandName = brands.length === 1 ? (brands[0]?.brandName ?? "") : "";
    }
    // Typed over already, in this visit: what the platform knows does not win over it.
    if (this.editing) return;
    this.#address = { ...emptyAddress(), ...address };
    this.editing = !address;
  }

  render() {
    const { brands } = /** @type {OrderStep} */ (this.step);
    return this.screen({
      heading: t("card-title"),
      lead: t("card-lead"),
      body: html`${choices({
        field: "brandName",
        name: "brandName",
        label: t("card-brands"),
        value: this.brandName,
        error: this.errorOf("brandName"),
        className: "brands",
        options: brands.map((brand) => ({ value: brand.brandName, content: this.#brand(brand) })),
        onChange: (value) => {
          this.brandName = value;
        },
      })}
      ${this.#where()}`,
      action: t("card-order"),
      onSubmit: () => this.#send(),
    });
  }

  /** @param {import("../../index.js").Brand} brand */
  #brand({ brandName, imageUrl, fee }) {
    const cost = Number(fee);
    return html`<span class="brand">
      <img src=${imageUrl} alt="" width="104" height="66" />
      <b>${titleOf(brandName)}</b>
      <span class="quiet">${cost > 0 ? t("card-fee", { fee: DOLLARS.format(cost) }) : t("card-fee-none")}</span>
    </span>`;
  }

  #where() {
    const { line1, line2, city, state, postalCode } = this.#address;
    return html`<fieldset class="where">
      <legend>${t("card-address")}</legend>
      ${
        this.editing
          ? html`<p class="hint">${t("card-address-lead")}</p>
              ${addressFields(this.#address, this.errorOf, { section: "shipping" })}`
          : html`<address class="known">
                ${line1}${line2 ? html`, ${line2}` : nothing}<br />${city}, ${state} ${postalCode}
              </address>
              <button class="button plain" type="button" @click=${() => this.#edit()}>${t("card-elsewhere")}</button>`
      }
    </fieldset>`;
  }

  #edit() {
    this.editing = true;
    void this.updateComplete.then(() => this.focusField("address.line1"));
  }

  /** An error in the address opens its fields. */
  showFirstError() {
    if ([...this.errors.keys()].some((field) => field.startsWith("address"))) this.editing = true;
  }

  async #send() {
    const values = /** @type {Record<string, string>} */ ({ brandName: this.brandName });
    for (const [name, text] of Object.entries(this.#address)) values[`address.${name}`] = text ?? "";
    const fields = ["brandName", ...(this.editing ? ADDRESS_FIELDS : [])];
    if (!this.accepts(fields, (field) => firstLook(field, values[field] ?? ""))) return;
    const { line1, line2, city, state, postalCode } = this.#address;
    const address = { line1: line1.trim(), city: city.trim(), state, postalCode: postalCode.trim() };
    await this.run((signal) =>
      this.submit(
        {
          kind: "order_card",
          brandName: this.brandName,
          address: line2?.trim() ? { ...address, line2: line2.trim() } : address,
        },
        signal,
      ),
    );
  }
}

/**
 * A brand's name for people: `larkwell_dawn` is `Larkwell Dawn`.
 * @param {string} name
 */
function titleOf(name) {
  return name.replace(/[_-]+/g, " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
