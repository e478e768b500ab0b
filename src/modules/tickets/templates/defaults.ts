/** What a ticket says where its connection has no words of its own. */
export const DEFAULT_TITLE = '{{title}}';

export const DEFAULT_BODY = `## Why this is yours

{{#ownedBecause}}
- {{.}}
{{/ownedBecause}}

## Why now

{{#urgentBecause}}
- {{.}}
{{/urgentBecause}}
- {{#due}}due on {{due}}{{/due}}{{^due}}no date{{/due}}

## If it is not fixed

{{consequence}}

## How to fix it

{{remedy}}

## What the fix may break

{{risk}}

## Findings ({{openFindings}})

| | what | where |
|---|---|---|
{{#findings}}
| {{priority}} | {{title}} | {{where}} |
{{/findings}}
{{#more}}

… and {{more}} more.
{{/more}}

## Not right?

Say so in a comment: if it is not useful, not yours, or the risk is to be accepted, tell why.`;
