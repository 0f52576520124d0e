// @ts-check
import { html, nothing } from "lit";

import { errorUnder } from "../../src/js/element/parts/field.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { nameOf } from "./draft.mjs";
import { isIncomplete, shareOf, valueOf } from "./rules.mjs";

/**
 * The owners of a company, each to be changed or taken away.
 * @param {import("./draft.mjs").Subject[]} owners
 * @param {string | undefined} error
 * @param {{ add: () => void, edit: (index: number) => void, remove: (index: number) => void }} on
 */
export function ownersList(owners, error, on) {
  return html`<div class="owners">
    ${
      owners.length === 0
        ? html`<p class="quiet">${t("acct-owners-none")}</p>`
        : html`<ul aria-label=${t("acct-owners-list")}>
            ${owners.map((owner, index) => row(owner, index, on))}
          </ul>`
    }
    <button id="owners" class="button" type="button" @click=${on.add}>${t("acct-owner-add")}</button>
    ${errorUnder("owners", error)}
  </div>`;
}

/**
 * @param {import("./draft.mjs").Subject} owner
 * @param {number} index
 * @param {{ edit: (index: number) => void, remove: (index: number) => void }} on
 */
function row(owner, index, on) {
  const name = nameOf(owner) || t("acct-owner-of", { number: index + 1 });
  const facts = [
    shareOf(owner) && t("acct-owner-share", { share: shareOf(owner) }),
    valueOf(owner, "isControlPerson") === "yes" && t("acct-owner-control"),
  ].filter(Boolean);
  return html`<li data-owner=${index}>
    <p>
      <strong>${name}</strong>
      ${facts.length > 0 ? html`<span class="hint">${facts.join(", ")}</span>` : nothing}
      ${isIncomplete(owner) ? html`<span class="hint">${t("acct-owner-incomplete")}</span>` : nothing}
    </p>
    <button
      class="button plain"
      type="button"
      aria-label=${t("acct-owner-edit-name", { name })}
      @click=${() => on.edit(index)}
    >
      ${t("acct-owner-edit")}
    </button>
    <button
      class="button plain"
      type="button"
      aria-label=${t("acct-owner-remove-name", { name })}
      @click=${() => on.remove(index)}
    >
      ${t("acct-owner-remove")}
    </button>
  </li>`;
}
