import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAddress, writeAddress } from './url.ts';

it('what is written is read again', () => {
  const parameters = {
    programme: 'KHM',
    date: '2020-02-29',
    language: 'km',
    theme: 'dark',
    view: '8.50/13.1000/103.2000',
    layers: 'land,heat',
  };
  expect(readAddress(writeAddress(parameters))).toEqual({ parameters, ignored: [] });
});

it('hostile values are ignored and named, never taken', () => {
  const { parameters, ignored } = readAddress(
    '?programme=%3Cscript%3E&date=2020-13-45&view=99/0/0&__proto__=1&constructor=2&layers=land,bombs',
  );
  expect(parameters).toEqual({});
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['programme', 'date', 'view', '__proto__', 'constructor', 'layers']);
});

it('no address breaks the page', () => {
  fc.assert(
    fc.property(fc.string(), (search) => {
      expect(() => readAddress(search)).not.toThrow();
    }),
  );
});

it('choices within parts are read and written with the rest', () => {
  expect(readAddress('?open=pace-chart,waterfall-chart').parameters).toEqual({ open: 'pace-chart,waterfall-chart' });
  expect(readAddress('?open=%3Cb%3E').ignored).toEqual([{ parameter: 'open', value: '<b>' }]);
});

it('two dates that are compared are read; what is no mode, date or percent is named', () => {
  const parameters = { compare: 'swipe', compare_with: '2015-12-31', compare_at: '40', compare_side: 'earlier' };
  expect(readAddress(writeAddress(parameters))).toEqual({ parameters, ignored: [] });
  const { ignored } = readAddress('?compare=both&compare_with=2015-13-01&compare_at=101&compare_side=left');
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['compare', 'compare_with', 'compare_at', 'compare_side']);
});
