// Service margin on the floor: measured cells plain, interpolated ones hatched, and the ways of those who measured.
import { scaleLinear } from "d3-scale";
import { type Child, h, s, table } from "../dom";
import type { Floor, Walk, WalkPath } from "../report";
import { digits, grouped, say, sentences, t } from "../words";
import type { Drawing } from "./chart";
import { legend, responsive, type Scale } from "./frame";
import { fresh, ground, hall, obstacleFill, reach, standing } from "./plan";

const none = "#555";
/// Orange below service, blue above it, told apart by colour-blind eyes; equal steps of brightness on both sides.
const shade = scaleLinear<string>().domain([-15, -0.01, 0.01, 20]).range(["#8c4a00", "#fdd9b0", "#c9dff2", "#0b4f94"]).clamp(true);

/// A line on an edge that is told from any cell; where nobody came from or went on to, a dot.
function way({ run, device, samples, points }: WalkPath, x: Scale, y: Scale): Child {
  const d = `M${points.map(([px, py]) => `${x(px)} ${y(py)}`).join("L")}${points.length === 1 ? "h0" : ""}`;
  return s("g", { class: "walk", "data-tip": `${run} · ${device} · ${say(`${grouped(samples)} 个采样`, `${grouped(samples)} samples`)}` },
    s("path", { d, class: "edge" }), s("path", { d }));
}

const lengthOf = (paths: WalkPath[]): number =>
  paths.reduce((sum, { points }) => points.reduce((along, point, i) => {
    const before = points[i - 1] ?? point;
    return along + Math.hypot(point[0] - before[0], point[1] - before[1]);
  }, sum), 0);

/// Who walked, run by run.
function walks(walk: Walk): HTMLElement | null {
  const by = new Map<string, WalkPath[]>();
  for (const path of walk.paths) {
    const who = JSON.stringify([path.run, path.device]);
    by.set(who, [...by.get(who) ?? [], path]);
  }
  return walk.paths.length === 0 ? null : h("div", { class: "long" }, table(say("走测路线", "ways of the walk test"),
    [{ head: say("批次", "run") }, { head: say("设备", "device") }, { head: say("段数", "stretches"), right: true }, { head: say("采样", "samples"), right: true }, { head: say("长度 m", "length, m"), right: true }],
    [...by.values()].map((paths) => [paths[0]?.run, paths[0]?.device, grouped(paths.length), grouped(paths.reduce((sum, path) => sum + path.samples, 0)), digits(lengthOf(paths), 3)])));
}

