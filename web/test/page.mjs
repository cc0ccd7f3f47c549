// page.mjs PLANTPROOF SAMPLES: every sample's report, comparisons of them, and such of hostile evidence, as people will open them.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [plantproof, samples] = process.argv.slice(2);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plantproof-page-"));
let failures = 0;
const check = (is, what) => {
  if (is) return;
  ++failures;
  console.log(`FAILED ${what}`);
};

/// Runs a verb that writes a page. 1 and 3 are verdicts, or what became of them.
function written(file, verb, ...rest) {
  try {
    execFileSync(plantproof, [verb, ...rest, "--lang", "zh", "-o", file], { stdio: "pipe" });
  } catch (error) {
    if (![1, 3].includes(error.status)) throw error;
  }
  return file;
}

const nameOf = (folder) => path.relative(samples, folder).replaceAll(/[^a-z]+/g, "-");
const report = (folder, ...more) => written(path.join(scratch, `${nameOf(folder)}.html`), "report", folder, ...more);
const comparison = (before, after) => written(path.join(scratch, `${nameOf(before)}-${nameOf(after)}.html`), "compare", before, after);

/// Evidence whose names try to become markup: a line of which nothing else is known.
function hostile() {
  const folder = path.join(scratch, "hostile");
  const name = `</script><script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;
  fs.mkdirSync(path.join(folder, "pilot", "1"), { recursive: true });
  fs.writeFileSync(path.join(folder, "evidence.yaml"), "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n");
  const cell = `"${name.replaceAll('"', '""')}"`;
  fs.writeFileSync(path.join(folder, "pilot/1/devices.csv"), `device,stage,access\nd,${cell},nr\n`);
  fs.writeFileSync(path.join(folder, "pilot/1/flows.csv"), `flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n${cell},a,b,one_way,1000000,1000000,0\n`);
  fs.writeFileSync(path.join(folder, "pilot/1/messages.csv"), "flow,sequence,sent_ns,received_ns,bytes\n" +
    Array.from({ length: 200 }, (_, i) => `${cell},${i},${i * 1e6},${i === 50 ? "" : i * 1e6 + 200000 + (i * 37 % 101) * 9000},64\n`).join(""));
  return { file: report(folder), name };
}

/// A copy of a sample that may be changed: what it lists of its files is gone.
function unsealed(name, ...sample) {
  const folder = path.join(scratch, name);
  fs.cpSync(path.join(samples, ...sample), folder, { recursive: true });
  const manifest = path.join(folder, "evidence.yaml");
  fs.writeFileSync(manifest, fs.readFileSync(manifest, "utf8").replace(/^files:\n(?: .*\n)+/m, ""));
  return folder;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

async function opened(file, options) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on("console", (message) => check(false, `${file}: console: ${message.text()}`));
  page.on("pageerror", (error) => check(false, `${file}: ${error.message}`));
  page.on("request", (request) => check(request.url().startsWith("file://"), `${file}: asks for ${request.url()}`));
  await page.goto(`file://${file}`);
  return page;
}

const openAll = (page) => page.evaluate(() => document.querySelectorAll(".clause:not(.open) button").forEach((each) => each.click()));

