// @ts-check

/** What the browser's list of regions has and what is no country. */
const NO_COUNTRY = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

/** @type {{ value: string, text: string }[] | undefined} */
let countries;

/** Countries by their codes of two letters, as the browser names them; the United States first. Made at first use. */
export function listCountries() {
  countries ??= listed();
  return countries;
}

function listed() {
  const names = new Intl.DisplayNames(["en-US"], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return (
    letters
      .flatMap((first) => letters.map((second) => first + second))
      // A code that is out of use stands for the one that took its place, which is in the list by itself.
      .filter((code) => !NO_COUNTRY.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
      .map((code) => ({ value: code, text: names.of(code) ?? "" }))
      .filter(({ text }) => text !== "")
      .sort((one, other) => order(one) - order(other) || one.text.localeCompare(other.text))
  );
}

/** @param {{ value: string }} country */
const order = ({ value }) => (value === "US" ? 0 : 1);
