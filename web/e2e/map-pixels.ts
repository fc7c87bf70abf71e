import type { Page } from '@playwright/test';

/** Share of the pixels of two screenshots of the map that differ to the eye, where no part of a wide page lies over it. */
export async function mapDiffers(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (encoded) => {
      const [first, second] = await Promise.all(
        encoded.map(async (data) => {
          const image = new Image();
          image.src = `data:image/png;base64,${data}`;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext('2d') as CanvasRenderingContext2D;
          context.drawImage(image, 0, 0);
          // right of the panel, left of the legend, above the timeline
          return context.getImageData(400, 0, image.width - 700, Math.floor(image.height * 0.7)).data;
        }),
      );
      let differing = 0;
      for (let at = 0; at < (first as Uint8ClampedArray).length; at += 4)
        if ([0, 1, 2].some((band) => Math.abs((first?.[at + band] as number) - (second?.[at + band] as number)) > 8))
          differing += 1;
      return differing / ((first as Uint8ClampedArray).length / 4);
    },
    [one.toString('base64'), other.toString('base64')],
  );
}
