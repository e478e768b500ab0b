/** A longer name is a description. */
const TITLE_LENGTH = 80;
/** What is looked at of it. */
const NAME_LENGTH = 300;

/**
 * What a fix calls its rule: the name that the report gives it in words, its first sentence, without the id that
 * tools repeat in it; else the id's last part. `B307: Use of eval. Parse the value.` -> `“Use of eval”`;
 * `javascript.express.audit.open-redirect.open-redirect` -> `open-redirect`.
 */
export function ruleTitle(rule: string, name: string | undefined): string {
  const words = withoutId((name ?? '').slice(0, NAME_LENGTH).replace(/\s+/g, ' ').trim(), rule);
  // A name that is an id itself (`py/sql-injection`, `SqlInjection`) says no more than the id.
  return words.includes(' ') && words.length <= TITLE_LENGTH ? `“${words}”` : lastPart(rule);
}

const lastPart = (rule: string): string =>
  /^[\w-]+(\.[\w-]+){2,}$/.test(rule) ? rule.slice(rule.lastIndexOf('.') + 1) : rule;

function withoutId(name: string, rule: string): string {
  let words = name;
  for (const id of [rule, lastPart(rule)]) {
    for (const noise of [`(${id})`, `[${id}]`, `${id}: `, ` - ${id}`]) words = words.replaceAll(noise, ' ');
  }
  const [sentence = ''] = words.split(/[.!?] /, 1);
  return sentence
    .replace(/[\s.:;,-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
