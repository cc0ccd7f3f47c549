// The floor of the hall that pictures are drawn on: an own drawing underneath, and what stands in the hall on top.
import { type Child, s } from "../dom";
import type { FloorArea, Hall } from "../report";
import { digits, say, sentences } from "../words";
import { drawing, linear, type Scale } from "./frame";

let known: Hall | null = null;
export const setHall = (hall: Hall | null): void => { known = hall; };
export const hall = (): Hall | null => known;

/// Names a clip path or a pattern of one drawing.
export const fresh = (): string => `p${Math.random().toString(36).slice(2)}`;

function zones(hall: Hall | null, x: Scale, y: Scale): Child {
  return (hall?.zones ?? []).map(({ name, area }) => s("g", { class: "zone" },
    s("rect", { x: x(area.x_m), y: y(area.y_m + area.width_m), width: x(area.x_m + area.length_m) - x(area.x_m), height: y(area.y_m) - y(area.y_m + area.width_m) }),
    s("text", { x: x(area.x_m) + 5, y: y(area.y_m + area.width_m) + 15 }, name)));
}

export const obstacleFill = "#9a9a9a";

/// From where to where something reaches along the two sides of the floor.
export const reach = (corners: [number, number][]): { x: string; y: string } => {
  const along = (axis: 0 | 1): string => {
    const all = corners.map((corner) => corner[axis]);
    return `${digits(Math.min(...all), 4)} – ${digits(Math.max(...all), 4)}`;
  };
  return { x: along(0), y: along(1) };
};

