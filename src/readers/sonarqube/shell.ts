import { cwesIn } from '../kit/cwe.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asList, asRecord, own, str } from '../kit/values.ts';

export interface RuleFacts {
  name: string | undefined;
  cwes: number[];
  /** HTML, the first time only: it is the same for every issue of the rule, and long. */
  once(): string | undefined;
}

interface Shell {
  paths: Map<string, string>;
  rules: Map<string, RuleFacts>;
}

const shells = new WeakMap<object, Shell>();

/** What stands beside the issues, looked up in tables that are made once for each report. */
function shellOf({ shell }: Told): Shell {
  const document = asRecord(shell);
  let made = shells.get(document);
  if (made === undefined) {
    const paths = new Map<string, string>();
    for (const component of asList(document['components']).map(asRecord)) {
      const [key, path] = [str(component['key']), str(component['path'])];
      if (key !== undefined && path !== undefined) paths.set(key, path);
    }
    made = { paths, rules: new Map() };
    shells.set(document, made);
  }
  return made;
}

/** `project:src/a.ts` -> `src/a.ts`; the name of the project alone is no path. */
export function componentPath(told: Told): string | undefined {
  const component = textOf('component', told);
  const known = shellOf(told).paths.get(component ?? '');
  if (known !== undefined || component === undefined) return known;
  if (component === textOf('project', told)) return undefined;
  return component.slice(component.lastIndexOf(':') + 1);
}

/** What sonar-report tells of the rule. */
export function ruleFacts(told: Told): RuleFacts {
  const id = textOf('rule', told) ?? '';
  const { rules } = shellOf(told);
  const known = rules.get(id);
  if (known !== undefined) return known;
  const rule = asRecord(own(asRecord(asRecord(told.shell)['rules']), id));
  let html = str(rule['htmlDesc']);
  const made: RuleFacts = {
    name: str(rule['name']),
    cwes: cwesIn(html ?? ''),
    once() {
      const first = html;
      html = undefined;
      return first;
    },
  };
  rules.set(id, made);
  return made;
}
