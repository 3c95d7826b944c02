import packageJson from "../package.json" with { type: "json" };

export const version = `datamantri ${packageJson.version}`;

export const usage = `usage: datamantri COMMAND

  login                     exchange a password for an API key of this machine
  apply DIR [--dry-run]     make pipelines be like the YAML files of a folder
  diff DIR                  what apply would change; exit code 1 when there is something
  export [NAME] [--to DIR]  pipelines as YAML, without secrets
  history NAME              what was changed about a pipeline, when and by whom
  run NAME [--follow]       start a run; exit code 1 when it fails
  runs [NAME]               the newest runs
  logs RUN [--follow]       a run's log
  cancel RUN                cancel a run
  retry RUN [--from-failure] [--follow]
                            repeat a run, from the start or from where it failed

  --output text|json        for people, or for programs; without it text on a terminal and JSON elsewhere
  --help, --version

DATAMANTRI_URL and DATAMANTRI_TOKEN (an API key) take the place of a login.`;
