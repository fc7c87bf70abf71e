export const FORMATS = ['svg', 'png', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** @param name of the chart: land-by-year. */
export const fileName = (programme: string, name: string, format: Format): string => `landclear-${programme}-${name}.${format}`;

/** The SVG drawn by the browser at twice its size. @throws Error where the browser cannot. */
async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws on no canvas.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('The canvas gave no picture.')) : resolve(blob)), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A chart as a file, from what makes it as text. @throws Error where the browser cannot draw a PNG. */
export async function fileOf(format: Format, make: { svg: () => string; csv: () => string }): Promise<Blob> {
  if (format === 'csv') return new Blob([make.csv()], { type: 'text/csv;charset=utf-8' });
  const svg = make.svg();
  return format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : pngOf(svg);
}

/** Hands a file to the user's downloads. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // the browser reads the address after this task
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
