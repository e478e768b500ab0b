import { suggest } from '../../../organisation/pure.ts';

export type Command =
  | { verb: 'not-useful'; reason: string | null }
  | { verb: 'accept-risk'; until: string; reason: string }
  | { verb: 'reassign'; team: string; reason: string | null }
  | { verb: 'mine' }
  | { verb: 'ask'; text: string }
  | { verb: 'help' };
export type Verb = Command['verb'];

/** `says`: what was not understood, with an example, in our own Markdown without anything that was written. */
export type Parsed = { ok: true; command: Command } | { ok: false; says: string };

const EXAMPLES: Record<Verb, string> = {
  'not-useful': '/lanekeeper not-useful the input is checked in gateway.ts',
  'accept-risk': '/lanekeeper accept-risk 30d the service is switched off in April',
  reassign: '/lanekeeper reassign payments they run this service since June',
  mine: '/lanekeeper mine',
  ask: '/lanekeeper ask is it enough to change the configuration?',
  help: '/lanekeeper help',
};
const VERBS = Object.keys(EXAMPLES) as Verb[];

const DOES: Record<Verb, string> = {
  'not-useful': 'says that the findings of this ticket help nobody; it counts against the rule',
  'accept-risk': 'asks to accept the risk until a day (`2027-03-01`, or `30d` for thirty days)',
  reassign: 'says whose it is instead; it moves at once where you may decide that, else they are asked',
  mine: 'says that you work on it',
  ask: 'asks security for help; it becomes an ask that you can follow',
  help: 'lists what can be said',
};

const MAX_REASON = 1000;
const MAX_DAYS = 3650;
const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const SPAN = /^(\d{1,5})([dw])$/i;

/**
 * Reads what follows `/lanekeeper`. Pure.
 * @param text one command; what is longer than a reason may be is cut
 * @param name what it is about, for examples where it has to be named
 */
export function parseCommand(text: string, now: Date, name: string | null = null): Parsed {
  const parsed = parse(text, now);
  if (parsed.ok || name === null) return parsed;
  return { ok: false, says: naming(parsed.says, name) };
}

function parse(text: string, now: Date): Parsed {
  const [word, rest] = firstWord(text);
  const verb = word.toLowerCase();
  switch (verb) {
    case '':
    case 'help':
      return { ok: true, command: { verb: 'help' } };
    case 'mine':
      return { ok: true, command: { verb: 'mine' } };
    case 'not-useful':
      return rest === '' ? missing(verb, 'say why') : done({ verb, reason: cut(rest) });
    case 'ask':
      return rest === ''
        ? missing(verb, 'say what you want to know or have done')
        : done({ verb, text: rest });
    case 'reassign': {
      const [team, reason] = firstWord(rest);
      if (team === '') return missing(verb, 'name the team');
      return done({ verb, team: team.replace(/^@/, ''), reason: reason === '' ? null : cut(reason) });
    }
    case 'accept-risk':
      return acceptRisk(rest, now);
    default: {
      const meant = suggest(verb, VERBS);
      const how = meant ? ` Did you mean \`${EXAMPLES[meant as Verb]}\`?` : '';
      return { ok: false, says: `I do not know this command.${how} \`/lanekeeper help\` lists all of them.` };
    }
  }
}

function acceptRisk(rest: string, now: Date): Parsed {
  const [when, reason] = firstWord(rest);
  const until = dayOf(when, now);
  if (until === null)
    return missing('accept-risk', 'say until when, as a day like 2027-03-01 or as a number of days like 30d');
  if (reason === '') return missing('accept-risk', 'say why it can wait');
  return done({ verb: 'accept-risk', until, reason: cut(reason) });
}

/** A day as it stands, or so many days or weeks from now; null when it is neither. */
function dayOf(text: string, now: Date): string | null {
  if (DATE.test(text)) return text;
  const span = SPAN.exec(text);
  if (!span) return null;
  const days = Number(span[1]) * (span[2]?.toLowerCase() === 'w' ? 7 : 1);
  if (days < 1 || days > MAX_DAYS) return null;
  return new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

function firstWord(text: string): [string, string] {
  const trimmed = text.trim();
  const space = trimmed.search(/\s/);
  return space < 0 ? [trimmed, ''] : [trimmed.slice(0, space), trimmed.slice(space).trim()];
}

const done = (command: Command): Parsed => ({ ok: true, command });
const cut = (text: string): string => text.slice(0, MAX_REASON).toWellFormed();

const missing = (verb: Verb, what: string): Parsed => ({
  ok: false,
  says: `Please ${what}. For example: \`${EXAMPLES[verb]}\``,
});

/** What can be said, as a list. Pure. @param name of a ticket, where it has to be named */
export const helpWords = (name: string | null = null): string => {
  const lines = VERBS.map(line);
  const where = name === null ? ', at the beginning of a line' : '';
  return [`What you can say here${where}:`, '', ...lines.map((one) => (name ? naming(one, name) : one))].join(
    '\n',
  );
};

const naming = (says: string, name: string): string =>
  says.replace(/(\/lanekeeper (?:mine|not-useful|accept-risk|reassign))\b/, `$1 ${name}`);

const line = (verb: Verb): string => `- \`${EXAMPLES[verb]}\` ${DOES[verb]}`;
