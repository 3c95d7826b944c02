import * as $protobuf from "protobufjs";

/** Namespace datamantri. */
export namespace datamantri {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a RowBatch.
         * @deprecated Use datamantri.v1.RowBatch.$Properties instead.
         */
        interface IRowBatch extends datamantri.v1.RowBatch.$Properties {
        }

        /** Represents a RowBatch. */
        class RowBatch {

            /**
             * Constructs a new RowBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RowBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RowBatch runId. */
            runId: string;

            /** RowBatch pipelineId. */
            pipelineId: string;

            /** RowBatch split. */
            split: number;

            /** RowBatch sequence. */
            sequence: number;

            /** RowBatch part. */
            part: number;

            /** RowBatch firstRow. */
            firstRow: number;

            /** RowBatch rowCount. */
            rowCount: number;

            /** RowBatch schemaFingerprint. */
            schemaFingerprint: string;

            /** RowBatch checksum. */
            checksum: number;

            /** RowBatch tuples. */
            tuples: Uint8Array;

            /** RowBatch rejects. */
            rejects: datamantri.v1.Reject.$Properties[];

            /** RowBatch objectChunks. */
            objectChunks: number;

            /** RowBatch objectBytes. */
            objectBytes: number;

            /**
             * Encodes the specified RowBatch message. Does not implicitly {@link datamantri.v1.RowBatch.verify|verify} messages.
             * @param message RowBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RowBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RowBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RowBatch & datamantri.v1.RowBatch.$Shape} RowBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RowBatch & datamantri.v1.RowBatch.$Shape;

            /**
             * Creates a RowBatch message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RowBatch
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RowBatch;

            /**
             * Creates a plain object from a RowBatch message. Also converts values to other types if specified.
             * @param message RowBatch
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RowBatch, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RowBatch to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RowBatch {

            /** Properties of a RowBatch. */
            interface $Properties {

                /** RowBatch runId */
                runId?: (string|null);

                /** RowBatch pipelineId */
                pipelineId?: (string|null);

                /** RowBatch split */
                split?: (number|null);

                /** RowBatch sequence */
                sequence?: (number|null);

                /** RowBatch part */
                part?: (number|null);

                /** RowBatch firstRow */
                firstRow?: (number|null);

                /** RowBatch rowCount */
                rowCount?: (number|null);

                /** RowBatch schemaFingerprint */
                schemaFingerprint?: (string|null);

                /** RowBatch checksum */
                checksum?: (number|null);

                /** RowBatch tuples */
                tuples?: (Uint8Array|null);

                /** RowBatch rejects */
                rejects?: (datamantri.v1.Reject.$Properties[]|null);

                /** RowBatch objectChunks */
                objectChunks?: (number|null);

                /** RowBatch objectBytes */
                objectBytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RowBatch. */
            type $Shape = datamantri.v1.RowBatch.$Properties;
        }

        /**
         * Properties of a Reject.
         * @deprecated Use datamantri.v1.Reject.$Properties instead.
         */
        interface IReject extends datamantri.v1.Reject.$Properties {
        }

        /** Represents a Reject. */
        class Reject {

            /**
             * Constructs a new Reject.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Reject.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reject rowNumber. */
            rowNumber: number;

            /** Reject columns. */
            columns: string[];

            /** Reject reason. */
            reason: string;

            /** Reject sourceRow. */
            sourceRow: string;

            /** Reject tuple. */
            tuple: Uint8Array;

            /**
             * Encodes the specified Reject message. Does not implicitly {@link datamantri.v1.Reject.verify|verify} messages.
             * @param message Reject message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Reject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reject message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Reject & datamantri.v1.Reject.$Shape} Reject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Reject & datamantri.v1.Reject.$Shape;

            /**
             * Creates a Reject message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Reject
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Reject;

            /**
             * Creates a plain object from a Reject message. Also converts values to other types if specified.
             * @param message Reject
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Reject, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Reject to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Reject {

            /** Properties of a Reject. */
            interface $Properties {

                /** Reject rowNumber */
                rowNumber?: (number|null);

                /** Reject columns */
                columns?: (string[]|null);

                /** Reject reason */
                reason?: (string|null);

                /** Reject sourceRow */
                sourceRow?: (string|null);

                /** Reject tuple */
                tuple?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reject. */
            type $Shape = datamantri.v1.Reject.$Properties;
        }

        /**
         * Properties of a StartRun.
         * @deprecated Use datamantri.v1.StartRun.$Properties instead.
         */
        interface IStartRun extends datamantri.v1.StartRun.$Properties {
        }

        /** Represents a StartRun. */
        class StartRun {

            /**
             * Constructs a new StartRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.StartRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StartRun runId. */
            runId: string;

            /** StartRun pipelineId. */
            pipelineId: string;

            /** StartRun cause. */
            cause: string;

            /** StartRun requestedBy. */
            requestedBy: string;

            /** StartRun range. */
            range?: (datamantri.v1.CursorRange.$Properties|null);

            /** StartRun request. */
            request?: (datamantri.v1.AuditedRequest.$Properties|null);

            /**
             * Encodes the specified StartRun message. Does not implicitly {@link datamantri.v1.StartRun.verify|verify} messages.
             * @param message StartRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.StartRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StartRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.StartRun & datamantri.v1.StartRun.$Shape} StartRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.StartRun & datamantri.v1.StartRun.$Shape;

            /**
             * Creates a StartRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StartRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.StartRun;

            /**
             * Creates a plain object from a StartRun message. Also converts values to other types if specified.
             * @param message StartRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.StartRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StartRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StartRun {

            /** Properties of a StartRun. */
            interface $Properties {

                /** StartRun runId */
                runId?: (string|null);

                /** StartRun pipelineId */
                pipelineId?: (string|null);

                /** StartRun cause */
                cause?: (string|null);

                /** StartRun requestedBy */
                requestedBy?: (string|null);

                /** StartRun range */
                range?: (datamantri.v1.CursorRange.$Properties|null);

                /** StartRun request */
                request?: (datamantri.v1.AuditedRequest.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StartRun. */
            type $Shape = datamantri.v1.StartRun.$Properties;
        }

        /**
         * Properties of a CancelRun.
         * @deprecated Use datamantri.v1.CancelRun.$Properties instead.
         */
        interface ICancelRun extends datamantri.v1.CancelRun.$Properties {
        }

        /** Represents a CancelRun. */
        class CancelRun {

            /**
             * Constructs a new CancelRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.CancelRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CancelRun runId. */
            runId: string;

            /** CancelRun requestedBy. */
            requestedBy: string;

            /** CancelRun requestId. */
            requestId: string;

            /**
             * Encodes the specified CancelRun message. Does not implicitly {@link datamantri.v1.CancelRun.verify|verify} messages.
             * @param message CancelRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.CancelRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CancelRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.CancelRun & datamantri.v1.CancelRun.$Shape} CancelRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.CancelRun & datamantri.v1.CancelRun.$Shape;

            /**
             * Creates a CancelRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CancelRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.CancelRun;

            /**
             * Creates a plain object from a CancelRun message. Also converts values to other types if specified.
             * @param message CancelRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.CancelRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CancelRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CancelRun {

            /** Properties of a CancelRun. */
            interface $Properties {

                /** CancelRun runId */
                runId?: (string|null);

                /** CancelRun requestedBy */
                requestedBy?: (string|null);

                /** CancelRun requestId */
                requestId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CancelRun. */
            type $Shape = datamantri.v1.CancelRun.$Properties;
        }

        /**
         * Properties of a Tick.
         * @deprecated Use datamantri.v1.Tick.$Properties instead.
         */
        interface ITick extends datamantri.v1.Tick.$Properties {
        }

        /** Represents a Tick. */
        class Tick {

            /**
             * Constructs a new Tick.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Tick.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Tick pipelineId. */
            pipelineId: string;

            /** Tick scheduledForMs. */
            scheduledForMs: number;

            /** Tick version. */
            version: number;

            /**
             * Encodes the specified Tick message. Does not implicitly {@link datamantri.v1.Tick.verify|verify} messages.
             * @param message Tick message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Tick.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Tick message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Tick & datamantri.v1.Tick.$Shape} Tick
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Tick & datamantri.v1.Tick.$Shape;

            /**
             * Creates a Tick message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Tick
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Tick;

            /**
             * Creates a plain object from a Tick message. Also converts values to other types if specified.
             * @param message Tick
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Tick, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Tick to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Tick {

            /** Properties of a Tick. */
            interface $Properties {

                /** Tick pipelineId */
                pipelineId?: (string|null);

                /** Tick scheduledForMs */
                scheduledForMs?: (number|null);

                /** Tick version */
                version?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Tick. */
            type $Shape = datamantri.v1.Tick.$Properties;
        }

        /**
         * Properties of a Column.
         * @deprecated Use datamantri.v1.Column.$Properties instead.
         */
        interface IColumn extends datamantri.v1.Column.$Properties {
        }

        /** Represents a Column. */
        class Column {

            /**
             * Constructs a new Column.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Column.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Column name. */
            name: string;

            /** Column type. */
            type: string;

            /** Column repeated. */
            repeated: boolean;

            /** Column required. */
            required: boolean;

            /** Column fields. */
            fields: datamantri.v1.Column.$Properties[];

            /** Column rangeElementType. */
            rangeElementType: string;

            /** Column sourcePath. */
            sourcePath: string[];

            /** Column targetType. */
            targetType: string;

            /** Column mask. */
            mask: string;

            /** Column declaredType. */
            declaredType: string;

            /** Column notNull. */
            notNull: boolean;

            /**
             * Encodes the specified Column message. Does not implicitly {@link datamantri.v1.Column.verify|verify} messages.
             * @param message Column message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Column.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Column message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Column & datamantri.v1.Column.$Shape} Column
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Column & datamantri.v1.Column.$Shape;

            /**
             * Creates a Column message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Column
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Column;

            /**
             * Creates a plain object from a Column message. Also converts values to other types if specified.
             * @param message Column
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Column, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Column to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Column {

            /** Properties of a Column. */
            interface $Properties {

