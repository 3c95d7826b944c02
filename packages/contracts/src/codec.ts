/** Encodes and decodes messages as plain objects in which every field is present. */
import protobuf from "protobufjs/minimal.js";

import { messageTypes, type Message, type MessageName } from "./messages.ts";

// All our 64-bit fields are counts and milliseconds below 2^53: plain numbers, not Long objects.
// protobufjs reads this switch at run time: https://github.com/protobufjs/protobuf.js#browserify-integration
(protobuf.util as { Long: unknown }).Long = undefined;
protobuf.configure();

interface Codec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: { defaults: boolean }): unknown;
}

/** Encodes the message as protobuf. Fields with their default value take no space. */
export function encodeMessage<Name extends MessageName>(name: Name, message: Message<Name>): Uint8Array {
  return (messageTypes[name] as unknown as Codec).encode(message).finish();
}

/**
 * Decodes a message with every field present; absent ones have protobuf's default (0, "", false, []). Bytes fields are
 * views into `bytes`, not copies.
 *
 * @throws RangeError or Error when `bytes` is not such a message.
 */
export function decodeMessage<Name extends MessageName>(name: Name, bytes: Uint8Array): Message<Name> {
  const type = messageTypes[name] as unknown as Codec;
  return type.toObject(type.decode(bytes), { defaults: true }) as Message<Name>;
}
