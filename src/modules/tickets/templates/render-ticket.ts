import { shortName } from '../../findings/pure.ts';
import { type BodyFacts, consequence, LISTED, remedy, risk, whereOf } from '../body.ts';
import { DEFAULT_BODY, DEFAULT_TITLE } from './defaults.ts';
import { BODY_NAMES, TITLE_NAMES } from './names.ts';
import { fill, Markdown, problemsOf, type TemplateProblem, type View } from './template.ts';

/** A connection's own words; what is left out is said by the default. */
export interface TicketTemplate {
  title?: string | undefined;
  body?: string | undefined;
}

/** Facts of a ticket, for its title and its text. */
export interface TicketFacts extends BodyFacts {
  /** `Upgrade lodash to 4.17.21 in checkout-api` */
  title: string;
  /** Ours: `PAY-12`. */
  key: string;
}

/** Trackers take 255. */
const MAX_TITLE = 250;

/** Characters of a finding's title that a table has room for. */
const MAX_CELL = 200;

/** What is wrong with a template, by line; nothing: it can be saved. Pure. */
export const checkTemplate = ({
  title,
  body,
}: TicketTemplate): (TemplateProblem & { of: 'title' | 'body' })[] => [
  ...problemsOf(title ?? '', TITLE_NAMES).map((one) => ({ ...one, of: 'title' as const })),
  ...problemsOf(body ?? '', BODY_NAMES).map((one) => ({ ...one, of: 'body' as const })),
];

/** What is wrong with the template in a connection's settings, in sentences. Pure. */
export function templateProblems(settings: unknown): string[] {
  const { template } = (settings ?? {}) as { template?: TicketTemplate };
  return checkTemplate(template ?? {}).map(
    ({ of, line, message }) => `settings.template.${of}: line ${line}: ${message}`,
  );
}

/**
 * Title (plain, one line) and body (our Markdown, what came from outside escaped) of a ticket. Pure.
 * @throws AppError LK-REFUSED when the template is none
 */
export function renderTicket(template: TicketTemplate, facts: TicketFacts): { title: string; body: string } {
  const title = fill(template.title || DEFAULT_TITLE, TITLE_NAMES, viewOf(facts), 'plain');
  const line = title.replace(/\s+/g, ' ').trim() || facts.key;
  const short =
    line.length > MAX_TITLE
      ? `${line
          .slice(0, MAX_TITLE - 1)
          .toWellFormed()
          .trimEnd()}…`
      : line;
  return { title: short, body: renderBody(template.body, facts) };
}

/** The body alone. @throws as `renderTicket` */
export const renderBody = (template: string | undefined, facts: BodyFacts & Partial<TicketFacts>): string =>
  fill(template || DEFAULT_BODY, BODY_NAMES, viewOf(facts), 'markdown');

function viewOf(facts: BodyFacts & Partial<TicketFacts>): View {
  const toldOnce = facts.findings.filter(({ leader }) => leader === null);
  return {
    title: facts.title ?? '',
    key: facts.key ?? '',
    kind: facts.kind,
    component: facts.component && shortName(facts.component),
    toVersion: facts.toVersion,
    priority: facts.priority,
    due: facts.dueAt?.slice(0, 10) ?? null,
    openFindings: facts.openFindings,
    fromVersions: facts.fromVersions,
    advisories: facts.advisories,
    ownedBecause: facts.ownedBecause,
    urgentBecause: facts.urgentBecause,
    consequence: new Markdown(consequence(facts)),
    remedy: new Markdown(remedy(facts)),
    risk: new Markdown(risk(facts)),
    help: facts.help,
    findings: toldOnce.slice(0, LISTED).map((one) => ({
      priority: one.priority,
      title: one.title.slice(0, MAX_CELL),
      where: whereOf(one).slice(0, MAX_CELL),
    })),
    more: facts.openFindings > LISTED ? facts.openFindings - LISTED : null,
  };
}
