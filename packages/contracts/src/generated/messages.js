/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $Array = $util.global.Array, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean, $isFinite = $util.global.isFinite;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const datamantri = $root.datamantri = (() => {

    const datamantri = {};

    datamantri.v1 = (function() {

        const v1 = {};

        v1.RowBatch = (function() {

            const RowBatch = function (properties) {
                this.rejects = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RowBatch.prototype.runId = "";
            RowBatch.prototype.pipelineId = "";
            RowBatch.prototype.split = 0;
            RowBatch.prototype.sequence = 0;
            RowBatch.prototype.part = 0;
            RowBatch.prototype.firstRow = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RowBatch.prototype.rowCount = 0;
            RowBatch.prototype.schemaFingerprint = "";
            RowBatch.prototype.checksum = 0;
            RowBatch.prototype.tuples = $util.newBuffer([]);
            RowBatch.prototype.rejects = $util.emptyArray;
            RowBatch.prototype.objectChunks = 0;
            RowBatch.prototype.objectBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RowBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.split != null && $Object.hasOwnProperty.call(message, "split") && message.split !== 0)
                    writer.uint32(24).uint32(message.split);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(32).uint32(message.sequence);
                if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                    writer.uint32(40).uint32(message.part);
                if (message.firstRow != null && $Object.hasOwnProperty.call(message, "firstRow") && (typeof message.firstRow === "object" ? message.firstRow.low || message.firstRow.high : message.firstRow !== 0))
                    writer.uint32(48).uint64(message.firstRow);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && message.rowCount !== 0)
                    writer.uint32(56).uint32(message.rowCount);
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint") && message.schemaFingerprint !== "")
                    writer.uint32(66).string(message.schemaFingerprint);
                if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum !== 0)
                    writer.uint32(77).fixed32(message.checksum);
                if (message.tuples != null && $Object.hasOwnProperty.call(message, "tuples") && message.tuples.length)
                    writer.uint32(82).bytes(message.tuples);
                if (message.rejects != null && message.rejects.length)
                    for (let i = 0; i < message.rejects.length; ++i)
                        $root.datamantri.v1.Reject.encode(message.rejects[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.objectChunks != null && $Object.hasOwnProperty.call(message, "objectChunks") && message.objectChunks !== 0)
                    writer.uint32(96).uint32(message.objectChunks);
                if (message.objectBytes != null && $Object.hasOwnProperty.call(message, "objectBytes") && (typeof message.objectBytes === "object" ? message.objectBytes.low || message.objectBytes.high : message.objectBytes !== 0))
                    writer.uint32(104).uint64(message.objectBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RowBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RowBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.split = value;
                            else
                                delete message.split;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.part = value;
                            else
                                delete message.part;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstRow = value;
                            else
                                delete message.firstRow;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.schemaFingerprint = value;
                            else
                                delete message.schemaFingerprint;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.checksum = value;
                            else
                                delete message.checksum;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tuples = value;
                            else
                                delete message.tuples;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rejects && message.rejects.length))
                                message.rejects = [];
                            message.rejects.push($root.datamantri.v1.Reject.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.objectChunks = value;
                            else
                                delete message.objectChunks;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.objectBytes = value;
                            else
                                delete message.objectBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RowBatch.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RowBatch)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RowBatch: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RowBatch();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.split != null)
                    if ($Number(object.split) !== 0)
                        message.split = object.split >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.part != null)
                    if ($Number(object.part) !== 0)
                        message.part = object.part >>> 0;
                if (object.firstRow != null)
                    if (typeof object.firstRow === "object" ? object.firstRow.low || object.firstRow.high : $Number(object.firstRow) !== 0)
                        if ($util.Long)
                            message.firstRow = $util.Long.fromValue(object.firstRow, true);
                        else if (typeof object.firstRow === "string")
                            message.firstRow = $parseInt(object.firstRow, 10);
                        else if (typeof object.firstRow === "number")
                            message.firstRow = object.firstRow;
                        else if (typeof object.firstRow === "object")
                            message.firstRow = new $util.LongBits(object.firstRow.low >>> 0, object.firstRow.high >>> 0).toNumber(true);
                if (object.rowCount != null)
                    if ($Number(object.rowCount) !== 0)
                        message.rowCount = object.rowCount >>> 0;
                if (object.schemaFingerprint != null)
                    if (typeof object.schemaFingerprint !== "string" || object.schemaFingerprint.length)
                        message.schemaFingerprint = $String(object.schemaFingerprint);
                if (object.checksum != null)
                    if ($Number(object.checksum) !== 0)
                        message.checksum = object.checksum >>> 0;
                if (object.tuples != null)
                    if (object.tuples.length)
                        if (typeof object.tuples === "string")
                            $util.base64.decode(object.tuples, message.tuples = $util.newBuffer($util.base64.length(object.tuples)), 0);
                        else if (object.tuples.length >= 0)
                            message.tuples = object.tuples;
                if (object.rejects) {
                    if (!$Array.isArray(object.rejects))
                        throw $TypeError(".datamantri.v1.RowBatch.rejects: array expected");
                    message.rejects = $Array(object.rejects.length);
                    for (let i = 0; i < object.rejects.length; ++i) {
                        if (!$util.isObject(object.rejects[i]))
                            throw $TypeError(".datamantri.v1.RowBatch.rejects: object expected");
                        message.rejects[i] = $root.datamantri.v1.Reject.fromObject(object.rejects[i], _depth + 1);
                    }
                }
                if (object.objectChunks != null)
                    if ($Number(object.objectChunks) !== 0)
                        message.objectChunks = object.objectChunks >>> 0;
                if (object.objectBytes != null)
                    if (typeof object.objectBytes === "object" ? object.objectBytes.low || object.objectBytes.high : $Number(object.objectBytes) !== 0)
                        if ($util.Long)
                            message.objectBytes = $util.Long.fromValue(object.objectBytes, true);
                        else if (typeof object.objectBytes === "string")
                            message.objectBytes = $parseInt(object.objectBytes, 10);
                        else if (typeof object.objectBytes === "number")
                            message.objectBytes = object.objectBytes;
                        else if (typeof object.objectBytes === "object")
                            message.objectBytes = new $util.LongBits(object.objectBytes.low >>> 0, object.objectBytes.high >>> 0).toNumber(true);
                return message;
            };

            RowBatch.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.rejects = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.split = 0;
                    object.sequence = 0;
                    object.part = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.firstRow = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.firstRow = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.rowCount = 0;
                    object.schemaFingerprint = "";
                    object.checksum = 0;
                    if (options.bytes === $String)
                        object.tuples = "";
                    else {
                        object.tuples = [];
                        if (options.bytes !== $Array)
                            object.tuples = $util.newBuffer(object.tuples);
                    }
                    object.objectChunks = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.objectBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.objectBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    object.split = message.split;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.part != null && $Object.hasOwnProperty.call(message, "part"))
                    object.part = message.part;
                if (message.firstRow != null && $Object.hasOwnProperty.call(message, "firstRow"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.firstRow = typeof message.firstRow === "number" ? $BigInt(message.firstRow) : $util.Long.fromBits(message.firstRow.low >>> 0, message.firstRow.high >>> 0, true).toBigInt();
                    else if (typeof message.firstRow === "number")
                        object.firstRow = options.longs === $String ? $String(message.firstRow) : message.firstRow;
                    else
                        object.firstRow = options.longs === $String ? $util.Long.prototype.toString.call(message.firstRow) : options.longs === $Number ? new $util.LongBits(message.firstRow.low >>> 0, message.firstRow.high >>> 0).toNumber(true) : message.firstRow;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    object.rowCount = message.rowCount;
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint"))
                    object.schemaFingerprint = message.schemaFingerprint;
                if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum"))
                    object.checksum = message.checksum;
                if (message.tuples != null && $Object.hasOwnProperty.call(message, "tuples"))
                    object.tuples = options.bytes === $String ? $util.base64.encode(message.tuples, 0, message.tuples.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.tuples) : message.tuples;
                if (message.rejects && message.rejects.length) {
                    object.rejects = $Array(message.rejects.length);
                    for (let j = 0; j < message.rejects.length; ++j)
                        object.rejects[j] = $root.datamantri.v1.Reject.toObject(message.rejects[j], options, _depth + 1);
                }
                if (message.objectChunks != null && $Object.hasOwnProperty.call(message, "objectChunks"))
                    object.objectChunks = message.objectChunks;
                if (message.objectBytes != null && $Object.hasOwnProperty.call(message, "objectBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.objectBytes = typeof message.objectBytes === "number" ? $BigInt(message.objectBytes) : $util.Long.fromBits(message.objectBytes.low >>> 0, message.objectBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.objectBytes === "number")
                        object.objectBytes = options.longs === $String ? $String(message.objectBytes) : message.objectBytes;
                    else
                        object.objectBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.objectBytes) : options.longs === $Number ? new $util.LongBits(message.objectBytes.low >>> 0, message.objectBytes.high >>> 0).toNumber(true) : message.objectBytes;
                return object;
            };

            RowBatch.prototype.toJSON = function() {
                return RowBatch.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RowBatch;
        })();

        v1.Reject = (function() {

            const Reject = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Reject.prototype.rowNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Reject.prototype.columns = $util.emptyArray;
            Reject.prototype.reason = "";
            Reject.prototype.sourceRow = "";
            Reject.prototype.tuple = $util.newBuffer([]);

            Reject.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rowNumber != null && $Object.hasOwnProperty.call(message, "rowNumber") && (typeof message.rowNumber === "object" ? message.rowNumber.low || message.rowNumber.high : message.rowNumber !== 0))
                    writer.uint32(8).uint64(message.rowNumber);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        writer.uint32(18).string(message.columns[i]);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(26).string(message.reason);
                if (message.sourceRow != null && $Object.hasOwnProperty.call(message, "sourceRow") && message.sourceRow !== "")
                    writer.uint32(34).string(message.sourceRow);
                if (message.tuple != null && $Object.hasOwnProperty.call(message, "tuple") && message.tuple.length)
                    writer.uint32(42).bytes(message.tuple);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Reject.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Reject();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowNumber = value;
                            else
                                delete message.rowNumber;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceRow = value;
                            else
                                delete message.sourceRow;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tuple = value;
                            else
                                delete message.tuple;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Reject.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Reject)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Reject: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Reject();
                if (object.rowNumber != null)
                    if (typeof object.rowNumber === "object" ? object.rowNumber.low || object.rowNumber.high : $Number(object.rowNumber) !== 0)
                        if ($util.Long)
                            message.rowNumber = $util.Long.fromValue(object.rowNumber, true);
                        else if (typeof object.rowNumber === "string")
                            message.rowNumber = $parseInt(object.rowNumber, 10);
                        else if (typeof object.rowNumber === "number")
                            message.rowNumber = object.rowNumber;
                        else if (typeof object.rowNumber === "object")
                            message.rowNumber = new $util.LongBits(object.rowNumber.low >>> 0, object.rowNumber.high >>> 0).toNumber(true);
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.Reject.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i)
                        message.columns[i] = $String(object.columns[i]);
                }
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.sourceRow != null)
                    if (typeof object.sourceRow !== "string" || object.sourceRow.length)
                        message.sourceRow = $String(object.sourceRow);
                if (object.tuple != null)
                    if (object.tuple.length)
                        if (typeof object.tuple === "string")
                            $util.base64.decode(object.tuple, message.tuple = $util.newBuffer($util.base64.length(object.tuple)), 0);
                        else if (object.tuple.length >= 0)
                            message.tuple = object.tuple;
                return message;
            };

            Reject.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowNumber = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowNumber = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.reason = "";
                    object.sourceRow = "";
                    if (options.bytes === $String)
                        object.tuple = "";
                    else {
                        object.tuple = [];
                        if (options.bytes !== $Array)
                            object.tuple = $util.newBuffer(object.tuple);
                    }
                }
                if (message.rowNumber != null && $Object.hasOwnProperty.call(message, "rowNumber"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowNumber = typeof message.rowNumber === "number" ? $BigInt(message.rowNumber) : $util.Long.fromBits(message.rowNumber.low >>> 0, message.rowNumber.high >>> 0, true).toBigInt();
                    else if (typeof message.rowNumber === "number")
                        object.rowNumber = options.longs === $String ? $String(message.rowNumber) : message.rowNumber;
                    else
                        object.rowNumber = options.longs === $String ? $util.Long.prototype.toString.call(message.rowNumber) : options.longs === $Number ? new $util.LongBits(message.rowNumber.low >>> 0, message.rowNumber.high >>> 0).toNumber(true) : message.rowNumber;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = message.columns[j];
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.sourceRow != null && $Object.hasOwnProperty.call(message, "sourceRow"))
                    object.sourceRow = message.sourceRow;
                if (message.tuple != null && $Object.hasOwnProperty.call(message, "tuple"))
                    object.tuple = options.bytes === $String ? $util.base64.encode(message.tuple, 0, message.tuple.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.tuple) : message.tuple;
                return object;
            };

            Reject.prototype.toJSON = function() {
                return Reject.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Reject;
        })();

        v1.StartRun = (function() {

            const StartRun = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StartRun.prototype.runId = "";
            StartRun.prototype.pipelineId = "";
            StartRun.prototype.cause = "";
            StartRun.prototype.requestedBy = "";
            StartRun.prototype.range = null;
            StartRun.prototype.request = null;

            StartRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== "")
                    writer.uint32(26).string(message.cause);
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy") && message.requestedBy !== "")
                    writer.uint32(34).string(message.requestedBy);
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    $root.datamantri.v1.CursorRange.encode(message.range, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                    $root.datamantri.v1.AuditedRequest.encode(message.request, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StartRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.StartRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestedBy = value;
                            else
                                delete message.requestedBy;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.range = $root.datamantri.v1.CursorRange.decode(reader, reader.size(), $undefined, _depth + 1, message.range);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.request = $root.datamantri.v1.AuditedRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StartRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.StartRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.StartRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.StartRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.cause != null)
                    if (typeof object.cause !== "string" || object.cause.length)
                        message.cause = $String(object.cause);
                if (object.requestedBy != null)
                    if (typeof object.requestedBy !== "string" || object.requestedBy.length)
                        message.requestedBy = $String(object.requestedBy);
                if (object.range != null) {
                    if (!$util.isObject(object.range))
                        throw $TypeError(".datamantri.v1.StartRun.range: object expected");
                    message.range = $root.datamantri.v1.CursorRange.fromObject(object.range, _depth + 1);
                }
                if (object.request != null) {
                    if (!$util.isObject(object.request))
                        throw $TypeError(".datamantri.v1.StartRun.request: object expected");
                    message.request = $root.datamantri.v1.AuditedRequest.fromObject(object.request, _depth + 1);
                }
                return message;
            };

            StartRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.cause = "";
                    object.requestedBy = "";
                    object.range = null;
                    object.request = null;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    object.cause = message.cause;
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy"))
                    object.requestedBy = message.requestedBy;
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    object.range = $root.datamantri.v1.CursorRange.toObject(message.range, options, _depth + 1);
                if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                    object.request = $root.datamantri.v1.AuditedRequest.toObject(message.request, options, _depth + 1);
                return object;
            };

            StartRun.prototype.toJSON = function() {
                return StartRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StartRun;
        })();

        v1.CancelRun = (function() {

            const CancelRun = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CancelRun.prototype.runId = "";
            CancelRun.prototype.requestedBy = "";
            CancelRun.prototype.requestId = "";

            CancelRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy") && message.requestedBy !== "")
                    writer.uint32(18).string(message.requestedBy);
                if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== "")
                    writer.uint32(26).string(message.requestId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CancelRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.CancelRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestedBy = value;
                            else
                                delete message.requestedBy;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestId = value;
                            else
                                delete message.requestId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            CancelRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.CancelRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.CancelRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.CancelRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.requestedBy != null)
                    if (typeof object.requestedBy !== "string" || object.requestedBy.length)
                        message.requestedBy = $String(object.requestedBy);
                if (object.requestId != null)
                    if (typeof object.requestId !== "string" || object.requestId.length)
                        message.requestId = $String(object.requestId);
                return message;
            };

            CancelRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.requestedBy = "";
                    object.requestId = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy"))
                    object.requestedBy = message.requestedBy;
                if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId"))
                    object.requestId = message.requestId;
                return object;
            };

            CancelRun.prototype.toJSON = function() {
                return CancelRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CancelRun;
        })();

        v1.Tick = (function() {

            const Tick = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Tick.prototype.pipelineId = "";
            Tick.prototype.scheduledForMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Tick.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Tick.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(10).string(message.pipelineId);
                if (message.scheduledForMs != null && $Object.hasOwnProperty.call(message, "scheduledForMs") && (typeof message.scheduledForMs === "object" ? message.scheduledForMs.low || message.scheduledForMs.high : message.scheduledForMs !== 0))
                    writer.uint32(16).uint64(message.scheduledForMs);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(24).uint64(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Tick.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Tick();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.scheduledForMs = value;
                            else
                                delete message.scheduledForMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Tick.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Tick)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Tick: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Tick();
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.scheduledForMs != null)
                    if (typeof object.scheduledForMs === "object" ? object.scheduledForMs.low || object.scheduledForMs.high : $Number(object.scheduledForMs) !== 0)
                        if ($util.Long)
                            message.scheduledForMs = $util.Long.fromValue(object.scheduledForMs, true);
                        else if (typeof object.scheduledForMs === "string")
                            message.scheduledForMs = $parseInt(object.scheduledForMs, 10);
                        else if (typeof object.scheduledForMs === "number")
                            message.scheduledForMs = object.scheduledForMs;
                        else if (typeof object.scheduledForMs === "object")
                            message.scheduledForMs = new $util.LongBits(object.scheduledForMs.low >>> 0, object.scheduledForMs.high >>> 0).toNumber(true);
                if (object.version != null)
                    if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                        if ($util.Long)
                            message.version = $util.Long.fromValue(object.version, true);
                        else if (typeof object.version === "string")
                            message.version = $parseInt(object.version, 10);
                        else if (typeof object.version === "number")
                            message.version = object.version;
                        else if (typeof object.version === "object")
                            message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber(true);
                return message;
            };

            Tick.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.scheduledForMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.scheduledForMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.scheduledForMs != null && $Object.hasOwnProperty.call(message, "scheduledForMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.scheduledForMs = typeof message.scheduledForMs === "number" ? $BigInt(message.scheduledForMs) : $util.Long.fromBits(message.scheduledForMs.low >>> 0, message.scheduledForMs.high >>> 0, true).toBigInt();
                    else if (typeof message.scheduledForMs === "number")
                        object.scheduledForMs = options.longs === $String ? $String(message.scheduledForMs) : message.scheduledForMs;
                    else
                        object.scheduledForMs = options.longs === $String ? $util.Long.prototype.toString.call(message.scheduledForMs) : options.longs === $Number ? new $util.LongBits(message.scheduledForMs.low >>> 0, message.scheduledForMs.high >>> 0).toNumber(true) : message.scheduledForMs;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, true).toBigInt();
                    else if (typeof message.version === "number")
                        object.version = options.longs === $String ? $String(message.version) : message.version;
                    else
                        object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber(true) : message.version;
                return object;
            };

            Tick.prototype.toJSON = function() {
                return Tick.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Tick;
        })();

        v1.Column = (function() {

            const Column = function (properties) {
                this.fields = [];
                this.sourcePath = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Column.prototype.name = "";
            Column.prototype.type = "";
            Column.prototype.repeated = false;
            Column.prototype.required = false;
            Column.prototype.fields = $util.emptyArray;
            Column.prototype.rangeElementType = "";
            Column.prototype.sourcePath = $util.emptyArray;
            Column.prototype.targetType = "";
            Column.prototype.mask = "";
            Column.prototype.declaredType = "";
            Column.prototype.notNull = false;

            Column.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                    writer.uint32(18).string(message.type);
                if (message.repeated != null && $Object.hasOwnProperty.call(message, "repeated") && message.repeated !== false)
                    writer.uint32(24).bool(message.repeated);
                if (message.required != null && $Object.hasOwnProperty.call(message, "required") && message.required !== false)
                    writer.uint32(32).bool(message.required);
                if (message.fields != null && message.fields.length)
                    for (let i = 0; i < message.fields.length; ++i)
                        $root.datamantri.v1.Column.encode(message.fields[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.rangeElementType != null && $Object.hasOwnProperty.call(message, "rangeElementType") && message.rangeElementType !== "")
                    writer.uint32(50).string(message.rangeElementType);
                if (message.sourcePath != null && message.sourcePath.length)
                    for (let i = 0; i < message.sourcePath.length; ++i)
                        writer.uint32(58).string(message.sourcePath[i]);
                if (message.targetType != null && $Object.hasOwnProperty.call(message, "targetType") && message.targetType !== "")
                    writer.uint32(66).string(message.targetType);
                if (message.mask != null && $Object.hasOwnProperty.call(message, "mask") && message.mask !== "")
                    writer.uint32(74).string(message.mask);
                if (message.declaredType != null && $Object.hasOwnProperty.call(message, "declaredType") && message.declaredType !== "")
                    writer.uint32(82).string(message.declaredType);
                if (message.notNull != null && $Object.hasOwnProperty.call(message, "notNull") && message.notNull !== false)
                    writer.uint32(88).bool(message.notNull);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Column.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Column();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.repeated = value;
                            else
                                delete message.repeated;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.required = value;
                            else
                                delete message.required;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.fields && message.fields.length))
                                message.fields = [];
                            message.fields.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rangeElementType = value;
                            else
                                delete message.rangeElementType;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sourcePath && message.sourcePath.length))
                                message.sourcePath = [];
                            message.sourcePath.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.targetType = value;
                            else
                                delete message.targetType;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mask = value;
                            else
                                delete message.mask;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.declaredType = value;
                            else
                                delete message.declaredType;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.notNull = value;
                            else
                                delete message.notNull;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Column.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Column)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Column: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Column();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.type != null)
                    if (typeof object.type !== "string" || object.type.length)
                        message.type = $String(object.type);
                if (object.repeated != null)
                    if (object.repeated)
                        message.repeated = $Boolean(object.repeated);
                if (object.required != null)
                    if (object.required)
                        message.required = $Boolean(object.required);
                if (object.fields) {
                    if (!$Array.isArray(object.fields))
                        throw $TypeError(".datamantri.v1.Column.fields: array expected");
                    message.fields = $Array(object.fields.length);
                    for (let i = 0; i < object.fields.length; ++i) {
                        if (!$util.isObject(object.fields[i]))
                            throw $TypeError(".datamantri.v1.Column.fields: object expected");
                        message.fields[i] = $root.datamantri.v1.Column.fromObject(object.fields[i], _depth + 1);
                    }
                }
                if (object.rangeElementType != null)
                    if (typeof object.rangeElementType !== "string" || object.rangeElementType.length)
                        message.rangeElementType = $String(object.rangeElementType);
                if (object.sourcePath) {
                    if (!$Array.isArray(object.sourcePath))
                        throw $TypeError(".datamantri.v1.Column.sourcePath: array expected");
                    message.sourcePath = $Array(object.sourcePath.length);
                    for (let i = 0; i < object.sourcePath.length; ++i)
                        message.sourcePath[i] = $String(object.sourcePath[i]);
                }
                if (object.targetType != null)
                    if (typeof object.targetType !== "string" || object.targetType.length)
                        message.targetType = $String(object.targetType);
                if (object.mask != null)
                    if (typeof object.mask !== "string" || object.mask.length)
                        message.mask = $String(object.mask);
                if (object.declaredType != null)
                    if (typeof object.declaredType !== "string" || object.declaredType.length)
                        message.declaredType = $String(object.declaredType);
                if (object.notNull != null)
                    if (object.notNull)
                        message.notNull = $Boolean(object.notNull);
                return message;
            };

            Column.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.fields = [];
                    object.sourcePath = [];
                }
                if (options.defaults) {
                    object.name = "";
                    object.type = "";
                    object.repeated = false;
                    object.required = false;
                    object.rangeElementType = "";
                    object.targetType = "";
                    object.mask = "";
                    object.declaredType = "";
                    object.notNull = false;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = message.type;
                if (message.repeated != null && $Object.hasOwnProperty.call(message, "repeated"))
                    object.repeated = message.repeated;
                if (message.required != null && $Object.hasOwnProperty.call(message, "required"))
                    object.required = message.required;
                if (message.fields && message.fields.length) {
                    object.fields = $Array(message.fields.length);
                    for (let j = 0; j < message.fields.length; ++j)
                        object.fields[j] = $root.datamantri.v1.Column.toObject(message.fields[j], options, _depth + 1);
                }
                if (message.rangeElementType != null && $Object.hasOwnProperty.call(message, "rangeElementType"))
                    object.rangeElementType = message.rangeElementType;
                if (message.sourcePath && message.sourcePath.length) {
                    object.sourcePath = $Array(message.sourcePath.length);
                    for (let j = 0; j < message.sourcePath.length; ++j)
                        object.sourcePath[j] = message.sourcePath[j];
                }
                if (message.targetType != null && $Object.hasOwnProperty.call(message, "targetType"))
                    object.targetType = message.targetType;
                if (message.mask != null && $Object.hasOwnProperty.call(message, "mask"))
                    object.mask = message.mask;
                if (message.declaredType != null && $Object.hasOwnProperty.call(message, "declaredType"))
                    object.declaredType = message.declaredType;
                if (message.notNull != null && $Object.hasOwnProperty.call(message, "notNull"))
                    object.notNull = message.notNull;
                return object;
            };

            Column.prototype.toJSON = function() {
                return Column.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Column;
        })();

        v1.ColumnDescription = (function() {

            const ColumnDescription = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ColumnDescription.prototype.name = "";
            ColumnDescription.prototype.description = "";

            ColumnDescription.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
                    writer.uint32(18).string(message.description);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ColumnDescription.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ColumnDescription();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.description = value;
                            else
                                delete message.description;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ColumnDescription.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ColumnDescription)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ColumnDescription: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ColumnDescription();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.description != null)
                    if (typeof object.description !== "string" || object.description.length)
                        message.description = $String(object.description);
                return message;
            };

            ColumnDescription.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    object.description = "";
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    object.description = message.description;
                return object;
            };

            ColumnDescription.prototype.toJSON = function() {
                return ColumnDescription.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ColumnDescription;
        })();

        v1.Snapshot = (function() {

            const Snapshot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Snapshot.prototype.project = "";
            Snapshot.prototype.dataset = "";
            Snapshot.prototype.table = "";
            Snapshot.prototype.jobId = "";
            Snapshot.prototype.location = "";
            Snapshot.prototype.takenAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Snapshot.prototype.version = "";

            Snapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project !== "")
                    writer.uint32(10).string(message.project);
                if (message.dataset != null && $Object.hasOwnProperty.call(message, "dataset") && message.dataset !== "")
                    writer.uint32(18).string(message.dataset);
                if (message.table != null && $Object.hasOwnProperty.call(message, "table") && message.table !== "")
                    writer.uint32(26).string(message.table);
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(34).string(message.jobId);
                if (message.location != null && $Object.hasOwnProperty.call(message, "location") && message.location !== "")
                    writer.uint32(42).string(message.location);
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs") && (typeof message.takenAtMs === "object" ? message.takenAtMs.low || message.takenAtMs.high : message.takenAtMs !== 0))
                    writer.uint32(48).uint64(message.takenAtMs);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(58).string(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Snapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Snapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.project = value;
                            else
                                delete message.project;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.dataset = value;
                            else
                                delete message.dataset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.table = value;
                            else
                                delete message.table;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.location = value;
                            else
                                delete message.location;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.takenAtMs = value;
                            else
                                delete message.takenAtMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Snapshot.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Snapshot)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Snapshot: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Snapshot();
                if (object.project != null)
                    if (typeof object.project !== "string" || object.project.length)
                        message.project = $String(object.project);
                if (object.dataset != null)
                    if (typeof object.dataset !== "string" || object.dataset.length)
                        message.dataset = $String(object.dataset);
                if (object.table != null)
                    if (typeof object.table !== "string" || object.table.length)
                        message.table = $String(object.table);
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.location != null)
                    if (typeof object.location !== "string" || object.location.length)
                        message.location = $String(object.location);
                if (object.takenAtMs != null)
                    if (typeof object.takenAtMs === "object" ? object.takenAtMs.low || object.takenAtMs.high : $Number(object.takenAtMs) !== 0)
                        if ($util.Long)
                            message.takenAtMs = $util.Long.fromValue(object.takenAtMs, true);
                        else if (typeof object.takenAtMs === "string")
                            message.takenAtMs = $parseInt(object.takenAtMs, 10);
                        else if (typeof object.takenAtMs === "number")
                            message.takenAtMs = object.takenAtMs;
                        else if (typeof object.takenAtMs === "object")
                            message.takenAtMs = new $util.LongBits(object.takenAtMs.low >>> 0, object.takenAtMs.high >>> 0).toNumber(true);
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                return message;
            };

            Snapshot.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.project = "";
                    object.dataset = "";
                    object.table = "";
                    object.jobId = "";
                    object.location = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.takenAtMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.takenAtMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.version = "";
                }
                if (message.project != null && $Object.hasOwnProperty.call(message, "project"))
                    object.project = message.project;
                if (message.dataset != null && $Object.hasOwnProperty.call(message, "dataset"))
                    object.dataset = message.dataset;
                if (message.table != null && $Object.hasOwnProperty.call(message, "table"))
                    object.table = message.table;
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.location != null && $Object.hasOwnProperty.call(message, "location"))
                    object.location = message.location;
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.takenAtMs = typeof message.takenAtMs === "number" ? $BigInt(message.takenAtMs) : $util.Long.fromBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0, true).toBigInt();
                    else if (typeof message.takenAtMs === "number")
                        object.takenAtMs = options.longs === $String ? $String(message.takenAtMs) : message.takenAtMs;
                    else
                        object.takenAtMs = options.longs === $String ? $util.Long.prototype.toString.call(message.takenAtMs) : options.longs === $Number ? new $util.LongBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0).toNumber(true) : message.takenAtMs;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                return object;
            };

            Snapshot.prototype.toJSON = function() {
                return Snapshot.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Snapshot;
        })();

        v1.Split = (function() {

            const Split = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Split.prototype.split = 0;
            Split.prototype.firstRow = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Split.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Split.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.split != null && $Object.hasOwnProperty.call(message, "split") && message.split !== 0)
                    writer.uint32(8).uint32(message.split);
                if (message.firstRow != null && $Object.hasOwnProperty.call(message, "firstRow") && (typeof message.firstRow === "object" ? message.firstRow.low || message.firstRow.high : message.firstRow !== 0))
                    writer.uint32(16).uint64(message.firstRow);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(24).uint64(message.rowCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Split.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Split();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.split = value;
                            else
                                delete message.split;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstRow = value;
                            else
                                delete message.firstRow;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Split.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Split)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Split: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Split();
                if (object.split != null)
                    if ($Number(object.split) !== 0)
                        message.split = object.split >>> 0;
                if (object.firstRow != null)
                    if (typeof object.firstRow === "object" ? object.firstRow.low || object.firstRow.high : $Number(object.firstRow) !== 0)
                        if ($util.Long)
                            message.firstRow = $util.Long.fromValue(object.firstRow, true);
                        else if (typeof object.firstRow === "string")
                            message.firstRow = $parseInt(object.firstRow, 10);
                        else if (typeof object.firstRow === "number")
                            message.firstRow = object.firstRow;
                        else if (typeof object.firstRow === "object")
                            message.firstRow = new $util.LongBits(object.firstRow.low >>> 0, object.firstRow.high >>> 0).toNumber(true);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                return message;
            };

            Split.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.split = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.firstRow = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.firstRow = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    object.split = message.split;
                if (message.firstRow != null && $Object.hasOwnProperty.call(message, "firstRow"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.firstRow = typeof message.firstRow === "number" ? $BigInt(message.firstRow) : $util.Long.fromBits(message.firstRow.low >>> 0, message.firstRow.high >>> 0, true).toBigInt();
                    else if (typeof message.firstRow === "number")
                        object.firstRow = options.longs === $String ? $String(message.firstRow) : message.firstRow;
                    else
                        object.firstRow = options.longs === $String ? $util.Long.prototype.toString.call(message.firstRow) : options.longs === $Number ? new $util.LongBits(message.firstRow.low >>> 0, message.firstRow.high >>> 0).toNumber(true) : message.firstRow;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                return object;
            };

            Split.prototype.toJSON = function() {
                return Split.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Split;
        })();

        v1.ColumnStatistics = (function() {

            const ColumnStatistics = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ColumnStatistics.prototype.name = "";
            ColumnStatistics.prototype.nullCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ColumnStatistics.prototype.min = "";
            ColumnStatistics.prototype.max = "";
            ColumnStatistics.prototype.sum = "";
            ColumnStatistics.prototype.hash = "";

            ColumnStatistics.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.nullCount != null && $Object.hasOwnProperty.call(message, "nullCount") && (typeof message.nullCount === "object" ? message.nullCount.low || message.nullCount.high : message.nullCount !== 0))
                    writer.uint32(16).uint64(message.nullCount);
                if (message.min != null && $Object.hasOwnProperty.call(message, "min") && message.min !== "")
                    writer.uint32(26).string(message.min);
                if (message.max != null && $Object.hasOwnProperty.call(message, "max") && message.max !== "")
                    writer.uint32(34).string(message.max);
                if (message.sum != null && $Object.hasOwnProperty.call(message, "sum") && message.sum !== "")
                    writer.uint32(42).string(message.sum);
                if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash !== "")
                    writer.uint32(50).string(message.hash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ColumnStatistics.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ColumnStatistics();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nullCount = value;
                            else
                                delete message.nullCount;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.min = value;
                            else
                                delete message.min;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.max = value;
                            else
                                delete message.max;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sum = value;
                            else
                                delete message.sum;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hash = value;
                            else
                                delete message.hash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ColumnStatistics.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ColumnStatistics)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ColumnStatistics: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ColumnStatistics();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.nullCount != null)
                    if (typeof object.nullCount === "object" ? object.nullCount.low || object.nullCount.high : $Number(object.nullCount) !== 0)
                        if ($util.Long)
                            message.nullCount = $util.Long.fromValue(object.nullCount, true);
                        else if (typeof object.nullCount === "string")
                            message.nullCount = $parseInt(object.nullCount, 10);
                        else if (typeof object.nullCount === "number")
                            message.nullCount = object.nullCount;
                        else if (typeof object.nullCount === "object")
                            message.nullCount = new $util.LongBits(object.nullCount.low >>> 0, object.nullCount.high >>> 0).toNumber(true);
                if (object.min != null)
                    if (typeof object.min !== "string" || object.min.length)
                        message.min = $String(object.min);
                if (object.max != null)
                    if (typeof object.max !== "string" || object.max.length)
                        message.max = $String(object.max);
                if (object.sum != null)
                    if (typeof object.sum !== "string" || object.sum.length)
                        message.sum = $String(object.sum);
                if (object.hash != null)
                    if (typeof object.hash !== "string" || object.hash.length)
                        message.hash = $String(object.hash);
                return message;
            };

            ColumnStatistics.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nullCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nullCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.min = "";
                    object.max = "";
                    object.sum = "";
                    object.hash = "";
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.nullCount != null && $Object.hasOwnProperty.call(message, "nullCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nullCount = typeof message.nullCount === "number" ? $BigInt(message.nullCount) : $util.Long.fromBits(message.nullCount.low >>> 0, message.nullCount.high >>> 0, true).toBigInt();
                    else if (typeof message.nullCount === "number")
                        object.nullCount = options.longs === $String ? $String(message.nullCount) : message.nullCount;
                    else
                        object.nullCount = options.longs === $String ? $util.Long.prototype.toString.call(message.nullCount) : options.longs === $Number ? new $util.LongBits(message.nullCount.low >>> 0, message.nullCount.high >>> 0).toNumber(true) : message.nullCount;
                if (message.min != null && $Object.hasOwnProperty.call(message, "min"))
                    object.min = message.min;
                if (message.max != null && $Object.hasOwnProperty.call(message, "max"))
                    object.max = message.max;
                if (message.sum != null && $Object.hasOwnProperty.call(message, "sum"))
                    object.sum = message.sum;
                if (message.hash != null && $Object.hasOwnProperty.call(message, "hash"))
                    object.hash = message.hash;
                return object;
            };

            ColumnStatistics.prototype.toJSON = function() {
                return ColumnStatistics.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ColumnStatistics;
        })();

        v1.Verification = (function() {

            const Verification = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Verification.prototype.level = "";
            Verification.prototype.plannedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.ledgerRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.stagedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.insertedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.updatedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.deletedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Verification.prototype.rowsHash = "";
            Verification.prototype.columns = $util.emptyArray;
            Verification.prototype.rejectedRows = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Verification.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== "")
                    writer.uint32(10).string(message.level);
                if (message.plannedRows != null && $Object.hasOwnProperty.call(message, "plannedRows") && (typeof message.plannedRows === "object" ? message.plannedRows.low || message.plannedRows.high : message.plannedRows !== 0))
                    writer.uint32(16).uint64(message.plannedRows);
                if (message.ledgerRows != null && $Object.hasOwnProperty.call(message, "ledgerRows") && (typeof message.ledgerRows === "object" ? message.ledgerRows.low || message.ledgerRows.high : message.ledgerRows !== 0))
                    writer.uint32(24).uint64(message.ledgerRows);
                if (message.stagedRows != null && $Object.hasOwnProperty.call(message, "stagedRows") && (typeof message.stagedRows === "object" ? message.stagedRows.low || message.stagedRows.high : message.stagedRows !== 0))
                    writer.uint32(32).uint64(message.stagedRows);
                if (message.insertedRows != null && $Object.hasOwnProperty.call(message, "insertedRows") && (typeof message.insertedRows === "object" ? message.insertedRows.low || message.insertedRows.high : message.insertedRows !== 0))
                    writer.uint32(40).uint64(message.insertedRows);
                if (message.updatedRows != null && $Object.hasOwnProperty.call(message, "updatedRows") && (typeof message.updatedRows === "object" ? message.updatedRows.low || message.updatedRows.high : message.updatedRows !== 0))
                    writer.uint32(48).uint64(message.updatedRows);
                if (message.deletedRows != null && $Object.hasOwnProperty.call(message, "deletedRows") && (typeof message.deletedRows === "object" ? message.deletedRows.low || message.deletedRows.high : message.deletedRows !== 0))
                    writer.uint32(56).uint64(message.deletedRows);
                if (message.rowsHash != null && $Object.hasOwnProperty.call(message, "rowsHash") && message.rowsHash !== "")
                    writer.uint32(66).string(message.rowsHash);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.ColumnStatistics.encode(message.columns[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.rejectedRows != null && $Object.hasOwnProperty.call(message, "rejectedRows") && (typeof message.rejectedRows === "object" ? message.rejectedRows.low || message.rejectedRows.high : message.rejectedRows !== 0))
                    writer.uint32(80).uint64(message.rejectedRows);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Verification.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Verification();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.plannedRows = value;
                            else
                                delete message.plannedRows;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.ledgerRows = value;
                            else
                                delete message.ledgerRows;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.stagedRows = value;
                            else
                                delete message.stagedRows;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.insertedRows = value;
                            else
                                delete message.insertedRows;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.updatedRows = value;
                            else
                                delete message.updatedRows;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deletedRows = value;
                            else
                                delete message.deletedRows;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rowsHash = value;
                            else
                                delete message.rowsHash;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.ColumnStatistics.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rejectedRows = value;
                            else
                                delete message.rejectedRows;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Verification.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Verification)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Verification: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Verification();
                if (object.level != null)
                    if (typeof object.level !== "string" || object.level.length)
                        message.level = $String(object.level);
                if (object.plannedRows != null)
                    if (typeof object.plannedRows === "object" ? object.plannedRows.low || object.plannedRows.high : $Number(object.plannedRows) !== 0)
                        if ($util.Long)
                            message.plannedRows = $util.Long.fromValue(object.plannedRows, true);
                        else if (typeof object.plannedRows === "string")
                            message.plannedRows = $parseInt(object.plannedRows, 10);
                        else if (typeof object.plannedRows === "number")
                            message.plannedRows = object.plannedRows;
                        else if (typeof object.plannedRows === "object")
                            message.plannedRows = new $util.LongBits(object.plannedRows.low >>> 0, object.plannedRows.high >>> 0).toNumber(true);
                if (object.ledgerRows != null)
                    if (typeof object.ledgerRows === "object" ? object.ledgerRows.low || object.ledgerRows.high : $Number(object.ledgerRows) !== 0)
                        if ($util.Long)
                            message.ledgerRows = $util.Long.fromValue(object.ledgerRows, true);
                        else if (typeof object.ledgerRows === "string")
                            message.ledgerRows = $parseInt(object.ledgerRows, 10);
                        else if (typeof object.ledgerRows === "number")
                            message.ledgerRows = object.ledgerRows;
                        else if (typeof object.ledgerRows === "object")
                            message.ledgerRows = new $util.LongBits(object.ledgerRows.low >>> 0, object.ledgerRows.high >>> 0).toNumber(true);
                if (object.stagedRows != null)
                    if (typeof object.stagedRows === "object" ? object.stagedRows.low || object.stagedRows.high : $Number(object.stagedRows) !== 0)
                        if ($util.Long)
                            message.stagedRows = $util.Long.fromValue(object.stagedRows, true);
                        else if (typeof object.stagedRows === "string")
                            message.stagedRows = $parseInt(object.stagedRows, 10);
                        else if (typeof object.stagedRows === "number")
                            message.stagedRows = object.stagedRows;
                        else if (typeof object.stagedRows === "object")
                            message.stagedRows = new $util.LongBits(object.stagedRows.low >>> 0, object.stagedRows.high >>> 0).toNumber(true);
                if (object.insertedRows != null)
                    if (typeof object.insertedRows === "object" ? object.insertedRows.low || object.insertedRows.high : $Number(object.insertedRows) !== 0)
                        if ($util.Long)
                            message.insertedRows = $util.Long.fromValue(object.insertedRows, true);
                        else if (typeof object.insertedRows === "string")
                            message.insertedRows = $parseInt(object.insertedRows, 10);
                        else if (typeof object.insertedRows === "number")
                            message.insertedRows = object.insertedRows;
                        else if (typeof object.insertedRows === "object")
                            message.insertedRows = new $util.LongBits(object.insertedRows.low >>> 0, object.insertedRows.high >>> 0).toNumber(true);
                if (object.updatedRows != null)
                    if (typeof object.updatedRows === "object" ? object.updatedRows.low || object.updatedRows.high : $Number(object.updatedRows) !== 0)
                        if ($util.Long)
                            message.updatedRows = $util.Long.fromValue(object.updatedRows, true);
                        else if (typeof object.updatedRows === "string")
                            message.updatedRows = $parseInt(object.updatedRows, 10);
                        else if (typeof object.updatedRows === "number")
                            message.updatedRows = object.updatedRows;
                        else if (typeof object.updatedRows === "object")
                            message.updatedRows = new $util.LongBits(object.updatedRows.low >>> 0, object.updatedRows.high >>> 0).toNumber(true);
                if (object.deletedRows != null)
                    if (typeof object.deletedRows === "object" ? object.deletedRows.low || object.deletedRows.high : $Number(object.deletedRows) !== 0)
                        if ($util.Long)
                            message.deletedRows = $util.Long.fromValue(object.deletedRows, true);
                        else if (typeof object.deletedRows === "string")
                            message.deletedRows = $parseInt(object.deletedRows, 10);
                        else if (typeof object.deletedRows === "number")
                            message.deletedRows = object.deletedRows;
                        else if (typeof object.deletedRows === "object")
                            message.deletedRows = new $util.LongBits(object.deletedRows.low >>> 0, object.deletedRows.high >>> 0).toNumber(true);
                if (object.rowsHash != null)
                    if (typeof object.rowsHash !== "string" || object.rowsHash.length)
                        message.rowsHash = $String(object.rowsHash);
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.Verification.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.Verification.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.ColumnStatistics.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.rejectedRows != null)
                    if (typeof object.rejectedRows === "object" ? object.rejectedRows.low || object.rejectedRows.high : $Number(object.rejectedRows) !== 0)
                        if ($util.Long)
                            message.rejectedRows = $util.Long.fromValue(object.rejectedRows, true);
                        else if (typeof object.rejectedRows === "string")
                            message.rejectedRows = $parseInt(object.rejectedRows, 10);
                        else if (typeof object.rejectedRows === "number")
                            message.rejectedRows = object.rejectedRows;
                        else if (typeof object.rejectedRows === "object")
                            message.rejectedRows = new $util.LongBits(object.rejectedRows.low >>> 0, object.rejectedRows.high >>> 0).toNumber(true);
                return message;
            };

            Verification.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    object.level = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.plannedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.plannedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.ledgerRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.ledgerRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.stagedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.stagedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.insertedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.insertedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.updatedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.updatedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deletedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deletedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.rowsHash = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rejectedRows = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rejectedRows = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.level != null && $Object.hasOwnProperty.call(message, "level"))
                    object.level = message.level;
                if (message.plannedRows != null && $Object.hasOwnProperty.call(message, "plannedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.plannedRows = typeof message.plannedRows === "number" ? $BigInt(message.plannedRows) : $util.Long.fromBits(message.plannedRows.low >>> 0, message.plannedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.plannedRows === "number")
                        object.plannedRows = options.longs === $String ? $String(message.plannedRows) : message.plannedRows;
                    else
                        object.plannedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.plannedRows) : options.longs === $Number ? new $util.LongBits(message.plannedRows.low >>> 0, message.plannedRows.high >>> 0).toNumber(true) : message.plannedRows;
                if (message.ledgerRows != null && $Object.hasOwnProperty.call(message, "ledgerRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.ledgerRows = typeof message.ledgerRows === "number" ? $BigInt(message.ledgerRows) : $util.Long.fromBits(message.ledgerRows.low >>> 0, message.ledgerRows.high >>> 0, true).toBigInt();
                    else if (typeof message.ledgerRows === "number")
                        object.ledgerRows = options.longs === $String ? $String(message.ledgerRows) : message.ledgerRows;
                    else
                        object.ledgerRows = options.longs === $String ? $util.Long.prototype.toString.call(message.ledgerRows) : options.longs === $Number ? new $util.LongBits(message.ledgerRows.low >>> 0, message.ledgerRows.high >>> 0).toNumber(true) : message.ledgerRows;
                if (message.stagedRows != null && $Object.hasOwnProperty.call(message, "stagedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.stagedRows = typeof message.stagedRows === "number" ? $BigInt(message.stagedRows) : $util.Long.fromBits(message.stagedRows.low >>> 0, message.stagedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.stagedRows === "number")
                        object.stagedRows = options.longs === $String ? $String(message.stagedRows) : message.stagedRows;
                    else
                        object.stagedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.stagedRows) : options.longs === $Number ? new $util.LongBits(message.stagedRows.low >>> 0, message.stagedRows.high >>> 0).toNumber(true) : message.stagedRows;
                if (message.insertedRows != null && $Object.hasOwnProperty.call(message, "insertedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.insertedRows = typeof message.insertedRows === "number" ? $BigInt(message.insertedRows) : $util.Long.fromBits(message.insertedRows.low >>> 0, message.insertedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.insertedRows === "number")
                        object.insertedRows = options.longs === $String ? $String(message.insertedRows) : message.insertedRows;
                    else
                        object.insertedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.insertedRows) : options.longs === $Number ? new $util.LongBits(message.insertedRows.low >>> 0, message.insertedRows.high >>> 0).toNumber(true) : message.insertedRows;
                if (message.updatedRows != null && $Object.hasOwnProperty.call(message, "updatedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.updatedRows = typeof message.updatedRows === "number" ? $BigInt(message.updatedRows) : $util.Long.fromBits(message.updatedRows.low >>> 0, message.updatedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.updatedRows === "number")
                        object.updatedRows = options.longs === $String ? $String(message.updatedRows) : message.updatedRows;
                    else
                        object.updatedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.updatedRows) : options.longs === $Number ? new $util.LongBits(message.updatedRows.low >>> 0, message.updatedRows.high >>> 0).toNumber(true) : message.updatedRows;
                if (message.deletedRows != null && $Object.hasOwnProperty.call(message, "deletedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deletedRows = typeof message.deletedRows === "number" ? $BigInt(message.deletedRows) : $util.Long.fromBits(message.deletedRows.low >>> 0, message.deletedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.deletedRows === "number")
                        object.deletedRows = options.longs === $String ? $String(message.deletedRows) : message.deletedRows;
                    else
                        object.deletedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.deletedRows) : options.longs === $Number ? new $util.LongBits(message.deletedRows.low >>> 0, message.deletedRows.high >>> 0).toNumber(true) : message.deletedRows;
                if (message.rowsHash != null && $Object.hasOwnProperty.call(message, "rowsHash"))
                    object.rowsHash = message.rowsHash;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.ColumnStatistics.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.rejectedRows != null && $Object.hasOwnProperty.call(message, "rejectedRows"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rejectedRows = typeof message.rejectedRows === "number" ? $BigInt(message.rejectedRows) : $util.Long.fromBits(message.rejectedRows.low >>> 0, message.rejectedRows.high >>> 0, true).toBigInt();
                    else if (typeof message.rejectedRows === "number")
                        object.rejectedRows = options.longs === $String ? $String(message.rejectedRows) : message.rejectedRows;
                    else
                        object.rejectedRows = options.longs === $String ? $util.Long.prototype.toString.call(message.rejectedRows) : options.longs === $Number ? new $util.LongBits(message.rejectedRows.low >>> 0, message.rejectedRows.high >>> 0).toNumber(true) : message.rejectedRows;
                return object;
            };

            Verification.prototype.toJSON = function() {
                return Verification.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Verification;
        })();

        v1.Watermark = (function() {

            const Watermark = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Watermark.prototype.column = "";
            Watermark.prototype.type = "";
            Watermark.prototype.value = "";

            Watermark.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.column != null && $Object.hasOwnProperty.call(message, "column") && message.column !== "")
                    writer.uint32(10).string(message.column);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                    writer.uint32(18).string(message.type);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                    writer.uint32(26).string(message.value);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Watermark.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.Watermark();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.column = value;
                            else
                                delete message.column;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Watermark.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.Watermark)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.Watermark: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.Watermark();
                if (object.column != null)
                    if (typeof object.column !== "string" || object.column.length)
                        message.column = $String(object.column);
                if (object.type != null)
                    if (typeof object.type !== "string" || object.type.length)
                        message.type = $String(object.type);
                if (object.value != null)
                    if (typeof object.value !== "string" || object.value.length)
                        message.value = $String(object.value);
                return message;
            };

            Watermark.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.column = "";
                    object.type = "";
                    object.value = "";
                }
                if (message.column != null && $Object.hasOwnProperty.call(message, "column"))
                    object.column = message.column;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = message.type;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = message.value;
                return object;
            };

            Watermark.prototype.toJSON = function() {
                return Watermark.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Watermark;
        })();

        v1.CursorRange = (function() {

            const CursorRange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CursorRange.prototype.column = "";
            CursorRange.prototype.from = "";
            CursorRange.prototype.to = "";

            CursorRange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.column != null && $Object.hasOwnProperty.call(message, "column") && message.column !== "")
                    writer.uint32(10).string(message.column);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(18).string(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(26).string(message.to);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CursorRange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.CursorRange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.column = value;
                            else
                                delete message.column;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            CursorRange.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.CursorRange)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.CursorRange: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.CursorRange();
                if (object.column != null)
                    if (typeof object.column !== "string" || object.column.length)
                        message.column = $String(object.column);
                if (object.from != null)
                    if (typeof object.from !== "string" || object.from.length)
                        message.from = $String(object.from);
                if (object.to != null)
                    if (typeof object.to !== "string" || object.to.length)
                        message.to = $String(object.to);
                return message;
            };

            CursorRange.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.column = "";
                    object.from = "";
                    object.to = "";
                }
                if (message.column != null && $Object.hasOwnProperty.call(message, "column"))
                    object.column = message.column;
                if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
                    object.from = message.from;
                if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
                    object.to = message.to;
                return object;
            };

            CursorRange.prototype.toJSON = function() {
                return CursorRange.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CursorRange;
        })();

        v1.AuditedRequest = (function() {

            const AuditedRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AuditedRequest.prototype.id = "";
            AuditedRequest.prototype.action = "";
            AuditedRequest.prototype.object = "";
            AuditedRequest.prototype.actorKind = "";
            AuditedRequest.prototype.actorId = "";
            AuditedRequest.prototype.actorName = "";
            AuditedRequest.prototype.address = "";
            AuditedRequest.prototype.requestId = "";

            AuditedRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== "")
                    writer.uint32(18).string(message.action);
                if (message.object != null && $Object.hasOwnProperty.call(message, "object") && message.object !== "")
                    writer.uint32(26).string(message.object);
                if (message.actorKind != null && $Object.hasOwnProperty.call(message, "actorKind") && message.actorKind !== "")
                    writer.uint32(34).string(message.actorKind);
                if (message.actorId != null && $Object.hasOwnProperty.call(message, "actorId") && message.actorId !== "")
                    writer.uint32(42).string(message.actorId);
                if (message.actorName != null && $Object.hasOwnProperty.call(message, "actorName") && message.actorName !== "")
                    writer.uint32(50).string(message.actorName);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(58).string(message.address);
                if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== "")
                    writer.uint32(66).string(message.requestId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AuditedRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.AuditedRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.object = value;
                            else
                                delete message.object;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actorKind = value;
                            else
                                delete message.actorKind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actorId = value;
                            else
                                delete message.actorId;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actorName = value;
                            else
                                delete message.actorName;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestId = value;
                            else
                                delete message.requestId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AuditedRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.AuditedRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.AuditedRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.AuditedRequest();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.action != null)
                    if (typeof object.action !== "string" || object.action.length)
                        message.action = $String(object.action);
                if (object.object != null)
                    if (typeof object.object !== "string" || object.object.length)
                        message.object = $String(object.object);
                if (object.actorKind != null)
                    if (typeof object.actorKind !== "string" || object.actorKind.length)
                        message.actorKind = $String(object.actorKind);
                if (object.actorId != null)
                    if (typeof object.actorId !== "string" || object.actorId.length)
                        message.actorId = $String(object.actorId);
                if (object.actorName != null)
                    if (typeof object.actorName !== "string" || object.actorName.length)
                        message.actorName = $String(object.actorName);
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                if (object.requestId != null)
                    if (typeof object.requestId !== "string" || object.requestId.length)
                        message.requestId = $String(object.requestId);
                return message;
            };

            AuditedRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    object.action = "";
                    object.object = "";
                    object.actorKind = "";
                    object.actorId = "";
                    object.actorName = "";
                    object.address = "";
                    object.requestId = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.action != null && $Object.hasOwnProperty.call(message, "action"))
                    object.action = message.action;
                if (message.object != null && $Object.hasOwnProperty.call(message, "object"))
                    object.object = message.object;
                if (message.actorKind != null && $Object.hasOwnProperty.call(message, "actorKind"))
                    object.actorKind = message.actorKind;
                if (message.actorId != null && $Object.hasOwnProperty.call(message, "actorId"))
                    object.actorId = message.actorId;
                if (message.actorName != null && $Object.hasOwnProperty.call(message, "actorName"))
                    object.actorName = message.actorName;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId"))
                    object.requestId = message.requestId;
                return object;
            };

            AuditedRequest.prototype.toJSON = function() {
                return AuditedRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AuditedRequest;
        })();

        v1.RunQueued = (function() {

            const RunQueued = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunQueued.prototype.runId = "";
            RunQueued.prototype.pipelineId = "";
            RunQueued.prototype.cause = "";
            RunQueued.prototype.triggeredBy = "";
            RunQueued.prototype.scheduledForMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunQueued.prototype.resumedRunId = "";
            RunQueued.prototype.resumedRowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RunQueued.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== "")
                    writer.uint32(26).string(message.cause);
                if (message.triggeredBy != null && $Object.hasOwnProperty.call(message, "triggeredBy") && message.triggeredBy !== "")
                    writer.uint32(34).string(message.triggeredBy);
                if (message.scheduledForMs != null && $Object.hasOwnProperty.call(message, "scheduledForMs") && (typeof message.scheduledForMs === "object" ? message.scheduledForMs.low || message.scheduledForMs.high : message.scheduledForMs !== 0))
                    writer.uint32(40).uint64(message.scheduledForMs);
                if (message.resumedRunId != null && $Object.hasOwnProperty.call(message, "resumedRunId") && message.resumedRunId !== "")
                    writer.uint32(50).string(message.resumedRunId);
                if (message.resumedRowCount != null && $Object.hasOwnProperty.call(message, "resumedRowCount") && (typeof message.resumedRowCount === "object" ? message.resumedRowCount.low || message.resumedRowCount.high : message.resumedRowCount !== 0))
                    writer.uint32(56).uint64(message.resumedRowCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunQueued.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunQueued();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.triggeredBy = value;
                            else
                                delete message.triggeredBy;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.scheduledForMs = value;
                            else
                                delete message.scheduledForMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resumedRunId = value;
                            else
                                delete message.resumedRunId;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.resumedRowCount = value;
                            else
                                delete message.resumedRowCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunQueued.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunQueued)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunQueued: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunQueued();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.cause != null)
                    if (typeof object.cause !== "string" || object.cause.length)
                        message.cause = $String(object.cause);
                if (object.triggeredBy != null)
                    if (typeof object.triggeredBy !== "string" || object.triggeredBy.length)
                        message.triggeredBy = $String(object.triggeredBy);
                if (object.scheduledForMs != null)
                    if (typeof object.scheduledForMs === "object" ? object.scheduledForMs.low || object.scheduledForMs.high : $Number(object.scheduledForMs) !== 0)
                        if ($util.Long)
                            message.scheduledForMs = $util.Long.fromValue(object.scheduledForMs, true);
                        else if (typeof object.scheduledForMs === "string")
                            message.scheduledForMs = $parseInt(object.scheduledForMs, 10);
                        else if (typeof object.scheduledForMs === "number")
                            message.scheduledForMs = object.scheduledForMs;
                        else if (typeof object.scheduledForMs === "object")
                            message.scheduledForMs = new $util.LongBits(object.scheduledForMs.low >>> 0, object.scheduledForMs.high >>> 0).toNumber(true);
                if (object.resumedRunId != null)
                    if (typeof object.resumedRunId !== "string" || object.resumedRunId.length)
                        message.resumedRunId = $String(object.resumedRunId);
                if (object.resumedRowCount != null)
                    if (typeof object.resumedRowCount === "object" ? object.resumedRowCount.low || object.resumedRowCount.high : $Number(object.resumedRowCount) !== 0)
                        if ($util.Long)
                            message.resumedRowCount = $util.Long.fromValue(object.resumedRowCount, true);
                        else if (typeof object.resumedRowCount === "string")
                            message.resumedRowCount = $parseInt(object.resumedRowCount, 10);
                        else if (typeof object.resumedRowCount === "number")
                            message.resumedRowCount = object.resumedRowCount;
                        else if (typeof object.resumedRowCount === "object")
                            message.resumedRowCount = new $util.LongBits(object.resumedRowCount.low >>> 0, object.resumedRowCount.high >>> 0).toNumber(true);
                return message;
            };

            RunQueued.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.cause = "";
                    object.triggeredBy = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.scheduledForMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.scheduledForMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.resumedRunId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.resumedRowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.resumedRowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    object.cause = message.cause;
                if (message.triggeredBy != null && $Object.hasOwnProperty.call(message, "triggeredBy"))
                    object.triggeredBy = message.triggeredBy;
                if (message.scheduledForMs != null && $Object.hasOwnProperty.call(message, "scheduledForMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.scheduledForMs = typeof message.scheduledForMs === "number" ? $BigInt(message.scheduledForMs) : $util.Long.fromBits(message.scheduledForMs.low >>> 0, message.scheduledForMs.high >>> 0, true).toBigInt();
                    else if (typeof message.scheduledForMs === "number")
                        object.scheduledForMs = options.longs === $String ? $String(message.scheduledForMs) : message.scheduledForMs;
                    else
                        object.scheduledForMs = options.longs === $String ? $util.Long.prototype.toString.call(message.scheduledForMs) : options.longs === $Number ? new $util.LongBits(message.scheduledForMs.low >>> 0, message.scheduledForMs.high >>> 0).toNumber(true) : message.scheduledForMs;
                if (message.resumedRunId != null && $Object.hasOwnProperty.call(message, "resumedRunId"))
                    object.resumedRunId = message.resumedRunId;
                if (message.resumedRowCount != null && $Object.hasOwnProperty.call(message, "resumedRowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.resumedRowCount = typeof message.resumedRowCount === "number" ? $BigInt(message.resumedRowCount) : $util.Long.fromBits(message.resumedRowCount.low >>> 0, message.resumedRowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.resumedRowCount === "number")
                        object.resumedRowCount = options.longs === $String ? $String(message.resumedRowCount) : message.resumedRowCount;
                    else
                        object.resumedRowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.resumedRowCount) : options.longs === $Number ? new $util.LongBits(message.resumedRowCount.low >>> 0, message.resumedRowCount.high >>> 0).toNumber(true) : message.resumedRowCount;
                return object;
            };

            RunQueued.prototype.toJSON = function() {
                return RunQueued.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunQueued;
        })();

        v1.RunPlanned = (function() {

            const RunPlanned = function (properties) {
                this.columns = [];
                this.splits = [];
                this.notes = [];
                this.columnDescriptions = [];
                this.primaryKey = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunPlanned.prototype.runId = "";
            RunPlanned.prototype.pipelineId = "";
            RunPlanned.prototype.attempt = 0;
            RunPlanned.prototype.snapshot = null;
            RunPlanned.prototype.columns = $util.emptyArray;
            RunPlanned.prototype.schemaFingerprint = "";
            RunPlanned.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunPlanned.prototype.batchRows = 0;
            RunPlanned.prototype.pageRows = 0;
            RunPlanned.prototype.splits = $util.emptyArray;
            RunPlanned.prototype.bytesBilled = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunPlanned.prototype.notes = $util.emptyArray;
            RunPlanned.prototype.bytesEstimated = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunPlanned.prototype.costUsd = 0;
            RunPlanned.prototype.sourceVersion = "";
            RunPlanned.prototype.typeReport = "";
            RunPlanned.prototype.description = "";
            RunPlanned.prototype.columnDescriptions = $util.emptyArray;
            RunPlanned.prototype.primaryKey = $util.emptyArray;

            RunPlanned.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.datamantri.v1.Snapshot.encode(message.snapshot, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint") && message.schemaFingerprint !== "")
                    writer.uint32(50).string(message.schemaFingerprint);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(56).uint64(message.rowCount);
                if (message.batchRows != null && $Object.hasOwnProperty.call(message, "batchRows") && message.batchRows !== 0)
                    writer.uint32(64).uint32(message.batchRows);
                if (message.pageRows != null && $Object.hasOwnProperty.call(message, "pageRows") && message.pageRows !== 0)
                    writer.uint32(72).uint32(message.pageRows);
                if (message.splits != null && message.splits.length)
                    for (let i = 0; i < message.splits.length; ++i)
                        $root.datamantri.v1.Split.encode(message.splits[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.bytesBilled != null && $Object.hasOwnProperty.call(message, "bytesBilled") && (typeof message.bytesBilled === "object" ? message.bytesBilled.low || message.bytesBilled.high : message.bytesBilled !== 0))
                    writer.uint32(88).uint64(message.bytesBilled);
                if (message.notes != null && message.notes.length)
                    for (let i = 0; i < message.notes.length; ++i)
                        writer.uint32(98).string(message.notes[i]);
                if (message.bytesEstimated != null && $Object.hasOwnProperty.call(message, "bytesEstimated") && (typeof message.bytesEstimated === "object" ? message.bytesEstimated.low || message.bytesEstimated.high : message.bytesEstimated !== 0))
                    writer.uint32(104).uint64(message.bytesEstimated);
                if (message.costUsd != null && $Object.hasOwnProperty.call(message, "costUsd") && !$Object.is(message.costUsd, 0))
                    writer.uint32(113).double(message.costUsd);
                if (message.sourceVersion != null && $Object.hasOwnProperty.call(message, "sourceVersion") && message.sourceVersion !== "")
                    writer.uint32(122).string(message.sourceVersion);
                if (message.typeReport != null && $Object.hasOwnProperty.call(message, "typeReport") && message.typeReport !== "")
                    writer.uint32(162).string(message.typeReport);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
                    writer.uint32(170).string(message.description);
                if (message.columnDescriptions != null && message.columnDescriptions.length)
                    for (let i = 0; i < message.columnDescriptions.length; ++i)
                        $root.datamantri.v1.ColumnDescription.encode(message.columnDescriptions[i], writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.primaryKey != null && message.primaryKey.length)
                    for (let i = 0; i < message.primaryKey.length; ++i)
                        writer.uint32(186).string(message.primaryKey[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunPlanned.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunPlanned();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.datamantri.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.schemaFingerprint = value;
                            else
                                delete message.schemaFingerprint;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batchRows = value;
                            else
                                delete message.batchRows;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pageRows = value;
                            else
                                delete message.pageRows;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.splits && message.splits.length))
                                message.splits = [];
                            message.splits.push($root.datamantri.v1.Split.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesBilled = value;
                            else
                                delete message.bytesBilled;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.notes && message.notes.length))
                                message.notes = [];
                            message.notes.push(reader.stringVerify());
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesEstimated = value;
                            else
                                delete message.bytesEstimated;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.costUsd = value;
                            else
                                delete message.costUsd;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceVersion = value;
                            else
                                delete message.sourceVersion;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.typeReport = value;
                            else
                                delete message.typeReport;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.description = value;
                            else
                                delete message.description;
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columnDescriptions && message.columnDescriptions.length))
                                message.columnDescriptions = [];
                            message.columnDescriptions.push($root.datamantri.v1.ColumnDescription.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            if (!(message.primaryKey && message.primaryKey.length))
                                message.primaryKey = [];
                            message.primaryKey.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunPlanned.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunPlanned)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunPlanned: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunPlanned();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".datamantri.v1.RunPlanned.snapshot: object expected");
                    message.snapshot = $root.datamantri.v1.Snapshot.fromObject(object.snapshot, _depth + 1);
                }
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.RunPlanned.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.RunPlanned.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.schemaFingerprint != null)
                    if (typeof object.schemaFingerprint !== "string" || object.schemaFingerprint.length)
                        message.schemaFingerprint = $String(object.schemaFingerprint);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.batchRows != null)
                    if ($Number(object.batchRows) !== 0)
                        message.batchRows = object.batchRows >>> 0;
                if (object.pageRows != null)
                    if ($Number(object.pageRows) !== 0)
                        message.pageRows = object.pageRows >>> 0;
                if (object.splits) {
                    if (!$Array.isArray(object.splits))
                        throw $TypeError(".datamantri.v1.RunPlanned.splits: array expected");
                    message.splits = $Array(object.splits.length);
                    for (let i = 0; i < object.splits.length; ++i) {
                        if (!$util.isObject(object.splits[i]))
                            throw $TypeError(".datamantri.v1.RunPlanned.splits: object expected");
                        message.splits[i] = $root.datamantri.v1.Split.fromObject(object.splits[i], _depth + 1);
                    }
                }
                if (object.bytesBilled != null)
                    if (typeof object.bytesBilled === "object" ? object.bytesBilled.low || object.bytesBilled.high : $Number(object.bytesBilled) !== 0)
                        if ($util.Long)
                            message.bytesBilled = $util.Long.fromValue(object.bytesBilled, true);
                        else if (typeof object.bytesBilled === "string")
                            message.bytesBilled = $parseInt(object.bytesBilled, 10);
                        else if (typeof object.bytesBilled === "number")
                            message.bytesBilled = object.bytesBilled;
                        else if (typeof object.bytesBilled === "object")
                            message.bytesBilled = new $util.LongBits(object.bytesBilled.low >>> 0, object.bytesBilled.high >>> 0).toNumber(true);
                if (object.notes) {
                    if (!$Array.isArray(object.notes))
                        throw $TypeError(".datamantri.v1.RunPlanned.notes: array expected");
                    message.notes = $Array(object.notes.length);
                    for (let i = 0; i < object.notes.length; ++i)
                        message.notes[i] = $String(object.notes[i]);
                }
                if (object.bytesEstimated != null)
                    if (typeof object.bytesEstimated === "object" ? object.bytesEstimated.low || object.bytesEstimated.high : $Number(object.bytesEstimated) !== 0)
                        if ($util.Long)
                            message.bytesEstimated = $util.Long.fromValue(object.bytesEstimated, true);
                        else if (typeof object.bytesEstimated === "string")
                            message.bytesEstimated = $parseInt(object.bytesEstimated, 10);
                        else if (typeof object.bytesEstimated === "number")
                            message.bytesEstimated = object.bytesEstimated;
                        else if (typeof object.bytesEstimated === "object")
                            message.bytesEstimated = new $util.LongBits(object.bytesEstimated.low >>> 0, object.bytesEstimated.high >>> 0).toNumber(true);
                if (object.costUsd != null)
                    if (!$Object.is($Number(object.costUsd), 0))
                        message.costUsd = $Number(object.costUsd);
                if (object.sourceVersion != null)
                    if (typeof object.sourceVersion !== "string" || object.sourceVersion.length)
                        message.sourceVersion = $String(object.sourceVersion);
                if (object.typeReport != null)
                    if (typeof object.typeReport !== "string" || object.typeReport.length)
                        message.typeReport = $String(object.typeReport);
                if (object.description != null)
                    if (typeof object.description !== "string" || object.description.length)
                        message.description = $String(object.description);
                if (object.columnDescriptions) {
                    if (!$Array.isArray(object.columnDescriptions))
                        throw $TypeError(".datamantri.v1.RunPlanned.columnDescriptions: array expected");
                    message.columnDescriptions = $Array(object.columnDescriptions.length);
                    for (let i = 0; i < object.columnDescriptions.length; ++i) {
                        if (!$util.isObject(object.columnDescriptions[i]))
                            throw $TypeError(".datamantri.v1.RunPlanned.columnDescriptions: object expected");
                        message.columnDescriptions[i] = $root.datamantri.v1.ColumnDescription.fromObject(object.columnDescriptions[i], _depth + 1);
                    }
                }
                if (object.primaryKey) {
                    if (!$Array.isArray(object.primaryKey))
                        throw $TypeError(".datamantri.v1.RunPlanned.primaryKey: array expected");
                    message.primaryKey = $Array(object.primaryKey.length);
                    for (let i = 0; i < object.primaryKey.length; ++i)
                        message.primaryKey[i] = $String(object.primaryKey[i]);
                }
                return message;
            };

            RunPlanned.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.columns = [];
                    object.splits = [];
                    object.notes = [];
                    object.columnDescriptions = [];
                    object.primaryKey = [];
                }
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.snapshot = null;
                    object.schemaFingerprint = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.batchRows = 0;
                    object.pageRows = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bytesBilled = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bytesBilled = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bytesEstimated = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bytesEstimated = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.costUsd = 0;
                    object.sourceVersion = "";
                    object.typeReport = "";
                    object.description = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    object.snapshot = $root.datamantri.v1.Snapshot.toObject(message.snapshot, options, _depth + 1);
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint"))
                    object.schemaFingerprint = message.schemaFingerprint;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.batchRows != null && $Object.hasOwnProperty.call(message, "batchRows"))
                    object.batchRows = message.batchRows;
                if (message.pageRows != null && $Object.hasOwnProperty.call(message, "pageRows"))
                    object.pageRows = message.pageRows;
                if (message.splits && message.splits.length) {
                    object.splits = $Array(message.splits.length);
                    for (let j = 0; j < message.splits.length; ++j)
                        object.splits[j] = $root.datamantri.v1.Split.toObject(message.splits[j], options, _depth + 1);
                }
                if (message.bytesBilled != null && $Object.hasOwnProperty.call(message, "bytesBilled"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bytesBilled = typeof message.bytesBilled === "number" ? $BigInt(message.bytesBilled) : $util.Long.fromBits(message.bytesBilled.low >>> 0, message.bytesBilled.high >>> 0, true).toBigInt();
                    else if (typeof message.bytesBilled === "number")
                        object.bytesBilled = options.longs === $String ? $String(message.bytesBilled) : message.bytesBilled;
                    else
                        object.bytesBilled = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesBilled) : options.longs === $Number ? new $util.LongBits(message.bytesBilled.low >>> 0, message.bytesBilled.high >>> 0).toNumber(true) : message.bytesBilled;
                if (message.notes && message.notes.length) {
                    object.notes = $Array(message.notes.length);
                    for (let j = 0; j < message.notes.length; ++j)
                        object.notes[j] = message.notes[j];
                }
                if (message.bytesEstimated != null && $Object.hasOwnProperty.call(message, "bytesEstimated"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bytesEstimated = typeof message.bytesEstimated === "number" ? $BigInt(message.bytesEstimated) : $util.Long.fromBits(message.bytesEstimated.low >>> 0, message.bytesEstimated.high >>> 0, true).toBigInt();
                    else if (typeof message.bytesEstimated === "number")
                        object.bytesEstimated = options.longs === $String ? $String(message.bytesEstimated) : message.bytesEstimated;
                    else
                        object.bytesEstimated = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesEstimated) : options.longs === $Number ? new $util.LongBits(message.bytesEstimated.low >>> 0, message.bytesEstimated.high >>> 0).toNumber(true) : message.bytesEstimated;
                if (message.costUsd != null && $Object.hasOwnProperty.call(message, "costUsd"))
                    object.costUsd = options.json && !$isFinite(message.costUsd) ? $String(message.costUsd) : message.costUsd;
                if (message.sourceVersion != null && $Object.hasOwnProperty.call(message, "sourceVersion"))
                    object.sourceVersion = message.sourceVersion;
                if (message.typeReport != null && $Object.hasOwnProperty.call(message, "typeReport"))
                    object.typeReport = message.typeReport;
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    object.description = message.description;
                if (message.columnDescriptions && message.columnDescriptions.length) {
                    object.columnDescriptions = $Array(message.columnDescriptions.length);
                    for (let j = 0; j < message.columnDescriptions.length; ++j)
                        object.columnDescriptions[j] = $root.datamantri.v1.ColumnDescription.toObject(message.columnDescriptions[j], options, _depth + 1);
                }
                if (message.primaryKey && message.primaryKey.length) {
                    object.primaryKey = $Array(message.primaryKey.length);
                    for (let j = 0; j < message.primaryKey.length; ++j)
                        object.primaryKey[j] = message.primaryKey[j];
                }
                return object;
            };

            RunPlanned.prototype.toJSON = function() {
                return RunPlanned.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunPlanned;
        })();

        v1.SourceUnchanged = (function() {

            const SourceUnchanged = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SourceUnchanged.prototype.runId = "";
            SourceUnchanged.prototype.pipelineId = "";

            SourceUnchanged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SourceUnchanged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.SourceUnchanged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SourceUnchanged.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.SourceUnchanged)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.SourceUnchanged: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.SourceUnchanged();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                return message;
            };

            SourceUnchanged.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                return object;
            };

            SourceUnchanged.prototype.toJSON = function() {
                return SourceUnchanged.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SourceUnchanged;
        })();

        v1.RunPrepared = (function() {

            const RunPrepared = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunPrepared.prototype.runId = "";
            RunPrepared.prototype.pipelineId = "";

            RunPrepared.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunPrepared.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunPrepared();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunPrepared.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunPrepared)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunPrepared: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunPrepared();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                return message;
            };

            RunPrepared.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                return object;
            };

            RunPrepared.prototype.toJSON = function() {
                return RunPrepared.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunPrepared;
        })();

        v1.SplitExtracted = (function() {

            const SplitExtracted = function (properties) {
                this.replaced = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SplitExtracted.prototype.runId = "";
            SplitExtracted.prototype.pipelineId = "";
            SplitExtracted.prototype.attempt = 0;
            SplitExtracted.prototype.split = 0;
            SplitExtracted.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SplitExtracted.prototype.byteCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SplitExtracted.prototype.replaced = $util.emptyArray;
            SplitExtracted.prototype.rejectedCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SplitExtracted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.split != null && $Object.hasOwnProperty.call(message, "split") && message.split !== 0)
                    writer.uint32(32).uint32(message.split);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(40).uint64(message.rowCount);
                if (message.byteCount != null && $Object.hasOwnProperty.call(message, "byteCount") && (typeof message.byteCount === "object" ? message.byteCount.low || message.byteCount.high : message.byteCount !== 0))
                    writer.uint32(48).uint64(message.byteCount);
                if (message.replaced != null && message.replaced.length)
                    for (let i = 0; i < message.replaced.length; ++i)
                        $root.datamantri.v1.ReplacedColumn.encode(message.replaced[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount") && (typeof message.rejectedCount === "object" ? message.rejectedCount.low || message.rejectedCount.high : message.rejectedCount !== 0))
                    writer.uint32(64).uint64(message.rejectedCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SplitExtracted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.SplitExtracted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.split = value;
                            else
                                delete message.split;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.byteCount = value;
                            else
                                delete message.byteCount;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.replaced && message.replaced.length))
                                message.replaced = [];
                            message.replaced.push($root.datamantri.v1.ReplacedColumn.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rejectedCount = value;
                            else
                                delete message.rejectedCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SplitExtracted.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.SplitExtracted)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.SplitExtracted: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.SplitExtracted();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.split != null)
                    if ($Number(object.split) !== 0)
                        message.split = object.split >>> 0;
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.byteCount != null)
                    if (typeof object.byteCount === "object" ? object.byteCount.low || object.byteCount.high : $Number(object.byteCount) !== 0)
                        if ($util.Long)
                            message.byteCount = $util.Long.fromValue(object.byteCount, true);
                        else if (typeof object.byteCount === "string")
                            message.byteCount = $parseInt(object.byteCount, 10);
                        else if (typeof object.byteCount === "number")
                            message.byteCount = object.byteCount;
                        else if (typeof object.byteCount === "object")
                            message.byteCount = new $util.LongBits(object.byteCount.low >>> 0, object.byteCount.high >>> 0).toNumber(true);
                if (object.replaced) {
                    if (!$Array.isArray(object.replaced))
                        throw $TypeError(".datamantri.v1.SplitExtracted.replaced: array expected");
                    message.replaced = $Array(object.replaced.length);
                    for (let i = 0; i < object.replaced.length; ++i) {
                        if (!$util.isObject(object.replaced[i]))
                            throw $TypeError(".datamantri.v1.SplitExtracted.replaced: object expected");
                        message.replaced[i] = $root.datamantri.v1.ReplacedColumn.fromObject(object.replaced[i], _depth + 1);
                    }
                }
                if (object.rejectedCount != null)
                    if (typeof object.rejectedCount === "object" ? object.rejectedCount.low || object.rejectedCount.high : $Number(object.rejectedCount) !== 0)
                        if ($util.Long)
                            message.rejectedCount = $util.Long.fromValue(object.rejectedCount, true);
                        else if (typeof object.rejectedCount === "string")
                            message.rejectedCount = $parseInt(object.rejectedCount, 10);
                        else if (typeof object.rejectedCount === "number")
                            message.rejectedCount = object.rejectedCount;
                        else if (typeof object.rejectedCount === "object")
                            message.rejectedCount = new $util.LongBits(object.rejectedCount.low >>> 0, object.rejectedCount.high >>> 0).toNumber(true);
                return message;
            };

            SplitExtracted.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.replaced = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.split = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.byteCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.byteCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rejectedCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rejectedCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    object.split = message.split;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.byteCount != null && $Object.hasOwnProperty.call(message, "byteCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.byteCount = typeof message.byteCount === "number" ? $BigInt(message.byteCount) : $util.Long.fromBits(message.byteCount.low >>> 0, message.byteCount.high >>> 0, true).toBigInt();
                    else if (typeof message.byteCount === "number")
                        object.byteCount = options.longs === $String ? $String(message.byteCount) : message.byteCount;
                    else
                        object.byteCount = options.longs === $String ? $util.Long.prototype.toString.call(message.byteCount) : options.longs === $Number ? new $util.LongBits(message.byteCount.low >>> 0, message.byteCount.high >>> 0).toNumber(true) : message.byteCount;
                if (message.replaced && message.replaced.length) {
                    object.replaced = $Array(message.replaced.length);
                    for (let j = 0; j < message.replaced.length; ++j)
                        object.replaced[j] = $root.datamantri.v1.ReplacedColumn.toObject(message.replaced[j], options, _depth + 1);
                }
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rejectedCount = typeof message.rejectedCount === "number" ? $BigInt(message.rejectedCount) : $util.Long.fromBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rejectedCount === "number")
                        object.rejectedCount = options.longs === $String ? $String(message.rejectedCount) : message.rejectedCount;
                    else
                        object.rejectedCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rejectedCount) : options.longs === $Number ? new $util.LongBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0).toNumber(true) : message.rejectedCount;
                return object;
            };

            SplitExtracted.prototype.toJSON = function() {
                return SplitExtracted.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SplitExtracted;
        })();

        v1.ReplacedColumn = (function() {

            const ReplacedColumn = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReplacedColumn.prototype.column = "";
            ReplacedColumn.prototype.policy = "";
            ReplacedColumn.prototype.cellCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ReplacedColumn.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.column != null && $Object.hasOwnProperty.call(message, "column") && message.column !== "")
                    writer.uint32(10).string(message.column);
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy") && message.policy !== "")
                    writer.uint32(18).string(message.policy);
                if (message.cellCount != null && $Object.hasOwnProperty.call(message, "cellCount") && (typeof message.cellCount === "object" ? message.cellCount.low || message.cellCount.high : message.cellCount !== 0))
                    writer.uint32(24).uint64(message.cellCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReplacedColumn.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ReplacedColumn();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.column = value;
                            else
                                delete message.column;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.policy = value;
                            else
                                delete message.policy;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.cellCount = value;
                            else
                                delete message.cellCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ReplacedColumn.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ReplacedColumn)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ReplacedColumn: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ReplacedColumn();
                if (object.column != null)
                    if (typeof object.column !== "string" || object.column.length)
                        message.column = $String(object.column);
                if (object.policy != null)
                    if (typeof object.policy !== "string" || object.policy.length)
                        message.policy = $String(object.policy);
                if (object.cellCount != null)
                    if (typeof object.cellCount === "object" ? object.cellCount.low || object.cellCount.high : $Number(object.cellCount) !== 0)
                        if ($util.Long)
                            message.cellCount = $util.Long.fromValue(object.cellCount, true);
                        else if (typeof object.cellCount === "string")
                            message.cellCount = $parseInt(object.cellCount, 10);
                        else if (typeof object.cellCount === "number")
                            message.cellCount = object.cellCount;
                        else if (typeof object.cellCount === "object")
                            message.cellCount = new $util.LongBits(object.cellCount.low >>> 0, object.cellCount.high >>> 0).toNumber(true);
                return message;
            };

            ReplacedColumn.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.column = "";
                    object.policy = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.cellCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.cellCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.column != null && $Object.hasOwnProperty.call(message, "column"))
                    object.column = message.column;
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    object.policy = message.policy;
                if (message.cellCount != null && $Object.hasOwnProperty.call(message, "cellCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.cellCount = typeof message.cellCount === "number" ? $BigInt(message.cellCount) : $util.Long.fromBits(message.cellCount.low >>> 0, message.cellCount.high >>> 0, true).toBigInt();
                    else if (typeof message.cellCount === "number")
                        object.cellCount = options.longs === $String ? $String(message.cellCount) : message.cellCount;
                    else
                        object.cellCount = options.longs === $String ? $util.Long.prototype.toString.call(message.cellCount) : options.longs === $Number ? new $util.LongBits(message.cellCount.low >>> 0, message.cellCount.high >>> 0).toNumber(true) : message.cellCount;
                return object;
            };

            ReplacedColumn.prototype.toJSON = function() {
                return ReplacedColumn.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReplacedColumn;
        })();

        v1.StatisticsComputed = (function() {

            const StatisticsComputed = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StatisticsComputed.prototype.runId = "";
            StatisticsComputed.prototype.pipelineId = "";
            StatisticsComputed.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            StatisticsComputed.prototype.rowsHash = "";
            StatisticsComputed.prototype.columns = $util.emptyArray;
            StatisticsComputed.prototype.jobId = "";
            StatisticsComputed.prototype.bytesEstimated = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            StatisticsComputed.prototype.bytesBilled = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            StatisticsComputed.prototype.costUsd = 0;

            StatisticsComputed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(24).uint64(message.rowCount);
                if (message.rowsHash != null && $Object.hasOwnProperty.call(message, "rowsHash") && message.rowsHash !== "")
                    writer.uint32(34).string(message.rowsHash);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.ColumnStatistics.encode(message.columns[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(50).string(message.jobId);
                if (message.bytesEstimated != null && $Object.hasOwnProperty.call(message, "bytesEstimated") && (typeof message.bytesEstimated === "object" ? message.bytesEstimated.low || message.bytesEstimated.high : message.bytesEstimated !== 0))
                    writer.uint32(56).uint64(message.bytesEstimated);
                if (message.bytesBilled != null && $Object.hasOwnProperty.call(message, "bytesBilled") && (typeof message.bytesBilled === "object" ? message.bytesBilled.low || message.bytesBilled.high : message.bytesBilled !== 0))
                    writer.uint32(64).uint64(message.bytesBilled);
                if (message.costUsd != null && $Object.hasOwnProperty.call(message, "costUsd") && !$Object.is(message.costUsd, 0))
                    writer.uint32(73).double(message.costUsd);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StatisticsComputed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.StatisticsComputed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rowsHash = value;
                            else
                                delete message.rowsHash;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.ColumnStatistics.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesEstimated = value;
                            else
                                delete message.bytesEstimated;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesBilled = value;
                            else
                                delete message.bytesBilled;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.costUsd = value;
                            else
                                delete message.costUsd;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StatisticsComputed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.StatisticsComputed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.StatisticsComputed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.StatisticsComputed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.rowsHash != null)
                    if (typeof object.rowsHash !== "string" || object.rowsHash.length)
                        message.rowsHash = $String(object.rowsHash);
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.StatisticsComputed.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.StatisticsComputed.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.ColumnStatistics.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.bytesEstimated != null)
                    if (typeof object.bytesEstimated === "object" ? object.bytesEstimated.low || object.bytesEstimated.high : $Number(object.bytesEstimated) !== 0)
                        if ($util.Long)
                            message.bytesEstimated = $util.Long.fromValue(object.bytesEstimated, true);
                        else if (typeof object.bytesEstimated === "string")
                            message.bytesEstimated = $parseInt(object.bytesEstimated, 10);
                        else if (typeof object.bytesEstimated === "number")
                            message.bytesEstimated = object.bytesEstimated;
                        else if (typeof object.bytesEstimated === "object")
                            message.bytesEstimated = new $util.LongBits(object.bytesEstimated.low >>> 0, object.bytesEstimated.high >>> 0).toNumber(true);
                if (object.bytesBilled != null)
                    if (typeof object.bytesBilled === "object" ? object.bytesBilled.low || object.bytesBilled.high : $Number(object.bytesBilled) !== 0)
                        if ($util.Long)
                            message.bytesBilled = $util.Long.fromValue(object.bytesBilled, true);
                        else if (typeof object.bytesBilled === "string")
                            message.bytesBilled = $parseInt(object.bytesBilled, 10);
                        else if (typeof object.bytesBilled === "number")
                            message.bytesBilled = object.bytesBilled;
                        else if (typeof object.bytesBilled === "object")
                            message.bytesBilled = new $util.LongBits(object.bytesBilled.low >>> 0, object.bytesBilled.high >>> 0).toNumber(true);
                if (object.costUsd != null)
                    if (!$Object.is($Number(object.costUsd), 0))
                        message.costUsd = $Number(object.costUsd);
                return message;
            };

            StatisticsComputed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.rowsHash = "";
                    object.jobId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bytesEstimated = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bytesEstimated = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bytesBilled = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bytesBilled = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.costUsd = 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.rowsHash != null && $Object.hasOwnProperty.call(message, "rowsHash"))
                    object.rowsHash = message.rowsHash;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.ColumnStatistics.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.bytesEstimated != null && $Object.hasOwnProperty.call(message, "bytesEstimated"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bytesEstimated = typeof message.bytesEstimated === "number" ? $BigInt(message.bytesEstimated) : $util.Long.fromBits(message.bytesEstimated.low >>> 0, message.bytesEstimated.high >>> 0, true).toBigInt();
                    else if (typeof message.bytesEstimated === "number")
                        object.bytesEstimated = options.longs === $String ? $String(message.bytesEstimated) : message.bytesEstimated;
                    else
                        object.bytesEstimated = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesEstimated) : options.longs === $Number ? new $util.LongBits(message.bytesEstimated.low >>> 0, message.bytesEstimated.high >>> 0).toNumber(true) : message.bytesEstimated;
                if (message.bytesBilled != null && $Object.hasOwnProperty.call(message, "bytesBilled"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bytesBilled = typeof message.bytesBilled === "number" ? $BigInt(message.bytesBilled) : $util.Long.fromBits(message.bytesBilled.low >>> 0, message.bytesBilled.high >>> 0, true).toBigInt();
                    else if (typeof message.bytesBilled === "number")
                        object.bytesBilled = options.longs === $String ? $String(message.bytesBilled) : message.bytesBilled;
                    else
                        object.bytesBilled = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesBilled) : options.longs === $Number ? new $util.LongBits(message.bytesBilled.low >>> 0, message.bytesBilled.high >>> 0).toNumber(true) : message.bytesBilled;
                if (message.costUsd != null && $Object.hasOwnProperty.call(message, "costUsd"))
                    object.costUsd = options.json && !$isFinite(message.costUsd) ? $String(message.costUsd) : message.costUsd;
                return object;
            };

            StatisticsComputed.prototype.toJSON = function() {
                return StatisticsComputed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StatisticsComputed;
        })();

        v1.LoadedBatch = (function() {

            const LoadedBatch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LoadedBatch.prototype.split = 0;
            LoadedBatch.prototype.sequence = 0;
            LoadedBatch.prototype.part = 0;
            LoadedBatch.prototype.rowCount = 0;
            LoadedBatch.prototype.rejectedCount = 0;

            LoadedBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.split != null && $Object.hasOwnProperty.call(message, "split") && message.split !== 0)
                    writer.uint32(8).uint32(message.split);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(16).uint32(message.sequence);
                if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                    writer.uint32(24).uint32(message.part);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && message.rowCount !== 0)
                    writer.uint32(32).uint32(message.rowCount);
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount") && message.rejectedCount !== 0)
                    writer.uint32(40).uint32(message.rejectedCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LoadedBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.LoadedBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.split = value;
                            else
                                delete message.split;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.part = value;
                            else
                                delete message.part;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rejectedCount = value;
                            else
                                delete message.rejectedCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LoadedBatch.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.LoadedBatch)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.LoadedBatch: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.LoadedBatch();
                if (object.split != null)
                    if ($Number(object.split) !== 0)
                        message.split = object.split >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.part != null)
                    if ($Number(object.part) !== 0)
                        message.part = object.part >>> 0;
                if (object.rowCount != null)
                    if ($Number(object.rowCount) !== 0)
                        message.rowCount = object.rowCount >>> 0;
                if (object.rejectedCount != null)
                    if ($Number(object.rejectedCount) !== 0)
                        message.rejectedCount = object.rejectedCount >>> 0;
                return message;
            };

            LoadedBatch.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.split = 0;
                    object.sequence = 0;
                    object.part = 0;
                    object.rowCount = 0;
                    object.rejectedCount = 0;
                }
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    object.split = message.split;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.part != null && $Object.hasOwnProperty.call(message, "part"))
                    object.part = message.part;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    object.rowCount = message.rowCount;
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount"))
                    object.rejectedCount = message.rejectedCount;
                return object;
            };

            LoadedBatch.prototype.toJSON = function() {
                return LoadedBatch.toObject(this, $protobuf.util.toJSONOptions);
            };

            return LoadedBatch;
        })();

        v1.BatchesLoaded = (function() {

            const BatchesLoaded = function (properties) {
                this.batches = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            BatchesLoaded.prototype.runId = "";
            BatchesLoaded.prototype.pipelineId = "";
            BatchesLoaded.prototype.batches = $util.emptyArray;
            BatchesLoaded.prototype.alreadyLoaded = 0;

            BatchesLoaded.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.batches != null && message.batches.length)
                    for (let i = 0; i < message.batches.length; ++i)
                        $root.datamantri.v1.LoadedBatch.encode(message.batches[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.alreadyLoaded != null && $Object.hasOwnProperty.call(message, "alreadyLoaded") && message.alreadyLoaded !== 0)
                    writer.uint32(32).uint32(message.alreadyLoaded);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            BatchesLoaded.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.BatchesLoaded();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.batches && message.batches.length))
                                message.batches = [];
                            message.batches.push($root.datamantri.v1.LoadedBatch.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.alreadyLoaded = value;
                            else
                                delete message.alreadyLoaded;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            BatchesLoaded.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.BatchesLoaded)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.BatchesLoaded: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.BatchesLoaded();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.batches) {
                    if (!$Array.isArray(object.batches))
                        throw $TypeError(".datamantri.v1.BatchesLoaded.batches: array expected");
                    message.batches = $Array(object.batches.length);
                    for (let i = 0; i < object.batches.length; ++i) {
                        if (!$util.isObject(object.batches[i]))
                            throw $TypeError(".datamantri.v1.BatchesLoaded.batches: object expected");
                        message.batches[i] = $root.datamantri.v1.LoadedBatch.fromObject(object.batches[i], _depth + 1);
                    }
                }
                if (object.alreadyLoaded != null)
                    if ($Number(object.alreadyLoaded) !== 0)
                        message.alreadyLoaded = object.alreadyLoaded >>> 0;
                return message;
            };

            BatchesLoaded.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.batches = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.alreadyLoaded = 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.batches && message.batches.length) {
                    object.batches = $Array(message.batches.length);
                    for (let j = 0; j < message.batches.length; ++j)
                        object.batches[j] = $root.datamantri.v1.LoadedBatch.toObject(message.batches[j], options, _depth + 1);
                }
                if (message.alreadyLoaded != null && $Object.hasOwnProperty.call(message, "alreadyLoaded"))
                    object.alreadyLoaded = message.alreadyLoaded;
                return object;
            };

            BatchesLoaded.prototype.toJSON = function() {
                return BatchesLoaded.toObject(this, $protobuf.util.toJSONOptions);
            };

            return BatchesLoaded;
        })();

        v1.RunProgressed = (function() {

            const RunProgressed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunProgressed.prototype.runId = "";
            RunProgressed.prototype.pipelineId = "";
            RunProgressed.prototype.loadedRowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunProgressed.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RunProgressed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.loadedRowCount != null && $Object.hasOwnProperty.call(message, "loadedRowCount") && (typeof message.loadedRowCount === "object" ? message.loadedRowCount.low || message.loadedRowCount.high : message.loadedRowCount !== 0))
                    writer.uint32(24).uint64(message.loadedRowCount);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(32).uint64(message.rowCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunProgressed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunProgressed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.loadedRowCount = value;
                            else
                                delete message.loadedRowCount;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunProgressed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunProgressed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunProgressed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunProgressed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.loadedRowCount != null)
                    if (typeof object.loadedRowCount === "object" ? object.loadedRowCount.low || object.loadedRowCount.high : $Number(object.loadedRowCount) !== 0)
                        if ($util.Long)
                            message.loadedRowCount = $util.Long.fromValue(object.loadedRowCount, true);
                        else if (typeof object.loadedRowCount === "string")
                            message.loadedRowCount = $parseInt(object.loadedRowCount, 10);
                        else if (typeof object.loadedRowCount === "number")
                            message.loadedRowCount = object.loadedRowCount;
                        else if (typeof object.loadedRowCount === "object")
                            message.loadedRowCount = new $util.LongBits(object.loadedRowCount.low >>> 0, object.loadedRowCount.high >>> 0).toNumber(true);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                return message;
            };

            RunProgressed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.loadedRowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.loadedRowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.loadedRowCount != null && $Object.hasOwnProperty.call(message, "loadedRowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.loadedRowCount = typeof message.loadedRowCount === "number" ? $BigInt(message.loadedRowCount) : $util.Long.fromBits(message.loadedRowCount.low >>> 0, message.loadedRowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.loadedRowCount === "number")
                        object.loadedRowCount = options.longs === $String ? $String(message.loadedRowCount) : message.loadedRowCount;
                    else
                        object.loadedRowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.loadedRowCount) : options.longs === $Number ? new $util.LongBits(message.loadedRowCount.low >>> 0, message.loadedRowCount.high >>> 0).toNumber(true) : message.loadedRowCount;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                return object;
            };

            RunProgressed.prototype.toJSON = function() {
                return RunProgressed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunProgressed;
        })();

        v1.RunFinalized = (function() {

            const RunFinalized = function (properties) {
                this.warnings = [];
                this.undoableRunIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunFinalized.prototype.runId = "";
            RunFinalized.prototype.pipelineId = "";
            RunFinalized.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunFinalized.prototype.warnings = $util.emptyArray;
            RunFinalized.prototype.watermark = null;
            RunFinalized.prototype.verification = null;
            RunFinalized.prototype.rejectedCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RunFinalized.prototype.replacement = "";
            RunFinalized.prototype.undoableRunIds = $util.emptyArray;

            RunFinalized.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(24).uint64(message.rowCount);
                if (message.warnings != null && message.warnings.length)
                    for (let i = 0; i < message.warnings.length; ++i)
                        writer.uint32(34).string(message.warnings[i]);
                if (message.watermark != null && $Object.hasOwnProperty.call(message, "watermark"))
                    $root.datamantri.v1.Watermark.encode(message.watermark, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.verification != null && $Object.hasOwnProperty.call(message, "verification"))
                    $root.datamantri.v1.Verification.encode(message.verification, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount") && (typeof message.rejectedCount === "object" ? message.rejectedCount.low || message.rejectedCount.high : message.rejectedCount !== 0))
                    writer.uint32(56).uint64(message.rejectedCount);
                if (message.replacement != null && $Object.hasOwnProperty.call(message, "replacement") && message.replacement !== "")
                    writer.uint32(74).string(message.replacement);
                if (message.undoableRunIds != null && message.undoableRunIds.length)
                    for (let i = 0; i < message.undoableRunIds.length; ++i)
                        writer.uint32(82).string(message.undoableRunIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunFinalized.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunFinalized();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.warnings && message.warnings.length))
                                message.warnings = [];
                            message.warnings.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.watermark = $root.datamantri.v1.Watermark.decode(reader, reader.size(), $undefined, _depth + 1, message.watermark);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.verification = $root.datamantri.v1.Verification.decode(reader, reader.size(), $undefined, _depth + 1, message.verification);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rejectedCount = value;
                            else
                                delete message.rejectedCount;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.replacement = value;
                            else
                                delete message.replacement;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.undoableRunIds && message.undoableRunIds.length))
                                message.undoableRunIds = [];
                            message.undoableRunIds.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunFinalized.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunFinalized)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunFinalized: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunFinalized();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.warnings) {
                    if (!$Array.isArray(object.warnings))
                        throw $TypeError(".datamantri.v1.RunFinalized.warnings: array expected");
                    message.warnings = $Array(object.warnings.length);
                    for (let i = 0; i < object.warnings.length; ++i)
                        message.warnings[i] = $String(object.warnings[i]);
                }
                if (object.watermark != null) {
                    if (!$util.isObject(object.watermark))
                        throw $TypeError(".datamantri.v1.RunFinalized.watermark: object expected");
                    message.watermark = $root.datamantri.v1.Watermark.fromObject(object.watermark, _depth + 1);
                }
                if (object.verification != null) {
                    if (!$util.isObject(object.verification))
                        throw $TypeError(".datamantri.v1.RunFinalized.verification: object expected");
                    message.verification = $root.datamantri.v1.Verification.fromObject(object.verification, _depth + 1);
                }
                if (object.rejectedCount != null)
                    if (typeof object.rejectedCount === "object" ? object.rejectedCount.low || object.rejectedCount.high : $Number(object.rejectedCount) !== 0)
                        if ($util.Long)
                            message.rejectedCount = $util.Long.fromValue(object.rejectedCount, true);
                        else if (typeof object.rejectedCount === "string")
                            message.rejectedCount = $parseInt(object.rejectedCount, 10);
                        else if (typeof object.rejectedCount === "number")
                            message.rejectedCount = object.rejectedCount;
                        else if (typeof object.rejectedCount === "object")
                            message.rejectedCount = new $util.LongBits(object.rejectedCount.low >>> 0, object.rejectedCount.high >>> 0).toNumber(true);
                if (object.replacement != null)
                    if (typeof object.replacement !== "string" || object.replacement.length)
                        message.replacement = $String(object.replacement);
                if (object.undoableRunIds) {
                    if (!$Array.isArray(object.undoableRunIds))
                        throw $TypeError(".datamantri.v1.RunFinalized.undoableRunIds: array expected");
                    message.undoableRunIds = $Array(object.undoableRunIds.length);
                    for (let i = 0; i < object.undoableRunIds.length; ++i)
                        message.undoableRunIds[i] = $String(object.undoableRunIds[i]);
                }
                return message;
            };

            RunFinalized.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.warnings = [];
                    object.undoableRunIds = [];
                }
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.watermark = null;
                    object.verification = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rejectedCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rejectedCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.replacement = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.warnings && message.warnings.length) {
                    object.warnings = $Array(message.warnings.length);
                    for (let j = 0; j < message.warnings.length; ++j)
                        object.warnings[j] = message.warnings[j];
                }
                if (message.watermark != null && $Object.hasOwnProperty.call(message, "watermark"))
                    object.watermark = $root.datamantri.v1.Watermark.toObject(message.watermark, options, _depth + 1);
                if (message.verification != null && $Object.hasOwnProperty.call(message, "verification"))
                    object.verification = $root.datamantri.v1.Verification.toObject(message.verification, options, _depth + 1);
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rejectedCount = typeof message.rejectedCount === "number" ? $BigInt(message.rejectedCount) : $util.Long.fromBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rejectedCount === "number")
                        object.rejectedCount = options.longs === $String ? $String(message.rejectedCount) : message.rejectedCount;
                    else
                        object.rejectedCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rejectedCount) : options.longs === $Number ? new $util.LongBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0).toNumber(true) : message.rejectedCount;
                if (message.replacement != null && $Object.hasOwnProperty.call(message, "replacement"))
                    object.replacement = message.replacement;
                if (message.undoableRunIds && message.undoableRunIds.length) {
                    object.undoableRunIds = $Array(message.undoableRunIds.length);
                    for (let j = 0; j < message.undoableRunIds.length; ++j)
                        object.undoableRunIds[j] = message.undoableRunIds[j];
                }
                return object;
            };

            RunFinalized.prototype.toJSON = function() {
                return RunFinalized.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunFinalized;
        })();

        v1.RejectsReplayed = (function() {

            const RejectsReplayed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RejectsReplayed.prototype.runId = "";
            RejectsReplayed.prototype.pipelineId = "";
            RejectsReplayed.prototype.replayedCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RejectsReplayed.prototype.rejectedCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RejectsReplayed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.replayedCount != null && $Object.hasOwnProperty.call(message, "replayedCount") && (typeof message.replayedCount === "object" ? message.replayedCount.low || message.replayedCount.high : message.replayedCount !== 0))
                    writer.uint32(24).uint64(message.replayedCount);
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount") && (typeof message.rejectedCount === "object" ? message.rejectedCount.low || message.rejectedCount.high : message.rejectedCount !== 0))
                    writer.uint32(32).uint64(message.rejectedCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RejectsReplayed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RejectsReplayed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.replayedCount = value;
                            else
                                delete message.replayedCount;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rejectedCount = value;
                            else
                                delete message.rejectedCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RejectsReplayed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RejectsReplayed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RejectsReplayed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RejectsReplayed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.replayedCount != null)
                    if (typeof object.replayedCount === "object" ? object.replayedCount.low || object.replayedCount.high : $Number(object.replayedCount) !== 0)
                        if ($util.Long)
                            message.replayedCount = $util.Long.fromValue(object.replayedCount, true);
                        else if (typeof object.replayedCount === "string")
                            message.replayedCount = $parseInt(object.replayedCount, 10);
                        else if (typeof object.replayedCount === "number")
                            message.replayedCount = object.replayedCount;
                        else if (typeof object.replayedCount === "object")
                            message.replayedCount = new $util.LongBits(object.replayedCount.low >>> 0, object.replayedCount.high >>> 0).toNumber(true);
                if (object.rejectedCount != null)
                    if (typeof object.rejectedCount === "object" ? object.rejectedCount.low || object.rejectedCount.high : $Number(object.rejectedCount) !== 0)
                        if ($util.Long)
                            message.rejectedCount = $util.Long.fromValue(object.rejectedCount, true);
                        else if (typeof object.rejectedCount === "string")
                            message.rejectedCount = $parseInt(object.rejectedCount, 10);
                        else if (typeof object.rejectedCount === "number")
                            message.rejectedCount = object.rejectedCount;
                        else if (typeof object.rejectedCount === "object")
                            message.rejectedCount = new $util.LongBits(object.rejectedCount.low >>> 0, object.rejectedCount.high >>> 0).toNumber(true);
                return message;
            };

            RejectsReplayed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.replayedCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.replayedCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rejectedCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rejectedCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.replayedCount != null && $Object.hasOwnProperty.call(message, "replayedCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.replayedCount = typeof message.replayedCount === "number" ? $BigInt(message.replayedCount) : $util.Long.fromBits(message.replayedCount.low >>> 0, message.replayedCount.high >>> 0, true).toBigInt();
                    else if (typeof message.replayedCount === "number")
                        object.replayedCount = options.longs === $String ? $String(message.replayedCount) : message.replayedCount;
                    else
                        object.replayedCount = options.longs === $String ? $util.Long.prototype.toString.call(message.replayedCount) : options.longs === $Number ? new $util.LongBits(message.replayedCount.low >>> 0, message.replayedCount.high >>> 0).toNumber(true) : message.replayedCount;
                if (message.rejectedCount != null && $Object.hasOwnProperty.call(message, "rejectedCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rejectedCount = typeof message.rejectedCount === "number" ? $BigInt(message.rejectedCount) : $util.Long.fromBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rejectedCount === "number")
                        object.rejectedCount = options.longs === $String ? $String(message.rejectedCount) : message.rejectedCount;
                    else
                        object.rejectedCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rejectedCount) : options.longs === $Number ? new $util.LongBits(message.rejectedCount.low >>> 0, message.rejectedCount.high >>> 0).toNumber(true) : message.rejectedCount;
                return object;
            };

            RejectsReplayed.prototype.toJSON = function() {
                return RejectsReplayed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RejectsReplayed;
        })();

        v1.RunDiscarded = (function() {

            const RunDiscarded = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunDiscarded.prototype.runId = "";
            RunDiscarded.prototype.pipelineId = "";

            RunDiscarded.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunDiscarded.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunDiscarded();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunDiscarded.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunDiscarded)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunDiscarded: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunDiscarded();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                return message;
            };

            RunDiscarded.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                return object;
            };

            RunDiscarded.prototype.toJSON = function() {
                return RunDiscarded.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunDiscarded;
        })();

        v1.StepDelayed = (function() {

            const StepDelayed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StepDelayed.prototype.runId = "";
            StepDelayed.prototype.pipelineId = "";
            StepDelayed.prototype.step = "";
            StepDelayed.prototype.code = "";
            StepDelayed.prototype.message = "";
            StepDelayed.prototype.delivery = 0;
            StepDelayed.prototype.retryInMs = 0;

            StepDelayed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== "")
                    writer.uint32(26).string(message.step);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(34).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(42).string(message.message);
                if (message.delivery != null && $Object.hasOwnProperty.call(message, "delivery") && message.delivery !== 0)
                    writer.uint32(48).uint32(message.delivery);
                if (message.retryInMs != null && $Object.hasOwnProperty.call(message, "retryInMs") && message.retryInMs !== 0)
                    writer.uint32(56).uint32(message.retryInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StepDelayed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.StepDelayed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.delivery = value;
                            else
                                delete message.delivery;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryInMs = value;
                            else
                                delete message.retryInMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StepDelayed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.StepDelayed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.StepDelayed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.StepDelayed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.step != null)
                    if (typeof object.step !== "string" || object.step.length)
                        message.step = $String(object.step);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.delivery != null)
                    if ($Number(object.delivery) !== 0)
                        message.delivery = object.delivery >>> 0;
                if (object.retryInMs != null)
                    if ($Number(object.retryInMs) !== 0)
                        message.retryInMs = object.retryInMs >>> 0;
                return message;
            };

            StepDelayed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.step = "";
                    object.code = "";
                    object.message = "";
                    object.delivery = 0;
                    object.retryInMs = 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.delivery != null && $Object.hasOwnProperty.call(message, "delivery"))
                    object.delivery = message.delivery;
                if (message.retryInMs != null && $Object.hasOwnProperty.call(message, "retryInMs"))
                    object.retryInMs = message.retryInMs;
                return object;
            };

            StepDelayed.prototype.toJSON = function() {
                return StepDelayed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StepDelayed;
        })();

        v1.StepFailed = (function() {

            const StepFailed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StepFailed.prototype.runId = "";
            StepFailed.prototype.pipelineId = "";
            StepFailed.prototype.step = "";
            StepFailed.prototype.code = "";
            StepFailed.prototype.message = "";

            StepFailed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== "")
                    writer.uint32(26).string(message.step);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(34).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(42).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StepFailed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.StepFailed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StepFailed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.StepFailed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.StepFailed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.StepFailed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.step != null)
                    if (typeof object.step !== "string" || object.step.length)
                        message.step = $String(object.step);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            StepFailed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.step = "";
                    object.code = "";
                    object.message = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            StepFailed.prototype.toJSON = function() {
                return StepFailed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StepFailed;
        })();

        v1.RunSucceeded = (function() {

            const RunSucceeded = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunSucceeded.prototype.runId = "";
            RunSucceeded.prototype.pipelineId = "";
            RunSucceeded.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RunSucceeded.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(24).uint64(message.rowCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunSucceeded.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunSucceeded();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunSucceeded.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunSucceeded)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunSucceeded: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunSucceeded();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                return message;
            };

            RunSucceeded.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                return object;
            };

            RunSucceeded.prototype.toJSON = function() {
                return RunSucceeded.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunSucceeded;
        })();

        v1.RunSkipped = (function() {

            const RunSkipped = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunSkipped.prototype.runId = "";
            RunSkipped.prototype.pipelineId = "";

            RunSkipped.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunSkipped.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunSkipped();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunSkipped.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunSkipped)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunSkipped: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunSkipped();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                return message;
            };

            RunSkipped.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                return object;
            };

            RunSkipped.prototype.toJSON = function() {
                return RunSkipped.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunSkipped;
        })();

        v1.RunFailed = (function() {

            const RunFailed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunFailed.prototype.runId = "";
            RunFailed.prototype.pipelineId = "";
            RunFailed.prototype.code = "";
            RunFailed.prototype.message = "";

            RunFailed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(26).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(34).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunFailed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunFailed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunFailed.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunFailed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunFailed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunFailed();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            RunFailed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.code = "";
                    object.message = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            RunFailed.prototype.toJSON = function() {
                return RunFailed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunFailed;
        })();

        v1.RunAbandoned = (function() {

            const RunAbandoned = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunAbandoned.prototype.runId = "";
            RunAbandoned.prototype.pipelineId = "";
            RunAbandoned.prototype.requestedBy = "";

            RunAbandoned.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy") && message.requestedBy !== "")
                    writer.uint32(26).string(message.requestedBy);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunAbandoned.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunAbandoned();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestedBy = value;
                            else
                                delete message.requestedBy;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunAbandoned.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunAbandoned)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunAbandoned: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunAbandoned();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.requestedBy != null)
                    if (typeof object.requestedBy !== "string" || object.requestedBy.length)
                        message.requestedBy = $String(object.requestedBy);
                return message;
            };

            RunAbandoned.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.requestedBy = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy"))
                    object.requestedBy = message.requestedBy;
                return object;
            };

            RunAbandoned.prototype.toJSON = function() {
                return RunAbandoned.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunAbandoned;
        })();

        v1.RunCancelled = (function() {

            const RunCancelled = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RunCancelled.prototype.runId = "";
            RunCancelled.prototype.pipelineId = "";
            RunCancelled.prototype.requestedBy = "";

            RunCancelled.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy") && message.requestedBy !== "")
                    writer.uint32(26).string(message.requestedBy);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RunCancelled.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.RunCancelled();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestedBy = value;
                            else
                                delete message.requestedBy;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RunCancelled.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.RunCancelled)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.RunCancelled: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.RunCancelled();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.requestedBy != null)
                    if (typeof object.requestedBy !== "string" || object.requestedBy.length)
                        message.requestedBy = $String(object.requestedBy);
                return message;
            };

            RunCancelled.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.requestedBy = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.requestedBy != null && $Object.hasOwnProperty.call(message, "requestedBy"))
                    object.requestedBy = message.requestedBy;
                return object;
            };

            RunCancelled.prototype.toJSON = function() {
                return RunCancelled.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RunCancelled;
        })();

        v1.PlanRun = (function() {

            const PlanRun = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlanRun.prototype.runId = "";
            PlanRun.prototype.pipelineId = "";
            PlanRun.prototype.attempt = 0;
            PlanRun.prototype.skipVersion = "";
            PlanRun.prototype.range = null;

            PlanRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.skipVersion != null && $Object.hasOwnProperty.call(message, "skipVersion") && message.skipVersion !== "")
                    writer.uint32(42).string(message.skipVersion);
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    $root.datamantri.v1.CursorRange.encode(message.range, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlanRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.PlanRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.skipVersion = value;
                            else
                                delete message.skipVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.range = $root.datamantri.v1.CursorRange.decode(reader, reader.size(), $undefined, _depth + 1, message.range);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PlanRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.PlanRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.PlanRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.PlanRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.skipVersion != null)
                    if (typeof object.skipVersion !== "string" || object.skipVersion.length)
                        message.skipVersion = $String(object.skipVersion);
                if (object.range != null) {
                    if (!$util.isObject(object.range))
                        throw $TypeError(".datamantri.v1.PlanRun.range: object expected");
                    message.range = $root.datamantri.v1.CursorRange.fromObject(object.range, _depth + 1);
                }
                return message;
            };

            PlanRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.skipVersion = "";
                    object.range = null;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.skipVersion != null && $Object.hasOwnProperty.call(message, "skipVersion"))
                    object.skipVersion = message.skipVersion;
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    object.range = $root.datamantri.v1.CursorRange.toObject(message.range, options, _depth + 1);
                return object;
            };

            PlanRun.prototype.toJSON = function() {
                return PlanRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PlanRun;
        })();

        v1.ReadSplit = (function() {

            const ReadSplit = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReadSplit.prototype.runId = "";
            ReadSplit.prototype.pipelineId = "";
            ReadSplit.prototype.attempt = 0;
            ReadSplit.prototype.snapshot = null;
            ReadSplit.prototype.split = null;
            ReadSplit.prototype.batchRows = 0;
            ReadSplit.prototype.pageRows = 0;
            ReadSplit.prototype.columns = $util.emptyArray;
            ReadSplit.prototype.schemaFingerprint = "";

            ReadSplit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.datamantri.v1.Snapshot.encode(message.snapshot, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    $root.datamantri.v1.Split.encode(message.split, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.batchRows != null && $Object.hasOwnProperty.call(message, "batchRows") && message.batchRows !== 0)
                    writer.uint32(48).uint32(message.batchRows);
                if (message.pageRows != null && $Object.hasOwnProperty.call(message, "pageRows") && message.pageRows !== 0)
                    writer.uint32(56).uint32(message.pageRows);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint") && message.schemaFingerprint !== "")
                    writer.uint32(74).string(message.schemaFingerprint);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReadSplit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ReadSplit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.datamantri.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.split = $root.datamantri.v1.Split.decode(reader, reader.size(), $undefined, _depth + 1, message.split);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.batchRows = value;
                            else
                                delete message.batchRows;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pageRows = value;
                            else
                                delete message.pageRows;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.schemaFingerprint = value;
                            else
                                delete message.schemaFingerprint;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ReadSplit.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ReadSplit)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ReadSplit: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ReadSplit();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".datamantri.v1.ReadSplit.snapshot: object expected");
                    message.snapshot = $root.datamantri.v1.Snapshot.fromObject(object.snapshot, _depth + 1);
                }
                if (object.split != null) {
                    if (!$util.isObject(object.split))
                        throw $TypeError(".datamantri.v1.ReadSplit.split: object expected");
                    message.split = $root.datamantri.v1.Split.fromObject(object.split, _depth + 1);
                }
                if (object.batchRows != null)
                    if ($Number(object.batchRows) !== 0)
                        message.batchRows = object.batchRows >>> 0;
                if (object.pageRows != null)
                    if ($Number(object.pageRows) !== 0)
                        message.pageRows = object.pageRows >>> 0;
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.ReadSplit.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.ReadSplit.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.schemaFingerprint != null)
                    if (typeof object.schemaFingerprint !== "string" || object.schemaFingerprint.length)
                        message.schemaFingerprint = $String(object.schemaFingerprint);
                return message;
            };

            ReadSplit.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.snapshot = null;
                    object.split = null;
                    object.batchRows = 0;
                    object.pageRows = 0;
                    object.schemaFingerprint = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    object.snapshot = $root.datamantri.v1.Snapshot.toObject(message.snapshot, options, _depth + 1);
                if (message.split != null && $Object.hasOwnProperty.call(message, "split"))
                    object.split = $root.datamantri.v1.Split.toObject(message.split, options, _depth + 1);
                if (message.batchRows != null && $Object.hasOwnProperty.call(message, "batchRows"))
                    object.batchRows = message.batchRows;
                if (message.pageRows != null && $Object.hasOwnProperty.call(message, "pageRows"))
                    object.pageRows = message.pageRows;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint"))
                    object.schemaFingerprint = message.schemaFingerprint;
                return object;
            };

            ReadSplit.prototype.toJSON = function() {
                return ReadSplit.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReadSplit;
        })();

        v1.ComputeStatistics = (function() {

            const ComputeStatistics = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ComputeStatistics.prototype.runId = "";
            ComputeStatistics.prototype.pipelineId = "";
            ComputeStatistics.prototype.attempt = 0;
            ComputeStatistics.prototype.snapshot = null;
            ComputeStatistics.prototype.columns = $util.emptyArray;

            ComputeStatistics.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.datamantri.v1.Snapshot.encode(message.snapshot, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ComputeStatistics.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ComputeStatistics();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.datamantri.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ComputeStatistics.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ComputeStatistics)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ComputeStatistics: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ComputeStatistics();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".datamantri.v1.ComputeStatistics.snapshot: object expected");
                    message.snapshot = $root.datamantri.v1.Snapshot.fromObject(object.snapshot, _depth + 1);
                }
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.ComputeStatistics.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.ComputeStatistics.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                return message;
            };

            ComputeStatistics.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.snapshot = null;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    object.snapshot = $root.datamantri.v1.Snapshot.toObject(message.snapshot, options, _depth + 1);
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                return object;
            };

            ComputeStatistics.prototype.toJSON = function() {
                return ComputeStatistics.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ComputeStatistics;
        })();

        v1.PrepareRun = (function() {

            const PrepareRun = function (properties) {
                this.columns = [];
                this.resumedRunIds = [];
                this.columnDescriptions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PrepareRun.prototype.runId = "";
            PrepareRun.prototype.pipelineId = "";
            PrepareRun.prototype.attempt = 0;
            PrepareRun.prototype.columns = $util.emptyArray;
            PrepareRun.prototype.schemaFingerprint = "";
            PrepareRun.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PrepareRun.prototype.resumedRunIds = $util.emptyArray;
            PrepareRun.prototype.rangeColumn = "";
            PrepareRun.prototype.description = "";
            PrepareRun.prototype.columnDescriptions = $util.emptyArray;
            PrepareRun.prototype.followsRunId = "";
            PrepareRun.prototype.readsAllRows = false;

            PrepareRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint") && message.schemaFingerprint !== "")
                    writer.uint32(42).string(message.schemaFingerprint);
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(48).uint64(message.rowCount);
                if (message.resumedRunIds != null && message.resumedRunIds.length)
                    for (let i = 0; i < message.resumedRunIds.length; ++i)
                        writer.uint32(58).string(message.resumedRunIds[i]);
                if (message.rangeColumn != null && $Object.hasOwnProperty.call(message, "rangeColumn") && message.rangeColumn !== "")
                    writer.uint32(66).string(message.rangeColumn);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
                    writer.uint32(74).string(message.description);
                if (message.columnDescriptions != null && message.columnDescriptions.length)
                    for (let i = 0; i < message.columnDescriptions.length; ++i)
                        $root.datamantri.v1.ColumnDescription.encode(message.columnDescriptions[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.followsRunId != null && $Object.hasOwnProperty.call(message, "followsRunId") && message.followsRunId !== "")
                    writer.uint32(90).string(message.followsRunId);
                if (message.readsAllRows != null && $Object.hasOwnProperty.call(message, "readsAllRows") && message.readsAllRows !== false)
                    writer.uint32(96).bool(message.readsAllRows);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PrepareRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.PrepareRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.schemaFingerprint = value;
                            else
                                delete message.schemaFingerprint;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.resumedRunIds && message.resumedRunIds.length))
                                message.resumedRunIds = [];
                            message.resumedRunIds.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rangeColumn = value;
                            else
                                delete message.rangeColumn;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.description = value;
                            else
                                delete message.description;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columnDescriptions && message.columnDescriptions.length))
                                message.columnDescriptions = [];
                            message.columnDescriptions.push($root.datamantri.v1.ColumnDescription.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.followsRunId = value;
                            else
                                delete message.followsRunId;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.readsAllRows = value;
                            else
                                delete message.readsAllRows;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PrepareRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.PrepareRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.PrepareRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.PrepareRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.PrepareRun.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.PrepareRun.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.schemaFingerprint != null)
                    if (typeof object.schemaFingerprint !== "string" || object.schemaFingerprint.length)
                        message.schemaFingerprint = $String(object.schemaFingerprint);
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.resumedRunIds) {
                    if (!$Array.isArray(object.resumedRunIds))
                        throw $TypeError(".datamantri.v1.PrepareRun.resumedRunIds: array expected");
                    message.resumedRunIds = $Array(object.resumedRunIds.length);
                    for (let i = 0; i < object.resumedRunIds.length; ++i)
                        message.resumedRunIds[i] = $String(object.resumedRunIds[i]);
                }
                if (object.rangeColumn != null)
                    if (typeof object.rangeColumn !== "string" || object.rangeColumn.length)
                        message.rangeColumn = $String(object.rangeColumn);
                if (object.description != null)
                    if (typeof object.description !== "string" || object.description.length)
                        message.description = $String(object.description);
                if (object.columnDescriptions) {
                    if (!$Array.isArray(object.columnDescriptions))
                        throw $TypeError(".datamantri.v1.PrepareRun.columnDescriptions: array expected");
                    message.columnDescriptions = $Array(object.columnDescriptions.length);
                    for (let i = 0; i < object.columnDescriptions.length; ++i) {
                        if (!$util.isObject(object.columnDescriptions[i]))
                            throw $TypeError(".datamantri.v1.PrepareRun.columnDescriptions: object expected");
                        message.columnDescriptions[i] = $root.datamantri.v1.ColumnDescription.fromObject(object.columnDescriptions[i], _depth + 1);
                    }
                }
                if (object.followsRunId != null)
                    if (typeof object.followsRunId !== "string" || object.followsRunId.length)
                        message.followsRunId = $String(object.followsRunId);
                if (object.readsAllRows != null)
                    if (object.readsAllRows)
                        message.readsAllRows = $Boolean(object.readsAllRows);
                return message;
            };

            PrepareRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.columns = [];
                    object.resumedRunIds = [];
                    object.columnDescriptions = [];
                }
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.schemaFingerprint = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.rangeColumn = "";
                    object.description = "";
                    object.followsRunId = "";
                    object.readsAllRows = false;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.schemaFingerprint != null && $Object.hasOwnProperty.call(message, "schemaFingerprint"))
                    object.schemaFingerprint = message.schemaFingerprint;
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.resumedRunIds && message.resumedRunIds.length) {
                    object.resumedRunIds = $Array(message.resumedRunIds.length);
                    for (let j = 0; j < message.resumedRunIds.length; ++j)
                        object.resumedRunIds[j] = message.resumedRunIds[j];
                }
                if (message.rangeColumn != null && $Object.hasOwnProperty.call(message, "rangeColumn"))
                    object.rangeColumn = message.rangeColumn;
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    object.description = message.description;
                if (message.columnDescriptions && message.columnDescriptions.length) {
                    object.columnDescriptions = $Array(message.columnDescriptions.length);
                    for (let j = 0; j < message.columnDescriptions.length; ++j)
                        object.columnDescriptions[j] = $root.datamantri.v1.ColumnDescription.toObject(message.columnDescriptions[j], options, _depth + 1);
                }
                if (message.followsRunId != null && $Object.hasOwnProperty.call(message, "followsRunId"))
                    object.followsRunId = message.followsRunId;
                if (message.readsAllRows != null && $Object.hasOwnProperty.call(message, "readsAllRows"))
                    object.readsAllRows = message.readsAllRows;
                return object;
            };

            PrepareRun.prototype.toJSON = function() {
                return PrepareRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PrepareRun;
        })();

        v1.FinalizeRun = (function() {

            const FinalizeRun = function (properties) {
                this.columns = [];
                this.sourceColumns = [];
                this.primaryKey = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FinalizeRun.prototype.runId = "";
            FinalizeRun.prototype.pipelineId = "";
            FinalizeRun.prototype.attempt = 0;
            FinalizeRun.prototype.columns = $util.emptyArray;
            FinalizeRun.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FinalizeRun.prototype.takenAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FinalizeRun.prototype.watermark = null;
            FinalizeRun.prototype.sourceRowsHash = "";
            FinalizeRun.prototype.sourceColumns = $util.emptyArray;
            FinalizeRun.prototype.range = null;
            FinalizeRun.prototype.primaryKey = $util.emptyArray;

            FinalizeRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                    writer.uint32(40).uint64(message.rowCount);
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs") && (typeof message.takenAtMs === "object" ? message.takenAtMs.low || message.takenAtMs.high : message.takenAtMs !== 0))
                    writer.uint32(48).uint64(message.takenAtMs);
                if (message.watermark != null && $Object.hasOwnProperty.call(message, "watermark"))
                    $root.datamantri.v1.Watermark.encode(message.watermark, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.sourceRowsHash != null && $Object.hasOwnProperty.call(message, "sourceRowsHash") && message.sourceRowsHash !== "")
                    writer.uint32(82).string(message.sourceRowsHash);
                if (message.sourceColumns != null && message.sourceColumns.length)
                    for (let i = 0; i < message.sourceColumns.length; ++i)
                        $root.datamantri.v1.ColumnStatistics.encode(message.sourceColumns[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    $root.datamantri.v1.CursorRange.encode(message.range, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.primaryKey != null && message.primaryKey.length)
                    for (let i = 0; i < message.primaryKey.length; ++i)
                        writer.uint32(106).string(message.primaryKey[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FinalizeRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.FinalizeRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rowCount = value;
                            else
                                delete message.rowCount;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.takenAtMs = value;
                            else
                                delete message.takenAtMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.watermark = $root.datamantri.v1.Watermark.decode(reader, reader.size(), $undefined, _depth + 1, message.watermark);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceRowsHash = value;
                            else
                                delete message.sourceRowsHash;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sourceColumns && message.sourceColumns.length))
                                message.sourceColumns = [];
                            message.sourceColumns.push($root.datamantri.v1.ColumnStatistics.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.range = $root.datamantri.v1.CursorRange.decode(reader, reader.size(), $undefined, _depth + 1, message.range);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.primaryKey && message.primaryKey.length))
                                message.primaryKey = [];
                            message.primaryKey.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            FinalizeRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.FinalizeRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.FinalizeRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.FinalizeRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.FinalizeRun.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.FinalizeRun.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.rowCount != null)
                    if (typeof object.rowCount === "object" ? object.rowCount.low || object.rowCount.high : $Number(object.rowCount) !== 0)
                        if ($util.Long)
                            message.rowCount = $util.Long.fromValue(object.rowCount, true);
                        else if (typeof object.rowCount === "string")
                            message.rowCount = $parseInt(object.rowCount, 10);
                        else if (typeof object.rowCount === "number")
                            message.rowCount = object.rowCount;
                        else if (typeof object.rowCount === "object")
                            message.rowCount = new $util.LongBits(object.rowCount.low >>> 0, object.rowCount.high >>> 0).toNumber(true);
                if (object.takenAtMs != null)
                    if (typeof object.takenAtMs === "object" ? object.takenAtMs.low || object.takenAtMs.high : $Number(object.takenAtMs) !== 0)
                        if ($util.Long)
                            message.takenAtMs = $util.Long.fromValue(object.takenAtMs, true);
                        else if (typeof object.takenAtMs === "string")
                            message.takenAtMs = $parseInt(object.takenAtMs, 10);
                        else if (typeof object.takenAtMs === "number")
                            message.takenAtMs = object.takenAtMs;
                        else if (typeof object.takenAtMs === "object")
                            message.takenAtMs = new $util.LongBits(object.takenAtMs.low >>> 0, object.takenAtMs.high >>> 0).toNumber(true);
                if (object.watermark != null) {
                    if (!$util.isObject(object.watermark))
                        throw $TypeError(".datamantri.v1.FinalizeRun.watermark: object expected");
                    message.watermark = $root.datamantri.v1.Watermark.fromObject(object.watermark, _depth + 1);
                }
                if (object.sourceRowsHash != null)
                    if (typeof object.sourceRowsHash !== "string" || object.sourceRowsHash.length)
                        message.sourceRowsHash = $String(object.sourceRowsHash);
                if (object.sourceColumns) {
                    if (!$Array.isArray(object.sourceColumns))
                        throw $TypeError(".datamantri.v1.FinalizeRun.sourceColumns: array expected");
                    message.sourceColumns = $Array(object.sourceColumns.length);
                    for (let i = 0; i < object.sourceColumns.length; ++i) {
                        if (!$util.isObject(object.sourceColumns[i]))
                            throw $TypeError(".datamantri.v1.FinalizeRun.sourceColumns: object expected");
                        message.sourceColumns[i] = $root.datamantri.v1.ColumnStatistics.fromObject(object.sourceColumns[i], _depth + 1);
                    }
                }
                if (object.range != null) {
                    if (!$util.isObject(object.range))
                        throw $TypeError(".datamantri.v1.FinalizeRun.range: object expected");
                    message.range = $root.datamantri.v1.CursorRange.fromObject(object.range, _depth + 1);
                }
                if (object.primaryKey) {
                    if (!$Array.isArray(object.primaryKey))
                        throw $TypeError(".datamantri.v1.FinalizeRun.primaryKey: array expected");
                    message.primaryKey = $Array(object.primaryKey.length);
                    for (let i = 0; i < object.primaryKey.length; ++i)
                        message.primaryKey[i] = $String(object.primaryKey[i]);
                }
                return message;
            };

            FinalizeRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.columns = [];
                    object.sourceColumns = [];
                    object.primaryKey = [];
                }
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.rowCount = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.rowCount = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.takenAtMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.takenAtMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.watermark = null;
                    object.sourceRowsHash = "";
                    object.range = null;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.rowCount = typeof message.rowCount === "number" ? $BigInt(message.rowCount) : $util.Long.fromBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0, true).toBigInt();
                    else if (typeof message.rowCount === "number")
                        object.rowCount = options.longs === $String ? $String(message.rowCount) : message.rowCount;
                    else
                        object.rowCount = options.longs === $String ? $util.Long.prototype.toString.call(message.rowCount) : options.longs === $Number ? new $util.LongBits(message.rowCount.low >>> 0, message.rowCount.high >>> 0).toNumber(true) : message.rowCount;
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.takenAtMs = typeof message.takenAtMs === "number" ? $BigInt(message.takenAtMs) : $util.Long.fromBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0, true).toBigInt();
                    else if (typeof message.takenAtMs === "number")
                        object.takenAtMs = options.longs === $String ? $String(message.takenAtMs) : message.takenAtMs;
                    else
                        object.takenAtMs = options.longs === $String ? $util.Long.prototype.toString.call(message.takenAtMs) : options.longs === $Number ? new $util.LongBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0).toNumber(true) : message.takenAtMs;
                if (message.watermark != null && $Object.hasOwnProperty.call(message, "watermark"))
                    object.watermark = $root.datamantri.v1.Watermark.toObject(message.watermark, options, _depth + 1);
                if (message.sourceRowsHash != null && $Object.hasOwnProperty.call(message, "sourceRowsHash"))
                    object.sourceRowsHash = message.sourceRowsHash;
                if (message.sourceColumns && message.sourceColumns.length) {
                    object.sourceColumns = $Array(message.sourceColumns.length);
                    for (let j = 0; j < message.sourceColumns.length; ++j)
                        object.sourceColumns[j] = $root.datamantri.v1.ColumnStatistics.toObject(message.sourceColumns[j], options, _depth + 1);
                }
                if (message.range != null && $Object.hasOwnProperty.call(message, "range"))
                    object.range = $root.datamantri.v1.CursorRange.toObject(message.range, options, _depth + 1);
                if (message.primaryKey && message.primaryKey.length) {
                    object.primaryKey = $Array(message.primaryKey.length);
                    for (let j = 0; j < message.primaryKey.length; ++j)
                        object.primaryKey[j] = message.primaryKey[j];
                }
                return object;
            };

            FinalizeRun.prototype.toJSON = function() {
                return FinalizeRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return FinalizeRun;
        })();

        v1.UndoRun = (function() {

            const UndoRun = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UndoRun.prototype.runId = "";
            UndoRun.prototype.pipelineId = "";
            UndoRun.prototype.attempt = 0;
            UndoRun.prototype.undoOf = "";

            UndoRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.undoOf != null && $Object.hasOwnProperty.call(message, "undoOf") && message.undoOf !== "")
                    writer.uint32(34).string(message.undoOf);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UndoRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.UndoRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.undoOf = value;
                            else
                                delete message.undoOf;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UndoRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.UndoRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.UndoRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.UndoRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.undoOf != null)
                    if (typeof object.undoOf !== "string" || object.undoOf.length)
                        message.undoOf = $String(object.undoOf);
                return message;
            };

            UndoRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.undoOf = "";
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.undoOf != null && $Object.hasOwnProperty.call(message, "undoOf"))
                    object.undoOf = message.undoOf;
                return object;
            };

            UndoRun.prototype.toJSON = function() {
                return UndoRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UndoRun;
        })();

        v1.DiscardRun = (function() {

            const DiscardRun = function (properties) {
                this.resumedRunIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DiscardRun.prototype.runId = "";
            DiscardRun.prototype.pipelineId = "";
            DiscardRun.prototype.attempt = 0;
            DiscardRun.prototype.resumedRunIds = $util.emptyArray;
            DiscardRun.prototype.settles = false;

            DiscardRun.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.resumedRunIds != null && message.resumedRunIds.length)
                    for (let i = 0; i < message.resumedRunIds.length; ++i)
                        writer.uint32(34).string(message.resumedRunIds[i]);
                if (message.settles != null && $Object.hasOwnProperty.call(message, "settles") && message.settles !== false)
                    writer.uint32(40).bool(message.settles);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DiscardRun.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.DiscardRun();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.resumedRunIds && message.resumedRunIds.length))
                                message.resumedRunIds = [];
                            message.resumedRunIds.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.settles = value;
                            else
                                delete message.settles;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            DiscardRun.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.DiscardRun)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.DiscardRun: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.DiscardRun();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.resumedRunIds) {
                    if (!$Array.isArray(object.resumedRunIds))
                        throw $TypeError(".datamantri.v1.DiscardRun.resumedRunIds: array expected");
                    message.resumedRunIds = $Array(object.resumedRunIds.length);
                    for (let i = 0; i < object.resumedRunIds.length; ++i)
                        message.resumedRunIds[i] = $String(object.resumedRunIds[i]);
                }
                if (object.settles != null)
                    if (object.settles)
                        message.settles = $Boolean(object.settles);
                return message;
            };

            DiscardRun.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.resumedRunIds = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    object.settles = false;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.resumedRunIds && message.resumedRunIds.length) {
                    object.resumedRunIds = $Array(message.resumedRunIds.length);
                    for (let j = 0; j < message.resumedRunIds.length; ++j)
                        object.resumedRunIds[j] = message.resumedRunIds[j];
                }
                if (message.settles != null && $Object.hasOwnProperty.call(message, "settles"))
                    object.settles = message.settles;
                return object;
            };

            DiscardRun.prototype.toJSON = function() {
                return DiscardRun.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DiscardRun;
        })();

        v1.ReplayRejects = (function() {

            const ReplayRejects = function (properties) {
                this.columns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReplayRejects.prototype.runId = "";
            ReplayRejects.prototype.pipelineId = "";
            ReplayRejects.prototype.attempt = 0;
            ReplayRejects.prototype.columns = $util.emptyArray;
            ReplayRejects.prototype.takenAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ReplayRejects.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId") && message.runId !== "")
                    writer.uint32(10).string(message.runId);
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId") && message.pipelineId !== "")
                    writer.uint32(18).string(message.pipelineId);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(24).uint32(message.attempt);
                if (message.columns != null && message.columns.length)
                    for (let i = 0; i < message.columns.length; ++i)
                        $root.datamantri.v1.Column.encode(message.columns[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs") && (typeof message.takenAtMs === "object" ? message.takenAtMs.low || message.takenAtMs.high : message.takenAtMs !== 0))
                    writer.uint32(48).uint64(message.takenAtMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReplayRejects.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.datamantri.v1.ReplayRejects();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runId = value;
                            else
                                delete message.runId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pipelineId = value;
                            else
                                delete message.pipelineId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.columns && message.columns.length))
                                message.columns = [];
                            message.columns.push($root.datamantri.v1.Column.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.takenAtMs = value;
                            else
                                delete message.takenAtMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ReplayRejects.fromObject = function (object, _depth) {
                if (object instanceof $root.datamantri.v1.ReplayRejects)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".datamantri.v1.ReplayRejects: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.datamantri.v1.ReplayRejects();
                if (object.runId != null)
                    if (typeof object.runId !== "string" || object.runId.length)
                        message.runId = $String(object.runId);
                if (object.pipelineId != null)
                    if (typeof object.pipelineId !== "string" || object.pipelineId.length)
                        message.pipelineId = $String(object.pipelineId);
                if (object.attempt != null)
                    if ($Number(object.attempt) !== 0)
                        message.attempt = object.attempt >>> 0;
                if (object.columns) {
                    if (!$Array.isArray(object.columns))
                        throw $TypeError(".datamantri.v1.ReplayRejects.columns: array expected");
                    message.columns = $Array(object.columns.length);
                    for (let i = 0; i < object.columns.length; ++i) {
                        if (!$util.isObject(object.columns[i]))
                            throw $TypeError(".datamantri.v1.ReplayRejects.columns: object expected");
                        message.columns[i] = $root.datamantri.v1.Column.fromObject(object.columns[i], _depth + 1);
                    }
                }
                if (object.takenAtMs != null)
                    if (typeof object.takenAtMs === "object" ? object.takenAtMs.low || object.takenAtMs.high : $Number(object.takenAtMs) !== 0)
                        if ($util.Long)
                            message.takenAtMs = $util.Long.fromValue(object.takenAtMs, true);
                        else if (typeof object.takenAtMs === "string")
                            message.takenAtMs = $parseInt(object.takenAtMs, 10);
                        else if (typeof object.takenAtMs === "number")
                            message.takenAtMs = object.takenAtMs;
                        else if (typeof object.takenAtMs === "object")
                            message.takenAtMs = new $util.LongBits(object.takenAtMs.low >>> 0, object.takenAtMs.high >>> 0).toNumber(true);
                return message;
            };

            ReplayRejects.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.columns = [];
                if (options.defaults) {
                    object.runId = "";
                    object.pipelineId = "";
                    object.attempt = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.takenAtMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.takenAtMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.runId != null && $Object.hasOwnProperty.call(message, "runId"))
                    object.runId = message.runId;
                if (message.pipelineId != null && $Object.hasOwnProperty.call(message, "pipelineId"))
                    object.pipelineId = message.pipelineId;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.columns && message.columns.length) {
                    object.columns = $Array(message.columns.length);
                    for (let j = 0; j < message.columns.length; ++j)
                        object.columns[j] = $root.datamantri.v1.Column.toObject(message.columns[j], options, _depth + 1);
                }
                if (message.takenAtMs != null && $Object.hasOwnProperty.call(message, "takenAtMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.takenAtMs = typeof message.takenAtMs === "number" ? $BigInt(message.takenAtMs) : $util.Long.fromBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0, true).toBigInt();
                    else if (typeof message.takenAtMs === "number")
                        object.takenAtMs = options.longs === $String ? $String(message.takenAtMs) : message.takenAtMs;
                    else
                        object.takenAtMs = options.longs === $String ? $util.Long.prototype.toString.call(message.takenAtMs) : options.longs === $Number ? new $util.LongBits(message.takenAtMs.low >>> 0, message.takenAtMs.high >>> 0).toNumber(true) : message.takenAtMs;
                return object;
            };

            ReplayRejects.prototype.toJSON = function() {
                return ReplayRejects.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ReplayRejects;
        })();

        return v1;
    })();

    return datamantri;
})();

export {
  $root as default
};
