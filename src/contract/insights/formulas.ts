/**
 * How each number of the insights is made, in words: the answer of the API, the hover of the page and docs/insight.md
 * (a test holds it) say the same.
 */
export const FORMULAS = {
  open: 'Findings that were open at the end of the week (Monday to Sunday, UTC): open now, less those opened since, plus those fixed or excepted since. A finding that came back counts as open throughout; owner and priority are those of today.',
  opened: 'Findings first seen in the week.',
  fixed: 'Findings whose fix a scan proved in the week, and that are still fixed.',
  excepted:
    'Findings that an exception (false positive, accepted risk, mitigated) took in the week and that it still holds.',
  firstLooks:
    'Found when a tool looked at a target for the first time: old weaknesses newly seen, nobody’s new mistake.',
  introduction: 'The week in which the first finding of a tool was opened in this scope.',
  age: 'Weeks from the week of opening to this week.',
  due: 'Findings by the week of their due date, without those that an exception took. Dates of the running week count as to come until the week is over.',
  dueMet:
    'Of dates in weeks that are over: fixed by the due date / (fixed by it + fixed late + open past it); interval: Wilson, 95 %.',
  survival:
    'Kaplan-Meier: the product, over the days on which something was fixed, of 1 − fixed on that day / still open before it. What is open counts with its age so far. Band: log(−log), 95 %.',
  median:
    'The day on which half are fixed (the curve reaches 50 %); none when the curve does not reach it. Interval: where the band reaches 50 %.',
  p90: 'The day on which nine of ten are fixed (the curve reaches 10 %); none when the curve does not reach it.',
  within:
    'Fixed within so many whole days of opening / all opened in the same months, without exceptions and without what is open and still has time; interval: Wilson, 95 %.',
  found:
    'Weaknesses by the phase in which they were found; the same weakness told by several tools counts once.',
  early:
    'Found by threat model, design review or code review / all found in the quarter; interval: Wilson, 95 %.',
  escaped:
    'Found by penetration test, bug bounty, in production or by an incident / all found in the quarter; interval: Wilson, 95 %.',
  openPer: 'Open now / services (or repositories) owned now; interval: gamma (exact Poisson), 95 %.',
  openedPer:
    'Opened in these weeks / services (or repositories) owned now; interval: gamma (exact Poisson), 95 %.',
  effectOpened:
    'Opened per week after / opened per week before; the marker’s own week is left out; interval: exact (Clopper-Pearson on the share that fell after), 95 %.',
  effectFound:
    'Found per month in the phase after / before; the marker’s own month is left out; interval: exact (Clopper-Pearson on the share that fell after), 95 %.',
  effectFixed:
    'Share fixed within the days, opened in the months after, less that of the months before; interval: Newcombe, 95 %.',
  targetOpen: 'Findings of priority P0 and P1 that are open now.',
  targetDeadlines:
    'Of the findings due in the quarter up to last week: fixed by the due date / all of them, without exceptions.',
  targetMedian: 'Median days to fix (Kaplan-Meier) of all opened in this quarter and the one before.',
  targetUnowned: 'Open findings in the unit’s repositories that wait in a fallback queue.',
  checkMissing:
    'Repositories (without archived ones) of which no complete scan by a tool of this kind was ever taken in. A tool whose reader knows several kinds counts for those of which it has told here.',
  checkSilent: 'The last complete scan of the repository by this tool lies more than so many days back.',
  useful:
    '1 − not useful / all labels of the rule in the window of the policy, each finding once; interval: Wilson, 95 %.',
  wasted:
    'Findings called not useful in the last 30 days, times the minutes that the policy reckons with for each (trust.minutesPerFinding).',
  toolFound:
    'Findings opened in the last 52 weeks, whatever became of them; first looks are told beside them.',
  toolFixed: 'Findings whose fix a scan proved in the last 52 weeks.',
  missed:
    'Found by penetration test, bug bounty or an incident in the last 365 days, at most the newest 200: of a kind that the tool looks for (by the kind, or by the CWE), in a repository at which it was looking by then, and not told by it before.',
  exceptionAge: 'Days since it was decided, of exceptions that hold today.',
  bountyReports:
    'Reports of bug bounty and penetration tests by the quarter in which they were opened, and the service or repository they are about.',
} as const;
export type FormulaName = keyof typeof FORMULAS;
