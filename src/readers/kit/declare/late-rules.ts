import type { Rule } from '../../../kernel/observation.ts';
import type { Sink, XmlElement, XmlMapping } from '../../reader.ts';

/**
 * For XML that describes its rules after its results: elements of `each` are read by `describe`, and every rule that
 * a result named goes out once at the end, with what was said of it.
 */
export const lateRules = (
  mapping: XmlMapping,
  each: string,
  describe: (element: XmlElement) => Rule | undefined,
): XmlMapping => ({
  form: 'xml',
  each: [...mapping.each, each],
  open(root, sink, context) {
    const used = new Map<string, Rule>();
    const described = new Map<string, Partial<Rule>>();
    const map = mapping.open(root, holding(sink, used), context);
    sink.atEnd(() => {
      for (const [id, rule] of used) sink.rule({ ...rule, ...described.get(id) });
    });
    return (element, path) => {
      if (path !== each) return map(element, path);
      const rule = describe(element);
      if (rule !== undefined) described.set(rule.id, said(rule));
    };
  },
});

/** Without what is absent, so that it hides nothing the results said. */
const said = (rule: Rule): Partial<Rule> =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));

const holding = (sink: Sink, used: Map<string, Rule>): Sink => ({
  tool: (name, version) => sink.tool(name, version),
  layers: (digests) => sink.layers(digests),
  labels: (told) => sink.labels(told),
  observation: (observation) => sink.observation(observation),
  atEnd: (act) => sink.atEnd(act),
  note: (level, code, message, where) => sink.note(level, code, message, where),
  rule: (rule) => {
    if (!used.has(rule.id)) used.set(rule.id, rule);
  },
});
