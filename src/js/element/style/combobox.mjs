// @ts-check
import { css } from "lit";

export const combobox = css`
  .list {
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    left: 0;
    list-style: none;
    max-height: min(296px, 45vh);
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px;
    position: absolute;
    right: 0;
    top: calc(100% + 4px);
    z-index: 2;
  }

  .list li {
    align-items: center;
    border-radius: 6px;
    cursor: pointer;
    display: flex;
    min-height: 44px;
    padding: 4px 12px;
  }

  .list li:hover {
    background: var(--wash);
  }

  .list .active {
    background: var(--wash);
    box-shadow: inset 0 0 0 2px var(--accent);
  }

  .list [aria-selected="true"] {
    font-weight: 650;
  }
`;