                /** Column name */
                name?: (string|null);

                /** Column type */
                type?: (string|null);

                /** Column repeated */
                repeated?: (boolean|null);

                /** Column required */
                required?: (boolean|null);

                /** Column fields */
                fields?: (datamantri.v1.Column.$Properties[]|null);

                /** Column rangeElementType */
                rangeElementType?: (string|null);

                /** Column sourcePath */
                sourcePath?: (string[]|null);

                /** Column targetType */
                targetType?: (string|null);

                /** Column mask */
                mask?: (string|null);

                /** Column declaredType */
                declaredType?: (string|null);

                /** Column notNull */
                notNull?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Column. */
            type $Shape = datamantri.v1.Column.$Properties;
        }

        /**
         * Properties of a ColumnDescription.
         * @deprecated Use datamantri.v1.ColumnDescription.$Properties instead.
         */
        interface IColumnDescription extends datamantri.v1.ColumnDescription.$Properties {
        }

        /** Represents a ColumnDescription. */
        class ColumnDescription {

            /**
             * Constructs a new ColumnDescription.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ColumnDescription.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ColumnDescription name. */
            name: string;

            /** ColumnDescription description. */
            description: string;

            /**
             * Encodes the specified ColumnDescription message. Does not implicitly {@link datamantri.v1.ColumnDescription.verify|verify} messages.
             * @param message ColumnDescription message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ColumnDescription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ColumnDescription message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ColumnDescription & datamantri.v1.ColumnDescription.$Shape} ColumnDescription
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ColumnDescription & datamantri.v1.ColumnDescription.$Shape;

            /**
             * Creates a ColumnDescription message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ColumnDescription
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ColumnDescription;

            /**
             * Creates a plain object from a ColumnDescription message. Also converts values to other types if specified.
             * @param message ColumnDescription
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ColumnDescription, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ColumnDescription to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ColumnDescription {

            /** Properties of a ColumnDescription. */
            interface $Properties {

                /** ColumnDescription name */
                name?: (string|null);

                /** ColumnDescription description */
                description?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ColumnDescription. */
            type $Shape = datamantri.v1.ColumnDescription.$Properties;
        }

        /**
         * Properties of a Snapshot.
         * @deprecated Use datamantri.v1.Snapshot.$Properties instead.
         */
        interface ISnapshot extends datamantri.v1.Snapshot.$Properties {
        }

        /** Represents a Snapshot. */
        class Snapshot {

            /**
             * Constructs a new Snapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Snapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Snapshot project. */
            project: string;

            /** Snapshot dataset. */
            dataset: string;

            /** Snapshot table. */
            table: string;

            /** Snapshot jobId. */
            jobId: string;

            /** Snapshot location. */
            location: string;

            /** Snapshot takenAtMs. */
            takenAtMs: number;

            /** Snapshot version. */
            version: string;

            /**
             * Encodes the specified Snapshot message. Does not implicitly {@link datamantri.v1.Snapshot.verify|verify} messages.
             * @param message Snapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Snapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Snapshot & datamantri.v1.Snapshot.$Shape} Snapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Snapshot & datamantri.v1.Snapshot.$Shape;

            /**
             * Creates a Snapshot message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Snapshot
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Snapshot;

            /**
             * Creates a plain object from a Snapshot message. Also converts values to other types if specified.
             * @param message Snapshot
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Snapshot, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Snapshot to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Snapshot {

            /** Properties of a Snapshot. */
            interface $Properties {

                /** Snapshot project */
                project?: (string|null);

                /** Snapshot dataset */
                dataset?: (string|null);

                /** Snapshot table */
                table?: (string|null);

                /** Snapshot jobId */
                jobId?: (string|null);

                /** Snapshot location */
                location?: (string|null);

                /** Snapshot takenAtMs */
                takenAtMs?: (number|null);

                /** Snapshot version */
                version?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Snapshot. */
            type $Shape = datamantri.v1.Snapshot.$Properties;
        }

        /**
         * Properties of a Split.
         * @deprecated Use datamantri.v1.Split.$Properties instead.
         */
        interface ISplit extends datamantri.v1.Split.$Properties {
        }

        /** Represents a Split. */
        class Split {

            /**
             * Constructs a new Split.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Split.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Split split. */
            split: number;

            /** Split firstRow. */
            firstRow: number;

            /** Split rowCount. */
            rowCount: number;

            /**
             * Encodes the specified Split message. Does not implicitly {@link datamantri.v1.Split.verify|verify} messages.
             * @param message Split message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Split.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Split message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Split & datamantri.v1.Split.$Shape} Split
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Split & datamantri.v1.Split.$Shape;

            /**
             * Creates a Split message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Split
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Split;

            /**
             * Creates a plain object from a Split message. Also converts values to other types if specified.
             * @param message Split
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Split, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Split to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Split {

            /** Properties of a Split. */
            interface $Properties {

                /** Split split */
                split?: (number|null);

                /** Split firstRow */
                firstRow?: (number|null);

                /** Split rowCount */
                rowCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Split. */
            type $Shape = datamantri.v1.Split.$Properties;
        }

        /**
         * Properties of a ColumnStatistics.
         * @deprecated Use datamantri.v1.ColumnStatistics.$Properties instead.
         */
        interface IColumnStatistics extends datamantri.v1.ColumnStatistics.$Properties {
        }

        /** Represents a ColumnStatistics. */
        class ColumnStatistics {

            /**
             * Constructs a new ColumnStatistics.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ColumnStatistics.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ColumnStatistics name. */
            name: string;

            /** ColumnStatistics nullCount. */
            nullCount: number;

            /** ColumnStatistics min. */
            min: string;

            /** ColumnStatistics max. */
            max: string;

            /** ColumnStatistics sum. */
            sum: string;

            /** ColumnStatistics hash. */
            hash: string;

            /**
             * Encodes the specified ColumnStatistics message. Does not implicitly {@link datamantri.v1.ColumnStatistics.verify|verify} messages.
             * @param message ColumnStatistics message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ColumnStatistics.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ColumnStatistics message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ColumnStatistics & datamantri.v1.ColumnStatistics.$Shape} ColumnStatistics
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ColumnStatistics & datamantri.v1.ColumnStatistics.$Shape;

            /**
             * Creates a ColumnStatistics message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ColumnStatistics
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ColumnStatistics;

            /**
             * Creates a plain object from a ColumnStatistics message. Also converts values to other types if specified.
             * @param message ColumnStatistics
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ColumnStatistics, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ColumnStatistics to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ColumnStatistics {

            /** Properties of a ColumnStatistics. */
            interface $Properties {

                /** ColumnStatistics name */
                name?: (string|null);

                /** ColumnStatistics nullCount */
                nullCount?: (number|null);

                /** ColumnStatistics min */
                min?: (string|null);

                /** ColumnStatistics max */
                max?: (string|null);

                /** ColumnStatistics sum */
                sum?: (string|null);

                /** ColumnStatistics hash */
                hash?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ColumnStatistics. */
            type $Shape = datamantri.v1.ColumnStatistics.$Properties;
        }

        /**
         * Properties of a Verification.
         * @deprecated Use datamantri.v1.Verification.$Properties instead.
         */
        interface IVerification extends datamantri.v1.Verification.$Properties {
        }

        /** Represents a Verification. */
        class Verification {

            /**
             * Constructs a new Verification.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Verification.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Verification level. */
            level: string;

            /** Verification plannedRows. */
            plannedRows: number;

            /** Verification ledgerRows. */
            ledgerRows: number;

            /** Verification stagedRows. */
            stagedRows: number;

            /** Verification insertedRows. */
            insertedRows: number;

            /** Verification updatedRows. */
            updatedRows: number;

            /** Verification deletedRows. */
            deletedRows: number;

            /** Verification rowsHash. */
            rowsHash: string;

            /** Verification columns. */
            columns: datamantri.v1.ColumnStatistics.$Properties[];

            /** Verification rejectedRows. */
            rejectedRows: number;

            /**
             * Encodes the specified Verification message. Does not implicitly {@link datamantri.v1.Verification.verify|verify} messages.
             * @param message Verification message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Verification.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Verification message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Verification & datamantri.v1.Verification.$Shape} Verification
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Verification & datamantri.v1.Verification.$Shape;

            /**
             * Creates a Verification message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Verification
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Verification;

            /**
             * Creates a plain object from a Verification message. Also converts values to other types if specified.
             * @param message Verification
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Verification, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Verification to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Verification {

            /** Properties of a Verification. */
            interface $Properties {

                /** Verification level */
                level?: (string|null);

                /** Verification plannedRows */
                plannedRows?: (number|null);

                /** Verification ledgerRows */
                ledgerRows?: (number|null);

                /** Verification stagedRows */
                stagedRows?: (number|null);

                /** Verification insertedRows */
                insertedRows?: (number|null);

                /** Verification updatedRows */
                updatedRows?: (number|null);

                /** Verification deletedRows */
                deletedRows?: (number|null);

                /** Verification rowsHash */
                rowsHash?: (string|null);

                /** Verification columns */
                columns?: (datamantri.v1.ColumnStatistics.$Properties[]|null);

                /** Verification rejectedRows */
                rejectedRows?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Verification. */
            type $Shape = datamantri.v1.Verification.$Properties;
        }

        /**
         * Properties of a Watermark.
         * @deprecated Use datamantri.v1.Watermark.$Properties instead.
         */
        interface IWatermark extends datamantri.v1.Watermark.$Properties {
        }

        /** Represents a Watermark. */
        class Watermark {

            /**
             * Constructs a new Watermark.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.Watermark.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Watermark column. */
            column: string;

            /** Watermark type. */
            type: string;

            /** Watermark value. */
            value: string;

