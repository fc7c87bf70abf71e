/** What land is meant: all that the server must choose. Operators, states, methods and kinds are chosen from its answer. */
export interface LandQuestion {
  /** Filters and what is told apart, as parameters; begins with &, or is empty. */
  parameters: string;
  /** The drawn area as the address holds it; null: none. */
  area: string | null;
}

export const ALL: LandQuestion = { parameters: '', area: null };
export const keyOf = ({ parameters, area }: LandQuestion): string => `${parameters} ${area ?? ''}`;

/** What changes many times a second is asked for when it rests. */
export const REST_MILLISECONDS = 150;
