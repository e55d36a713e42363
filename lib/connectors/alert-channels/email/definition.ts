import { z } from "zod";
import type { Problem } from "../../../errors";
import type { ConnectorDefinition } from "../../connector";

const RECIPIENTS_MAX = 50;
const address = z.email({ error: "should be an e-mail address" });
const text = z.string().trim().min(1);

/** A form sends one text with commas, a script a list. */
const Recipients = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value.split(/[\s,;]+/).filter((part) => part !== "")
      : value,
  z
    .array(address)
    .min(1, { error: "should name one recipient at least" })
    .max(RECIPIENTS_MAX),
);

export const EmailSettings = z.strictObject({
  host: text.regex(/^[\w.:-]+$/, { error: "should be a host name" }),
  port: z.coerce.number().int().min(1).max(65_535).default(587),
  security: z.enum(["starttls", "tls", "none"]).default("starttls"),
  from: address,
  to: Recipients,
  /** Of a server whose certificate no public authority signed: PEM. */
  certificateAuthority: z.string().nullish(),
});
export type EmailSettings = z.infer<typeof EmailSettings>;

export const EmailCredentials = z.strictObject({
  user: text.nullish(),
  password: z.string().min(1).nullish(),
});
export type EmailCredentials = z.infer<typeof EmailCredentials>;

/** A password is not sent where anybody on the way could read it. */
export function passwordInClear(
  settings: Record<string, unknown>,
  credentials: Record<string, unknown>,
): Problem[] {
  if (settings.security !== "none" || !credentials.password) return [];
  const message = "A password needs STARTTLS or TLS";
  return [{ path: "settings.security", message }];
}

export const emailDefinition = {
  kind: "email",
  title: "E-mail",
  settings: EmailSettings,
  credentials: EmailCredentials,
  fields: [
    {
      path: "settings.to",
      label: "To",
      help: "Who is told. Several addresses are separated by commas.",
      where: null,
      secret: false,
      required: true,
      placeholder: "ops@example.com, ann@example.com",
    },
    {
      path: "settings.from",
      label: "From",
      help: "An address that your mail server lets this user send as.",
      where: null,
      secret: false,
      required: true,
      placeholder: "sluice@example.com",
    },
    {
      path: "settings.host",
      label: "SMTP server",
      help: "The host that takes outgoing mail.",
      where:
        "Your mail provider’s page on SMTP, such as smtp.gmail.com, smtp.office365.com, or email-smtp.eu-west-1.amazonaws.com.",
      secret: false,
      required: true,
      placeholder: "smtp.example.com",
    },
    {
      path: "settings.port",
      label: "Port",
      help: "587 goes with STARTTLS, 465 with TLS, 25 with neither.",
      where: null,
      secret: false,
      required: true,
      initial: "587",
    },
    {
      path: "settings.security",
      label: "Security",
      help: "With STARTTLS or TLS nothing is sent unless the server’s certificate is good.",
      where: null,
      secret: false,
      required: true,
      options: [
        { value: "starttls", label: "STARTTLS" },
        { value: "tls", label: "TLS from the start" },
        { value: "none", label: "None: a server in your own network" },
      ],
    },
    {
      path: "credentials.user",
      label: "User",
      help: "Stored encrypted; it is never shown again.",
      where: null,
      secret: true,
      required: false,
    },
    {
      path: "credentials.password",
      label: "Password",
      help: "Stored encrypted; it is never shown again. With two-step sign-in most providers want an app password here.",
      where: null,
      secret: true,
      required: false,
    },
  ],
} as const satisfies ConnectorDefinition;
