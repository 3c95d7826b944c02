import packageJson from "../package.json" with { type: "json" };

export const version = `datamantri ${packageJson.version}`;

export const usage = `usage: datamantri COMMAND

  login                     exchange a password for an API key of this machine
  apply DIR [--dry-run] [--prune]
                            create and update pipelines from the YAML files of a folder;
                            --prune deletes those that no file has
  diff DIR [--prune]        show what apply would change; exit code 0: nothing, 2: something, 1: an error
  export [NAME] [--to DIR]  write pipelines as YAML, without secrets
  history NAME              show the changes of a pipeline
  run NAME [--follow]       start a run; exit code 1 when it fails
  runs [NAME]               show the newest runs
  logs RUN [--follow]       show the log of a run
  cancel RUN                cancel a run
  retry RUN [--from-failure|--from-destination] [--follow]
                            retry a run: from the start, from its failure, or from what the destination
                            has, after an older state of it or of the metadata database came back
  undo RUN [--follow]       give the target back the rows from before a run

  --output text|json        default: text on a terminal, JSON elsewhere
  --help, --version

DATAMANTRI_URL and DATAMANTRI_TOKEN (an API key) replace a login.`;
