import { Inngest } from "inngest";

/** Keys and addresses come from the environment, as Inngest documents it. */
export const inngest = new Inngest({ id: "sluice" });
