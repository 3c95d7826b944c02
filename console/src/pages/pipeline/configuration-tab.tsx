import type { Pipeline } from "../../api/types.ts";
import { toYaml } from "../../format/to-yaml.ts";
import { Card } from "../../parts/page.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Time } from "../../parts/time.tsx";

export function ConfigurationTab({ pipeline }: { readonly pipeline: Pipeline }) {
  const { id: _id, version, is_active: _active, created_at, updated_at, ...configuration } = pipeline;
  const yaml = toYaml(configuration);
  return (
    <Card
      title="YAML"
      end={
        <span className="toolbar">
          <span className="faint small">
            version {version}, made <Time at={created_at} />, changed <Time at={updated_at} />
          </span>
          <CopyButton text={yaml} />
        </span>
      }
    >
      <div className="card-body">
        <pre className="code" tabIndex={0}>
          {yaml}
        </pre>
      </div>
    </Card>
  );
}
