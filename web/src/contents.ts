// The contents of the printed report, with the pages that the program found its headings on.
import { h } from "./dom";
import { say } from "./words";

/// A text as CSS writes it between quotation marks.
const quoted = (text: string): string => `"${text.replace(/["\\\n]/g, (each) => `\\${each.charCodeAt(0).toString(16)} `)}"`;

/// What stands above every page.
export const runningHead = (title: string): HTMLElement => h("style", {}, `@page { @top-left { content: ${quoted(title)}; font-size: 9pt; color: #555; } }`);

/// Headings of the page with their numbers; without a number where it is not known yet. Only paper shows it.
export function contents(page: Element, pages: Record<string, number>): HTMLElement {
  const headings = [...page.querySelectorAll("main h2, .clause > h3")];
  return h("nav", { class: "contents" },
    h("strong", {}, say("目录", "Contents")),
    h("ol", {}, headings.map((heading, i) => {
      const id = `part-${i + 1}`;
      heading.id = id;
      return h("li", { class: heading.localName }, h("a", { href: `#${id}` },
        h("span", { class: "title" }, heading.getAttribute("aria-label") ?? heading.textContent), h("span", { class: "page" }, pages[id] ?? "")));
    })));
}
