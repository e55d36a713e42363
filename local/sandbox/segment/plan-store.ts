import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EXAMPLE_PLAN } from "./example-plan";
import { Plan, type Rule } from "./plan";

const Plans = z.array(Plan);

export type PlanStore = {
  list(): readonly Plan[];
  find(id: string): Plan | null;
  add(name: string, type: string): Plan;
  setRules(id: string, rules: Rule[]): void;
  remove(id: string): void;
  reset(): void;
};

/** Tracking plans, kept in a file so that they survive `kill -9`; one to look at is there from the start. */
export function openPlanStore(dataDir: string): PlanStore {
  const file = join(dataDir, "tracking-plans.json");
  let plans = readPlans(file) ?? [EXAMPLE_PLAN];

  const save = (next: Plan[]) => {
    plans = next;
    writeFileSync(`${file}.new`, JSON.stringify(next));
    renameSync(`${file}.new`, file);
  };

  return {
    list: () => plans,
    find: (id) => plans.find((plan) => plan.id === id) ?? null,
    add(name, type) {
      const id = `tp_${randomBytes(10).toString("hex")}`;
      const plan: Plan = { id, name, type, rules: [] };
      save([...plans, plan]);
      return plan;
    },
    setRules(id, rules) {
      save(plans.map((plan) => (plan.id === id ? { ...plan, rules } : plan)));
    },
    remove(id) {
      save(plans.filter((plan) => plan.id !== id));
    },
    reset() {
      save([EXAMPLE_PLAN]);
    },
  };
}

function readPlans(file: string): Plan[] | null {
  try {
    return Plans.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not written yet, or by another version.
    return null;
  }
}
