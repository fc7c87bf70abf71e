const PLAIN = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i;
const SEXAGESIMAL =
  /^(\d{1,3})\s*[°d:\s]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’m:\s]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|''|s)?)?)?$/i;
const number = (text: string): number => Number(text.replace(',', '.'));

/** Degrees from `104.9167`, `104,9167`, `104.9 E` or `104°55'00"E`; null where it is none of these. */
export function readDegrees(text: string): number | null {
  let rest = text.trim().replace('−', '-');
  if (PLAIN.test(rest)) return number(rest);
  const hemisphere = /^([NSEW])|([NSEW])$/i.exec(rest);
  const letter = (hemisphere?.[1] ?? hemisphere?.[2] ?? '').toUpperCase();
  if (letter !== '') rest = rest.replace(/^[NSEW]\s*|\s*[NSEW]$/i, '').trim();
  const negative = letter === 'S' || letter === 'W' || rest.startsWith('-');
  rest = rest.replace(/^[-+]/, '').replace(/°$/, '').trim();
  let degrees: number;
  if (PLAIN.test(rest)) degrees = number(rest);
  else {
    const parts = SEXAGESIMAL.exec(rest);
    if (parts === null) return null;
    const [minutes, seconds] = [number(parts[2] as string), number(parts[3] ?? '0')];
    if (minutes >= 60 || seconds >= 60) return null;
    degrees = Number(parts[1]) + minutes / 60 + seconds / 3600;
  }
  return negative ? -degrees : degrees;
}
