// As a computed key: an object literal with `then` looks like a promise.
const THEN = 'then';

/** What a key of the document is for, by its path or, where it means the same everywhere, by its name. */
const WORDS: Readonly<Record<string, string>> = {
  apiVersion: 'Always lanekeeper.dev/policy/v1.',
  priorities: 'The words for how urgent something is; always P0 to P4.',
  priority: 'How urgent: the first rule that holds decides.',
  deadlines: 'By when.',
  routes: 'Where the ticket goes; else into the queue of its owner.',
  holds: 'How holds end that nothing else ends.',
  exceptions: 'Who may grant an exception, who countersigns, and for how long.',
  pacing: 'How many new tickets a team gets at once.',
  escalation: 'Who is told before and after a date, each once.',
  trust: 'When a rule may speak in pull requests, by the judgement of the people who met it.',
  guardrails: 'Written lines that a merge may meet.',
  notify: 'How loud: the first that holds decides; all else goes into the weekly digest.',
  id: 'Small letters, digits and dashes; decisions name it.',
  when: 'A CEL condition over finding, service, owner, intel, scan and trust. What was not assessed is null.',
  [THEN]: 'P0 is now, P4 goes along with other work.',
  because: 'A sentence for whoever gets the ticket.',
  by: 'Roles that may grant it.',
  countersign: 'Roles of which one has to agree as well; not those that may grant it.',
  maxDays: 'It ends after so many days at most.',
  P0: 'Time for P0: 1d, 12h, 5bd (working days) or none.',
  P1: 'Time for P1: 7d, 5bd (working days) or none.',
  P2: 'Time for P2: 30d, 20bd (working days) or none.',
  P3: 'Time for P3: 90d, 60bd (working days) or none.',
  P4: 'Time for P4, or none: with the next upgrade.',
  clock: 'What time counts from; detection where that is not known.',
  'deadlines.timeZone': 'For working days, such as Europe/Berlin.',
  'deadlines.calendar': 'Days on which nobody works.',
  'deadlines.calendar.weekend': 'Days of the week, such as sat and sun.',
  'deadlines.calendar.holidays': 'Dates, alone or with a name.',
  'deadlines.calendar.holidays.date': 'Such as 2026-12-25.',
  'deadlines.calendar.holidays.name': 'For people.',
  'deadlines.standard': 'The house’s own time for each priority.',
  'deadlines.regimes':
    'Published tables by name, or tables of one’s own; the strictest date wins and says so.',
  'deadlines.regimes.*.appliesTo': 'A condition: whose findings it speaks of.',
  'deadlines.regimes.*.level': 'FedRAMP’s impact level.',
  'deadlines.regimes.*.own': 'A table that is not published.',
  'deadlines.withoutFix': 'Nobody can install a fix that does not exist.',
  'deadlines.withoutFix.mitigate': 'A condition: what cannot wait gets a date for a mitigation.',
  'deadlines.withoutFix.review': 'When the rest is looked at again.',
  'deadlines.pauses': 'While one holds the clock stands still, and the decision says so.',
  'deadlines.reopening': 'The clock of what comes back.',
  'deadlines.reopening.newClockAfter':
    'A new clock if its fix had been verified for so long; else the first one.',
  'routes.to': 'owner, a queue, or a hold.',
  'routes.to.queue': 'A queue by its key.',
  'routes.to.hold': 'Until what, in words.',
  'routes.to.review': 'When a hold is looked at again: at most 365d.',
  'holds.maxReviews': 'A hold goes on after so many looks at most.',
  'holds.answer': 'How long a look that is due waits for a person.',
  'exceptions.falsePositive': 'The tool is wrong.',
  'exceptions.duplicate': 'Another finding tells of it.',
  'exceptions.mitigated': 'Something else stops it.',
  'exceptions.acceptedRisk': 'It is true, and it stays for a time.',
  'exceptions.acceptedRisk.P0P1': 'The same for what is most urgent.',
  'exceptions.remindDays': 'Days before its end at which people are reminded.',
  'pacing.newTicketsPerTeamPerWeek': 'More wait for their week, most useful first; null = no limit.',
  'pacing.except': 'A condition: what never waits.',
  'pacing.onboarding': 'Whether a new tool’s backlog comes in waves or at once.',
  'escalation.at': 'When: a share of the time, before the date, or after it.',
  'escalation.at.share': '0.5 is half-way from the start of the clock; 1 is the date itself.',
  'escalation.at.before': 'So long before the date, such as 2d.',
  'escalation.at.after': 'So long after the date, such as 1d.',
  'escalation.to': 'Who is told.',
  'trust.windowDays': 'Labels older than that no longer count.',
  'trust.commentMaxRate': 'At most this share may find it not useful for a rule to comment.',
  'trust.blockMaxRate': 'The same for a rule that may stop a merge.',
  'trust.blockMinFixRate': 'At least this share is fixed for a rule that may stop a merge.',
  'trust.maxCommentsPerPull': 'Comments in one pull request.',
  'trust.minutesPerFinding': 'What one finding asks of a developer: noise is counted in it.',
  'guardrails.action': 'warn tells it, stop stops the merge.',
  'guardrails.override': 'Who may pass nevertheless.',
  'guardrails.override.by': 'Roles that may.',
  'guardrails.override.days': 'For so many days.',
  'notify.how': 'At once, daily or weekly.',
};

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  anyOf?: Node[];
  allOf?: Node[];
}

/** Gives each key of a JSON Schema its words, so that editors show them. Changes what it is given. */
export function describeKeys(node: Node, path: readonly string[] = []): void {
  for (const [name, below] of Object.entries(node.properties ?? {})) {
    const at = [...path, name];
    const words = WORDS[at.join('.')] ?? WORDS[name];
    if (words !== undefined) below.description ??= words;
    describeKeys(below, at);
  }
  for (const shape of [node.items, ...(node.anyOf ?? []), ...(node.allOf ?? [])])
    if (shape) describeKeys(shape, path);
  if (typeof node.additionalProperties === 'object') describeKeys(node.additionalProperties, [...path, '*']);
}
