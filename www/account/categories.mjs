// @ts-check
import { t } from "../../src/js/element/texts/index.mjs";

const CATEGORIES = [
  ...["accounting", "agriculture", "construction", "education", "health", "hospitality", "it", "legal"],
  ...["manufacturing", "nonprofit", "property", "retail", "services", "transport", "wholesale"],
];

/** What companies do, as a list to choose from. The platform takes any text: it gets the words that were chosen. */
export const categories = () => CATEGORIES.map((id) => t(`acct-category-${id}`)).map((text) => ({ value: text, text }));
