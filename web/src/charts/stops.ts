// Where vehicles stood on their missions: the longer, the larger; what came before by shape and colour.
import { h, s, table } from "../dom";
import type { FloorArea, PhaseStops, Report, StopCause, Stops } from "../report";
import { counted, digits, duration, grouped, say, sentences } from "../words";
import { colour, legend, responsive } from "./frame";
import { ground, hall, standing } from "./plan";
import { outline, type Sign } from "./seen";

const largest = 22; // radius of the spot with most time

const causes: Record<StopCause, Sign & { name: () => string; brief: () => string }> = {
  offline: { colour: colour(1), shape: "box", name: () => say("停前断网", "without network before it"), brief: () => say("断网", "no network") },
  messages: { colour: colour(3), shape: "diamond", name: () => say("停前有消息迟到或丢失", "messages late or lost before it"), brief: () => say("消息迟到或丢失", "late or lost messages") },
  unknown: { colour: colour(0), shape: "dot", name: () => say("证据未说明（如等待其他车辆）", "the evidence does not tell (it waited for others, for example)"), brief: () => say("未说明", "not told") },
};

const phaseName = (phase: PhaseStops): string => (phase.phase === "pilot" ? say("试点", "pilot") : say("基线", "baseline"));

const where = (at: { x_m: number; y_m: number }): string => `(${digits(at.x_m, 4)}, ${digits(at.y_m, 4)})`;
const times = (count: number): string => say(`${grouped(count)} 次`, counted(count, "stop"));

function marks(phase: PhaseStops, most: number, x: (at: number) => number, y: (at: number) => number, scale: number): SVGElement[] {
  return phase.spots.map((spot) => s("path", {
    class: "stop", fill: causes[spot.cause].colour, stroke: causes[spot.cause].colour,
    d: outline(causes[spot.cause].shape, x(spot.x_m), y(spot.y_m), Math.max(2, scale * largest * Math.sqrt(spot.length_s / most))),
    "data-tip": `${where(spot)} m · ${times(spot.count)} · ${duration(spot.length_s)} · ${causes[spot.cause].name()}`,
  }));
}

function tables(stops: Stops, phase: PhaseStops): HTMLElement {
  const share = (seconds: number): string => (phase.on_missions_s === 0 ? "—" : `${digits((seconds / phase.on_missions_s) * 100, 3)}\u202f%`);
  const all = { count: phase.sums.reduce((sum, each) => sum + each.count, 0), length_s: phase.sums.reduce((sum, each) => sum + each.length_s, 0) };
  const row = (name: string, sum: { count: number; length_s: number }): string[] => [name, grouped(sum.count), duration(sum.length_s), share(sum.length_s)];
  const longest = [...phase.longest].sort((a, b) => b.length_s - a.length_s);
  return h("div", {},
    table(say(`${phaseName(phase)}：停车的次数与时间`, `${phaseName(phase)}: how often and how long vehicles stood`),
      [{ head: say("停之前", "before the stop") }, { head: say("次数", "stops"), right: true }, { head: say("共停", "in all"), right: true }, { head: say("占任务时间", "of mission time"), right: true }],
      [...phase.sums.map((sum) => row(causes[sum.cause].brief(), sum)), row(say("合计", "all"), all)]),
    longest.length === 0 ? null : h("div", { class: "long" }, table(say(`${phaseName(phase)}：最长的 ${longest.length} 次`, `${phaseName(phase)}: the ${longest.length} longest`),
      [{ head: say("车", "vehicle") }, { head: say("批次", "run") }, { head: say("起于", "from"), right: true }, { head: say("停了", "for"), right: true }, { head: say("位置 (m)", "place (m)"), right: true }, { head: say("停之前", "before the stop") },
        { head: say(`前 ${digits(stops.before_s)} s 内迟到或丢失的消息`, `late or lost messages in ${digits(stops.before_s)} s before`), right: true }, { head: say("最近的其他车", "nearest other vehicle") }],
      longest.map((stop) => [stop.vehicle, stop.run, duration(stop.start_s), duration(stop.length_s), where(stop), causes[stop.cause].brief(), grouped(stop.missed), stop.nearest_m === null ? "—" : `${stop.nearest}, ${digits(stop.nearest_m, 3)}\u202fm`]))));
}

