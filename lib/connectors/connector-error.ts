/** Who can mend it: waiting, or somebody who changes the connection. */
export type ConnectorAdvice = "wait" | "change-connection";

/**
 * A vendor could not be asked, or gave no answer that counts. The message is
 * for people and holds neither credentials nor payloads.
 */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";

  constructor(
    message: string,
    readonly advice: ConnectorAdvice,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