            /**
             * Encodes the specified Watermark message. Does not implicitly {@link datamantri.v1.Watermark.verify|verify} messages.
             * @param message Watermark message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.Watermark.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Watermark message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.Watermark & datamantri.v1.Watermark.$Shape} Watermark
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.Watermark & datamantri.v1.Watermark.$Shape;

            /**
             * Creates a Watermark message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Watermark
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.Watermark;

            /**
             * Creates a plain object from a Watermark message. Also converts values to other types if specified.
             * @param message Watermark
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.Watermark, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Watermark to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Watermark {

            /** Properties of a Watermark. */
            interface $Properties {

                /** Watermark column */
                column?: (string|null);

                /** Watermark type */
                type?: (string|null);

                /** Watermark value */
                value?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Watermark. */
            type $Shape = datamantri.v1.Watermark.$Properties;
        }

        /**
         * Properties of a CursorRange.
         * @deprecated Use datamantri.v1.CursorRange.$Properties instead.
         */
        interface ICursorRange extends datamantri.v1.CursorRange.$Properties {
        }

        /** Represents a CursorRange. */
        class CursorRange {

            /**
             * Constructs a new CursorRange.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.CursorRange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CursorRange column. */
            column: string;

            /** CursorRange from. */
            from: string;

            /** CursorRange to. */
            to: string;

            /**
             * Encodes the specified CursorRange message. Does not implicitly {@link datamantri.v1.CursorRange.verify|verify} messages.
             * @param message CursorRange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.CursorRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CursorRange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.CursorRange & datamantri.v1.CursorRange.$Shape} CursorRange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.CursorRange & datamantri.v1.CursorRange.$Shape;

            /**
             * Creates a CursorRange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CursorRange
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.CursorRange;

            /**
             * Creates a plain object from a CursorRange message. Also converts values to other types if specified.
             * @param message CursorRange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.CursorRange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CursorRange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CursorRange {

            /** Properties of a CursorRange. */
            interface $Properties {

                /** CursorRange column */
                column?: (string|null);

                /** CursorRange from */
                from?: (string|null);

                /** CursorRange to */
                to?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CursorRange. */
            type $Shape = datamantri.v1.CursorRange.$Properties;
        }

        /**
         * Properties of an AuditedRequest.
         * @deprecated Use datamantri.v1.AuditedRequest.$Properties instead.
         */
        interface IAuditedRequest extends datamantri.v1.AuditedRequest.$Properties {
        }

        /** Represents an AuditedRequest. */
        class AuditedRequest {

            /**
             * Constructs a new AuditedRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.AuditedRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AuditedRequest id. */
            id: string;

            /** AuditedRequest action. */
            action: string;

            /** AuditedRequest object. */
            object: string;

            /** AuditedRequest actorKind. */
            actorKind: string;

            /** AuditedRequest actorId. */
            actorId: string;

            /** AuditedRequest actorName. */
            actorName: string;

            /** AuditedRequest address. */
            address: string;

            /** AuditedRequest requestId. */
            requestId: string;

            /**
             * Encodes the specified AuditedRequest message. Does not implicitly {@link datamantri.v1.AuditedRequest.verify|verify} messages.
             * @param message AuditedRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.AuditedRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AuditedRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.AuditedRequest & datamantri.v1.AuditedRequest.$Shape} AuditedRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.AuditedRequest & datamantri.v1.AuditedRequest.$Shape;

            /**
             * Creates an AuditedRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AuditedRequest
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.AuditedRequest;

            /**
             * Creates a plain object from an AuditedRequest message. Also converts values to other types if specified.
             * @param message AuditedRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.AuditedRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AuditedRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AuditedRequest {

            /** Properties of an AuditedRequest. */
            interface $Properties {

                /** AuditedRequest id */
                id?: (string|null);

                /** AuditedRequest action */
                action?: (string|null);

                /** AuditedRequest object */
                object?: (string|null);

                /** AuditedRequest actorKind */
                actorKind?: (string|null);

                /** AuditedRequest actorId */
                actorId?: (string|null);

                /** AuditedRequest actorName */
                actorName?: (string|null);

                /** AuditedRequest address */
                address?: (string|null);

                /** AuditedRequest requestId */
                requestId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AuditedRequest. */
            type $Shape = datamantri.v1.AuditedRequest.$Properties;
        }

        /**
         * Properties of a RunQueued.
         * @deprecated Use datamantri.v1.RunQueued.$Properties instead.
         */
        interface IRunQueued extends datamantri.v1.RunQueued.$Properties {
        }

        /** Represents a RunQueued. */
        class RunQueued {

            /**
             * Constructs a new RunQueued.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunQueued.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunQueued runId. */
            runId: string;

            /** RunQueued pipelineId. */
            pipelineId: string;

            /** RunQueued cause. */
            cause: string;

            /** RunQueued triggeredBy. */
            triggeredBy: string;

            /** RunQueued scheduledForMs. */
            scheduledForMs: number;

            /** RunQueued resumedRunId. */
            resumedRunId: string;

            /** RunQueued resumedRowCount. */
            resumedRowCount: number;

            /**
             * Encodes the specified RunQueued message. Does not implicitly {@link datamantri.v1.RunQueued.verify|verify} messages.
             * @param message RunQueued message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunQueued.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunQueued message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunQueued & datamantri.v1.RunQueued.$Shape} RunQueued
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunQueued & datamantri.v1.RunQueued.$Shape;

            /**
             * Creates a RunQueued message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunQueued
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunQueued;

            /**
             * Creates a plain object from a RunQueued message. Also converts values to other types if specified.
             * @param message RunQueued
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunQueued, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunQueued to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunQueued {

            /** Properties of a RunQueued. */
            interface $Properties {

                /** RunQueued runId */
                runId?: (string|null);

                /** RunQueued pipelineId */
                pipelineId?: (string|null);

                /** RunQueued cause */
                cause?: (string|null);

                /** RunQueued triggeredBy */
                triggeredBy?: (string|null);

                /** RunQueued scheduledForMs */
                scheduledForMs?: (number|null);

                /** RunQueued resumedRunId */
                resumedRunId?: (string|null);

                /** RunQueued resumedRowCount */
                resumedRowCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunQueued. */
            type $Shape = datamantri.v1.RunQueued.$Properties;
        }

        /**
         * Properties of a RunPlanned.
         * @deprecated Use datamantri.v1.RunPlanned.$Properties instead.
         */
        interface IRunPlanned extends datamantri.v1.RunPlanned.$Properties {
        }

        /** Represents a RunPlanned. */
        class RunPlanned {

            /**
             * Constructs a new RunPlanned.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunPlanned.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunPlanned runId. */
            runId: string;

            /** RunPlanned pipelineId. */
            pipelineId: string;

            /** RunPlanned attempt. */
            attempt: number;

            /** RunPlanned snapshot. */
            snapshot?: (datamantri.v1.Snapshot.$Properties|null);

            /** RunPlanned columns. */
            columns: datamantri.v1.Column.$Properties[];

            /** RunPlanned schemaFingerprint. */
            schemaFingerprint: string;

            /** RunPlanned rowCount. */
            rowCount: number;

            /** RunPlanned batchRows. */
            batchRows: number;

            /** RunPlanned pageRows. */
            pageRows: number;

            /** RunPlanned splits. */
            splits: datamantri.v1.Split.$Properties[];

            /** RunPlanned bytesBilled. */
            bytesBilled: number;

            /** RunPlanned notes. */
            notes: string[];

            /** RunPlanned bytesEstimated. */
            bytesEstimated: number;

            /** RunPlanned costUsd. */
            costUsd: number;

            /** RunPlanned sourceVersion. */
            sourceVersion: string;

            /** RunPlanned typeReport. */
            typeReport: string;

            /** RunPlanned description. */
            description: string;

            /** RunPlanned columnDescriptions. */
            columnDescriptions: datamantri.v1.ColumnDescription.$Properties[];

            /** RunPlanned primaryKey. */
            primaryKey: string[];

            /**
             * Encodes the specified RunPlanned message. Does not implicitly {@link datamantri.v1.RunPlanned.verify|verify} messages.
             * @param message RunPlanned message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunPlanned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunPlanned message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunPlanned & datamantri.v1.RunPlanned.$Shape} RunPlanned
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunPlanned & datamantri.v1.RunPlanned.$Shape;

            /**
             * Creates a RunPlanned message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunPlanned
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunPlanned;

            /**
             * Creates a plain object from a RunPlanned message. Also converts values to other types if specified.
             * @param message RunPlanned
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunPlanned, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunPlanned to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunPlanned {

            /** Properties of a RunPlanned. */
            interface $Properties {

                /** RunPlanned runId */
                runId?: (string|null);

                /** RunPlanned pipelineId */
                pipelineId?: (string|null);

                /** RunPlanned attempt */
                attempt?: (number|null);

                /** RunPlanned snapshot */
                snapshot?: (datamantri.v1.Snapshot.$Properties|null);

                /** RunPlanned columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** RunPlanned schemaFingerprint */
                schemaFingerprint?: (string|null);

                /** RunPlanned rowCount */
                rowCount?: (number|null);

                /** RunPlanned batchRows */
                batchRows?: (number|null);

                /** RunPlanned pageRows */
                pageRows?: (number|null);

                /** RunPlanned splits */
                splits?: (datamantri.v1.Split.$Properties[]|null);

                /** RunPlanned bytesBilled */
                bytesBilled?: (number|null);

                /** RunPlanned notes */
                notes?: (string[]|null);

                /** RunPlanned bytesEstimated */
                bytesEstimated?: (number|null);

                /** RunPlanned costUsd */
                costUsd?: (number|null);

                /** RunPlanned sourceVersion */
                sourceVersion?: (string|null);

                /** RunPlanned typeReport */
                typeReport?: (string|null);

                /** RunPlanned description */
                description?: (string|null);

