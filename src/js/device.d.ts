/** What this package reads of the device. docs/device-signals.md lists it all. */

/** The groups of signals that a page may switch off, for want of consent. `privacy` always travels. */
export interface SignalGroups {
  /** What makes a device known again. `true` when absent. */
  matching?: boolean | undefined;
  /** What the page and the browser are at the moment. `true` when absent. */
  context?: boolean | undefined;
  /** What tells a driven or disguised browser. `true` when absent. */
  automation?: boolean | undefined;
}

export type SignalGroup = keyof SignalGroups | "privacy";

/**
 * How a signal ended: `absent`, the browser has none; `blocked`, the browser or a policy refuses it; `timeout`, it took more
 * than 250 ms, or all together 1.5 s; `noised`, the browser falsifies it on purpose; `skipped`, its group is off.
 */
export type SignalState = "ok" | "absent" | "blocked" | "timeout" | "error" | "noised" | "skipped";

/** One signal. */
export interface DeviceSignal {
  name: string;
  group: SignalGroup;
  state: SignalState;
  /** With the state `ok` alone: texts, numbers and booleans, in lists and objects. */
  value?: unknown;
  /** What it cost, in milliseconds; of a signal that waits, until its answer. */
  ms: number;
}

/** What a device statement tells of the device. */
export interface DevicePreview {
  /** In the order in which they were read. */
  signals: DeviceSignal[];
  /** From the first to the last, in milliseconds. */
  ms: number;
}

/** The device's part of a client. */
export interface Device {
  /** Thumbprint (RFC 7638) of this browser's key. */
  thumbprint(): Promise<string>;
  /** What `connect()` tells of the device. Sends nothing. */
  preview(): Promise<DevicePreview>;
}
