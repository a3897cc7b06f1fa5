// nlp.js on the public sets that bench_understanding measures with --data, in the same words: one
// JSON line a set. Its training phrases are shuffled (a fixed seed): the files are sorted by class,
// and a learner that sees them so looks far worse than it is.
//
//   node run.js DATA_FOLDER [SET]
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dockStart } from '@nlpjs/basic';

// mulberry32: the same order on every machine.
function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(phrases) {
  const random = seeded(7);
  const all = [...phrases];
  for (let at = all.length - 1; at > 0; --at) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}

function tsv(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => ({ label: line.slice(0, line.indexOf('\t')), text: line.slice(line.indexOf('\t') + 1) }));
}

function pairs(list) {
  return list.map(([text, label]) => ({ text, label }));
}

function sets(folder) {
  const clinc = JSON.parse(readFileSync(join(folder, 'clinc150/data_full.json'), 'utf8'));
  return [
    {
      name: 'banking77',
      train: tsv(join(folder, 'banking77/train.tsv')),
      test: tsv(join(folder, 'banking77/test.tsv')),
      outside: [],
    },
    {
      name: 'clinc150',
      train: pairs(clinc.train),
      test: pairs(clinc.test),
      outside: pairs(clinc.oos_test),
    },
  ];
}

// How well scores tell what is in scope from what is not: the share of pairs in the right order.
function auroc(inside, outside) {
  const all = [...inside.map((score) => [score, 1]), ...outside.map((score) => [score, 0])];
  all.sort((a, b) => a[0] - b[0]);
  let ranks = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    while (end < all.length && all[end][0] === all[at][0]) ++end;
    for (let i = at; i < end; ++i) if (all[i][1]) ranks += (at + end + 1) / 2;
    at = end;
  }
  const n = inside.length;
  return (ranks - (n * (n + 1)) / 2) / (n * outside.length);
}

async function measure(set) {
  const dock = await dockStart({
    settings: { nlp: { autoSave: false, log: false, forceNER: false } },
    use: ['Basic'],
  });
  const nlp = dock.get('nlp');
  nlp.addLanguage('en');
  for (const { text, label } of shuffled(set.train)) nlp.addDocument('en', text, label);
  const begin = process.hrtime.bigint();
  await nlp.train();
  const trained = Number(process.hrtime.bigint() - begin) / 1e9;
  const us = [];
  const score = async (text) => {
    const start = process.hrtime.bigint();
    const result = await nlp.process('en', text);
    us.push(Number(process.hrtime.bigint() - start) / 1e3);
    return result.intent === 'None' ? { ...result.classifications[0], none: true } : result.classifications[0];
  };
  let right = 0;
  const inside = [];
  for (const { text, label } of set.test) {
    const best = await score(text);
    right += best.intent === label ? 1 : 0;
    inside.push(best.none ? 0 : best.score);
  }
  const outside = [];
  for (const { text } of set.outside) {
    const best = await score(text);
    outside.push(best.none ? 0 : best.score);
  }
  us.sort((a, b) => a - b);
  const row = {
    bench: 'understanding',
    set: set.name,
    who: 'nlp.js 4.27',
    in_scope_accuracy: (100 * right) / set.test.length,
    p50_us: us[Math.floor(us.length / 2)],
    p99_us: us[Math.floor(us.length * 0.99)],
    trained_s: trained,
  };
  if (outside.length > 0) row.out_of_scope_auroc = 100 * auroc(inside, outside);
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

// The library tells of its epochs with console.log; standard output is for the rows.
console.log = console.error;

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node run.js DATA_FOLDER');
  process.exit(2);
}
// One process a set: a second one in the same process would be measured with the first one's models.
const only = process.argv[3];
for (const set of sets(folder)) {
  if (only === set.name) await measure(set);
  if (!only) spawnSync(process.execPath, [process.argv[1], folder, set.name], { stdio: 'inherit' });
}
