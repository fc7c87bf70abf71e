import type { FileHandle } from 'node:fs/promises';
import type { RangeResponse, Source } from 'pmtiles';

/** An open file, as the library of archives reads it. It stays the same file where another takes its name. */
export class FileOnDisk implements Source {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly size: number;

  constructor(handle: FileHandle, path: string, size: number) {
    this.#handle = handle;
    this.#path = path;
    this.size = size;
  }

  getKey(): string {
    return this.#path;
  }

  /** What the file has of a range. */
  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) throw new Error(`${this.#path} has become shorter while it is read.`);
    return { data: bytes.buffer };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
