const WIDTH = 30;

/** Progress on standard error: a bar that redraws itself on a terminal, a line a step elsewhere. */
export function showProgress(out: NodeJS.WriteStream = process.stderr) {
  let last = '';
  let drawn = false;
  return {
    show(step: string, done: number, total: number): void {
      if (!out.isTTY) {
        if (step !== last) out.write(`${step} …\n`);
        last = step;
        return;
      }
      const filled = total > 0 ? Math.round((WIDTH * done) / total) : 0;
      out.write(`\r\x1b[2K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${step}${total > 1 ? ` ${done} of ${total}` : ''}`);
      drawn = true;
    },
    end(): void {
      if (drawn) out.write('\r\x1b[2K');
    },
  };
}
