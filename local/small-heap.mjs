import { setFlagsFromString } from "node:v8";

// Loaded into the worker. Its heap may grow by as much again as is in use before it is
// cleaned; by itself Node lets it become four times as large. That is no limit: many syncs
// at once may need more than one does. Set from here, a Node that does not know it starts all the same.
setFlagsFromString("--heap-growing-percent=100");
