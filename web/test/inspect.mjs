// What is wrong with a page as it stands: measured on its boxes, and by axe.
import { readFileSync } from "node:fs";

const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The serious findings of axe: all its rules, or those that a theme alone decides. */
export async function findings(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (rules) => window.axe.run({ resultTypes: ["violations"], preload: false, ...(rules && { runOnly: rules }) }),
    rules,
  );
  return violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `axe ${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.html.slice(0, 160)}`).join(" | ")}`);
}

/**
 * What is wrong with a page's boxes and words: text that is cut off, things that lie on each other, a page wider than its
 * window, panels with nothing in them, pictures with nothing drawn, a title that is an id, a value that is none. ids are
 * the ids that the page was told, which are no titles.
 */
export const faults = (page, ids) => page.evaluate(measure, [...ids]);

/* Runs in the page, so everything that it needs stands in it. */
function measure(ids) {
  const found = new Set();
  const name = (element) => {
    const classes = typeof element.className === "string" ? element.className.split(/\s+/).filter((each) => each && !each.startsWith("awsui_")) : [];
    const inner = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 50);
    return `<${[element.localName, ...classes.slice(0, 2)].join(".")}> “${inner}”`;
  };
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  /* What only screen readers read, whichever way it is put out of sight. */
  const unseen = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = styleOf(each);
      if (style.clipPath.startsWith("inset(50%") || style.clip !== "auto") return true;
      if (style.overflow !== "visible" && (each.clientWidth <= 2 || each.clientHeight <= 2) && each.localName !== "body") return true;
    }
    return false;
  };
  const cut = (rect, box, x, y) => ({
    left: x ? Math.max(rect.left, box.left) : rect.left,
    right: x ? Math.min(rect.right, box.right) : rect.right,
    top: y ? Math.max(rect.top, box.top) : rect.top,
    bottom: y ? Math.min(rect.bottom, box.bottom) : rect.bottom,
  });
  const scrolls = (value) => value === "auto" || value === "scroll";
  const clips = (value) => value === "hidden" || value === "clip";
  /* The part of a box that can be seen, and the element that cuts off the rest for good, if one does. */
  const shown = (element, rect) => {
    let rest = rect;
    let culprit = null;
    let position = styleOf(element).position;
    for (let each = element; each && each !== document.documentElement; each = each.parentElement) {
      if (each !== element) {
        if (position === "fixed") break;
        if (position === "absolute" && styleOf(each).position === "static") continue;
        position = styleOf(each).position;
      }
      const style = styleOf(each);
      const [x, y] = [style.overflowX, style.overflowY];
      if (each === document.body || (x === "visible" && y === "visible") || style.display === "inline") continue;
      const border = each.getBoundingClientRect();
      const box = { left: border.left + each.clientLeft, top: border.top + each.clientTop, right: border.left + each.clientLeft + each.clientWidth, bottom: border.top + each.clientTop + each.clientHeight };
      const beyond = (clips(x) && (rest.left < box.left - 1.5 || rest.right > box.right + 1.5)) || (clips(y) && (rest.top < box.top - 2.5 || rest.bottom > box.bottom + 2.5));
      if (beyond && !culprit) culprit = each;
      rest = cut(rest, box, clips(x) || scrolls(x), clips(y) || scrolls(y));
    }
    return { rest, culprit };
  };
  const area = ({ left, right, top, bottom }) => Math.max(0, right - left) * Math.max(0, bottom - top);
  /* What lies above the rest of the page on purpose: nothing in it is compared with what is under it. */
  const layerOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const style = styleOf(each);
      if (style.position === "fixed" || style.position === "sticky" || (style.position === "absolute" && style.zIndex !== "auto")) return each;
      if (["dialog", "listbox", "menu", "tooltip"].includes(each.getAttribute("role"))) return each;
    }
    return document.body;
  };

  // Text, line by line.
  const things = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !visible(element) || unseen(element) || ["SCRIPT", "STYLE", "TITLE"].includes(element.tagName) || element.closest("svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = Number.parseFloat(styleOf(element).fontSize);
    const broken = !/[\s-]/.test(node.data.trim()) && new Set([...range.getClientRects()].map((rect) => Math.round(rect.top))).size > 1;
    if (broken && element.closest("button, [role=button], [role=tab], th")) found.add(`a word in two lines: ${name(element)}`);
    for (const { left, right, top, bottom, width } of range.getClientRects()) {
      if (width < 1 || right < -900 || bottom < -900) continue; // put far away, for screen readers
      // A font's box is higher than its letters, and than the line that is set for them.
      const margin = Math.max(0, bottom - top - size) / 2;
      const rect = { left, right, top: top + margin, bottom: bottom - margin };
      const { rest, culprit } = shown(element, rect);
      if (culprit) {
        const whole = element.closest("[title], [aria-label]");
        const told = `${whole?.getAttribute("title")} ${whole?.getAttribute("aria-label")} ${document.querySelector("h1")?.innerText}`.includes(node.data.trim());
        if (!told || styleOf(culprit).textOverflow !== "ellipsis") found.add(`cut off by ${name(culprit)}: ${name(element)}`);
      }
      if (rest.left < -1 && area(rest) > 0) found.add(`beyond the left edge: ${name(element)}`);
      if (area(rest) > 4) things.push({ node, element, rect: rest, layer: layerOf(element) });
    }
  }
  const texts = things.length;
  if (texts === 0) found.add("no text at all");
  // Controls and pictures.
  for (const element of document.querySelectorAll("button, input:not([type=checkbox], [type=radio]), textarea, select, canvas, img, [role=button], [role=combobox], svg")) {
    if (!visible(element) || unseen(element) || element.parentElement.closest("svg")) continue;
    const { rest } = shown(element, element.getBoundingClientRect());
    if (area(rest) > 4) things.push({ node: element, element, rect: rest, layer: layerOf(element) });
  }
  things.sort((a, b) => a.rect.top - b.rect.top);
  for (let i = 0; i < things.length; i++) {
    const a = things[i];
    for (let j = i + 1; j < things.length && things[j].rect.top < a.rect.bottom - 3; j++) {
      const b = things[j];
      if (a.layer !== b.layer || a.node === b.node || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      // The picture in a field, such as a magnifying glass, stands where the field leaves room for it.
      if ([a, b].some(({ element }) => element.localName === "input") && [a, b].some(({ element }) => element.localName === "svg")) continue;
      const width = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const height = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      if (width > 2 && height > 3) found.add(`on each other by ${width.toFixed(0)} × ${height.toFixed(0)} px: ${name(a.element)} and ${name(b.element)}`);
    }
  }
  // Boxes side by side.
  for (const parent of document.querySelectorAll("main *, aside *, [role=dialog] *")) {
    if (!/flex|grid/.test(styleOf(parent).display) || !visible(parent) || parent.closest("svg")) continue;
    const boxes = [...parent.children]
      .filter((each) => visible(each) && !unseen(each) && !["absolute", "fixed", "sticky"].includes(styleOf(each).position))
      .map((each) => ({ each, rect: each.getBoundingClientRect() }));
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const width = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
        const height = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
        if (width > 1.5 && height > 1.5) found.add(`boxes on each other by ${width.toFixed(0)} × ${height.toFixed(0)} px: ${name(a.each)} and ${name(b.each)}`);
      }
    });
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.add(`the page is ${wide} px wider than its window`);

  // Panels, lists and pictures have something in them.
  const painted = (canvas) => {
    const { width, height } = canvas;
    if (!width || !height) return false;
    return canvas.getContext("2d").getImageData(0, 0, width, height).data.some((value, i) => i % 4 === 3 && value > 0);
  };
  for (const canvas of document.querySelectorAll("canvas")) if (visible(canvas) && !painted(canvas)) found.add(`nothing is drawn: ${name(canvas.closest("section") ?? canvas)}`);
  const panels = "section, article, aside, figure, table, tbody, ul, ol, dl, .panel, .visual-body, .place, .visual-foot:not(.visual-foot-none), [role=dialog], [role=tabpanel], [role=region], [class*=awsui_content-inner], [class*=awsui_header_], [role=alert]";
  for (const panel of document.querySelectorAll(panels)) {
    const { width, height } = panel.getBoundingClientRect();
    if (width < 24 || height < 16 || !visible(panel) || unseen(panel)) continue;
    const says = panel.innerText.trim() !== "" || panel.querySelector("canvas, svg, img, input, button");
    if (!says) found.add(`an empty panel: ${name(panel)} in ${name(panel.parentElement)}`);
  }
  for (const heading of document.querySelectorAll("main h2, main h3, aside h2")) {
    const panel = heading.closest("section.visual, [class*=awsui_root]:has([class*=awsui_content-inner]), .panel, aside");
    if (panel && visible(panel) && panel.innerText.trim() === heading.innerText.trim() && !panel.querySelector("canvas")) found.add(`a panel with a title alone: ${name(panel)}`);
  }

  // Words.
  const attributes = [...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((each) => ["aria-label", "title", "placeholder", "alt"].map((key) => each.getAttribute(key) ?? ""));
  for (const text of [document.title, document.body.innerText, ...attributes]) {
    const none = /.{0,30}(\bNaN\b|\bundefined\b|\bnull\b|\bInfinity\b|\[object |Invalid Date).{0,30}/.exec(text);
    if (none) found.add(`a value that is none: “${none[0]}”`);
  }
  const known = new Set(ids);
  for (const title of document.querySelectorAll("h1, h2, h3, h4, [role=heading], [role=tab], th[scope=row], caption, label, nav a, .card-link strong")) {
    const text = (title.innerText || title.textContent).trim();
    if (text === "" && visible(title) && !unseen(title)) found.add(`an empty title: ${name(title.parentElement)}`);
    if (known.has(text) || /^arn:|^\d{12}$|^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)) found.add(`an id as a title: “${text}”`);
  }
  const titles = [...document.querySelectorAll("h1, [role=heading][aria-level='1']")].filter(visible);
  if (titles.length !== 1) found.add(`${titles.length} titles of the page, and not one: ${titles.map(name).join(", ")}`);
  if (!/^\S.* · Interlaken$/.test(document.title)) found.add(`the tab is called “${document.title}”`);
  return [...found];
}
