// What stopwatch.py is for Python's engine, for that of browsers: the same input, the same output, the same bounds.

import { readFileSync } from "node:fs";

const [SHORT, LONG, QUICK, MOST, MOST_MS] = [4000, 16000, 4, 9, 150];

const textOf = ([before, piece, tail], length) =>
  before + piece.repeat(Math.floor(length / piece.length)) + tail;

function milliseconds(pattern, text) {
  const began = process.cpuUsage();
  text.replace(pattern, "");
  const used = process.cpuUsage(began);
  return (used.user + used.system) / 1000;
}

const best = (pattern, text) => Math.min(milliseconds(pattern, text), milliseconds(pattern, text), milliseconds(pattern, text));

for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  console.log(JSON.stringify({ begun: job.place }));
  const pattern = new RegExp(job.text, job.flags);
  for (const pump of job.pumps) {
    const short = textOf(pump, SHORT), long = textOf(pump, LONG);
    if (milliseconds(pattern, short) < QUICK && milliseconds(pattern, long) < QUICK) continue;
    const low = best(pattern, short), high = best(pattern, long);
    if (high < QUICK || (high < MOST_MS && high < MOST * Math.max(low, QUICK / 16))) continue;
    console.log(JSON.stringify({ slow: `${job.place}: ${job.text} on ${JSON.stringify(pump)}: ${low} ms, four times as long ${high} ms` }));
    break;
  }
}
