// What the evidence tells of the time of a down time: by shape and colour, and in words.
import { s } from "../dom";
import type { Circumstance, DownMark } from "../report";
import { say } from "../words";
import { colour, type Entry } from "./frame";

type Shape = NonNullable<Entry["shape"]>;
export interface Sign { colour: string; shape: Shape }

/// The outline of a shape, as large as a circle of radius r.
export function outline(shape: Shape, cx: number, cy: number, r: number): string {
  const a = r * (shape === "box" ? 0.886 : shape === "triangle" ? 1.1 : 1.253);
  switch (shape) {
    case "box": return `M${cx - a} ${cy - a}h${2 * a}v${2 * a}h${-2 * a}Z`;
    case "diamond": return `M${cx} ${cy - a}l${a} ${a}l${-a} ${a}l${-a} ${-a}Z`;
    case "triangle": return `M${cx} ${cy - 1.2 * a}L${cx + 1.3 * a} ${cy + a}H${cx - 1.3 * a}Z`;
    case "cross": return `M${cx - a} ${cy - a}L${cx + a} ${cy + a}M${cx + a} ${cy - a}L${cx - a} ${cy + a}`;
    default: return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
}

/// A mark that is filled, a ring, or two lines.
export const mark = ({ colour, shape }: Sign, cx: number, cy: number, r: number): SVGElement =>
  s("path", { d: outline(shape, cx, cy, r), stroke: colour, "stroke-width": shape === "cross" ? 2.2 : shape === "ring" ? 1.6 : 0, fill: shape === "cross" || shape === "ring" ? "none" : colour });

export type Told = Circumstance | "unknown";

/// In the order in which they are listed everywhere. Shapes mean what they mean of stops; colours are none that bars have.
export const circumstances: Record<Told, Sign & { name: () => string }> = {
  detached: { colour: colour(0), shape: "box", name: () => say("断网", "without network") },
  cell_changed: { colour: colour(2), shape: "cross", name: () => say("换小区", "cell changed") },
  weak_signal: { colour: colour(5), shape: "triangle", name: () => say("信号弱", "weak signal") },
  device_flows: { colour: colour(4), shape: "diamond", name: () => say("同设备的其他流也迟到或丢失", "other flows of the device late or lost as well") },
  every_device: { colour: colour(4), shape: "ring", name: () => say("其他设备也全都迟到或丢失", "flows of every other device late or lost as well") },
  unknown: { colour: colour(6), shape: "dot", name: () => say("证据未说明", "not told by the evidence") },
};

export const toldOf = (down: DownMark): Told[] => (down.seen.length === 0 ? ["unknown"] : down.seen.map((each) => each.what));

/// Everything that is told of a down time.
export function toldText(down: DownMark): string {
  if (!down.is_recorded) return say("证据未说明：这段时间没有其他记录", "not told by the evidence: nothing else of that time is recorded");
  if (down.seen.length === 0) return circumstances.unknown.name();
  return down.seen.map(({ what, before, during }) => circumstances[what].name() +
    (before && during ? say("（前后）", " (around it)") : before ? say("（之前）", " (before)") : say("（期间）", " (during)"))).join(say("；", "; "));
}
