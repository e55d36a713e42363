import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Sluice", template: "%s · Sluice" },
  description: "Keeps Heap and Segment in step.",
};
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** The chosen theme is known before the first paint: it travels in a cookie. */
export default async function RootLayout({
  children,
}: {
  children: ReactNode;
}) {
  const theme = (await cookies()).get("theme")?.value;
  const chosen = theme === "light" || theme === "dark" ? theme : undefined;
  return (
    <html lang="en" data-theme={chosen}>
      <body>{children}</body>
    </html>
  );
}
