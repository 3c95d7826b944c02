/** The API's types, as openapi-typescript makes them from docs/openapi.json. */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the service's name and paths */
        get: operations["getService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public keys of access tokens
         * @description For services that validate access tokens. Fetch the keys again when a token has an unknown key id.
         */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Your own; for an admin the keys of all users.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The key acts for its owner and is valid while the owner is active. Send it as a bearer token.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Your own; an admin can revoke any key.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List audit log entries */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the audit log
         * @description Recomputes the chain of keyed hashes, and compares its end with the anchor in NATS.
         */
        get: operations["verifyAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm that it is you
         * @description Some changes (users, API keys) need proof that is younger than ten minutes: a login, or this request. Users of an identity provider sign in there again instead.
         */
        post: operations["confirmIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token
         * @description Too many wrong passwords from one address return 429. The account is never locked.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description Its access and refresh tokens, or its cookie, become invalid; on other gateways within seconds.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all sessions of the signed-in user */
        post: operations["logoutAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the signed-in user */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the ways to sign in
         * @description For the sign-in page. Of the identity provider it has only the name.
         */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Complete the sign-in with the identity provider
         * @description The provider redirects the browser here. Opens a session as `POST /api/v1/auth/session` does.
         */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in with the identity provider
         * @description Redirects a browser to the provider. 404 when none is configured.
         */
        get: operations["startSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh the access token
         * @description Also returns the next refresh token. A second use of a refresh token, more than a few seconds later, ends the session.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in to the console
         * @description Sets a cookie that scripts cannot read. Needs the header `X-DataMantri-Request`.
         */
        post: operations["openSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the signed-in user's sessions */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of the signed-in user's sessions */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List stored connections */
        get: operations["listConnections"];
        put?: never;
        /**
         * Store a connection
         * @description Pipelines name it as `source_config.connection_id` or `destination_config.connection_id`.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a connection */
        get: operations["getConnection"];
        /**
         * Change a connection
         * @description Replaces the whole connection. An omitted secret is kept, null removes it; another server, user or TLS setting needs it again. Running runs are unaffected. After a change of server its pipelines start without their watermarks.
         */
        put: operations["replaceConnection"];
        post?: never;
        /**
         * Delete a connection
         * @description Refused with 409 while pipelines use it; the problem names them.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/browse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Browse a stored connection
         * @description Lists datasets or schemas, tables, columns and a few rows. Bills nothing.
         */
        post: operations["browseStoredConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a stored connection
         * @description Uses the stored secret. Saves, writes and bills nothing.
         */
        post: operations["testStoredConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/browse-destination": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Browse a PostgreSQL destination
         * @description Lists schemas, tables, columns and a few rows. Saves and writes nothing.
         */
        post: operations["browseDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/browse-source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Browse a BigQuery source
         * @description Lists datasets, tables, columns and first rows. Saves and bills nothing.
         */
        post: operations["browseSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a connection
         * @description Checks a BigQuery or PostgreSQL connection before it is stored. Saves, writes and bills nothing.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream events of runs
         * @description Server-sent events from now on, or after `Last-Event-ID`, without gaps or repeats.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List pipelines */
        get: operations["listPipelines"];
        put?: never;
        /**
         * Create a pipeline
         * @description Inspects the source first. A pipeline whose runs would exceed the cost limits is rejected.
         */
        post: operations["createPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a pipeline */
        get: operations["getPipeline"];
        /**
         * Change a pipeline
         * @description Replaces the whole pipeline. An omitted secret is kept, null removes it; another server, user or TLS setting needs it again. Running runs are unaffected. With another source or target the pipeline starts without its watermark.
         */
        put: operations["replacePipeline"];
        post?: never;
        /**
         * Delete a pipeline
         * @description Archives the pipeline: it is hidden and no longer runs. Its run history stays.
         */
        delete: operations["archivePipeline"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Backfill a range
         * @description Reads the rows with from <= column < to by a billed query. `merge` merges them, `append` replaces the target's rows of that range. The watermark is unchanged.
         */
        post: operations["backfillPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a pipeline's versions */
        get: operations["listPipelineChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/changes/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a pipeline
         * @description Includes its configuration. PUT it to restore the version; secrets are unaffected.
         */
        get: operations["getPipelineVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Duplicate a pipeline
         * @description The copy has the same secrets and target table. It is paused and has no runs.
         */
        post: operations["duplicatePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the estimate from a pipeline's creation */
        get: operations["getPipelineEstimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a schedule's past due times
         * @description The last 90 days. Manual runs and streams have none.
         */
        get: operations["listOccurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a pipeline
         * @description Its schedule does not fire. Running runs continue, and runs can be started manually.
         */
        post: operations["pausePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a pipeline
         * @description Its schedule fires again. Times that were due during the pause are not caught up.
         */
        post: operations["resumePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a pipeline's runs */
        get: operations["listPipelineRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/schedule-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview a pipeline's schedule
         * @description Empty without a schedule. For a paused pipeline: the times at which it would fire, with a warning.
         */
        get: operations["previewPipelineSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a run */
        post: operations["triggerPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/type-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a pipeline's type report
         * @description Created when the pipeline's source is inspected, and again when a run is planned.
         */
        get: operations["getPipelineTypeReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a pipeline as YAML
         * @description In the form of `PUT /api/v1/pipelines/by-name/{name}`, without secrets. `/api/v1/pipelines/{id}.yaml` is the same.
         */
        get: operations["exportPipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/by-name/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a pipeline by name */
        get: operations["getPipelineByName"];
        /**
         * Apply a pipeline by name
         * @description Creates or changes the pipeline with this name; idempotent. An omitted secret is kept. With `previous_name` the pipeline of that name is renamed if there is none of this name: its runs and watermark stay, and it stays paused.
         */
        put: operations["applyPipeline"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate a pipeline's cost
         * @description The body is that of creating the pipeline. Saves and bills nothing.
         */
        post: operations["estimatePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate a pipeline
         * @description The body is that of creating the pipeline. Returns every problem. Saves and bills nothing.
         */
        post: operations["validatePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List runs */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description A run that is finalizing ends as `outcome_unknown`. It becomes `cancelled`, or `success` if its rows were moved into the target before, as soon as the destination says so.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard a failed run's loaded rows
         * @description Drops its staging table in the destination. The run can no longer be resumed.
         */
        post: operations["discardRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or follow a run's events
         * @description JSON, or with `Accept: text/event-stream` server-sent events until the run ends, then 204 (docs/events.md).
         */
        get: operations["listRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a run's rejects
         * @description Rejected rows by reason and column, with row numbers. The rows themselves stay in the destination.
         */
        get: operations["listRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/rejects/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a run's rejects
         * @description After a fix: writes the rows that can now be loaded, by the pipeline's write mode, each exactly once.
         */
        post: operations["replayRejects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a failed or cancelled run
         * @description Creates a new run with the pipeline's current configuration. `from: failure` resumes the run with its snapshot and loaded rows, until its `resumable_until`; 409 gives the reason if it cannot be resumed.
         */
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/splits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a run's splits */
        get: operations["listRunSplits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a successful run
         * @description Creates a new run that gives the target back the rows that it had before, if they are kept (`keep_previous`); 409 gives the reason if not. Overwrites what others have changed in the target since. It waits for open runs of the pipeline. The pipeline's next run loads the rows again: pause it before.
         */
        post: operations["undoRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a run's verification report
         * @description Every successful run has one, unless `destination_config.verification` is `none`.
         */
        get: operations["getRunVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel or retry many runs
         * @description Each run separately: a refusal does not affect the others. A repeated request retries no run twice.
         */
        post: operations["changeRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview a schedule */
        post: operations["previewSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the system's state
         * @description Broker, queues, workers, throughput, errors, sources and destinations (docs/operations.md). A part that does not respond is null, and `unavailable` has the reason. The answer is up to a second old.
         */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["listUsers"];
        put?: never;
        /** Create a user */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description A new password or deactivation ends the user's sessions. The last active admin cannot be deactivated.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the signed-in user's password
         * @description Ends the user's other sessions.
         */
        post: operations["changeOwnPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Messages are signed JSON (Standard Webhooks) or sentences for Slack (docs/events.md).
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change a webhook */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a webhook's deliveries */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery
         * @description Sends the message again with the same `webhook-id`, whether it was delivered or not.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a webhook's secret
         * @description For one day, messages are also signed with the previous secret.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream events over WebSocket
         * @description Each message is one event as JSON. Send the token as `Authorization`, or as the protocols `datamantri.events.v1` and `bearer.<token>`. Pages of other origins are refused.
         */
        get: operations["openEventSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the API's health */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessToken: {
            /** @description Send it as `Authorization: Bearer <access_token>`. */
            access_token: string;
            /** @description Seconds for which the access token is valid. */
            expires_in: number;
            /**
             * Format: date-time
             * @description When a new login is needed. Refreshing does not extend it.
             */
            refresh_expires_at: string;
            /** @description Exchange it once for the next access token: POST /api/v1/auth/refresh. */
            refresh_token: string;
            /** @enum {string} */
            token_type: "bearer";
        };
        ApiKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string | null;
            name: string;
            /** Format: uuid */
            owner_id: string;
            /** @description Beginning of the key, to recognize it in logs and secret scanners. */
            prefix: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "editor" | "admin";
            /** @description Null: everything that its role allows. */
            scopes: string[] | null;
        };
        ApiKeyInput: {
            /**
             * Format: date-time
             * @description Default: never.
             */
            expires_at?: string;
            name: string;
            /**
             * @description At most your own role. The key never has more rights than you have at the time.
             * @enum {string}
             */
            role: "viewer" | "operator" | "editor" | "admin";
            /** @description Limits the key to these scopes. Default: everything that its role allows. */
            scopes?: ("pipelines:read" | "pipelines:write" | "rows:read" | "runs:read" | "runs:operate" | "webhooks:read" | "webhooks:write" | "users:read" | "audit:read" | "system:read")[];
        };
        AppliedPipeline: {
            /**
             * @description `renamed`: the pipeline of `previous_name` got the name; `changes` has it and other changed fields.
             * @enum {string}
             */
            action: "created" | "updated" | "renamed" | "unchanged";
            /** @description Field by field; secret values are never shown. */
            changes: components["schemas"]["FieldChange"][];
            /** @description Null if it would be created. */
            pipeline: {
                /** @description Most rows in a batch. The planner uses fewer for wide rows. */
                batch_size: number | null;
                /** @description What happens to missed due times (docs/schedules.md). Default: `none`. */
                catch_up: {
                    /**
                     * @description `last` makes one run for the latest missed time, `all` a run for each.
                     * @enum {string}
                     */
                    policy: "none" | "last" | "all";
                    /**
                     * @description Missed times older than this are not caught up.
                     * @default 86400
                     */
                    window_seconds?: number;
                } | null;
                /** Format: date-time */
                created_at: string;
                /** @description A run that takes longer, from the moment it begins, fails. Null: none. */
                deadline_seconds: number | null;
                /** @description Text for people. */
                description: string | null;
                destination_config: components["schemas"]["Destination"];
                /**
                 * @description System that is written. Both values mean PostgreSQL.
                 * @enum {string}
                 */
                destination_type: "postgres" | "postgresql";
                /** Format: uuid */
                id: string;
                /** @description False while it is paused. */
                is_active: boolean;
                /** @description Null: every column as in docs/types.md. */
                mapping: {
                    /**
                     * @description `native` creates PostgreSQL arrays. Default: `jsonb`.
                     * @enum {string}
                     */
                    arrays?: "jsonb" | "native";
                    /** @description Columns that differ from the default of docs/types.md. */
                    columns?: components["schemas"]["ColumnMapping"][];
                    /**
                     * @description `postgis` creates columns of type `geography`, which needs the extension. Default: `text`.
                     * @enum {string}
                     */
                    geography?: "text" | "postgis";
                    /**
                     * @description `flatten` creates a column for each field. Default: `jsonb`.
                     * @enum {string}
                     */
                    structs?: "jsonb" | "flatten";
                    /**
                     * @description What happens to a value that PostgreSQL cannot store. Default: `fail`.
                     * @enum {string}
                     */
                    unrepresentable?: "fail" | "replace" | "null" | "reject";
                } | null;
                /** @description Seconds for which a run waits for a source or destination that is away, busy, locked, full, read-only or throttled, before it fails. Null: an hour. */
                max_wait: number | null;
                /**
                 * @description `batch` and `stream` take the write mode from the destination. `stream` runs every few seconds.
                 * @enum {string}
                 */
                mode: "append" | "replace" | "merge" | "mirror" | "history" | "batch" | "stream";
                /** @description Unique among the pipelines. */
                name: string;
                /** @description Failed runs that are made again by themselves (docs/retry.md). */
                retry: {
                    /**
                     * @description Classes of errors, by who must act (docs/errors.md): other failures wait for a person.
                     * @default [
                     *       "source",
                     *       "destination"
                     *     ]
                     */
                    errors?: ("source" | "destination" | "data" | "bus" | "operator")[];
                    /**
                     * @description Time between the failure and the retry.
                     * @default 60
                     */
                    pause_seconds?: number;
                    /** @description A run that fails is made again, at most this many times. */
                    times: number;
                } | null;
                /** @description Cron expression. Null: runs start manually or by API. */
                schedule: string | null;
                /** @description Runs start up to this many seconds later than due, each pipeline by its own share. Null: at once. */
                schedule_jitter_seconds: number | null;
                source_config: components["schemas"]["Source"];
                /**
                 * @description System that is read.
                 * @enum {string}
                 */
                source_type: "bigquery";
                /**
                 * @description The same as a word.
                 * @enum {string}
                 */
                status: "active" | "paused";
                /** @description IANA time zone of the schedule. */
                timezone: string;
                /** Format: date-time */
                updated_at: string;
                /** @description Grows with every change. */
                version: number;
            } | null;
        };
        AuditEntry: {
            /** @description Method and path of the request, or the name of the operation. */
            action: string;
            actor: {
                /** @description Id of the user or key, subject of the token, instance of the worker. */
                id: string | null;
                /**
                 * @description `external`: a bearer token of another issuer. `service`: a worker. `anonymous`: nobody signed in.
                 * @enum {string}
                 */
                kind: "user" | "api_key" | "external" | "service" | "anonymous";
                /** @description E-mail address, name of the key. */
                name: string;
            };
            address: string | null;
            /** Format: date-time */
            at: string;
            /** @description Names, ids and counts; never secrets or row values. `refused_count`: this entry stands for so many refusals. */
            facts: {
                [key: string]: string | number | boolean | null;
            };
            /** @description HMAC-SHA-256 of the previous hash and this entry's canonical JSON. */
            hash: string;
            /** @description Names the key that made the hash. */
            key_id: string;
            /** @description Id of the object. */
            object: string | null;
            /** @enum {string} */
            outcome: "allowed" | "denied" | "succeeded" | "failed";
            request_id: string | null;
            /** @description Without gaps, from 1. */
            sequence: number;
        };
        AuditVerification: {
            /** @description The newest entry as NATS has it. Null until the registry has made one, within seconds. */
            anchor: {
                /**
                 * Format: date-time
                 * @description When it was moved there.
                 */
                at: string;
                hash: string;
                /** @description The log has this entry with this hash. */
                holds: boolean;
                sequence: number;
                /**
                 * Format: date-time
                 * @description When that anchor was made: at the first start, or after NATS lost it.
                 */
                since: string;
                /** @description What was cut off before this entry was made does not show. */
                since_sequence: number;
            } | null;
            /** @description Intact entries, from the first. */
            entry_count: number;
            /** @description The first entry that was changed or is missing. Those before it are intact. */
            first_broken_sequence: number | null;
            /** @description Last hash. */
            head_hash: string;
            /** @description Every entry is as it was written, and none is missing. */
            is_intact: boolean;
            /** @description Entries that were there when the anchor was moved, and are cut off now. */
            missing: {
                /**
                 * Format: date-time
                 * @description When the last entry before them was made; null when there is none.
                 */
                after: string | null;
                from_sequence: number;
                to_sequence: number;
                /**
                 * Format: date-time
                 * @description When the last one of them was made.
                 */
                until: string;
            } | null;
            /** @description Entries whose key is no longer in SECRETS_KEY, and for which no later entry vouches. */
            unverified: {
                from_sequence: number;
                to_sequence: number;
            } | null;
        };
        BackfillInput: {
            /** @description Column to filter by; its type must be sortable. Default: the pipeline's cursor_column. */
            column?: string;
            /** @description First value to read, as BigQuery formats it. A time without offset is UTC. Of a STRING, an empty text is the first value. */
            from: "" | (string | number);
            /** @description First value after the range. */
            to: string | number;
        };
        BrowseInput: {
            /**
             * Format: uri
             * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
             */
            api_endpoint?: string;
            /** @description A key of a service account, or an `authorized_user`, as JSON or as text, or a reference: `file:name`, `env:NAME` (docs/security.md). */
            credentials?: string | {
                [key: string]: unknown;
            } | null;
            /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
            data_project?: string;
            /** @description Lists its tables. Default: lists the datasets. */
            dataset?: string;
            /**
             * Format: email
             * @description E-mail address of a service account to impersonate.
             */
            impersonate_service_account?: string;
            /**
             * Format: uuid
             * @description Pipeline whose stored secret is used when none is given, only for that secret's server.
             */
            pipeline_id?: string;
            /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
            project: string;
            /** @description Shows its columns and first rows. */
            table?: string;
        };
        BulkInput: {
            /** @enum {string} */
            action: "retry" | "cancel";
            /**
             * @description `start` begins again with a new snapshot and the pipeline's current configuration. `failure` resumes the run with its own snapshot and the rows that it had loaded. `destination`, after `sink_rolled_back` or `metadata_rolled_back`, accepts the destination as it is: the new run begins where the destination's ledger ends. Default: `start`.
             * @enum {string}
             */
            from?: "start" | "failure" | "destination";
            run_ids: string[];
        };
        BulkResults: {
            results: {
                accepted: boolean;
                /** @description Code of the refusal. */
                code: string | null;
                detail: string | null;
                /** Format: uuid */
                run_id: string;
                /**
                 * Format: uuid
                 * @description For a retry the new run; `run_id` is the one that was named.
                 */
                task_id: string | null;
            }[];
        };
        ColumnMapping: {
            /**
             * @description For this STRUCT or ARRAY, in place of the mapping's `structs` and `arrays`.
             * @enum {string}
             */
            as?: "jsonb" | "flatten" | "native";
            /** @description PostgreSQL type, such as `numeric(12,2)`. */
            cast?: string;
            /** @description Does not read the column. */
            exclude?: boolean;
            mask?: components["schemas"]["Mask"];
            /** @description Name in the target. Default: the name in the source. */
            name?: string;
            /** @description Name in the source. For a field of a STRUCT the path: `address.city`. */
            source: string;
        };
        Confirmation: {
            password: string;
        };
        Connection: {
            config: {
                /**
                 * Format: uri
                 * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
                 */
                api_endpoint?: string;
                /**
                 * Format: email
                 * @description E-mail address of a service account to impersonate.
                 */
                impersonate_service_account?: string;
                /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
                project: string;
            };
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "bigquery";
            name: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Grows with every change. */
            version: number;
        } | {
            config: {
                /** @description Name of the database. */
                database: string;
                /** @description Name or address of the PostgreSQL server. */
                host: string;
                port: number;
                /**
                 * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
                 * @enum {string}
                 */
                require_auth?: "scram-sha-256" | "md5" | "password";
                /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
                ssl_cert?: string;
                /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
                ssl_key?: string;
                /**
                 * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
                 * @enum {string}
                 */
                ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
                /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
                ssl_root_cert?: string;
                /** @description Role that the loader connects as. */
                user: string;
            };
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "postgres";
            name: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Grows with every change. */
            version: number;
        };
        ConnectionChecks: {
            /** @description In order. Steps that need a failed one are missing. */
            checks: {
                /** @enum {string} */
                check: "dns" | "tcp" | "tls" | "login" | "credentials" | "datasets" | "jobs" | "ledger" | "schema" | "target" | "writable";
                /** @description Code of docs/errors.md, if it failed. */
                code: string | null;
                /** @description Sentence for people. */
                message: string;
                ok: boolean;
                /** @description What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows. */
                vendor_message?: string | null;
            }[];
            /** @description Whether every step succeeded. */
            ok: boolean;
        };
        ConnectionInput: {
            config: {
                /**
                 * Format: uri
                 * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
                 */
                api_endpoint?: string;
                /** @description A key of a service account, or an `authorized_user`, as JSON or as text, or a reference: `file:name`, `env:NAME` (docs/security.md). */
                credentials?: string | {
                    [key: string]: unknown;
                } | null;
                /**
                 * Format: email
                 * @description E-mail address of a service account to impersonate.
                 */
                impersonate_service_account?: string;
                /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
                project: string;
            };
            /** @enum {string} */
            kind: "bigquery";
            name: string;
        } | {
            config: {
                /** @description Name of the database. */
                database: string;
                /** @description Name or address of the PostgreSQL server. */
                host: string;
                /**
                 * Format: password
                 * @description The password, or a reference: `file:name`, `env:NAME` (docs/security.md).
                 */
                password?: string | null;
                /**
                 * @description Default: 5432.
                 * @default 5432
                 */
                port?: number;
                /**
                 * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
                 * @enum {string}
                 */
                require_auth?: "scram-sha-256" | "md5" | "password";
                /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
                ssl_cert?: string;
                /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
                ssl_key?: string;
                /**
                 * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
                 * @enum {string}
                 */
                ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
                /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
                ssl_root_cert?: string;
                /** @description Role that the loader connects as. */
                user: string;
            };
            /** @enum {string} */
            kind: "postgres";
            name: string;
        };
        ConnectionTestInput: {
            config: {
                /**
                 * Format: uri
                 * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
                 */
                api_endpoint?: string;
                /** @description A key of a service account, or an `authorized_user`, as JSON or as text, or a reference: `file:name`, `env:NAME` (docs/security.md). */
                credentials?: string | {
                    [key: string]: unknown;
                } | null;
                /**
                 * Format: email
                 * @description E-mail address of a service account to impersonate.
                 */
                impersonate_service_account?: string;
                /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
                project: string;
            };
            /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
            data_project?: string;
            /** @enum {string} */
            kind: "bigquery";
            /**
             * Format: uuid
             * @description Pipeline whose stored secret is used when none is given, only for that secret's server.
             */
            pipeline_id?: string;
        } | {
            config: {
                /** @description Name of the database. */
                database: string;
                /** @description Name or address of the PostgreSQL server. */
                host: string;
                /**
                 * Format: password
                 * @description The password, or a reference: `file:name`, `env:NAME` (docs/security.md).
                 */
                password?: string | null;
                /**
                 * @description Default: 5432.
                 * @default 5432
                 */
                port?: number;
                /**
                 * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
                 * @enum {string}
                 */
                require_auth?: "scram-sha-256" | "md5" | "password";
                /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
                ssl_cert?: string;
                /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
                ssl_key?: string;
                /**
                 * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
                 * @enum {string}
                 */
                ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
                /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
                ssl_root_cert?: string;
                /** @description Role that the loader connects as. */
                user: string;
            };
            /** @enum {string} */
            kind: "postgres";
            /**
             * Format: uuid
             * @description Pipeline whose stored secret is used when none is given, only for that secret's server.
             */
            pipeline_id?: string;
            /** @default public */
            schema?: string;
        };
        CreatedApiKey: {
            key: components["schemas"]["ApiKey"];
            /** @description The key itself. Not shown again: null when the request is repeated. */
            secret: string | null;
        };
        CreatedUser: {
            /** @description Not shown again: null when the request is repeated or had a password. */
            initial_password: string | null;
            user: components["schemas"]["User"];
        };
        CreatedWebhook: {
            /** @description Signs the messages. Not shown again. */
            secret: string | null;
            webhook: components["schemas"]["Webhook"];
        };
        Credentials: {
            email?: string;
            /** Format: password */
            password: string;
            /** @description Another name for `email`. */
            username?: string;
        };
        Destination: {
            /**
             * Format: uuid
             * @description Stored connection that provides the server's fields and secret, which must be omitted here.
             */
            connection_id?: string;
            /** @description Name of the database. */
            database?: string;
            /**
             * @description What mirror does with rows that the source no longer has. `soft` sets `deleted_at_column`. Default: `hard`.
             * @enum {string}
             */
            delete_mode?: "hard" | "soft";
            /** @description Column that soft mirror sets to the time when a row is gone. Default: `_deleted_at`. */
            deleted_at_column?: string;
            /** @description Checks before a snapshot replaces an earlier one. */
            guards?: {
                /**
                 * @description A column is NULL in every row, and the target has values. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                all_null?: "stop" | "warn" | "allow";
                /**
                 * @description The source has no rows, and the target has some. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                empty?: "stop" | "warn" | "allow";
                /**
                 * @description The source has far fewer rows than the target. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                shrink?: "stop" | "warn" | "allow";
                /** @description Share of rows whose loss counts as a drop. Default: 0.5. */
                shrink_threshold?: number;
            };
            /** @description Name or address of the PostgreSQL server. */
            host?: string;
            /** @description How many former states of the target replace keeps in the destination, so that runs can be undone. Each takes the space of the target's rows. Default: none. */
            keep_previous?: number;
            /** @description Columns that identify a row. Needed by merge, mirror and history. */
            key?: string[];
            /** @description Default: 5432. */
            port?: number;
            /** @description How many rows a run may reject because they cannot be loaded. Default: none. */
            rejects?: {
                /** @description Most rows that a run may reject. */
                max_rows?: number;
                /** @description Largest share of the snapshot's rows that a run may reject. */
                max_share?: number;
            };
            /**
             * @description `auto` swaps tables if that loses nothing, else replaces the rows in place. Default: `auto`.
             * @enum {string}
             */
            replace_by?: "auto" | "swap" | "in_place";
            /**
             * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
             * @enum {string}
             */
            require_auth?: "scram-sha-256" | "md5" | "password";
            /** @description Schema of the target table. */
            schema: string;
            /**
             * @description When the source's columns have changed: `freeze` fails the run, `evolve` adds columns and widens types, `ignore_new` excludes new columns. Default: `freeze`.
             * @enum {string}
             */
            schema_drift?: "evolve" | "freeze" | "ignore_new";
            /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
            ssl_cert?: string;
            /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
            ssl_key?: string;
            /**
             * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
             * @enum {string}
             */
            ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
            /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
            ssl_root_cert?: string;
            /** @description Table to write. The first run creates it if it is missing. */
            table: string;
            /** @description Role that the loader connects as. */
            user?: string;
            /** @description Column in which history writes when a version began. Default: `valid_from`. */
            valid_from_column?: string;
            /** @description Column in which history writes when a version ended. Default: `valid_to`. */
            valid_to_column?: string;
            /**
             * @description `counts` compares row counts at no cost, `full` every value by a billed query. Default: `counts`.
             * @enum {string}
             */
            verification?: "none" | "counts" | "full";
            /**
             * @description What a run with mode `batch` or `stream` does to the target. Default: `append`.
             * @enum {string}
             */
            write_mode?: "append" | "replace" | "merge" | "mirror" | "history";
        };
        DestinationBrowseInput: {
            /** @description Name of the database. */
            database: string;
            /** @description Name or address of the PostgreSQL server. */
            host: string;
            /**
             * Format: password
             * @description The password, or a reference: `file:name`, `env:NAME` (docs/security.md).
             */
            password?: string | null;
            /**
             * Format: uuid
             * @description Pipeline whose stored secret is used when none is given, only for that secret's server.
             */
            pipeline_id?: string;
            /**
             * @description Default: 5432.
             * @default 5432
             */
            port?: number;
            /**
             * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
             * @enum {string}
             */
            require_auth?: "scram-sha-256" | "md5" | "password";
            /** @description Lists its tables. Default: lists the schemas. */
            schema?: string;
            /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
            ssl_cert?: string;
            /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
            ssl_key?: string;
            /**
             * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
             * @enum {string}
             */
            ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
            /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
            ssl_root_cert?: string;
            /** @description Shows its columns and a few rows. */
            table?: string;
            /** @description Role that the loader connects as. */
            user: string;
        };
        DestinationInput: {
            /**
             * Format: uuid
             * @description Stored connection that provides the server's fields and secret, which must be omitted here.
             */
            connection_id?: string;
            /** @description Name of the database. */
            database?: string;
            /**
             * @description What mirror does with rows that the source no longer has. `soft` sets `deleted_at_column`. Default: `hard`.
             * @enum {string}
             */
            delete_mode?: "hard" | "soft";
            /** @description Column that soft mirror sets to the time when a row is gone. Default: `_deleted_at`. */
            deleted_at_column?: string;
            /** @description Checks before a snapshot replaces an earlier one. */
            guards?: {
                /**
                 * @description A column is NULL in every row, and the target has values. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                all_null?: "stop" | "warn" | "allow";
                /**
                 * @description The source has no rows, and the target has some. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                empty?: "stop" | "warn" | "allow";
                /**
                 * @description The source has far fewer rows than the target. `stop` fails the run before the target changes, `warn` only logs it. Default: `stop`.
                 * @enum {string}
                 */
                shrink?: "stop" | "warn" | "allow";
                /** @description Share of rows whose loss counts as a drop. Default: 0.5. */
                shrink_threshold?: number;
            };
            /** @description Name or address of the PostgreSQL server. */
            host?: string;
            /** @description How many former states of the target replace keeps in the destination, so that runs can be undone. Each takes the space of the target's rows. Default: none. */
            keep_previous?: number;
            /** @description Columns that identify a row. Needed by merge, mirror and history. */
            key?: string[];
            /**
             * Format: password
             * @description The password, or a reference: `file:name`, `env:NAME` (docs/security.md).
             */
            password?: string | null;
            /** @description Default: 5432. */
            port?: number;
            /** @description How many rows a run may reject because they cannot be loaded. Default: none. */
            rejects?: {
                /** @description Most rows that a run may reject. */
                max_rows?: number;
                /** @description Largest share of the snapshot's rows that a run may reject. */
                max_share?: number;
            };
            /**
             * @description `auto` swaps tables if that loses nothing, else replaces the rows in place. Default: `auto`.
             * @enum {string}
             */
            replace_by?: "auto" | "swap" | "in_place";
            /**
             * @description The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, without TLS, to anyone on the network. Default: `scram-sha-256`.
             * @enum {string}
             */
            require_auth?: "scram-sha-256" | "md5" | "password";
            /**
             * @description Schema of the target table.
             * @default public
             */
            schema?: string;
            /**
             * @description When the source's columns have changed: `freeze` fails the run, `evolve` adds columns and widens types, `ignore_new` excludes new columns. Default: `freeze`.
             * @enum {string}
             */
            schema_drift?: "evolve" | "freeze" | "ignore_new";
            /** @description For servers that require one, with its intermediate certificates. As PEM or a reference: `file:name`, `env:NAME` (docs/security.md). */
            ssl_cert?: string;
            /** @description Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md). */
            ssl_key?: string;
            /**
             * @description `verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.
             * @enum {string}
             */
            ssl_mode?: "disable" | "require" | "verify-ca" | "verify-full";
            /** @description Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities. */
            ssl_root_cert?: string;
            /** @description Table to write. The first run creates it if it is missing. */
            table: string;
            /** @description Role that the loader connects as. */
            user?: string;
            /** @description Column in which history writes when a version began. Default: `valid_from`. */
            valid_from_column?: string;
            /** @description Column in which history writes when a version ended. Default: `valid_to`. */
            valid_to_column?: string;
            /**
             * @description `counts` compares row counts at no cost, `full` every value by a billed query. Default: `counts`.
             * @enum {string}
             */
            verification?: "none" | "counts" | "full";
            /**
             * @description What a run with mode `batch` or `stream` does to the target. Default: `append`.
             * @enum {string}
             */
            write_mode?: "append" | "replace" | "merge" | "mirror" | "history";
        };
        DestinationListing: {
            /** @description False if the list was truncated. */
            is_complete: boolean;
            schemas: string[] | null;
            table: {
                columns: {
                    is_nullable: boolean;
                    name: string;
                    type: string;
                }[];
                /** @description Estimate of PostgreSQL's planner; null if the table was never analyzed. */
                row_count_estimate: number | null;
                /** @description A few rows, with values as text, long ones truncated. */
                rows: (string | null)[][];
            } | null;
            tables: {
                name: string;
                /** @description TABLE, VIEW, ... */
                type: string;
            }[] | null;
        };
        DuplicateInput: {
            /** @description Default: the name with (copy). */
            name?: string;
        };
        Estimate: {
            columns: components["schemas"]["SourceColumn"][];
            /** @description According to the schedule; null without one. */
            cost_usd_per_day: number | null;
            /** @description Null when the source could not be inspected. */
            estimate: {
                /** @description Upper bound, with BigQuery's minimum. */
                bytes_billed: number;
                /** @description According to BigQuery's dry run. */
                bytes_processed: number;
                cost_usd: number;
                is_billed: boolean;
                /** @description Effective limit: the source's or the extractor's. */
                maximum_bytes_billed: number;
                price_per_tib_usd: number;
                /** @enum {string} */
                read: "table" | "query";
                /** @description Why the source is read as a table or by a query. */
                reason: string;
            } | null;
            /** Format: date-time */
            inspected_at: string;
            /** Format: date-time */
            last_modified: string | null;
            location: string | null;
            problems: {
                /** @description Code of docs/errors.md. */
                code: string;
                message: string;
                /** @description What to do. */
                solution: string;
                /** @description What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows. */
                vendor_message?: string | null;
            }[];
            /** @description Null if only the query could count them. */
            row_count: number | null;
            /** @description Null when the source could not be inspected. */
            type_report: {
                columns: {
                    /** @description Alternatives for the mapping: `cast: text, varchar`, `exclude`. */
                    choices: string[];
                    /**
                     * @description `lossy`: a value may change without an error. An error is not a loss.
                     * @enum {string}
                     */
                    fidelity: "lossless" | "lossy" | "unsupported";
                    notes: string[];
                    /** @description Name in the source. For a field of a STRUCT the path. */
                    source: string;
                    /** @description As BigQuery formats it: `ARRAY<INT64>`. */
                    source_type: string;
                    /** @description Null if it is excluded. */
                    target: string | null;
                    target_type: string | null;
                }[];
                /** @description Why this mapping cannot run; empty if it can. */
                problems: string[];
            } | null;
        };
        FieldChange: {
            /** @description Null: no value. */
            after?: unknown;
            /** @description Null: no value. */
            before?: unknown;
            /** @description Path, such as destination_config.table. */
            field: string;
        };
        Health: {
            /** @enum {string} */
            status: "healthy";
        };
        KeySet: {
            keys: {
                /** @enum {string} */
                alg: "EdDSA";
                /** @enum {string} */
                crv: "Ed25519";
                kid: string;
                /** @enum {string} */
                kty: "OKP";
                /** @enum {string} */
                use: "sig";
                x: string;
            }[];
        };
        MappingInput: {
            /**
             * @description `native` creates PostgreSQL arrays. Default: `jsonb`.
             * @enum {string}
             */
            arrays?: "jsonb" | "native";
            /** @description Columns that differ from the default of docs/types.md. */
            columns?: components["schemas"]["ColumnMapping"][];
            /**
             * @description `postgis` creates columns of type `geography`, which needs the extension. Default: `text`.
             * @enum {string}
             */
            geography?: "text" | "postgis";
            /**
             * Format: password
             * @description Key of the masks `hmac` and salted `sha256`.
             */
            mask_key?: string;
            /**
             * @description `flatten` creates a column for each field. Default: `jsonb`.
             * @enum {string}
             */
            structs?: "jsonb" | "flatten";
            /**
             * @description What happens to a value that PostgreSQL cannot store. Default: `fail`.
             * @enum {string}
             */
            unrepresentable?: "fail" | "replace" | "null" | "reject";
        } | null;
        /** @description Hides a column's values. `sha256` and `hmac`: digest in hexadecimal. `redact`: a replacement. `partial`: `*` for each character but the first and last ones. */
        Mask: {
            /** @enum {string} */
            method: "sha256";
            /** @description Puts the mask key before the text. */
            salted?: boolean;
        } | {
            /** @enum {string} */
            method: "hmac";
        } | {
            /** @enum {string} */
            method: "redact";
            /** @description Default: NULL. */
            replacement?: string;
        } | {
            keep_first?: number;
            keep_last?: number;
            /** @enum {string} */
            method: "partial";
        };
        Message: {
            /** @description What was done, as a sentence for people. */
            message: string;
        };
        Occurrence: {
            /**
             * @description Effect of a daylight saving change. `moved`: due when the clocks changed. `left_out`: skipped. `repeated`: due twice.
             * @enum {string|null}
             */
            clock_change: "moved" | "left_out" | "repeated" | null;
            /** Format: uuid */
            pipeline_id: string;
            /**
             * @description Why there was no run (docs/schedules.md).
             * @enum {string|null}
             */
            reason: "overlap" | "paused" | "schedule_changed" | "clock_gap" | "policy_none" | "outside_window" | "superseded" | "too_many_waiting" | null;
            /** Format: date-time */
            recorded_at: string;
            /**
             * Format: uuid
             * @description Null if there was no run.
             */
            run_id: string | null;
            /** Format: date-time */
            scheduled_for: string;
            /** @enum {string} */
            status: "fired" | "late" | "skipped" | "caught_up" | "missed";
        };
        OpenedSession: {
            /** Format: date-time */
            expires_at: string;
            user: components["schemas"]["User"];
        };
        PasswordChange: {
            /**
             * Format: password
             * @description At least 12 characters.
             */
            new_password: string;
            old_password: string;
        };
        Pipeline: {
            /** @description Most rows in a batch. The planner uses fewer for wide rows. */
            batch_size: number | null;
            /** @description What happens to missed due times (docs/schedules.md). Default: `none`. */
            catch_up: {
                /**
                 * @description `last` makes one run for the latest missed time, `all` a run for each.
                 * @enum {string}
                 */
                policy: "none" | "last" | "all";
                /**
                 * @description Missed times older than this are not caught up.
                 * @default 86400
                 */
                window_seconds?: number;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** @description A run that takes longer, from the moment it begins, fails. Null: none. */
            deadline_seconds: number | null;
            /** @description Text for people. */
            description: string | null;
            destination_config: components["schemas"]["Destination"];
            /**
             * @description System that is written. Both values mean PostgreSQL.
             * @enum {string}
             */
            destination_type: "postgres" | "postgresql";
            /** Format: uuid */
            id: string;
            /** @description False while it is paused. */
            is_active: boolean;
            /** @description Null: every column as in docs/types.md. */
            mapping: {
                /**
                 * @description `native` creates PostgreSQL arrays. Default: `jsonb`.
                 * @enum {string}
                 */
                arrays?: "jsonb" | "native";
                /** @description Columns that differ from the default of docs/types.md. */
                columns?: components["schemas"]["ColumnMapping"][];
                /**
                 * @description `postgis` creates columns of type `geography`, which needs the extension. Default: `text`.
                 * @enum {string}
                 */
                geography?: "text" | "postgis";
                /**
                 * @description `flatten` creates a column for each field. Default: `jsonb`.
                 * @enum {string}
                 */
                structs?: "jsonb" | "flatten";
                /**
                 * @description What happens to a value that PostgreSQL cannot store. Default: `fail`.
                 * @enum {string}
                 */
                unrepresentable?: "fail" | "replace" | "null" | "reject";
            } | null;
            /** @description Seconds for which a run waits for a source or destination that is away, busy, locked, full, read-only or throttled, before it fails. Null: an hour. */
            max_wait: number | null;
            /**
             * @description `batch` and `stream` take the write mode from the destination. `stream` runs every few seconds.
             * @enum {string}
             */
            mode: "append" | "replace" | "merge" | "mirror" | "history" | "batch" | "stream";
            /** @description Unique among the pipelines. */
            name: string;
            /** @description Failed runs that are made again by themselves (docs/retry.md). */
            retry: {
                /**
                 * @description Classes of errors, by who must act (docs/errors.md): other failures wait for a person.
                 * @default [
                 *       "source",
                 *       "destination"
                 *     ]
                 */
                errors?: ("source" | "destination" | "data" | "bus" | "operator")[];
                /**
                 * @description Time between the failure and the retry.
                 * @default 60
                 */
                pause_seconds?: number;
                /** @description A run that fails is made again, at most this many times. */
                times: number;
            } | null;
            /** @description Cron expression. Null: runs start manually or by API. */
            schedule: string | null;
            /** @description Runs start up to this many seconds later than due, each pipeline by its own share. Null: at once. */
            schedule_jitter_seconds: number | null;
            source_config: components["schemas"]["Source"];
            /**
             * @description System that is read.
             * @enum {string}
             */
            source_type: "bigquery";
            /**
             * @description The same as a word.
             * @enum {string}
             */
            status: "active" | "paused";
            /** @description IANA time zone of the schedule. */
            timezone: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Grows with every change. */
            version: number;
        };
        PipelineChange: {
            /**
             * @description `copied`: a duplicate of another pipeline. `applied`: changed by a file.
             * @enum {string}
             */
            action: "created" | "copied" | "changed" | "applied" | "paused" | "resumed" | "archived";
            /** Format: date-time */
            changed_at: string;
            /** @description E-mail address. */
            changed_by: string;
            /** @description Changes from the previous version, field by field; empty in the first version. */
            changes: components["schemas"]["FieldChange"][];
            /** @description Secrets that were set, replaced or removed, such as destination_config.password. */
            secrets_changed: string[];
            version: number;
        };
        PipelineConfiguration: {
            /** @description Most rows in a batch. The planner uses fewer for wide rows. */
            batch_size: number | null;
            /** @description What happens to missed due times (docs/schedules.md). Default: `none`. */
            catch_up: {
                /**
                 * @description `last` makes one run for the latest missed time, `all` a run for each.
                 * @enum {string}
                 */
                policy: "none" | "last" | "all";
                /**
                 * @description Missed times older than this are not caught up.
                 * @default 86400
                 */
                window_seconds?: number;
            } | null;
            /** @description A run that takes longer, from the moment it begins, fails. Null: none. */
            deadline_seconds: number | null;
            /** @description Text for people. */
            description: string | null;
            destination_config: components["schemas"]["Destination"];
            /**
             * @description System that is written. Both values mean PostgreSQL.
             * @enum {string}
             */
            destination_type: "postgres" | "postgresql";
            /** @description Null: every column as in docs/types.md. */
            mapping: {
                /**
                 * @description `native` creates PostgreSQL arrays. Default: `jsonb`.
                 * @enum {string}
                 */
                arrays?: "jsonb" | "native";
                /** @description Columns that differ from the default of docs/types.md. */
                columns?: components["schemas"]["ColumnMapping"][];
                /**
                 * @description `postgis` creates columns of type `geography`, which needs the extension. Default: `text`.
                 * @enum {string}
                 */
                geography?: "text" | "postgis";
                /**
                 * @description `flatten` creates a column for each field. Default: `jsonb`.
                 * @enum {string}
                 */
                structs?: "jsonb" | "flatten";
                /**
                 * @description What happens to a value that PostgreSQL cannot store. Default: `fail`.
                 * @enum {string}
                 */
                unrepresentable?: "fail" | "replace" | "null" | "reject";
            } | null;
            /** @description Seconds for which a run waits for a source or destination that is away, busy, locked, full, read-only or throttled, before it fails. Null: an hour. */
            max_wait: number | null;
            /**
             * @description `batch` and `stream` take the write mode from the destination. `stream` runs every few seconds.
             * @enum {string}
             */
            mode: "append" | "replace" | "merge" | "mirror" | "history" | "batch" | "stream";
            /** @description Unique among the pipelines. */
            name: string;
            /** @description Failed runs that are made again by themselves (docs/retry.md). */
            retry: {
                /**
                 * @description Classes of errors, by who must act (docs/errors.md): other failures wait for a person.
                 * @default [
                 *       "source",
                 *       "destination"
                 *     ]
                 */
                errors?: ("source" | "destination" | "data" | "bus" | "operator")[];
                /**
                 * @description Time between the failure and the retry.
                 * @default 60
                 */
                pause_seconds?: number;
                /** @description A run that fails is made again, at most this many times. */
                times: number;
            } | null;
            /** @description Cron expression. Null: runs start manually or by API. */
            schedule: string | null;
            /** @description Runs start up to this many seconds later than due, each pipeline by its own share. Null: at once. */
            schedule_jitter_seconds: number | null;
            source_config: components["schemas"]["Source"];
            /**
             * @description System that is read.
             * @enum {string}
             */
            source_type: "bigquery";
            /** @description IANA time zone of the schedule. */
            timezone: string;
        };
        PipelineInput: {
            /**
             * @description Most rows in a batch. The planner uses fewer for wide rows.
             * @default null
             */
            batch_size?: number | null;
            /**
             * @description What happens to missed due times (docs/schedules.md). Default: `none`.
             * @default null
             */
            catch_up?: {
                /**
                 * @description `last` makes one run for the latest missed time, `all` a run for each.
                 * @enum {string}
                 */
                policy: "none" | "last" | "all";
                /**
                 * @description Missed times older than this are not caught up.
                 * @default 86400
                 */
                window_seconds?: number;
            } | null;
            /**
             * @description A run that takes longer, from the moment it begins, fails. Null: none.
             * @default null
             */
            deadline_seconds?: number | null;
            /**
             * @description Text for people.
             * @default null
             */
            description?: string | null;
            destination_config: components["schemas"]["DestinationInput"];
            /**
             * @description System that is written. Both values mean PostgreSQL.
             * @default postgres
             * @enum {string}
             */
            destination_type?: "postgres" | "postgresql";
            mapping?: components["schemas"]["MappingInput"];
            /**
             * @description Seconds for which a run waits for a source or destination that is away, busy, locked, full, read-only or throttled, before it fails. Null: an hour.
             * @default null
             */
            max_wait?: number | null;
            /**
             * @description `batch` and `stream` take the write mode from the destination. `stream` runs every few seconds.
             * @default batch
             * @enum {string}
             */
            mode?: "append" | "replace" | "merge" | "mirror" | "history" | "batch" | "stream";
            /** @description Unique among the pipelines. */
            name: string;
            /**
             * @description Failed runs that are made again by themselves (docs/retry.md).
             * @default null
             */
            retry?: {
                /**
                 * @description Classes of errors, by who must act (docs/errors.md): other failures wait for a person.
                 * @default [
                 *       "source",
                 *       "destination"
                 *     ]
                 */
                errors?: ("source" | "destination" | "data" | "bus" | "operator")[];
                /**
                 * @description Time between the failure and the retry.
                 * @default 60
                 */
                pause_seconds?: number;
                /** @description A run that fails is made again, at most this many times. */
                times: number;
            } | null;
            /**
             * @description Cron expression. Null: runs start manually or by API.
             * @default null
             */
            schedule?: string | null;
            /**
             * @description Runs start up to this many seconds later than due, each pipeline by its own share. Null: at once.
             * @default null
             */
            schedule_jitter_seconds?: number | null;
            source_config: components["schemas"]["SourceInput"];
            /**
             * @description System that is read.
             * @default bigquery
             * @enum {string}
             */
            source_type?: "bigquery";
            /**
             * @description IANA time zone of the schedule.
             * @default UTC
             */
            timezone?: string;
        };
        PipelineVersion: {
            /**
             * @description `copied`: a duplicate of another pipeline. `applied`: changed by a file.
             * @enum {string}
             */
            action: "created" | "copied" | "changed" | "applied" | "paused" | "resumed" | "archived";
            /** Format: date-time */
            changed_at: string;
            /** @description E-mail address. */
            changed_by: string;
            configuration: components["schemas"]["PipelineConfiguration"];
            /** @description Changes that restoring this configuration would make now. */
            restoring: components["schemas"]["FieldChange"][];
            /** @description Secrets that were set, replaced or removed, such as destination_config.password. */
            secrets_changed: string[];
            version: number;
        };
        /**
         * @description An error (RFC 9457).
         * @example {
         *       "type": "about:blank",
         *       "title": "Bad request",
         *       "status": 400,
         *       "code": "request_invalid",
         *       "detail": "source_config.project: is not a valid project id"
         *     }
         */
        Problem: {
            /** @description Stable name of the error; docs/errors.md lists them. */
            code: string;
            /** @description What failed, as a sentence for people. */
            detail: string;
            /** @description What to do. */
            solution?: string;
            status: number;
            title: string;
            /** @enum {string} */
            type: "about:blank";
            /** @description What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows. */
            vendor_message?: string | null;
        };
        RefreshInput: {
            refresh_token: string;
        };
        Rejects: {
            /** @description Table and database with the rows; null if there are none. */
            kept_in: string | null;
            /** @description Most frequent first, at most 100. */
            reasons: {
                columns: string[];
                reason: string;
                /** @description Of these, rows that a replay has loaded. */
                replayed_count: number;
                row_count: number;
                /** @description Row numbers in the snapshot, from 0; the first 100. */
                row_numbers: number[];
                /** @description Null when the extractor rejected the row. */
                sqlstate: string | null;
            }[];
            rejected_count: number;
            /** Format: uuid */
            run_id: string;
        };
        Replay: {
            /** Format: uuid */
            run_id: string;
            /** @enum {string} */
            status: "replaying";
        };
        RetryInput: {
            /**
             * @description `start` begins again with a new snapshot and the pipeline's current configuration. `failure` resumes the run with its own snapshot and the rows that it had loaded. `destination`, after `sink_rolled_back` or `metadata_rolled_back`, accepts the destination as it is: the new run begins where the destination's ledger ends. Default: `start`.
             * @enum {string}
             */
            from?: "start" | "failure" | "destination";
        };
        Run: {
            /** @description Bytes that its query billed. */
            bytes_billed: number | null;
            /** @description Upper bound of the billed bytes, by dry run. 0 for a table read, null until the run is planned. */
            bytes_estimated: number | null;
            /** @description True if the rows that the target had before this run are kept, and it is the newest such run. The destination may still refuse: its ledger knows whether anything else has written the target. */
            can_undo: boolean;
            /** @description Cause of the run: schedule, manual, api, retry, backfill or undo. */
            cause: string;
            /** @description Cost of the billed bytes at the configured price. */
            cost_usd: number | null;
            /** Format: date-time */
            end_time: string | null;
            /** @description Code of docs/errors.md, if it failed. */
            error_code: string | null;
            error_message: string | null;
            /** Format: uuid */
            id: string;
            /** @description One line per event, oldest first. */
            log: string;
            /** @description State of the run: queued, planning, preparing, loading, finalizing, skipped, ... */
            phase: string;
            /** Format: uuid */
            pipeline_id: string;
            pipeline_name: string;
            /** @description For a backfill: the rows with from <= column < to. */
            range: {
                column: string;
                from: string;
                to: string;
            } | null;
            /** @description Rows committed in the destination so far. */
            records_processed: number;
            /** @description For a run that resumes `retry_of`: rows that the failed run had loaded or rejected. Null: it started from scratch. */
            records_resumed: number | null;
            /** @description Rows of the snapshot; null until it is planned. */
            records_total: number | null;
            /** @description Rows stored as rejects in the destination. */
            rejected_count: number;
            /** @description Cells with a value that PostgreSQL cannot store, replaced according to `unrepresentable`. */
            replaced_cells: {
                cell_count: number;
                column: string;
                /** @enum {string} */
                policy: "replace" | "null";
            }[];
            /** @description Rejects that a replay has loaded. */
            replayed_count: number;
            /**
             * Format: date-time
             * @description Time until which a retry can resume this run; null if it cannot.
             */
            resumable_until: string | null;
            /**
             * Format: date-time
             * @description When the pipeline's retry policy makes the failed run again.
             */
            retry_at: string | null;
            /**
             * Format: uuid
             * @description The run that this one retries.
             */
            retry_of: string | null;
            /**
             * Format: date-time
             * @description Due time of the schedule that started it.
             */
            scheduled_for: string | null;
            /** Format: date-time */
            start_time: string;
            /**
             * @description `outcome_unknown`: the run's rows were to be moved into the target, and the destination does not say whether they are there. It becomes `success` or `failed` when it answers; no other run of the pipeline begins before.
             * @enum {string}
             */
            status: "queued" | "running" | "outcome_unknown" | "success" | "failed" | "cancelled";
            /** @description `schedule`, or the user or API key. */
            triggered_by: string;
            /**
             * Format: uuid
             * @description The run that this one undoes.
             */
            undo_of: string | null;
            /**
             * Format: uuid
             * @description The run that has undone this one.
             */
            undone_by: string | null;
            /** @description Why the run waits, while it does. */
            waiting_reason: string | null;
            /**
             * Format: date-time
             * @description Since when it waits for its source or destination.
             */
            waiting_since: string | null;
            /**
             * Format: date-time
             * @description When it fails if it still waits then (`max_wait`). Null while it finalizes: only the ledger ends that.
             */
            waiting_until: string | null;
        };
        RunDetail: {
            /** @description Grows when lost work is issued again. */
            attempt: number;
            batches_loaded: number;
            /** @description Bytes that its query billed. */
            bytes_billed: number | null;
            /** @description Upper bound of the billed bytes, by dry run. 0 for a table read, null until the run is planned. */
            bytes_estimated: number | null;
            /** @description True if the rows that the target had before this run are kept, and it is the newest such run. The destination may still refuse: its ledger knows whether anything else has written the target. */
            can_undo: boolean;
            /** @description Cause of the run: schedule, manual, api, retry, backfill or undo. */
            cause: string;
            /** @description Cost of the billed bytes at the configured price. */
            cost_usd: number | null;
            /** Format: date-time */
            end_time: string | null;
            /** @description Code of docs/errors.md, if it failed. */
            error_code: string | null;
            error_message: string | null;
            /** Format: uuid */
            id: string;
            /** @description One line per event, oldest first. */
            log: string;
            /** @description State of the run: queued, planning, preparing, loading, finalizing, skipped, ... */
            phase: string;
            /** @description States that it went through, in order, without the terminal one. */
            phases: {
                /** Format: date-time */
                ended_at: string | null;
                phase: string;
                /** Format: date-time */
                started_at: string;
            }[];
            /** Format: uuid */
            pipeline_id: string;
            pipeline_name: string;
            /** @description For a backfill: the rows with from <= column < to. */
            range: {
                column: string;
                from: string;
                to: string;
            } | null;
            /** @description Rows committed in the destination so far. */
            records_processed: number;
            /** @description For a run that resumes `retry_of`: rows that the failed run had loaded or rejected. Null: it started from scratch. */
            records_resumed: number | null;
            /** @description Rows of the snapshot; null until it is planned. */
            records_total: number | null;
            /** @description Rows stored as rejects in the destination. */
            rejected_count: number;
            /** @description Cells with a value that PostgreSQL cannot store, replaced according to `unrepresentable`. */
            replaced_cells: {
                cell_count: number;
                column: string;
                /** @enum {string} */
                policy: "replace" | "null";
            }[];
            /** @description Rejects that a replay has loaded. */
            replayed_count: number;
            /**
             * Format: date-time
             * @description Time until which a retry can resume this run; null if it cannot.
             */
            resumable_until: string | null;
            /**
             * Format: date-time
             * @description When the pipeline's retry policy makes the failed run again.
             */
            retry_at: string | null;
            /**
             * Format: uuid
             * @description The run that this one retries.
             */
            retry_of: string | null;
            /**
             * Format: date-time
             * @description Due time of the schedule that started it.
             */
            scheduled_for: string | null;
            /** @description Splits that are read and loaded completely; null until the run is planned. */
            splits: {
                extracted: number;
                loaded: number;
                total: number;
            } | null;
            /** Format: date-time */
            start_time: string;
            /**
             * @description `outcome_unknown`: the run's rows were to be moved into the target, and the destination does not say whether they are there. It becomes `success` or `failed` when it answers; no other run of the pipeline begins before.
             * @enum {string}
             */
            status: "queued" | "running" | "outcome_unknown" | "success" | "failed" | "cancelled";
            /** @description `schedule`, or the user or API key. */
            triggered_by: string;
            /**
             * Format: uuid
             * @description The run that this one undoes.
             */
            undo_of: string | null;
            /**
             * Format: uuid
             * @description The run that has undone this one.
             */
            undone_by: string | null;
            /** @description What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows. */
            vendor_message: string | null;
            /** @description Why the run waits, while it does. */
            waiting_reason: string | null;
            /**
             * Format: date-time
             * @description Since when it waits for its source or destination.
             */
            waiting_since: string | null;
            /**
             * Format: date-time
             * @description When it fails if it still waits then (`max_wait`). Null while it finalizes: only the ledger ends that.
             */
            waiting_until: string | null;
        };
        RunEvent: {
            id: number;
            message: string;
            /** @description Name of the message, such as RunPlanned. */
            name: string;
            /** Format: date-time */
            occurred_at: string;
        };
        RunSummary: {
            /** @description Bytes that its query billed. */
            bytes_billed: number | null;
            /** @description Upper bound of the billed bytes, by dry run. 0 for a table read, null until the run is planned. */
            bytes_estimated: number | null;
            /** @description True if the rows that the target had before this run are kept, and it is the newest such run. The destination may still refuse: its ledger knows whether anything else has written the target. */
            can_undo: boolean;
            /** @description Cause of the run: schedule, manual, api, retry, backfill or undo. */
            cause: string;
            /** @description Cost of the billed bytes at the configured price. */
            cost_usd: number | null;
            /** Format: date-time */
            end_time: string | null;
            /** @description Code of docs/errors.md, if it failed. */
            error_code: string | null;
            error_message: string | null;
            /** Format: uuid */
            id: string;
            /** @description State of the run: queued, planning, preparing, loading, finalizing, skipped, ... */
            phase: string;
            /** Format: uuid */
            pipeline_id: string;
            pipeline_name: string;
            /** @description For a backfill: the rows with from <= column < to. */
            range: {
                column: string;
                from: string;
                to: string;
            } | null;
            /** @description Rows committed in the destination so far. */
            records_processed: number;
            /** @description For a run that resumes `retry_of`: rows that the failed run had loaded or rejected. Null: it started from scratch. */
            records_resumed: number | null;
            /** @description Rows of the snapshot; null until it is planned. */
            records_total: number | null;
            /** @description Rows stored as rejects in the destination. */
            rejected_count: number;
            /** @description Cells with a value that PostgreSQL cannot store, replaced according to `unrepresentable`. */
            replaced_cells: {
                cell_count: number;
                column: string;
                /** @enum {string} */
                policy: "replace" | "null";
            }[];
            /** @description Rejects that a replay has loaded. */
            replayed_count: number;
            /**
             * Format: date-time
             * @description Time until which a retry can resume this run; null if it cannot.
             */
            resumable_until: string | null;
            /**
             * Format: date-time
             * @description When the pipeline's retry policy makes the failed run again.
             */
            retry_at: string | null;
            /**
             * Format: uuid
             * @description The run that this one retries.
             */
            retry_of: string | null;
            /**
             * Format: date-time
             * @description Due time of the schedule that started it.
             */
            scheduled_for: string | null;
            /** Format: date-time */
            start_time: string;
            /**
             * @description `outcome_unknown`: the run's rows were to be moved into the target, and the destination does not say whether they are there. It becomes `success` or `failed` when it answers; no other run of the pipeline begins before.
             * @enum {string}
             */
            status: "queued" | "running" | "outcome_unknown" | "success" | "failed" | "cancelled";
            /** @description `schedule`, or the user or API key. */
            triggered_by: string;
            /**
             * Format: uuid
             * @description The run that this one undoes.
             */
            undo_of: string | null;
            /**
             * Format: uuid
             * @description The run that has undone this one.
             */
            undone_by: string | null;
            /** @description Why the run waits, while it does. */
            waiting_reason: string | null;
            /**
             * Format: date-time
             * @description Since when it waits for its source or destination.
             */
            waiting_since: string | null;
            /**
             * Format: date-time
             * @description When it fails if it still waits then (`max_wait`). Null while it finalizes: only the ledger ends that.
             */
            waiting_until: string | null;
        };
        ScheduleInput: {
            /** @default 10 */
            count?: number;
            schedule: string;
            /** @default null */
            schedule_jitter_seconds?: number | null;
            /** @default UTC */
            timezone?: string;
        };
        SchedulePreview: {
            /** @description The next times at which the scheduler fires. */
            next: string[];
            /** @description Surprising properties of the schedule. */
            warnings: {
                /** @enum {string} */
                code: "never_fires" | "either_day" | "skipped_hour" | "repeated_hour" | "paused" | "jitter";
                /** @description Sentence for people. */
                message: string;
            }[];
        };
        Service: {
            /** @description Path prefix of the API's routes. */
            api: string;
            health: string;
            /** @description The first API's only field. */
            message: string;
            name: string;
        };
        Session: {
            /** @description Address that opened it. */
            address: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            /** @description Whether this request uses it. */
            is_current: boolean;
            /**
             * @description `browser`: cookie of the console. `refresh`: refresh tokens of an API client.
             * @enum {string}
             */
            kind: "refresh" | "browser";
            /** Format: date-time */
            last_used_at: string;
            user_agent: string | null;
        };
        SignInMethods: {
            /** @description Null when no identity provider is configured. */
            oidc: {
                /** @description Display name of the identity provider. */
                name: string;
                /** @description Path that a browser opens to sign in. */
                start_path: string;
            } | null;
            /** @description Whether people may log in with a password. */
            password: boolean;
        };
        Source: {
            /** @description Reads a view or an external table by a query that BigQuery bills. */
            allow_query_billing?: boolean;
            /**
             * Format: uri
             * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
             */
            api_endpoint?: string;
            /**
             * Format: uuid
             * @description Stored connection that provides the server's fields and secret, which must be omitted here.
             */
            connection_id?: string;
            /** @description Column that grows with every change of a row. It orders the versions of a row, and is where an incremental run continues. `_PARTITIONTIME`, `_PARTITIONDATE` and `_TABLE_SUFFIX` can be cursors of a merge. */
            cursor_column?: string;
            /**
             * @description When the cursor of an incremental read is NULL: `refuse` fails the run, `include` reads these rows at every run (needs merge), `exclude` leaves them out. Default: `refuse`.
             * @enum {string}
             */
            cursor_nulls?: "refuse" | "include" | "exclude";
            /** @description First value of the cursor that incremental runs read. Default: every row. */
            cursor_start?: string;
            /** @description Project that holds the table. Default: `project`. */
            data_project?: string;
            /** @description Dataset of the table. */
            dataset?: string;
            /** @description Condition in GoogleSQL, as after WHERE: only rows for which it is true are read, by a query that BigQuery bills. */
            filter?: string;
            /**
             * Format: email
             * @description E-mail address of a service account to impersonate.
             */
            impersonate_service_account?: string;
            /** @description Time between the runs of a stream. Default: 10 seconds. */
            interval_seconds?: number;
            /** @description Labels of the BigQuery jobs. */
            labels?: {
                [key: string]: string;
            };
            /** @description BigQuery location of the jobs. Default: the location of the dataset. */
            location?: string;
            /** @description How far before the watermark rows are read again, for rows that arrive late. In whole days for a cursor of type DATE, and for `_TABLE_SUFFIX` of tables of days (`events_20240105`). Default: 0, and for partitions by the time of arrival a day. */
            lookback_seconds?: number;
            /** @description The same for a cursor of type INT64, NUMERIC or BIGNUMERIC, in its own unit. */
            lookback_units?: number;
            /** @description Most bytes that a query may bill. Default: MAXIMUM_BYTES_BILLED of the extractor. */
            maximum_bytes_billed?: string;
            /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
            project?: string;
            /** @description One SELECT in GoogleSQL. Either a table or a query. */
            query?: string;
            /**
             * @description `batch` jobs wait until BigQuery has idle capacity, and do not count as concurrent queries. Default: `interactive`.
             * @enum {string}
             */
            query_priority?: "interactive" | "batch";
            /**
             * @description `incremental` reads only rows after the cursor column's watermark. Default: `full`.
             * @enum {string}
             */
            read?: "full" | "incremental";
            /** @description Skips a run when the table has not changed since the last successful run. Default: only scheduled runs are skipped, and no full read that appends. */
            skip_unchanged?: boolean;
            /** @description Table or view to read, or several tables by the beginning of their names and `*` (`events_*`). Either a table or a query. */
            table?: string;
        };
        SourceColumn: {
            is_nullable: boolean;
            name: string;
            /**
             * @description As INFORMATION_SCHEMA.COLUMNS has it.
             * @example ARRAY<STRUCT<id INT64>>
             */
            type: string;
        };
        SourceInput: {
            /** @description Reads a view or an external table by a query that BigQuery bills. */
            allow_query_billing?: boolean;
            /**
             * Format: uri
             * @description Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.
             */
            api_endpoint?: string;
            /**
             * Format: uuid
             * @description Stored connection that provides the server's fields and secret, which must be omitted here.
             */
            connection_id?: string;
            /** @description A key of a service account, or an `authorized_user`, as JSON or as text, or a reference: `file:name`, `env:NAME` (docs/security.md). */
            credentials?: string | {
                [key: string]: unknown;
            } | null;
            /** @description Column that grows with every change of a row. It orders the versions of a row, and is where an incremental run continues. `_PARTITIONTIME`, `_PARTITIONDATE` and `_TABLE_SUFFIX` can be cursors of a merge. */
            cursor_column?: string;
            /**
             * @description When the cursor of an incremental read is NULL: `refuse` fails the run, `include` reads these rows at every run (needs merge), `exclude` leaves them out. Default: `refuse`.
             * @enum {string}
             */
            cursor_nulls?: "refuse" | "include" | "exclude";
            /** @description First value of the cursor that incremental runs read. Default: every row. */
            cursor_start?: string;
            /** @description Project that holds the table. Default: `project`. */
            data_project?: string;
            /** @description Dataset of the table. */
            dataset?: string;
            /** @description Condition in GoogleSQL, as after WHERE: only rows for which it is true are read, by a query that BigQuery bills. */
            filter?: string;
            /**
             * Format: email
             * @description E-mail address of a service account to impersonate.
             */
            impersonate_service_account?: string;
            /** @description Time between the runs of a stream. Default: 10 seconds. */
            interval_seconds?: number;
            /** @description Labels of the BigQuery jobs. */
            labels?: {
                [key: string]: string;
            };
            /** @description BigQuery location of the jobs. Default: the location of the dataset. */
            location?: string;
            /** @description How far before the watermark rows are read again, for rows that arrive late. In whole days for a cursor of type DATE, and for `_TABLE_SUFFIX` of tables of days (`events_20240105`). Default: 0, and for partitions by the time of arrival a day. */
            lookback_seconds?: number;
            /** @description The same for a cursor of type INT64, NUMERIC or BIGNUMERIC, in its own unit. */
            lookback_units?: number;
            /** @description Most bytes that a query may bill. Default: MAXIMUM_BYTES_BILLED of the extractor. */
            maximum_bytes_billed?: string | number;
            /** @description Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`. */
            project?: string;
            /** @description One SELECT in GoogleSQL. Either a table or a query. */
            query?: string;
            /**
             * @description `batch` jobs wait until BigQuery has idle capacity, and do not count as concurrent queries. Default: `interactive`.
             * @enum {string}
             */
            query_priority?: "interactive" | "batch";
            /**
             * @description `incremental` reads only rows after the cursor column's watermark. Default: `full`.
             * @enum {string}
             */
            read?: "full" | "incremental";
            /** @description Skips a run when the table has not changed since the last successful run. Default: only scheduled runs are skipped, and no full read that appends. */
            skip_unchanged?: boolean;
            /** @description Table or view to read, or several tables by the beginning of their names and `*` (`events_*`). Either a table or a query. */
            table?: string;
        };
        SourceListing: {
            datasets: string[] | null;
            /** @description False if the list was truncated. */
            is_complete: boolean;
            table: {
                columns: {
                    is_nullable: boolean;
                    name: string;
                    type: string;
                }[];
                /** @description Null if only a query could count them, as for a view. */
                row_count: number | null;
                /** @description First rows, with values as BigQuery formats them, long ones truncated. Empty for a view. */
                rows: unknown[][];
            } | null;
            tables: {
                name: string;
                /** @description TABLE, VIEW, ... */
                type: string;
            }[] | null;
        };
        Split: {
            /**
             * Format: date-time
             * @description When the split was read completely.
             */
            extracted_at: string | null;
            first_row: number;
            /** @description Rows committed in the staging table, or kept as rejects. */
            loaded_row_count: number;
            row_count: number;
            split: number;
        };
        StoredBrowseInput: {
            /** @description Of a BigQuery connection. Default: its own project. */
            data_project?: string;
            /** @description Of a BigQuery connection: lists its tables. */
            dataset?: string;
            /** @description Of a PostgreSQL connection: lists its tables. */
            schema?: string;
            /** @description Shows its columns and a few rows. */
            table?: string;
        };
        StoredConnectionTestInput: {
            /** @description Of a BigQuery connection: whose datasets are listed. */
            data_project?: string;
            /**
             * @description Of a PostgreSQL connection: where tables are created.
             * @default public
             */
            schema?: string;
        };
        StreamedEvent: {
            /** @description Fields of the event (docs/events.md). */
            data: {
                [key: string]: unknown;
            };
            /** @description Equal for repeats of the same event. */
            event_id: string;
            /** @description Position in the stream; send it as `Last-Event-ID` to resume. */
            id: string;
            /** Format: uuid */
            pipeline_id: string;
            /** Format: uuid */
            run_id: string;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            type: "run_queued" | "run_planned" | "run_prepared" | "run_progressed" | "step_delayed" | "step_failed" | "run_finalized" | "run_discarded" | "run_abandoned" | "run_succeeded" | "run_failed" | "run_cancelled" | "run_skipped";
        };
        System: {
            broker: components["schemas"]["SystemBroker"];
            destinations: components["schemas"]["SystemServer"][] | null;
            /** @description Runs that failed within seven days, by hour and error code (docs/errors.md). */
            errors: {
                error_code: string;
                /** Format: date-time */
                hour: string;
                runs: number;
            }[] | null;
            /** Format: date-time */
            measured_at: string;
            open_runs: {
                queued: number;
                /** @description Rows loaded by the open runs so far. */
                rows_loaded: number;
                running: number;
                /** @description Reasons for which open runs wait, each with one such run. */
                waits: {
                    error_code: string | null;
                    pipeline_name: string;
                    reason: string;
                    run_id: string;
                    runs: number;
                }[];
            } | null;
            /** @description Messages that the registry has not published yet. */
            outbox: {
                /** Format: date-time */
                oldest_at: string | null;
                waiting: number;
            } | null;
            /** @description Worst first. */
            problems: components["schemas"]["SystemProblem"][];
            queues: components["schemas"]["SystemQueue"][] | null;
            /** @description A silent instance is shown for ten minutes, or until another replaces it. */
            services: {
                instances: components["schemas"]["SystemInstance"][];
                /** @enum {string} */
                service: "gateway" | "scheduler" | "registry" | "extractor" | "loader";
            }[] | null;
            sources: components["schemas"]["SystemServer"][] | null;
            /**
             * @description State of the worst problem.
             * @enum {string}
             */
            state: "ok" | "degraded" | "down";
            streams: components["schemas"]["SystemStream"][] | null;
            /** @description The last 24 hours, by the hour in which runs ended, oldest first. */
            throughput: {
                bytes_billed: number;
                failed: number;
                /** Format: date-time */
                hour: string;
                rows_loaded: number;
                runs: number;
            }[] | null;
            /** @description Parts that did not respond; their fields are null. */
            unavailable: {
                /** @enum {string} */
                part: "broker" | "services" | "registry";
                reason: string;
            }[];
        };
        SystemBroker: {
            /** @description host:port of the server that the gateway is connected to. */
            address: string;
            cluster: string | null;
            /** @description Null: JetStream does not respond. */
            jetstream: {
                api_errors: number;
                api_requests: number;
                /** @description Null: only the disk limits it. */
                max_storage_bytes: number | null;
                storage_bytes: number;
            } | null;
            /** @description Largest message that the server accepts (`max_payload`). */
            max_payload_bytes: number;
            /** @description Largest message of a batch of rows. */
            needed_payload_bytes: number;
            round_trip_ms: number;
            server_name: string;
            /** @description Streams and consumers that are missing or do not respond. */
            unreadable: {
                name: string;
                reason: string;
            }[];
            version: string;
        } | null;
        SystemInstance: {
            endpoints: {
                average_ms: number | null;
                busy: number;
                /** @description Tasks ended since the process started. */
                done: number;
                /** @description Of these, tasks that failed or were delayed. */
                failed: number;
                last_error_code: string | null;
                name: string;
                /** @description Tasks at the same time; null: unlimited. */
                slots: number | null;
            }[];
            id: string;
            /** Format: date-time */
            last_answer_at: string;
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "answering" | "silent";
            version: string;
        };
        SystemProblem: {
            /** @enum {string} */
            code: "broker_silent" | "broker_misconfigured" | "registry_silent" | "service_silent" | "instance_silent" | "stream_unreadable" | "stream_full" | "replica_behind" | "storage_full" | "dead_letters" | "queue_stuck" | "queue_late" | "outbox_stuck" | "schedules_not_held" | "metadata_rolled_back" | "audit_log_changed" | "source_failing" | "destination_failing";
            /** @description Sentence for people. */
            message: string;
            /**
             * @description `bad`: work has stopped. `warn`: work continues, degraded.
             * @enum {string}
             */
            severity: "bad" | "warn";
            solution: string;
        };
        SystemQueue: {
            /** @description Messages delivered and not acknowledged. */
            in_work: number;
            /** @description Such as extractor-splits; equal to the name of the workers' endpoint. */
            name: string;
            /**
             * Format: date-time
             * @description Time of the oldest unfinished message; null without one. `measured_at` minus this is the lag.
             */
            oldest_at: string | null;
            redelivered: number;
            /** @enum {string} */
            service: "gateway" | "scheduler" | "registry" | "extractor" | "loader";
            stream: string;
            /** @description Depth: messages not delivered yet. */
            waiting: number;
        };
        SystemServer: {
            /** @description Of these, runs that failed for any reason. */
            failed: number;
            /** @description Why runs wait, or why the last run failed. */
            last_error_code: string | null;
            /**
             * Format: date-time
             * @description When it last made a run fail because it was down, full or rejected the login. A wrong table does not count.
             */
            last_failure_at: string | null;
            /** Format: date-time */
            last_success_at: string | null;
            /** @description Host, port and database; of a source the project. */
            name: string;
            rows_loaded: number;
            /** @description Runs that ended within 24 hours. */
            runs: number;
            /**
             * @description `failing`: open runs wait for it, or it caused the last run to fail.
             * @enum {string}
             */
            state: "working" | "failing" | "unknown";
            /** @description Open runs that wait for it. */
            waiting: number;
        };
        SystemStream: {
            bytes: number;
            /** Format: date-time */
            first_at: string | null;
            /** Format: date-time */
            last_at: string | null;
            /** @description Leader in a cluster; null without one. */
            leader: string | null;
            max_age_seconds: number | null;
            max_bytes: number | null;
            max_messages: number | null;
            messages: number;
            name: string;
            replica_count: number;
            /** @description Servers whose replica is offline or not current. */
            replicas_behind: string[];
            /** @enum {string} */
            when_full: "refuses" | "drops_oldest";
        };
        Triggered: {
            /**
             * Format: uuid
             * @description Id of the new run.
             */
            run_id: string;
            /** @enum {string} */
            status: "triggered";
            /**
             * Format: uuid
             * @description The same as `run_id`.
             */
            task_id: string;
        };
        TypeReport: {
            columns: {
                /** @description Alternatives for the mapping: `cast: text, varchar`, `exclude`. */
                choices: string[];
                /**
                 * @description `lossy`: a value may change without an error. An error is not a loss.
                 * @enum {string}
                 */
                fidelity: "lossless" | "lossy" | "unsupported";
                notes: string[];
                /** @description Name in the source. For a field of a STRUCT the path. */
                source: string;
                /** @description As BigQuery formats it: `ARRAY<INT64>`. */
                source_type: string;
                /** @description Null if it is excluded. */
                target: string | null;
                target_type: string | null;
            }[];
            /** @description Why this mapping cannot run; empty if it can. */
            problems: string[];
        };
        User: {
            /** Format: date-time */
            created_at: string;
            email: string;
            full_name: string | null;
            /** @description UUID, or the subject of another issuer's token. */
            id: string;
            is_active: boolean;
            /** @enum {string} */
            role: "viewer" | "operator" | "editor" | "admin";
        };
        UserChange: {
            full_name?: string | null;
            is_active?: boolean;
            /**
             * Format: password
             * @description At least 12 characters.
             */
            password?: string;
            /**
             * @description Each role includes the rights of the roles before it.
             * @enum {string}
             */
            role?: "viewer" | "operator" | "editor" | "admin";
        };
        UserInput: {
            /** Format: email */
            email: string;
            full_name?: string | null;
            /**
             * Format: password
             * @description Default: a random one, shown only in this response.
             */
            password?: string;
            /**
             * @description Each role includes the rights of the roles before it.
             * @enum {string}
             */
            role: "viewer" | "operator" | "editor" | "admin";
        };
        Validation: {
            estimate: components["schemas"]["Estimate"] & (Record<string, never> | null);
            problems: {
                /** @description Code of docs/errors.md. */
                code: string;
                /** @description Path in the body. */
                field?: string;
                message: string;
                /** @description What to do. */
                solution: string;
                /** @description What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows. */
                vendor_message?: string | null;
            }[];
            /** @description The next due times; null without a schedule. */
            schedule: {
                next: string[];
            } | null;
            valid: boolean;
        };
        Verification: {
            /** @description By the query of a full verification. */
            bytes_billed: number;
            /** @description Empty without a full verification, and when rows were rejected. */
            columns: components["schemas"]["VerifiedColumn"][];
            job_id: string | null;
            /** @enum {string} */
            level: "none" | "counts" | "full";
            rows: {
                /** @description Rows in the destination's ledger, batch by batch. */
                ledger: number;
                /** @description Rows read and reported, batch by batch. */
                manifest: number;
                /** @description Stored as rejects instead of being loaded. */
                rejected: number;
                /** @description BigQuery's own count of the snapshot. */
                source: number;
                /** @description Counted again by the query of a full verification. */
                source_query: number | null;
                /** @description Counted in the staging table before the move. */
                staged: number;
            };
            /** @description Keyed digest, equal on both sides; null: not compared. */
            rows_hash: string | null;
            /** Format: uuid */
            run_id: string;
            /** Format: date-time */
            snapshot_taken_at: string;
            /** @description Rows that the move wrote, by PostgreSQL's own count. */
            target: {
                deleted: number;
                inserted: number;
                updated: number;
            };
        };
        VerifiedColumn: {
            /** @enum {string} */
            compared: "values" | "nulls";
            /** @description Keyed digest, equal on both sides; null: not compared. */
            hash: string | null;
            /** @description Keyed digest, equal on both sides; null: not compared. */
            max: string | null;
            /** @description Keyed digest, equal on both sides; null: not compared. */
            min: string | null;
            name: string;
            null_count: number;
            /** @description Why it was not compared by value. */
            reason: string | null;
            /** @description Keyed digest, equal on both sides; null: not compared. */
            sum: string | null;
            type: string;
        };
        Webhook: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** @description Why the registry disabled it. */
            disabled_reason: string | null;
            event_types: ("run_queued" | "run_succeeded" | "run_failed" | "run_cancelled" | "run_skipped")[];
            /**
             * @description The registry's settings create the one receiver of OpenLineage events.
             * @enum {string}
             */
            format: "standard" | "slack" | "openlineage";
            /** Format: uuid */
            id: string;
            is_active: boolean;
            name: string;
            /** Format: uuid */
            pipeline_id: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description URL without its secret parts: for Slack the host, otherwise without the query. */
            url_shown: string;
        };
        WebhookChange: {
            event_types?: ("run_queued" | "run_succeeded" | "run_failed" | "run_cancelled" | "run_skipped")[];
            is_active?: boolean;
            name?: string;
            /**
             * Format: uuid
             * @description Null: every pipeline.
             */
            pipeline_id?: string | null;
            /**
             * Format: uri
             * @description Write-only: never shown again in full.
             */
            url?: string;
        };
        WebhookDelivery: {
            /** @description Oldest first. */
            attempts: {
                /** Format: date-time */
                at: string;
                duration_ms: number;
                error: string | null;
                /** @description HTTP status; null without an answer. */
                status: number | null;
            }[];
            /** Format: date-time */
            created_at: string;
            /** @enum {string} */
            event_type: "run_queued" | "run_succeeded" | "run_failed" | "run_cancelled" | "run_skipped" | "run_started" | "test";
            /**
             * Format: uuid
             * @description The same in retries and replays.
             */
            id: string;
            /** Format: date-time */
            next_attempt_at: string | null;
            /** Format: uuid */
            run_id: string | null;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            /** Format: uuid */
            webhook_id: string;
        };
        WebhookInput: {
            /**
             * @default [
             *       "run_succeeded",
             *       "run_failed",
             *       "run_cancelled"
             *     ]
             */
            event_types?: ("run_queued" | "run_succeeded" | "run_failed" | "run_cancelled" | "run_skipped")[];
            /**
             * @description `standard`: signed JSON (standardwebhooks.com). `slack`: a sentence for an incoming webhook of Slack.
             * @default standard
             * @enum {string}
             */
            format?: "standard" | "slack";
            name: string;
            /**
             * Format: uuid
             * @description Null: every pipeline.
             * @default null
             */
            pipeline_id?: string | null;
            /**
             * Format: uri
             * @description Write-only: never shown again in full.
             */
            url: string;
        };
        WebhookSecret: {
            /** @description Signs the messages. Not shown again. */
            secret: string;
        };
    };
    responses: {
        /** @description Bad request */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Conflict */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Internal error */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Method not allowed */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not authenticated */
        NotAuthenticated: {
            headers: {
                /**
                 * @description How to authenticate.
                 * @example Bearer
                 */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Precondition failed */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Precondition required */
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Source or destination failed */
        SourceOrDestinationFailed: {
            headers: {
                /**
                 * @description Seconds to wait before the next attempt.
                 * @example 2
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Temporarily unavailable */
        TemporarilyUnavailable: {
            headers: {
                /**
                 * @description Seconds to wait before the next attempt.
                 * @example 2
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests */
        TooManyRequests: {
            headers: {
                /**
                 * @description Seconds to wait before the next attempt.
                 * @example 2
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unsupported media type */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Name and paths. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "DataMantri Pipeline Orchestrator API",
                     *       "name": "DataMantri Pipeline Orchestrator",
                     *       "api": "/api/v1",
                     *       "health": "/health"
                     *     }
                     */
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Web Key Set (RFC 7517). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "alg": "EdDSA",
                     *           "use": "sig",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeySet"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that are not revoked, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c13",
                     *         "name": "nightly trigger",
                     *         "prefix": "dm_5f1c20ab",
                     *         "role": "operator",
                     *         "scopes": [
                     *           "runs:read",
                     *           "runs:operate"
                     *         ],
                     *         "owner_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "expires_at": null,
                     *         "last_used_at": null
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["ApiKey"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "nightly trigger",
                 *       "role": "operator",
                 *       "scopes": [
                 *         "runs:read",
                 *         "runs:operate"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description The key. It is not shown again. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c13",
                     *         "name": "nightly trigger",
                     *         "prefix": "dm_5f1c20ab",
                     *         "role": "operator",
                     *         "scopes": [
                     *           "runs:read",
                     *           "runs:operate"
                     *         ],
                     *         "owner_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "expires_at": null,
                     *         "last_used_at": null
                     *       },
                     *       "secret": "dm_5f1c20ab_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key was revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "API key \"nightly trigger\" was revoked."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Entries before this sequence. Follow the URL in `Link` unchanged. */
                before?: number;
                /** @description Page size. */
                limit?: number;
                /** @description Only entries about this id, of a run, pipeline or user. */
                object?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, newest first. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sequence": 4711,
                     *         "at": "2026-01-31T08:00:00.000Z",
                     *         "actor": {
                     *           "kind": "user",
                     *           "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *           "name": "ada@example.com"
                     *         },
                     *         "action": "POST /api/v1/pipelines/{id}/trigger",
                     *         "outcome": "allowed",
                     *         "object": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "facts": {},
                     *         "address": "192.0.2.10",
                     *         "request_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *         "key_id": "5d41402abc4b2a76",
                     *         "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["AuditEntry"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    verifyAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_intact": true,
                     *       "entry_count": 4711,
                     *       "first_broken_sequence": null,
                     *       "head_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "missing": null,
                     *       "unverified": null,
                     *       "anchor": {
                     *         "sequence": 4711,
                     *         "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "at": "2026-01-31T08:00:02.000Z",
                     *         "since_sequence": 1,
                     *         "since": "2026-01-01T08:00:00.000Z",
                     *         "holds": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    confirmIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Confirmed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Confirmed for ten minutes."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "admin@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
                /**
                 * @example {
                 *       "email": "admin@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description An access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                     *       "token_type": "bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "dmr_0198c1f27a5e7c3b9d612f4e8a6b0c10_0_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M",
                     *       "refresh_expires_at": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Logged out."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    logoutAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions have ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Ended 3 sessions."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *       "email": "admin@example.com",
                     *       "full_name": "Ada Admin",
                     *       "is_active": true,
                     *       "role": "admin",
                     *       "created_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getSignInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways to sign in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "password": true,
                     *       "oidc": {
                     *         "name": "Example Login",
                     *         "start_path": "/api/v1/auth/oidc/start"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignInMethods"];
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the console, with a session cookie or the code of the problem. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    startSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, or on an error to the console. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "dmr_0198c1f27a5e7c3b9d612f4e8a6b0c10_0_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            /** @description The next tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                     *       "token_type": "bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "dmr_0198c1f27a5e7c3b9d612f4e8a6b0c10_0_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M",
                     *       "refresh_expires_at": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "admin@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The session, with its cookie. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *         "email": "admin@example.com",
                     *         "full_name": "Ada Admin",
                     *         "is_active": true,
                     *         "role": "admin",
                     *         "created_at": "2026-01-31T08:00:00.000Z"
                     *       },
                     *       "expires_at": "2026-01-31T20:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenedSession"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The open sessions, last used first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
                     *         "kind": "browser",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "last_used_at": "2026-01-31T09:30:00.000Z",
                     *         "expires_at": "2026-01-31T20:00:00.000Z",
                     *         "address": "192.0.2.10",
                     *         "user_agent": "Mozilla/5.0",
                     *         "is_current": true
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Session"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Ended 1 session."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connections by name, without secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
                     *         "name": "warehouse",
                     *         "kind": "postgres",
                     *         "config": {
                     *           "host": "db.example.com",
                     *           "port": 5432,
                     *           "database": "analytics",
                     *           "user": "loader"
                     *         },
                     *         "version": 1,
                     *         "created_by": "ada@example.com",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "updated_at": "2026-01-31T08:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Connection"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "warehouse",
                 *       "kind": "postgres",
                 *       "config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "file:warehouse-password"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionInput"];
            };
        };
        responses: {
            /** @description The connection. */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
                     *       "name": "warehouse",
                     *       "kind": "postgres",
                     *       "config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader"
                     *       },
                     *       "version": 1,
                     *       "created_by": "ada@example.com",
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
                     *       "name": "warehouse",
                     *       "kind": "postgres",
                     *       "config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader"
                     *       },
                     *       "version": 1,
                     *       "created_by": "ada@example.com",
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    replaceConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read; `*` for any version. Required. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "warehouse",
                 *       "kind": "postgres",
                 *       "config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "file:warehouse-password"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionInput"];
            };
        };
        responses: {
            /** @description The changed connection. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
                     *       "name": "warehouse",
                     *       "kind": "postgres",
                     *       "config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader"
                     *       },
                     *       "version": 1,
                     *       "created_by": "ada@example.com",
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection was deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Connection \"warehouse\" was deleted."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    browseStoredConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dataset": "shop"
                 *     }
                 */
                "application/json": components["schemas"]["StoredBrowseInput"];
            };
        };
        responses: {
            /** @description The listing, of BigQuery or PostgreSQL. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "datasets": null,
                     *       "tables": [
                     *         {
                     *           "name": "customers",
                     *           "type": "TABLE"
                     *         },
                     *         {
                     *           "name": "orders",
                     *           "type": "TABLE"
                     *         }
                     *       ],
                     *       "table": null,
                     *       "is_complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["SourceListing"] | components["schemas"]["DestinationListing"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    testStoredConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schema": "public"
                 *     }
                 */
                "application/json": components["schemas"]["StoredConnectionTestInput"];
            };
        };
        responses: {
            /** @description The steps in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "checks": [
                     *         {
                     *           "check": "dns",
                     *           "ok": true,
                     *           "message": "db.example.com has an address",
                     *           "code": null
                     *         },
                     *         {
                     *           "check": "tcp",
                     *           "ok": false,
                     *           "message": "Connection refused. Check the port and that the server is running.",
                     *           "code": "sink_unreachable"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionChecks"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    browseDestination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "host": "db.example.com",
                 *       "database": "analytics",
                 *       "user": "loader",
                 *       "password": "correct horse battery staple",
                 *       "schema": "public",
                 *       "table": "orders"
                 *     }
                 */
                "application/json": components["schemas"]["DestinationBrowseInput"];
            };
        };
        responses: {
            /** @description The listing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": null,
                     *       "tables": null,
                     *       "table": {
                     *         "columns": [
                     *           {
                     *             "name": "order_id",
                     *             "type": "bigint",
                     *             "is_nullable": false
                     *           }
                     *         ],
                     *         "row_count_estimate": 2,
                     *         "rows": [
                     *           [
                     *             "1"
                     *           ],
                     *           [
                     *             "2"
                     *           ]
                     *         ]
                     *       },
                     *       "is_complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["DestinationListing"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    browseSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "project": "my-project",
                 *       "dataset": "shop"
                 *     }
                 */
                "application/json": components["schemas"]["BrowseInput"];
            };
        };
        responses: {
            /** @description The listing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "datasets": null,
                     *       "tables": [
                     *         {
                     *           "name": "customers",
                     *           "type": "TABLE"
                     *         },
                     *         {
                     *           "name": "orders",
                     *           "type": "TABLE"
                     *         }
                     *       ],
                     *       "table": null,
                     *       "is_complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["SourceListing"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "bigquery",
                 *       "config": {
                 *         "project": "my-project"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionTestInput"];
            };
        };
        responses: {
            /** @description The steps in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "checks": [
                     *         {
                     *           "check": "dns",
                     *           "ok": true,
                     *           "message": "db.example.com has an address",
                     *           "code": null
                     *         },
                     *         {
                     *           "check": "tcp",
                     *           "ok": false,
                     *           "message": "Connection refused. Check the port and that the server is running.",
                     *           "code": "sink_unreachable"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionChecks"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Only runs of this pipeline. */
                pipeline_id?: string;
            };
            header?: {
                /** @description Last id received; the stream resumes after it. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the client or the server closes the connection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     id: mf3k2a9z-1041
                     *     event: ready
                     *     data: {}
                     *
                     *     id: mf3k2a9z-1042
                     *     data: {"id":"mf3k2a9z-1042","event_id":"0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33:RunSucceeded","type":"run_succeeded","time":"2026-01-31T08:00:04.120Z","run_id":"0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33","pipeline_id":"0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11","data":{"records_processed":3201}}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listPipelines: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
                mode?: "append" | "replace" | "merge" | "mirror" | "history" | "batch" | "stream";
                /** @description Part of the name or the description. */
                q?: string;
                status?: "active" | "paused";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pipelines that are not archived, newest first. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "description": null,
                     *         "source_type": "bigquery",
                     *         "destination_type": "postgres",
                     *         "mode": "merge",
                     *         "schedule": "0 5 * * *",
                     *         "timezone": "Europe/Berlin",
                     *         "schedule_jitter_seconds": null,
                     *         "batch_size": null,
                     *         "mapping": {
                     *           "columns": [
                     *             {
                     *               "source": "customer_email",
                     *               "mask": {
                     *                 "method": "hmac"
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         "catch_up": {
                     *           "policy": "last",
                     *           "window_seconds": 86400
                     *         },
                     *         "max_wait": null,
                     *         "deadline_seconds": null,
                     *         "retry": null,
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "name": "orders",
                     *         "source_config": {
                     *           "project": "my-project",
                     *           "dataset": "shop",
                     *           "table": "orders"
                     *         },
                     *         "destination_config": {
                     *           "host": "db.example.com",
                     *           "port": 5432,
                     *           "database": "analytics",
                     *           "user": "loader",
                     *           "schema": "public",
                     *           "table": "orders",
                     *           "key": [
                     *             "order_id"
                     *           ]
                     *         },
                     *         "is_active": true,
                     *         "status": "active",
                     *         "version": 1,
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "updated_at": "2026-01-31T08:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Pipeline"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    createPipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "source_config": {
                 *         "project": "my-project",
                 *         "dataset": "shop",
                 *         "table": "orders"
                 *       },
                 *       "destination_config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "correct horse battery staple",
                 *         "table": "orders",
                 *         "key": [
                 *           "order_id"
                 *         ]
                 *       },
                 *       "mode": "merge",
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "catch_up": {
                 *         "policy": "last"
                 *       },
                 *       "mapping": {
                 *         "columns": [
                 *           {
                 *             "source": "customer_email",
                 *             "mask": {
                 *               "method": "hmac"
                 *             }
                 *           }
                 *         ],
                 *         "mask_key": "a long secret of your own"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PipelineInput"];
            };
        };
        responses: {
            /** @description The pipeline, without its secrets. */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pipeline. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    replacePipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read; `*` for any version. Required. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "source_config": {
                 *         "project": "my-project",
                 *         "dataset": "shop",
                 *         "table": "orders"
                 *       },
                 *       "destination_config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "correct horse battery staple",
                 *         "table": "orders",
                 *         "key": [
                 *           "order_id"
                 *         ]
                 *       },
                 *       "mode": "merge",
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "catch_up": {
                 *         "policy": "last"
                 *       },
                 *       "mapping": {
                 *         "columns": [
                 *           {
                 *             "source": "customer_email",
                 *             "mask": {
                 *               "method": "hmac"
                 *             }
                 *           }
                 *         ],
                 *         "mask_key": "a long secret of your own"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PipelineInput"];
            };
        };
        responses: {
            /** @description The changed pipeline. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    archivePipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read. Default: any version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pipeline was archived. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Pipeline \"orders\" was archived. Its run history stays."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    backfillPipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-01-01",
                 *       "to": "2026-02-01"
                 *     }
                 */
                "application/json": components["schemas"]["BackfillInput"];
            };
        };
        responses: {
            /** @description The run was requested. */
            202: {
                headers: {
                    /** @description Path of the run. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "task_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "triggered"
                     *     }
                     */
                    "application/json": components["schemas"]["Triggered"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listPipelineChanges: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every version with its author and changes, newest first; also of an archived pipeline. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "version": 2,
                     *         "action": "changed",
                     *         "changed_by": "ada@example.com",
                     *         "changed_at": "2026-01-31T08:00:00.000Z",
                     *         "changes": [
                     *           {
                     *             "field": "schedule",
                     *             "before": null,
                     *             "after": "0 5 * * *"
                     *           }
                     *         ],
                     *         "secrets_changed": [
                     *           "destination_config.password"
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["PipelineChange"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getPipelineVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version; also of an archived pipeline. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 2,
                     *       "action": "changed",
                     *       "changed_by": "ada@example.com",
                     *       "changed_at": "2026-01-31T08:00:00.000Z",
                     *       "secrets_changed": [
                     *         "destination_config.password"
                     *       ],
                     *       "configuration": {
                     *         "name": "orders",
                     *         "description": null,
                     *         "source_type": "bigquery",
                     *         "source_config": {
                     *           "project": "my-project",
                     *           "dataset": "shop",
                     *           "table": "orders"
                     *         },
                     *         "destination_type": "postgres",
                     *         "destination_config": {
                     *           "host": "db.example.com",
                     *           "port": 5432,
                     *           "database": "analytics",
                     *           "user": "loader",
                     *           "schema": "public",
                     *           "table": "orders",
                     *           "key": [
                     *             "order_id"
                     *           ]
                     *         },
                     *         "mode": "merge",
                     *         "schedule": "0 5 * * *",
                     *         "timezone": "Europe/Berlin",
                     *         "schedule_jitter_seconds": null,
                     *         "batch_size": null,
                     *         "mapping": {
                     *           "columns": [
                     *             {
                     *               "source": "customer_email",
                     *               "mask": {
                     *                 "method": "hmac"
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         "catch_up": {
                     *           "policy": "last",
                     *           "window_seconds": 86400
                     *         },
                     *         "max_wait": null,
                     *         "deadline_seconds": null,
                     *         "retry": null
                     *       },
                     *       "restoring": [
                     *         {
                     *           "field": "schedule",
                     *           "before": "0 6 * * *",
                     *           "after": "0 5 * * *"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PipelineVersion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    duplicatePipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "orders (copy)"
                 *     }
                 */
                "application/json": components["schemas"]["DuplicateInput"];
            };
        };
        responses: {
            /** @description The copy. */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getPipelineEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The estimate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "inspected_at": "2026-01-31T08:00:00.000Z",
                     *       "estimate": {
                     *         "read": "query",
                     *         "is_billed": true,
                     *         "reason": "the source is a query",
                     *         "bytes_processed": 82342,
                     *         "bytes_billed": 10485760,
                     *         "cost_usd": 0.0000596,
                     *         "price_per_tib_usd": 6.25,
                     *         "maximum_bytes_billed": 107374182400
                     *       },
                     *       "cost_usd_per_day": 0.000238,
                     *       "columns": [
                     *         {
                     *           "name": "order_id",
                     *           "type": "INT64",
                     *           "is_nullable": false
                     *         }
                     *       ],
                     *       "row_count": null,
                     *       "location": "EU",
                     *       "last_modified": null,
                     *       "type_report": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_id",
                     *             "source_type": "INT64",
                     *             "target": "customer_id",
                     *             "target_type": "integer",
                     *             "fidelity": "lossless",
                     *             "notes": [
                     *               "cast to integer: a value that does not fit is refused"
                     *             ],
                     *             "choices": [
                     *               "cast: text, varchar, citext, bigint, smallint, numeric",
                     *               "mask: sha256, hmac, redact, partial",
                     *               "exclude"
                     *             ]
                     *           }
                     *         ],
                     *         "problems": []
                     *       },
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listOccurrences: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
                status?: "fired" | "late" | "skipped" | "caught_up" | "missed";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The due times, newest first; also of an archived pipeline. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "pipeline_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "scheduled_for": "2026-02-01T04:00:00.000Z",
                     *         "status": "missed",
                     *         "reason": "policy_none",
                     *         "clock_change": null,
                     *         "run_id": null,
                     *         "recorded_at": "2026-02-01T06:31:07.120Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Occurrence"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    pausePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The paused pipeline. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    resumePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active pipeline. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listPipelineRuns: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs, newest first; also of an archived pipeline. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *         "pipeline_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "pipeline_name": "orders",
                     *         "status": "success",
                     *         "cause": "manual",
                     *         "retry_of": null,
                     *         "undo_of": null,
                     *         "undone_by": null,
                     *         "can_undo": false,
                     *         "records_resumed": null,
                     *         "resumable_until": null,
                     *         "start_time": "2026-01-31T08:00:00.000Z",
                     *         "end_time": "2026-01-31T08:00:04.120Z",
                     *         "triggered_by": "admin@example.com",
                     *         "records_processed": 3201,
                     *         "rejected_count": 0,
                     *         "replayed_count": 0,
                     *         "replaced_cells": [],
                     *         "error_message": null,
                     *         "log": "2026-01-31T08:00:00.000Z queued\n2026-01-31T08:00:04.120Z 3201 rows finalized",
                     *         "records_total": 3201,
                     *         "bytes_estimated": 0,
                     *         "bytes_billed": 0,
                     *         "cost_usd": 0,
                     *         "phase": "success",
                     *         "error_code": null,
                     *         "waiting_reason": null,
                     *         "waiting_since": null,
                     *         "waiting_until": null,
                     *         "retry_at": null,
                     *         "range": null,
                     *         "scheduled_for": null
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Run"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    previewPipelineSchedule: {
        parameters: {
            query?: {
                /** @description Number of due times. */
                count?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Due times and warnings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next": [
                     *         "2026-02-01T04:00:00.000Z",
                     *         "2026-02-02T04:00:00.000Z"
                     *       ],
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    triggerPipeline: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run was requested. */
            202: {
                headers: {
                    /** @description Path of the run. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "task_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "triggered"
                     *     }
                     */
                    "application/json": components["schemas"]["Triggered"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getPipelineTypeReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each column's source and target type, whether values may change, and alternatives. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "columns": [
                     *         {
                     *           "source": "customer_id",
                     *           "source_type": "INT64",
                     *           "target": "customer_id",
                     *           "target_type": "integer",
                     *           "fidelity": "lossless",
                     *           "notes": [
                     *             "cast to integer: a value that does not fit is refused"
                     *           ],
                     *           "choices": [
                     *             "cast: text, varchar, citext, bigint, smallint, numeric",
                     *             "mask: sha256, hmac, redact, partial",
                     *             "exclude"
                     *           ]
                     *         }
                     *       ],
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["TypeReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    exportPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example name: orders */
                    "application/yaml": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getPipelineByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique among the pipelines. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pipeline. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "description": null,
                     *       "source_type": "bigquery",
                     *       "destination_type": "postgres",
                     *       "mode": "merge",
                     *       "schedule": "0 5 * * *",
                     *       "timezone": "Europe/Berlin",
                     *       "schedule_jitter_seconds": null,
                     *       "batch_size": null,
                     *       "mapping": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_email",
                     *             "mask": {
                     *               "method": "hmac"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "catch_up": {
                     *         "policy": "last",
                     *         "window_seconds": 86400
                     *       },
                     *       "max_wait": null,
                     *       "deadline_seconds": null,
                     *       "retry": null,
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "name": "orders",
                     *       "source_config": {
                     *         "project": "my-project",
                     *         "dataset": "shop",
                     *         "table": "orders"
                     *       },
                     *       "destination_config": {
                     *         "host": "db.example.com",
                     *         "port": 5432,
                     *         "database": "analytics",
                     *         "user": "loader",
                     *         "schema": "public",
                     *         "table": "orders",
                     *         "key": [
                     *           "order_id"
                     *         ]
                     *       },
                     *       "is_active": true,
                     *       "status": "active",
                     *       "version": 1,
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    applyPipeline: {
        parameters: {
            query?: {
                /** @description With `true`, only lists the changes. */
                dry_run?: "true" | "false";
                /** @description Name that the pipeline had before. */
                previous_name?: string;
            };
            header?: never;
            path: {
                /** @description Unique among the pipelines. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "source_config": {
                 *         "project": "my-project",
                 *         "dataset": "shop",
                 *         "table": "orders"
                 *       },
                 *       "destination_config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "correct horse battery staple",
                 *         "table": "orders",
                 *         "key": [
                 *           "order_id"
                 *         ]
                 *       },
                 *       "mode": "merge",
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "catch_up": {
                 *         "policy": "last"
                 *       },
                 *       "mapping": {
                 *         "columns": [
                 *           {
                 *             "source": "customer_email",
                 *             "mask": {
                 *               "method": "hmac"
                 *             }
                 *           }
                 *         ],
                 *         "mask_key": "a long secret of your own"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PipelineInput"];
            };
        };
        responses: {
            /** @description The applied, or planned, changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action": "updated",
                     *       "changes": [
                     *         {
                     *           "field": "schedule",
                     *           "before": null,
                     *           "after": "0 5 * * *"
                     *         }
                     *       ],
                     *       "pipeline": {
                     *         "description": null,
                     *         "source_type": "bigquery",
                     *         "destination_type": "postgres",
                     *         "mode": "merge",
                     *         "schedule": "0 5 * * *",
                     *         "timezone": "Europe/Berlin",
                     *         "schedule_jitter_seconds": null,
                     *         "batch_size": null,
                     *         "mapping": {
                     *           "columns": [
                     *             {
                     *               "source": "customer_email",
                     *               "mask": {
                     *                 "method": "hmac"
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         "catch_up": {
                     *           "policy": "last",
                     *           "window_seconds": 86400
                     *         },
                     *         "max_wait": null,
                     *         "deadline_seconds": null,
                     *         "retry": null,
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "name": "orders",
                     *         "source_config": {
                     *           "project": "my-project",
                     *           "dataset": "shop",
                     *           "table": "orders"
                     *         },
                     *         "destination_config": {
                     *           "host": "db.example.com",
                     *           "port": 5432,
                     *           "database": "analytics",
                     *           "user": "loader",
                     *           "schema": "public",
                     *           "table": "orders",
                     *           "key": [
                     *             "order_id"
                     *           ]
                     *         },
                     *         "is_active": true,
                     *         "status": "active",
                     *         "version": 1,
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "updated_at": "2026-01-31T08:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AppliedPipeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    estimatePipeline: {
        parameters: {
            query?: {
                /** @description Pipeline whose stored secret is used when none is given, only for that secret's server. */
                pipeline_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "source_config": {
                 *         "project": "my-project",
                 *         "dataset": "shop",
                 *         "table": "orders"
                 *       },
                 *       "destination_config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "correct horse battery staple",
                 *         "table": "orders",
                 *         "key": [
                 *           "order_id"
                 *         ]
                 *       },
                 *       "mode": "merge",
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "catch_up": {
                 *         "policy": "last"
                 *       },
                 *       "mapping": {
                 *         "columns": [
                 *           {
                 *             "source": "customer_email",
                 *             "mask": {
                 *               "method": "hmac"
                 *             }
                 *           }
                 *         ],
                 *         "mask_key": "a long secret of your own"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PipelineInput"];
            };
        };
        responses: {
            /** @description Columns, bytes, cost and problems. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "inspected_at": "2026-01-31T08:00:00.000Z",
                     *       "estimate": {
                     *         "read": "query",
                     *         "is_billed": true,
                     *         "reason": "the source is a query",
                     *         "bytes_processed": 82342,
                     *         "bytes_billed": 10485760,
                     *         "cost_usd": 0.0000596,
                     *         "price_per_tib_usd": 6.25,
                     *         "maximum_bytes_billed": 107374182400
                     *       },
                     *       "cost_usd_per_day": 0.000238,
                     *       "columns": [
                     *         {
                     *           "name": "order_id",
                     *           "type": "INT64",
                     *           "is_nullable": false
                     *         }
                     *       ],
                     *       "row_count": null,
                     *       "location": "EU",
                     *       "last_modified": null,
                     *       "type_report": {
                     *         "columns": [
                     *           {
                     *             "source": "customer_id",
                     *             "source_type": "INT64",
                     *             "target": "customer_id",
                     *             "target_type": "integer",
                     *             "fidelity": "lossless",
                     *             "notes": [
                     *               "cast to integer: a value that does not fit is refused"
                     *             ],
                     *             "choices": [
                     *               "cast: text, varchar, citext, bigint, smallint, numeric",
                     *               "mask: sha256, hmac, redact, partial",
                     *               "exclude"
                     *             ]
                     *           }
                     *         ],
                     *         "problems": []
                     *       },
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    validatePipeline: {
        parameters: {
            query?: {
                /** @description Pipeline whose stored secret is used when none is given, only for that secret's server. */
                pipeline_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "source_config": {
                 *         "project": "my-project",
                 *         "dataset": "shop",
                 *         "table": "orders"
                 *       },
                 *       "destination_config": {
                 *         "host": "db.example.com",
                 *         "database": "analytics",
                 *         "user": "loader",
                 *         "password": "correct horse battery staple",
                 *         "table": "orders",
                 *         "key": [
                 *           "order_id"
                 *         ]
                 *       },
                 *       "mode": "merge",
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "catch_up": {
                 *         "policy": "last"
                 *       },
                 *       "mapping": {
                 *         "columns": [
                 *           {
                 *             "source": "customer_email",
                 *             "mask": {
                 *               "method": "hmac"
                 *             }
                 *           }
                 *         ],
                 *         "mask_key": "a long secret of your own"
                 *       }
                 *     }
                 */
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Every problem, the next due times and the estimate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": false,
                     *       "problems": [
                     *         {
                     *           "code": "request_invalid",
                     *           "field": "schedule",
                     *           "message": "\"0 0 30 2 *\" never fires",
                     *           "solution": "Correct the request as the message says."
                     *         }
                     *       ],
                     *       "schedule": {
                     *         "next": []
                     *       },
                     *       "estimate": {
                     *         "inspected_at": "2026-01-31T08:00:00.000Z",
                     *         "estimate": {
                     *           "read": "query",
                     *           "is_billed": true,
                     *           "reason": "the source is a query",
                     *           "bytes_processed": 82342,
                     *           "bytes_billed": 10485760,
                     *           "cost_usd": 0.0000596,
                     *           "price_per_tib_usd": 6.25,
                     *           "maximum_bytes_billed": 107374182400
                     *         },
                     *         "cost_usd_per_day": 0.000238,
                     *         "columns": [
                     *           {
                     *             "name": "order_id",
                     *             "type": "INT64",
                     *             "is_nullable": false
                     *           }
                     *         ],
                     *         "row_count": null,
                     *         "location": "EU",
                     *         "last_modified": null,
                     *         "type_report": {
                     *           "columns": [
                     *             {
                     *               "source": "customer_id",
                     *               "source_type": "INT64",
                     *               "target": "customer_id",
                     *               "target_type": "integer",
                     *               "fidelity": "lossless",
                     *               "notes": [
                     *                 "cast to integer: a value that does not fit is refused"
                     *               ],
                     *               "choices": [
                     *                 "cast: text, varchar, citext, bigint, smallint, numeric",
                     *                 "mask: sha256, hmac, redact, partial",
                     *                 "exclude"
                     *               ]
                     *             }
                     *           ],
                     *           "problems": []
                     *         },
                     *         "problems": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Validation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                cause?: "schedule" | "manual" | "api" | "retry" | "backfill" | "undo";
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Failed with this code of docs/errors.md. */
                error_code?: string;
                /** @description Page size. */
                limit?: number;
                pipeline_id?: string;
                /** @description Created at this time or later. */
                since?: string;
                /** @description `outcome_unknown`: the run's rows were to be moved into the target, and the destination does not say whether they are there. It becomes `success` or `failed` when it answers; no other run of the pipeline begins before. */
                status?: "queued" | "running" | "outcome_unknown" | "success" | "failed" | "cancelled";
                /** @description Created before. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs, newest first; also of archived pipelines. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *         "pipeline_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *         "pipeline_name": "orders",
                     *         "status": "success",
                     *         "cause": "manual",
                     *         "retry_of": null,
                     *         "undo_of": null,
                     *         "undone_by": null,
                     *         "can_undo": false,
                     *         "records_resumed": null,
                     *         "resumable_until": null,
                     *         "start_time": "2026-01-31T08:00:00.000Z",
                     *         "end_time": "2026-01-31T08:00:04.120Z",
                     *         "triggered_by": "admin@example.com",
                     *         "records_processed": 3201,
                     *         "rejected_count": 0,
                     *         "replayed_count": 0,
                     *         "replaced_cells": [],
                     *         "error_message": null,
                     *         "records_total": 3201,
                     *         "bytes_estimated": 0,
                     *         "bytes_billed": 0,
                     *         "cost_usd": 0,
                     *         "phase": "success",
                     *         "error_code": null,
                     *         "waiting_reason": null,
                     *         "waiting_since": null,
                     *         "waiting_until": null,
                     *         "retry_at": null,
                     *         "range": null,
                     *         "scheduled_for": null
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["RunSummary"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "pipeline_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
                     *       "pipeline_name": "orders",
                     *       "status": "success",
                     *       "cause": "manual",
                     *       "retry_of": null,
                     *       "undo_of": null,
                     *       "undone_by": null,
                     *       "can_undo": false,
                     *       "records_resumed": null,
                     *       "resumable_until": null,
                     *       "start_time": "2026-01-31T08:00:00.000Z",
                     *       "end_time": "2026-01-31T08:00:04.120Z",
                     *       "triggered_by": "admin@example.com",
                     *       "records_processed": 3201,
                     *       "rejected_count": 0,
                     *       "replayed_count": 0,
                     *       "replaced_cells": [],
                     *       "error_message": null,
                     *       "log": "2026-01-31T08:00:00.000Z queued\n2026-01-31T08:00:04.120Z 3201 rows finalized",
                     *       "records_total": 3201,
                     *       "bytes_estimated": 0,
                     *       "bytes_billed": 0,
                     *       "cost_usd": 0,
                     *       "phase": "success",
                     *       "error_code": null,
                     *       "waiting_reason": null,
                     *       "waiting_since": null,
                     *       "waiting_until": null,
                     *       "retry_at": null,
                     *       "range": null,
                     *       "scheduled_for": null,
                     *       "phases": [
                     *         {
                     *           "phase": "queued",
                     *           "started_at": "2026-01-31T08:00:00.000Z",
                     *           "ended_at": "2026-01-31T08:00:00.010Z"
                     *         },
                     *         {
                     *           "phase": "planning",
                     *           "started_at": "2026-01-31T08:00:00.010Z",
                     *           "ended_at": "2026-01-31T08:00:01.200Z"
                     *         },
                     *         {
                     *           "phase": "preparing",
                     *           "started_at": "2026-01-31T08:00:01.200Z",
                     *           "ended_at": "2026-01-31T08:00:01.350Z"
                     *         },
                     *         {
                     *           "phase": "loading",
                     *           "started_at": "2026-01-31T08:00:01.350Z",
                     *           "ended_at": "2026-01-31T08:00:03.900Z"
                     *         },
                     *         {
                     *           "phase": "finalizing",
                     *           "started_at": "2026-01-31T08:00:03.900Z",
                     *           "ended_at": "2026-01-31T08:00:04.120Z"
                     *         }
                     *       ],
                     *       "splits": {
                     *         "total": 1,
                     *         "extracted": 1,
                     *         "loaded": 1
                     *       },
                     *       "batches_loaded": 1,
                     *       "attempt": 1,
                     *       "vendor_message": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run is cancelled, or abandoned. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "The run is cancelled."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    discardRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The discard was requested. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "The run's loaded rows are being discarded."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listRunEvents: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
            };
            header?: {
                /** @description Last id received; the stream resumes after it. */
                "last-event-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines of its log, oldest first. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": 17,
                     *         "name": "RunSucceeded",
                     *         "message": "succeeded: 3,201 rows",
                     *         "occurred_at": "2026-01-31T08:00:04.120Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["RunEvent"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listRejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rejects. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "rejected_count": 2,
                     *       "kept_in": "datamantri.rejects of db.example.com:5432/warehouse",
                     *       "reasons": [
                     *         {
                     *           "reason": "it is NULL, which the target forbids (23502)",
                     *           "sqlstate": "23502",
                     *           "columns": [
                     *             "email"
                     *           ],
                     *           "row_count": 2,
                     *           "replayed_count": 0,
                     *           "row_numbers": [
                     *             17,
                     *             4711
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Rejects"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    replayRejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay was requested. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "replaying"
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "from": "failure"
                 *     }
                 */
                "application/json": components["schemas"]["RetryInput"];
            };
        };
        responses: {
            /** @description The run was requested. */
            202: {
                headers: {
                    /** @description Path of the run. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "task_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "triggered"
                     *     }
                     */
                    "application/json": components["schemas"]["Triggered"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listRunSplits: {
        parameters: {
            query?: {
                /** @description Position in the list. Follow the URL in `Link` unchanged. */
                cursor?: string;
                /** @description Page size. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The splits with their progress, in row order; empty until the run is planned. */
            200: {
                headers: {
                    /** @description URL of the next page, `<...>; rel="next"`; missing on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "split": 0,
                     *         "first_row": 0,
                     *         "row_count": 3201,
                     *         "extracted_at": "2026-01-31T08:00:03.100Z",
                     *         "loaded_row_count": 3201
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Split"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    undoRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run was requested. */
            202: {
                headers: {
                    /** @description Path of the run. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "task_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "triggered"
                     *     }
                     */
                    "application/json": components["schemas"]["Triggered"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getRunVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "level": "full",
                     *       "snapshot_taken_at": "2026-01-31T08:00:00.000Z",
                     *       "rows": {
                     *         "source": 3201,
                     *         "source_query": 3201,
                     *         "manifest": 3201,
                     *         "ledger": 3201,
                     *         "rejected": 0,
                     *         "staged": 3201
                     *       },
                     *       "target": {
                     *         "inserted": 3201,
                     *         "updated": 0,
                     *         "deleted": 0
                     *       },
                     *       "rows_hash": "5f0c9b7a4e1d2c3b8a7f6e5d4c3b2a19",
                     *       "columns": [
                     *         {
                     *           "name": "title",
                     *           "type": "STRING",
                     *           "compared": "values",
                     *           "reason": null,
                     *           "null_count": 4,
                     *           "min": "0a6b2d4c8e1f3a5b7c9d0e2f4a6b8c1d",
                     *           "max": "1b7c3e5d9f2a4b6c8d0e1f3a5b7c9d2e",
                     *           "sum": "2c8d4f6e0a3b5c7d9e1f2a4b6c8d0e3f",
                     *           "hash": "3d9e5a7f1b4c6d8e0f2a3b5c7d9e1f4a"
                     *         }
                     *       ],
                     *       "job_id": "datamantri_0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33_statistics",
                     *       "bytes_billed": 10485760
                     *     }
                     */
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    changeRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "retry",
                 *       "run_ids": [
                 *         "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BulkInput"];
            };
        };
        responses: {
            /** @description The outcome of each run, in the order of the request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *           "accepted": true,
                     *           "task_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *           "code": null,
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    previewSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schedule": "0 5 * * *",
                 *       "timezone": "Europe/Berlin"
                 *     }
                 */
                "application/json": components["schemas"]["ScheduleInput"];
            };
        };
        responses: {
            /** @description Due times and warnings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next": [
                     *         "2026-02-01T04:00:00.000Z",
                     *         "2026-02-02T04:00:00.000Z"
                     *       ],
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state and its problems. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "measured_at": "2026-01-31T08:00:00.000Z",
                     *       "state": "degraded",
                     *       "problems": [
                     *         {
                     *           "code": "destination_failing",
                     *           "severity": "warn",
                     *           "message": "1 run waits for destination db.example.com:5432/warehouse: sink_unreachable.",
                     *           "solution": "Check the destination's host and port, and that PostgreSQL is running and accepts connections from the loader."
                     *         }
                     *       ],
                     *       "broker": {
                     *         "address": "nats:4222",
                     *         "server_name": "datamantri-nats",
                     *         "version": "2.14.0",
                     *         "cluster": null,
                     *         "round_trip_ms": 1,
                     *         "max_payload_bytes": 8388608,
                     *         "needed_payload_bytes": 4259840,
                     *         "jetstream": {
                     *           "storage_bytes": 10485760,
                     *           "max_storage_bytes": null,
                     *           "api_requests": 1204,
                     *           "api_errors": 0
                     *         },
                     *         "unreadable": []
                     *       },
                     *       "streams": [
                     *         {
                     *           "name": "BATCHES",
                     *           "messages": 12,
                     *           "bytes": 10240000,
                     *           "max_messages": 2000,
                     *           "max_bytes": 8388608000,
                     *           "max_age_seconds": null,
                     *           "when_full": "refuses",
                     *           "first_at": "2026-01-31T07:59:57.000Z",
                     *           "last_at": "2026-01-31T07:59:59.900Z",
                     *           "leader": null,
                     *           "replica_count": 1,
                     *           "replicas_behind": []
                     *         }
                     *       ],
                     *       "queues": [
                     *         {
                     *           "name": "loader-batches",
                     *           "stream": "BATCHES",
                     *           "service": "loader",
                     *           "waiting": 8,
                     *           "in_work": 4,
                     *           "redelivered": 0,
                     *           "oldest_at": "2026-01-31T07:59:57.000Z"
                     *         }
                     *       ],
                     *       "services": [
                     *         {
                     *           "service": "loader",
                     *           "instances": [
                     *             {
                     *               "id": "6Q1N3GZ8V2K7T0B5W4C9XA",
                     *               "version": "0.2.0",
                     *               "started_at": "2026-01-30T21:12:00.000Z",
                     *               "state": "answering",
                     *               "last_answer_at": "2026-01-31T08:00:00.000Z",
                     *               "metadata": {
                     *                 "node": "v24.4.0",
                     *                 "group_bytes": "4194304"
                     *               },
                     *               "endpoints": [
                     *                 {
                     *                   "name": "loader-batches",
                     *                   "slots": 2,
                     *                   "busy": 2,
                     *                   "done": 5120,
                     *                   "failed": 3,
                     *                   "last_error_code": "sink_unreachable",
                     *                   "average_ms": 41.7
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "outbox": {
                     *         "waiting": 0,
                     *         "oldest_at": null
                     *       },
                     *       "open_runs": {
                     *         "queued": 0,
                     *         "running": 1,
                     *         "rows_loaded": 120000,
                     *         "waits": [
                     *           {
                     *             "reason": "load waits: cannot reach db.example.com (sink_unreachable)",
                     *             "error_code": "sink_unreachable",
                     *             "runs": 1,
                     *             "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *             "pipeline_name": "orders"
                     *           }
                     *         ]
                     *       },
                     *       "throughput": [
                     *         {
                     *           "hour": "2026-01-31T08:00:00.000Z",
                     *           "runs": 4,
                     *           "failed": 1,
                     *           "rows_loaded": 960000,
                     *           "bytes_billed": 0
                     *         }
                     *       ],
                     *       "errors": [
                     *         {
                     *           "hour": "2026-01-31T07:00:00.000Z",
                     *           "error_code": "sink_unreachable",
                     *           "runs": 1
                     *         }
                     *       ],
                     *       "sources": [
                     *         {
                     *           "name": "analytics-prod",
                     *           "state": "working",
                     *           "last_success_at": "2026-01-31T07:58:00.000Z",
                     *           "last_failure_at": null,
                     *           "last_error_code": null,
                     *           "waiting": 0,
                     *           "runs": 24,
                     *           "failed": 1,
                     *           "rows_loaded": 960000
                     *         }
                     *       ],
                     *       "destinations": [
                     *         {
                     *           "name": "db.example.com:5432/warehouse",
                     *           "state": "failing",
                     *           "last_success_at": "2026-01-31T06:58:00.000Z",
                     *           "last_failure_at": "2026-01-31T07:58:00.000Z",
                     *           "last_error_code": "sink_unreachable",
                     *           "waiting": 1,
                     *           "runs": 24,
                     *           "failed": 1,
                     *           "rows_loaded": 960000
                     *         }
                     *       ],
                     *       "unavailable": []
                     *     }
                     */
                    "application/json": components["schemas"]["System"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users, by e-mail address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *         "email": "admin@example.com",
                     *         "full_name": "Ada Admin",
                     *         "is_active": true,
                     *         "role": "admin",
                     *         "created_at": "2026-01-31T08:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["User"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "bob@example.com",
                 *       "role": "operator"
                 *     }
                 */
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *         "email": "bob@example.com",
                     *         "full_name": null,
                     *         "is_active": true,
                     *         "role": "operator",
                     *         "created_at": "2026-01-31T08:00:00.000Z"
                     *       },
                     *       "initial_password": "Qm9iJ3MgcGFzc3dvcmQhIQ1x"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *       "email": "admin@example.com",
                     *       "full_name": "Ada Admin",
                     *       "is_active": true,
                     *       "role": "admin",
                     *       "created_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "editor"
                 *     }
                 */
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
                     *       "email": "admin@example.com",
                     *       "full_name": "Ada Admin",
                     *       "is_active": true,
                     *       "role": "admin",
                     *       "created_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "old_password": "correct horse battery staple",
                 *       "new_password": "a much better one"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "The password was changed."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *         "name": "on call",
                     *         "url_shown": "https://example.com/hooks/datamantri",
                     *         "format": "standard",
                     *         "pipeline_id": null,
                     *         "event_types": [
                     *           "run_failed"
                     *         ],
                     *         "is_active": true,
                     *         "disabled_reason": null,
                     *         "created_by": "admin@example.com",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "updated_at": "2026-01-31T08:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "on call",
                 *       "url": "https://example.com/hooks/datamantri",
                 *       "event_types": [
                 *         "run_failed"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description The webhook with its secret, which is not shown again. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook": {
                     *         "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *         "name": "on call",
                     *         "url_shown": "https://example.com/hooks/datamantri",
                     *         "format": "standard",
                     *         "pipeline_id": null,
                     *         "event_types": [
                     *           "run_failed"
                     *         ],
                     *         "is_active": true,
                     *         "disabled_reason": null,
                     *         "created_by": "admin@example.com",
                     *         "created_at": "2026-01-31T08:00:00.000Z",
                     *         "updated_at": "2026-01-31T08:00:00.000Z"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *       "name": "on call",
                     *       "url_shown": "https://example.com/hooks/datamantri",
                     *       "format": "standard",
                     *       "pipeline_id": null,
                     *       "event_types": [
                     *         "run_failed"
                     *       ],
                     *       "is_active": true,
                     *       "disabled_reason": null,
                     *       "created_by": "admin@example.com",
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook and its deliveries were deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Webhook \"on call\" was deleted."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_active": false
                 *     }
                 */
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description The changed webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *       "name": "on call",
                     *       "url_shown": "https://example.com/hooks/datamantri",
                     *       "format": "standard",
                     *       "pipeline_id": null,
                     *       "event_types": [
                     *         "run_failed"
                     *       ],
                     *       "is_active": true,
                     *       "disabled_reason": null,
                     *       "created_by": "admin@example.com",
                     *       "created_at": "2026-01-31T08:00:00.000Z",
                     *       "updated_at": "2026-01-31T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Page size. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries of 30 days, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0198c1f3-22d2-8a3c-b0a4-5d1c9e7f2a40",
                     *         "webhook_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *         "event_type": "run_failed",
                     *         "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *         "status": "delivered",
                     *         "created_at": "2026-01-31T08:00:04.120Z",
                     *         "next_attempt_at": null,
                     *         "attempts": [
                     *           {
                     *             "at": "2026-01-31T08:00:04.500Z",
                     *             "status": 204,
                     *             "error": null,
                     *             "duration_ms": 81
                     *           }
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["WebhookDelivery"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queued delivery. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f3-22d2-8a3c-b0a4-5d1c9e7f2a40",
                     *       "webhook_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *       "event_type": "run_failed",
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "pending",
                     *       "created_at": "2026-01-31T08:00:04.120Z",
                     *       "next_attempt_at": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2026-01-31T08:00:04.500Z",
                     *           "status": 204,
                     *           "error": null,
                     *           "duration_ms": 81
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret, which is not shown again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key returns the first result. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queued delivery. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198c1f3-22d2-8a3c-b0a4-5d1c9e7f2a40",
                     *       "webhook_id": "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
                     *       "event_type": "run_failed",
                     *       "run_id": "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
                     *       "status": "pending",
                     *       "created_at": "2026-01-31T08:00:04.120Z",
                     *       "next_attempt_at": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2026-01-31T08:00:04.500Z",
                     *           "status": 204,
                     *           "error": null,
                     *           "duration_ms": 81
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    openEventSocket: {
        parameters: {
            query?: {
                /** @description Last id received; the stream resumes after it. */
                last_event_id?: string;
                /** @description Only runs of this pipeline. */
                pipeline_id?: string;
                /** @description Only this run, from its beginning. */
                run_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switched to a WebSocket; its messages are StreamedEvents. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            424: components["responses"]["SourceOrDestinationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API is healthy. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
}
