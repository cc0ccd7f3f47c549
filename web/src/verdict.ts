// A verdict is told by a word, a shape and a colour, in this order of importance.
import { h, s } from "./dom";
import type { Verdict } from "./report";
import { verdictWord } from "./words";

const shapes: Record<Verdict, () => SVGElement[]> = {
  pass: () => [s("circle", { cx: 12, cy: 12, r: 11, class: "face" }), s("path", { d: "M6.5 12.5l4 4 7-8.5", class: "sign" })],
  fail: () => [s("rect", { x: 2, y: 2, width: 20, height: 20, rx: 2, class: "face" }),
    s("path", { d: "M7 7l10 10M17 7L7 17", class: "sign" })],
  inconclusive: () => [s("path", { d: "M12 .5L23.5 12 12 23.5.5 12z", class: "face" }),
    s("path", { d: "M7 12c2-4 3 4 5 0s3-4 5 0", class: "sign" })],
  no_data: () => [s("circle", { cx: 12, cy: 12, r: 10, class: "hollow" }), s("path", { d: "M8 12h8", class: "line" })],
  invalid: () => [s("path", { d: "M12 1.5L23.5 22H.5z", class: "face" }), s("path", { d: "M12 8v7M12 18v1", class: "sign" })],
};

export const icon = (verdict: Verdict): SVGElement =>
  s("svg", { viewBox: "0 0 24 24", class: `icon ${verdict}`, "aria-hidden": "true" }, shapes[verdict]());

export const badge = (verdict: Verdict, quiet = false): HTMLElement =>
  h("span", { class: `badge ${verdict}${quiet ? " quiet" : ""}` }, icon(verdict), h("span", {}, verdictWord(verdict)));
