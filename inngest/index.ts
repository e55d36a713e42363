import { catalogueFields } from "./functions/catalogue-fields";
import { computeTraits } from "./functions/compute-traits";
import { continueTraits } from "./functions/continue-traits";
import { continueConnect } from "./functions/continue-connect";
import { continueSync } from "./functions/continue-sync";
import { deliverNotifications } from "./functions/deliver-notifications";
import { evaluate } from "./functions/evaluate-alerts";
import { importConnect } from "./functions/import-connect";
import { continueReplay } from "./functions/continue-replay";
import { maintain } from "./functions/maintain";
import { refreshPlans } from "./functions/refresh-plans";
import { runReplay } from "./functions/run-replay";
import { runSync } from "./functions/run-sync";
import { sweepConnect } from "./functions/sweep-connect";
import { sweepTraits } from "./functions/sweep-traits";
import { sweep } from "./functions/sweep-syncs";

/** Every durable function: what /api/inngest serves. */
export const functions = [
  runSync,
  continueSync,
  runReplay,
  continueReplay,
  sweep,
  maintain,
  refreshPlans,
  catalogueFields,
  deliverNotifications,
  evaluate,
  importConnect,
  continueConnect,
  sweepConnect,
  computeTraits,
  continueTraits,
  sweepTraits,
];
