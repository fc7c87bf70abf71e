import type { Problem } from '../problems.ts';
import type { Issue } from './issues.ts';

/** Nothing of a file could be taken; the issues say why of each record. */
export class NothingImported extends Error {
  readonly issues: Issue[];
  readonly read: number;
  readonly problem: Problem;
  constructor({ problem, issues, read }: { problem: Problem; issues: Issue[]; read: number }) {
    super(problem.message);
    this.problem = problem;
    this.issues = issues;
    this.read = read;
  }
}
