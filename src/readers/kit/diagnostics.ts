import type { Diagnostic } from '../../kernel/observation.ts';

/** Passes diagnostics on up to a limit; the last one then says how many more there were. */
export class DiagnosticList {
  readonly #limit: number;
  readonly #give: (diagnostic: Diagnostic) => void;
  #seen = 0;
  /** The last that fits; given at the end, if nothing more came. */
  #last: Diagnostic | undefined;

  constructor(limit: number, give: (diagnostic: Diagnostic) => void) {
    this.#limit = limit;
    this.#give = give;
  }

  add(diagnostic: Diagnostic): void {
    this.#seen++;
    if (this.#seen < this.#limit) this.#give(diagnostic);
    else if (this.#seen === this.#limit) this.#last = diagnostic;
  }

  close(): void {
    if (this.#seen < this.#limit) return;
    if (this.#seen === this.#limit && this.#last !== undefined) {
      this.#give(this.#last);
      return;
    }
    const more = this.#seen - Math.max(this.#limit - 1, 0);
    const message = `${more.toLocaleString('en')} more remarks of this report are not shown.`;
    this.#give({ level: 'note', code: 'LK-READ-MORE-DIAGNOSTICS', message });
  }
}
