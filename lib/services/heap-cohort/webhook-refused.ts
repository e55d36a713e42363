import { AppError } from "../../errors";

/** Heap's webhook is answered with another status than 200, as Heap's own sample does. */
export class WebhookRefusedError extends AppError {
  constructor(
    readonly status: 400 | 403 | 405,
    message: string,
  ) {
    super("bad_request", message);
  }
}
