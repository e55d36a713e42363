/** The settings of a process under test; each suite brings its own database. */
export function setAppEnvironment(settings: Record<string, string>): void {
  Object.assign(process.env, {
    NEXTAUTH_SECRET: "a secret for tests only",
    CREDENTIALS_KEY: Buffer.alloc(32, 7).toString("base64"),
    LOG_LEVEL: "silent",
    ...settings,
  });
}
