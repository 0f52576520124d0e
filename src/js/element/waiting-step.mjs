// @ts-check
import { css } from "lit";

import { Looking } from "./looking.mjs";
import { StepElement } from "./step-element.mjs";
import { mark } from "./style/mark.mjs";

/** A step in which the platform, the mail or somebody else has to do something: it looks by itself and by a button. */
export class WaitingStep extends StepElement {
  static styles = [
    ...StepElement.styles,
    mark,
    css`
      .mark {
        margin-bottom: 24px;
      }

      .words {
        display: grid;
        gap: 12px;
      }
    `,
  ];

  /** @type {import("lit").PropertyDeclarations} */
  static properties = { told: { state: true } };

  /** Beside a look that somebody asked for, none is made quietly. */
  looking = new Looking(this, async () => {
    if (!this.waiting.busy) await this.look();
  });

  constructor() {
    super();
    /** What the last look by hand gave. */
    this.told = "";
  }

  /**
   * Asks the platform where this stands, and goes on if it went on.
   * @param {AbortSignal} [signal]
   */
  async look(signal) {
    const { kind } = this.step;
    const next = await this.onboarding?.refresh({ ...(signal && { signal }) });
    if (next && next.kind !== kind) this.announce("step-done");
    else await this.lookCloser(signal);
  }

  /**
   * What else may have changed while the step stays.
   * @param {AbortSignal} [_signal]
   */
  async lookCloser(_signal) {}

  /**
   * A look by hand says what it found, or what failed.
   * @param {string} nothingNew what to say when all is as it was
   */
  async lookNow(nothingNew) {
    const { kind } = this.step;
    this.told = "";
    this.looking.again();
    await this.run((signal) => this.look(signal));
    if (!this.failure && !this.told && this.onboarding?.step.kind === kind) this.told = nothingNew;
  }
}
