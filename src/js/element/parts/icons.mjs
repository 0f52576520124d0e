// @ts-check
import { svg, html } from "lit";

/** @param {import("lit").SVGTemplateResult} paths */
const icon = (paths) =>
  html`<svg
    class="icon"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;

export const alertIcon = () => icon(svg`<circle cx="10" cy="10" r="8" /><path d="M10 5.8v5M10 13.9v.1" />`);
export const checkIcon = () => icon(svg`<circle cx="10" cy="10" r="8" /><path d="m6.6 10.2 2.3 2.3 4.5-4.9" />`);
export const lockIcon = () =>
  icon(svg`<rect x="4" y="9" width="12" height="8" rx="2" /><path d="M6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9" />`);
export const clockIcon = () => icon(svg`<circle cx="10" cy="10" r="8" /><path d="M10 5.6V10l3 2" />`);
export const downIcon = () => icon(svg`<path d="m5.5 8 4.5 4.5L14.5 8" />`);
export const cardIcon = () =>
  icon(svg`<rect x="2" y="4" width="16" height="12" rx="2" /><path d="M2 8h16M5 12.5h3" />`);
export const infoIcon = () => icon(svg`<circle cx="10" cy="10" r="8" /><path d="M10 9.2v5M10 6.1v.1" />`);
