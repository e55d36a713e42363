"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { ApiError } from "@/lib/queries/api-client";
import { useConnections } from "@/lib/queries/connections";
import { useInstallTemplate } from "@/lib/queries/templates";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { templates } from "@/lib/templates/registry";
import type { Template } from "@/lib/templates/template";
import { answersOf, type Choices } from "./choices";
import { ConnectStep } from "./connect-step";
import { EventsStep } from "./events-step";
import { FeaturesStep } from "./features-step";
import { ReviewStep } from "./review-step";
import { StepList } from "./step-list";
import { TablesStep } from "./tables-step";

const STEPS = {
  events: ["Connect", "Choose events", "Review"],
  tables: ["Connect", "Name the tables", "Review"],
  features: ["Connect", "Choose features", "Review"],
};

/** A template's set-up, in three steps; what was chosen stays when going back. */
export function SetupScreen({ slug }: { slug: string }) {
  const template = templates.find((one) => one.slug === slug);
  if (template === undefined)
    return <EmptyState title="There is no such template" />;
  return <Setup template={template} />;
}

function Setup({ template }: { template: Template }) {
  const router = useRouter();
  const [step, setStep] = useState(0);
  const [chosen, setChosen] = useState<Choices>({
    heap: null,
    segment: null,
    events: [],
    segmentEvent: "",
    features: [],
  });
  const install = useInstallTemplate();
  const connections = useConnections().data ?? [];
  const choices = {
    ...chosen,
    heap: chosen.heap ?? onlyOne(connections, "heap"),
    segment: chosen.segment ?? onlyOne(connections, "segment"),
  };
  const heap = connections.find(({ id }) => id === choices.heap);
  const segment = connections.find(({ id }) => id === choices.segment);
  const definition = definitionOf(template, choices, heap, segment);
  const change = (part: Partial<Choices>) =>
    setChosen((now) => ({ ...now, ...part }));
  const finish = (publish: boolean) => {
    if (choices.heap === null || choices.segment === null) return;
    install.mutate(
      {
        slug: template.slug,
        connections: { heap: choices.heap, segment: choices.segment },
        answers: answersOf(template, choices),
        publish,
      },
      { onSuccess: ({ sync }) => router.push(`/syncs/${sync.id}`) },
    );
  };
  return (
    <div className="max-w-[760px]">
      <PageHead
        crumb={
          <Link href="/templates" className="hover:text-ink">
            Templates
          </Link>
        }
        title={template.title}
        lead={template.description}
      />
      <StepList steps={STEPS[template.choice]} current={step} onGo={setStep} />
      {install.error !== null && (
        <Notice tone="bad" className="mb-4">
          {wordsOf(install.error)}
        </Notice>
      )}
      <Card className="p-5">
        {step === 0 && (
          <ConnectStep
            connections={connections}
            choices={choices}
            onChange={change}
            onNext={() => setStep(1)}
          />
        )}
        {step === 1 && template.choice === "tables" && heap !== undefined && (
          <TablesStep
            heap={heap}
            onBack={() => setStep(0)}
            onNext={() => setStep(2)}
          />
        )}
        {step === 1 && template.choice === "features" && heap !== undefined && (
          <FeaturesStep
            template={template}
            heap={heap}
            choices={choices}
            onChange={change}
            onBack={() => setStep(0)}
            onNext={() => setStep(2)}
          />
        )}
        {step === 1 && template.choice === "events" && (
          <EventsStep
            template={template}
            choices={choices}
            onChange={change}
            onBack={() => setStep(0)}
            onNext={() => setStep(2)}
          />
        )}
        {step === 2 && definition !== null && (
          <ReviewStep
            choice={template.choice}
            choices={choices}
            heap={heap}
            segment={segment}
            definition={definition}
            isBusy={install.isPending || install.isSuccess}
            onBack={() => setStep(1)}
            onFinish={finish}
          />
        )}
      </Card>
    </div>
  );
}

/** What the server will make of the choices: the same code builds it there. */
function definitionOf(
  template: Template,
  choices: Choices,
  heap: ConnectionDto | undefined,
  segment: ConnectionDto | undefined,
): SyncDefinition | null {
  if (heap === undefined || segment === undefined) return null;
  return template.build({
    ...{ heap, segment },
    answers: answersOf(template, choices),
  });
}

/** Where there is one connection, there is nothing to choose. */
function onlyOne(connections: ConnectionDto[], kind: string): string | null {
  const [first, ...others] = connections.filter((one) => one.kind === kind);
  return others.length === 0 ? (first?.id ?? null) : null;
}

/** All problems at once: they may belong to a step that is not shown. */
function wordsOf(error: Error): string {
  const problems = error instanceof ApiError ? error.problems : [];
  return [error.message, ...problems.map(({ message }) => message)].join(" ");
}
