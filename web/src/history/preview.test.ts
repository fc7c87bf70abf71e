import { describe, expect, it } from 'vitest';
import { DatePreview } from './preview.ts';

/** Keeps dates up to 100, as a page keeps them within its own. */
const dated = (first: number) => {
  let at = first;
  const set: number[] = [];
  return {
    set,
    get day() {
      return at;
    },
    set day(day: number) {
      at = Math.min(100, day);
      set.push(day);
    },
  };
};

describe('a date shown for a while', () => {
  it('gives back the date before, however many were shown', () => {
    const page = dated(7);
    const preview = new DatePreview(page);
    preview.show(20);
    preview.show(30);
    expect(page.day).toBe(30);
    preview.leave();
    expect(page.day).toBe(7);
    expect(preview.isShowing).toBe(false);
  });

  it('what is kept stays, and is what the next one gives back', () => {
    const page = dated(7);
    const preview = new DatePreview(page);
    preview.show(20);
    preview.keep();
    preview.leave();
    expect(page.day).toBe(20);
    preview.show(30);
    preview.leave();
    expect(page.day).toBe(20);
  });

  it('gives back the date before also where a page took another than was asked', () => {
    const page = dated(7);
    const preview = new DatePreview(page);
    preview.show(200);
    expect(page.day).toBe(100);
    preview.leave();
    expect(page.day).toBe(7);
  });

  it('leaves alone what something else moved meanwhile', () => {
    const page = dated(7);
    const preview = new DatePreview(page);
    preview.show(20);
    page.day = 55;
    preview.leave();
    expect(page.day).toBe(55);
    preview.show(20);
    page.day = 60;
    preview.show(30);
    preview.leave();
    expect(page.day).toBe(60);
  });

  it('moves nothing that is there already', () => {
    const page = dated(7);
    const preview = new DatePreview(page);
    preview.show(7);
    preview.leave();
    preview.leave();
    preview.keep();
    expect(page.set).toEqual([]);
  });
});
