const full = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** Prints a moment, in seconds since 1970, in the browser's time zone; a dash where there is none. */
export const moment = (seconds: number | undefined) => (seconds === undefined ? "–" : full.format(seconds * 1000));

/** The same to the second. */
export const exactMoment = (seconds: number | undefined) =>
  seconds === undefined ? "–" : exact.format(seconds * 1000);
