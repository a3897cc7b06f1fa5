// Validates `boomerang check --format sarif` against the published JSON schema of SARIF 2.1.0.
// Arguments: the program, then folders of profiles. Each report must be valid, and invalid once a
// field that the schema demands is gone. Exit code 1 and a line for each that is not.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const schema = createRequire(import.meta.url)('schemastore/schemas/json/sarif-2.1.0.json');
// One pattern of the schema is none in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const isValid = ajv.compile(schema);

const [program, ...profiles] = process.argv.slice(2);
let wrong = 0;
function expect(is, what) {
  if (is) return;
  wrong += 1;
  console.error(what);
}

let results = 0;
for (const profile of profiles) {
  const made = spawnSync(program, ['check', '--profile', profile, '--format', 'sarif'],
    { encoding: 'utf8', maxBuffer: 64 << 20 });
  expect(made.status === 0 || made.status === 1, `${profile}: ended with ${made.status}: ${made.stderr}`);
  const log = JSON.parse(made.stdout);
  expect(isValid(log), `${profile}: ${ajv.errorsText(isValid.errors?.slice(0, 5))}`);
  results += log.runs[0].results.length;
  delete log.runs[0].tool;
  expect(!isValid(log), `${profile}: a report without its tool is taken for valid`);
}
expect(results > 0, 'no profile has a fault: nothing was shown');
if (wrong > 0) process.exit(1);
console.log(`${profiles.length} reports with ${results} faults are valid SARIF 2.1.0`);
