// What charts share: a drawing as wide as its place, axes, colours that colour-blind eyes tell apart, values on hover.
import { scaleLinear, type ScaleContinuousNumeric } from "d3-scale";
import { type Child, h, s } from "../dom";

export type Scale = ScaleContinuousNumeric<number, number>;

/// Okabe and Ito's, without the yellow that white paper swallows; dashes tell lines apart without colour.
export const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f7f7f"];
export const dashes = ["", "7 3", "2 2", "9 3 2 3", "4 2", "1 3", "12 4"];
export const colour = (i: number): string => colours[i % colours.length] ?? "#000";
/// The eighth line has the colour of the first, and another dash.
export const dash = (i: number): string => dashes[(i + Math.floor(i / colours.length)) % dashes.length] ?? "";

export interface Margin { top: number; right: number; bottom: number; left: number }

/// A drawing that is made anew for every width it gets; on paper that of an A4 page.
export function responsive(label: string, draw: (width: number) => SVGElement): HTMLElement {
  const place = h("div", { class: "chart", role: "img", "aria-label": label });
  let drawn = 0;
  const redraw = (width: number): void => {
    const wanted = Math.max(280, Math.min(1080, Math.round(width)));
    if (wanted === drawn) return;
    drawn = wanted;
    place.replaceChildren(draw(wanted));
  };
  new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) redraw(entry.contentRect.width);
  }).observe(place);
  redraw(680);
  return place;
}

export const drawing = (width: number, height: number, ...children: Child[]): SVGElement =>
  s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, ...children);

/// An axis below, with its name at the end.
export function axisBelow(scale: Scale, y: number, format: (value: number) => string, name: string, ticks: number[]): SVGElement {
  const [from, to] = scale.range() as [number, number];
  return s("g", { class: "axis" },
    s("path", { d: `M${from} ${y}H${to}`, class: "rule" }),
    ticks.map((tick) => s("g", { transform: `translate(${scale(tick)} ${y})` },
      s("path", { d: "M0 0V5", class: "rule" }),
      s("text", { y: 18, "text-anchor": scale(tick) > to - 16 ? "end" : "middle" }, format(tick)))),
    s("text", { x: to, y: y + 34, "text-anchor": "end", class: "name" }, name));
}

/// An axis at the left with lines across, its name above.
export function axisLeft(scale: Scale, x: number, right: number, format: (value: number) => string, name: string, ticks: number[]): SVGElement {
  return s("g", { class: "axis" },
    ticks.map((tick) => s("g", { transform: `translate(0 ${scale(tick)})` },
      s("path", { d: `M${x} 0H${right}`, class: "grid" }),
      s("text", { x: x - 6, dy: "0.32em", "text-anchor": "end" }, format(tick)))),
    s("text", { x: 2, y: 12, class: "name" }, name));
}

export const linear = (domain: [number, number], range: [number, number]): Scale =>
  scaleLinear().domain(domain).range(range);

/// Seconds at whole steps as clocks have them.
export function timeTicks(length: number, width: number): number[] {
  const steps = [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800, 2592000];
  const step = steps.find((each) => length / each <= Math.max(3, width / 90)) ?? length / 4;
  return Array.from({ length: Math.floor(length / step * (1 + 1e-9)) + 1 }, (_, i) => i * step);
}

/// A line for the limit with its word.
export const limitAcross = (x1: number, x2: number, y: number, text: string, atRight = true): SVGElement =>
  s("g", { class: "limit" }, s("path", { d: `M${x1} ${y}H${x2}` }),
    s("text", atRight ? { x: x2 - 4, y: y - 5, "text-anchor": "end" } : { x: x1 + 4, y: y - 5 }, text));
export const limitUpright = (x: number, y1: number, y2: number, text: string, room: number): SVGElement =>
  s("g", { class: "limit" }, s("path", { d: `M${x} ${y1}V${y2}` }), s("text", room < 110 ? { x: x - 4, y: y1 + 11, "text-anchor": "end" } : { x: x + 4, y: y1 + 11 }, text));

export interface Entry { name: string; colour: string; dash?: string; shape?: "line" | "box" | "hatched" | "dot" | "ring" | "diamond" | "cross" | "triangle" }

/// What the colours mean.
export const legend = (entries: Entry[]): HTMLElement =>
  h("ul", { class: "legend" }, entries.map((entry) =>
    h("li", {}, s("svg", { width: 26, height: 12, "aria-hidden": "true" },
      entry.shape === "box" || entry.shape === "hatched"
        ? [s("rect", { x: 3, y: 0, width: 20, height: 12, fill: entry.colour }),
          entry.shape === "hatched" ? s("path", { d: "M3 12L15 0M11 12L23 0", stroke: "#0009", "stroke-width": 1.5 }) : null]
        : entry.shape === "ring" ? s("circle", { cx: 13, cy: 6, r: 4.5, fill: "none", stroke: entry.colour, "stroke-width": 2 })
        : entry.shape === "diamond" ? s("path", { d: "M13 0l6 6l-6 6l-6 -6Z", fill: entry.colour })
        : entry.shape === "triangle" ? s("path", { d: "M13 0l7 12h-14Z", fill: entry.colour })
        : entry.shape === "cross" ? s("path", { d: "M8 1l10 10m0 -10l-10 10", stroke: entry.colour, "stroke-width": 3 })
        : entry.shape === "dot" ? s("circle", { cx: 13, cy: 6, r: 4.5, fill: entry.colour })
        : s("path", { d: "M1 6H25", stroke: entry.colour, "stroke-width": 2.5, "stroke-dasharray": entry.dash ?? "" })),
      entry.name)));

/// A name cut to what there is room for; the whole stands in the table and on hover.
export const short = (name: string, most: number): string => (name.length <= most ? name : `${name.slice(0, most - 1)}…`);

let bubble: HTMLElement | undefined;
/// Shows `data-tip` of whatever the pointer is on.
export function showTips(): void {
  bubble = h("div", { class: "tip", hidden: true });
  document.body.append(bubble);
  const tip = bubble;
  document.addEventListener("pointermove", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    tip.hidden = target === null;
    if (!target) return;
    tip.textContent = target.getAttribute("data-tip");
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth: width, offsetHeight: height } = tip;
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, clientWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + height + 24 > clientHeight ? event.clientY - height - 10 : event.clientY + 16}px`;
  });
}
