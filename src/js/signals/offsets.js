// @ts-check

/**
 * @reads the minutes by which the clock is ahead of UTC: in January and July of this year, and now
 * @source ECMA-262, `Date.prototype.getTimezoneOffset`
 * @why Have to be what the time zone has on these days.
 * @kept check
 */
export const offsets = {
  name: "offsets",
  group: "context",
  like: [0],
  read() {
    const now = new Date();
    const [january, july] = [0, 6].map((month) => new Date(now.getFullYear(), month, 1));
    // JavaScript counts towards UTC; everybody else counts away from it.
    return [january, july, now].map((date) => 0 - date.getTimezoneOffset());
  },
};
