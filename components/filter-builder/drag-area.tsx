"use client";
import {
  DndContext,
  DragOverlay,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
} from "@dnd-kit/core";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import { useBuilder } from "./builder-context";
import { closestPlace } from "./closest-place";
import type { Place } from "./filter-tree";

const DRAG_FROM_PX = 4;

/** The builder says by itself what happened, in its own words. */
const QUIET: Announcements = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** Within it fields and parts are dragged to places. */
export function DragArea({ children }: { children: ReactNode }) {
  const { carrying } = useBuilder();
  const { dragged, drag, put } = carrying;
  const sensors = useSensors(
    useSensor(PointerSensor, {
      activationConstraint: { distance: DRAG_FROM_PX },
    }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    drag(null);
    if (over !== null) put(active.id, over.data.current as Place);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestPlace}
      accessibility={{ announcements: QUIET }}
      onDragStart={({ active }) => drag(active.id)}
      onDragCancel={() => drag(null)}
      onDragEnd={onDragEnd}
    >
      <div className="flex min-h-0 flex-1 border-t border-line">{children}</div>
      {/* Outside of the dialog, so that nothing cuts it off. */}
      {createPortal(
        <DragOverlay dropAnimation={null}>
          {dragged !== null && (
            <span className="inline-flex h-[34px] max-w-96 items-center rounded-control border border-heap bg-surface px-2.5 text-sm font-medium shadow-float">
              <span className="truncate">{carrying.nameOf(dragged)}</span>
            </span>
          )}
        </DragOverlay>,
        document.body,
      )}
    </DndContext>
  );
}
