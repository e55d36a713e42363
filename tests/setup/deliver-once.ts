import { deliverDue } from "../../lib/services/notification/deliver";

// A process of its own that sends what is due, for tests that kill it.
await deliverDue();
process.exit(0);
