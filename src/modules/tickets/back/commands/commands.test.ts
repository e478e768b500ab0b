import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommands, MOST_COMMANDS } from './find-commands.ts';
import { helpWords, parseCommand } from './parse-command.ts';

const now = new Date('2026-03-02T09:00:00Z');
const read = (text: string) => parseCommand(text, now);

describe('commands in a comment', () => {
  it('begin a line and go on until an empty line or the next command', () => {
    const text =
      'Hello,\n/lanekeeper not-useful it is\r\na test file\n\nThank you\n/lanekeeper mine\n  /Lanekeeper help';
    expect(findCommands(text)).toEqual(['not-useful it is a test file', 'mine', 'help']);
  });

  it.each([
    ['quoted', '> /lanekeeper mine\n>> /lanekeeper mine'],
    ['quoted in Jira', 'bq. /lanekeeper mine\n{quote}\n/lanekeeper mine\n{quote}'],
    ['in a fence', '```\n/lanekeeper mine\n```'],
    ['in a fence that never ends', '~~~sh\n/lanekeeper mine'],
    ['in a fence of backticks with tildes inside', '```\n~~~\n/lanekeeper mine\n```'],
    ['set apart as code', '    /lanekeeper mine\n\t/lanekeeper mine'],
    ['in code of Jira', '{code:java}\n/lanekeeper mine\n{code}\n{noformat}\n/lanekeeper mine\n{noformat}'],
    ['in a pre', '<pre>\n/lanekeeper mine\n</pre><blockquote>\n/lanekeeper mine\n</blockquote>'],
    ['inside a line', 'try `/lanekeeper mine` or /lanekeeper mine'],
    ['part of another word', '/lanekeepers mine\n/lanekeeper-mine'],
  ])('are not run when %s', (_why, text) => {
    expect(findCommands(text)).toEqual([]);
  });

  it('are found after a block that ended', () => {
    expect(findCommands('```\n/lanekeeper help\n```\n/lanekeeper mine')).toEqual(['mine']);
    expect(findCommands('{code}x{code}\n/lanekeeper mine')).toEqual(['mine']);
  });

  it('are found in ten megabytes of hostile text within a second, and not without end', () => {
    const hostile = ['x`'.repeat(1_000_000), '{code:'.repeat(400_000), ' '.repeat(2_000_000)];
    const text = [...hostile, ...Array.from({ length: 100_000 }, () => '/lanekeeper mine')].join('\n\n');
    const since = performance.now();
    expect(findCommands(text)).toHaveLength(MOST_COMMANDS + 1);
    expect(findCommands(hostile.join('\n'))).toEqual([]);
    expect(performance.now() - since).toBeLessThan(1000);
  });

  it('of any text never fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const command of findCommands(`/lanekeeper ${text}`)) read(command);
        read(text);
      }),
    );
  });
});

describe('a command', () => {
  it.each([
    ['', { verb: 'help' }],
    ['HELP', { verb: 'help' }],
    ['mine', { verb: 'mine' }],
    ['not-useful  a test file', { verb: 'not-useful', reason: 'a test file' }],
    [
      'accept-risk 2027-03-01 gone by then',
      { verb: 'accept-risk', until: '2027-03-01', reason: 'gone by then' },
    ],
    ['accept-risk 30d gone by then', { verb: 'accept-risk', until: '2026-04-01', reason: 'gone by then' }],
    ['accept-risk 2W gone by then', { verb: 'accept-risk', until: '2026-03-16', reason: 'gone by then' }],
    ['reassign @payments', { verb: 'reassign', team: 'payments', reason: null }],
    ['reassign payments they run it', { verb: 'reassign', team: 'payments', reason: 'they run it' }],
    ['ask what does it mean?', { verb: 'ask', text: 'what does it mean?' }],
  ])('“%s” is understood', (text, command) => {
    expect(read(text)).toEqual({ ok: true, command });
  });

  it.each([
    ['not-useful', 'say why', '/lanekeeper not-useful '],
    ['accept-risk', 'until when', '/lanekeeper accept-risk 30d'],
    ['accept-risk tomorrow it is fine', 'until when', '/lanekeeper accept-risk 30d'],
    ['accept-risk 0d it is fine', 'until when', '/lanekeeper accept-risk 30d'],
    ['accept-risk 99999d it is fine', 'until when', '/lanekeeper accept-risk 30d'],
    ['accept-risk 30d', 'why it can wait', '/lanekeeper accept-risk 30d'],
    ['reassign', 'name the team', '/lanekeeper reassign payments'],
    ['ask', 'what you want', '/lanekeeper ask '],
    ['acept-risk 30d x', 'Did you mean', '/lanekeeper accept-risk 30d'],
    ['<script>alert(1)</script>', 'do not know', '/lanekeeper help'],
  ])('“%s” is answered kindly, with an example', (text, what, example) => {
    const parsed = read(text);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed).toHaveProperty('says', expect.stringContaining(what));
    expect(parsed).toHaveProperty('says', expect.stringContaining(example));
  });

  it('is never repeated in what is said about it', () => {
    const parsed = read('[click](javascript:alert(1)) <!channel> {code}');
    expect(JSON.stringify(parsed)).not.toMatch(/javascript|channel|\{code/);
  });

  it('has a line in the help, which names examples that are understood', () => {
    const examples = [...helpWords().matchAll(/`\/lanekeeper ([^`]*)`/g)].map(([, example]) => example!);
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const example of examples.filter((one) => one !== '')) expect(read(example).ok).toBe(true);
  });
});
