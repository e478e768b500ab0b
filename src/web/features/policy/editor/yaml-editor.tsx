import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { CheckedPolicy } from '../../../../contract/policy-versions.ts';
import type { PolicySchema } from '../../../api/policy-schema.ts';
import { t } from '../../../texts/t.ts';
import { styleNonce } from '../../../ui/style-nonce.ts';
import { diagnosticsOf } from './check-source.ts';
import { completeWith } from './complete.ts';
import { look } from './look.ts';

interface Props {
  /** What it starts with; the text is the editor's own from then on. */
  initial: string;
  schema: PolicySchema | null;
  /** Asks the server; its answer is underlined in place. */
  check: (text: string) => Promise<CheckedPolicy>;
  onChange: (text: string) => void;
}

/** A text is checked this long after the last key. */
const CHECK_AFTER_MS = 450;

/** The policy as YAML: checked in place, with completion of keys and facts. Escape leaves it for the keyboard. */
export function YamlEditor({ initial, schema, check, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ check, onChange });
  useEffect(() => {
    latest.current = { check, onChange };
  });
  useEffect(() => {
    if (!place.current) return;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          lintGutter(),
          yaml(),
          look,
          EditorView.cspNonce.of(styleNonce),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': t('The policy document') }),
          autocompletion({ override: schema ? [completeWith(schema)] : [] }),
          linter(async (view) => diagnosticsOf(view, await latest.current.check(view.state.doc.toString())), {
            delay: CHECK_AFTER_MS,
          }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [initial, schema]);
  return <div ref={place} />;
}