                /** RunPlanned columnDescriptions */
                columnDescriptions?: (datamantri.v1.ColumnDescription.$Properties[]|null);

                /** RunPlanned primaryKey */
                primaryKey?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunPlanned. */
            type $Shape = datamantri.v1.RunPlanned.$Properties;
        }

        /**
         * Properties of a SourceUnchanged.
         * @deprecated Use datamantri.v1.SourceUnchanged.$Properties instead.
         */
        interface ISourceUnchanged extends datamantri.v1.SourceUnchanged.$Properties {
        }

        /** Represents a SourceUnchanged. */
        class SourceUnchanged {

            /**
             * Constructs a new SourceUnchanged.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.SourceUnchanged.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SourceUnchanged runId. */
            runId: string;

            /** SourceUnchanged pipelineId. */
            pipelineId: string;

            /**
             * Encodes the specified SourceUnchanged message. Does not implicitly {@link datamantri.v1.SourceUnchanged.verify|verify} messages.
             * @param message SourceUnchanged message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.SourceUnchanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SourceUnchanged message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.SourceUnchanged & datamantri.v1.SourceUnchanged.$Shape} SourceUnchanged
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.SourceUnchanged & datamantri.v1.SourceUnchanged.$Shape;

            /**
             * Creates a SourceUnchanged message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SourceUnchanged
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.SourceUnchanged;

            /**
             * Creates a plain object from a SourceUnchanged message. Also converts values to other types if specified.
             * @param message SourceUnchanged
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.SourceUnchanged, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SourceUnchanged to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SourceUnchanged {

            /** Properties of a SourceUnchanged. */
            interface $Properties {

                /** SourceUnchanged runId */
                runId?: (string|null);

                /** SourceUnchanged pipelineId */
                pipelineId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SourceUnchanged. */
            type $Shape = datamantri.v1.SourceUnchanged.$Properties;
        }

        /**
         * Properties of a RunPrepared.
         * @deprecated Use datamantri.v1.RunPrepared.$Properties instead.
         */
        interface IRunPrepared extends datamantri.v1.RunPrepared.$Properties {
        }

        /** Represents a RunPrepared. */
        class RunPrepared {

            /**
             * Constructs a new RunPrepared.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunPrepared.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunPrepared runId. */
            runId: string;

            /** RunPrepared pipelineId. */
            pipelineId: string;

            /**
             * Encodes the specified RunPrepared message. Does not implicitly {@link datamantri.v1.RunPrepared.verify|verify} messages.
             * @param message RunPrepared message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunPrepared.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunPrepared message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunPrepared & datamantri.v1.RunPrepared.$Shape} RunPrepared
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunPrepared & datamantri.v1.RunPrepared.$Shape;

            /**
             * Creates a RunPrepared message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunPrepared
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunPrepared;

            /**
             * Creates a plain object from a RunPrepared message. Also converts values to other types if specified.
             * @param message RunPrepared
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunPrepared, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunPrepared to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunPrepared {

            /** Properties of a RunPrepared. */
            interface $Properties {

                /** RunPrepared runId */
                runId?: (string|null);

                /** RunPrepared pipelineId */
                pipelineId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunPrepared. */
            type $Shape = datamantri.v1.RunPrepared.$Properties;
        }

        /**
         * Properties of a SplitExtracted.
         * @deprecated Use datamantri.v1.SplitExtracted.$Properties instead.
         */
        interface ISplitExtracted extends datamantri.v1.SplitExtracted.$Properties {
        }

        /** Represents a SplitExtracted. */
        class SplitExtracted {

            /**
             * Constructs a new SplitExtracted.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.SplitExtracted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SplitExtracted runId. */
            runId: string;

            /** SplitExtracted pipelineId. */
            pipelineId: string;

            /** SplitExtracted attempt. */
            attempt: number;

            /** SplitExtracted split. */
            split: number;

            /** SplitExtracted rowCount. */
            rowCount: number;

            /** SplitExtracted byteCount. */
            byteCount: number;

            /** SplitExtracted replaced. */
            replaced: datamantri.v1.ReplacedColumn.$Properties[];

            /** SplitExtracted rejectedCount. */
            rejectedCount: number;

            /**
             * Encodes the specified SplitExtracted message. Does not implicitly {@link datamantri.v1.SplitExtracted.verify|verify} messages.
             * @param message SplitExtracted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.SplitExtracted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SplitExtracted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.SplitExtracted & datamantri.v1.SplitExtracted.$Shape} SplitExtracted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.SplitExtracted & datamantri.v1.SplitExtracted.$Shape;

            /**
             * Creates a SplitExtracted message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SplitExtracted
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.SplitExtracted;

            /**
             * Creates a plain object from a SplitExtracted message. Also converts values to other types if specified.
             * @param message SplitExtracted
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.SplitExtracted, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SplitExtracted to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SplitExtracted {

            /** Properties of a SplitExtracted. */
            interface $Properties {

                /** SplitExtracted runId */
                runId?: (string|null);

                /** SplitExtracted pipelineId */
                pipelineId?: (string|null);

                /** SplitExtracted attempt */
                attempt?: (number|null);

                /** SplitExtracted split */
                split?: (number|null);

                /** SplitExtracted rowCount */
                rowCount?: (number|null);

                /** SplitExtracted byteCount */
                byteCount?: (number|null);

                /** SplitExtracted replaced */
                replaced?: (datamantri.v1.ReplacedColumn.$Properties[]|null);

                /** SplitExtracted rejectedCount */
                rejectedCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SplitExtracted. */
            type $Shape = datamantri.v1.SplitExtracted.$Properties;
        }

        /**
         * Properties of a ReplacedColumn.
         * @deprecated Use datamantri.v1.ReplacedColumn.$Properties instead.
         */
        interface IReplacedColumn extends datamantri.v1.ReplacedColumn.$Properties {
        }

        /** Represents a ReplacedColumn. */
        class ReplacedColumn {

            /**
             * Constructs a new ReplacedColumn.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ReplacedColumn.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReplacedColumn column. */
            column: string;

            /** ReplacedColumn policy. */
            policy: string;

            /** ReplacedColumn cellCount. */
            cellCount: number;

            /**
             * Encodes the specified ReplacedColumn message. Does not implicitly {@link datamantri.v1.ReplacedColumn.verify|verify} messages.
             * @param message ReplacedColumn message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ReplacedColumn.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReplacedColumn message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ReplacedColumn & datamantri.v1.ReplacedColumn.$Shape} ReplacedColumn
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ReplacedColumn & datamantri.v1.ReplacedColumn.$Shape;

            /**
             * Creates a ReplacedColumn message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReplacedColumn
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ReplacedColumn;

            /**
             * Creates a plain object from a ReplacedColumn message. Also converts values to other types if specified.
             * @param message ReplacedColumn
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ReplacedColumn, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReplacedColumn to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReplacedColumn {

            /** Properties of a ReplacedColumn. */
            interface $Properties {

                /** ReplacedColumn column */
                column?: (string|null);

                /** ReplacedColumn policy */
                policy?: (string|null);

                /** ReplacedColumn cellCount */
                cellCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReplacedColumn. */
            type $Shape = datamantri.v1.ReplacedColumn.$Properties;
        }

        /**
         * Properties of a StatisticsComputed.
         * @deprecated Use datamantri.v1.StatisticsComputed.$Properties instead.
         */
        interface IStatisticsComputed extends datamantri.v1.StatisticsComputed.$Properties {
        }

        /** Represents a StatisticsComputed. */
        class StatisticsComputed {

            /**
             * Constructs a new StatisticsComputed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.StatisticsComputed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StatisticsComputed runId. */
            runId: string;

            /** StatisticsComputed pipelineId. */
            pipelineId: string;

            /** StatisticsComputed rowCount. */
            rowCount: number;

            /** StatisticsComputed rowsHash. */
            rowsHash: string;

            /** StatisticsComputed columns. */
            columns: datamantri.v1.ColumnStatistics.$Properties[];

            /** StatisticsComputed jobId. */
            jobId: string;

            /** StatisticsComputed bytesEstimated. */
            bytesEstimated: number;

            /** StatisticsComputed bytesBilled. */
            bytesBilled: number;

            /** StatisticsComputed costUsd. */
            costUsd: number;

            /**
             * Encodes the specified StatisticsComputed message. Does not implicitly {@link datamantri.v1.StatisticsComputed.verify|verify} messages.
             * @param message StatisticsComputed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.StatisticsComputed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StatisticsComputed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.StatisticsComputed & datamantri.v1.StatisticsComputed.$Shape} StatisticsComputed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.StatisticsComputed & datamantri.v1.StatisticsComputed.$Shape;

            /**
             * Creates a StatisticsComputed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StatisticsComputed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.StatisticsComputed;

            /**
             * Creates a plain object from a StatisticsComputed message. Also converts values to other types if specified.
             * @param message StatisticsComputed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.StatisticsComputed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StatisticsComputed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StatisticsComputed {

            /** Properties of a StatisticsComputed. */
            interface $Properties {

                /** StatisticsComputed runId */
                runId?: (string|null);

                /** StatisticsComputed pipelineId */
                pipelineId?: (string|null);

                /** StatisticsComputed rowCount */
                rowCount?: (number|null);

                /** StatisticsComputed rowsHash */
                rowsHash?: (string|null);

                /** StatisticsComputed columns */
                columns?: (datamantri.v1.ColumnStatistics.$Properties[]|null);

                /** StatisticsComputed jobId */
                jobId?: (string|null);

                /** StatisticsComputed bytesEstimated */
                bytesEstimated?: (number|null);

                /** StatisticsComputed bytesBilled */
                bytesBilled?: (number|null);

                /** StatisticsComputed costUsd */
                costUsd?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StatisticsComputed. */
            type $Shape = datamantri.v1.StatisticsComputed.$Properties;
        }

