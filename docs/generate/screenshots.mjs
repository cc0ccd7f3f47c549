// screenshots.mjs PLANTPROOF EVIDENCE PICTURES: what a user sees, in both languages. Started by screenshots.sh.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [plantproof, evidence, pictures] = process.argv.slice(2);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plantproof-pictures-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

function report(scenario, lang) {
  const file = path.join(scratch, `${scenario}-${lang}.html`);
  try {
    execFileSync(plantproof, ["report", scenario, "--lang", lang, "-o", file], { cwd: evidence, stdio: "pipe" });  // a picture names no folder of ours
  } catch (error) {
    if (![1, 3].includes(error.status)) throw error;
  }
  return `file://${file}`;
}

/// The window of the page, or what it shows down to the end of its table of clauses, or one of its figures with a clause open.
async function shoot(name, lang, url, { figure, clauses } = {}) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  await page.goto(url);
  const file = path.join(pictures, `${name}${lang === "zh" ? ".zh" : ""}.png`);
  if (figure) {
    await page.evaluate(() => document.querySelectorAll(".clause:not(.open) button").forEach((each) => each.click()));
    // Of a figure its title and drawing; the tables under it are for print.
    const clip = await page.locator(figure).first().evaluate((element) => {
      const box = element.getBoundingClientRect();
      const bottom = Math.max(...[...element.querySelectorAll("svg, .player")].map((each) => each.getBoundingClientRect().bottom));
      return { x: box.x, y: box.y + scrollY, width: box.width, height: bottom - box.y };
    });
    await page.screenshot({ path: file, fullPage: true, clip });
  } else if (clauses) {
    const height = await page.locator("table.clauses").first().evaluate((element) => element.parentElement.closest("section").getBoundingClientRect().bottom + scrollY);
    await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: 1100, height: height + 16 } });
  } else {
    await page.screenshot({ path: file });
  }
  await page.close();
}

/// What `serve` shows first.
async function served(lang) {
  const server = spawn(plantproof, ["serve", evidence, "--port", "0", "--lang", lang]);
  const url = await new Promise((resolve) => server.stdout.once("data", (text) => resolve(String(text).split("\n")[0])));
  await shoot("serve", lang, url);
  server.kill();
}

const plants = fs.readdirSync(evidence).filter((each) => fs.existsSync(path.join(evidence, each, "evidence.yaml")));
if (plants.length !== 9) throw new Error(`${evidence} holds evidence of ${plants.length} plants, not of all 9`);

for (const lang of ["zh", "en"]) {
  for (const plant of plants) await shoot(`report-${plant}`, lang, report(plant, lang), { clauses: true });
  await shoot("hall-in-motion", lang, report("agv-transport", lang), { figure: "figure.motion" });
  await shoot("coverage-plan", lang, report("digital-workshop", lang), { figure: "figure.floor" });
  await shoot("stops", lang, report("agv-transport", lang), { figure: "figure.stops" });
  await served(lang);
}
await browser.close();
fs.rmSync(scratch, { recursive: true });
