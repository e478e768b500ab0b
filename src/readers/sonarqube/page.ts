import { taker } from '../kit/declare/mappings.ts';
import type { HtmlMapping, HtmlRow } from '../reader.ts';
import { fieldsOf } from './issue.ts';

/** The page of sonar-report: a table of issues, then one of rules; read as its JSON says the same. */
export const page: HtmlMapping = {
  form: 'html',
  open(sink, context) {
    const issues: Record<string, string>[] = [];
    const rules: Record<string, { htmlDesc: string }> = Object.create(null);
    sink.atEnd(() => {
      const take = taker({ fields: fieldsOf }, { rules }, sink, context);
      for (const [at, issue] of issues.entries()) take(issue, at, `row ${at + 1}`);
    });
    return ({ cells }) => {
      const { Rule: rule, Message: message, Description: description } = cells;
      if (rule === undefined) return;
      if (message !== undefined) issues.push(issueOf(cells));
      else if (description !== undefined) rules[rule.text] = { htmlDesc: description.html };
    };
  },
};

/** The names of the JSON report. */
const NAMES = ['rule', 'severity', 'component', 'line', 'description', 'message', 'key', 'status'];

function issueOf(cells: HtmlRow['cells']): Record<string, string> {
  const issue: Record<string, string> = {};
  for (const name of NAMES) {
    const text = cells[`${name[0]!.toUpperCase()}${name.slice(1)}`]?.text;
    if (text !== undefined && text !== '') issue[name] = text;
  }
  return issue;
}
