import { Notice } from "./notice";

/** What went wrong, if anything did. */
export function ErrorNotice({
  error,
  className,
}: {
  error: Error | null;
  className?: string;
}) {
  if (error === null) return null;
  return (
    <Notice tone="bad" {...(className === undefined ? {} : { className })}>
      {error.message}
    </Notice>
  );
}