/// What is wrong with the page as it stands, in words.
const wrong = (page, language) => page.evaluate((lang) => {
  const data = JSON.parse(document.getElementById("report").textContent);
  const root = document.documentElement;
  const of = (what) => [...document.querySelectorAll(what)];
  const found = [];
  const check = (is, what) => { if (!is) found.push(what); };
  check(root.scrollWidth <= root.clientWidth, "wider than the window");
  check(!data.title || of("h1")[0].textContent === data.title[lang], "title");
  if (data.schema === "plantproof-report/1") {
    check(of(".overall")[0].textContent.includes(data.tally[lang]), "tally");
    check(of("section.clause").length === data.verdict.clauses.length, "a section for each clause");
    const halls = data.motion || data.no_motion || (data.hall && data.hall.gnbs.length + data.hall.places.length + data.hall.obstacles.length > 0) || data.hall?.image ? 1 : 0;
    check(of("figure").length === data.kpis.flatMap((kpi) => kpi.pictures).length + halls + (data.stops?.phases.length ?? 0), "every picture once");
  } else if (data.schema === "plantproof-index/1") {
    check(of(".index tbody tr").length === data.reports.length, "a row for each report");
    check(of(".lines li").length === data.reports.flatMap((each) => each.clauses.flatMap((clause) => clause.criteria)).length, "a line for each criterion");
  } else {
    const sides = [data.before, data.after];
    sides.forEach((side, i) => check(of(".overall")[i].textContent.includes(side.tally[lang]), "tally of a side"));
    check(of("header .sentence")[0].textContent.includes(data.sentence[lang]), "what turned");
    check(of("section.clause").length === data.clauses.length, "a section for each clause");
    const turned = of(".clauses tr.turned").length;
    check(turned === data.turned && of(".clauses tbody tr")[0].classList.contains("turned") === (turned > 0), "what turned comes first");
    const criteria = (side) => side.verdict.clauses.flatMap((clause) => clause.members ?? [clause]);
    const pictures = sides.flatMap((side) => criteria(side).flatMap((each) => side.kpis.find((kpi) => kpi.id === each.kpi).pictures));
    check(of("figure").length === pictures.length && pictures.length > 0, "the pictures of both");
    check(of(".contrasts tbody tr").length === data.contrasts.length, "every contrast");
  }
  check(of("figure").every((each) => each.querySelector("table")), "a table under every picture");
  check(of("table").every((each) => each.tBodies.length === 0 || each.tBodies[0].rows.length > 0), "a table without rows");
  for (const legend of of(".legend")) {
    const looks = [...legend.querySelectorAll("svg")].map((each) => each.innerHTML);
    check(new Set(looks).size === looks.length, `two entries of a legend look alike: ${legend.innerText}`);
  }
  const text = document.getElementById("page").innerText;
  const unwieldy = text.match(/\d{5,}(\.\d+)?\u202fms/);
  check(!unwieldy, `${unwieldy?.[0]} stands for seconds`);
  for (const bad of ["undefined", "NaN", "[object", "null"]) check(!text.includes(bad), `says ${bad}`);
  // A character without a glyph is drawn as one that no font has.
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [40, 40];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = (character) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(character, 4, 30);
    return canvas.toDataURL();
  };
  const missing = drawn("\u{10fffd}");
  const hasChinese = drawn("验") !== missing;
  for (const character of new Set(text.replaceAll(/[\s\u202f\ufffd]/g, ""))) {
    check(drawn(character) !== missing || (!hasChinese && /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u.test(character)), `no glyph for ${character}`);
  }
  for (const element of of("#page *")) {
    for (const { name, value } of element.attributes) check(!/NaN|Infinity|undefined|null/.test(value) || name === "data-tip", `${element.tagName} ${name}=${value}`);
  }
  return found.slice(0, 5);
}, language);

