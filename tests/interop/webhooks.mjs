// Verifies webhooks with `standardwebhooks`, the library that receivers use. Reads one JSON object
// a line from the program given as argument (sign_webhooks): {secret, headers, body}; each must be
// accepted, and refused once a byte of it is changed. Exit code 1 and a line for each that is not.
import { spawnSync } from 'node:child_process';
import { Webhook } from 'standardwebhooks';

const made = spawnSync(process.argv[2], { encoding: 'utf8', maxBuffer: 64 << 20 });
if (made.status !== 0) {
  console.error(made.stderr);
  process.exit(1);
}

function accepts(secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

let checked = 0;
let wrong = 0;
function expect(is, line, what) {
  if (is) return;
  wrong += 1;
  console.error(`${what}: ${line}`);
}

for (const line of made.stdout.split('\n').filter((one) => one !== '')) {
  const { secret, former, headers, body } = JSON.parse(line);
  checked += 1;
  expect(accepts(secret, body, headers), line, 'refused');
  if (former) expect(accepts(former, body, headers), line, 'refused with the former secret');
  expect(!accepts(secret, `${body} `, headers), line, 'accepted with another body');
  const id = { ...headers, 'webhook-id': `${headers['webhook-id']}x` };
  expect(!accepts(secret, body, id), line, 'accepted with another id');
  const later = { ...headers, 'webhook-timestamp': `${Number(headers['webhook-timestamp']) + 1}` };
  expect(!accepts(secret, body, later), line, 'accepted with another time');
  expect(!accepts('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', body, headers), line, 'accepted with another secret');
}
console.log(`${checked} webhooks, ${wrong} wrong`);
process.exit(checked === 200 && wrong === 0 ? 0 : 1);
