import { describe, expect, it } from 'vitest';
import { embedAddress, iframeLine, pageAddress } from './links.ts';

const PAGE = 'http://127.0.0.1:3000/?programme=XKH&as_of=2020-12-31&place=KH-2';

describe('links to share', () => {
  it('an embedded map shows what the page shows, and leads back to it', () => {
    expect(embedAddress(PAGE)).toBe('http://127.0.0.1:3000/embed?programme=XKH&as_of=2020-12-31&place=KH-2');
    expect(pageAddress(embedAddress(PAGE))).toBe(PAGE);
  });

  it('the line is one element, whatever stands in title and address', () => {
    const line = iframeLine(`${PAGE}&view=%22%3E%3Cscript%3E`, 'Land "left" <b>');
    expect(line.match(/</g)).toHaveLength(2);
    expect(line).toContain('title="Land &quot;left&quot; &lt;b&gt;"');
    expect(line).toContain('programme=XKH&amp;as_of=2020-12-31');
  });
});
