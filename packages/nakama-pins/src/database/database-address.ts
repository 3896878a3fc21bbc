/** An address of a database, in its parts. */
export interface DatabaseAddress {
  /** `user:password@`, or empty. */
  readonly login: string;
  /** `host:port` */
  readonly host: string;
  readonly name: string | undefined;
  /** `?sslmode=disable`, or empty. */
  readonly options: string;
}

/** `user:password@host:port/name?options`, also with the scheme that other programs want. */
const ADDRESS = /^(?:postgres(?:ql)?:\/\/)?((?:[^@/]*@)?)([^@/?]+)(?:\/([^/?]*)(\?.*)?)?$/;

/** Undefined if it is none. */
export function parseDatabaseAddress(given: string): DatabaseAddress | undefined {
  const [, login = '', host, name, options = ''] = ADDRESS.exec(given) ?? [];
  return host === undefined ? undefined : { login, host, name, options };
}

/** The variable that names a database where no option does. */
export const DATABASE_VARIABLE = 'NAKAMA_DATABASE';
