// @ts-check
import { css } from "lit";

/** The round picture above a step in which there is nothing to fill in. */
export const mark = css`
  .mark {
    align-items: center;
    background: var(--wash);
    border-radius: 50%;
    color: var(--accent);
    display: flex;
    height: 64px;
    justify-content: center;
    width: 64px;
  }

  .mark .icon {
    height: 32px;
    width: 32px;
  }
`;