/// What axe-core finds that keeps somebody from using the page, in words.
async function barriers(page) {
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}`));
}

async function looked(file) {
  const page = await opened(file);
  await page.addScriptTag({ path: "node_modules/axe-core/axe.min.js" });
  for (const [width, colorScheme] of [[1280, "light"], [390, "dark"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const language of ["zh", "en"]) {
      const other = page.locator(`nav.controls button[lang=${language}]`);
      if (await other.count() > 0) await other.click();
      await openAll(page);
      await page.waitForTimeout(30);
      const found = await wrong(page, language);
      if ((width === 1280) === (language === "zh")) found.push(...await barriers(page));  // each language and theme once
      for (const what of found) check(false, `${path.basename(file)} ${width} ${language}: ${what}`);
    }
  }
  await page.close();
}

const folders = fs.readdirSync(samples).flatMap((scenario) => ["pass", "fail"].map((fate) => path.join(samples, scenario, fate))).filter((each) => fs.existsSync(path.join(each, "evidence.yaml")));
check(folders.length === 18, `18 samples are there, not ${folders.length}`);
for (const folder of folders) await looked(report(folder));

const { file, name } = hostile();
await looked(file);
const page = await opened(file);
check((await page.title()).endsWith("plantproof"), "hostile evidence set the title");
check(await page.locator("#page img, #page script").count() === 0, "hostile evidence made elements");
check((await page.textContent("#page")).includes(name), "a hostile name is shown as it is");
check((await page.textContent(".not-evaluated")).includes("9.3"), "a clause without data is named as not evaluated");
await page.locator("nav.controls button[lang=en]").click();
check(/measured by\s*the evidence does not tell/.test(await page.innerText(".about")), "a measurement that nobody signs for says so on the first screen");

// A simulated plant: what its scenario assumes stands there, items of a list as one.
const simulated = path.join(scratch, "simulated");
execFileSync(plantproof, ["simulate", "line-coordination", "-o", simulated, "--duration", "5min", "--replications", "2"], { stdio: "pipe" });
const assuming = report(simulated);
await looked(assuming);
check(/仿真方\s*plantproof \d/.test(await (await opened(assuming)).innerText(".about")), "of simulated evidence the program is who");
const assumed = await (await opened(assuming)).locator(".assumptions td:first-child").allTextContents();
check(assumed.includes("process.batch_units"), "an assumption is listed");
check(!assumed.includes("hall.length_m"), "what has a source is none");
check(assumed.filter((each) => each === "process.stations.N.repair_s").length === 1, "the items of a list are listed as one");

// The hall in motion is played by hand and by keyboard, and begins where most went wrong.
const moving = await opened(assuming);
check((await moving.locator("figure.motion svg .gnb").count()) === 2, "gNBs stand in the hall");
check((await moving.locator("figure.motion .device").count()) === 8, "every station stands in the hall");
const slider = moving.locator(".player input");
const before = await slider.inputValue();
await slider.focus();
await moving.keyboard.press("Home");
check((await slider.inputValue()) === "0" && before !== undefined, "a key goes to the first frame");
const told = await slider.getAttribute("aria-valuetext");
await moving.keyboard.press("ArrowRight");
check((await slider.inputValue()) === "1" && (await slider.getAttribute("aria-valuetext")) !== told, "a key goes one frame on, and says when that is");
await moving.locator(".player button").focus();
await moving.keyboard.press("Enter");
await moving.waitForTimeout(500);
await moving.keyboard.press("Enter");
const stopped = await slider.inputValue();
check(Number(stopped) > 1, "it plays");
await moving.waitForTimeout(300);
check((await slider.inputValue()) === stopped, "it pauses");
await moving.emulateMedia({ media: "print" });
check(!(await slider.isVisible()) && (await moving.isVisible("figure.motion table")), "on paper a table stands for the slider");

// gNBs and zones that evidence.yaml names; an own drawing under the floor, whose script does not run.
const zoned = unsealed("zoned", "digital-workshop", "pass");
for (const run of fs.readdirSync(path.join(zoned, "pilot"))) {  // nobody walked in the middle
  const file = path.join(zoned, "pilot", run, "radio.csv");
  if (!fs.existsSync(file)) continue;
  const [head, ...rows] = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  const [x, y] = ["x_m", "y_m"].map((name) => head.split(",").indexOf(name));
  const isFar = (row) => Math.abs(Number(row.split(",")[x]) - 30) > 10 || Math.abs(Number(row.split(",")[y]) - 20) > 10;
  fs.writeFileSync(file, [head, ...rows.filter(isFar), ""].join("\n"));
}
fs.appendFileSync(path.join(zoned, "evidence.yaml"), `gnbs: [{name: front, x_m: 10, y_m: 20, azimuth_deg: 0}]\nzones: [{name: "<b>west", length_m: 30, width_m: 40}]\n`);
const drawing = path.join(scratch, "floor.svg");
fs.writeFileSync(drawing, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><script>document.title="owned"; fetch("http://127.0.0.1:9/")</script><rect width="60" height="40" fill="#eee"/><image href="http://127.0.0.1:9/x.png"/></svg>`);
const laid = report(zoned, "--floor-plan", drawing, "--floor-plan-extent", "0,0,60,40");
await looked(laid);
const floor = await opened(laid);
await openAll(floor);
check((await floor.locator("figure.floor image").getAttribute("href")).startsWith("data:image/svg+xml;base64,"), "the drawing lies under the floor");
check((await floor.title()).endsWith("plantproof"), "a drawing's script set the title");
check((await floor.locator("figure.floor .gnb .sector").count()) === 1, "a gNB shows where it points");
check((await floor.locator("figure.floor .cells rect[fill^=url]").count()) === 16, "cells that were not measured are hatched");
check((await floor.innerText("figure.floor")).includes("<b>west"), "a zone has its line in a table");
check((await floor.innerText(".about")).includes("示例测试公司"), "who measured stands on the first screen");
check((await floor.locator("figure.floor .obstacle").count()) === 2 && /presses[\s\S]*storage rack/.test(await floor.innerText("figure.floor table >> nth=-1")), "obstacles stand on the floor, and in a table");
await floor.locator("figure.floor .obstacle").last().hover();
check((await floor.innerText(".tip")).startsWith("storage rack · x 6 – 27 m"), "hover names an obstacle");
const ways = await floor.evaluate(() => JSON.parse(document.getElementById("report").textContent).kpis.flatMap((kpi) => kpi.pictures).find((each) => each.kind === "floor").walk.paths);
check(ways.length === 5 && (await floor.locator("figure.floor .walk").count()) === 5, "a line for the walk of every day");
check((await floor.locator("figure.floor .walk path:not(.edge)").first().getAttribute("d")).split("L").length === ways[0].points.length, "the line goes through every point");

