/** Takes one line of a result as soon as it is known. What depends on this computer alone is not in it. */
export type Print = (line: string) => void;