        /**
         * Properties of a LoadedBatch.
         * @deprecated Use datamantri.v1.LoadedBatch.$Properties instead.
         */
        interface ILoadedBatch extends datamantri.v1.LoadedBatch.$Properties {
        }

        /** Represents a LoadedBatch. */
        class LoadedBatch {

            /**
             * Constructs a new LoadedBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.LoadedBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LoadedBatch split. */
            split: number;

            /** LoadedBatch sequence. */
            sequence: number;

            /** LoadedBatch part. */
            part: number;

            /** LoadedBatch rowCount. */
            rowCount: number;

            /** LoadedBatch rejectedCount. */
            rejectedCount: number;

            /**
             * Encodes the specified LoadedBatch message. Does not implicitly {@link datamantri.v1.LoadedBatch.verify|verify} messages.
             * @param message LoadedBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.LoadedBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LoadedBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.LoadedBatch & datamantri.v1.LoadedBatch.$Shape} LoadedBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.LoadedBatch & datamantri.v1.LoadedBatch.$Shape;

            /**
             * Creates a LoadedBatch message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns LoadedBatch
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.LoadedBatch;

            /**
             * Creates a plain object from a LoadedBatch message. Also converts values to other types if specified.
             * @param message LoadedBatch
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.LoadedBatch, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this LoadedBatch to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace LoadedBatch {

            /** Properties of a LoadedBatch. */
            interface $Properties {

                /** LoadedBatch split */
                split?: (number|null);

                /** LoadedBatch sequence */
                sequence?: (number|null);

                /** LoadedBatch part */
                part?: (number|null);

                /** LoadedBatch rowCount */
                rowCount?: (number|null);

                /** LoadedBatch rejectedCount */
                rejectedCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LoadedBatch. */
            type $Shape = datamantri.v1.LoadedBatch.$Properties;
        }

        /**
         * Properties of a BatchesLoaded.
         * @deprecated Use datamantri.v1.BatchesLoaded.$Properties instead.
         */
        interface IBatchesLoaded extends datamantri.v1.BatchesLoaded.$Properties {
        }

        /** Represents a BatchesLoaded. */
        class BatchesLoaded {

            /**
             * Constructs a new BatchesLoaded.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.BatchesLoaded.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BatchesLoaded runId. */
            runId: string;

            /** BatchesLoaded pipelineId. */
            pipelineId: string;

            /** BatchesLoaded batches. */
            batches: datamantri.v1.LoadedBatch.$Properties[];

            /** BatchesLoaded alreadyLoaded. */
            alreadyLoaded: number;

            /**
             * Encodes the specified BatchesLoaded message. Does not implicitly {@link datamantri.v1.BatchesLoaded.verify|verify} messages.
             * @param message BatchesLoaded message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.BatchesLoaded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BatchesLoaded message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.BatchesLoaded & datamantri.v1.BatchesLoaded.$Shape} BatchesLoaded
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.BatchesLoaded & datamantri.v1.BatchesLoaded.$Shape;

            /**
             * Creates a BatchesLoaded message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns BatchesLoaded
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.BatchesLoaded;

            /**
             * Creates a plain object from a BatchesLoaded message. Also converts values to other types if specified.
             * @param message BatchesLoaded
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.BatchesLoaded, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this BatchesLoaded to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace BatchesLoaded {

            /** Properties of a BatchesLoaded. */
            interface $Properties {

                /** BatchesLoaded runId */
                runId?: (string|null);

                /** BatchesLoaded pipelineId */
                pipelineId?: (string|null);

                /** BatchesLoaded batches */
                batches?: (datamantri.v1.LoadedBatch.$Properties[]|null);

                /** BatchesLoaded alreadyLoaded */
                alreadyLoaded?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BatchesLoaded. */
            type $Shape = datamantri.v1.BatchesLoaded.$Properties;
        }

        /**
         * Properties of a RunProgressed.
         * @deprecated Use datamantri.v1.RunProgressed.$Properties instead.
         */
        interface IRunProgressed extends datamantri.v1.RunProgressed.$Properties {
        }

        /** Represents a RunProgressed. */
        class RunProgressed {

            /**
             * Constructs a new RunProgressed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunProgressed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunProgressed runId. */
            runId: string;

            /** RunProgressed pipelineId. */
            pipelineId: string;

            /** RunProgressed loadedRowCount. */
            loadedRowCount: number;

            /** RunProgressed rowCount. */
            rowCount: number;

            /**
             * Encodes the specified RunProgressed message. Does not implicitly {@link datamantri.v1.RunProgressed.verify|verify} messages.
             * @param message RunProgressed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunProgressed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunProgressed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunProgressed & datamantri.v1.RunProgressed.$Shape} RunProgressed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunProgressed & datamantri.v1.RunProgressed.$Shape;

            /**
             * Creates a RunProgressed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunProgressed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunProgressed;

            /**
             * Creates a plain object from a RunProgressed message. Also converts values to other types if specified.
             * @param message RunProgressed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunProgressed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunProgressed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunProgressed {

            /** Properties of a RunProgressed. */
            interface $Properties {

                /** RunProgressed runId */
                runId?: (string|null);

                /** RunProgressed pipelineId */
                pipelineId?: (string|null);

                /** RunProgressed loadedRowCount */
                loadedRowCount?: (number|null);

                /** RunProgressed rowCount */
                rowCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunProgressed. */
            type $Shape = datamantri.v1.RunProgressed.$Properties;
        }

        /**
         * Properties of a RunFinalized.
         * @deprecated Use datamantri.v1.RunFinalized.$Properties instead.
         */
        interface IRunFinalized extends datamantri.v1.RunFinalized.$Properties {
        }

        /** Represents a RunFinalized. */
        class RunFinalized {

            /**
             * Constructs a new RunFinalized.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunFinalized.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunFinalized runId. */
            runId: string;

            /** RunFinalized pipelineId. */
            pipelineId: string;

            /** RunFinalized rowCount. */
            rowCount: number;

            /** RunFinalized warnings. */
            warnings: string[];

            /** RunFinalized watermark. */
            watermark?: (datamantri.v1.Watermark.$Properties|null);

            /** RunFinalized verification. */
            verification?: (datamantri.v1.Verification.$Properties|null);

            /** RunFinalized rejectedCount. */
            rejectedCount: number;

            /** RunFinalized replacement. */
            replacement: string;

            /** RunFinalized undoableRunIds. */
            undoableRunIds: string[];

            /**
             * Encodes the specified RunFinalized message. Does not implicitly {@link datamantri.v1.RunFinalized.verify|verify} messages.
             * @param message RunFinalized message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunFinalized.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunFinalized message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunFinalized & datamantri.v1.RunFinalized.$Shape} RunFinalized
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunFinalized & datamantri.v1.RunFinalized.$Shape;

            /**
             * Creates a RunFinalized message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunFinalized
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunFinalized;

            /**
             * Creates a plain object from a RunFinalized message. Also converts values to other types if specified.
             * @param message RunFinalized
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunFinalized, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunFinalized to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunFinalized {

            /** Properties of a RunFinalized. */
            interface $Properties {

                /** RunFinalized runId */
                runId?: (string|null);

                /** RunFinalized pipelineId */
                pipelineId?: (string|null);

                /** RunFinalized rowCount */
                rowCount?: (number|null);

                /** RunFinalized warnings */
                warnings?: (string[]|null);

                /** RunFinalized watermark */
                watermark?: (datamantri.v1.Watermark.$Properties|null);

                /** RunFinalized verification */
                verification?: (datamantri.v1.Verification.$Properties|null);

                /** RunFinalized rejectedCount */
                rejectedCount?: (number|null);

                /** RunFinalized replacement */
                replacement?: (string|null);

                /** RunFinalized undoableRunIds */
                undoableRunIds?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunFinalized. */
            type $Shape = datamantri.v1.RunFinalized.$Properties;
        }

        /**
         * Properties of a RejectsReplayed.
         * @deprecated Use datamantri.v1.RejectsReplayed.$Properties instead.
         */
        interface IRejectsReplayed extends datamantri.v1.RejectsReplayed.$Properties {
        }

        /** Represents a RejectsReplayed. */
        class RejectsReplayed {

            /**
             * Constructs a new RejectsReplayed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RejectsReplayed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RejectsReplayed runId. */
            runId: string;

            /** RejectsReplayed pipelineId. */
            pipelineId: string;

            /** RejectsReplayed replayedCount. */
            replayedCount: number;

            /** RejectsReplayed rejectedCount. */
            rejectedCount: number;

            /**
             * Encodes the specified RejectsReplayed message. Does not implicitly {@link datamantri.v1.RejectsReplayed.verify|verify} messages.
             * @param message RejectsReplayed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RejectsReplayed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RejectsReplayed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RejectsReplayed & datamantri.v1.RejectsReplayed.$Shape} RejectsReplayed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RejectsReplayed & datamantri.v1.RejectsReplayed.$Shape;

            /**
             * Creates a RejectsReplayed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RejectsReplayed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RejectsReplayed;

            /**
             * Creates a plain object from a RejectsReplayed message. Also converts values to other types if specified.
             * @param message RejectsReplayed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RejectsReplayed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RejectsReplayed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RejectsReplayed {

            /** Properties of a RejectsReplayed. */
            interface $Properties {

                /** RejectsReplayed runId */
                runId?: (string|null);

                /** RejectsReplayed pipelineId */
                pipelineId?: (string|null);

                /** RejectsReplayed replayedCount */
                replayedCount?: (number|null);

                /** RejectsReplayed rejectedCount */
                rejectedCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RejectsReplayed. */
            type $Shape = datamantri.v1.RejectsReplayed.$Properties;
        }

        /**
         * Properties of a RunDiscarded.
         * @deprecated Use datamantri.v1.RunDiscarded.$Properties instead.
         */
        interface IRunDiscarded extends datamantri.v1.RunDiscarded.$Properties {
        }

