// The hall in motion: where devices were, which cell served them, and what went wrong with them, frame by frame.
import { type Child, h, s, table } from "../dom";
import type { Hall, Motion, MovingDevice, Report } from "../report";
import { digits, duration, grouped, none, say, sentences, t } from "../words";
import { colour, colours, legend, responsive, short, type Scale } from "./frame";
import { ground, reach, standing } from "./plan";

const late = colours[1] ?? "";
const lost = colours[3] ?? "";
/// Of a serving cell: none that means late or lost.
const cellColour = (cell: number): string => colour([0, 2, 4, 5, 6][cell % 5] ?? 0);
const shownFor = 3;  // frames that an event stays in sight
const trail = 40;    // frames that a way behind a device stays in sight
const furthest = 20; // frames between two samples that a way is drawn between

/// A moment of a run as clocks have it: 1:02:03.5.
function clock(at: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const tenths = Math.round(at * 10);
  const [hours, minutes] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60];
  return `${hours}:${two(minutes)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}

interface Place { x: number; y: number; cell: number | null }

/// Where a device is in a frame: between two samples on the straight line, unless they are too far apart; after the
/// last one there, as long.
function placeIn(device: MovingDevice, frame: number): Place | null {
  const { track } = device;
  if (device.is_fixed && track[0]) return { x: track[0][1], y: track[0][2], cell: null };
  const next = track.findIndex(([at]) => at >= frame);
  const to = track[next];
  if (!to) {
    const last = track.at(-1);
    return last && frame - last[0] <= furthest ? { x: last[1], y: last[2], cell: last[3] } : null;
  }
  if (to[0] === frame) return { x: to[1], y: to[2], cell: to[3] };
  const from = track[next - 1];
  if (!from || to[0] - from[0] > furthest) return null;
  const share = (frame - from[0]) / (to[0] - from[0]);
  return { x: from[1] + share * (to[1] - from[1]), y: from[2] + share * (to[2] - from[2]), cell: from[3] };
}

/// The way of a device in pieces without gaps.
function ways(device: MovingDevice, first: number, last: number): [number, number][][] {
  const pieces: [number, number][][] = [];
  let before = -Infinity;
  for (const [frame, x, y] of device.track) {
    if (frame < first || frame > last) continue;
    if (frame - before > furthest) pieces.push([]);
    pieces.at(-1)?.push([x, y]);
    before = frame;
  }
  return pieces;
}

const line = (piece: [number, number][], x: Scale, y: Scale): string => `M${piece.map(([px, py]) => `${digits(x(px), 5)} ${digits(y(py), 5)}`).join("L")}`;

interface Counts { late: number; lost: number; changes: number; detached: number }
const nothing = (): Counts => ({ late: 0, lost: 0, changes: 0, detached: 0 });

function counted(device: MovingDevice, first: number, last: number): Counts {
  const sum = nothing();
  for (const [frame, tardy, gone, changes, detached] of device.events) {
    if (frame < first || frame > last) continue;
    sum.late += tardy;
    sum.lost += gone;
    sum.changes += changes;
    sum.detached += detached;
  }
  return sum;
}

const inWords = (of: Counts): string => [
  of.late ? say(`迟到 ${of.late}`, `${of.late} late`) : "", of.lost ? say(`丢失 ${of.lost}`, `${of.lost} lost`) : "",
  of.changes ? say(`换小区 ${of.changes}`, `${of.changes} change${of.changes === 1 ? "" : "s"} of cell`) : "", of.detached ? say(`断网 ${of.detached}`, `lost the network ${of.detached}`) : ""].filter(Boolean).join(say("，", ", "));

const isOffline = (device: MovingDevice, frame: number): boolean => device.offline.some(([from, to]) => from <= frame && frame <= to);

/// What is told of a device apart from its place by shape as well as colour: a cross lost, a diamond late, a ring a
/// change of cell, a hollow mark without network.
function signs(of: Counts, cx: number, cy: number): Child {
  return [
    of.changes || of.detached ? s("circle", { class: "ring", cx, cy, r: 12 }) : null,
    of.late ? s("path", { class: "sign", fill: late, d: `M${cx} ${cy - 22}l8 8l-8 8l-8 -8Z` }) : null,
    of.lost ? s("path", { class: "cross", stroke: lost, d: `M${cx + 9} ${cy - 20}l10 10m0 -10l-10 10` }) : null];
}

function mark(device: MovingDevice, frame: number, cx: number, cy: number, cell: number | null, isMoving: boolean): SVGElement {
  const offline = isOffline(device, frame);
  const recent = counted(device, frame - shownFor + 1, frame);
  const words = inWords(recent);
  const fill = offline ? "var(--paper)" : cell === null ? "var(--quiet)" : cellColour(cell);
  return s("g", { class: `device${offline ? " offline" : ""}`, "data-tip": device.device + (words ? ` · ${words}` : "") + (offline ? ` · ${say("没有网络", "without network")}` : "") },
    signs(recent, cx, cy),
    isMoving ? s("circle", { class: "body", cx, cy, r: 7, fill }) : s("rect", { class: "body", x: cx - 4.5, y: cy - 4.5, width: 9, height: 9, fill }));
}

/// Devices of which nobody knows where they were, in rows under the floor.
function tray(devices: MovingDevice[], frame: number, left: number, right: number, top: number): Child {
  const columns = trayColumns(right - left);
  return [
    s("text", { x: left, y: top + 2, class: "name" }, say("位置未知的设备（证据没有它们的位置）", "devices whose place the evidence does not tell")),
    devices.map((device, i) => {
      const [cx, cy] = [left + 10 + (i % columns) * 106, top + 30 + Math.floor(i / columns) * 34];
      return s("g", {}, mark(device, frame, cx, cy, null, false), s("text", { x: cx + 14, y: cy + 4, class: "small" }, short(device.device, 12)));
    })];
}
const trayColumns = (wide: number): number => Math.max(1, Math.floor(wide / 106));

/// When it happened: late and lost messages upwards, changes of cell and losses of the network as ticks below.
function strip(motion: Motion, frame: number, left: number, right: number, top: number): Child {
  const at = (each: number): number => left + (each / Math.max(1, motion.frames)) * (right - left);
  const sums = new Map<number, Counts>();
  for (const device of motion.devices) {
    for (const [each] of device.events) {
      const sum = sums.get(each) ?? nothing();
      const own = counted(device, each, each);
      sums.set(each, { late: sum.late + own.late, lost: sum.lost + own.lost, changes: sum.changes + own.changes, detached: sum.detached + own.detached });
    }
  }
  const most = Math.max(1, ...[...sums.values()].map((sum) => sum.late + sum.lost));
  const wide = Math.max(1.5, (right - left) / motion.frames - 0.5);
  return s("g", {},
    s("rect", { x: left, y: top, width: right - left, height: 34, class: "seen" }),
    [...sums].map(([each, sum]) => {
      const [tardy, gone] = [26 * sum.late / most, 26 * sum.lost / most];
      return s("g", { "data-tip": `${clock(motion.start_s + each * motion.frame_s)} · ${inWords(sum)}` },
        s("rect", { x: at(each), y: top + 26 - tardy, width: wide, height: tardy, fill: late }),
        s("rect", { x: at(each), y: top + 26 - tardy - gone, width: wide, height: gone, fill: lost }),
        sum.changes + sum.detached > 0 ? s("rect", { x: at(each), y: top + 28, width: wide, height: 6, class: "down" }) : null);
    }),
    s("path", { class: "cursor", d: `M${at(frame + 0.5)} ${top - 3}V${top + 37}` }));
}

function stage(motion: Motion, hall: Hall, frame: number, width: number): SVGElement {
  const placed = motion.devices.filter((device) => device.track.length > 0);
  const nowhere = motion.devices.filter((device) => device.track.length === 0);
  const rows = nowhere.length === 0 ? 0 : Math.ceil(nowhere.length / trayColumns(width - 54)) * 34 + 34;
  const site = (cell: number | null): { x_m: number; y_m: number } | undefined => hall.gnbs.find((gnb) => cell !== null && gnb.name === motion.cells[cell]);
  return ground(hall, hall.area, width, (x, y) => [
    placed.map((device) => (device.is_fixed ? null : ways(device, 0, motion.frames).map((piece) => s("path", { class: "way", d: line(piece, x, y) })))),
    placed.map((device) => (device.is_fixed ? null : ways(device, frame - trail, frame).map((piece) => s("path", { class: "way near", d: line(piece, x, y) })))),
    placed.map((device) => {
      const place = placeIn(device, frame);
      const gnb = place ? site(place.cell) : undefined;
      return place && gnb ? s("path", { class: "serving", stroke: cellColour(place.cell ?? 0), d: `M${x(place.x)} ${y(place.y)}L${x(gnb.x_m)} ${y(gnb.y_m)}` }) : null;
    })], {
    places: "marked", below: rows + 50,
    extra: (x, y, bottom) => {
      const [left, right] = [40, width - 14];
      return [
        placed.map((device) => {
          const place = placeIn(device, frame);
          return place ? mark(device, frame, x(place.x), y(place.y), place.cell, !device.is_fixed) : null;
        }),
        nowhere.length > 0 ? tray(nowhere, frame, left, right, bottom + 8) : null,
        strip(motion, frame, left, right, bottom + rows + 6)];
    },
  });
}

/// What a frame shows, in words: for those who hear the slider.
function told(motion: Motion, frame: number): string {
  const happened = motion.devices.map((device) => ({ device: device.device, words: inWords(counted(device, frame, frame)) })).filter((each) => each.words);
  const most = 4;
  return clock(motion.start_s + frame * motion.frame_s) + (happened.length === 0 ? "" : ` · ${happened.slice(0, most).map((each) => `${each.device}: ${each.words}`).join(say("；", "; "))}`) +
    (happened.length > most ? " …" : "");
}

/// The first frame in which most went wrong: there the picture begins, and there paper stays.
function worst(motion: Motion): number {
  const sums = new Array<number>(motion.frames).fill(0);
  for (const device of motion.devices) for (const [frame, tardy, gone, changes, detached] of device.events) sums[frame] = (sums[frame] ?? 0) + 1000 * (tardy + gone) + changes + detached;
  return Math.max(0, sums.indexOf(Math.max(...sums)));
}

function player(motion: Motion, hall: Hall): HTMLElement {
  let frame = worst(motion);
  const last = motion.frames - 1;
  let draw = (): void => undefined;
  const picture = responsive(say("厂房动态", "the hall in motion"), (width) => {
    draw = (): void => picture.replaceChildren(stage(motion, hall, frame, width));
    return stage(motion, hall, frame, width);
  });
  const when = h("output", {});
  const slider = h("input", { type: "range", min: 0, max: last, step: 1, "aria-label": say("时刻", "moment"), input: () => show(Number(slider.value)) });
  const show = (next: number): void => {
    frame = Math.max(0, Math.min(last, next));
    slider.value = String(frame);
    const words = told(motion, frame);
    slider.setAttribute("aria-valuetext", words);
    when.textContent = words;
    draw();
  };
  let timer: number | undefined;
  const stop = (): void => {
    window.clearInterval(timer);
    timer = undefined;
    play.textContent = say("▶ 播放", "▶ play");
  };
  const start = (): void => {
    if (frame === last) show(0);
    play.textContent = say("❚❚ 暂停", "❚❚ pause");
    timer = window.setInterval(() => {
      if (!picture.isConnected || frame === last) stop();
      else show(frame + 1);
    }, 100);
  };
  const play = h("button", { type: "button", click: () => (timer === undefined ? start() : stop()) });
  stop();
  show(frame);
  return h("div", {}, picture, h("div", { class: "player" }, play, slider, when));
}

function happenings(motion: Motion): HTMLElement {
  const columns = [{ head: say("设备", "device") }, { head: say("位置", "place") }, { head: say("服务小区", "serving cells") }, { head: say("迟到", "late"), right: true }, { head: say("丢失", "lost"), right: true },
    { head: say("换小区", "changes of cell"), right: true }, { head: say("断网", "off the network"), right: true }, { head: say("断网所占时间", "time off"), right: true }];
  return h("div", { class: "long" }, table(say("这一段中的各设备", "each device in this stretch"), columns, motion.devices.map((device) => {
    const sum = counted(device, 0, motion.frames);
    const cells = [...new Set(device.track.flatMap((point) => (point[3] === null ? [] : [motion.cells[point[3]] || say("其他", "others")])))];
    const off = device.offline.reduce((all, [from, to]) => all + to - from + 1, 0) * motion.frame_s;
    const place = device.track.length === 0 ? say("未知", "unknown") : device.is_fixed ? say("固定（按场景）", "fixed (by the scenario)") : say(`${device.track.length} 个位置`, `${device.track.length} positions`);
    return [device.device, place, cells.join(say("，", ", ")) || (device.is_fixed || device.track.length === 0 ? "—" : none()), grouped(sum.late), grouped(sum.lost), grouped(sum.changes), grouped(sum.detached), off === 0 ? "0" : say(`至多 ${duration(off)}`, `${duration(off)} at most`)];
  })));
}

function replay(motion: Motion, hall: Hall): HTMLElement {
  const length = motion.frames * motion.frame_s;
  const span = say(`批次 ${motion.run} 的 ${clock(motion.start_s)} 至 ${clock(motion.start_s + length)}（全长 ${duration(motion.run_s)}）：`, `Run ${motion.run}, ${clock(motion.start_s)} to ${clock(motion.start_s + length)} (of ${duration(motion.run_s)}): `) + t(motion.chosen) + say("。", ".");
  const caption = sentences(span,
    say(`每格 ${digits(motion.frame_s)} s；圆点移动，方块固定，颜色与细线是服务小区，两次采样之间按直线画。迟到与丢失按发送时刻计在发送设备上；发送端不是设备时，计在接收设备上。`,
      `A frame is ${digits(motion.frame_s)} s; dots move, squares stand still, colours and thin lines tell the serving cell, ways are straight between samples. Late and lost messages are shown when they were sent, at the device that sent them, or that was to get them where no device sent them.`),
    motion.has_deadlines ? "" : say("证据中的流没有约定截止时间，因此没有“迟到”。", "No flow of the evidence has a deadline, so nothing can be late."),
    motion.messages_elsewhere > 0 ? say(`另有 ${grouped(motion.messages_elsewhere)} 条迟到或丢失的消息两端都不是设备。`, `${grouped(motion.messages_elsewhere)} more late or lost messages of the run went between ends that are no devices.`) : "",
    motion.samples_left_out > 0 ? say(`同一格中较早的 ${grouped(motion.samples_left_out)} 个位置未画出。`, `${grouped(motion.samples_left_out)} positions that a later one of the same frame replaces are not drawn.`) : "",
    motion.devices_left_out > 0 ? say(`另有 ${grouped(motion.devices_left_out)} 台设备未画出。`, `${grouped(motion.devices_left_out)} more devices are not drawn.`) : "",
    standing());
  return h("figure", { class: "motion" },
    h("div", { class: "drawing" },
      h("figcaption", {}, h("strong", {}, say("厂房动态", "the hall in motion")), h("span", {}, caption)),
      legend([...motion.cells.map((name, i) => ({ name: name || say("其他小区", "other cells"), colour: cellColour(i), shape: "dot" as const })),
        { name: say("迟到", "late"), colour: late, shape: "diamond" }, { name: say("丢失", "lost"), colour: lost, shape: "cross" },
        { name: say("换小区或断网", "change of cell or loss of network"), colour: "var(--ink)", shape: "ring" }]),
      player(motion, hall)),
    happenings(motion));
}

function plan(hall: Hall): HTMLElement {
  const direction = (azimuth: number | null): string => (azimuth === null ? "—" : `${digits(azimuth, 3)}°`);
  return h("figure", { class: "plan" },
    h("div", { class: "drawing" },
      h("figcaption", {}, h("strong", {}, say("厂房平面", "the floor")), h("span", {}, sentences(standing(), hall.places.length > 0 ? say("小方块是场景中有名称的位置。", "Small squares are the places that the scenario names.") : ""))),
      responsive(say("厂房平面", "the floor"), (width) => ground(hall, hall.area, width, () => null, { places: "named" }))),
    h("div", { class: "long" }, table(say("平面图上的内容", "what stands on the floor"), [{ head: say("名称", "name") }, { head: say("种类", "kind") }, { head: "x (m)", right: true }, { head: "y (m)", right: true }, { head: say("朝向", "direction"), right: true }], [
      ...hall.gnbs.map((each) => [each.name, "gNB", digits(each.x_m), digits(each.y_m), direction(each.azimuth_deg)]),
      ...hall.places.map((each) => [each.name, say("位置", "place"), digits(each.x_m), digits(each.y_m), "—"]),
      ...hall.obstacles.map((each) => [each.name, say("遮挡物", "obstacle"), reach(each.corners).x, reach(each.corners).y, "—"])])));
}

/// The hall and what went on in it, or why that is not shown.
export function inMotion(report: Report): HTMLElement | null {
  const { hall, motion } = report;
  if (!hall) return null;
  const isBare = hall.gnbs.length + hall.places.length + hall.obstacles.length === 0 && hall.image === null;
  if (!motion && !report.no_motion && isBare) return null;
  return h("section", { class: "in-motion" },
    h("h2", {}, say("厂房", "The hall")),
    motion ? replay(motion, hall) : null,
    report.no_motion ? h("p", {}, say("没有动态图：", "Not shown in motion: "), t(report.no_motion), say("。", ".")) : null,
    motion ? null : plan(hall));
}