// Two verdicts side by side: every sample's fail against its pass, and hostile evidence against itself.
const pairs = [...new Set(folders.map(path.dirname))].map((scenario) => ["fail", "pass"].map((fate) => path.join(scenario, fate)));
for (const [before, after] of pairs) await looked(comparison(before, after));
const twice = comparison(path.join(scratch, "hostile"), path.join(scratch, "hostile"));
await looked(twice);
const hostileTwice = await opened(twice);
check(await hostileTwice.locator("#page img, #page script").count() === 0, "hostile evidence made elements of a comparison");
check((await hostileTwice.textContent("#page")).includes(name), "a comparison shows a hostile name as it is");
const turned = await opened(comparison(path.join(samples, "line-coordination", "fail"), path.join(samples, "line-coordination", "pass")));
check(await turned.isVisible("#clause-9\\.2 .body") && !(await turned.isVisible("#clause-9\\.1 .body")), "a clause that turned begins open, another closed");
await turned.click('.clauses a[href="#clause-9.1"]');
check(await turned.isVisible("#clause-9\\.1 .body"), "a click on its row opens a clause of a comparison");
await turned.emulateMedia({ media: "print" });
check(await turned.isVisible("#clause-9\\.3 .body"), "on paper every clause of a comparison is open");

// Every plant, too short to be settled: the index leads to the nine reports.
const plants = path.join(scratch, "plants");
try {
  execFileSync(plantproof, ["run", "all", "-o", plants, "--duration", "60s", "--replications", "1"], { stdio: "pipe" });
} catch (error) {
  if (![1, 3].includes(error.status)) throw error;
}
await looked(path.join(plants, "index.html"));
const index = await opened(path.join(plants, "index.html"));
const links = index.locator(".index th a");
check(await links.count() === 9, "the index leads to nine reports");
for (const href of await links.evaluateAll((all) => all.map((each) => each.getAttribute("href")))) {
  check(fs.existsSync(path.join(plants, href)), `the index leads to ${href}`);
}
// Vehicles move on the floor, and it shows where they stood.
const fleet = path.join(plants, "agv-transport", "report.html");
await looked(fleet);
const stood = await opened(fleet);
check((await stood.locator("figure.motion .device").count()) === 10, "every vehicle is on the floor");
check((await stood.locator("figure.stops").count()) === 2, "stops of both phases");
const spots = await stood.evaluate(() => JSON.parse(document.getElementById("report").textContent).stops.phases.flatMap((phase) => phase.spots).length);
check(spots > 0 && (await stood.locator("figure.stops path.stop").count()) === spots, "a mark for every spot");
await stood.locator("figure.stops path.stop").last().hover();
check(/\d 次|\d stop/.test(await stood.innerText(".tip")), "hover tells how often and how long");
await links.first().click();
check(await index.locator("section.clause").count() > 0, "a click on the index opens a report");

