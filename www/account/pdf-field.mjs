// @ts-check
import { html } from "lit";

import { describedBy, errorUnder, hintOf } from "../../src/js/element/parts/field.mjs";
import { t } from "../../src/js/element/texts/index.mjs";

const FIELD = "signedAgreement";
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * The signed page as a PDF.
 * @param {File | undefined} file
 * @param {string | undefined} error
 * @param {(file: File | undefined) => void} onChoose
 */
export function pdfField(file, error, onChoose) {
  return html`<fieldset class="field">
    <legend>${t("acct-agreement-file")}</legend>
    ${hintOf({ field: FIELD, hint: t("acct-agreement-file-hint") })}
    <div class="file">
      <input
        id=${FIELD}
        name=${FIELD}
        type="file"
        accept="application/pdf,.pdf"
        required
        aria-invalid=${error ? "true" : "false"}
        aria-describedby=${describedBy(FIELD, "hint", error)}
        @change=${(/** @type {Event} */ event) => {
          const [chosen] = /** @type {HTMLInputElement} */ (event.target).files ?? [];
          // A dialog that was closed takes nothing away.
          if (chosen) onChoose(chosen);
        }}
      />
      <label class="button" for=${FIELD}>${t(`acct-agreement-file-${file ? "change" : "choose"}`)}</label>
      <span class="hint name">${file ? file.name : t("acct-agreement-file-none")}</span>
    </div>
    ${errorUnder(FIELD, error)}
  </fieldset>`;
}

/**
 * The code of what is wrong with a file.
 * @param {Blob | undefined} file
 */
export async function checkPdf(file) {
  if (!file) return "required";
  if (file.size > MOST_BYTES) return "pdf_too_large";
  const start = await file
    .slice(0, 5)
    .text()
    .catch(() => "");
  return start === "%PDF-" ? undefined : "pdf_form";
}
