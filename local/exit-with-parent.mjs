// Loaded into each child of the supervisor: when that one is killed, its channel
// closes, and a child without it would hold ports and leases for nobody.
process.on("disconnect", () => process.exit(0));
