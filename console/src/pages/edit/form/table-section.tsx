import type { ComponentProps } from "react";

import { sections } from "../../../pipeline-fields/fields.ts";
import { Fields, Folds } from "./fields.tsx";
import { Section } from "./section.tsx";

/** A section with only the fields of the table of fields. */
export function TableSection(props: ComponentProps<typeof Folds>) {
  return (
    <Section id={props.section} {...sections[props.section]}>
      <Fields {...props} />
      <Folds {...props} />
    </Section>
  );
}
