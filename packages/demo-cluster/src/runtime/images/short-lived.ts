import { type Image, root } from './image.ts';
import { program } from './program.ts';

const migrations = program(`
echo "$(now) migrate: 3 pending migrations"
for step in 0041_orders_placed_at 0042_gift_cards 0043_customer_locale; do
  echo "$(now) migrate: applying $step"
  sleep 0.2
done
echo "$(now) migrate: done, schema is at version 43"
`);

/** An init container: applies migrations and completes. */
export const migrate: Image = {
  name: 'registry.demo/shop/migrate:5.12.0',
  shell: 'sh',
  entrypoint: ['/app/migrate'],
  args: ['up'],
  env: {},
  user: root,
  workingDir: '/app',
  files: {
    '/app/migrate': migrations,
    '/app/migrations/0043_customer_locale.sql': "alter table customers add locale text default 'en';\n",
  },
};

const report = program(`
echo "$(now) report: reading ledger entries of the last day"
total=0
for shard in 1 2 3 4; do
  pick 9000; total=$((total + n))
  echo "$(now) report: shard $shard: $n entries"
  sleep 0.3
done
echo "$(now) report: $total entries, sums match, written to s3://reports/daily.parquet"
`);

/** A job: writes a report and completes with 0. */
export const batchReport: Image = {
  name: 'registry.demo/payments/report:1.9.0',
  shell: 'bash',
  entrypoint: ['/app/report'],
  args: ['--daily'],
  env: {},
  user: root,
  workingDir: '/app',
  files: { '/app/report': report },
};

const crash = program(`
echo "$(now) INFO  fraud-check 0.9.0 starting"
echo "$(now) INFO  reading /etc/fraud-check/config.yaml"
sleep 0.5
echo "$(now) FATAL config: rules[3].threshold: expected a number between 0 and 1, got \\"high\\"" >&2
exit 1
`);

/** Ends with code 1 at once, every time: its configuration is wrong. */
export const crasher: Image = {
  name: 'registry.demo/payments/fraud-check:0.9.0',
  shell: 'sh',
  entrypoint: ['/app/fraud-check'],
  args: [],
  env: {},
  user: root,
  workingDir: '/app',
  files: {
    '/app/fraud-check': crash,
    '/etc/fraud-check/config.yaml':
      'rules:\n  - name: velocity\n    threshold: 0.7\n  - name: country\n    threshold: high\n',
  },
};

/** Everything useful for looking around: for `kubectl debug`. Runs a shell. */
export const toolbox: Image = {
  name: 'registry.demo/platform/toolbox:2026.1',
  shell: 'toolbox',
  entrypoint: ['bash'],
  args: [],
  env: {},
  user: root,
  workingDir: '/root',
  files: {
    '/root/README':
      'A box of tools. With `kubectl debug POD -it --image=... --target=CONTAINER` you see the processes of that container.\n',
  },
};
