// What stopwatch.py is for Python's engine, for that of browsers: the same input, the same output, the same bounds.

import { readFileSync } from "node:fs";

const [SHORT, LONG, QUICK, MOST, MOST_MS] = [4000, 16000, 4, 9, 150];
const [ENOUGH_MS, MOST_RUNS] = [60, 64];

const textOf = ([before, piece, tail], length) =>
  before + piece.repeat(Math.floor(length / piece.length)) + tail;

function milliseconds(pattern, text) {
  const began = process.cpuUsage();
  text.replace(pattern, "");
  const used = process.cpuUsage(began);
  return (used.user + used.system) / 1000;
}

// The time of one run, from as many as a coarse clock needs: some tell only steps of 4 ms.
function cost(pattern, text) {
  for (let runs = 1; ; runs *= 4) {
    let used = 0;
    for (let run = 0; run < runs; run++) used += milliseconds(pattern, text);
    if (used >= ENOUGH_MS || runs >= MOST_RUNS) return used / runs;
  }
}

for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  console.log(JSON.stringify({ begun: job.place }));
  const pattern = new RegExp(job.text, job.flags);
  for (const pump of job.pumps) {
    const short = textOf(pump, SHORT), long = textOf(pump, LONG);
    if (milliseconds(pattern, short) < QUICK && milliseconds(pattern, long) < QUICK) continue;
    const low = cost(pattern, short), high = cost(pattern, long);
    if (high < QUICK || (high < MOST_MS && high < MOST * Math.max(low, QUICK / 16))) continue;
    console.log(JSON.stringify({ slow: `${job.place}: ${job.text} on ${JSON.stringify(pump)}: ${low} ms, four times as long ${high} ms` }));
    break;
  }
}
