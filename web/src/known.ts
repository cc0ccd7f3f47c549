// JSON has no infinity. A delay that lost messages make infinite is null there, and told apart from an unknown one by the
// verdicts: the face value fails by an estimate only, the verdict by a lower bound only.
import type { Num, Placed } from "./report";
import { value } from "./words";

export interface Known { estimate: Num; lower: Num; upper: Num }

export function known(row: Placed): Known {
  const isDelay = row.unit === "ms" && row.n !== null && row.comparator.startsWith("<");
  const estimate = row.estimate === null && isDelay && row.face_value === "fail" ? Infinity : row.estimate;
  return {
    estimate,
    lower: row.lower === null && isDelay && row.verdict === "fail" ? Infinity : row.lower,
    upper: row.upper === null && estimate === Infinity ? Infinity : row.upper,
  };
}

export const shown = (row: Placed, number: Num): string => (number === Infinity ? "∞" : value(number, row.unit, row.limit));
