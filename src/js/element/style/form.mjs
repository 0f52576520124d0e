// @ts-check
import { css } from "lit";

/** Labels, fields, choices and their errors. */
export const form = css`
  form {
    display: grid;
    gap: 24px;
  }

  .head {
    display: grid;
    gap: 8px;
  }

  .eyebrow,
  .hint,
  .quiet {
    color: var(--quiet);
    font-size: var(--text-small);
  }

  .lead {
    color: var(--quiet);
  }

  .field {
    display: grid;
    gap: 4px;
  }

  .row {
    display: grid;
    gap: 16px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 136px), 1fr));
  }

  label,
  legend,
  .label {
    font-weight: 600;
    padding: 0;
  }

  .control {
    display: flex;
    margin-top: 4px;
    position: relative;
  }

  input:not([type="radio"], [type="checkbox"], [type="file"]),
  select {
    appearance: none;
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    color: var(--ink);
    font: inherit;
    font-variant-numeric: tabular-nums;
    height: 48px;
    margin: 0;
    min-width: 0;
    padding: 0 12px;
    transition: border-color 150ms;
    width: 100%;
  }

  input:not([type="radio"], [type="checkbox"], [type="file"]):hover,
  select:hover {
    border-color: var(--ink);
  }

  input:not([type="radio"], [type="checkbox"], [type="file"]):focus-visible,
  select:focus-visible {
    border-radius: var(--radius);
  }

  [aria-invalid="true"] {
    border-color: var(--danger) !important;
    box-shadow: inset 0 0 0 1px var(--danger);
  }

  select {
    padding-right: 40px;
  }

  .control > .icon {
    color: var(--quiet);
    pointer-events: none;
    position: absolute;
    right: 12px;
    top: 14px;
  }

  .short {
    max-width: 144px;
  }

  .masked {
    -webkit-text-security: disc;
  }

  .with-button input {
    padding-right: 80px;
  }

  .with-button .reveal {
    position: absolute;
    right: 2px;
    top: 2px;
  }

  .reveal {
    background: none;
    border: 0;
    border-radius: 8px;
    color: var(--accent);
    cursor: pointer;
    font: inherit;
    font-size: var(--text-small);
    font-weight: 600;
    height: 44px;
    min-width: 64px;
    padding: 0 12px;
  }

  .reveal:hover {
    text-decoration: underline;
  }

  .error {
    align-items: start;
    color: var(--danger);
    display: flex;
    font-size: var(--text-small);
    font-weight: 600;
    gap: 8px;
    margin-top: 4px;
  }

  .error .icon {
    height: 18px;
    margin-top: 1px;
    width: 18px;
  }

  .date {
    display: grid;
    gap: 12px;
    grid-template-columns: 80px 80px 112px;
    margin-top: 8px;
  }

  .date label {
    font-size: var(--text-small);
    font-weight: 400;
  }

  @media (max-width: 359px) {
    .date {
      grid-template-columns: 1fr 1fr 1.4fr;
    }
  }

  .wrong .date input {
    border-color: var(--danger);
    box-shadow: inset 0 0 0 1px var(--danger);
  }

  .locked {
    align-items: start;
    background: var(--wash);
    border-radius: var(--radius);
    display: flex;
    font-size: var(--text-small);
    gap: 12px;
    padding: 12px 16px;
  }

  .locked .icon {
    color: var(--accent);
  }

  .choices {
    display: grid;
    gap: 8px;
    margin-top: 12px;
  }

  .choice {
    align-items: center;
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    cursor: pointer;
    display: flex;
    font-weight: 400;
    gap: 12px;
    min-height: 48px;
    padding: 8px 16px 8px 12px;
    transition:
      background-color 150ms,
      border-color 150ms;
  }

  .choice:hover {
    border-color: var(--ink);
  }

  .choice:has(:checked) {
    background: var(--wash);
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .choice:has(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .choice input {
    accent-color: var(--accent);
    flex: none;
    height: 20px;
    margin: 0;
    outline: none;
    width: 20px;
  }
`;
