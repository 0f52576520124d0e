// @ts-check
import { css, html, nothing } from "lit";

import { t } from "../texts/index.mjs";
import { describedBy, errorUnder, hintOf, idOf } from "./field.mjs";
import { checkIcon } from "./icons.mjs";

/** The platform's rules, so that a person learns of them before anything is sealed. */
const TYPES = ["image/jpeg", "image/png", "application/pdf"];
const LARGEST = 10 * 1024 * 1024;

export const imageStyle = css`
  .image {
    display: grid;
    gap: 8px;
  }

  .pick {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 4px;
  }

  .pick .button {
    font-size: var(--text-base);
    position: relative;
  }

  /* The input lies over its button, so that it is where it looks to be, for a finger and for a screen reader. */
  .pick input {
    cursor: pointer;
    height: 100% !important;
    inset: 0;
    opacity: 0;
    position: absolute;
  }

  .pick .button:has(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .chosen {
    align-items: center;
    background: var(--wash);
    border-radius: var(--radius);
    display: grid;
    gap: 4px 12px;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    padding: 8px 8px 8px 16px;
  }

  .chosen .icon {
    color: var(--accent);
  }

  .chosen span {
    overflow-wrap: anywhere;
  }

  .camera {
    display: none;
  }

  @media (pointer: coarse) {
    .camera {
      display: inline-flex;
    }
  }

  .sealing {
    display: grid;
    gap: 8px;
  }

  progress {
    accent-color: var(--accent);
    height: 12px;
    width: 100%;
  }
`;

/**
 * The code of the rule that a file breaks.
 * @param {File} file
 */
export function checkImage(file) {
  if (file.size > LARGEST) return "image_too_large";
  if (!TYPES.includes(file.type)) return "image_type";
  return file.size === 0 ? "image_form" : undefined;
}

/**
 * One side of a document: chosen from the device, or taken with its camera where there is a finger to do it. What was chosen
 * is shown by name and size; the picture itself stays where it is.
 * @param {{
 *   field: string, label: string, file: File | undefined, error: string | undefined, disabled: boolean,
 *   onChoose: (file: File | undefined) => void,
 * }} image
 */
export function imageField({ field, label, file, error, disabled, onChoose }) {
  const id = idOf(field);
  const hint = t("image-hint");
  /** @param {boolean} camera */
  const input = (camera) =>
    html`<label class="button ${camera ? "camera" : ""}">
      ${t(camera ? "image-take" : "image-choose")}
      <input
        id=${camera ? `${id}-camera` : id}
        name=${camera ? `${field}-camera` : field}
        type="file"
        accept=${camera ? "image/*" : TYPES.join(",")}
        capture=${camera ? "environment" : nothing}
        aria-label="${t(camera ? "image-take" : "image-choose")}, ${label}"
        aria-invalid=${error ? "true" : "false"}
        aria-describedby=${describedBy(field, hint, error)}
        @change=${(/** @type {Event} */ event) => {
          const from = /** @type {HTMLInputElement} */ (event.target);
          const [chosen] = from.files ?? [];
          if (chosen) onChoose(chosen);
          // The same file can be chosen again after it was taken out.
          from.value = "";
        }}
      />
    </label>`;
  const wrong = file && checkImage(file);
  return html`<div class="field image" role="group" aria-labelledby="${id}-label">
    <span id="${id}-label" class="label">${label}</span>
    ${hintOf({ field, hint })}
    ${
      file
        ? html`<div class="chosen">
            ${wrong ? html`<span></span>` : checkIcon()}
            <span data-file=${field}>${t("image-chosen", { name: file.name, size: sizeInWords(file.size) })}</span>
            <button
              id=${wrong ? nothing : id}
              class="reveal"
              type="button"
              ?disabled=${disabled}
              aria-label=${t("image-remove-field", { label })}
              @click=${() => onChoose(undefined)}
            >
              ${t("image-remove")}
            </button>
          </div>`
        : nothing
    }
    ${file && !wrong ? nothing : html`<div class="pick">${input(false)} ${input(true)}</div>`}
    ${errorUnder(field, error)}
  </div>`;
}

/** @param {number} bytes */
function sizeInWords(bytes) {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 0.1 ? `${megabytes.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