        /** Represents a RunDiscarded. */
        class RunDiscarded {

            /**
             * Constructs a new RunDiscarded.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunDiscarded.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunDiscarded runId. */
            runId: string;

            /** RunDiscarded pipelineId. */
            pipelineId: string;

            /**
             * Encodes the specified RunDiscarded message. Does not implicitly {@link datamantri.v1.RunDiscarded.verify|verify} messages.
             * @param message RunDiscarded message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunDiscarded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunDiscarded message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunDiscarded & datamantri.v1.RunDiscarded.$Shape} RunDiscarded
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunDiscarded & datamantri.v1.RunDiscarded.$Shape;

            /**
             * Creates a RunDiscarded message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunDiscarded
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunDiscarded;

            /**
             * Creates a plain object from a RunDiscarded message. Also converts values to other types if specified.
             * @param message RunDiscarded
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunDiscarded, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunDiscarded to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunDiscarded {

            /** Properties of a RunDiscarded. */
            interface $Properties {

                /** RunDiscarded runId */
                runId?: (string|null);

                /** RunDiscarded pipelineId */
                pipelineId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunDiscarded. */
            type $Shape = datamantri.v1.RunDiscarded.$Properties;
        }

        /**
         * Properties of a StepDelayed.
         * @deprecated Use datamantri.v1.StepDelayed.$Properties instead.
         */
        interface IStepDelayed extends datamantri.v1.StepDelayed.$Properties {
        }

        /** Represents a StepDelayed. */
        class StepDelayed {

            /**
             * Constructs a new StepDelayed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.StepDelayed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StepDelayed runId. */
            runId: string;

            /** StepDelayed pipelineId. */
            pipelineId: string;

            /** StepDelayed step. */
            step: string;

            /** StepDelayed code. */
            code: string;

            /** StepDelayed message. */
            message: string;

            /** StepDelayed delivery. */
            delivery: number;

            /** StepDelayed retryInMs. */
            retryInMs: number;

            /**
             * Encodes the specified StepDelayed message. Does not implicitly {@link datamantri.v1.StepDelayed.verify|verify} messages.
             * @param message StepDelayed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.StepDelayed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StepDelayed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.StepDelayed & datamantri.v1.StepDelayed.$Shape} StepDelayed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.StepDelayed & datamantri.v1.StepDelayed.$Shape;

            /**
             * Creates a StepDelayed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StepDelayed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.StepDelayed;

            /**
             * Creates a plain object from a StepDelayed message. Also converts values to other types if specified.
             * @param message StepDelayed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.StepDelayed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StepDelayed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StepDelayed {

            /** Properties of a StepDelayed. */
            interface $Properties {

                /** StepDelayed runId */
                runId?: (string|null);

                /** StepDelayed pipelineId */
                pipelineId?: (string|null);

                /** StepDelayed step */
                step?: (string|null);

                /** StepDelayed code */
                code?: (string|null);

                /** StepDelayed message */
                message?: (string|null);

                /** StepDelayed delivery */
                delivery?: (number|null);

                /** StepDelayed retryInMs */
                retryInMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StepDelayed. */
            type $Shape = datamantri.v1.StepDelayed.$Properties;
        }

        /**
         * Properties of a StepFailed.
         * @deprecated Use datamantri.v1.StepFailed.$Properties instead.
         */
        interface IStepFailed extends datamantri.v1.StepFailed.$Properties {
        }

        /** Represents a StepFailed. */
        class StepFailed {

            /**
             * Constructs a new StepFailed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.StepFailed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StepFailed runId. */
            runId: string;

            /** StepFailed pipelineId. */
            pipelineId: string;

            /** StepFailed step. */
            step: string;

            /** StepFailed code. */
            code: string;

            /** StepFailed message. */
            message: string;

            /**
             * Encodes the specified StepFailed message. Does not implicitly {@link datamantri.v1.StepFailed.verify|verify} messages.
             * @param message StepFailed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.StepFailed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StepFailed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.StepFailed & datamantri.v1.StepFailed.$Shape} StepFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.StepFailed & datamantri.v1.StepFailed.$Shape;

            /**
             * Creates a StepFailed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StepFailed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.StepFailed;

            /**
             * Creates a plain object from a StepFailed message. Also converts values to other types if specified.
             * @param message StepFailed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.StepFailed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StepFailed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StepFailed {

            /** Properties of a StepFailed. */
            interface $Properties {

                /** StepFailed runId */
                runId?: (string|null);

                /** StepFailed pipelineId */
                pipelineId?: (string|null);

                /** StepFailed step */
                step?: (string|null);

                /** StepFailed code */
                code?: (string|null);

                /** StepFailed message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StepFailed. */
            type $Shape = datamantri.v1.StepFailed.$Properties;
        }

        /**
         * Properties of a RunSucceeded.
         * @deprecated Use datamantri.v1.RunSucceeded.$Properties instead.
         */
        interface IRunSucceeded extends datamantri.v1.RunSucceeded.$Properties {
        }

        /** Represents a RunSucceeded. */
        class RunSucceeded {

            /**
             * Constructs a new RunSucceeded.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunSucceeded.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunSucceeded runId. */
            runId: string;

            /** RunSucceeded pipelineId. */
            pipelineId: string;

            /** RunSucceeded rowCount. */
            rowCount: number;

            /**
             * Encodes the specified RunSucceeded message. Does not implicitly {@link datamantri.v1.RunSucceeded.verify|verify} messages.
             * @param message RunSucceeded message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunSucceeded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunSucceeded message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunSucceeded & datamantri.v1.RunSucceeded.$Shape} RunSucceeded
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunSucceeded & datamantri.v1.RunSucceeded.$Shape;

            /**
             * Creates a RunSucceeded message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunSucceeded
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunSucceeded;

            /**
             * Creates a plain object from a RunSucceeded message. Also converts values to other types if specified.
             * @param message RunSucceeded
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunSucceeded, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunSucceeded to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunSucceeded {

            /** Properties of a RunSucceeded. */
            interface $Properties {

                /** RunSucceeded runId */
                runId?: (string|null);

                /** RunSucceeded pipelineId */
                pipelineId?: (string|null);

                /** RunSucceeded rowCount */
                rowCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunSucceeded. */
            type $Shape = datamantri.v1.RunSucceeded.$Properties;
        }

        /**
         * Properties of a RunSkipped.
         * @deprecated Use datamantri.v1.RunSkipped.$Properties instead.
         */
        interface IRunSkipped extends datamantri.v1.RunSkipped.$Properties {
        }

        /** Represents a RunSkipped. */
        class RunSkipped {

            /**
             * Constructs a new RunSkipped.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunSkipped.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunSkipped runId. */
            runId: string;

            /** RunSkipped pipelineId. */
            pipelineId: string;

            /**
             * Encodes the specified RunSkipped message. Does not implicitly {@link datamantri.v1.RunSkipped.verify|verify} messages.
             * @param message RunSkipped message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunSkipped.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunSkipped message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunSkipped & datamantri.v1.RunSkipped.$Shape} RunSkipped
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunSkipped & datamantri.v1.RunSkipped.$Shape;

            /**
             * Creates a RunSkipped message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunSkipped
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunSkipped;

            /**
             * Creates a plain object from a RunSkipped message. Also converts values to other types if specified.
             * @param message RunSkipped
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunSkipped, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunSkipped to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunSkipped {

            /** Properties of a RunSkipped. */
            interface $Properties {

                /** RunSkipped runId */
                runId?: (string|null);

                /** RunSkipped pipelineId */
                pipelineId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunSkipped. */
            type $Shape = datamantri.v1.RunSkipped.$Properties;
        }

        /**
         * Properties of a RunFailed.
         * @deprecated Use datamantri.v1.RunFailed.$Properties instead.
         */
        interface IRunFailed extends datamantri.v1.RunFailed.$Properties {
        }

        /** Represents a RunFailed. */
        class RunFailed {

            /**
             * Constructs a new RunFailed.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunFailed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunFailed runId. */
            runId: string;

            /** RunFailed pipelineId. */
            pipelineId: string;

            /** RunFailed code. */
            code: string;

            /** RunFailed message. */
            message: string;

            /**
             * Encodes the specified RunFailed message. Does not implicitly {@link datamantri.v1.RunFailed.verify|verify} messages.
             * @param message RunFailed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunFailed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunFailed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunFailed & datamantri.v1.RunFailed.$Shape} RunFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunFailed & datamantri.v1.RunFailed.$Shape;

            /**
             * Creates a RunFailed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunFailed
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunFailed;

            /**
             * Creates a plain object from a RunFailed message. Also converts values to other types if specified.
             * @param message RunFailed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunFailed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunFailed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunFailed {

            /** Properties of a RunFailed. */
            interface $Properties {

                /** RunFailed runId */
                runId?: (string|null);

                /** RunFailed pipelineId */
                pipelineId?: (string|null);

                /** RunFailed code */
                code?: (string|null);

                /** RunFailed message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunFailed. */
            type $Shape = datamantri.v1.RunFailed.$Properties;
        }

        /**
         * Properties of a RunAbandoned.
         * @deprecated Use datamantri.v1.RunAbandoned.$Properties instead.
         */
        interface IRunAbandoned extends datamantri.v1.RunAbandoned.$Properties {
        }

        /** Represents a RunAbandoned. */
        class RunAbandoned {

            /**
             * Constructs a new RunAbandoned.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunAbandoned.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunAbandoned runId. */
            runId: string;

            /** RunAbandoned pipelineId. */
            pipelineId: string;

            /** RunAbandoned requestedBy. */
            requestedBy: string;

