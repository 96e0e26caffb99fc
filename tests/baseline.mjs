// Reports what built styles and scripts use that the baseline browsers lack. Called by test_baseline.py: reads
// {"baseline": {browser: version}, "files": [{"name", "kind": "css" | "js", "text"}]} from standard input, writes a
// list of {"file", "what", "where"}. The data are MDN's (@mdn/browser-compat-data); css-tree and acorn parse.
//
// A style needs no report where a fallback is stated: an earlier declaration of the same property in the same rule that
// the baseline understands, or @supports around it; for `gap` in flex, margins of the children in a block
// `@supports not (inset: 0)`. An earlier declaration is no fallback for one with var(): that one is judged when its value
// is computed, too late to go back. A name in a script needs no report where the same file tests for it, or where it is
// a name of our own (a key or a property that our scripts set).

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import * as csstree from "css-tree";
import * as acorn from "acorn";
import { ancestor, simple } from "acorn-walk";

const data = createRequire(import.meta.url)("@mdn/browser-compat-data");
const { baseline, files } = JSON.parse(readFileSync(0, "utf8"));
const found = [];

const number = (version) => Number(String(version).replace("≤", ""));

// Does the baseline know the feature, without a flag and under this name?
function known(node, prefix = "") {
  return Object.entries(baseline).every(([browser, version]) =>
    [node.__compat.support[browser] ?? []].flat().some((one) =>
      one.version_added && one.version_added !== "preview" && number(one.version_added) <= number(version) &&
      !one.flags && (one.prefix ?? "") === prefix && !one.alternative_name));
}
const lacks = (node, prefix) => Boolean(node?.__compat) && !known(node, prefix);

// --- Styles ---------------------------------------------------------------------------------------------------------

const { properties, selectors, types } = data.css;
const atRules = data.css["at-rules"];
const UNITS = [
  ["viewport_percentage_units_dynamic", /^dv/], ["viewport_percentage_units_large", /^lv/],
  ["viewport_percentage_units_small", /^sv/], ["container_query_length_units", /^cq/],
];
const FUNCTIONS = new Map();
(function collect(node) {
  for (const [name, child] of Object.entries(node)) {
    if (name === "__compat" || typeof child !== "object") continue;
    if (child.__compat && !FUNCTIONS.has(name)) FUNCTIONS.set(name, child);
    collect(child);
  }
})(types);

// How a rule lays its children out: what `gap` means depends on it.
function layout(declarations) {
  const display = declarations.findLast((one) => one.property === "display");
  const value = display ? csstree.generate(display.value) : "";
  if (/flex/.test(value)) return "flex";
  if (/grid/.test(value)) return "grid";
  return declarations.some((one) => /^column(s|-count|-width)$/.test(one.property)) ? "columns" : "";
}

function lacking(declaration, layouts) {
  const { name: property, vendor } = csstree.property(declaration.property);
  const node = properties[property];
  const missing = [];
  // A prefix is for old engines.
  if (vendor) return [];
  if (!node || lacks(node)) return [`property ${property}`];
  if (/^(row-|column-)?gap$/.test(property) && !(layouts.size && [...layouts].every((one) => one === "grid" || one === "columns"))) {
    missing.push("gap in flex");
  }
  csstree.walk(declaration.value, (part) => {
    if (part.type === "Identifier" && !part.name.startsWith("--")) {
      // A font that is not there is passed over.
      if (/^font(-family)?$/.test(property)) return;
      let value = node[part.name] ?? types.global_keywords[part.name];
      // `start` and `end` are as old as grid; in flex they are younger.
      if (/^(start|end)$/.test(part.name) && /^(align|justify|place)-(content|items)$/.test(property)) {
        if (layouts.size && [...layouts].every((one) => one === "grid")) return;
        value = properties["align-self"][part.name];
      }
      if (lacks(value)) missing.push(`${property}: ${part.name}`);
    } else if (part.type === "Function") {
      const vendorless = part.name.replace(/^-\w+-/, "");
      const value = node[part.name] ?? FUNCTIONS.get(part.name);
      if (vendorless === part.name && lacks(value)) missing.push(`${part.name}()`);
    } else if (part.type === "Dimension") {
      const [unit] = UNITS.find(([, shape]) => shape.test(part.unit)) ?? [part.unit];
      if (lacks(types.length[unit])) missing.push(`unit ${part.unit}`);
    }
  });
  return missing;
}