function obstacles(hall: Hall | null, x: Scale, y: Scale): Child {
  if (!hall || hall.obstacles.length === 0) return null;
  const hatch = fresh();
  return [
    s("defs", {}, s("pattern", { id: hatch, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" },
      s("rect", { width: 5, height: 5, fill: obstacleFill }), s("path", { d: "M0 0V5", stroke: "#3a3a3a", "stroke-width": 1.4 }))),
    hall.obstacles.map(({ name, corners }) => {
      const at = reach(corners);
      return s("g", { class: "obstacle", "data-tip": `${name} · x ${at.x} m · y ${at.y} m` },
        s("path", { d: `M${corners.map(([px, py]) => `${x(px)} ${y(py)}`).join("L")}Z`, fill: `url(#${hatch})` }));
    })];
}

/// The way antennas point to, as a sector of 65°, their width at half power.
function sector(x: number, y: number, azimuth: number): SVGElement {
  const at = (degrees: number): string => `${x + 26 * Math.cos(degrees * Math.PI / 180)} ${y - 26 * Math.sin(degrees * Math.PI / 180)}`;
  return s("path", { class: "sector", d: `M${x} ${y}L${at(azimuth - 32.5)}A26 26 0 0 0 ${at(azimuth + 32.5)}Z` });
}

function gnbs(hall: Hall | null, x: Scale, y: Scale): Child {
  return (hall?.gnbs ?? []).map(({ name, x_m, y_m, azimuth_deg }) => {
    const [cx, cy] = [x(x_m), y(y_m)];
    const tip = `${name} · (${digits(x_m, 4)}, ${digits(y_m, 4)}) m` + (azimuth_deg === null ? "" : ` · ${digits(azimuth_deg, 3)}°`);
    return s("g", { class: "gnb", "data-tip": tip },
      azimuth_deg === null ? null : sector(cx, cy, azimuth_deg),
      s("path", { class: "mast", d: `M${cx - 7} ${cy + 7}L${cx} ${cy - 9}L${cx + 7} ${cy + 7}Z` }),
      s("text", { x: cx, y: cy + 20, "text-anchor": "middle" }, name));
  });
}

const places = (hall: Hall | null, x: Scale, y: Scale, isNamed: boolean): Child =>
  (hall?.places ?? []).map(({ name, x_m, y_m }) => s("g", { "data-tip": `${name} · (${digits(x_m, 4)}, ${digits(y_m, 4)}) m` },
    s("rect", { class: "place", x: x(x_m) - 3, y: y(y_m) - 3, width: 6, height: 6 }),
    isNamed ? s("text", { class: "small", x: x(x_m), y: y(y_m) + 15, "text-anchor": "middle" }, name) : null));

/// The drawing of a floor: under everything the own one, then `content` cut to the floor's edge, then what stands in
/// the hall and its walls, with metres along them. `below` is room under the axis.
export function ground(hall: Hall | null, area: FloorArea, width: number, content: (x: Scale, y: Scale) => Child, more: { places?: "marked" | "named"; below?: number; extra?: (x: Scale, y: Scale, bottom: number) => Child } = {}): SVGElement {
  const scale = Math.min((width - 60) / area.length_m, 460 / area.width_m);
  const [wide, tall] = [area.length_m * scale, area.width_m * scale];
  const x = linear([area.x_m, area.x_m + area.length_m], [40, 40 + wide]);
  const y = linear([area.y_m, area.y_m + area.width_m], [10 + tall, 10]);
  const clip = fresh();
  const image = hall?.image;
  return drawing(width, tall + 54 + (more.below ?? 0),
    s("defs", {}, s("clipPath", { id: clip }, s("rect", { x: 40, y: 10, width: wide, height: tall }))),
    s("g", { "clip-path": `url(#${clip})` },
      image ? s("g", { class: "underlay" }, s("rect", { x: 40, y: 10, width: wide, height: tall, fill: "#fff" }), s("image", { href: image.uri, x: x(image.area.x_m), y: y(image.area.y_m + image.area.width_m), width: image.area.length_m * scale, height: image.area.width_m * scale, preserveAspectRatio: "none" })) : null,
      s("g", { class: image ? "on-image" : undefined }, content(x, y)),
      obstacles(hall, x, y),
      zones(hall, x, y)),
    s("rect", { x: 40, y: 10, width: wide, height: tall, class: "wall" }),
    more.places ? places(hall, x, y, more.places === "named" && width > 700) : null,
    more.extra ? more.extra(x, y, tall + 54) : null,
    gnbs(hall, x, y),
    s("g", { class: "axis" },
      x.ticks(Math.max(3, wide / 90)).map((tick) => s("text", { x: x(tick), y: tall + 26, "text-anchor": "middle" }, digits(tick))),
      y.ticks(Math.max(2, tall / 60)).map((tick) => s("text", { x: 34, y: y(tick) + 4, "text-anchor": "end" }, digits(tick))),
      s("text", { x: 40 + wide, y: tall + 44, "text-anchor": "end", class: "name" }, "m")));
}

/// What of the hall has no place of its own in the drawing, in a sentence.
export function standing(): string {
  if (!known) return "";
  const { clutter, gnbs: sites } = known;
  const heaped = clutter === null ? "" : say(
    `遮挡物占地 ${digits(clutter.density_ratio * 100, 3)} %、高 ${digits(clutter.height_m, 3)} m、典型尺寸 ${digits(clutter.size_m, 3)} m，按 TR 38.901 统计分布，没有各自的位置。`,
    `Clutter covers ${digits(clutter.density_ratio * 100, 3)} % of the floor, ${digits(clutter.height_m, 3)} m high and ${digits(clutter.size_m, 3)} m in size; as in TR 38.901 it is spread by chance, and no thing of it has a place.`);
  const masts = sites.length === 0 ? "" : sites.every((each) => each.azimuth_deg === null) ? say("三角是 gNB。", "Triangles are gNBs.")
    : say("三角是 gNB，扇形是天线朝向。", "Triangles are gNBs, sectors show where their antennas point.");
  const things = known.obstacles.length === 0 ? "" : say("灰色斜线处是遮挡物。", "Grey and hatched is what stands in the way.");
  return sentences(masts, things, heaped);
}
