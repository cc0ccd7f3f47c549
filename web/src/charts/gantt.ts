// The missions of every vehicle in time: thin while requested, thick while driving.
import { s, table } from "../dom";
import type { Gantt } from "../report";
import { andMore, digits, duration, grouped, say, sentences, t } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colour, drawing, legend, linear, responsive, short, timeTicks } from "./frame";

export function gantt(picture: Gantt): Drawing {
  const draw = (width: number): SVGElement => {
    const left = Math.min(120, width * 0.24);
    const x = linear([0, picture.length_s], [left, width - 14]);
    const height = picture.vehicles.length * 30 + 50;
    return drawing(width, height,
      axisBelow(x, height - 42, duration, say("从批次开始起", "into the run"), timeTicks(picture.length_s, width)),
      picture.vehicles.map((vehicle, i) => s("g", {},
        s("text", { x: left - 8, y: 20 + i * 30, "text-anchor": "end" }, short(vehicle.vehicle, Math.floor(left / 8))),
        s("path", { d: `M${left} ${16 + i * 30}H${width - 14}`, class: "grid" }))),
      picture.bars.map(([vehicle, requested, started, finished]) => {
        const y = 16 + vehicle * 30;
        return s("g", { "data-tip": `${picture.vehicles[vehicle]?.vehicle ?? ""} · ${duration(requested)}: ${say("等待", "waited")} ${duration(started - requested)}, ${say("行驶", "drove")} ${duration(finished - started)}` },
          s("rect", { x: x(requested), y: y - 1.5, width: Math.max(x(started) - x(requested), 0.5), height: 3, fill: colour(1) }),
          s("rect", { x: x(started), y: y - 8, width: Math.max(x(finished) - x(started) - 0.5, 0.75), height: 16, fill: colour(0) }));
      }));
  };
  return {
    picture: picture.bars.length === 0 ? null : responsive(t(picture.title), draw),
    legend: legend([{ name: say("行驶", "driving"), colour: colour(0), shape: "box" }, { name: say("已下达、等待", "requested, waiting"), colour: colour(1) }]),
    caption: sentences(say(`批次 ${picture.run}。`, `Run ${picture.run}.`), andMore(picture.left_out)),
    table: table(say("各车", "each vehicle"), [
      { head: say("车", "vehicle") }, { head: say("完成", "finished"), right: true }, { head: say("未完成", "not finished"), right: true },
      { head: say("投入 h", "in service, h"), right: true }, { head: say("行驶 h", "driving, h"), right: true }],
    picture.vehicles.map((vehicle) => [vehicle.vehicle, grouped(vehicle.finished), grouped(vehicle.not_finished), digits(vehicle.in_service_h, 3), digits(vehicle.driving_h, 3)])),
  };
}
