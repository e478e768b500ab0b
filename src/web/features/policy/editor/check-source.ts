import type { Diagnostic } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import type { CheckedPolicy } from '../../../../contract/policy-versions.ts';

type Place = CheckedPolicy['problems'][number];

/** Problems and warnings where they stand; each is underlined to the end of its word. */
export function diagnosticsOf(view: EditorView, { problems, warnings }: CheckedPolicy): Diagnostic[] {
  const { doc } = view.state;
  const at = (severity: Diagnostic['severity']) => (place: Place) => {
    const line = doc.line(Math.min(Math.max(place.line, 1), doc.lines));
    const from = Math.min(line.from + Math.max(place.column - 1, 0), line.to);
    const word = /^[\w.-]+/.exec(doc.sliceString(from, line.to));
    return { from, to: from + (word?.[0].length ?? 0), severity, message: place.message };
  };
  return [...problems.map(at('error')), ...warnings.map(at('warning'))];
}
