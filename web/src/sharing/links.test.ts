import { describe, expect, it } from 'vitest';
import { embedAddress, iframeLine, pageAddress, situationAddress } from './links.ts';

const PAGE = 'http://127.0.0.1:3000/?programme=XKH&date=2020-12-31&place=KH-2';

describe('links to share', () => {
  it('an embedded map shows what the page shows, and leads back to it', () => {
    expect(embedAddress(PAGE)).toBe('http://127.0.0.1:3000/embed?programme=XKH&date=2020-12-31&place=KH-2');
    expect(pageAddress(embedAddress(PAGE))).toBe(PAGE);
  });

  it('a situation report says its date, and carries what is counted but not where the map looks', () => {
    expect(
      situationAddress('http://127.0.0.1:3000/?programme=XKH&place=KH-2&view=7/12/103&layers=heat&open=pace-chart', '2026-11-25'),
    ).toBe('http://127.0.0.1:3000/situation?programme=XKH&place=KH-2&date=2026-11-25');
  });

  it('the line is one element, whatever stands in title and address', () => {
    const line = iframeLine(`${PAGE}&view=%22%3E%3Cscript%3E`, 'Land "left" <b>');
    expect(line.match(/</g)).toHaveLength(2);
    expect(line).toContain('title="Land &quot;left&quot; &lt;b&gt;"');
    expect(line).toContain('programme=XKH&amp;date=2020-12-31');
  });
});