            /**
             * Encodes the specified RunAbandoned message. Does not implicitly {@link datamantri.v1.RunAbandoned.verify|verify} messages.
             * @param message RunAbandoned message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunAbandoned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunAbandoned message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunAbandoned & datamantri.v1.RunAbandoned.$Shape} RunAbandoned
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunAbandoned & datamantri.v1.RunAbandoned.$Shape;

            /**
             * Creates a RunAbandoned message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunAbandoned
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunAbandoned;

            /**
             * Creates a plain object from a RunAbandoned message. Also converts values to other types if specified.
             * @param message RunAbandoned
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunAbandoned, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunAbandoned to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunAbandoned {

            /** Properties of a RunAbandoned. */
            interface $Properties {

                /** RunAbandoned runId */
                runId?: (string|null);

                /** RunAbandoned pipelineId */
                pipelineId?: (string|null);

                /** RunAbandoned requestedBy */
                requestedBy?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunAbandoned. */
            type $Shape = datamantri.v1.RunAbandoned.$Properties;
        }

        /**
         * Properties of a RunCancelled.
         * @deprecated Use datamantri.v1.RunCancelled.$Properties instead.
         */
        interface IRunCancelled extends datamantri.v1.RunCancelled.$Properties {
        }

        /** Represents a RunCancelled. */
        class RunCancelled {

            /**
             * Constructs a new RunCancelled.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.RunCancelled.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunCancelled runId. */
            runId: string;

            /** RunCancelled pipelineId. */
            pipelineId: string;

            /** RunCancelled requestedBy. */
            requestedBy: string;

            /**
             * Encodes the specified RunCancelled message. Does not implicitly {@link datamantri.v1.RunCancelled.verify|verify} messages.
             * @param message RunCancelled message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.RunCancelled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunCancelled message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.RunCancelled & datamantri.v1.RunCancelled.$Shape} RunCancelled
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.RunCancelled & datamantri.v1.RunCancelled.$Shape;

            /**
             * Creates a RunCancelled message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunCancelled
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.RunCancelled;

            /**
             * Creates a plain object from a RunCancelled message. Also converts values to other types if specified.
             * @param message RunCancelled
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.RunCancelled, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunCancelled to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RunCancelled {

            /** Properties of a RunCancelled. */
            interface $Properties {

                /** RunCancelled runId */
                runId?: (string|null);

                /** RunCancelled pipelineId */
                pipelineId?: (string|null);

                /** RunCancelled requestedBy */
                requestedBy?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunCancelled. */
            type $Shape = datamantri.v1.RunCancelled.$Properties;
        }

        /**
         * Properties of a PlanRun.
         * @deprecated Use datamantri.v1.PlanRun.$Properties instead.
         */
        interface IPlanRun extends datamantri.v1.PlanRun.$Properties {
        }

        /** Represents a PlanRun. */
        class PlanRun {

            /**
             * Constructs a new PlanRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.PlanRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PlanRun runId. */
            runId: string;

            /** PlanRun pipelineId. */
            pipelineId: string;

            /** PlanRun attempt. */
            attempt: number;

            /** PlanRun skipVersion. */
            skipVersion: string;

            /** PlanRun range. */
            range?: (datamantri.v1.CursorRange.$Properties|null);

            /**
             * Encodes the specified PlanRun message. Does not implicitly {@link datamantri.v1.PlanRun.verify|verify} messages.
             * @param message PlanRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.PlanRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PlanRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.PlanRun & datamantri.v1.PlanRun.$Shape} PlanRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.PlanRun & datamantri.v1.PlanRun.$Shape;

            /**
             * Creates a PlanRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PlanRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.PlanRun;

            /**
             * Creates a plain object from a PlanRun message. Also converts values to other types if specified.
             * @param message PlanRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.PlanRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PlanRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PlanRun {

            /** Properties of a PlanRun. */
            interface $Properties {

                /** PlanRun runId */
                runId?: (string|null);

                /** PlanRun pipelineId */
                pipelineId?: (string|null);

                /** PlanRun attempt */
                attempt?: (number|null);

                /** PlanRun skipVersion */
                skipVersion?: (string|null);

                /** PlanRun range */
                range?: (datamantri.v1.CursorRange.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PlanRun. */
            type $Shape = datamantri.v1.PlanRun.$Properties;
        }

        /**
         * Properties of a ReadSplit.
         * @deprecated Use datamantri.v1.ReadSplit.$Properties instead.
         */
        interface IReadSplit extends datamantri.v1.ReadSplit.$Properties {
        }

        /** Represents a ReadSplit. */
        class ReadSplit {

            /**
             * Constructs a new ReadSplit.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ReadSplit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReadSplit runId. */
            runId: string;

            /** ReadSplit pipelineId. */
            pipelineId: string;

            /** ReadSplit attempt. */
            attempt: number;

            /** ReadSplit snapshot. */
            snapshot?: (datamantri.v1.Snapshot.$Properties|null);

            /** ReadSplit split. */
            split?: (datamantri.v1.Split.$Properties|null);

            /** ReadSplit batchRows. */
            batchRows: number;

            /** ReadSplit pageRows. */
            pageRows: number;

            /** ReadSplit columns. */
            columns: datamantri.v1.Column.$Properties[];

            /** ReadSplit schemaFingerprint. */
            schemaFingerprint: string;

            /**
             * Encodes the specified ReadSplit message. Does not implicitly {@link datamantri.v1.ReadSplit.verify|verify} messages.
             * @param message ReadSplit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ReadSplit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReadSplit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ReadSplit & datamantri.v1.ReadSplit.$Shape} ReadSplit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ReadSplit & datamantri.v1.ReadSplit.$Shape;

            /**
             * Creates a ReadSplit message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReadSplit
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ReadSplit;

            /**
             * Creates a plain object from a ReadSplit message. Also converts values to other types if specified.
             * @param message ReadSplit
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ReadSplit, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReadSplit to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReadSplit {

            /** Properties of a ReadSplit. */
            interface $Properties {

                /** ReadSplit runId */
                runId?: (string|null);

                /** ReadSplit pipelineId */
                pipelineId?: (string|null);

                /** ReadSplit attempt */
                attempt?: (number|null);

                /** ReadSplit snapshot */
                snapshot?: (datamantri.v1.Snapshot.$Properties|null);

                /** ReadSplit split */
                split?: (datamantri.v1.Split.$Properties|null);

                /** ReadSplit batchRows */
                batchRows?: (number|null);

                /** ReadSplit pageRows */
                pageRows?: (number|null);

                /** ReadSplit columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** ReadSplit schemaFingerprint */
                schemaFingerprint?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReadSplit. */
            type $Shape = datamantri.v1.ReadSplit.$Properties;
        }

        /**
         * Properties of a ComputeStatistics.
         * @deprecated Use datamantri.v1.ComputeStatistics.$Properties instead.
         */
        interface IComputeStatistics extends datamantri.v1.ComputeStatistics.$Properties {
        }

        /** Represents a ComputeStatistics. */
        class ComputeStatistics {

            /**
             * Constructs a new ComputeStatistics.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ComputeStatistics.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ComputeStatistics runId. */
            runId: string;

            /** ComputeStatistics pipelineId. */
            pipelineId: string;

            /** ComputeStatistics attempt. */
            attempt: number;

            /** ComputeStatistics snapshot. */
            snapshot?: (datamantri.v1.Snapshot.$Properties|null);

            /** ComputeStatistics columns. */
            columns: datamantri.v1.Column.$Properties[];

            /**
             * Encodes the specified ComputeStatistics message. Does not implicitly {@link datamantri.v1.ComputeStatistics.verify|verify} messages.
             * @param message ComputeStatistics message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ComputeStatistics.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ComputeStatistics message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ComputeStatistics & datamantri.v1.ComputeStatistics.$Shape} ComputeStatistics
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ComputeStatistics & datamantri.v1.ComputeStatistics.$Shape;

            /**
             * Creates a ComputeStatistics message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ComputeStatistics
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ComputeStatistics;

            /**
             * Creates a plain object from a ComputeStatistics message. Also converts values to other types if specified.
             * @param message ComputeStatistics
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ComputeStatistics, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ComputeStatistics to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ComputeStatistics {

            /** Properties of a ComputeStatistics. */
            interface $Properties {

                /** ComputeStatistics runId */
                runId?: (string|null);

                /** ComputeStatistics pipelineId */
                pipelineId?: (string|null);

                /** ComputeStatistics attempt */
                attempt?: (number|null);

                /** ComputeStatistics snapshot */
                snapshot?: (datamantri.v1.Snapshot.$Properties|null);

                /** ComputeStatistics columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ComputeStatistics. */
            type $Shape = datamantri.v1.ComputeStatistics.$Properties;
        }

        /**
         * Properties of a PrepareRun.
         * @deprecated Use datamantri.v1.PrepareRun.$Properties instead.
         */
        interface IPrepareRun extends datamantri.v1.PrepareRun.$Properties {
        }

        /** Represents a PrepareRun. */
        class PrepareRun {

            /**
             * Constructs a new PrepareRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.PrepareRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrepareRun runId. */
            runId: string;

            /** PrepareRun pipelineId. */
            pipelineId: string;

            /** PrepareRun attempt. */
            attempt: number;

            /** PrepareRun columns. */
            columns: datamantri.v1.Column.$Properties[];

            /** PrepareRun schemaFingerprint. */
            schemaFingerprint: string;

            /** PrepareRun rowCount. */
            rowCount: number;

            /** PrepareRun resumedRunIds. */
            resumedRunIds: string[];

            /** PrepareRun rangeColumn. */
            rangeColumn: string;

            /** PrepareRun description. */
            description: string;

            /** PrepareRun columnDescriptions. */
            columnDescriptions: datamantri.v1.ColumnDescription.$Properties[];

            /** PrepareRun followsRunId. */
            followsRunId: string;

            /** PrepareRun readsAllRows. */
            readsAllRows: boolean;

