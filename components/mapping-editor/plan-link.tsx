import Link from "next/link";

export type PlanNamed = { id: string; name: string };

/** `plan “Web”`, which leads to what the plan says. */
export function PlanLink({ plan }: { plan: PlanNamed }) {
  return (
    <Link
      href={`/tracking-plans/${plan.id}`}
      className="underline decoration-line-strong underline-offset-2 hover:text-ink"
    >
      plan “{plan.name}”
    </Link>
  );
}
