/**
 * A dump or a file of it can't be read as it is: asking again gives the same.
 * The message is for people and holds nothing of the file's content.
 */
export class ConnectDataError extends Error {
  override readonly name: string = "ConnectDataError";
}

/** It is not in the bucket, or no longer. */
export class MissingFileError extends ConnectDataError {
  override readonly name = "MissingFileError";
}