export function floor(picture: Floor): Drawing {
  const { grid, walk } = picture;
  const here = hall();
  const things = here?.obstacles ?? [];
  const measured = new Map(picture.measured.map(([column, row, samples, margin]) => [row * grid.columns + column, { samples, margin }]));
  let next = 0;
  const cells = Array.from({ length: grid.columns * grid.rows }, (_, i) => {
    const seen = measured.get(i);
    return { column: i % grid.columns, row: Math.floor(i / grid.columns), seen, margin: seen ? seen.margin : picture.interpolated_db[next++] ?? undefined };
  });
  const area = { x_m: grid.origin_x_m, y_m: grid.origin_y_m, length_m: picture.length_m, width_m: picture.width_m };
  const draw = (width: number): SVGElement => {
    const hatch = fresh();
    return ground(here, area, width, (x, y) => [
      s("defs", {}, s("pattern", { id: hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("path", { d: "M0 0V6", stroke: "#0008", "stroke-width": 1.6 }))),
      s("g", { class: "cells" }, cells.map((cell) => {
        const from = grid.origin_x_m + cell.column * grid.cell_m;
        const base = grid.origin_y_m + cell.row * grid.cell_m;
        const box = { x: x(from), y: y(base + grid.cell_m), width: x(from + grid.cell_m) - x(from) + 0.3, height: y(base) - y(base + grid.cell_m) + 0.3 };
        const where = `(${digits(from, 4)}, ${digits(base, 4)}) m · `;
        if (cell.margin === undefined) return s("rect", { ...box, class: "unseen", "data-tip": where + say("未测", "not measured") });
        const fill = cell.margin === null ? none : shade(cell.margin);
        const tip = where + (cell.margin === null ? say("没有信号", "no signal") : `${digits(cell.margin, 3)}\u202fdB`) +
          (cell.seen ? say(` · ${cell.seen.samples} 个采样`, ` · ${cell.seen.samples} samples`) : say(" · 插值", " · interpolated"));
        return s("g", { "data-tip": tip }, s("rect", { ...box, fill }), cell.seen ? null : s("rect", { ...box, fill: `url(#${hatch})` }));
      })),
      walk.paths.map((path) => way(path, x, y))]);
  };
  const seen = [...measured.values()];
  const served = seen.filter((cell) => cell.margin !== null && cell.margin >= 0).length;
  const silent = seen.filter((cell) => cell.margin === null).length;
  const all = cells.length;
  const between = picture.interpolated_db.filter((margin) => margin >= 0).length;
  const row = (name: string, count: number): (string | number)[] => [name, grouped(count), `${digits((count / all) * 100, 3)}\u202f%`];
  return {
    picture: responsive(t(picture.title), draw),
    legend: legend([
      { name: say("有余量 20 dB", "20 dB to spare"), colour: shade(20), shape: "box" }, { name: say("刚好有服务", "just served"), colour: shade(0.5), shape: "box" },
      { name: say("差一点", "just short"), colour: shade(-0.5), shape: "box" }, { name: say("差 15 dB", "15 dB short"), colour: shade(-15), shape: "box" },
      { name: say("没有信号", "no signal"), colour: none, shape: "box" }, { name: say("插值（未测）", "interpolated (not measured)"), colour: shade(8), shape: "hatched" },
      { name: say("走测路线", "way of the walk test"), colour: "var(--ink)" },
      ...(things.length > 0 ? [{ name: say("遮挡物", "obstacle"), colour: obstacleFill, shape: "hatched" as const }] : [])]),
    caption: sentences(say(`余量 = SS-RSRP 高出 ${picture.min_rsrp_dbm} dBm 与 SS-SINR 高出 ${picture.min_sinr_db} dB 中较小者，取栅格中位数。插值只为看图，不参与按栅格的判定。`,
      `Margin: the lesser of SS-RSRP above ${picture.min_rsrp_dbm} dBm and SS-SINR above ${picture.min_sinr_db} dB, a cell's median. Interpolation is to look at only: it takes no part in the verdict by cells.`),
    say(`线按时间连接同一批次、同一设备的采样，离采样至多 ${digits(walk.within_m, 3)} m；间隔超过其中位数 ${walk.gap_steps} 倍、或以每秒 ${walk.fastest_mps} m 也走不到之处断开。`,
      `A line joins the samples of one device in one run in order of time, ${digits(walk.within_m, 3)} m from them at most; it breaks where a step took more than ${walk.gap_steps} times the median one, or led further than ${walk.fastest_mps} m/s allow.`),
    walk.left_out > 0 ? say(`另有 ${grouped(walk.left_out)} 个采样不在线上。`, `${grouped(walk.left_out)} more samples are on no line.`) : "",
    standing(), picture.cells_joined > 1 ? say(`每 ${picture.cells_joined} × ${picture.cells_joined} 格并为一格。`, `${picture.cells_joined} × ${picture.cells_joined} cells are drawn as one.`) : ""),
    table: h("div", {}, table(say(`共 ${all} 格，每格 ${digits(grid.cell_m)} m`, `${all} cells of ${digits(grid.cell_m)} m`), [{ head: say("栅格", "cells") }, { head: say("个数", "count"), right: true }, { head: say("占全部", "of all"), right: true }], [
      row(say("测到有服务", "measured, with service"), served), row(say("测到信号不足", "measured, too weak"), seen.length - served - silent), row(say("测到没有信号", "measured, no signal"), silent),
      row(say("未测", "not measured"), all - seen.length), row(say("其中插值认为有服务", "of these, with service by interpolation"), between)]),
    picture.zones.length === 0 ? null : table(say("各区域的覆盖率（按判定的栅格，未测的格计为未覆盖）", "coverage by zone (cells as they are judged; a cell not measured counts as not covered)"),
      [{ head: say("区域", "zone") }, { head: say("栅格", "cells"), right: true }, { head: say("测到", "measured"), right: true }, { head: say("有服务", "with service"), right: true }, { head: say("覆盖率", "coverage"), right: true }],
      picture.zones.map((zone) => [zone.zone, grouped(zone.cells), grouped(zone.measured), grouped(zone.covered),
        zone.cells === 0 ? "—" : `${digits((zone.covered / zone.cells) * 100, 3)}\u202f%`])),
    walks(walk),
    things.length === 0 ? null : table(say("遮挡物（由证据写明，只画出，不参与判定）", "obstacles (named by the evidence: drawn, and nothing is judged by them)"),
      [{ head: say("名称", "name") }, { head: "x (m)", right: true }, { head: "y (m)", right: true }],
      things.map((each) => [each.name, reach(each.corners).x, reach(each.corners).y]))),
  };
}
