import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/engine/days.ts';
import { readAddress } from '../state/url.ts';
import { embedAddress, iframeLine, pageAddress, sentAddress, situationAddress } from './links.ts';

const PAGE = 'http://127.0.0.1:3000/?programme=XKH&as_of=2020-12-31&place=KH-2';

describe('links to share', () => {
  it('an embedded map shows what the page shows, and leads back to it', () => {
    expect(embedAddress(PAGE)).toBe('http://127.0.0.1:3000/embed?programme=XKH&as_of=2020-12-31&place=KH-2');
    expect(pageAddress(embedAddress(PAGE))).toBe(PAGE);
  });

  it('a situation report says its date, and carries what is counted but not where the map looks', () => {
    const parameters = { programme: 'XKH', place: 'KH-2', view: '7/12/103', layers: 'heat', open: 'pace-chart', language: 'km' };
    const address = situationAddress(PAGE, parameters, { day: dayOf('2026-11-25'), seen: null });
    expect(new URL(address).pathname).toBe('/situation');
    expect(readAddress(new URL(address).search)).toEqual({
      ...{ ignored: [], newerFormat: null },
      parameters: { programme: 'XKH', place: 'KH-2', as_of: '2026-11-25', language: 'km' },
    });
  });

  it('the line is one element, whatever stands in title and address', () => {
    const line = iframeLine(`${PAGE}&view=%22%3E%3Cscript%3E`, 'Land "left" <b>');
    expect(line.match(/</g)).toHaveLength(2);
    expect(line).toContain('title="Land &quot;left&quot; &lt;b&gt;"');
    expect(line).toContain('programme=XKH&amp;as_of=2020-12-31');
  });

  it('a link that is sent holds what the page else takes from the day and the screen, and what the sender saw', () => {
    const seen = { version: '3-0a1b2c3d', figures: { remaining: 12.5, released: 3 } };
    const link = sentAddress(
      `${PAGE}#top`,
      { programme: 'XKH', open: 'filters' },
      { day: 18627, view: '8.50/13.1000/103.2000', seen },
    );
    expect(new URL(link).pathname).toBe('/');
    expect(readAddress(new URL(link).search)).toEqual({
      parameters: {
        programme: 'XKH',
        open: 'filters',
        as_of: '2020-12-31',
        view: '8.50/13.1000/103.2000',
        seen: '3-0a1b2c3d,12.5,3',
      },
      ignored: [],
      newerFormat: null,
    });
  });
});
