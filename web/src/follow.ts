// The report of a measurement that still runs, or the list of several: drawn anew when files change; what was open stays open.
import { h } from "./dom";
import { say } from "./words";

export interface Followed { url: string; state: string }
interface Answer { state: string; provisional: boolean }

const kPeriodMs = 1000;
const json = (text: string, id: string): unknown => JSON.parse(new DOMParser().parseFromString(text, "text/html").getElementById(id)?.textContent ?? "null");

/// Asks every second, one question after the other.
export function follow<Document>(of: Followed, draw: (document: Document) => void): void {
  let state = of.state;
  let refused = "";
  const note = h("p", { class: "follow", role: "status" });
  document.body.prepend(note);

  async function renew(): Promise<void> {
    const answer = await fetch(location.href);
    const text = await answer.text();
    refused = answer.ok ? "" : text;
    if (!answer.ok) return;
    state = (json(text, "follow") as Followed).state;
    const open = new Map([...document.querySelectorAll("section.clause")].map((each) => [each.id, each.classList.contains("open")]));
    draw(json(text, "report") as Document);
    for (const [id, isOpen] of open) {
      const section = document.getElementById(id);
      if (section && "setOpen" in section) (section.setOpen as (open: boolean) => void)(isOpen);
    }
  }
  async function ask(): Promise<void> {
    try {
      const answer = await fetch(of.url);
      if (!answer.ok) throw new Error(await answer.text());
      const now = await answer.json() as Answer;
      if (now.state !== state) await renew();
      note.textContent = refused ? say(`数据暂时无法判定，显示的是之前的结果：${refused}`, `The data cannot be judged now; this is what it was before: ${refused}`)
        : now.provisional ? say("临时：测量仍在进行，判定可能还会变。", "Provisional: the measurement is running, the verdict may still change.") : "";
    } catch {
      note.textContent = say("已停止更新：serve 没有应答。", "No longer kept up to date: serve does not answer.");
    }
    setTimeout(() => void ask(), kPeriodMs);
  }
  void ask();
}
