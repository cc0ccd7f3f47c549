// serve.mjs PLANTPROOF SAMPLES: the list that `plantproof serve` shows, filtered, and two of it compared, with the keyboard alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [plantproof, samples] = process.argv.slice(2);
let failures = 0;
const check = (is, what) => {
  if (is) return;
  ++failures;
  console.log(`FAILED ${what}`);
};

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plantproof-serve-"));
const hostile = "<img src=x onerror=alert(1)>";
for (const [name, sample] of [["a", "line-coordination/fail"], ["甲 & 乙", "line-coordination/pass"], ["robot", "cloud-robot/pass"], [hostile, "cloud-robot/fail"]])
  fs.cpSync(path.join(samples, sample), path.join(scratch, name), { recursive: true });
fs.mkdirSync(path.join(scratch, "bad"));
fs.writeFileSync(path.join(scratch, "bad", "evidence.yaml"), "schema: plantproof-evidence/1\nscenario: nonsense\nsource: field\n");

const served = spawn(plantproof, ["serve", scratch, "--port", "0", "--lang", "en", "--follow"], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => served.kill());  // also when a check throws: who waits for this test's output waits for all that writes it
const [shown] = await once(served.stdout, "data");
const url = shown.toString().split("\n")[0];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.on("console", (message) => check(message.text().includes("422"), `console: ${message.text()}`));
page.on("pageerror", (error) => check(false, error.message));
await page.goto(url);

const folders = () => page.locator(".index .folder, .index .refused th").allTextContents();
const is = async (expected, what) => {
  const found = (await folders()).sort();
  check(JSON.stringify(found) === JSON.stringify([...expected].sort()), `${what}: ${found}`);
};
const everything = ["a", "甲 & 乙", "robot", hostile, "bad"];
await is(everything, "everything is listed");
for (const width of [390, 1280]) {
  await page.setViewportSize({ width, height: 900 });
  check(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `no wider than ${width} pixels`);
}

// Each filter by itself, then two of them, then none.
await page.getByLabel("scenario").selectOption("cloud-robot");
await is(["robot", hostile], "by scenario");
await page.getByLabel("verdict").selectOption("pass");
await is(["robot"], "by scenario and verdict");
check((await page.locator("#page [role=status]").first().innerText()) === "1 of 5 shown", "it says how many are shown");
await page.getByLabel("scenario").selectOption("");
await page.getByLabel("verdict").selectOption("refused");
await is(["bad"], "what cannot be judged");
await page.getByLabel("verdict").selectOption("");
await page.getByLabel("find").fill("乙 LINE");
await is(["甲 & 乙"], "by words, each anywhere");
await page.getByRole("button", { name: "中文" }).click();
await is(["甲 & 乙"], "the filter outlives a change of language");
check(await page.getByLabel("查找").inputValue() === "乙 LINE", "and is still shown");
await page.getByRole("button", { name: "English" }).click();
await page.getByLabel("find").fill("");
await is(everything, "no filter");

// Two are chosen with the keyboard: what is of another scenario is not offered for the second.
const box = (folder) => page.locator(`input[name=compare][value="${folder}"]`);
await box("甲 & 乙").focus();
await page.keyboard.press("Space");
check(await box("甲 & 乙").isChecked() && await box("甲 & 乙").evaluate((each) => each === document.activeElement), "the box is ticked and keeps the focus");
check(await box("robot").isDisabled() && await box("a").isEnabled(), "only the same scenario is offered");
await box("a").focus();
await page.keyboard.press("Space");
await page.locator(".compare a").focus();
await page.keyboard.press("Enter");
await page.waitForURL("**/compare?**");
check(await page.locator(".side").count() > 0 && (await page.title()).length > 0, "a comparison is shown");
const compared = await page.evaluate(() => JSON.parse(document.getElementById("report").textContent));
check(compared.tool.command.includes(" & 乙' ") && compared.tool.command.indexOf("乙") < compared.tool.command.indexOf("/a "), "A is what was ticked first");
await page.goBack();
await page.locator(".index th a").first().click();
await page.waitForURL("**/report/**");
check(await page.locator("section.clause").count() > 0, "a report is opened");

// The list follows: what comes is judged and listed, what goes is gone, and what somebody is typing or has ticked stays.
await page.goto(url);
await box("a").check();
await page.getByLabel("find").fill("line");
await page.getByLabel("find").press("Home");
fs.cpSync(path.join(samples, "line-coordination/pass"), path.join(scratch, "another line"), { recursive: true });
await page.getByText("another line", { exact: true }).waitFor({ timeout: 60000 });
await is(["a", "甲 & 乙", "another line", "bad"], "a new one is listed among those that are looked for");
check(await page.getByLabel("find").evaluate((each) => each === document.activeElement && each.value === "line" && each.selectionStart === 0), "who types goes on typing");
check(await box("a").isChecked(), "what was ticked is still ticked");
const devices = path.join(scratch, "another line", "pilot", "day1", "devices.csv");
fs.appendFileSync(devices, "one more,station,nr\n");  // which is not what was sealed
await page.getByLabel("find").fill("another");
await page.getByText("cannot be judged:").waitFor({ timeout: 60000 });
fs.rmSync(path.join(scratch, "another line"), { recursive: true });
await page.getByText("0 of 5 shown").waitFor({ timeout: 60000 });
await page.getByLabel("find").fill("");
await is(everything, "what is gone is not listed");

// A measurement that grows: its report follows, and what was open stays open.
const running = path.join(scratch, "running");
const messages = path.join(running, "pilot", "1", "messages.csv");
const row = (i) => `f,${i},${i * 1e6},${i * 1e6 + 2e6},64\n`;
const rows = (from, to) => Array.from({ length: to - from }, (_, i) => row(from + i)).join("");
fs.mkdirSync(path.dirname(messages), { recursive: true });
fs.writeFileSync(path.join(running, "evidence.yaml"), "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n");
fs.writeFileSync(path.join(running, "pilot", "1", "flows.csv"), "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\nf,a,b,one_way,1000000,1000000,0\n");
fs.writeFileSync(messages, "flow,sequence,sent_ns,received_ns,bytes\n" + rows(0, 100));
await page.goto(`${url}report/running`);
await page.getByText("Provisional").waitFor();
const first = await page.locator(".overview").innerText();
const toggled = page.locator("section.clause").first();
await toggled.locator("button").first().click();
const wasOpen = await toggled.evaluate((each) => each.classList.contains("open"));
fs.appendFileSync(messages, rows(100, 300));
await page.waitForFunction((before) => document.querySelector(".overview").innerText !== before, first, { timeout: 20000 });
check((await page.locator(".overview").innerText()).includes("300"), "the new messages are counted");
check(await page.locator("section.clause").first().evaluate((each) => each.classList.contains("open")) === wasOpen, "what was open stays open");
fs.appendFileSync(messages, "f,nonsense");
await page.getByText("cannot be judged now").waitFor();

await browser.close();
served.kill("SIGINT");
const [code] = await once(served, "exit");
check(code === 0, `it ends with ${code}`);
fs.rmSync(scratch, { recursive: true });
console.log(failures === 0 ? "the list of a served folder was looked at" : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
