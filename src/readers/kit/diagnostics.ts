import type { Diagnostic } from '../../kernel/observation.ts';

/** Passes diagnostics on up to a limit; the last one then says how many more there were. */
export class DiagnosticList {
  readonly #limit: number;
  readonly #give: (diagnostic: Diagnostic) => void;
  #seen = 0;

  constructor(limit: number, give: (diagnostic: Diagnostic) => void) {
    this.#limit = limit;
    this.#give = give;
  }

  add(diagnostic: Diagnostic): void {
    this.#seen++;
    if (this.#seen < this.#limit) this.#give(diagnostic);
  }

  close(): void {
    const more = this.#seen - Math.max(this.#limit - 1, 0);
    if (more <= 0) return;
    const message = `${more.toLocaleString('en')} more remarks of this report are not shown.`;
    this.#give({ level: 'note', code: 'LK-READ-MORE-DIAGNOSTICS', message });
  }
}
