// @ts-check
import { css } from "lit";

/**
 * Colours, sizes and type, set once on the drop-in element: custom properties go through the steps' shadow roots. A page
 * puts its own colours on `portico-onboarding` under the same names.
 */
export const theme = css`
  :host {
    --page: #fbfaf7;
    --surface: #ffffff;
    --ink: #1b1f24;
    --quiet: #57606a;
    --line: #ddd8cd;
    --border: #8a8577;
    --accent: #0b5d51;
    --accent-strong: #084940;
    --on-accent: #ffffff;
    --wash: #e3f1ee;
    --danger: #a4262c;
    --danger-wash: #fdecec;
    --warning: #7a4f00;
    --warning-wash: #fff6e0;
    --success: #1f6b3a;
    --success-wash: #e8f5ec;
    --focus: #1a5fd0;
    --shadow: 0 1px 2px rgb(27 31 36 / 6%), 0 8px 24px rgb(27 31 36 / 6%);
    --radius: 10px;
    --text-small: 0.875rem;
    --text-base: 1.0625rem;
    --text-large: 1.275rem;
    --text-title: 1.8125rem;
    color: var(--ink);
    color-scheme: light dark;
    display: block;
    font:
      1.0625rem/1.5 system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Helvetica Neue",
      "Noto Sans",
      sans-serif;
    font-variant-numeric: tabular-nums;
    text-size-adjust: 100%;
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --page: #111417;
      --surface: #1a1f24;
      --ink: #e9edf0;
      --quiet: #a5afb8;
      --line: #323a42;
      --border: #6b7682;
      --accent: #5cc8b6;
      --accent-strong: #7fd8c9;
      --on-accent: #06231f;
      --wash: #16302c;
      --danger: #ff9a9a;
      --danger-wash: #2a1618;
      --warning: #f0c36a;
      --warning-wash: #2b2312;
      --success: #7fd49b;
      --success-wash: #14281b;
      --focus: #8ab4ff;
      --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 30%);
    }
  }

  :host([hidden]) {
    display: none;
  }
`;

/** What every shadow root starts from. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  h2,
  h3,
  p,
  ul,
  ol,
  fieldset,
  figure {
    border: 0;
    margin: 0;
    min-width: 0;
    padding: 0;
  }

  h2 {
    font-size: var(--text-title);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.2;
    text-wrap: balance;
  }

  /* Focus goes to a heading to announce a new screen; nothing can be done there, so it needs no ring. */
  h2:focus {
    outline: none;
  }

  h3 {
    font-size: var(--text-base);
    font-weight: 650;
    line-height: 1.3;
  }

  p {
    max-width: 60ch;
    text-wrap: pretty;
  }

  a {
    color: var(--accent);
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }

  a:hover {
    text-decoration-thickness: 2px;
  }

  :focus-visible {
    border-radius: 4px;
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .icon {
    flex: none;
    height: 20px;
    width: 20px;
  }

  .unseen {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
    }
  }
`;
