/**
 * The body to paste into an event webhook in Heap. What stands between angle
 * brackets is replaced there, by Heap's own variable picker: how Heap writes
 * its variables is not documented, so none is written here.
 */
export const EVENT_WEBHOOK_TEMPLATE = `{
  "event": "<event name>",
  "event_id": "<event id>",
  "user_id": "<user id>",
  "identity": "<identity>",
  "session_id": "<session id>",
  "time": "<event time>",
  "properties": {
    "plan": "<any property>"
  }
}`;
