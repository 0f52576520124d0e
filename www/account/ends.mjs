// @ts-check
import { css, html, nothing } from "lit";

import { checkIcon } from "../../src/js/element/parts/icons.mjs";
import { support } from "../../src/js/element/parts/notice.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";

/** What both ends have. */
class End extends AccountStep {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = { account: { attribute: false } };

  constructor() {
    super();
    /** @type {import("@portico/web-sdk").PassportAccount | undefined} */
    this.account = undefined;
  }

  againButton() {
    return html`<div class="actions">
      <button class="button" type="button" @click=${() => this.announce("step-again")}>${t("acct-again")}</button>
    </div>`;
  }
}

/** The good end. */
export class Open extends End {
  static styles = [
    ...AccountStep.styles,
    css`
      .mark {
        align-items: center;
        background: var(--success-wash);
        border-radius: 50%;
        color: var(--success);
        display: flex;
        height: 64px;
        justify-content: center;
        width: 64px;
      }

      .mark .icon {
        height: 36px;
        width: 36px;
      }

      dl,
      .next {
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        display: grid;
        gap: 12px;
        margin: 0;
        padding: 16px 24px;
      }

      dl > div {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        justify-content: space-between;
        min-height: 44px;
      }

      dt {
        color: var(--quiet);
        font-size: var(--text-small);
      }

      dd {
        align-items: center;
        display: flex;
        font-weight: 600;
        gap: 4px;
        margin: 0;
        overflow-wrap: anywhere;
      }

      .next ul {
        display: grid;
        gap: 8px;
        padding-left: 20px;
      }
    `,
  ];

  static properties = { shown: { state: true } };

  constructor() {
    super();
    /** Which number is shown whole. */
    this.shown = "";
  }

  render() {
    const { id, isCustomerOwned, routableAccount, accountNumber } = this.account ?? {};
    const kind = isCustomerOwned ? "deposit" : "clearing";
    return html`<div class="end">
      <div class="mark">${checkIcon()}</div>
      ${this.head({ heading: t(`acct-open-title-${kind}`), lead: t("acct-open-lead") })}
      <dl>
        <div>
          <dt>${t("acct-open-id")}</dt>
          <dd data-account>${id}</dd>
        </div>
        ${this.#number("acct-open-number", routableAccount?.accountNumber ?? accountNumber)}
        ${this.#number("acct-open-routing", routableAccount?.routingNumber)}
      </dl>
      <div class="next part">
        <h3>${t("acct-open-next")}</h3>
        <ul>
          <li>${t(`acct-open-next-${kind}`)}</li>
          <li>${t("acct-open-next-keep")}</li>
        </ul>
      </div>
      ${support(this.supportPhone)} ${this.againButton()}
    </div>`;
  }

  /**
   * Masked until somebody asks for it: others may look at the same screen.
   * @param {string} label
   * @param {string | undefined} number
   */
  #number(label, number) {
    if (!number) return nothing;
    const isShown = this.shown === label;
    return html`<div>
      <dt>${t(label)}</dt>
      <dd>
        <span data-number>${isShown ? number : t("acct-open-masked", { last4: number.slice(-4) })}</span>
        <button
          class="reveal"
          type="button"
          aria-label=${t(isShown ? "hide-field" : "show-field", { label: t(label) })}
          @click=${() => {
            this.shown = isShown ? "" : label;
          }}
        >
          ${t(isShown ? "hide" : "show")}
        </button>
      </dd>
    </div>`;
  }
}

/** A kind and clear no: what happened, what it means, what to do now. Never the rule that fired. */
export class Blocked extends End {
  render() {
    return html`<div class="end">
      ${this.head({ heading: t("acct-blocked-title"), lead: t("acct-blocked-lead") })}
      <div class="part">
        <h3>${t("acct-blocked-means")}</h3>
        <p>${t("acct-blocked-means-text")}</p>
      </div>
      <div class="part">
        <h3>${t("acct-blocked-do")}</h3>
        <ul>
          <li>${t("acct-blocked-call")}</li>
          <li>${t("acct-blocked-correct")}</li>
        </ul>
        <p>${t("acct-blocked-id", { id: String(this.account?.id ?? "") })}</p>
      </div>
      ${support(this.supportPhone)} ${this.againButton()}
    </div>`;
  }
}
