// @ts-check
import { css } from "lit";

export const agreementStyle = css`
  .text {
    align-content: start;
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    display: grid;
    gap: 12px;
    height: clamp(240px, 48vh, 440px);
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 20px;
  }

  .text:focus-visible {
    border-radius: var(--radius);
  }

  .text h3:not(:first-child) {
    margin-top: 8px;
  }

  .text p,
  .text li {
    font-size: 1rem;
    overflow-wrap: anywhere;
  }

  .text ul {
    padding-left: 20px;
  }

  .open {
    align-items: center;
    display: inline-flex;
    font-size: var(--text-small);
    justify-self: start;
    min-height: 44px;
  }

  .reading {
    display: grid;
    gap: 4px;
  }

  .file {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    margin-top: 4px;
    position: relative;
  }

  .file .name {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  /* The native control can't be styled; its label looks like our buttons and takes the presses. */
  .file input[type="file"] {
    border: 0;
    clip-path: inset(50%);
    height: 1px;
    padding: 0;
    position: absolute;
    width: 1px;
  }

  .file:has(:focus-visible) label {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
`;
