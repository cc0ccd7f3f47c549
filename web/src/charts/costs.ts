// From the baseline's cost of a mission to the pilot's, category by category: a waterfall.
import { s, table } from "../dom";
import type { Costs } from "../report";
import { digits, grouped, say, t, value } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colour, drawing, legend, linear, responsive, short } from "./frame";

const [total, less, more] = [colour(6), colour(0), colour(1)];

export function costs(picture: Costs): Drawing {
  const name = (category: string): string => category || say("其余", "others");
  const sum = (pick: (each: Costs["categories"][number]) => number): number => picture.categories.reduce((all, each) => all + pick(each), 0);
  const [before, after] = [sum((each) => each.before_cny), sum((each) => each.after_cny)];
  let level = before;
  const steps = picture.categories.map((each) => {
    const from = level;
    level += each.after_cny - each.before_cny;
    return { name: name(each.category), from, to: level };
  });
  const bars = [{ name: say("基线", "baseline"), from: 0, to: before }, ...steps, { name: say("试点", "pilot"), from: 0, to: after }];
  const draw = (width: number): SVGElement => {
    const left = Math.min(150, width * 0.3);
    const height = bars.length * 34 + 50;
    const x = linear([Math.min(0, ...bars.map((bar) => bar.to)), Math.max(...bars.map((bar) => Math.max(bar.from, bar.to))) * 1.12], [left, width - 56]);
    return drawing(width, height,
      axisBelow(x, height - 40, (tick) => digits(tick, 3), say("元／次", "CNY per mission"), x.ticks(Math.max(3, width / 130))),
      bars.map((bar, i) => {
        const y = 8 + i * 34;
        const isTotal = i === 0 || i + 1 === bars.length;
        const change = bar.to - bar.from;
        const next = bars[i + 1];
        return s("g", { "data-tip": `${bar.name}: ${isTotal ? "" : change > 0 ? "+" : ""}${digits(change)}` },
          s("text", { x: left - 8, y: y + 17, "text-anchor": "end" }, short(bar.name, Math.floor(left / 8))),
          s("rect", { x: Math.min(x(bar.from), x(bar.to)), y, width: Math.max(Math.abs(x(bar.to) - x(bar.from)), 1.5), height: 24, fill: isTotal ? total : change <= 0 ? less : more }),
          next ? s("path", { d: `M${x(bar.to)} ${y + 24}V${y + 34}`, class: "joint" }) : null,
          s("text", { x: Math.max(x(bar.from), x(bar.to)) + 6, y: y + 17 }, `${isTotal || change <= 0 ? "" : "+"}${digits(change, 3)}`));
      }));
  };
  return {
    picture: responsive(t(picture.title), draw),
    legend: legend([{ name: say("合计", "total"), colour: total, shape: "box" }, { name: say("减少", "less"), colour: less, shape: "box" }, { name: say("增加", "more"), colour: more, shape: "box" }]),
    caption: say(`完成的任务：基线 ${grouped(picture.missions_before)}，试点 ${grouped(picture.missions_after)}。`, `Finished missions: baseline ${grouped(picture.missions_before)}, pilot ${grouped(picture.missions_after)}.`),
    table: table(say("每次任务的成本，元", "cost of a mission, CNY"), [{ head: say("类别", "category") }, { head: say("基线", "baseline"), right: true }, { head: say("试点", "pilot"), right: true }, { head: say("变化", "change"), right: true }],
      [...picture.categories, { category: say("合计", "total"), before_cny: before, after_cny: after }].map((each) => [
        name(each.category), digits(each.before_cny), digits(each.after_cny), each.before_cny === 0 ? "—" : value(each.after_cny / each.before_cny - 1, "1")])),
  };
}
