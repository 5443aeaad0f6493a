import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import i18next, { type TFunction } from 'i18next';
import { en } from '../i18n/en.ts';
import { zhCn } from '../i18n/zh-cn.ts';
import { describeGap, type SessionNotice, translateNotice } from './session-notice.ts';

const message = 'the gateway’s own words';
const level = 'warning' as const;

before(() =>
  i18next.init({ lng: 'en', defaultNS: 'main', resources: { en: { main: en }, 'zh-CN': { main: zhCn } } }),
);

interface Saying {
  readonly inMs?: number | undefined;
  readonly t?: TFunction;
}

function say({ text }: SessionNotice, { inMs = 0, t = i18next.t }: Saying = {}): string {
  return text({ t, language: 'en', leftSeconds: Math.round(inMs / 1000) });
}

const notices: readonly (readonly [string, number | undefined, string])[] = [
  ['idle-soon', 300_000, 'Nobody has typed for long: this session ends in 5 minutes unless somebody does.'],
  ['lifetime-soon', 90_400, 'This session reaches its longest lifetime and ends in 90 seconds.'],
  ['shutdown-soon', 1000, 'The gateway shuts down: this session ends in 1 second.'],
  ['shutdown-soon', undefined, message],
  ['from-the-future', 1000, message],
  ['input-too-long', undefined, 'That input was too long to be sent; nothing of it was.'],
];

for (const [code, inMs, text] of notices)
  test(`${code}, ${inMs} ms: ${text}`, () => {
    const soon = inMs === undefined ? {} : { inMs };
    const notice = translateNotice({ code, level, message, ...soon }, 1000);
    assert.deepEqual([notice.code, notice.level, say(notice, { inMs })], [code, level, text]);
    assert.equal(notice.dueAtMs, inMs && 1000 + inMs);
  });

test('in Chinese', () => {
  const t = i18next.getFixedT('zh-CN');
  const inMs = 300_000;
  const notice = translateNotice({ code: 'lifetime-soon', level, message, inMs }, 0);
  assert.equal(say(notice, { inMs, t }), '此会话即将达到最长会话时间，将在 5 分钟后结束。');
});

const gaps = [
  [
    { restored: true, exact: true },
    true,
    'info',
    '4.5 MB of output were skipped. The screen was restored, without images.',
  ],
  [
    { restored: true, exact: true },
    false,
    'info',
    'Older output (4.5 MB) is no longer kept. The screen was restored, without images.',
  ],
  [
    { restored: true, exact: false },
    true,
    'warning',
    '4.5 MB of output were skipped. The screen was restored as far as it was known; the program was asked to draw it again.',
  ],
  [
    { restored: false, exact: false },
    true,
    'warning',
    '4.5 MB of output were skipped. The screen is not known; the program was asked to draw it again.',
  ],
] as const;

for (const [gap, wasShown, expectedLevel, text] of gaps)
  test(text, () => {
    const notice = describeGap({ missed: 4_500_000, end: 5_000_000, ...gap }, { wasShown });
    assert.deepEqual([notice.code, notice.level, say(notice)], ['gap', expectedLevel, text]);
  });
