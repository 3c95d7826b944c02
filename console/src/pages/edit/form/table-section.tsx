import type { ComponentProps } from "react";

import { sections } from "../../../pipeline-fields/fields.ts";
import { Fields, Folds } from "./fields.tsx";
import { Section } from "./section.tsx";

/** A section that has only fields of the table. */
export function TableSection(props: ComponentProps<typeof Folds>) {
  return (
    <Section id={props.section} {...sections[props.section]}>
      <Fields {...props} />
      <Folds {...props} />
    </Section>
  );
}