function figure(stops: Stops, phase: PhaseStops, area: FloorArea, isWithGnbs: boolean): HTMLElement {
  const most = Math.max(stops.least_s, ...stops.phases.flatMap((each) => each.spots.map((spot) => spot.length_s)));
  const here = hall();
  const title = say(`任务中车停在哪里：${phaseName(phase)}`, `where vehicles stood on their missions: ${phaseName(phase)}`);
  const count = phase.sums.reduce((sum, each) => sum + each.count, 0);
  const caption = sentences(
    count === 0 ? say("没有计划外的停车。", "No vehicle stood unplanned.") : say(`${phase.runs} 个批次共 ${grouped(count)} 次。同一处的合在一起，面积表示共停了多久，各图同一比例，最大为 ${duration(most)}。`, `${times(count)} in ${counted(phase.runs, "run")}. Those at one place are one mark; areas tell how long in all, on one scale in all pictures, up to ${duration(most)}.`),
    phase.left_out > 0 ? say(`另有 ${grouped(phase.left_out)} 次未画出，已计入表中合计。`, `${grouped(phase.left_out)} more are not drawn; the table counts them.`) : "",
    phase.unseen_s > 0 ? say(`任务时间中有 ${duration(phase.unseen_s)} 没有位置记录。`, `Of mission time, ${duration(phase.unseen_s)} are without positions.`) : "",
    standing(), phase.phase === "baseline" && isWithGnbs ? say("图上是试点的 gNB。", "The gNBs are those of the pilot.") : "");
  return h("figure", { class: "stops" },
    h("div", { class: "drawing" },
      h("figcaption", {}, h("strong", {}, title), h("span", {}, caption)),
      legend(phase.sums.filter((sum) => sum.count > 0).map((sum) => ({ name: causes[sum.cause].name(), colour: causes[sum.cause].colour, shape: causes[sum.cause].shape }))),
      responsive(title, (width) => ground(here, area, width, (x, y) => marks(phase, most, x, y, width > 700 ? 1 : 0.6), { places: "marked" }))),
    tables(stops, phase));
}

/// Where vehicles stood in each phase; nothing where nobody knows.
export function stopsOnMap(report: Report): HTMLElement | null {
  const { stops } = report;
  if (!stops) return null;
  const margin = 2;
  const { x_m, y_m, length_m, width_m } = stops.extent;
  const area = report.hall?.area ?? { x_m: x_m - margin, y_m: y_m - margin, length_m: length_m + 2 * margin, width_m: width_m + 2 * margin };
  return h("section", { class: "stood" },
    h("h2", {}, say("车辆停在哪里", "Where vehicles stood")),
    h("p", {}, sentences(
      say(`依据：表 missions 与 radio 中的位置。任务期间位置在 ${digits(stops.stands_within_m)} m 之内停留 ${digits(stops.least_s)} s 以上，算一次停车。`,
        `From the table missions and the positions in radio. A stop is a stay of ${digits(stops.least_s)} s or more within ${digits(stops.stands_within_m)} m during a mission.`),
      say(`任务结束时的停留、以及在作业位的停留，视为计划内，不计。作业位由证据得出：至少来过 ${stops.least_visits} 次、其中 ${digits(stops.standing_share * 100)} % 以上都停下的地方，共 ${stops.places_of_work} 处。`,
        `A stay with which the mission ends, and one at a place of work, is taken as planned and not counted. Places of work follow from the evidence: those that vehicles came to ${stops.least_visits} times or more and stood at in ${digits(stops.standing_share * 100)} % of them or more; there are ${stops.places_of_work}.`),
      say(`“停之前”看停车前 ${digits(stops.before_s)} s：断网合计 ${digits(stops.long_offline_s)} s 以上，或有消息迟到、丢失。先后不等于因果。`,
        `What came before a stop is looked for in the ${digits(stops.before_s)} s before it: ${digits(stops.long_offline_s)} s or more without network in all, or messages late or lost. It came before; that it was the cause is not proven.`))),
    stops.phases.map((phase) => figure(stops, phase, area, (report.hall?.gnbs.length ?? 0) > 0)));
}
