import { dateOf } from '../../../server/engine/days.ts';
import type { Article5Report, ReportTable } from '../../../server/reports/contract.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import { filterQuery } from '../filters/address.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';
import { isTableChoice, type TableChoice } from './choice.ts';

const FIRST_TABLE: TableChoice = 'remaining_by_place';

/** The report of what the page shows: its date, its period, its filters, as they are when it is opened. */
export class Report {
  #report = $state.raw<Article5Report | null>(null);
  #failure = $state<string | null>(null);
  readonly #dashboard: Dashboard;
  readonly #question: string;

  readonly tables = $derived<readonly ReportTable[]>(
    this.#report?.tables.filter(({ key }) => this.choice === 'all' || key === this.choice) ?? [],
  );

  constructor(dashboard: Dashboard) {
    this.#dashboard = dashboard;
    const from = dashboard.from === null ? '' : `&from=${dateOf(dashboard.from)}`;
    this.#question = `programme=${dashboard.programme?.code}&as_of=${dateOf(dashboard.day)}${from}${filterQuery(dashboard.land.counted)}`;
    void this.#ask();
  }

  get report() {
    return this.#report;
  }
  /** In the server's words; null: none. */
  get failure() {
    return this.#failure;
  }
  /** Which table is shown, as the address has it; the first where it names none. */
  get choice(): TableChoice {
    const asked = this.#dashboard.choices.of('report_table');
    return asked !== undefined && isTableChoice(asked) ? asked : FIRST_TABLE;
  }
  set choice(choice: TableChoice) {
    this.#dashboard.choices.choose('report_table', choice === FIRST_TABLE ? undefined : choice);
  }

  address(format: 'xlsx' | 'csv' | 'json'): string {
    return `/api/reports/article-5.${format}?${this.#question}`;
  }

  async #ask(): Promise<void> {
    try {
      const report = await getJson<Article5Report>(this.address('json'));
      this.#report = report;
      this.#dashboard.heard(report.data_version);
    } catch (error) {
      this.#failure = error instanceof RequestFailure ? error.message : String(error);
    }
  }
}
