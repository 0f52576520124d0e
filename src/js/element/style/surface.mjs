// @ts-check
import { css } from "lit";

/** Buttons, notices, summaries and the waiting signs. */
export const surface = css`
  .actions {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
  }

  .button {
    align-items: center;
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    color: var(--ink);
    cursor: pointer;
    display: inline-flex;
    font: inherit;
    font-weight: 600;
    gap: 8px;
    justify-content: center;
    min-height: 48px;
    padding: 8px 20px;
    text-align: center;
    text-decoration: none;
    transition: background-color 150ms;
  }

  .button:hover {
    background: var(--wash);
  }

  .button:focus-visible {
    border-radius: var(--radius);
  }

  .main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    min-width: 184px;
  }

  .main:hover {
    background: var(--accent-strong);
  }

  .plain {
    background: none;
    border-color: transparent;
    color: var(--accent);
    padding: 8px 12px;
  }

  @media (max-width: 599px) {
    .actions {
      align-items: stretch;
      flex-direction: column;
    }
  }

  .spinner {
    animation: turn 900ms linear infinite;
    border: 2px solid currentcolor;
    border-radius: 50%;
    border-right-color: transparent;
    height: 18px;
    width: 18px;
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  .status {
    color: var(--quiet);
    font-size: var(--text-small);
  }

  /* Waits for words without taking a row of the screen's grid. */
  .status:empty,
  [role="alert"]:empty {
    position: absolute;
  }

  .notice {
    align-items: start;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    display: grid;
    gap: 4px 12px;
    grid-template-columns: 20px minmax(0, 1fr);
    padding: 16px;
  }

  .notice > .icon {
    margin-top: 2px;
  }

  .notice > div {
    display: grid;
    gap: 4px;
    justify-items: start;
  }

  .notice strong {
    font-weight: 650;
  }

  .notice ul {
    display: grid;
    gap: 4px;
    list-style: none;
  }

  .notice .button {
    margin-top: 8px;
  }

  .danger {
    background: var(--danger-wash);
    border-color: var(--danger);
  }

  .danger > .icon,
  .danger strong,
  .danger a {
    color: var(--danger);
  }

  .danger li a {
    align-items: center;
    display: flex;
    min-height: 44px;
  }

  .warning {
    background: var(--warning-wash);
    border-color: var(--warning);
  }

  .warning > .icon {
    color: var(--warning);
  }

  .sealed {
    background: var(--wash);
    border-color: transparent;
  }

  .sealed > .icon {
    color: var(--accent);
  }

  .reference {
    color: var(--quiet);
    font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
`;