// A click opens and closes a clause; hover shows values; on paper everything is open and controls are gone.
const sample = await opened(report(path.join(samples, "line-coordination", "fail")));
check(!(await sample.isVisible("#clause-9\\.1 .body")), "a passing clause begins closed");
check(await sample.isVisible("#clause-9\\.2 .body"), "a failing clause begins open");
await sample.click('.clauses a[href="#clause-9.1"]');
check(await sample.isVisible("#clause-9\\.1 .body"), "a click on its row opens a clause");
await sample.hover(".clauses .forest >> nth=1");
check((await sample.innerText(".tip")).includes("18.4"), "hover shows the estimate");
await sample.emulateMedia({ media: "print" });
check(await sample.isVisible("#clause-9\\.3 .body"), "on paper every clause is open");
check(!(await sample.isVisible(".controls")), "on paper there are no controls");
check((await sample.innerText(".signatures")).includes("签"), "on paper there is where to sign");

// Every down time has its marks, and says on hover and in the table what else was seen: here time without network before one,
// and others of which the evidence tells nothing.
const interrupted = unsealed("interrupted", "line-coordination", "fail");
const begun = Number(fs.readFileSync(path.join(interrupted, "pilot/day1/messages.csv"), "utf8").split("\n")[1].split(",")[2]);
fs.writeFileSync(path.join(interrupted, "pilot/day1/attachments.csv"), `time_ns,device,event\n${begun + 8.9e9},stamping-plc,detached\n${begun + 9.05e9},stamping-plc,attached\n`);
const outages = report(interrupted);
await looked(outages);
const timeline = await opened(outages);
await openAll(timeline);
const drawnDown = await timeline.evaluate(() => JSON.parse(document.getElementById("report").textContent).kpis.flatMap((kpi) => kpi.pictures).find((each) => each.kind === "timeline").runs.flatMap((run) => run.down));
check(drawnDown.length === 12 && (await timeline.locator("figure.timeline .outage").count()) === 12, "a mark for every down time");
check((await timeline.locator("figure.timeline .long tbody tr").count()) === 12, "a row for every down time");
check(drawnDown.filter((each) => each.seen.some(({ what }) => what === "detached")).length === 1, "one of them just after time without network");
await timeline.locator("figure.timeline .outage").first().hover();
check(/断网/.test(await timeline.innerText(".tip")), "hover tells what else was seen of a down time");
await timeline.locator("nav.controls button[lang=en]").click();
await openAll(timeline);
check(/without network \(\w+/.test(await timeline.innerText("figure.timeline .long tbody")) && /not told by the evidence/.test(await timeline.innerText("figure.timeline .long tbody")), "the table tells what else was seen, and where nothing was");

// Four weeks of sessions are eight lines, one more than there are colours: no two look alike.
const weeks = unsealed("weeks", "ar-vr", "pass");
for (const week of ["2", "3", "4"]) fs.cpSync(path.join(weeks, "pilot", "1"), path.join(weeks, "pilot", week), { recursive: true });
const counted = report(weeks);
await looked(counted);
check((await (await opened(counted)).locator("figure.levels >> nth=0").locator(".legend li").count()) === 8, "a line for every week's sessions, held and completed well");

// Sessions: a mark for each, its end and quality on hover and, where it was not completed well, in a table.
const met = await opened(report(path.join(samples, "ar-vr", "fail")));
await openAll(met);
const remote = met.locator("figure.sessions").last();
check((await remote.locator("g[data-tip] rect.session").count()) === 56, "a mark for every session");
check((await remote.locator("g[data-tip] path.session").count()) === 14, "a cross where quality was not acceptable");
check((await remote.locator(".long tbody tr").count()) === 15, "a row for every session that was not completed well");
await remote.locator("g[data-tip]:has(rect.session)").nth(1).hover();
check(/paint-02 · fitter-2 · .* · 完成 · 质量不可接受/.test(await met.innerText(".tip")), "hover tells how a session ended, and its quality");
check(/56 次中 42 次可接受（75\u202f%/.test(await remote.innerText("figcaption")), "the share of acceptable quality has its interval");

// The PDF: every line of its contents names the page that its heading stands on, and the clauses are bookmarks. Without
// pdftotext its pages are not read.
const pdf = path.join(scratch, "report.pdf");
try {
  execFileSync(plantproof, ["report", path.join(samples, "line-coordination", "fail"), "--pdf", "--lang", "en", "-o", pdf], { stdio: "pipe" });
} catch (error) {
  if (error.status !== 1) throw error;
}
const raw = fs.readFileSync(pdf, "latin1");
for (const title of ["9.1 devices on 5G", "9.2 latency between devices", "Signatures"]) check(new RegExp(`/Title \\([^)]*${title}`).test(raw), `a bookmark for ${title}`);
let pdfPages = null;
try {
  pdfPages = execFileSync("pdftotext", ["-layout", pdf, "-"]).toString().split("\f").slice(0, -1);
} catch (error) {
  if (error.code !== "ENOENT") throw error;
  console.log("the pages of the PDF are not read: there is no pdftotext");
}
if (pdfPages) {
  const contents = pdfPages.slice(0, 2).join("\n").split("Contents\n")[1] ?? "";
  const lines = [...contents.matchAll(/^ *(\S.*?)(?:: (?:pass|fail))? {3,}(\d+)$/gm)].map(([, title, number]) => [title, Number(number)]);
  check(lines.length === 9, `9 lines of contents, not ${lines.length}`);
  for (const [title, number] of lines) check(pdfPages[number - 1]?.includes(title) && new RegExp(`${number} / ${pdfPages.length}`).test(pdfPages[number - 1]), `${title} is on page ${number}`);
  const last = lines.at(-1)?.[1] ?? 0;
  check(lines.every(([, number], i) => i === 0 || number >= lines[i - 1][1]) && last === pdfPages.length, "the contents go to the last page");
}

// The head of a table never stands alone at the foot of a page, and on paper type is no larger than on the page's body.
if (pdfPages) {
  const long = path.join(samples, "digital-workshop", "fail");
  try {
    execFileSync(plantproof, ["report", long, "--pdf", "--lang", "zh", "-o", pdf], { stdio: "pipe" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  const plain = (text) => text.replaceAll(/\s+/g, "");
  const paper = await opened(report(long));
  const heads = new Set((await paper.locator("thead").evaluateAll((all) => all.map((each) => each.textContent))).map(plain));
  const feet = execFileSync("pdftotext", ["-layout", pdf, "-"]).toString().split("\f").slice(0, -1).map((text) => plain(text.trimEnd().split("\n").filter((line) => line.trim()).at(-2) ?? ""));
  check(feet.length > 5 && heads.size > 5, "there are heads and feet to look at");
  feet.forEach((foot, i) => check(!heads.has(foot), `page ${i + 1} ends with the head of a table`));
  await paper.emulateMedia({ media: "print" });
  const sizes = await paper.evaluate(() => ["body", "caption", ".quiet", "figcaption span", "td"].map((what) => parseFloat(getComputedStyle(document.querySelector(what)).fontSize)));
  check(sizes.every((size) => size <= (sizes[0] ?? 0)), `type on paper: ${sizes}`);
}

await browser.close();
fs.rmSync(scratch, { recursive: true });
console.log(failures === 0 ? `${folders.length + 6} reports and ${pairs.length + 1} comparisons, an index and a PDF looked at` : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
