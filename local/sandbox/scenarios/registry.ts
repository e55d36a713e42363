import { z } from "zod";
import type { Scenario } from "./heap-record";
import { playSignup } from "./signup";

export const ScenarioName = z.enum(["signup"]);
type ScenarioName = z.infer<typeof ScenarioName>;

export const scenarios = {
  signup: playSignup,
} satisfies Record<ScenarioName, Scenario>;
