/** What a definition can name a plan by. */
type Nameable = { id: string; vendorId: string | null; name: string };

export const isNamed = (plan: Nameable, named: string): boolean =>
  [plan.id, plan.vendorId, plan.name].includes(named);

/** The plan that is meant: by its id, else by Segment's, else by its name. */
export const planNamed = <P extends Nameable>(
  plans: readonly P[],
  named: string,
): P | null =>
  plans.find(({ id }) => id === named) ??
  plans.find(({ vendorId }) => vendorId === named) ??
  plans.find(({ name }) => name === named) ??
  null;
