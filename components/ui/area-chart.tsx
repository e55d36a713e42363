const WIDTH = 760;
const HEIGHT = 150;
const TOP = 12;

export type Series = { name: string; stroke: string; fill?: string };
export type Point = { label: string; values: number[] };

/** Series over time as areas and lines; the numbers are there as a table for screen readers. */
export function AreaChart({
  title,
  series,
  points,
  format = (value) => value.toLocaleString("en"),
}: {
  title: string;
  series: Series[];
  points: Point[];
  /** A value with its unit. */
  format?: (value: number) => string;
}) {
  const max = Math.max(1, ...points.flatMap(({ values }) => values));
  const x = (index: number) =>
    points.length < 2 ? WIDTH / 2 : (index / (points.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - (value / max) * (HEIGHT - TOP);
  const line = (at: number) =>
    points
      .map(
        ({ values }, index) =>
          `${index === 0 ? "M" : "L"}${x(index).toFixed(1)},${y(values[at] ?? 0).toFixed(1)}`,
      )
      .join("");
  return (
    <figure className="relative">
      <span className="absolute top-0 right-0 rounded bg-surface px-1 text-[11px] text-ink-3 tabular-nums">
        {format(max)}
      </span>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-[150px] w-full"
        aria-hidden
      >
        {[0, 0.5, 1].map((part) => (
          <line
            key={part}
            x1="0"
            x2={WIDTH}
            y1={y(max * part)}
            y2={y(max * part)}
            stroke="var(--line)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {series.map(({ name, stroke, fill }, at) => (
          <g key={name} fill="none">
            {fill !== undefined && (
              <path
                d={`${line(at)}L${WIDTH},${HEIGHT}L0,${HEIGHT}Z`}
                fill={fill}
              />
            )}
            <path
              d={line(at)}
              stroke={stroke}
              strokeWidth="1.8"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
      </svg>
      <figcaption className="mt-1.5 flex justify-between text-[11px] text-ink-3">
        {labelsOf(points).map((label, index) => (
          <span key={index}>{label}</span>
        ))}
      </figcaption>
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map(({ label, values }, index) => (
              <tr key={index}>
                <th scope="row">{label}</th>
                {values.map((value, at) => (
                  <td key={at}>{format(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

const LABELS = 5;

function labelsOf(points: Point[]): string[] {
  const steps = Math.min(LABELS, points.length);
  return Array.from({ length: steps }, (_, step) => {
    const index = Math.round((step * (points.length - 1)) / (steps - 1 || 1));
    return points[index]?.label ?? "";
  });
}
