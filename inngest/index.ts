import { catalogueFields } from "./functions/catalogue-fields";
import { continueSync } from "./functions/continue-sync";
import { deliverNotifications } from "./functions/deliver-notifications";
import { evaluate } from "./functions/evaluate-alerts";
import { maintain } from "./functions/maintain";
import { refreshPlans } from "./functions/refresh-plans";
import { runSync } from "./functions/run-sync";
import { sweep } from "./functions/sweep-syncs";

/** Every durable function: what /api/inngest serves. */
export const functions = [
  runSync,
  continueSync,
  sweep,
  maintain,
  refreshPlans,
  catalogueFields,
  deliverNotifications,
  evaluate,
];
