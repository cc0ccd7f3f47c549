// An estimate with its interval against the limit. All limits stand under each other, and what is good is right of them
// in every row, whichever way the comparator points.
import { s } from "../dom";
import type { Judged } from "../report";
import { asked, say, value } from "../words";
import { drawing } from "./frame";

export function forest(row: Judged, width = 230): SVGElement {
  const height = 30;
  const middle = height / 2;
  const centre = width / 2;
  const sign = row.comparator.startsWith(">") ? 1 : -1;
  const known = [row.estimate, row.lower, row.upper].filter((each): each is number => each !== null);
  const reach = Math.max(...known.map((each) => Math.abs(each - row.limit)), Math.abs(row.limit) * 1e-6) * 1.12 || 1;
  const x = (each: number): number => centre + (sign * (each - row.limit) / reach) * (centre - 12);
  const tip = `${asked(row.comparator, row.limit, row.unit)} · ${say("估计", "estimate")} ${value(row.estimate, row.unit, row.limit)} · ` +
    `${say("下界", "lower")} ${value(row.lower, row.unit, row.limit)} · ${say("上界", "upper")} ${value(row.upper, row.unit, row.limit)}`;
  const parts: SVGElement[] = [
    s("rect", { x: centre, y: 2, width: centre - 2, height: height - 4, class: "good-side" }),
    s("path", { d: `M${centre} 1V${height - 1}`, class: "limit-line" }),
  ];
  if (known.length === 0) {
    parts.push(s("text", { x: centre, y: middle + 4, "text-anchor": "middle", class: "nothing" }, "—"));
  } else {
    // A bound that is missing is open: an arrow to the edge of its side.
    const ends = [row.lower, row.upper].map((bound, i) =>
      bound !== null ? x(bound) : sign * (i === 0 ? -1 : 1) < 0 ? 3 : width - 3);
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    const open = (at: number): boolean => at === 3 || at === width - 3;
    const cap = (at: number, way: number): string =>
      open(at) ? `M${at - way * 6} ${middle - 5}L${at} ${middle}L${at - way * 6} ${middle + 5}` : `M${at} ${middle - 5}V${middle + 5}`;
    const caps = right - left < 12 ? "" : `${cap(left, -1)}${cap(right, 1)}`;
    parts.push(s("path", { d: `M${left} ${middle}H${right}${caps}`, class: `interval ${row.verdict}` }));
    if (row.estimate !== null) parts.push(s("circle", { cx: x(row.estimate), cy: middle, r: 5, class: `estimate ${row.verdict}` }));
  }
  const svg = drawing(width, height, parts);
  svg.classList.add("forest");
  svg.setAttribute("data-tip", tip);
  return svg;
}
