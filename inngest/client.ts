import { Inngest } from "inngest";
import { MeasureSteps } from "./measure-steps";

/** Keys and addresses come from the environment, as Inngest documents it. */
export const inngest = new Inngest({
  id: "sluice",
  middleware: [MeasureSteps],
});
