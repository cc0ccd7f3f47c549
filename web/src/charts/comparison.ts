// What shifts or runs achieved in the baseline and in the pilot, pairs joined, with both means.
import { s, table } from "../dom";
import type { ComparedUnit, Comparison, Criterion } from "../report";
import { andMore, digits, none, say, sentences, t, value } from "../words";
import type { Drawing } from "./chart";
import { axisLeft, colour, drawing, legend, linear, responsive, short } from "./frame";

const mean = (units: ComparedUnit[]): number | null => {
  const known = units.map((unit) => unit.value).filter((each): each is number => each !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
};
const named = (unit: ComparedUnit): string => (unit.shift ? `${unit.run}/${unit.shift}` : unit.run);

export function comparison(picture: Comparison, clause: Criterion | undefined): Drawing {
  const phases = [
    { name: say("基线", "baseline"), units: picture.before },
    { name: say("试点", "pilot"), units: picture.after }];
  const names = [...new Set([...picture.before, ...picture.after].map(named))];
  const of = (units: ComparedUnit[]): Map<string, number | null> => new Map(units.map((unit) => [named(unit), unit.value]));
  const [before, after] = [of(picture.before), of(picture.after)];
  const values = [...picture.before, ...picture.after].map((unit) => unit.value ?? 0);
  const most = Math.max(...values) * 1.1 || 1;

  const draw = (width: number): SVGElement => {
    const height = 300;
    const y = linear([0, most], [height - 40, 24]);
    const step = (width - 70) / names.length;
    const x = (name: string): number => 56 + step * (names.indexOf(name) + 0.5);
    return drawing(width, height,
      axisLeft(y, 50, width - 14, (tick) => digits(tick, 3), t(picture.per), y.ticks(5)),
      phases.map(({ name, units }, i) => {
        const average = mean(units);
        return average === null ? null : s("path", {
          d: `M50 ${y(average)}H${width - 14}`, class: "line", stroke: colour(i), "stroke-dasharray": "5 4", opacity: 0.75,
          "data-tip": `${name} ${say("均值", "mean")} ${digits(average)}` });
      }),
      names.map((name, i) => {
        const [was, is] = [before.get(name) ?? null, after.get(name) ?? null];
        const tip = `${name}: ${say("基线", "baseline")} ${was === null ? none() : digits(was)} → ${say("试点", "pilot")} ${is === null ? none() : digits(is)}`;
        return s("g", { "data-tip": tip },
          s("rect", { x: x(name) - step / 2, y: 24, width: step, height: height - 64, fill: "transparent" }),
          was !== null && is !== null ? s("path", { d: `M${x(name)} ${y(was)}V${y(is)}`, class: "joint" }) : null,
          was !== null ? s("rect", { x: x(name) - 5, y: y(was) - 5, width: 10, height: 10, fill: colour(0) }) : null,
          is !== null ? s("circle", { cx: x(name), cy: y(is), r: 6, fill: colour(1) }) : null,
          names.length <= width / 60 || i % Math.ceil(names.length / (width / 60)) === 0
            ? s("text", { y: height - 24, "text-anchor": "middle" }, name.split("/", 2).map((part, k) =>
              s("tspan", { x: x(name), dy: k * 14 }, short(part, Math.floor(Math.max(step, 60) / 7))))) : null);
      }),
      s("path", { d: `M50 ${height - 40}H${width - 14}`, class: "rule" }));
  };
  const change = clause && clause.unit === "1" && clause.estimate !== null
    ? say(`变化 ${value(clause.estimate, "1")}，单侧下界 ${value(clause.lower, "1")}，上界 ${value(clause.upper, "1")}。`,
      `Change ${value(clause.estimate, "1")}, one-sided lower bound ${value(clause.lower, "1")}, upper ${value(clause.upper, "1")}.`) : "";
  return {
    picture: names.length === 0 ? null : responsive(t(picture.title), draw),
    legend: legend([{ name: say("基线（方块）", "baseline (squares)"), colour: colour(0), shape: "box" }, { name: say("试点（圆点）", "pilot (dots)"), colour: colour(1), shape: "dot" }]),
    caption: sentences(change, say("虚线为均值。", "Dashed: means."), andMore(picture.left_out)),
    table: table(t(picture.per), [{ head: say("单元", "unit") }, ...phases.map(({ name }) => ({ head: name, right: true })), { head: say("变化", "change"), right: true }],
      [...names.slice(0, 60), null].map((name) => {
        const [was, is] = name === null ? [mean(picture.before), mean(picture.after)] : [before.get(name) ?? null, after.get(name) ?? null];
        return [name ?? say("均值", "mean"), was === null ? none() : digits(was), is === null ? none() : digits(is),
          name === null ? "" : was && is !== null ? value(is / was - 1, "1") : none()];
      })),
  };
}
