// An estimate with its interval against the limit. All limits stand under each other, and what is good is right of them
// in every row, whichever way the comparator points.
import { s } from "../dom";
import type { Placed } from "../report";
import { known, shown } from "../known";
import { asked, say } from "../words";
import { drawing } from "./frame";

/// `others` are to be seen on the same scale.
export function forest(row: Placed, others: Placed[] = [], width = 230): SVGElement {
  const height = 30;
  const middle = height / 2;
  const centre = width / 2;
  const sign = row.comparator.startsWith(">") ? 1 : -1;
  const { estimate, lower, upper } = known(row);
  const finite = [row, ...others].map(known).flatMap((each) => [each.estimate, each.lower, each.upper]).filter((each): each is number => each !== null && Number.isFinite(each));
  const reach = Math.max(...finite.map((each) => Math.abs(each - row.limit)), Math.abs(row.limit) * 1e-6) * 1.12 || 1;
  const edge = (way: number): number => (way < 0 ? 3 : width - 3);
  const x = (each: number): number => Number.isFinite(each) ? centre + (sign * (each - row.limit) / reach) * (centre - 12) : edge(sign);
  const tip = `${asked(row.comparator, row.limit, row.unit)} · ${say("估计", "estimate")} ${shown(row, estimate)} · ` +
    `${say("下界", "lower")} ${shown(row, lower)} · ${say("上界", "upper")} ${shown(row, upper)}`;
  const parts: SVGElement[] = [
    s("rect", { x: centre, y: 2, width: centre - 2, height: height - 4, class: "good-side" }),
    s("path", { d: `M${centre} 1V${height - 1}`, class: "limit-line" }),
  ];
  if (row.n !== null && (estimate !== null || lower !== null || upper !== null)) {
    // A bound that is missing or infinite is open: an arrow to the edge of its side.
    const ends = [lower === null ? edge(-sign) : x(lower), upper === null ? edge(sign) : x(upper)];
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    const end = (at: number, way: number): string => at === edge(way)
      ? `M${at - way * 6} ${middle - 5}L${at} ${middle}L${at - way * 6} ${middle + 5}` : right - left < 12 ? "" : `M${at} ${middle - 5}V${middle + 5}`;
    const allBeyond = left === right && left === edge(sign) ? `M${left - sign * 26} ${middle}H${left}` : "";
    parts.push(s("path", { d: `M${left} ${middle}H${right}${end(left, -1)}${end(right, 1)}${allBeyond}`, class: `interval ${row.verdict}` }));
    if (estimate !== null && Number.isFinite(estimate)) parts.push(s("circle", { cx: x(estimate), cy: middle, r: 5, class: `estimate ${row.verdict}` }));
  }
  const svg = drawing(width, height, parts);
  svg.classList.add("forest");
  svg.setAttribute("data-tip", tip);
  return svg;
}
