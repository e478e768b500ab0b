/**
 * The policy that a new house starts with. It asks five things: how severe, is there a fix, has it been
 * exploited, is it easy to exploit, is it on our edge. A text and not a file, because the command line
 * and the page carry it inside their bundles.
 */
export const DEFAULT_POLICY = `# How urgent, by when, to whom. Change it as you like: every decision remembers the version that made it.
apiVersion: lanekeeper.dev/policy/v1
priorities: [P0, P1, P2, P3, P4]

# The first rule that holds decides. Conditions are CEL; a fact that was not assessed is null, and a rule
# that rests on it does not hold.
#
# "Easy to exploit" is EPSS among the top 5 %. Percentiles stay comparable when FIRST changes the model;
# where only the probability is known, 0.1 stands in (about the 95th percentile of model v2026.06.15).
priority:
  - id: refused-secret
    when: 'finding.kind == "secret" && finding.verified == false'
    then: P3
    because: the credential was tried and no longer works
  - id: live-secret
    when: 'finding.kind == "secret" && finding.verified'
    then: P0
    because: a working credential is in the open
  - id: exploited-edge
    when: 'intel.exploited && service.exposure == "internet"'
    then: P0
    because: attackers use it, and it is on our edge
  - id: critical-easy-edge
    when: 'finding.severity == "critical" && service.exposure == "internet" && (intel.epssPercentile >= 0.95 || intel.epss >= 0.1)'
    then: P0
    because: critical, easy to exploit and on our edge
  - id: exploited
    when: 'intel.exploited'
    then: P1
    because: attackers use it
  - id: critical-inside-unlikely
    when: 'finding.severity == "critical" && service.exposure in ["internal", "none"] && intel.epssPercentile < 0.5'
    then: P2
    because: critical, but inside and unlikely to be exploited
  - id: critical
    when: 'finding.severity == "critical"'
    then: P1
    because: critical severity comes first
  - id: high-easy-edge
    when: 'finding.severity == "high" && service.exposure == "internet" && (intel.epssPercentile >= 0.95 || intel.epss >= 0.1)'
    then: P1
    because: easy to exploit and on our edge
  - id: high-shown-edge
    when: 'finding.severity == "high" && service.exposure == "internet" && finding.kind in ["web", "manual"]'
    then: P1
    because: it was shown from outside, on our edge
  - id: high
    when: 'finding.severity == "high"'
    then: P2
    because: high severity
  - id: secret
    when: 'finding.kind == "secret"'
    then: P2
    because: a credential may be in the open
  - id: medium-easy-edge
    when: 'finding.severity == "medium" && service.exposure == "internet" && (intel.epssPercentile >= 0.95 || intel.epss >= 0.1)'
    then: P2
    because: easy to exploit and on our edge
  - id: medium
    when: 'finding.severity == "medium"'
    then: P3
    because: medium severity
  - id: rest
    when: 'true'
    then: P4
    because: low risk, so it goes along with other work

# Days of 24 hours from detection; 12h or 0.5d is half a day, 5bd are five working days of the calendar.
deadlines:
  timeZone: UTC
  calendar: { weekend: [sat, sun], holidays: [] }
  standard: { clock: detected, P0: 1d, P1: 7d, P2: 30d, P3: 90d, P4: none }
  # Published tables, for services whose about.yaml names them. The strictest date counts, and says whose it is.
  regimes:
    bod-26-04: { appliesTo: '"federal" in service.compliance' }
    fedramp-vdr: { appliesTo: '"fedramp-low" in service.compliance || "fedramp-moderate" in service.compliance || "fedramp-high" in service.compliance' }
    pci-dss-4.0.1: { appliesTo: '"pci-dss" in service.compliance' }
  # Nobody can install a fix that does not exist: what cannot wait gets a date for a mitigation instead,
  # the rest is looked at again.
  withoutFix:
    mitigate: 'intel.exploited || (finding.priority in ["P0", "P1"] && service.exposure == "internet")'
    review: 30d
  # Who waits for somebody else's new base image cannot do anything meanwhile: the image's owner has the date.
  pauses:
    - id: waits-for-base-image
      when: 'finding.waitsFor == "base-image" && finding.priority != "P0"'
      because: the fix comes with a new base image, which somebody else builds
  # What comes back keeps its first clock, unless its fix had been verified for so long.
  reopening: { newClockAfter: 30d }

# Default: the queue of the owning team. What nobody owns is owned by a fallback team already.
routes:
  - when: 'finding.priority in ["P3", "P4"] && !finding.fixAvailable'
    to: { hold: until fix available }
    because: there is nothing to install yet
  # A rule that too many found not useful loses its voice by itself. What cannot wait keeps it: attackers'
  # favourites and working credentials are P0 or P1 by the rules above, whatever rule found them.
  - id: rule-lost-its-voice
    when: 'trust.demoted && finding.priority in ["P2", "P3", "P4"]'
    to: { hold: until its rule is trusted again, review: 30d }
    because: too many findings of this rule were not useful

# New tickets for each team and week, the most useful first; what waits is listed with its date, and P0 and P1 never
# wait. Without a number every ticket is made at once; before a new tool looks at many repositories, 10 is a good one.
pacing: { newTicketsPerTeamPerWeek: null, except: 'finding.priority in ["P0", "P1"]', onboarding: waves }

# Who is told of a date, each rule once, on the ticket; after a long silence only the highest speaks. Where a team has
# no champion its manager is told, then the leader of its unit.
escalation:
  - id: half-way
    when: 'finding.priority in ["P0", "P1", "P2"]'
    at: { share: 0.5 }
    to: [owner]
  - id: soon
    when: 'finding.priority in ["P0", "P1", "P2"]'
    at: { share: 0.85 }
    to: [champion]
  - id: overdue
    when: 'finding.priority in ["P0", "P1", "P2", "P3"]'
    at: { share: 1 }
    to: [manager]
    because: a team that needs room for it gets it from its manager
  - id: a-week-over
    when: 'finding.priority in ["P0", "P1"]'
    at: { after: 7d }
    to: [leader]
    because: it is urgent and a week over its date
`;
