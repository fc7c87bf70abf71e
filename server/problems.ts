/**
 * An error for the reader, answered as an RFC 9457 problem document: what happened, to what, what to do.
 * `field` names the parameter or field at fault.
 */
export class Problem extends Error {
  readonly statusCode: number;
  readonly title: string;
  readonly field: string | undefined;

  constructor(statusCode: number, title: string, detail: string, field?: string) {
    super(detail);
    this.name = 'Problem';
    this.statusCode = statusCode;
    this.title = title;
    this.field = field;
  }

  /** The body of the answer. */
  toDocument(): { type: string; title: string; status: number; detail: string; field?: string } {
    const document = { type: 'about:blank', title: this.title, status: this.statusCode, detail: this.message };
    return this.field === undefined ? document : { ...document, field: this.field };
  }
}

/** A parameter that cannot be read: 400. */
export const malformed = (field: string, detail: string) => new Problem(400, 'Malformed parameter', detail, field);

/** A parameter that reads well and names nothing we know: 404. */
export const unknown = (field: string, detail: string) => new Problem(404, 'Not found', detail, field);
