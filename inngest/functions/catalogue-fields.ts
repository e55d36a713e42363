import { cron } from "inngest";
import { catalogueAll } from "../../lib/services/catalogue/update";
import { inngest } from "../client";

/** Each minute: what the fields of newly arrived records look like, from a sample. */
export const catalogueFields = inngest.createFunction(
  { id: "catalogue-fields", triggers: [cron("* * * * *")] },
  ({ step }) => step.run("sample", catalogueAll),
);