function judgeBlock(block, where, file, displays, margins) {
  const declarations = block.children.toArray().filter((one) => one.type === "Declaration");
  const own = layout(declarations);
  const layouts = own ? new Set([own]) : displays;
  declarations.forEach((declaration, index) => {
    if (declaration.property.startsWith("--")) return;
    const missing = lacking(declaration, layouts);
    if (!missing.length || (missing.join() === "gap in flex" && margins(where))) return;
    const late = /\bvar\(/.test(csstree.generate(declaration.value)) && !missing.some((one) => one.startsWith("property"));
    const fallback = declarations.slice(0, index).some((earlier) =>
      csstree.property(earlier.property).basename === csstree.property(declaration.property).basename &&
      !lacking(earlier, layouts).length);
    if (fallback && !late) return;
    for (const what of missing) found.push({ file, what, where: `${where} { ${csstree.generate(declaration)} }` });
  });
}

function judgeStyle(file, text) {
  const tree = csstree.parse(text, {
    onParseError: (error) => found.push({ file, what: "syntax", where: error.formattedMessage ?? error.message }),
  });
  // Selectors whose children have margins where flex has no gap.
  const spaced = new Set();
  csstree.walk(tree, { visit: "Rule", enter(rule) {
    if (this.atrule?.name !== "supports" || csstree.generate(this.atrule.prelude) !== "not (inset:0)") return;
    if (!rule.block.children.some((one) => /^margin/.test(one.property))) return;
    for (const one of rule.prelude.children) spaced.add(csstree.generate(one).replace(/>\*(\+\*)?$/, ""));
  } });
  // The layouts that the sheet gives each selector, in any of its rules.
  const displays = new Map();
  csstree.walk(tree, { visit: "Rule", enter(rule) {
    if (rule.prelude.type !== "SelectorList") return;
    const kind = layout(rule.block.children.toArray().filter((one) => one.type === "Declaration"));
    if (kind) for (const one of rule.prelude.children) {
      const name = csstree.generate(one);
      displays.set(name, (displays.get(name) ?? new Set()).add(kind));
    }
  } });
  csstree.walk(tree, { enter(node) {
    if (this.atrule?.name === "supports") return;
    if (node.type === "Atrule") {
      if (node.name !== "supports" && lacks(atRules[node.name])) found.push({ file, what: `@${node.name}`, where: csstree.generate(node).slice(0, 80) });
      if (node.name === "media" && node.prelude) csstree.walk(node.prelude, (part) => {
        if (part.type === "Feature" && lacks(atRules.media[part.name.replace(/^(min|max)-/, "")])) {
          found.push({ file, what: `@media ${part.name}`, where: csstree.generate(node.prelude) });
        }
        if (part.type === "FeatureRange" && lacks(atRules.media.range_syntax)) {
          found.push({ file, what: "@media range", where: csstree.generate(node.prelude) });
        }
      });
      return;
    }
    if (node.type !== "Rule") return;
    const where = csstree.generate(node.prelude);
    if (node.prelude.type === "SelectorList") csstree.walk(node.prelude, (part) => {
      if (part.type === "NestingSelector") found.push({ file, what: "nesting", where });
      if (!/^Pseudo/.test(part.type) || part.name.startsWith("-")) return;
      const feature = selectors[part.name];
      if (lacks(feature)) found.push({ file, what: `selector :${part.name}`, where });
      // `:not(a, b)` is younger than `:not(a)`.
      if (part.name === "not" && part.children?.first?.children?.size > 1 && lacks(feature.selector_list)) {
        found.push({ file, what: "selector :not(list)", where });
      }
    });
    if (node.block.children.some((one) => one.type === "Rule" || (one.type === "Raw" && one.value.includes("{")))) found.push({ file, what: "nesting", where });
    const names = node.prelude.type === "SelectorList" ? node.prelude.children.toArray().map((one) => csstree.generate(one)) : [];
    const given = names.map((name) => displays.get(name));
    const layouts = given.every(Boolean) ? new Set(given.flatMap((one) => [...one])) : new Set();
    judgeBlock(node.block, where, file, layouts, () => names.every((one) => spaced.has(one)));
  } });
}

// --- Scripts --------------------------------------------------------------------------------------------------------

// For each name of an interface, a member or a built-in: does any holder of that name exist in the baseline?
const MEMBERS = new Map(), GLOBALS = new Map();
function note(names, name, node) {
  const short = name.replace(/_(event|static|constructor)$/, "");
  if (node.__compat) names.set(short, names.get(short) || known(node));
}
for (const [name, node] of [...Object.entries(data.api), ...Object.entries(data.javascript.builtins)]) {
  note(GLOBALS, name, node);
  note(MEMBERS, name, node);
  for (const [member, child] of Object.entries(node)) {
    if (member === "__compat" || !child.__compat) continue;
    note(MEMBERS, member, child);
    if (name === "Window") note(GLOBALS, member, child);
  }
}

function tests(node, parent) {
  return (parent.type === "IfStatement" || parent.type === "ConditionalExpression") && parent.test === node ||
    parent.type === "LogicalExpression" && parent.left === node || parent.type === "UnaryExpression" && parent.operator === "!" ||
    parent.type === "UnaryExpression" && parent.operator === "typeof" ||
    parent.type === "BinaryExpression" && parent.operator === "in";
}

const OWN = new Set();

// Parse a script and remember the names that it gives to properties of its own.
function parsed(file, text) {
  try {
    const tree = acorn.parse(text, { ecmaVersion: 5 });
    simple(tree, {
      Property(node) { OWN.add(node.key.name ?? node.key.value); },
      AssignmentExpression({ left, right }) {
        if (left.type === "MemberExpression" && !left.computed && right.type === "FunctionExpression") OWN.add(left.property.name);
      },
    });
    return tree;
  } catch (error) {
    const near = text.slice(Math.max(0, error.pos - 30), error.pos + 30);
    found.push({ file, what: "syntax later than ES5", where: `${error.message}: …${near}…` });
    return null;
  }
}

function judgeScript(file, text, tree) {
  const used = new Map(), tested = new Set(), declared = new Set();
  simple(tree, {
    VariableDeclarator(node) { declared.add(node.id.name); },
    Function(node) { for (const one of [node.id, ...node.params]) if (one) declared.add(one.name); },
    CatchClause(node) { declared.add(node.param.name); },
  });
  function name(names, word, node, ancestors) {
    if (names.get(word) !== false || OWN.has(word)) return;
    const parent = ancestors[ancestors.length - 2];
    if (tests(node, parent)) tested.add(word);
    else if (!used.has(word)) used.set(word, { holder: node.object?.property?.name, where: text.slice(Math.max(0, node.start - 30), node.end + 30) });
  }
  ancestor(tree, {
    MemberExpression(node, state, ancestors) {
      if (!node.computed) name(MEMBERS, node.property.name, node, ancestors);
    },
    Identifier(node, state, ancestors) {
      if (!declared.has(node.name)) name(GLOBALS, node.name, node, ancestors);
    },
    Literal(node, state, ancestors) {
      const parent = ancestors[ancestors.length - 2];
      if (typeof node.value === "string" && parent.type === "BinaryExpression" && parent.operator === "in") tested.add(node.value);
    },
  });
  for (const [word, { holder, where }] of used) if (!tested.has(word) && !tested.has(holder)) found.push({ file, what: `script ${word}`, where });
}

for (const { name, kind, text } of files) if (kind === "css") judgeStyle(name, text);
const scripts = files.filter(({ kind }) => kind === "js").map(({ name, text }) => [name, text, parsed(name, text)]);
for (const [name, text, tree] of scripts) if (tree) judgeScript(name, text, tree);
process.stdout.write(JSON.stringify(found));
