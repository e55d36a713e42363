import type { Metadata } from "next";
import { Brand } from "@/components/shell/brand";
import { SignInForm } from "@/components/sign-in/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ from?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { from } = await searchParams;
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <div className="w-full max-w-[360px]">
        <div className="mb-6 flex justify-center text-lg">
          <Brand />
        </div>
        <div className="rounded-surface border border-line bg-surface p-6">
          <h1 className="text-xl font-semibold tracking-[-0.012em]">Sign in</h1>
          <p className="mt-1 mb-5 text-sm text-ink-2">
            Keeps Heap and Segment in step.
          </p>
          <SignInForm to={ownPath(from)} />
        </div>
      </div>
    </main>
  );
}

/** Only paths of our own: a link must not lead elsewhere by way of us. */
function ownPath(from: string | string[] | undefined): string {
  return typeof from === "string" && /^\/(?![/\\])/.test(from) ? from : "/";
}
