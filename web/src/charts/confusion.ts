// What items were against what they were judged: the diagonal is right.
import { h } from "../dom";
import type { Confusion } from "../report";
import { grouped, say, sentences, value } from "../words";
import type { Drawing } from "./chart";

export function confusion(picture: Confusion): Drawing {
  const { good_judged_good, good_judged_bad, bad_judged_good, bad_judged_bad } = picture;
  const all = good_judged_good + good_judged_bad + bad_judged_good + bad_judged_bad;
  const cell = (count: number, kind: string, word: string): HTMLElement =>
    h("td", { class: kind }, h("b", {}, grouped(count)), h("span", {}, all > 0 ? value(count / all, "1") : "—"), h("span", {}, word));
  return {
    picture: null,
    caption: sentences(say("行是真实品质，列是判定。", "Rows are what items are, columns what they were judged."), say(`未判定 ${grouped(picture.not_judged)} 件；真实品质未确认 ${grouped(picture.not_established)} 件，不计入。`,
        `Not judged: ${grouped(picture.not_judged)}; not established what they are: ${grouped(picture.not_established)}; neither counts.`)),
    table: h("table", { class: "matrix" },
      h("caption", {}, say("混淆矩阵", "confusion matrix")),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, say("判为良", "judged good")), h("th", { scope: "col" }, say("判为不良", "judged bad")))),
      h("tbody", {},
        h("tr", {}, h("th", { scope: "row" }, say("实为良", "is good")), cell(good_judged_good, "right-one", say("正确", "right")), cell(good_judged_bad, "wrong-one", say("误报", "false alarm"))),
        h("tr", {}, h("th", { scope: "row" }, say("实为不良", "is bad")), cell(bad_judged_good, "wrong-one", say("漏检", "escape")), cell(bad_judged_bad, "right-one", say("正确", "right"))))),
  };
}
