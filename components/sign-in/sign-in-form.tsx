"use client";
import { signIn } from "next-auth/react";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";

const MESSAGES: Record<string, string> = {
  throttled:
    "Too many tries. Wait a little before the next one; each failed try makes the wait longer.",
  CredentialsSignin: "E-mail and password don’t match.",
};

export function SignInForm({ to }: { to: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setProblem(null);
    const error = await trySignIn(form);
    if (error === null) window.location.assign(to);
    else {
      setProblem(MESSAGES[error] ?? "Sluice can’t be reached. Try again.");
      setIsBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <Field label="E-mail">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button type="submit" variant="primary" isBusy={isBusy}>
        {isBusy ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}

/** Answers next-auth's error code, or null when it worked. */
async function trySignIn(form: FormData): Promise<string | null> {
  try {
    const result = await signIn("credentials", {
      redirect: false,
      email: form.get("email"),
      password: form.get("password"),
    });
    return result?.ok === true ? null : (result?.error ?? "unreachable");
  } catch {
    return "unreachable";
  }
}
