import { cx } from "class-variance-authority";

/** Where one is; steps that are done can be gone back to. */
export function StepList({
  steps,
  current,
  onGo,
}: {
  steps: string[];
  current: number;
  onGo: (step: number) => void;
}) {
  return (
    <ol className="mb-4 flex flex-wrap gap-x-5 gap-y-2 text-sm">
      {steps.map((step, index) => (
        <li key={step}>
          <button
            type="button"
            disabled={index >= current}
            aria-current={index === current ? "step" : undefined}
            onClick={() => onGo(index)}
            className={cx(
              "flex items-center gap-2 rounded-control font-medium disabled:cursor-default",
              index === current ? "text-ink" : "text-ink-2",
            )}
          >
            <span
              className={cx(
                "grid size-5 place-items-center rounded-full text-xs tabular-nums",
                index === current
                  ? "bg-accent text-on-accent"
                  : index < current
                    ? "bg-ok-soft text-ok"
                    : "bg-sunken text-ink-2",
              )}
            >
              {index < current ? "✓" : index + 1}
            </span>
            {step}
          </button>
        </li>
      ))}
    </ol>
  );
}