            /**
             * Encodes the specified PrepareRun message. Does not implicitly {@link datamantri.v1.PrepareRun.verify|verify} messages.
             * @param message PrepareRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.PrepareRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrepareRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.PrepareRun & datamantri.v1.PrepareRun.$Shape} PrepareRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.PrepareRun & datamantri.v1.PrepareRun.$Shape;

            /**
             * Creates a PrepareRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PrepareRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.PrepareRun;

            /**
             * Creates a plain object from a PrepareRun message. Also converts values to other types if specified.
             * @param message PrepareRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.PrepareRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PrepareRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PrepareRun {

            /** Properties of a PrepareRun. */
            interface $Properties {

                /** PrepareRun runId */
                runId?: (string|null);

                /** PrepareRun pipelineId */
                pipelineId?: (string|null);

                /** PrepareRun attempt */
                attempt?: (number|null);

                /** PrepareRun columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** PrepareRun schemaFingerprint */
                schemaFingerprint?: (string|null);

                /** PrepareRun rowCount */
                rowCount?: (number|null);

                /** PrepareRun resumedRunIds */
                resumedRunIds?: (string[]|null);

                /** PrepareRun rangeColumn */
                rangeColumn?: (string|null);

                /** PrepareRun description */
                description?: (string|null);

                /** PrepareRun columnDescriptions */
                columnDescriptions?: (datamantri.v1.ColumnDescription.$Properties[]|null);

                /** PrepareRun followsRunId */
                followsRunId?: (string|null);

                /** PrepareRun readsAllRows */
                readsAllRows?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrepareRun. */
            type $Shape = datamantri.v1.PrepareRun.$Properties;
        }

        /**
         * Properties of a FinalizeRun.
         * @deprecated Use datamantri.v1.FinalizeRun.$Properties instead.
         */
        interface IFinalizeRun extends datamantri.v1.FinalizeRun.$Properties {
        }

        /** Represents a FinalizeRun. */
        class FinalizeRun {

            /**
             * Constructs a new FinalizeRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.FinalizeRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FinalizeRun runId. */
            runId: string;

            /** FinalizeRun pipelineId. */
            pipelineId: string;

            /** FinalizeRun attempt. */
            attempt: number;

            /** FinalizeRun columns. */
            columns: datamantri.v1.Column.$Properties[];

            /** FinalizeRun rowCount. */
            rowCount: number;

            /** FinalizeRun takenAtMs. */
            takenAtMs: number;

            /** FinalizeRun watermark. */
            watermark?: (datamantri.v1.Watermark.$Properties|null);

            /** FinalizeRun sourceRowsHash. */
            sourceRowsHash: string;

            /** FinalizeRun sourceColumns. */
            sourceColumns: datamantri.v1.ColumnStatistics.$Properties[];

            /** FinalizeRun range. */
            range?: (datamantri.v1.CursorRange.$Properties|null);

            /** FinalizeRun primaryKey. */
            primaryKey: string[];

            /**
             * Encodes the specified FinalizeRun message. Does not implicitly {@link datamantri.v1.FinalizeRun.verify|verify} messages.
             * @param message FinalizeRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.FinalizeRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FinalizeRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.FinalizeRun & datamantri.v1.FinalizeRun.$Shape} FinalizeRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.FinalizeRun & datamantri.v1.FinalizeRun.$Shape;

            /**
             * Creates a FinalizeRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FinalizeRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.FinalizeRun;

            /**
             * Creates a plain object from a FinalizeRun message. Also converts values to other types if specified.
             * @param message FinalizeRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.FinalizeRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FinalizeRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FinalizeRun {

            /** Properties of a FinalizeRun. */
            interface $Properties {

                /** FinalizeRun runId */
                runId?: (string|null);

                /** FinalizeRun pipelineId */
                pipelineId?: (string|null);

                /** FinalizeRun attempt */
                attempt?: (number|null);

                /** FinalizeRun columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** FinalizeRun rowCount */
                rowCount?: (number|null);

                /** FinalizeRun takenAtMs */
                takenAtMs?: (number|null);

                /** FinalizeRun watermark */
                watermark?: (datamantri.v1.Watermark.$Properties|null);

                /** FinalizeRun sourceRowsHash */
                sourceRowsHash?: (string|null);

                /** FinalizeRun sourceColumns */
                sourceColumns?: (datamantri.v1.ColumnStatistics.$Properties[]|null);

                /** FinalizeRun range */
                range?: (datamantri.v1.CursorRange.$Properties|null);

                /** FinalizeRun primaryKey */
                primaryKey?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FinalizeRun. */
            type $Shape = datamantri.v1.FinalizeRun.$Properties;
        }

        /**
         * Properties of an UndoRun.
         * @deprecated Use datamantri.v1.UndoRun.$Properties instead.
         */
        interface IUndoRun extends datamantri.v1.UndoRun.$Properties {
        }

        /** Represents an UndoRun. */
        class UndoRun {

            /**
             * Constructs a new UndoRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.UndoRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UndoRun runId. */
            runId: string;

            /** UndoRun pipelineId. */
            pipelineId: string;

            /** UndoRun attempt. */
            attempt: number;

            /** UndoRun undoOf. */
            undoOf: string;

            /**
             * Encodes the specified UndoRun message. Does not implicitly {@link datamantri.v1.UndoRun.verify|verify} messages.
             * @param message UndoRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.UndoRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UndoRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.UndoRun & datamantri.v1.UndoRun.$Shape} UndoRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.UndoRun & datamantri.v1.UndoRun.$Shape;

            /**
             * Creates an UndoRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UndoRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.UndoRun;

            /**
             * Creates a plain object from an UndoRun message. Also converts values to other types if specified.
             * @param message UndoRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.UndoRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UndoRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UndoRun {

            /** Properties of an UndoRun. */
            interface $Properties {

                /** UndoRun runId */
                runId?: (string|null);

                /** UndoRun pipelineId */
                pipelineId?: (string|null);

                /** UndoRun attempt */
                attempt?: (number|null);

                /** UndoRun undoOf */
                undoOf?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UndoRun. */
            type $Shape = datamantri.v1.UndoRun.$Properties;
        }

        /**
         * Properties of a DiscardRun.
         * @deprecated Use datamantri.v1.DiscardRun.$Properties instead.
         */
        interface IDiscardRun extends datamantri.v1.DiscardRun.$Properties {
        }

        /** Represents a DiscardRun. */
        class DiscardRun {

            /**
             * Constructs a new DiscardRun.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.DiscardRun.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DiscardRun runId. */
            runId: string;

            /** DiscardRun pipelineId. */
            pipelineId: string;

            /** DiscardRun attempt. */
            attempt: number;

            /** DiscardRun resumedRunIds. */
            resumedRunIds: string[];

            /** DiscardRun settles. */
            settles: boolean;

            /**
             * Encodes the specified DiscardRun message. Does not implicitly {@link datamantri.v1.DiscardRun.verify|verify} messages.
             * @param message DiscardRun message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.DiscardRun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DiscardRun message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.DiscardRun & datamantri.v1.DiscardRun.$Shape} DiscardRun
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.DiscardRun & datamantri.v1.DiscardRun.$Shape;

            /**
             * Creates a DiscardRun message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DiscardRun
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.DiscardRun;

            /**
             * Creates a plain object from a DiscardRun message. Also converts values to other types if specified.
             * @param message DiscardRun
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.DiscardRun, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DiscardRun to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DiscardRun {

            /** Properties of a DiscardRun. */
            interface $Properties {

                /** DiscardRun runId */
                runId?: (string|null);

                /** DiscardRun pipelineId */
                pipelineId?: (string|null);

                /** DiscardRun attempt */
                attempt?: (number|null);

                /** DiscardRun resumedRunIds */
                resumedRunIds?: (string[]|null);

                /** DiscardRun settles */
                settles?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DiscardRun. */
            type $Shape = datamantri.v1.DiscardRun.$Properties;
        }

        /**
         * Properties of a ReplayRejects.
         * @deprecated Use datamantri.v1.ReplayRejects.$Properties instead.
         */
        interface IReplayRejects extends datamantri.v1.ReplayRejects.$Properties {
        }

        /** Represents a ReplayRejects. */
        class ReplayRejects {

            /**
             * Constructs a new ReplayRejects.
             * @param [properties] Properties to set
             */
            constructor(properties?: datamantri.v1.ReplayRejects.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReplayRejects runId. */
            runId: string;

            /** ReplayRejects pipelineId. */
            pipelineId: string;

            /** ReplayRejects attempt. */
            attempt: number;

            /** ReplayRejects columns. */
            columns: datamantri.v1.Column.$Properties[];

            /** ReplayRejects takenAtMs. */
            takenAtMs: number;

            /**
             * Encodes the specified ReplayRejects message. Does not implicitly {@link datamantri.v1.ReplayRejects.verify|verify} messages.
             * @param message ReplayRejects message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: datamantri.v1.ReplayRejects.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReplayRejects message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {datamantri.v1.ReplayRejects & datamantri.v1.ReplayRejects.$Shape} ReplayRejects
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): datamantri.v1.ReplayRejects & datamantri.v1.ReplayRejects.$Shape;

            /**
             * Creates a ReplayRejects message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReplayRejects
             */
            static fromObject(object: { [k: string]: any }): datamantri.v1.ReplayRejects;

            /**
             * Creates a plain object from a ReplayRejects message. Also converts values to other types if specified.
             * @param message ReplayRejects
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: datamantri.v1.ReplayRejects, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReplayRejects to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReplayRejects {

            /** Properties of a ReplayRejects. */
            interface $Properties {

                /** ReplayRejects runId */
                runId?: (string|null);

                /** ReplayRejects pipelineId */
                pipelineId?: (string|null);

                /** ReplayRejects attempt */
                attempt?: (number|null);

                /** ReplayRejects columns */
                columns?: (datamantri.v1.Column.$Properties[]|null);

                /** ReplayRejects takenAtMs */
                takenAtMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReplayRejects. */
            type $Shape = datamantri.v1.ReplayRejects.$Properties;
        }
    }
}
